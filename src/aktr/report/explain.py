"""What the codes of a report mean, in the wording in force on the day of the test."""

from datetime import date

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import AcsCode, CodeFamily
from aktr.acs.model import CodeEntry
from aktr.report.checked import ExplainedCode
from aktr.report.model import KnowledgeTestReport, ReadCode


def explain(
    report: KnowledgeTestReport, catalogue: Catalogue, today: date | None = None
) -> tuple[ExplainedCode, ...]:
    """Look up every code of a report.

    Args:
        report: As read.
        catalogue: The standards.
        today: The day whose wording answers if the exam date was not read; the clock's when left
            out.

    Returns:
        The report's codes in the same order. A code that no standard holds has ``known`` False
        and no description.
    """
    exam_date = report.exam_date.value
    day = exam_date or today
    return tuple(
        _explained(code, catalogue.lookup(code.code, day), dated=exam_date is not None)
        for code in report.codes
    )


def _explained(code: ReadCode, entry: CodeEntry | None, *, dated: bool) -> ExplainedCode:
    if entry is None:
        return _unknown(code)
    return ExplainedCode(
        code=code.code,
        read_as=code.read_as,
        repaired=code.repaired,
        confidence=code.confidence,
        place=code.place,
        family=code.family.value,
        known=True,
        description=entry.full_description,
        kind=entry.kind.value,
        area=entry.area or None,
        area_title=entry.area_title or None,
        task=entry.task or None,
        task_title=entry.task_title or None,
        document=entry.document,
        page_number=entry.printed_page,
        references=entry.references,
        sub_elements=entry.sub_elements,
        note=_note(code, entry, dated=dated),
    )


def _unknown(code: ReadCode) -> ExplainedCode:
    parts = AcsCode.parse(code.code) if code.family is CodeFamily.ACS else None
    note = (
        "Subject matter knowledge codes of AC 60-25 are not explained here."
        if code.family is CodeFamily.SUBJECT_MATTER
        else "No edition of a standard that is held has this code."
    )
    return ExplainedCode(
        code=code.code,
        read_as=code.read_as,
        repaired=code.repaired,
        confidence=code.confidence,
        place=code.place,
        family=code.family.value,
        known=False,
        description=None,
        kind=None,
        area=parts.area if parts else None,
        area_title=None,
        task=parts.task if parts else None,
        task_title=None,
        document=None,
        page_number=None,
        note=" ".join([note, *_times_read(code)]),
    )


def _note(code: ReadCode, entry: CodeEntry, *, dated: bool) -> str | None:
    said = []
    if not dated:
        said.append("The exam date was not read; this is the wording of today.")
    if entry.edition_note:
        said.append(entry.edition_note)
    if entry.archived:
        former = f"; the wording is that of {entry.former_document}" if entry.former_text else ""
        said.append(f"Archived in {entry.document}{former}.")
    elif entry.former_text:
        said.append(f"The wording is that of {entry.former_document}.")
    if entry.references_borrowed_from:
        said.append(f"References are those of {entry.references_borrowed_from}.")
    said += _times_read(code)
    return " ".join(said) or None


def _times_read(code: ReadCode) -> list[str]:
    if code.times_read < 2:
        return []
    return [f"Found {code.times_read} times; a report prints each code once, so it counts once."]
