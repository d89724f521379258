"""A store that speaks as much S3 as aktr needs, and can hang."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PATIENCE_S = 60.0


class ObjectServer:
    """Keeps objects, and answers as long as it is told to."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.answers = threading.Event()
        self.answers.set()
        self.asked: list[str] = []


@contextmanager
def object_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectServer]:
    """Serves where the environment says that ``s3://bucket/prefix`` is."""
    store = ObjectServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            store.asked.append(self.command)
            store.answers.wait(PATIENCE_S)
            bucket, _, query = self.path.partition("?")
            answer = b""
            if self.command == "PUT":
                store.objects[self.path] = content
            elif query == "delete":
                for name in re.findall(r"<Key>(.*?)</Key>", content.decode()):
                    store.objects.pop(f"{bucket.rstrip('/')}/{name}", None)
                    answer += f"<Deleted><Key>{name}</Key></Deleted>".encode()
                answer = b"<DeleteResult>" + answer + b"</DeleteResult>"
            is_there = self.command != "HEAD" or self.path in store.objects
            self.send_response(200 if is_there else 404)
            self.send_header("ETag", "x")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_PUT = do_POST = do_HEAD = _serve  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    try:
        yield store
    finally:
        store.answers.set()
        server.shutdown()
        thread.join()
        server.server_close()
