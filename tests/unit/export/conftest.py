"""Invented classes to export."""

from collections.abc import Callable

import pytest

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.export.records import ClassFile, Entry, ExportedReport
from class_samples import PRIVATE_CODES, TODAY, UNREAD, exported


@pytest.fixture(scope="session")
def make() -> Callable[..., ExportedReport]:
    return exported


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    """A class of twelve, one of them failed, and a file that could not be read."""
    reports = [
        exported(n, PRIVATE_CODES[: 1 + n % 5], score=62 if n == 3 else 80 + n)
        for n in range(1, 13)
    ]
    return (*reports, UNREAD)


@pytest.fixture(scope="session")
def class_file(entries: tuple[Entry, ...]) -> ClassFile:
    return ClassFile.of(entries, TODAY)
