"""Forms that are made to be expensive are cheap, and each is answered with its own status."""

import time

import httpx2
import pytest

EXTRACT = "/v1/extractor/batch/extract"
MEBIBYTE = 1024 * 1024
END = b"--form--\r\n"
USUAL = "multipart/form-data; boundary=form"


def part(name: str, value: bytes = b"x", more: str = "") -> bytes:
    head = f'--form\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


FILE = part("files[]", b"%PDF-1.7 and nothing else", '; filename="a.pdf"')

REFUSED: dict[str, tuple[bytes, str]] = {
    "a hundred thousand parts": (part("a") * 100_000, USUAL),
    "a hundred thousand files": (part("files[]", b"", '; filename="a"') * 100_000, USUAL),
    "the head of a part without end": (part("a" * 5 * MEBIBYTE), USUAL),
    "heads of a part without end": (b"--form\r\n" + b"X: y\r\n" * 500_000 + b"\r\n", USUAL),
    "fifty megabytes before the first part": (b"x" * 50 * MEBIBYTE + FILE, USUAL),
    "no boundary": (FILE, "multipart/form-data"),
    "an empty boundary": (FILE, "multipart/form-data; boundary="),
    "an endless boundary": (FILE, "multipart/form-data; boundary=" + "x" * 60_000),
    "another boundary": (FILE, "multipart/form-data; boundary=other"),
    "another kind of form": (FILE, "application/x-www-form-urlencoded"),
    "options twice": (FILE + part("options", b"{}") * 2, USUAL),
    "options as a file": (FILE + part("options", b"{}", '; filename="o"'), USUAL),
    "options that are cut off": (FILE + part("options", b'{"generate_summary": '), USUAL),
    "options sixty thousand deep": (FILE + part("options", b"[" * 60_000), USUAL),
    "options with a number without end": (
        FILE + part("options", b'{"generate_summary": ' + b"9" * 60_000 + b"}"),
        USUAL,
    ),
    "options without end": (FILE + part("options", b'"' + b"a" * MEBIBYTE), USUAL),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_form_that_is_none_is_refused_at_once(client: httpx2.Client, what: str) -> None:
    form, kind = REFUSED[what]
    started = time.process_time()
    answer = client.post(EXTRACT, content=form + END, headers={"Content-Type": kind})
    assert time.process_time() - started < 5
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("almost", [b"\r\n--for", b"\r", b"\r\n", b"--form", b"\r\n--form\r"])
def test_what_almost_ends_a_part_is_content(client: httpx2.Client, almost: bytes) -> None:
    content = b"%PDF-1.7 " + almost * (4 * MEBIBYTE // len(almost))
    if almost == b"\r\n--form\r":
        content = content.replace(b"--form", b"--from")
    started = time.process_time()
    answer = client.post(
        EXTRACT,
        content=part("files[]", content, '; filename="a.pdf"') + END,
        headers={"Content-Type": USUAL},
    )
    assert time.process_time() - started < 10
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["type"] == "INVALID_PDF"


def test_a_form_that_says_it_is_compressed_is_told_that_it_is_not_taken(
    client: httpx2.Client,
) -> None:
    head = {"Content-Type": USUAL, "Content-Encoding": "gzip"}
    answer = client.post(EXTRACT, content=FILE + END, headers=head)
    assert answer.status_code == 415
