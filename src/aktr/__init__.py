"""Reads FAA Airman Knowledge Test Reports and says what they mean.

As a library::

    import aktr

    for checked in aktr.read_reports("report.pdf"):
        print(checked.report.name.value, checked.report.score.value)
        for code in checked.codes:
            print(code.code, code.description)

    results = aktr.read_files(["student1.pdf", "student2.jpg"])
    print(aktr.summarise(results).score_analysis.pass_rate)

docs/library.md is the guide.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aktr.acs.catalogue import Catalogue, load_catalogue
    from aktr.errors import FileError, FileErrorType
    from aktr.processing.files import read_files
    from aktr.processing.result import ProcessingResult
    from aktr.report.checked import CheckedReport
    from aktr.summary.analyzer import Summary

__all__ = [
    "Catalogue",
    "CheckedReport",
    "FileError",
    "FileErrorType",
    "ProcessingResult",
    "Summary",
    "__version__",
    "load_catalogue",
    "read_files",
    "read_reports",
    "summarise",
]

__version__ = "0.1.0"
"""The one place where the version stands; packages, answers and documents take it from here."""

_FROM: Final = MappingProxyType(
    {
        "Catalogue": "aktr.acs.catalogue",
        "CheckedReport": "aktr.report.checked",
        "FileError": "aktr.errors",
        "FileErrorType": "aktr.errors",
        "ProcessingResult": "aktr.processing.result",
        "Summary": "aktr.summary.analyzer",
        "load_catalogue": "aktr.acs.catalogue",
        "read_files": "aktr.processing.files",
    }
)
"""Loaded on first use, so that the command line starts at once."""


def __getattr__(name: str) -> object:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def read_reports(source: str | Path | bytes) -> "tuple[CheckedReport, ...]":
    """Read the reports in one file, in this process.

    For files of strangers, and for many files, use :func:`read_files`: it reads each file in a
    process of its own, with limits of memory and time.

    Args:
        source: The path of a file, or the bytes of one.

    Returns:
        At least one report, in page order, each with its codes explained and its checks made.

    Raises:
        aktr.FileError: The file is refused, cannot be read, or holds no test report; it says which
            and what to do.
        OSError: The path leads to no file, or the file cannot be opened.
    """
    from aktr.processing.coordinator import read_reports as read  # noqa: PLC0415 - see _FROM
    from aktr.settings import Limits  # noqa: PLC0415

    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    return read(content, Limits())


def summarise(results: "Iterable[ProcessingResult]") -> "Summary":
    """Say what the reports of a class have in common: docs/summary.md has every definition.

    Args:
        results: What :func:`read_files` returned. Files that failed count nowhere.

    Returns:
        The summary, which names a report by the position of its file, and by ``position/part``
        from the second report of a file on. Its ``to_json()`` is the shape of the HTTP interface.
    """
    from aktr.summary.analyzer import SummaryAnalyzer  # noqa: PLC0415
    from aktr.summary.facts import ReportFacts  # noqa: PLC0415

    return SummaryAnalyzer().analyse(
        ReportFacts.from_checked(
            str(result.position) if part == 1 else f"{result.position}/{part}",
            result.position,
            result.file_name,
            checked,
        )
        for result in results
        for part, checked in enumerate(result.reports, start=1)
    )
