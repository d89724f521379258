"""From an official ACS PDF to an edition of the catalogue."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from aktr.acs.chronology import refuse_contradiction, refuse_other_day
from aktr.acs.code import ACS_CODE_PATTERN, AcsCode
from aktr.acs.document import ParsedStandard, joined, parse_standard
from aktr.acs.editions import Edition
from aktr.acs.pdf_lines import DocumentPage, NotAStandardError, pdf_pages
from aktr.errors import AktrError

_DOCUMENT: Final = re.compile(r"FAA-S-ACS-[0-9]+[A-Z]?")
_MONTH: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_COVER_DATE: Final = re.compile(rf"(?:{_MONTH}) [0-9]{{4}}")
_EFFECTIVE: Final = re.compile(rf"\beffective ((?:{_MONTH}) [0-9]{{1,2}}, [0-9]{{4}})")
_LINE_CODE: Final = re.compile(rf"({ACS_CODE_PATTERN})(?: |$)")
_LETTERHEAD: Final = re.compile(
    r"U\.S\. Department|of Transportation|Federal Aviation|Administration|FAA-S-ACS-.*"
)
_STANDARDS_PAGE: Final = "www.faa.gov/training_testing/testing/acs"


class EffectiveDateMissingError(AktrError):
    """The document does not say from which day it is in force, and nobody else did."""


def read_edition(
    path: Path, effective: date | None = None, known_days: Mapping[str, date] | None = None
) -> Edition:
    """Read an official ACS PDF.

    Args:
        path: The PDF file as downloaded from the FAA.
        effective: The day from which the edition is in force. The standards of 2023 and later do
            not print it (the Federal Register does); older ones do, and it is read from them.
        known_days: The days of documents that are known already, by number; asked last. What was
            given or read may not contradict them.

    Raises:
        ContradictedDayError: The day is not the one that is printed or known, or would put the
            edition out of order.
        NotAStandardError: The file is not an ACS, or one that was not understood in full; the
            message says what is missing.
        EffectiveDateMissingError: The day is neither given nor printed.
    """
    pages = pdf_pages(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return edition_from_pages(
        pages,
        name=path.name,
        source="official PDF",
        sha256=digest,
        effective=effective,
        known_days=known_days or {},
    )


def edition_from_pages(
    pages: list[DocumentPage],
    *,
    name: str,
    source: str,
    sha256: str,
    effective: date | None,
    known_days: Mapping[str, date],
) -> Edition:
    """Make an edition of the pages of a document.

    Args:
        pages: All pages, the cover first.
        name: How to call the file in messages.
        source: What kind of file it is, for the provenance of each answer.
        sha256: Of the file.
        effective: See :func:`read_edition`.
        known_days: See :func:`read_edition`.

    Raises:
        ContradictedDayError: As :func:`read_edition`.
        NotAStandardError: As :func:`read_edition`.
        EffectiveDateMissingError: As :func:`read_edition`.
    """
    cover = pages[0].lines if pages else ()
    document = _document_number(cover, name)
    parsed = parse_standard(pages)
    _refuse_if_not_understood(parsed, pages, name)
    printed = _printed_effective_date(pages)
    in_force = effective or printed or known_days.get(document)
    if in_force is None:
        raise EffectiveDateMissingError(
            f"{name} ({document}) does not say from which day it is in force. Find the day on "
            f"{_STANDARDS_PAGE} and give it with --effective YYYY-MM-DD."
        )
    refuse_other_day(document, in_force, printed)
    refuse_contradiction(document, in_force, known_days)
    return Edition(
        document=document,
        title=_title(cover),
        published=next((line for line in cover if _COVER_DATE.fullmatch(line)), ""),
        effective=in_force,
        source=f"{document}, {source} {name}",
        source_sha256=sha256,
        areas=parsed.areas,
        tasks=parsed.tasks,
        elements=parsed.elements,
    )


def _document_number(cover: Iterable[str], name: str) -> str:
    for line in cover:
        match = _DOCUMENT.search(line)
        if match:
            return match[0]
    raise NotAStandardError(
        f"{name} is not an Airman Certification Standard: its first page has no document number "
        f"such as FAA-S-ACS-6C. The official PDF files are at {_STANDARDS_PAGE}."
    )


def _title(cover: Iterable[str]) -> str:
    lines = []
    for line in cover:
        if line.startswith("Airman Certification Standards"):
            break
        if not _LETTERHEAD.match(line):
            lines.append(line)
    return joined(lines).replace("‒", "–")


def _printed_effective_date(pages: list[DocumentPage]) -> date | None:
    for page in pages[:4]:
        match = _EFFECTIVE.search(" ".join(page.lines))
        if match:
            return datetime.strptime(match[1], "%B %d, %Y").date()  # noqa: DTZ007 - a day, no time
    return None


def _refuse_if_not_understood(parsed: ParsedStandard, pages: list[DocumentPage], name: str) -> None:
    if not parsed.elements:
        raise NotAStandardError(
            f"{name} has the number of an Airman Certification Standard but no task with "
            "references and coded elements could be read from it. If it is a scan, get the "
            f"official PDF from {_STANDARDS_PAGE}."
        )
    faults = [
        *(f"{code} stands in it twice" for code in parsed.repeated),
        *(f"{code} has no text" for code, row in parsed.elements.items() if not row.text),
        *_orphans(parsed),
        *_overlooked(parsed, pages),
    ]
    if faults:
        raise NotAStandardError(
            f"{name} was not understood in full, so nothing was imported: {'; '.join(faults[:5])}"
            + (f"; and {len(faults) - 5} more." if len(faults) > 5 else ".")
        )


def _orphans(parsed: ParsedStandard) -> Iterable[str]:
    for code in parsed.elements:
        parent = AcsCode.parse(code).parent
        if parent and parent not in parsed.elements:
            yield f"{code} is there without {parent}"


def _overlooked(parsed: ParsedStandard, pages: list[DocumentPage]) -> Iterable[str]:
    """Codes that begin a line of the body and were not taken as elements.

    The additional rating tables and the list of changes come outside the body.
    """
    numbers = [row.pdf_page for row in parsed.elements.values() if row.pdf_page is not None]
    first, last = min(numbers), max(numbers)
    for page in pages:
        if first <= page.pdf_page <= last:
            for line in page.lines:
                match = _LINE_CODE.match(line)
                if match and match[1] not in parsed.elements:
                    yield f"{match[1]} on page {page.pdf_page} is outside its task"


def numbering_gaps(edition: Edition) -> list[str]:
    """Numbers and letters that an edition leaves out: probably the document's own gaps.

    Returns:
        The codes that would fill them, such as "IL.VII.B.R8".
    """
    gaps = []
    for code in edition.elements:
        parts = AcsCode.parse(code)
        before = _predecessor(parts)
        if before is not None and before not in edition.elements:
            gaps.append(before)
    return gaps


def _predecessor(parts: AcsCode) -> str | None:
    stem = f"{parts.task_id}.{parts.kind}"
    if parts.letter:
        return None if parts.letter == "a" else f"{parts.parent}{chr(ord(parts.letter) - 1)}"
    return None if parts.number == 1 else f"{stem}{parts.number - 1}"
