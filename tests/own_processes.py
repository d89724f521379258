"""Processes that a test has started, and none of the services that other tests share."""

import multiprocessing
from multiprocessing.process import BaseProcess

_of_others: set[int | None] = set()


def leave_out_those_of_others() -> None:
    """Take whatever runs now for none of the test's own."""
    _of_others.clear()
    _of_others.update(process.pid for process in multiprocessing.active_children())


def own_processes() -> list[BaseProcess]:
    """Those that run and were started since."""
    return [
        process for process in multiprocessing.active_children() if process.pid not in _of_others
    ]
