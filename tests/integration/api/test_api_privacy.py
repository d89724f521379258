"""Social security numbers are hidden wherever they leave the paper, and what is deleted is gone."""

import io
import json
import logging
from pathlib import Path

import httpx2
import pytest
from reportlab.pdfgen.canvas import Canvas

from aktr.settings import KeepUploads
from api_service import RunningService, Samples, StartService

NUMBER = "912340567"
"""In a range that was never given out."""
WRITTEN = (NUMBER, "912-34-0567", "912 34 0567")
EXTRACT = "/v1/extractor/batch/extract"


def old_report(*identity: str) -> bytes:
    """A report of 2018, with these lines about who was tested."""
    target = io.BytesIO()
    page = Canvas(target, pageCompression=0)
    lines = (
        "Computer Test Report",
        "U.S. DEPARTMENT OF TRANSPORTATION Federal Aviation Administration",
        "Airman Knowledge Test Report",
        "NAME: DOE, JANE ANN",
        *identity,
        "EXAM ID: 90123420180214001",
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM DATE: 02/14/2018   EXAM SITE: ABS60104",
        "SCORE: 88%   GRADE: Pass   TAKE: 1",
        "Learning statement codes of the questions answered incorrectly:",
        "PLT012 PLT059 PLT161",
        "EXPIRATION DATE: 02/29/2020",
    )
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 24 * number, line)
    page.save()
    return target.getvalue()


def files_of_database(service: RunningService) -> bytes:
    path = Path(service.settings.resolved_database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize(
    "identity",
    [
        *[(f"APPLICANT ID: {written}",) for written in WRITTEN],
        *[(f"FTN: {written}",) for written in WRITTEN],
        ("FTN: C1234567", f"NAME: DOE, JANE {WRITTEN[1]}"),
        ("FTN: C1234567", f"SSN: {WRITTEN[1]}"),
    ],
)
def test_a_social_security_number_is_in_no_answer_no_log_and_no_database(
    start_service: StartService, identity: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    service = start_service(keep_uploads=KeepUploads.UNTIL_DONE, log_level="DEBUG", workers=1)
    with service.client() as client, caplog.at_level(logging.DEBUG):
        batch = client.post(EXTRACT, files=[("files", ("old.pdf", old_report(*identity)))])
        assert batch.status_code == 200, batch.text
        address = batch.json()["url"]
        report = client.get(batch.json()["reports"][0]["url"])
        answers = [
            batch.text,
            report.text,
            *(client.get(f"{address}{part}").text for part in ("", "/summary", "/reports")),
        ]
    service.stop()
    if identity[0] == f"APPLICANT ID: {NUMBER}":
        assert report.json()["fields"]["applicant_id"]["value"] == "*****0567"
    stored = files_of_database(service)
    for written in WRITTEN:
        assert not any(written in answer for answer in answers)
        assert written.encode() not in stored
        assert written not in caplog.text


def test_what_is_deleted_is_in_no_file_of_the_database(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service()
    planted = "PLANTED-NAME-OF-A-FILE"
    contents = [samples.content(truth) for truth in samples.good[:20]]
    with service.client() as client:
        kept = client.post(EXTRACT, files=samples.form(samples.good[20:22])).json()
        addresses = []
        for number in range(3):
            files = [
                ("files", (f"{planted}-{number}-{place}.pdf", content))
                for place, content in enumerate(contents)
            ]
            addresses.append(client.post(EXTRACT, files=files).json()["url"])
        secrets = [planted.encode(), *(content[-200:] for content in contents)]
        names = {report.name for truth in samples.good[:20] for report in truth.reports}
        names -= {report.name for truth in samples.good[20:22] for report in truth.reports}
        secrets += [json.dumps(name).strip('"').encode() for name in names if name]
        before = files_of_database(service)
        assert all(secret in before for secret in secrets)
        for address in addresses:
            assert client.delete(address).status_code == 204
        after = files_of_database(service)
        assert [secret for secret in secrets if secret in after] == []
        assert client.get(kept["reports"][0]["url"]).status_code == 200


def test_a_deletion_while_others_read_is_made_good_in_the_next_round(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service()
    services = service.app.state.services
    with service.client() as client:
        content = samples.content(samples.good[0])
        batch = client.post(EXTRACT, files=[("files", ("a.pdf", content))]).json()
        with services.database.reading() as session:
            services.repository.ping()
            session.connection().exec_driver_sql("SELECT count(*) FROM batch_reports")
            assert client.delete(batch["url"]).status_code == 204
            assert content[-200:] in files_of_database(service)
        services.repository.overwrite_deleted()
        assert content[-200:] not in files_of_database(service)


def test_a_retry_of_the_same_request_finds_nothing_of_a_deleted_batch(
    client: httpx2.Client, samples: Samples
) -> None:
    key = {"Idempotency-Key": "a batch that is deleted"}
    form = samples.form(samples.good[:1])
    first = client.post(EXTRACT, files=form, headers=key).json()
    assert client.delete(first["url"]).status_code == 204
    second = client.post(EXTRACT, files=form, headers=key)
    assert "idempotent-replayed" not in second.headers
    assert second.json()["batch_id"] != first["batch_id"]
