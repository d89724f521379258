"""Log lines help the operator and say nothing about the people in the reports."""

import io
import logging
from collections.abc import Iterator

import pytest

from aktr.errors import AktrError
from aktr.log import configure_logging


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where this test's log lines go; the logging of the test run is put back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_an_exception_is_logged_without_its_message(stream: io.StringIO) -> None:
    configure_logging("info", stream)
    error = ValueError("123-45-6789")
    error.__cause__ = KeyError("DOE, JANE ANN")
    try:
        raise error
    except ValueError:
        logging.getLogger("aktr.test").exception("file %d failed", 3)
    logged = stream.getvalue()
    assert "file 3 failed" in logged
    assert "builtins.ValueError" in logged
    assert "builtins.KeyError" in logged
    assert "test_log.py:" in logged
    assert "DOE" not in logged
    assert "6789" not in logged


def test_the_level_decides_what_is_logged(stream: io.StringIO) -> None:
    configure_logging("WARNING", stream)
    logging.getLogger("aktr.test").info("quiet")
    logging.getLogger("aktr.test").warning("loud")
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()


def test_requests_of_clients_are_not_logged(stream: io.StringIO) -> None:
    configure_logging("INFO", stream)
    logging.getLogger("uvicorn.access").info("192.0.2.1 GET /v1")
    assert stream.getvalue() == ""


def test_a_level_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(AktrError, match="DEBUG, INFO, WARNING, ERROR"):
        configure_logging("LOUD")
