"""The client against a real server, in threads and in an event loop, over bad lines too."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest

from aktr.api.problems import STATUS_TITLES, problem_type
from aktr.client import (
    AlreadyReadError,
    AsyncClient,
    CannotBeProcessedError,
    ChangedMeanwhileError,
    Client,
    NotFoundError,
    NothingToRetryError,
    ProblemError,
    Retries,
    UnexpectedAnswerError,
)
from aktr.client.endpoints import ALL
from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.contract.problem_schemas import PROBLEM_TYPE_PREFIX
from aktr.pages.site import create_site
from aktr.samples.generate import make_samples
from api_service import RunningService, Samples, running, settings_for

QUICKLY = Retries(first_pause_s=0.01)


@pytest.fixture(scope="module")
def service(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp("service")
    path = folder / "aktr.db"
    shutil.copyfile(migrated_sqlite, path)
    with running(settings_for(f"sqlite:///{path}", folder)) as service:
        yield service


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    samples = Samples(folder, make_samples(1, 7, folder).files)
    return folder / samples.good[0].file


@contextmanager
def bad_line(port: int, *mishaps: str) -> Iterator[tuple[str, list[str]]]:
    """A line to a server on which these mishaps happen to the first requests, in order."""
    left, seen = list(mishaps), list[str]()

    class Line(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append(self.headers.get("Idempotency-Key", ""))
            mishap = left.pop(0) if left else None
            self.close_connection = True
            if mishap in ("429", "503"):
                self.send_response(int(mishap))
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            if mishap == "cut":
                return
            url = f"http://127.0.0.1:{port}{self.path}"
            answer = httpx2.request(
                self.command, url, headers=dict(self.headers), content=body, timeout=60
            )
            if mishap == "lost answer":
                return
            if mishap == "packed wrongly":
                self.send_response(200)
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Content-Length", "4")
                self.end_headers()
                self.wfile.write(b"none")
                return
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = _pass_on  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def url_of(service: RunningService) -> str:
    return f"http://127.0.0.1:{service.port}"


def test_every_address_of_the_description_is_known(service: RunningService) -> None:
    document = create_site(service.settings).openapi()
    described = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert {(each.method, each.path) for each in ALL} == set(described)
    for each in ALL:
        answers = described[each.method, each.path]["responses"]
        answer = next(answers[status] for status in sorted(answers) if status < "3")
        shape = json.dumps(answer.get("content", {}).get("application/json", {}))
        if each.answer not in (bytes, type(None)) and not each.path.endswith("/events"):
            assert f'schemas/{each.answer.__name__}"' in shape, each.path


def test_every_kind_of_problem_has_its_exception() -> None:
    kinds = {problem_type(STATUS_TITLES[status]) for status in STATUS_TITLES} - {
        problem_type(STATUS_TITLES[405]),  # no method of the client asks so
        problem_type(STATUS_TITLES[428]),
    }
    known = {PROBLEM_TYPE_PREFIX + error.kind for error in ProblemError.__subclasses__()}
    assert kinds <= known


def test_a_report_is_uploaded_corrected_handed_over_and_deleted(
    service: RunningService, sample: Path
) -> None:
    with Client(url_of(service), retries=QUICKLY) as aktr:
        batch_id = aktr.upload([sample, ("two.pdf", sample.read_bytes())], wait_s=0).batch_id
        assert [state.status for state in aktr.progress(batch_id)][-1] == "completed"
        states: list[BatchStateAnswer] = []
        assert aktr.wait(batch_id, on_progress=states.append) == states[-1]
        first, _ = list(aktr.reports(batch_id, status="success"))
        assert first.status == "success"
        corrected = aktr.correct(first, fields={"name": "DOE, JANE"})
        assert corrected.metadata.name == "DOE, JANE"
        with pytest.raises(ChangedMeanwhileError):
            aktr.correct(first, fields={"name": "ROE, RICHARD"})
        assert len(aktr.history(first.report_id).corrections) == 1
        assert aktr.evidence(first.report_id, "score").startswith(b"\x89PNG")
        assert b"two.pdf" in aktr.export_batch(batch_id, "csv")
        assert aktr.export_report(first.report_id).startswith(b"%PDF")
        assert aktr.paperwork(first.report_id).report_id == str(first.report_id)
        assert aktr.summary(batch_id).reports == 2
        assert aktr.shared(aktr.share(batch_id).share_id).withheld
        aktr.withdraw_share(batch_id)
        with pytest.raises(CannotBeProcessedError, match="an earlier batch"):
            aktr.compare(batch_id, batch_id)
        assert aktr.retry(batch_id, 1, even_if_read=True).batch_id == batch_id
        aktr.wait(batch_id)
        aktr.delete(batch_id)
        with pytest.raises(NotFoundError):
            aktr.batch(batch_id)
        assert aktr.code("PA.I.C.K2").code == "PA.I.C.K2"
        assert aktr.search_codes("weather").codes
        assert aktr.exams().exams
        assert aktr.health().status == "ok"
        assert aktr.ready().status == "ready"


def test_a_file_that_gives_no_report_is_an_error_with_its_reason(service: RunningService) -> None:
    with Client(url_of(service)) as aktr, pytest.raises(CannotBeProcessedError) as caught:
        aktr.upload([("empty.pdf", b"")])
    assert caught.value.errors[0].type == "EMPTY_FILE"
    assert caught.value.batch is not None
    assert "empty.pdf" in str(caught.value)


def test_failed_files_are_read_again(service: RunningService, sample: Path) -> None:
    with Client(url_of(service), retries=QUICKLY) as aktr:
        cut_off = ("cut-off.pdf", sample.read_bytes()[:2000])
        batch_id = aktr.upload([sample, cut_off]).batch_id
        assert aktr.retry_failed(batch_id).batch_id == batch_id
        assert aktr.wait(batch_id).status == "partial"
        with pytest.raises(NothingToRetryError):
            aktr.retry_failed(batch_id, only_cancelled=True)
        read = aktr.upload([sample]).batch_id
        with pytest.raises(NothingToRetryError):
            aktr.retry_failed(read)


def test_a_class_is_completed_once_also_over_a_bad_line(
    service: RunningService, sample: Path
) -> None:
    with Client(url_of(service), retries=QUICKLY) as aktr:
        cut_off = ("cut-off.pdf", sample.read_bytes()[:2000])
        batch_id = aktr.upload([sample, cut_off]).batch_id
        with pytest.raises(AlreadyReadError):
            aktr.replace_file(batch_id, 1, cut_off)
    with bad_line(service.port, "lost answer") as (url, _), Client(url, retries=QUICKLY) as aktr:
        aktr.replace_file(batch_id, 2, ("better.pdf", sample.read_bytes()))
        assert aktr.wait(batch_id).status == "completed"
    with bad_line(service.port, "lost answer") as (url, keys), Client(url, retries=QUICKLY) as aktr:
        aktr.add_files(batch_id, [sample])
        names = [file.file_name for file in aktr.wait(batch_id).files]
    assert names == [sample.name, "better.pdf", sample.name]
    assert keys[0] == keys[1] != ""


@pytest.mark.parametrize("mishap", ["lost answer", "cut", "429", "503"])
def test_a_mishap_makes_no_second_batch(service: RunningService, sample: Path, mishap: str) -> None:
    with bad_line(service.port, mishap) as (url, keys), Client(url, retries=QUICKLY) as aktr:
        batch = aktr.upload([sample])
        assert aktr.batch(batch.batch_id).total_files == 1
    first, second, _ = keys
    assert first == second


def test_the_same_in_an_event_loop(service: RunningService, sample: Path) -> None:
    async def use(url: str) -> None:
        async with AsyncClient(url, retries=QUICKLY) as aktr:
            report = await aktr.read_file(sample)
            assert [each.status async for each in aktr.reports(report.batch_id)] == ["success"]
            states = [state.status async for state in aktr.progress(report.batch_id)]
            assert states == ["completed"]
            await aktr.delete(report.batch_id)

    with bad_line(service.port, "lost answer", "503") as (url, keys):
        asyncio.run(use(url))
    assert keys[0] == keys[1] == keys[2] != ""


def test_a_lost_answer_to_a_deletion_is_a_deletion(service: RunningService, sample: Path) -> None:
    with Client(url_of(service)) as aktr:
        batch_id = aktr.upload([sample], wait_s=0).batch_id
    with bad_line(service.port, "lost answer") as (url, _), Client(url, retries=QUICKLY) as aktr:
        aktr.delete(batch_id)


def test_an_answer_that_cannot_be_unpacked_is_an_error_of_the_client(
    service: RunningService,
) -> None:
    with (
        bad_line(service.port, "packed wrongly", "packed wrongly") as (url, _),
        Client(url) as aktr,
    ):
        with pytest.raises(UnexpectedAnswerError):
            aktr.health()
        with pytest.raises(UnexpectedAnswerError):
            next(aktr.progress("5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"))


def test_a_file_whose_name_is_no_text_is_sent(
    service: RunningService, sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"report \xe9.pdf")
    shutil.copyfile(sample, path)
    with Client(url_of(service)) as aktr:
        assert aktr.read_file(path).file_name == "report ?.pdf"


def test_the_client_loads_nothing_of_the_server() -> None:
    server = ("fastapi", "starlette", "sqlalchemy", "onnxruntime", "cv2", "numpy", "pypdfium2")
    code = f"import sys, aktr.client; print([m for m in {server} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
