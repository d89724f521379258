"""What a caller of the client gives is looked at before anything is sent."""

import asyncio
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import aktr.client
from aktr.api.description.examples import REPORT
from aktr.client import (
    AsyncClient,
    Client,
    ClientError,
    NoAnswerError,
    Retries,
    UnusableFileError,
    WrongCorrectionError,
)
from aktr.client import errors as client_errors
from aktr.client.files import load
from aktr.client.keys import named_once
from aktr.contract.report_schemas import ReportAnswer

NOBODY = "http://127.0.0.1:9"
ONCE = Retries(attempts=1)
BATCH = "5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"


def kinds_of(error: type[ClientError]) -> list[type[ClientError]]:
    kinds = error.__subclasses__()
    return [*kinds, *(each for kind in kinds for each in kinds_of(kind))]


def test_every_error_can_be_caught_by_its_name() -> None:
    names = {error.__name__ for error in kinds_of(client_errors.ClientError)}
    assert names <= set(aktr.client.__all__)
    assert {each for each in aktr.client.__all__ if not hasattr(aktr.client, each)} == set()


@pytest.mark.parametrize(
    "base_url",
    ["", "127.0.0.1:8000", "ftp://127.0.0.1", "http://", "http://127.0.0.1/x\0", "http://\ud800"],
)
def test_an_address_that_is_none_is_refused(base_url: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(ClientError, match="must begin with http"):
            kind(base_url)


@pytest.mark.parametrize("key", ["", " ", "é", "a\nb", "aktr_secret\n"])
def test_a_key_that_cannot_be_one_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ClientError, match="The key must be") as raised:
        Client(NOBODY, key=key)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", ["", "é", "a\nb", "x" * 256, 5, b"bytes"])
@pytest.mark.parametrize("method", ["upload", "read_file", "add_files"])
def test_an_idempotency_key_is_taken_as_it_is_or_refused(method: str, name: str) -> None:
    given: dict[str, tuple[Any, ...]] = {
        "upload": ([b"%PDF-"],),
        "read_file": (b"%PDF-",),
        "add_files": (BATCH, [b"%PDF-"]),
    }
    with Client(NOBODY, retries=ONCE) as client:
        with pytest.raises(ClientError, match="idempotency_key must be") as raised:
            getattr(client, method)(*given[method], idempotency_key=name)
        with pytest.raises(NoAnswerError):
            getattr(client, method)(*given[method], idempotency_key="of mine")
    assert not isinstance(raised.value, NoAnswerError)


def test_only_who_gives_no_idempotency_key_gets_a_random_one() -> None:
    assert named_once("of mine") == "of mine"
    assert named_once(None) != named_once(None)


@pytest.mark.parametrize(
    "files",
    [
        [("a.pdf", "text")],
        [("a.pdf", io.StringIO("text"))],
        [("a.pdf", b"", b"")],
        [(1, b"")],
        [None],
        [7],
        ["nothing\0here.pdf"],
        ["/nothing/here.pdf"],
        [],
        None,
        b"%PDF-",
        bytearray(b"%PDF-"),
        io.BytesIO(b"one line\nand another"),
        ("report.pdf", b"%PDF-"),
        ("report.pdf", io.BytesIO(b"%PDF-")),
        "report.pdf",
        Path("report.pdf"),
    ],
)
def test_what_is_no_file_is_named_and_nothing_is_sent(files: Any) -> None:  # noqa: ANN401 - of any kind
    with (
        Client(NOBODY, retries=ONCE) as client,
        pytest.raises(UnusableFileError, match="Nothing was sent"),
    ):
        client.upload(files)

    async def upload() -> None:
        async with AsyncClient(NOBODY, retries=ONCE) as client:
            await client.upload(files)

    with pytest.raises(UnusableFileError, match="Nothing was sent"):
        asyncio.run(upload())


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.batch("x" * 70_000),
        lambda client: client.search_codes("icing " * 20_000),
        lambda client: client.code(os.fsdecode(b"\xe9")),
        lambda client: client.search_codes(os.fsdecode(b"\xe9")),
    ],
)
def test_no_address_makes_another_error_than_that_of_the_client(
    call: Callable[[Client], object],
) -> None:
    with Client(NOBODY, retries=ONCE) as client, pytest.raises(ClientError):
        call(client)


def test_characters_of_a_name_that_cannot_be_sent_are_replaced() -> None:
    assert [each.name for each in load([(os.fsdecode(b"\xe9.pdf"), b"")])] == ["?.pdf"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"fields": {"score": 101}}, "sent. fields.score: it must be 100 or less."),
        (
            {"codes": ["nonsense"]},
            "sent. codes.0: it must be a code such as PA.I.C.K2, PLT044 or H301.",
        ),
        ({"add_codes": ["nonsense"]}, "sent. codes.add.0: it must be a code"),
        ({}, "sent. it says nothing: give fields, codes or confirm."),
    ],
)
def test_a_correction_that_cannot_be_is_told_in_plain_words(
    said: dict[str, Any], message: str
) -> None:
    report = ReportAnswer.model_validate(REPORT)
    with Client(NOBODY, retries=ONCE) as client, pytest.raises(WrongCorrectionError) as raised:
        client.correct(report, **said)
    assert message in str(raised.value)
    assert "Input should" not in str(raised.value)
