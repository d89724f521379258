"""Processes that work on batches and can be killed and replaced within milliseconds.

Run as a program with the URL of a database, this loads everything once. For each line on stdin it
forks a process that works like a server or a worker until it is killed, and prints its number.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from aktr.db.session import Database
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.settings import Settings
from aktr.work.assembly import make_dispatcher, open_repository
from factories import checked_report, failure, success

SILENCE_S = 1.0


class QuickReader:
    """Reads nothing: ``good`` and ``bad`` files give a report and a reason, ``fatal`` ones kill."""

    async def process(self, file: SourceFile) -> ProcessingResult:
        await asyncio.sleep(random.uniform(0, 0.06))  # noqa: S311
        kind, _, name = file.content.removeprefix(b"\xff\xd8\xff").decode().partition(" ")
        if kind == "fatal":
            await asyncio.sleep(0.15)
            os.kill(os.getpid(), signal.SIGKILL)
        if kind == "bad":
            return failure(file.position)
        return success(file.position, checked_report(name=name))


async def work(url: str) -> None:
    settings = Settings(worker_silence_s=SILENCE_S, workers=2)
    database = Database(url)
    repository = open_repository(database)
    dispatcher = make_dispatcher(settings, database, repository, QuickReader())
    await dispatcher.start()
    await asyncio.Event().wait()


def serve_forks(url: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        number = os.fork()
        if number == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asyncio.run(work(url))
            os._exit(0)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


class Mortals:
    """Starts and kills such processes.

    Args:
        url: The database that they work with.
    """

    def __init__(self, url: str) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, __file__, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )
        self.alive: list[int] = []

    def start(self) -> None:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        self.alive.append(int(self._parent.stdout.readline()))

    def kill(self, number: int) -> None:
        self.alive.remove(number)
        with suppress(ProcessLookupError):  # it may have ended by itself by now
            os.kill(number, signal.SIGKILL)

    def replace_dead(self) -> int:
        """Start a process for each that ended by itself; returns how many."""
        dead = [number for number in self.alive if not Path(f"/proc/{number}").exists()]
        for number in dead:
            self.alive.remove(number)
            self.start()
        return len(dead)

    def end(self) -> None:
        for number in list(self.alive):
            self.kill(number)
        self._parent.kill()
        self._parent.communicate()


if __name__ == "__main__":
    serve_forks(sys.argv[1])
