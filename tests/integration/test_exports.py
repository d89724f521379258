"""Exports, comparison and paperwork over real HTTP."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pypdfium2
import pytest

from aktr.db.mapping import to_facts
from aktr.db.records import BatchOptions, NewUpload
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import FileErrorType
from aktr.export.records import ExportedReport
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.summary import SummaryAnalyzer
from api_service import RunningService, running, settings_for
from class_samples import PRIVATE_CODES, exported, planted

BATCH = "/v1/extractor/batch"
TOKEN = "Quetzalxyloph"
FTN = "Z918374"


@pytest.fixture(scope="module")
def service(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp("exports")
    path = folder / "aktr.db"
    shutil.copyfile(migrated_sqlite, path)
    with running(settings_for(f"sqlite:///{path}", folder)) as service:
        yield service


@pytest.fixture(scope="module")
def client(service: RunningService) -> Iterator[httpx2.Client]:
    with service.client() as client:
        yield client


@pytest.fixture(scope="module")
def repository(service: RunningService) -> Iterator[Repository]:
    database = Database(service.settings.resolved_database_url)
    yield Repository(database)
    database.close()


def stored(repository: Repository, reports: Sequence[ExportedReport]) -> UUID:
    """A finished batch of these reports, and of one file that failed."""
    last = len(reports) + 1
    uploads = [
        NewUpload(report.position, report.file_name, b"x", "application/pdf") for report in reports
    ]
    uploads.append(NewUpload(last, "broken.pdf", b"x", "application/pdf"))
    batch, _ = repository.create_batch(uploads, BatchOptions(), timedelta(days=1), None)
    results = [
        ProcessingResult.success(
            SourceFile(report.position, report.file_name, b""), (report.checked,), 5
        )
        for report in reports
    ]
    broken = SourceFile(last, "broken.pdf", b"")
    results.append(
        ProcessingResult.failure(broken, FileErrorType.INVALID_PDF, "This file is damaged.", 1)
    )
    repository.record_progress(
        batch.id,
        [result.position for result in results],
        results,
        lambda rows: SummaryAnalyzer().analyse(rows).to_json(),
    )
    return batch.id


@pytest.fixture(scope="module")
def batch(repository: Repository) -> UUID:
    """Twelve people on one test, one of whom failed."""
    return stored(
        repository,
        [
            exported(n, PRIVATE_CODES[: 1 + n % 5], score=62 if n == 3 else 80 + n)
            for n in range(1, 13)
        ],
    )


@pytest.fixture(scope="module")
def earlier(repository: Repository) -> UUID:
    return stored(repository, [exported(n, PRIVATE_CODES[2:4], score=75) for n in range(1, 7)])


@pytest.fixture(scope="module")
def planted_batch(repository: Repository) -> UUID:
    """Eight people whose name and FTN stand in every field that is read from a paper."""
    reports = []
    for number in range(1, 9):
        report = planted(exported(number, PRIVATE_CODES[:3]), f"{TOKEN} {FTN}{number}")
        reports.append(replace(report, file_name=f"{TOKEN}{number}.pdf"))
    return stored(repository, reports)


def got(client: httpx2.Client, path: str, **query: str) -> httpx2.Response:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer


def export(client: httpx2.Client, batch: UUID, kind: str, **query: str) -> httpx2.Response:
    answer = got(client, f"{BATCH}/{batch}/export", format=kind, **query)
    assert answer.headers["content-disposition"].endswith(f'.{kind}"')
    assert "attachment" in answer.headers["content-disposition"]
    assert "no-store" in answer.headers["cache-control"]
    return answer


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.split())


def all_texts(answer: httpx2.Response, kind: str) -> str:
    """Everything that can be read in a file, however it is packed."""
    if kind == "pdf":
        return words_of(answer.content) + answer.content.decode("latin-1")
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    return answer.text


def test_csv_has_a_row_for_each_file(client: httpx2.Client, batch: UUID) -> None:
    answer = export(client, batch, "csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["status"] for row in rows] == ["success"] * 12 + ["failed"]
    assert rows[0]["name"] == "DOE1, JANE ANN"
    codes = export(client, batch, "csv", table="codes").text.removeprefix("\ufeff")
    listed = list(csv.DictReader(io.StringIO(codes)))
    assert len(listed) == sum(1 + n % 5 for n in range(1, 13))


def test_xlsx_and_json_hold_reports_and_summary(client: httpx2.Client, batch: UUID) -> None:
    with zipfile.ZipFile(io.BytesIO(export(client, batch, "xlsx").content)) as archive:
        assert archive.testzip() is None
        assert "xl/worksheets/sheet4.xml" in archive.namelist()
    document = json.loads(export(client, batch, "json").text)
    assert document["batch_id"] == str(batch)
    assert len(document["reports"]) == 13
    summary = got(client, f"{BATCH}/{batch}/summary").json()
    assert document["summary"]["common_weak_areas"] == summary["common_weak_areas"]
    assert document["summary"]["study_recommendations"] == summary["study_recommendations"]
    assert document["created_at"].endswith("Z")


def test_pdf_of_the_class_and_of_a_report(
    client: httpx2.Client, repository: Repository, batch: UUID
) -> None:
    words = words_of(export(client, batch, "pdf").content)
    assert "Class summary" in words
    assert "broken.pdf: This file is damaged." in words
    report = repository.list_reports(batch).entries[0].report
    assert report is not None
    path = f"/v1/extractor/results/{report.id}"
    answer = got(client, f"{path}/export", format="pdf")
    assert "I certify that JANE ANN DOE1" in words_of(answer.content)
    assert "DOE1" not in answer.headers["content-disposition"]
    whole = got(client, f"{path}/export", format="json").json()
    assert whole == got(client, path).json()


def test_paperwork_of_a_report(client: httpx2.Client, repository: Repository, batch: UUID) -> None:
    for entry, paragraph in zip(
        repository.list_reports(batch).entries, ("A.2", "A.2", "A.77"), strict=False
    ):
        assert entry.report is not None
        facts = to_facts(entry.report)
        paper = got(client, f"/v1/extractor/results/{entry.report.id}/paperwork").json()
        assert paper["report_id"] == facts.report_id
        assert paper["endorsements"][0]["document"] == f"AC 61-65K, {paragraph}"
        assert paper["expires_on"] == "2028-02-29"


def test_a_class_beside_an_earlier_one(client: httpx2.Client, batch: UUID, earlier: UUID) -> None:
    path = f"{BATCH}/{batch}/comparison"
    compared = got(client, path, **{"with": str(earlier)}).json()
    (exam,) = compared["exams"]
    assert (exam["now"]["reports"], exam["before"]["reports"]) == (12, 6)
    assert compared["tests_in_both"] == 6
    document = json.loads(export(client, batch, "json", compare=str(earlier)).text)
    assert document["comparison"] == compared
    pdf = export(client, batch, "pdf", compare=str(earlier)).content
    assert "Compared with the earlier class" in words_of(pdf)
    refused = client.get(
        f"{BATCH}/{batch}/export", params={"format": "csv", "compare": str(earlier)}
    )
    assert refused.status_code == 400


def test_a_class_beside_itself_is_refused(client: httpx2.Client, batch: UUID) -> None:
    for path, params in (
        ("comparison", {"with": str(batch)}),
        ("export", {"format": "json", "compare": str(batch)}),
        ("export", {"format": "pdf", "compare": str(batch)}),
    ):
        refused = client.get(f"{BATCH}/{batch}/{path}", params=params)
        assert refused.status_code == 422, params
        assert "earlier batch" in refused.json()["detail"]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "pdf"])
def test_without_names_nobody_can_be_told(
    client: httpx2.Client, repository: Repository, planted_batch: UUID, kind: str
) -> None:
    secrets = [TOKEN, FTN, TOKEN.lower(), FTN[1:], str(planted_batch), planted_batch.hex]
    for entry in repository.list_reports(planted_batch).entries:
        if entry.report is not None:
            secrets += [str(entry.report.id), entry.report.id.hex]
    shared = all_texts(export(client, planted_batch, kind, names="without"), kind)
    assert "PA.I.C.K2" in shared
    for secret in secrets:
        assert secret not in shared
    with_names = all_texts(export(client, planted_batch, kind), kind)
    assert TOKEN in with_names


def test_addresses_without_a_finished_batch(
    client: httpx2.Client, repository: Repository, batch: UUID
) -> None:
    for path in (f"{BATCH}/{uuid4()}/export", f"/v1/extractor/results/{uuid4()}/export"):
        assert client.get(path, params={"format": "pdf"}).status_code == 404
    assert client.get(f"{BATCH}/{batch}/export", params={"format": "doc"}).status_code == 400
    assert client.get(f"{BATCH}/{batch}/export").status_code == 400
    open_batch, _ = repository.create_batch(
        [NewUpload(1, "a.pdf", b"x", "application/pdf")], BatchOptions(), timedelta(days=1), None
    )
    answer = client.get(f"{BATCH}/{open_batch.id}/export", params={"format": "pdf"})
    assert answer.status_code == 409
    assert int(answer.headers["retry-after"]) >= 1
    repository.delete_batch(open_batch.id)
