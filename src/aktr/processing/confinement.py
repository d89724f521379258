"""Takes from a process whatever reading a file does not need: network, programs, files, signals.

A PDF library that is taken over by a hostile file can then still compute and answer, and nothing
else. Linux offers this to any process without system packages: Landlock says which files can be
opened, a seccomp filter says which calls the kernel answers. Elsewhere, and on kernels without
them, the process keeps its other limits, and :func:`missing_parts` says what is missing.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from aktr.processing.system_calls import ARCHITECTURES, Architecture

_NO_NEW_PRIVILEGES: Final = 38
_FILTER_MODE: Final = 1
_ACTION_AVAILABLE: Final = 2
_ALL_THREADS: Final = 1
_CAPABILITY_VERSION: Final = 0x20080522

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_ASK_VERSION: Final = 1
_RULE_BELOW_PATH: Final = 1
_READ: Final = 1 << 0 | 1 << 2 | 1 << 3
"""Execute (as the dynamic loader maps libraries), read files, list folders."""
_READ_FILE: Final = 1 << 0 | 1 << 2
_READ_AND_WRITE_FILE: Final = _READ_FILE | 1 << 1
_RIGHTS_BY_VERSION: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many of the rights on files each version knows; later ones know as many as the last."""
_VERSION_WITH_NETWORK: Final = 4
_VERSION_WITH_SCOPES: Final = 6
_SCOPES: Final = 0b11
"""Abstract sockets and signals of processes outside."""

_SYSTEM: Final = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/sys/bus/pci",
    "/sys/devices",
    "/dev/urandom",
    "/dev/zero",
)
_FOR_NETWORK: Final = (
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/gai.conf",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
)
_SECRETS: Final = ("AKTR_DATABASE_URL", "AKTR_VISION_KEY")

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _REFUSE, _UNKNOWN, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_NEW_THREAD: Final = 0x00010000
_FOREIGN_TABLE: Final = 0x40000000
"""Numbers from here on are those of the x32 interface, which would get around the others."""


def missing_parts() -> tuple[str, ...]:
    """What this machine cannot take from a process; empty where all of it can be taken."""
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        return ("Landlock", "seccomp")
    parts = []
    if _landlock_version() < 1:
        parts.append("Landlock")
    action = ctypes.c_uint32(_REFUSE & 0xFFFF0000)
    if _call(_architecture().seccomp, _ACTION_AVAILABLE, 0, ctypes.byref(action)) != 0:
        parts.append("seccomp")
    return tuple(parts)


def confine(readable: Iterable[Path], *, network: bool) -> None:
    """Give up everything that reading a file does not need, for good.

    To be called before any thread is started: Landlock holds for those that come after it.

    Args:
        readable: Files and folders that are still needed, besides Python and its libraries.
        network: Whether connections to other machines are still needed.

    Raises:
        OSError: The kernel offers a part of it and refuses to grant it.
    """
    for name in _SECRETS:
        os.environ.pop(name, None)
    missing = missing_parts()
    if sys.platform != "linux" or len(missing) == 2:
        return
    _checked(ctypes.CDLL(None, use_errno=True).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    if "Landlock" not in missing:
        _restrict_files(readable, network=network)
    _drop_capabilities()
    if "seccomp" not in missing:
        _restrict_calls(network=network)


def _architecture() -> Architecture:
    return ARCHITECTURES[platform.machine()]


def _call(number: int, *arguments: object) -> int:
    result: int = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    return result


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"the reading process could not be confined: {os.strerror(number)}")
    return result


def _landlock_version() -> int:
    return _call(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)


def _restrict_files(readable: Iterable[Path], *, network: bool) -> None:
    version = _landlock_version()
    rights = (1 << _RIGHTS_BY_VERSION.get(version, 16)) - 1
    connections = 0b11 if version >= _VERSION_WITH_NETWORK and not network else 0
    scopes = _SCOPES if version >= _VERSION_WITH_SCOPES else 0
    attributes = struct.pack("=QQQ", rights, connections, scopes)
    if version < _VERSION_WITH_SCOPES:
        attributes = attributes[: 16 if version >= _VERSION_WITH_NETWORK else 8]
    rules = _checked(_call(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        for path in _readable_paths(readable, network=network):
            _allow(rules, path, _READ if path.is_dir() else _READ_FILE)
        _allow(rules, Path(os.devnull), _READ_AND_WRITE_FILE)
        _checked(_call(_LANDLOCK_RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _readable_paths(readable: Iterable[Path], *, network: bool) -> Iterator[Path]:
    names = [*_SYSTEM, *(_FOR_NETWORK if network else ())]
    python = [sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)]
    for path in {*map(Path, names), *map(Path, python), *readable}:
        if path.exists():
            yield path


def _allow(rules: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, descriptor)
        _checked(_call(_LANDLOCK_ADD, rules, _RULE_BELOW_PATH, rule, 0))
    finally:
        os.close(descriptor)


def _drop_capabilities() -> None:
    """What a service that runs as root, for want of anything better, would hand on."""
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    _checked(_call(_architecture().capset, header, bytes(24)))


def _restrict_calls(*, network: bool) -> None:
    program = b"".join(_filter(_architecture(), network=network))
    buffer = ctypes.create_string_buffer(program, len(program))
    instructions = struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(buffer))
    _checked(_call(_architecture().seccomp, _FILTER_MODE, _ALL_THREADS, instructions))


def _filter(machine: Architecture, *, network: bool) -> Iterator[bytes]:
    """The filter as instructions of the kernel's packet filter, eight bytes each."""
    yield _instruction(_LOAD, _ARCHITECTURE_AT)
    yield _instruction(_EQUAL, machine.audit, 1, 0)
    yield _instruction(_RETURN, _KILL)
    yield _instruction(_LOAD, _NUMBER_AT)
    yield _instruction(_AT_LEAST, _FOREIGN_TABLE, 0, 1)
    yield _instruction(_RETURN, _REFUSE)
    for number in (*machine.never, *(() if network else machine.network)):
        yield _instruction(_EQUAL, number, 0, 1)
        yield _instruction(_RETURN, _REFUSE)
    # With its flags behind a pointer this call cannot be judged; libraries then use the older one.
    yield _instruction(_EQUAL, machine.clone3, 0, 1)
    yield _instruction(_RETURN, _UNKNOWN)
    yield from _only_if(machine.clone, _ANY_BIT, _NEW_THREAD)
    for number in machine.signals:
        yield from _only_if(number, _EQUAL, os.getpid())
    yield from _only_if(machine.limits, _EQUAL, 0)
    yield _instruction(_RETURN, _ALLOW)


def _only_if(number: int, comparison: int, value: int) -> Iterator[bytes]:
    """Refuse a call unless its first argument compares like this."""
    yield _instruction(_EQUAL, number, 0, 4)
    yield _instruction(_LOAD, _FIRST_ARGUMENT_AT)
    yield _instruction(comparison, value, 1, 0)
    yield _instruction(_RETURN, _REFUSE)
    yield _instruction(_RETURN, _ALLOW)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
