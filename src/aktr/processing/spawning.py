"""Processes that start without the program of whoever starts them.

``multiprocessing`` runs the script of the caller once more in every process that it spawns. Reading
processes call nothing in it, and it can do harm there: a script that reads files and has no
``if __name__ == "__main__":`` would start processes in processes, and one that came from standard
input cannot be found again. Its arguments may be more than a pipe holds at once, and whoever hands
them to a process that dies at its start waits for ever.
"""

from multiprocessing import popen_spawn_posix, spawn
from multiprocessing.context import SpawnContext, SpawnProcess
from types import FunctionType, SimpleNamespace
from typing import Any, Final

_OF_THE_PROGRAM: Final = frozenset({"init_main_from_name", "init_main_from_path", "sys_argv"})


def _without_program(name: str) -> dict[str, Any]:
    told: dict[str, Any] = spawn.get_preparation_data(name)
    return {key: value for key, value in told.items() if key not in _OF_THE_PROGRAM}


class _BarePopen(popen_spawn_posix.Popen):
    # What a process is told at its start comes from a function of a module, not from a method. The
    # code that calls it is given another one, and nobody else's processes are touched.
    _launch = FunctionType(
        popen_spawn_posix.Popen._launch.__code__,  # type: ignore[attr-defined]  # noqa: SLF001
        {
            **vars(popen_spawn_posix),
            "spawn": SimpleNamespace(**{**vars(spawn), "get_preparation_data": _without_program}),
        },
    )


class _BareProcess(SpawnProcess):
    @staticmethod
    def _Popen(process_obj: Any) -> _BarePopen:  # noqa: ANN401, N802 - the name of the library
        return _BarePopen(process_obj)


class BareContext(SpawnContext):
    """Starts each process as a new interpreter that imports only what it is told to call."""

    Process = _BareProcess
