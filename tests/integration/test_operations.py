"""What operators see: counters, logs for programs, traces; and that none of it names people."""

import asyncio
import io
import json
import logging
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from aktr.cli.serve import configure_service
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import AktrError
from aktr.log import configure_logging
from aktr.settings import Settings
from aktr.work.assembly import make_dispatcher
from api_service import running, settings_for
from scripted_reader import Reader
from stored import new_batch


@pytest.fixture
def spans() -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return exporter


def work_on(database: Database, repository: Repository, *contents: bytes) -> str:
    async def run() -> str:
        dispatcher = make_dispatcher(Settings(), database, repository, Reader())
        await dispatcher.start()
        batch_id = new_batch(repository, *contents)
        await dispatcher.submit(batch_id)
        assert await dispatcher.wait(batch_id, 20)
        await dispatcher.stop()
        return str(batch_id)

    return asyncio.run(run())


def test_metrics_count_files_requests_and_what_waits(
    database_url: str, database: Database, repository: Repository, tmp_path: Path
) -> None:
    work_on(database, repository, b"good 1", b"bad 2")
    new_batch(Repository(database), b"good 3", b"good 4")
    settings = settings_for(database_url, tmp_path, metrics=True, serve_reads=False, workers=1)
    if database.is_sqlite:
        settings = settings.model_copy(update={"worker_silence_s": 3600.0})

    with running(settings) as service, service.client() as client:
        client.get("/v1/extractor/batch/00000000-0000-4000-8000-000000000000")
        answer = client.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    values = dict(
        line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")
    )
    assert float(values['aktr_files_total{outcome="success"}']) >= 1
    assert float(values['aktr_files_total{outcome="INVALID_PDF"}']) >= 1
    assert "aktr_oldest_open_batch_seconds" in values
    if not database.is_sqlite:
        assert float(values["aktr_pending_files"]) == 2
        assert float(values["aktr_open_batches"]) == 1
    counted = 'method="GET",route="/v1/extractor/batch/{batch_id}",status="404"'
    assert float(values[f"aktr_request_seconds_count{{{counted}}}"]) >= 1
    assert "process_resident_memory_bytes" in values
    assert "00000000-0000-4000" not in answer.text


def test_log_lines_for_programs_are_objects_without_addresses_or_messages() -> None:
    stream, before = io.StringIO(), (logging.root.handlers[:], logging.root.level)
    configure_logging("INFO", stream, as_json=True)
    try:
        logging.getLogger("aktr.access").info(
            "%s %s", "GET", "/ready", extra={"fields": {"route": "/ready", "ms": 3}}
        )
        try:
            int("DOE, JANE ANN")
        except ValueError:
            logging.getLogger("aktr.work").exception("a turn could not be taken")
    finally:
        logging.root.handlers[:], logging.root.level = before
    plain, failed = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (plain["message"], plain["route"], plain["ms"]) == ("GET /ready", "/ready", 3)
    assert failed["exception"][0] == "builtins.ValueError"
    assert "DOE" not in stream.getvalue()


def test_spans_tell_routes_turns_and_outcomes_and_no_address(
    database: Database, repository: Repository, spans: InMemorySpanExporter
) -> None:
    batch_id = work_on(database, repository, b"good 1", b"bad 2", b"defect 3")

    finished = spans.get_finished_spans()
    outcomes = [
        span.attributes["outcome"]
        for span in finished
        if span.attributes and "outcome" in span.attributes
    ]
    assert outcomes == ["success", "INVALID_PDF"]
    assert [span.name for span in finished].count("turn") == 1
    shown = "\n".join(span.to_json() for span in finished)
    assert batch_id not in shown
    assert "a defect of the reader" not in shown


def test_requests_are_spans_without_the_secrets_of_their_addresses(
    tmp_path: Path, migrated_sqlite: Path, spans: InMemorySpanExporter
) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'aktr.db'}", tmp_path, workers=1)
    (tmp_path / "aktr.db").write_bytes(migrated_sqlite.read_bytes())
    secret = "11111111-1111-4111-8111-111111111111"
    with running(settings) as service, service.client() as client:
        assert client.get(f"/v1/extractor/batch/{secret}?key={secret}").status_code == 404
        assert client.get("/metrics").status_code == 404, "nobody has turned them on"
    requests = [span for span in spans.get_finished_spans() if span.name == "request"]
    assert requests
    assert dict(requests[0].attributes or {}) == {
        "method": "GET",
        "route": "/v1/extractor/batch/{batch_id}",
        "status": 404,
    }
    assert secret not in "\n".join(span.to_json() for span in spans.get_finished_spans())


def test_traces_without_the_extra_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aktr.cli.serve.configure_logging", lambda *_, **__: None)
    with pytest.raises(AktrError, match="otel"):
        configure_service(Settings(traces=True))
