"""A form becomes files in the order of its parts, or is refused with a reason; never in between."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from aktr.api.uploads import (
    LONGEST_FILE_NAME,
    SINGLE_FILE_FIELDS,
    display_name,
    multipart_form,
    received_files,
    requested_options,
)
from aktr.db.records import BatchOptions, NewUpload
from aktr.errors import FileErrorType, MalformedRequestError
from aktr.processing.result import ProcessingMode
from aktr.settings import Limits

BOUNDARY = "report-form"
LIMITS = Limits.model_validate({"max_files": 3, "max_file_bytes": 1000})


def file_part(name: str, content: bytes, field: str = "files[]") -> bytes:
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + content


def text_part(field: str, value: str) -> bytes:
    return f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'.encode()


def body_of(parts: Sequence[bytes]) -> bytes:
    joined = b"".join(b"--report-form\r\n" + part + b"\r\n" for part in parts)
    return joined + b"--report-form--\r\n"


def request_with(
    body: bytes, content_type: str = f"multipart/form-data; boundary={BOUNDARY}"
) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", content_type.encode("latin-1"))]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def read(
    body: bytes,
    content_type: str = f"multipart/form-data; boundary={BOUNDARY}",
    fields: Sequence[str] = ("files[]", "files"),
) -> tuple[list[NewUpload], BatchOptions]:
    async def parse() -> tuple[list[NewUpload], BatchOptions]:
        async with multipart_form(request_with(body, content_type), LIMITS.max_files) as form:
            return await received_files(form, LIMITS, fields), requested_options(form)

    return asyncio.run(parse())


def test_position_is_the_order_of_the_parts_whatever_their_field_is_called() -> None:
    files, _ = read(
        body_of(
            [
                file_part("a.pdf", b"one", "files"),
                text_part("options", "{}"),
                file_part("b.pdf", b"two", "files[]"),
                file_part("a.pdf", b"three", "files"),
            ]
        )
    )
    assert [(file.position, file.name, file.content) for file in files] == [
        (1, "a.pdf", b"one"),
        (2, "b.pdf", b"two"),
        (3, "a.pdf", b"three"),
    ]


def test_of_a_file_that_is_too_large_no_more_is_read_than_needed() -> None:
    files, _ = read(body_of([file_part("large.pdf", b"x" * 5000)]))
    assert len(files[0].content) == LIMITS.max_file_bytes + 1
    assert files[0].size == 5000
    assert files[0].refused is not None
    assert files[0].refused[0] is FileErrorType.FILE_TOO_LARGE


def test_what_a_file_is_is_told_by_its_content_and_a_bad_one_refuses_no_other() -> None:
    files, _ = read(
        body_of(
            [
                file_part("picture.pdf", b"\x89PNG\r\n\x1a\n"),
                file_part("text.pdf", b"no report"),
                file_part("empty.pdf", b""),
            ]
        )
    )
    assert [file.content_type for file in files] == [
        "image/png",
        "application/octet-stream",
        "application/octet-stream",
    ]
    assert [file.refused and file.refused[0] for file in files] == [
        None,
        FileErrorType.UNSUPPORTED_TYPE,
        FileErrorType.EMPTY_FILE,
    ]


def test_options_are_read() -> None:
    options = {"processing_mode": "parallel", "generate_summary": False}
    _, read_options = read(
        body_of([text_part("options", json.dumps(options)), file_part("a.pdf", b"x")])
    )
    assert read_options == BatchOptions(
        processing_mode=ProcessingMode.PARALLEL, generate_summary=False
    )


def test_a_field_in_which_a_browser_user_chose_nothing_is_no_file() -> None:
    files, _ = read(body_of([file_part("", b""), file_part("a.pdf", b"x")]))
    assert [(file.position, file.name) for file in files] == [(1, "a.pdf")]


def test_the_field_of_a_single_file_may_be_called_file() -> None:
    body = body_of([file_part("a.pdf", b"x", "file")])
    files, _ = read(body, fields=SINGLE_FILE_FIELDS)
    assert [file.name for file in files] == ["a.pdf"]
    with pytest.raises(MalformedRequestError, match="under a name that is not read"):
        read(body)


@pytest.mark.parametrize(
    "options",
    [
        "",
        "nonsense",
        "[]",
        "null",
        "{" * 3000,
        '{"mode": "auto"}',
        '{"processing_mode": "fast"}',
        '{"generate_summary": "yes"}',
        '{"generate_summary": 1}',
    ],
)
def test_options_that_are_not_understood_are_refused_without_repeating_them(options: str) -> None:
    with pytest.raises(MalformedRequestError, match="must be a JSON object with any of") as refusal:
        read(body_of([file_part("a.pdf", b"x"), text_part("options", options)]))
    assert not options or options not in refusal.value.message


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('{"force_ocr": true, "foo": 1}', "Word 2 of what was sent is none of them."),
        ('{"force_ocr": 1}', "What was sent for force_ocr is wrong: it must be true or false."),
        (
            '{"processing_mode": "fast"}',
            "What was sent for processing_mode is wrong: it must be auto, sequential or parallel.",
        ),
        ("{", "What was sent is wrong: it must be JSON."),
        ("[]", "What was sent is wrong: it must be a JSON object."),
    ],
)
def test_it_is_said_which_option_is_wrong_and_how(options: str, said: str) -> None:
    with pytest.raises(MalformedRequestError) as refusal:
        read(body_of([file_part("a.pdf", b"x"), text_part("options", options)]))
    assert refusal.value.message.endswith(said)


def test_a_file_whose_bytes_are_written_in_letters_is_refused_rather_than_misread() -> None:
    encoded = b"Content-Transfer-Encoding: base64\r\n" + file_part("a.pdf", b"JVBERi0xLjc=")
    with pytest.raises(MalformedRequestError, match="bytes are sent as they are"):
        read(body_of([encoded]))
    plain = b"Content-Transfer-Encoding: binary\r\n" + file_part("a.pdf", b"%PDF-1.7")
    files, _ = read(body_of([plain]))
    assert files[0].content == b"%PDF-1.7"


def test_options_come_once_and_as_text() -> None:
    for parts in (
        [text_part("options", "{}"), text_part("options", "{}")],
        [file_part("options.json", b"{}", "options")],
    ):
        with pytest.raises(MalformedRequestError):
            read(body_of([file_part("a.pdf", b"x"), *parts]))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (body_of([]), "no file"),
        (body_of([text_part("options", "{}")]), "no file"),
        (body_of([file_part("", b"")]), "no file"),
        (body_of([file_part(f"{n}.pdf", b"x") for n in range(4)]), "at most 3 at a time"),
        (body_of([text_part("files[]", "not a file")]), "plain text"),
        (body_of([file_part("a.pdf", b"x")])[:-18], "ends in the middle"),
        (body_of([file_part("a.pdf", b"x"), file_part("b.pdf", b"y")])[:-20], "ends in the middle"),
        (b"", "ends in the middle"),
        (b"no form at all", "cannot be read"),
        (body_of([b"\r\nno disposition"]), "cannot be read"),
        (body_of([text_part("note", "x" * 70_000)]), "cannot be read"),
        (body_of([text_part("note", "x") for _ in range(30)]), "cannot be read"),
    ],
)
def test_forms_that_cannot_be_taken_whole_are_refused(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedRequestError, match=reason):
        read(body)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/x-www-form-urlencoded", "", "multipart/form-data"],
)
def test_anything_but_a_multipart_form_is_refused(content_type: str) -> None:
    with pytest.raises(MalformedRequestError):
        read(body_of([file_part("a.pdf", b"x")]), content_type)


@given(st.data())
def test_a_damaged_form_is_refused_or_gives_whole_files(data: st.DataObject) -> None:
    body = bytearray(body_of([file_part("a.pdf", b"0123456789"), file_part("b.pdf", b"x")]))
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=3)):
        body[place] = data.draw(st.integers(0, 255))
    try:
        files, _ = read(bytes(body))
    except MalformedRequestError:
        return
    assert [file.position for file in files] == list(range(1, len(files) + 1))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\jane\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("Prüfung №1 ✈.pdf", "Prüfung №1 ✈.pdf"),
        ("a\x00b\r\n\x1b[31m.pdf", "a b   [31m.pdf"),
        ("fdp.\u202etroper", "fdp. troper"),
        ("the %22new%22 one%0D%0A 50%.pdf", 'the "new" one   50%.pdf'),
        ("   ", "file 7"),
        ("folder/", "file 7"),
        ("a" * 300 + ".pdf", "a" * 251 + ".pdf"),
        ("a" * 300 + "." + "b" * 300, "a" * 255),
        ("." + "a" * 300, "." + "a" * 254),
        ("../..", "file 7"),
        (None, "file 7"),
    ],
)
def test_names_are_made_fit_to_be_shown(sent: str | None, shown: str) -> None:
    assert display_name(sent, 7) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (b"filename*=UTF-8''na%C3%AFve.pdf", "na\xefve.pdf"),
        (b"filename=plain.pdf; filename*=UTF-8''na%C3%AFve.pdf", "plain.pdf"),
        (b"filename*=utf-8'en'a%22b%5Cc%2Fd.pdf", "d.pdf"),
        (b"filename*=%00", "file 1"),
        (b"filename*=nothing", "nothing"),
    ],
)
def test_names_that_are_sent_in_the_extended_form_are_names_too(sent: bytes, shown: str) -> None:
    part = b'Content-Disposition: form-data; name="files[]"; ' + sent + b"\r\n\r\n%PDF-1.7"
    files, _ = read(body_of([part]))
    assert [file.name for file in files] == [shown]
    assert files[0].content == b"%PDF-1.7"


@given(st.text(st.characters(), max_size=600))
def test_every_name_can_be_stored_and_shown(sent: str) -> None:
    shown = display_name(sent, 1)
    assert 0 < len(shown) <= LONGEST_FILE_NAME
    assert shown.encode()
    assert "\x00" not in shown
    assert "\n" not in shown
