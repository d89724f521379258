"""Signals that end a command as Ctrl-C does, with everything cleaned up behind it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from aktr.cli.exit_codes import ExitCode

_EXIT_CODES = {signal.SIGTERM: ExitCode.TERMINATED, signal.SIGHUP: ExitCode.HUNG_UP}


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end what is done in here as Ctrl-C would.

    Raises:
        typer.Exit: One of them did; with its exit code.
    """
    received: list[ExitCode] = []

    def end(number: int, _: FrameType | None) -> None:
        received.append(_EXIT_CODES[signal.Signals(number)])
        # A shell that runs scripts starts what it puts behind "&" deaf to Ctrl-C.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        # Event loops know what to do about this one, and everything here is ready for it.
        signal.raise_signal(signal.SIGINT)

    before = {}
    # Only there can a signal be handled; and one that is ignored, as nohup has it, stays so.
    if threading.current_thread() is threading.main_thread():
        for number in _EXIT_CODES:
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    try:
        yield
    except BaseException:
        # Whoever signals to all processes of a command ends the readers too, which may be noticed
        # first and in many ways.
        if received:
            raise typer.Exit(received[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
