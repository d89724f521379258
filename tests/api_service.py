"""The whole application, served over real HTTP, and sample files to send to it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2
import uvicorn

from aktr.pages.site import create_site
from aktr.samples.truth import FileTruth
from aktr.settings import Settings

Files = list[tuple[str, tuple[str, bytes]]]


class RunningService:
    """An application that answers on a loopback port until it is stopped.

    Args:
        settings: Its settings.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app = create_site(settings)
        config = uvicorn.Config(
            self.app, port=0, log_config=None, access_log=False, proxy_headers=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def start(self) -> None:
        """Serve, and come back when requests are taken."""
        self._thread.start()
        deadline = time.monotonic() + 30
        while not self._server.started:
            assert self._thread.is_alive(), "the server ended instead of starting"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop in order; does nothing the second time."""
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive(), "the server did not stop in time"

    @property
    def port(self) -> int:
        """The port on which it answers."""
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return port

    def client(self) -> httpx2.Client:
        """An HTTP client for it."""
        return httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)


StartService = Callable[..., RunningService]


@contextmanager
def running(settings: Settings) -> Iterator[RunningService]:
    service = RunningService(settings)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def settings_for(database_url: str, data_dir: Path, **changes: object) -> Settings:
    values = {
        "database_url": database_url,
        "data_dir": data_dir,
        "workers": 2,
        "rate_limit": "off",
        # By the clock, and other tests run beside these; the limit of processor time holds.
        "limits": {"file_timeout_s": 100.0},
        **changes,
    }
    return Settings.model_validate(values)


class Samples:
    """Sample files with what they say.

    Args:
        folder: Where they are.
        truths: What they say.
    """

    def __init__(self, folder: Path, truths: Sequence[FileTruth]) -> None:
        self.folder = folder
        self.good = [truth for truth in truths if truth.reports]
        self.bad = [truth for truth in truths if not truth.reports]

    def content(self, truth: FileTruth) -> bytes:
        """The bytes of one file."""
        return (self.folder / truth.file).read_bytes()

    def form(self, truths: Sequence[FileTruth], field: str = "files[]") -> Files:
        """Files as a client sends them."""
        return [(field, (truth.file, self.content(truth))) for truth in truths]
