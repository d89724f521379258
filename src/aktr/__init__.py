"""Reads FAA Airman Knowledge Test Reports and says what they mean.

As a library::

    from pathlib import Path

    import aktr

    for checked in aktr.read_reports(Path("report.pdf")):
        print(checked.report.name.value, checked.report.score.value)
        for code in checked.codes:
            print(code.code, code.description)
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aktr.report.checked import CheckedReport

__all__ = ["__version__", "read_reports"]

__version__ = "0.1.0"
"""The one place where the version stands; packages, answers and documents take it from here."""


def read_reports(source: Path | bytes) -> "tuple[CheckedReport, ...]":
    """Read the reports in one file, in this process.

    For files of strangers use the command line or the server: they read each file in a process of
    its own, with limits of memory and time.

    Args:
        source: A file, or its bytes.

    Returns:
        At least one report, in page order, each with its codes explained and its checks made.

    Raises:
        aktr.errors.FileError: The file is refused, cannot be read, or holds no test report; it
            says which and what to do.
    """
    # Loaded on first use, so that the command line starts at once.
    from aktr.processing.coordinator import read_reports as read  # noqa: PLC0415
    from aktr.settings import Limits  # noqa: PLC0415

    content = source.read_bytes() if isinstance(source, Path) else source
    return read(content, Limits())
