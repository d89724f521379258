"""Warm processes in which files are read, confined and under limits of memory and of time.

PDFium is not safe in threads, aborts when memory runs out, and can be made to run for ever; so
every file is read in a process that can be killed without anything else noticing.
"""

import asyncio
import ctypes
import logging
import math
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from typing import Final, ParamSpec, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from aktr.errors import FileError, FileErrorType, SettingError
from aktr.processing.confinement import confine, missing_parts
from aktr.processing.spawning import BareContext
from aktr.settings import MEBIBYTE, Confinement, Limits, Settings, VisionUse

logger = logging.getLogger(__name__)

_SPAWN: Final = BareContext()

ArgumentsT = ParamSpec("ArgumentsT")
ResultT = TypeVar("ResultT")

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
_LARGEST_IN_HEAP: Final = 32 * MEBIBYTE
_MOST_KEPT: Final = 128 * MEBIBYTE
"""Bytes of freed memory that a reading process keeps."""
_PR_SET_PDEATHSIG = 1
_LARGEST_FILE_WRITTEN = 256 * MEBIBYTE
_MEMORY_DEATHS = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL})
"""PDFium aborts or traps when an allocation fails, and the kernel kills when memory runs out."""


class Readers(Protocol):
    """Processes in which files are read."""

    @property
    def size(self) -> int:
        """How many there are, or can be."""

    async def run(
        self,
        function: Callable[ArgumentsT, ResultT],
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> ResultT:
        """Run a function on one file; see :meth:`ReaderPool.run`."""


def check_confinement(confinement: Confinement) -> None:
    """Make sure that this machine can confine reading processes, if it has to.

    Raises:
        SettingError: It has to, and cannot.
    """
    missing = missing_parts() if confinement is Confinement.REQUIRED else ()
    if missing:
        raise SettingError(
            f"This machine offers no {' and no '.join(missing)}, with which reading processes "
            "are kept from network and files, and AKTR_CONFINE_READERS is set to required. "
            "Run aktr on Linux 5.13 or newer, or set it to auto."
        )


class ReaderPool:
    """Reading processes that survive any file.

    Args:
        settings: Number of processes and the limits of each.
        for_pictures: Whether each process loads at its start what reading pictures needs; else it
            does so when its first picture comes.
    """

    def __init__(self, settings: Settings, *, for_pictures: bool = True) -> None:
        self._limits = settings.limits
        self._for_pictures = for_pictures
        self._confined = settings.confine_readers is not Confinement.OFF
        self._confinement = settings.confine_readers
        self._network = settings.vision.use is not VisionUse.OFF
        self.size = settings.workers
        self._pool: ProcessPool | None = None
        # Only this process writes it, and a reader that sees it a moment late loses nothing.
        self._files_in_hand = _SPAWN.RawValue("i", 0)

    def start(self) -> None:
        """Start every process; they get warm while the caller goes on.

        Raises:
            SettingError: The processes must be confined, and this machine cannot do it.
        """
        if self._pool is not None:
            return
        if self._confined:
            self._see_to_confinement()
        self._pool = ProcessPool(
            max_workers=self.size,
            max_tasks=self._limits.files_per_reader,
            initializer=_become_reader,
            initargs=(
                self._limits,
                self._for_pictures,
                self._confined,
                self._network,
                partial(_idle, self.size, self._files_in_hand),
            ),
            context=_SPAWN,
        )
        with _deaf_to_the_terminal():
            for _ in range(self.size):
                self._pool.schedule(_answer)

    def _see_to_confinement(self) -> None:
        check_confinement(self._confinement)
        missing = missing_parts()
        if missing:
            logger.warning(
                "reading processes keep their limits of time and memory, but are not kept from "
                "network and files: this machine offers no %s",
                " and no ".join(missing),
            )

    def stop(self) -> None:
        """End every process; work under way is given up."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    async def run(
        self,
        function: Callable[ArgumentsT, ResultT],
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> ResultT:
        """Run a function on one file in a reading process.

        Returns:
            What the function returned.

        Raises:
            FileError: The function's own, or TIMED_OUT, OUT_OF_MEMORY or INTERNAL when the process
                had to be ended or died.
        """
        try:
            return await self._schedule(function, self._limits.file_timeout_s, *args, **kwargs)
        except FutureTimeoutError as error:
            raise FileError(
                FileErrorType.TIMED_OUT,
                "Reading this file, or one page of a scan, took longer than "
                f"{self._limits.file_timeout_s:g} seconds and was stopped. When fewer files "
                "are being read, upload it again; if that does not help, print the report to a new "
                "PDF.",
            ) from error
        except MemoryError as error:
            raise _out_of_memory() from error
        except ProcessExpired as error:
            if error.exitcode in _MEMORY_DEATHS:
                raise _out_of_memory() from error
            if error.exitcode == -signal.SIGXCPU:
                raise FileError(
                    FileErrorType.TIMED_OUT,
                    "Reading this file, or one page of a scan, took more than "
                    f"{self._limits.file_cpu_s} seconds of processor time and was stopped. Print "
                    "the report to a new PDF and upload that.",
                ) from error
            raise FileError(
                FileErrorType.INTERNAL,
                "The reader crashed on this file; the other files are not affected. Print the "
                "report to a new PDF and upload that.",
            ) from error

    async def answers(self, timeout_s: float) -> bool:
        """Whether a reading process takes work within the time given."""
        try:
            return await asyncio.wait_for(self._schedule(_answer, timeout_s), timeout_s)
        except (TimeoutError, FutureTimeoutError, ProcessExpired, RuntimeError):
            return False

    async def _schedule(
        self,
        function: Callable[ArgumentsT, ResultT],
        timeout_s: float,
        *args: ArgumentsT.args,
        **kwargs: ArgumentsT.kwargs,
    ) -> ResultT:
        if self._pool is None:
            raise RuntimeError("the reading processes have not been started")
        future = self._pool.schedule(
            _within_processor_time,
            args=(self._limits.file_cpu_s, function, *args),
            kwargs=kwargs,
            timeout=timeout_s,
        )
        self._files_in_hand.value += 1
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._files_in_hand.value -= 1


@contextmanager
def _deaf_to_the_terminal() -> Iterator[None]:
    """Processes and threads started in here never see Ctrl-C nor the end of their terminal.

    A terminal tells every process of the command, and ``multiprocessing`` waits for ever for a
    child that dies while it starts. This process ends them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        # Otherwise the first process starts the tracker, which would unblock Ctrl-C again.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer() -> bool:
    return True


def _within_processor_time(
    seconds: int,
    function: Callable[ArgumentsT, ResultT],
    *args: ArgumentsT.args,
    **kwargs: ArgumentsT.kwargs,
) -> ResultT:
    """Run a function; the kernel ends this process when it has computed for so long.

    It holds, other than the clock of the pool, when the server itself is stuck.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    return function(*args, **kwargs)


def _out_of_memory() -> FileError:
    return FileError(
        FileErrorType.OUT_OF_MEMORY,
        "Reading this file needs more memory than one file may use. Print the report to a new PDF "
        "and upload that.",
    )


def _keep_freed_memory() -> None:
    """Let this process keep what a network has worked in, as the next run needs as much.

    Given back to the system and asked for again page by page, it costs a twentieth of the time of
    a picture. What a large picture took beyond that is given back. See mallopt(3).
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGEST_IN_HEAP)
        library.mallopt(_M_TRIM_THRESHOLD, _MOST_KEPT)


def _idle(processes: int, files_in_hand: ctypes.c_int) -> int:
    """How many reading processes wait for a file."""
    return processes - files_in_hand.value


def _become_reader(
    limits: Limits,
    for_pictures: bool,
    confined: bool,
    network: bool,
    idle: Callable[[], int],
) -> None:
    """Limit this process and load what every file needs, before the first file comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # A killed server must not leave readers behind.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (limits.reader_memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE_WRITTEN,) * 2)
    # There are as many processes as cores; a library's own threads only wait for each other. It
    # has to be said before the library is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    _keep_freed_memory()
    from aktr.processing import readiness  # noqa: PLC0415 - only readers pay for it

    if confined:
        confine(readiness.readable_paths(), network=network)
    readiness.warm_up(limits, for_pictures=for_pictures, idle=idle)
    # What C libraries say about a damaged file can hold parts of it, and can be made to be endless.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
