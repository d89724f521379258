"""PDFs whose text can be read and is wrong are read from the pictures of their pages on request."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from aktr.client import Client
from aktr.contract.report_schemas import FailedFileAnswer, ReportAnswer
from aktr.db.records import BatchOptions
from aktr.db.repository import Repository
from aktr.errors import FileError
from aktr.processing.coordinator import ProcessingCoordinator, read_reports
from aktr.processing.pool import ReaderPool
from aktr.processing.result import FileStatus, SourceFile
from aktr.reading.page import ReadBy
from aktr.settings import Limits, Settings
from api_service import RunningService, running, settings_for
from factories import failure, success, uploads
from pdfs import make_pdf, mistaken_report_pdf
from stored import DAY, claimed, positions_in

AKTR = Path(__file__).parents[2] / ".venv" / "bin" / "aktr"
WRONG, RIGHT = 83, 93
_LINES = (
    "Airman Knowledge Test Report",
    "NAME: DOE, JANE ANN",
    "FTN: C1234567   EXAM ID: 90000020260214001",
    "EXAM: Private Pilot Airplane (PAR)",
    "EXAM DATE: 02/14/2026   EXAM SITE: ABS60104",
    "SCORE: 93%   GRADE: Pass   TAKE: 1",
    "PA.I.C.K2",
    "EXPIRATION DATE: 02/29/2028",
)


def test_the_text_is_believed_unless_pictures_are_forced() -> None:
    (believed,) = read_reports(mistaken_report_pdf(), Limits())
    (forced,) = read_reports(mistaken_report_pdf(), Limits(), force_ocr=True)
    assert (believed.report.score.value, believed.report.read_by) == (WRONG, ReadBy.PDF_TEXT)
    assert (forced.report.score.value, forced.report.read_by) == (RIGHT, ReadBy.OCR)
    assert [code.code for code in forced.report.codes] == [
        code.code for code in believed.report.codes
    ]


def test_what_is_not_legible_on_the_picture_is_not_taken_from_the_text() -> None:
    def paint_small(canvas: Canvas) -> None:
        canvas.scale(0.1, 0.1)
        for number, line in enumerate(_LINES):
            canvas.drawString(72, 700 - 24 * number, line)

    content = make_pdf(paint_small)
    assert read_reports(content, Limits())
    with pytest.raises(FileError):
        read_reports(content, Limits(), force_ocr=True)


def test_every_page_of_a_long_file_is_read_from_its_picture() -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(mistaken_report_pdf())) as pdf:
        with pikepdf.open(BytesIO(mistaken_report_pdf())) as other:
            pdf.pages.extend(other.pages)
        pdf.save(target)
    settings = Settings(workers=2)
    pool = ReaderPool(settings)
    pool.start()
    try:
        file = SourceFile(1, "two.pdf", target.getvalue(), force_ocr=True)
        result = asyncio.run(ProcessingCoordinator(pool, settings).process(file))
    finally:
        pool.stop()
    assert [checked.report.score.value for checked in result.reports] == [RIGHT, RIGHT]


def test_the_wish_is_kept_with_the_file_for_every_try(repository: Repository) -> None:
    batch, _ = repository.create_batch(uploads(b"a", b"b"), BatchOptions(force_ocr=True), DAY)
    claim = claimed(repository, batch.id)
    assert [file.force_ocr for file in claim.files] == [True, True]
    results = [success(1), failure(2)]
    repository.record_progress(batch.id, [1, 2], results, positions_in, claim.attempt)
    repository.reopen_file(batch.id, 2)
    assert [file.force_ocr for file in claimed(repository, batch.id).files] == [True]
    assert BatchOptions.from_json(batch.options).force_ocr


def test_one_file_is_read_so_when_it_is_read_again(repository: Repository) -> None:
    batch, _ = repository.create_batch(uploads(b"a", b"b"), BatchOptions(), DAY)
    results = [success(1), success(2)]
    repository.record_progress(batch.id, [1, 2], results, positions_in)
    repository.reopen_file(batch.id, 1, even_if_read=True, force_ocr=True)
    assert [file.force_ocr for file in repository.list_files(batch.id)] == [True, False]
    assert [file.force_ocr for file in claimed(repository, batch.id).files] == [True]
    assert repository.list_files(batch.id)[0].status is FileStatus.PENDING


@pytest.mark.parametrize(("of_batch", "asked"), [(False, True), (True, False), (False, False)])
def test_files_that_come_later_are_read_so_if_they_or_their_batch_ask_for_it(
    repository: Repository, of_batch: bool, asked: bool
) -> None:
    options = BatchOptions(force_ocr=of_batch)
    batch, _ = repository.create_batch(uploads(b"a", b"b"), options, DAY)
    results = [success(1), failure(2)]
    repository.record_progress(batch.id, [1, 2], results, positions_in)
    (copy,) = uploads(b"copy")
    repository.replace_file(batch.id, replace(copy, position=2), force_ocr=asked)
    assert repository.list_files(batch.id)[1].force_ocr is (of_batch or asked)

    repository.record_progress(batch.id, [2], [success(2)], positions_in)
    repository.add_files(batch.id, uploads(b"c"), 30, force_ocr=asked)

    assert repository.list_files(batch.id)[2].force_ocr is (of_batch or asked)
    assert repository.list_files(batch.id)[0].force_ocr is of_batch


def test_the_same_copy_is_read_otherwise_if_that_is_asked_for(repository: Repository) -> None:
    batch, _ = repository.create_batch(uploads(b"a"), BatchOptions(), DAY)
    repository.record_progress(batch.id, [1], [success(1)], positions_in)
    (same,) = uploads(b"a")
    assert not repository.replace_file(batch.id, same)
    assert repository.replace_file(batch.id, same, even_if_read=True, force_ocr=True)
    assert not repository.replace_file(batch.id, same, force_ocr=True)


@pytest.fixture
def service(migrated_sqlite: Path, tmp_path: Path) -> Iterator[RunningService]:
    path = tmp_path / "aktr.db"
    shutil.copyfile(migrated_sqlite, path)
    with running(settings_for(f"sqlite:///{path}", tmp_path)) as service:
        yield service


def test_over_http_as_an_option_of_uploads_and_of_retries(service: RunningService) -> None:
    files = [("files[]", ("a.pdf", mistaken_report_pdf()))]
    forced = {"options": json.dumps({"force_ocr": True})}
    with service.client() as http:
        plain = http.post("/v1/extractor/batch/extract", files=files).json()
        assert plain["reports"][0]["metadata"]["score"] == WRONG
        batch = http.post("/v1/extractor/batch/extract", files=files, data=forced).json()
        assert batch["reports"][0]["metadata"]["score"] == RIGHT
        single = http.post("/v1/extractor/extract", files=files, data=forced).json()
        assert (single["metadata"]["score"], single["read_by"]) == (RIGHT, "ocr")
        bad = http.post(
            "/v1/extractor/extract", files=files, data={"options": '{"force_ocr": "yes"}'}
        )
        assert bad.status_code == 400
        assert "force_ocr" in bad.json()["detail"]

    with Client(f"http://127.0.0.1:{service.port}") as aktr:
        aktr.retry(plain["batch_id"], 1, even_if_read=True, force_ocr=True)
        aktr.wait(plain["batch_id"])
        assert [_score(entry) for entry in aktr.reports(plain["batch_id"])] == [RIGHT]
        assert (
            aktr.read_file(("b.pdf", mistaken_report_pdf()), force_ocr=True).metadata.score == RIGHT
        )
        read = aktr.upload([("c.pdf", mistaken_report_pdf())], force_ocr=True)
        assert [_score(entry) for entry in read.reports] == [RIGHT]


def test_over_http_as_an_option_of_copies_and_additions(service: RunningService) -> None:
    files = [("files[]", ("a.pdf", mistaken_report_pdf()))]
    with service.client() as http, Client(f"http://127.0.0.1:{service.port}") as aktr:
        batch = http.post("/v1/extractor/batch/extract", files=files).json()
        forced = {"options": '{"force_ocr": true}'}
        http.put(f"{batch['url']}/files/1?even_if_read=true", files=files, data=forced)
        aktr.wait(batch["batch_id"])
        http.post(f"{batch['url']}/files", files=files, data=forced)
        aktr.wait(batch["batch_id"])
        aktr.add_files(batch["batch_id"], [("b.pdf", mistaken_report_pdf())], force_ocr=True)
        aktr.wait(batch["batch_id"])
        copy = ("c.pdf", mistaken_report_pdf())
        aktr.replace_file(batch["batch_id"], 2, copy, even_if_read=True, force_ocr=True)
        aktr.wait(batch["batch_id"])
        assert [_score(entry) for entry in aktr.reports(batch["batch_id"])] == [RIGHT] * 3

        for method, path in (("PUT", "files/1?even_if_read=true"), ("POST", "files")):
            for said in ('{"nonsense": true}', '{"generate_summary": false}', "[]"):
                bad = http.request(
                    method, f"{batch['url']}/{path}", files=files, data={"options": said}
                )
                assert bad.status_code == 400, bad.text
                assert "force_ocr" in bad.json()["detail"]
        assert http.get(batch["url"]).json()["total_files"] == 3


def _score(entry: ReportAnswer | FailedFileAnswer) -> int | None:
    assert isinstance(entry, ReportAnswer)
    return entry.metadata.score


def test_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "mistaken.pdf"
    path.write_bytes(mistaken_report_pdf())
    done = _aktr(str(path), "--json", "--force-ocr")
    assert json.loads(done.stdout)["reports"][0]["metadata"]["score"] == RIGHT
    explained = _aktr(str(path), "--explain", "--force-ocr")
    assert "read by ocr" in explained.stdout
    assert f"  score: {RIGHT} " in explained.stdout
    refused = _aktr("--from", str(tmp_path), "--out", str(tmp_path / "o.parquet"), "--force-ocr")
    assert refused.returncode == 2


def _aktr(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AKTR, "extract", *arguments], capture_output=True, text=True, timeout=120, check=False
    )
