"""What a taken-over reading process would try; reading processes import this by name."""

import importlib
import os
import resource
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path


def _outcome(work: Callable[[], object]) -> str:
    try:
        work()
    except OSError as error:
        return error.strerror or repr(error)
    return "done"


def open_a_socket() -> str:
    return _outcome(socket.socket)


def open_a_socket_pair() -> str:
    return _outcome(socket.socketpair)


def start_a_program() -> str:
    return _outcome(lambda: subprocess.run(["/bin/true"], check=True))


def start_a_process() -> str:
    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    return _outcome(fork)


def signal_the_server() -> str:
    return _outcome(lambda: os.kill(os.getppid(), 0))


def look_into_the_server() -> str:
    return _outcome(lambda: os.pidfd_open(os.getppid()))


def limit_the_server() -> str:
    return _outcome(lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (0, 0)))


def read(path: str) -> str:
    return _outcome(Path(path).read_bytes)


def write(path: str) -> str:
    return _outcome(lambda: Path(path).write_text("left behind", encoding="utf-8"))


def import_lazily(module: str) -> str:
    return _outcome(lambda: importlib.import_module(module))


def start_a_thread() -> str:
    def run() -> None:
        thread = threading.Thread(target=os.getpid)
        thread.start()
        thread.join()

    return _outcome(run)


def environment() -> str:
    return repr(dict(os.environ))


def status() -> str:
    return Path("/proc/self/status").read_text(encoding="ascii")


def compute_for_ever() -> str:
    while True:
        pass
