"""What each reference abbreviation means: section 5 of the Companion Guide for Pilots."""

import re
from pathlib import Path
from typing import Final

from aktr.acs.pdf_lines import pdf_pages

_HEADING: Final = "Section 5: References"
_FURNITURE: Final = re.compile(
    r"ACS Companion Guide|Section 5: References|Reference Title$|Change [0-9]+ \("
)
_NUMBERED: Final = re.compile(
    r"((?:14|49) CFR part [0-9]+|AC [0-9.]+-[0-9]+[A-Z]?|FAA-H-[0-9]+-[0-9]+|FAA-P-[0-9]+-[0-9]+"
    r"|FAA Order [0-9.]+|SAFO [0-9]+) (.+)"
)
_NAMED: Final = (
    "AFM", "AIM", "Chart Supplements", "Helicopter Route Charts", "IFR Enroute Charts", "NOTAMs",
    "POH/AFM", "POH/Flight Manual", "POH/RFM", "QRH", "STARs", "TPP", "USCG Navigation Rules",
    "VFR Navigation Charts",
)  # fmt: skip
_WHOLE_LINES: Final = (
    "Applicable Manufacturer's", "Supplement(s)", "Equipment", "Appropriate Manufacturer",
    "Notices", "Digital-Visual Charts", "FSB Report", "PDC ",
)  # fmt: skip


def reference_titles(guide: Path) -> dict[str, str]:
    """Reference to title, in the order of the guide.

    The guide prints two columns; a title that goes over the line continues on a line that begins
    with no reference. Rows that name no publication of their own (equipment supplements, board
    reports) are left out.

    Args:
        guide: FAA-G-ACS-2 as PDF.
    """
    titles: dict[str, str] = {}
    current = ""
    for page in pdf_pages(guide):
        if _HEADING not in page.lines[:3] or not any("Reference Title" in x for x in page.lines):
            continue
        for line in _body(page.lines):
            name, title = _start(line)
            if name:
                current = name
                titles[name] = title
            elif line.startswith(_WHOLE_LINES):
                current = ""
            elif current:
                titles[current] += f" {line}"
    return titles


def _body(lines: tuple[str, ...]) -> list[str]:
    start = next(i for i, line in enumerate(lines) if line == "Reference Title") + 1
    return [line for line in lines[start:] if not _FURNITURE.match(line)]


def _start(line: str) -> tuple[str, str]:
    numbered = _NUMBERED.fullmatch(line)
    if numbered:
        return numbered[1], numbered[2]
    for name in sorted(_NAMED, key=len, reverse=True):
        if line.startswith(f"{name} "):
            return name, line.removeprefix(f"{name} ")
    return "", ""
