"""The whole trail of one file, for people who want to know why it was read as it was.

A trail is what people send along with a question, so it is as discreet as everything else.
"""

from collections.abc import Iterator, Sequence

from aktr.acs.catalogue import load_catalogue
from aktr.errors import FileError
from aktr.processing.coordinator import (
    NO_HOSTED_MODEL,
    check_reports,
    find_reports,
    pages_in_doubt,
    read_reports,
    recognise,
)
from aktr.reading.page import Line, Page, Word
from aktr.reading.pages import read_pages, reader_for_file
from aktr.report.checked import CheckedReport, Outcome
from aktr.report.discretion import discreet, discreet_text, masked
from aktr.report.model import FIELD_NAMES, Place
from aktr.report.parse import read_sheets
from aktr.report.parse.sheets.continuation import Sheet
from aktr.settings import Limits


def trail_of(content: bytes, limits: Limits, *, force_ocr: bool = False) -> list[str]:
    """What was seen, what was made of it, which checks ran and what they said, line by line.

    Args:
        content: The file.
        limits: What is accepted.
        force_ocr: Read the pages of a PDF from their pictures, whatever text they have.

    Raises:
        FileError: The file cannot be read at all.
    """
    kind = recognise(content, limits)
    pictures = reader_for_file(limits, NO_HOSTED_MODEL, force_ocr=force_ocr)
    pages = read_pages(kind, content, limits, pictures, force_ocr=force_ocr)
    lines = [f"Type by content: {kind.media_type}, {len(content)} bytes, {len(pages)} page(s)"]
    found = find_reports(pages, content, limits, pictures)
    identifiers = [
        report.applicant_id.place for report in found.reports if report.applicant_id.place
    ]
    for page in pages:
        lines += _page(page, identifiers)
    for number, sheet in enumerate(read_sheets(pages, load_catalogue()), start=1):
        lines += _sheet(number, sheet)
    doubtful = pages_in_doubt(found, check_reports(found.reports))
    for page in pictures().read_again(content, kind, doubtful) if doubtful else ():
        lines += ["", "Something on this page is in doubt, so it was read once more:"]
        lines += list(_page(page, identifiers))[1:]
    try:
        for number, checked in enumerate(
            read_reports(content, limits, force_ocr=force_ocr), start=1
        ):
            lines += _report(number, discreet(checked))
    except FileError as error:
        lines += ["", f"No report: {error.error_type}", f"  {error.message}"]
    return lines


def _page(page: Page, identifiers: Sequence[Place]) -> Iterator[str]:
    yield ""
    yield f"Page {page.number}: read by {page.read_by}, text layer {page.text_layer}"
    yield f"  size {page.width:.0f} x {page.height:.0f}, turned by {page.rotation} degrees"
    if page.mended:
        yield "  the file was damaged and was mended before reading"
    if page.under_picture:
        yield "  the text lies invisible under a picture of the page"
    for line in page.lines:
        doubt = min(word.confidence for word in line.words)
        yield f"  | {_discreet(line, page, identifiers)}" + (
            f"   ({doubt:.0%} sure)" if doubt < 1 else ""
        )


def _discreet(line: Line, page: Page, identifiers: Sequence[Place]) -> str:
    """The text of a line without what of applicant IDs is not shown, by place and by shape."""
    shown: list[str] = []
    hidden: list[str] = []
    for word in (*line.words, None):
        if word is not None and any(_stands_in(place, word, page) for place in identifiers):
            hidden.append(word.text)
            continue
        if hidden:
            shown.append(masked(" ".join(hidden)) or "")
            hidden = []
        if word is not None:
            shown.append(word.text)
    return discreet_text(" ".join(shown))


def _stands_in(place: Place, word: Word, page: Page) -> bool:
    left, top, right, bottom = word.box
    across, down = (left + right) / 2 / (page.width or 1), (top + bottom) / 2 / (page.height or 1)
    return (
        place.page == page.number
        and place.left <= across <= place.right
        and place.top <= down <= place.bottom
    )


def _sheet(number: int, sheet: Sheet) -> Iterator[str]:
    yield ""
    yield f"Sheet {number}: " + ("a test report" if sheet.is_report else "no test report")
    for label in sheet.labels:
        words = sheet.lines[label.line].words[label.start : label.end]
        yield f"  label “{' '.join(word.text for word in words)}” means {label.meaning}"


def _report(number: int, checked: CheckedReport) -> Iterator[str]:
    report = checked.report
    yield ""
    yield f"Report {number}: {checked.confidence:.0%} sure" + (
        ", to be checked by a person" if checked.needs_review else ""
    )
    for name in FIELD_NAMES:
        value = getattr(report, name)
        if value.raw is None:
            yield f"  {name}: not found"
            continue
        said = "not made out" if value.value is None else str(value.value)
        notes = [f"read as “{value.raw}”", f"{value.confidence:.0%} sure"]
        notes += ["repaired"] if value.repaired else []
        notes += [value.doubt] if value.doubt else []
        yield f"  {name}: {said} ({'; '.join(notes)})"
    for read, explained in zip(report.codes, checked.codes, strict=True):
        notes = [f"read as “{read.read_as}”", f"{read.confidence:.0%} sure"]
        notes += ["repaired"] if read.repaired else []
        notes += [f"printed {read.times_read} times"] if read.times_read > 1 else []
        notes += [explained.document] if explained.document else ["in no standard"]
        yield f"  code {read.code} ({'; '.join(notes)})"
    for unresolved in report.unresolved_codes:
        candidates = ", ".join(unresolved.candidates) or "nothing known"
        yield f"  no code: “{unresolved.read_as}”, could be {candidates}"
    for check in checked.checks:
        mark = "!" if check.outcome in {Outcome.CONFLICT, Outcome.WARNING} else " "
        yield f" {mark} check {check.id}: {check.outcome} - {check.detail}"
    for reason in checked.review_reasons:
        yield f"  look at: {reason}"
