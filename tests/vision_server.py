"""A server that answers as hosted models do, and misbehaves as its script says."""

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from PIL import Image
from pydantic import SecretStr

from aktr.errors import FileError, FileErrorType
from aktr.reading.hosted.endpoint import endpoint_of
from aktr.reading.hosted.model import HostedModel
from aktr.reading.hosted.processor import (
    HostedVisionProcessor,
)
from aktr.reading.sniff import FileKind
from aktr.settings import Limits

KEY = "sk-of-nobody"
SAID = ("Airman Knowledge Test Report", "NAME: DOE, JANE ANN\tFTN: C1234567")


class Handler(BaseHTTPRequestHandler):
    """One request to the server."""

    server: "Server"

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heads.append(dict(self.headers))
        self.server.times.append(time.monotonic())
        script = self.server.script
        script[min(len(self.server.bodies), len(script)) - 1](self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        given = {"Content_Type": "application/json", "Content_Length": str(len(body))} | headers
        for name, value in given.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


Behaviour = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """A server that does what its script says, request by request; the last line goes on."""

    def __init__(self, script: tuple[Behaviour, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.bodies: list[bytes] = []
        self.heads: list[dict[str, str]] = []
        self.times: list[float] = []
        self.closing = Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that have gone are what is tried here."""

    def model(self, timeout_s: float = 2.0, attempts: int = 3) -> HostedModel:
        url = f"http://127.0.0.1:{self.server_port}/v1"
        return HostedModel(url, SecretStr(KEY), "reader-1", timeout_s, attempts)

    def reader(
        self, timeout_s: float = 2.0, attempts: int = 3, file_timeout_s: float = 8.0
    ) -> HostedVisionProcessor:
        limits = Limits(file_timeout_s=file_timeout_s)
        return HostedVisionProcessor(self.model(timeout_s, attempts), limits)


@contextmanager
def serving(*script: Behaviour) -> Iterator[Server]:
    server = Server(script)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
        # The next server may get the same port, and is none that has failed.
        endpoint_of.cache_clear()


def completion(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def fine(handler: Handler) -> None:
    handler.answer(200, completion(json.dumps({"lines": SAID})))


def says(*lines: str) -> Behaviour:
    return lambda handler: handler.answer(200, completion(json.dumps({"lines": lines})))


def status(number: int, **headers: str) -> Behaviour:
    return lambda handler: handler.answer(number, b"{}", **headers)


def ok(body: bytes, **headers: str) -> Behaviour:
    return lambda handler: handler.answer(200, body, **headers)


def hang_up(handler: Handler) -> None:
    handler.connection.close()


def break_off(handler: Handler) -> None:
    handler.answer(200, b'{"choices": [', Content_Length="5000")
    handler.connection.close()


def hang(handler: Handler) -> None:
    handler.server.closing.wait(30)


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b"x")


def drip_body(handler: Handler) -> None:
    handler.answer(200, b"{", Content_Length="100000")
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b" ")


def picture(width: int = 600, height: int = 800, exif: Image.Exif | None = None) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "JPEG", exif=exif or Image.Exif())
    return buffer.getvalue()


def read(reader: HostedVisionProcessor, content: bytes | None = None) -> list[str]:
    (page,) = reader.read_picture(content or picture(), FileKind.JPEG)
    return [line.text for line in page.lines]


def refusal(reader: HostedVisionProcessor) -> FileError:
    with pytest.raises(FileError) as caught:
        reader.read_picture(picture(), FileKind.JPEG)
    assert caught.value.error_type is FileErrorType.UNREADABLE
    return caught.value
