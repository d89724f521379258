"""Nothing that names a person, a file or an address is ever written down by the server."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pikepdf
import pytest

from pdfs import REPORT, Print, edited, make_pdf, prints

EXTRACT = "/v1/extractor/batch/extract"
NAME = "ZWINGLIBERG, OTTOKAR"
FTN = "C9753124"
OLD_NUMBER = "912-34-0567"
FILE_NAME = "Zwingliberg-Ottokar.pdf"
PLANTED = ("zwingliberg", "ottokar", FTN.lower(), OLD_NUMBER, OLD_NUMBER.replace("-", ""))


class Served:
    """The real program, whose every word is kept.

    Args:
        folder: Where it keeps its data and its log.
    """

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.database = folder / "aktr.db"
        environment = {
            **os.environ,
            "AKTR_DATA_DIR": str(folder),
            "AKTR_DATABASE_URL": f"sqlite:///{self.database}",
            "AKTR_LOG_LEVEL": "DEBUG",
            "AKTR_WORKERS": "1",
            "AKTR_TRUSTED_HOSTS": "127.0.0.1",
        }
        program = [sys.executable, "-c", "from aktr.cli.main import main; main()"]
        with self.log.open("w") as output:
            self._server = subprocess.Popen(
                [*program, "serve", "--port", "0"], stderr=output, stdout=output, env=environment
            )
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://\S+", self.written())):
            assert self._server.poll() is None, self.written()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        self.address = found[0]

    def written(self) -> str:
        """Its log so far."""
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """End it."""
        self._server.send_signal(signal.SIGTERM)
        self._server.wait(30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("discreet"))
    yield served
    served.stop()


@pytest.fixture
def client(served: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served.address, timeout=60) as client:
        yield client


def planted_report() -> bytes:
    """A report of the person, with an old number beside the name."""
    lines = [line._replace(text=line.text.replace("DOE, JANE ANN", NAME)) for line in REPORT]
    lines = [line._replace(text=line.text.replace("C1234567", FTN)) for line in lines]
    return make_pdf(prints([*lines, Print(72, 480, f"APPLICANT ID: {OLD_NUMBER}")]))


def damaged_reports() -> list[bytes]:
    """The same in states in which it cannot be read, each for another reason."""
    whole = planted_report()

    def break_fonts(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.Font = pikepdf.Array([1])

    return [
        whole[: len(whole) // 2],
        whole.replace(b"stream", b"strexm"),
        edited(whole, break_fonts),
        NAME.encode() + FTN.encode(),
        b"%PDF-1.7\n" + NAME.encode() * 50,
        b"\x89PNG\r\n\x1a\n" + NAME.encode() * 50,
        b"II*\x00" + NAME.encode() * 50,
        b"",
    ]


def assert_nothing_was_written(served: Served, *addresses: str) -> None:
    written = served.written().lower()
    for secret in (*PLANTED, *addresses):
        assert secret not in written, [
            line for line in served.written().splitlines() if secret in line.lower()
        ]
    assert " 200 " in written
    assert " debug " in written


def test_a_report_leaves_no_trace_on_any_way(served: Served, client: httpx2.Client) -> None:
    files = [
        ("files[]", (FILE_NAME, content)) for content in (planted_report(), *damaged_reports())
    ]
    made = client.post(EXTRACT, files=files, headers={"Idempotency-Key": f"{NAME} {FTN}"})
    assert made.status_code == 200, made.text
    batch = made.json()
    report = batch["reports"][0]
    assert report["metadata"]["name"] == NAME
    assert report["metadata"]["ftn"] == FTN
    url, single = batch["url"], report["url"]
    version = client.get(single).headers["etag"]
    patch = {"fields": {"name": f"{NAME} JUNIOR", "score": 88}}
    for address in (
        *(f"{url}{part}" for part in ("", "/summary", "/reports", "/events?wait=0")),
        *(f"{url}/export?format={kind}" for kind in ("csv", "xlsx", "json", "pdf")),
        *(f"{single}{part}" for part in ("", "/history", "/paperwork", "/evidence/name")),
        *(f"{single}/export?format={kind}" for kind in ("json", "pdf")),
    ):
        assert client.get(address).status_code == 200, address
    changed = client.patch(single, json=patch, headers={"If-Match": version})
    assert changed.status_code == 200, changed.text
    assert client.patch(single, json=patch, headers={"If-Match": version}).status_code == 412
    wrong = {"fields": {"exam_date": NAME, "score": FTN, NAME: FTN}, "codes": {"add": [NAME]}}
    assert client.patch(single, json=wrong, headers={"If-Match": "*"}).status_code == 400
    assert client.post(f"{url}/files/2/retry").status_code == 202
    assert client.get(f"{url}?wait=30").json()["status"] == "partial"
    assert client.post("/v1/extractor/extract", files=files[:1]).status_code == 200
    assert (
        client.post("/v1/extractor/extract", files=[("file", (FILE_NAME, b"x"))]).status_code == 422
    )
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert_nothing_was_written(served, batch["batch_id"], report["report_id"])


def test_what_clients_put_into_requests_leaves_no_trace(
    served: Served, client: httpx2.Client
) -> None:
    form = [("files[]", (FILE_NAME, planted_report()))]
    other = "/v1/extractor/results/"
    for status, request in (
        (404, client.build_request("GET", f"/{NAME}/{FTN}?name={NAME}")),
        (404, client.build_request("GET", f"{other}{NAME}")),
        (400, client.build_request("GET", "/v1/acs/codes", params={"q": NAME, "limit": FTN})),
        (405, client.build_request("PUT", EXTRACT, content=NAME)),
        (400, client.build_request("POST", EXTRACT, content=NAME)),
        (400, client.build_request("POST", EXTRACT, files=[(NAME, (FILE_NAME, b"x"))])),
        (400, client.build_request("POST", EXTRACT, files=form, data={"options": NAME})),
        (
            400,
            client.build_request(
                "POST", EXTRACT, files=form, data={"options": json.dumps({NAME: FTN})}
            ),
        ),
        (
            400,
            client.build_request(
                "POST", EXTRACT, files=form, headers={"Idempotency-Key": NAME * 50}
            ),
        ),
        (
            400,
            client.build_request("GET", "/v1/acs/exams", headers={"Host": "zwingliberg.example"}),
        ),
        (
            401,
            client.build_request(
                "GET", "/health", headers={"Authorization": f"Bearer aktr_{FTN}", "Cookie": NAME}
            ),
        ),
    ):
        answer = client.send(request)
        assert answer.status_code == status, request.url
        assert not [secret for secret in PLANTED if secret in answer.text.lower()], request.url
    assert client.get("/health", headers={"User-Agent": NAME, "Referer": NAME}).status_code == 200
    assert_nothing_was_written(served)


def test_a_database_that_breaks_tells_nothing_about_what_it_held(
    served: Served, client: httpx2.Client
) -> None:
    form = [("files[]", (FILE_NAME, planted_report()))]
    batch = client.post(EXTRACT, files=form).json()
    with sqlite3.connect(served.database) as database:
        for table in ("reports", "batch_report_files", "batch_reports"):
            database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    for method, address in (
        ("GET", batch["url"]),
        ("GET", batch["reports"][0]["url"]),
        ("DELETE", batch["url"]),
    ):
        answer = client.request(method, address)
        assert answer.status_code == 500
        assert not [secret for secret in PLANTED if secret in answer.text.lower()]
    answer = client.post(EXTRACT, files=form)
    assert answer.status_code == 500
    with sqlite3.connect(served.database) as database:
        for table in ("reports", "batch_report_files", "batch_reports"):
            database.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
    assert "OperationalError" in served.written()
    assert_nothing_was_written(served, batch["batch_id"])


def test_what_monitors_see_names_nobody(served: Served, client: httpx2.Client) -> None:
    for path in ("/health", "/ready", "/metrics"):
        text = client.get(path).text.lower()
        assert not [secret for secret in PLANTED if secret in text]
    assert_nothing_was_written(served)
