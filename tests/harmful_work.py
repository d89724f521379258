"""What a hostile file can make a reading process do; reading processes import this by name."""

import os
import signal
import time
from pathlib import Path


def give(value: str) -> str:
    return value


def process_number() -> int:
    return os.getpid()


def process_number_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def hang() -> None:
    while True:
        time.sleep(60)


def spin() -> None:
    while True:
        pass


def eat_memory() -> None:
    bytearray(8 * 1024 * 1024 * 1024)


def abort() -> None:
    os.abort()


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)


def leave() -> None:
    os._exit(3)


def fill_the_disk(path: str) -> None:
    with Path(path).open("wb") as much:
        much.seek(1024 * 1024 * 1024)
        much.write(b"the end of much")


def wait_for(path: str) -> str:
    while not Path(path).exists():
        time.sleep(0.01)
    return "it is there"
