"""Parts a page on which several tests are told one under the other, with no heading between them.

A history of attempts repeats the same labels for each test. A form that only repeats its values, on
a stub or in a summary, has one exam ID; so tests are told apart by exam IDs that differ, each with
a date and a result of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any, Final

from aktr.reading.page import ReadBy
from aktr.report.model import ReadValue
from aktr.report.parse.labels.finding import Label
from aktr.report.parse.lines.sheet import SheetLine, words_between
from aktr.report.parse.sheets.continuation import Sheet
from aktr.report.values.code_text import find_codes
from aktr.report.values.label_phrases import OTHER
from aktr.report.values.readers import EXAM_ID_ALONE, READERS

_IN_DOUBT: Final = 0.5
"""Confidence, at most, in an exam ID beside which others stand."""
_LINES_TO_ID: Final = 2
"""Lines from the label of an exam ID down to the ID, at most."""
_MOST_TESTS: Final = 20
"""Tests on one page, at most."""
_SHARED: Final = frozenset(
    """name last_name first_name middle_name ftn applicant_id exam exam_code exam_site
    other""".split()
)
"""What may be told once, above all tests."""
_DATE: Final = "exam_date"
_PERSON: Final = ("name", "ftn", "applicant_id")
"""What of the next test would tell of somebody else, if it came to stand in a part."""
_SAME_PLACE: Final = {"applicant_id": "ftn"}
"""A label that older reports have in place of another one."""
_TELLS_APART: Final = ("exam_date", "ftn", "applicant_id", "exam_code")


def split_attempts(
    lines: Sequence[SheetLine], labels: Sequence[Label], skipped: frozenset[int]
) -> list[list[SheetLine]] | None:
    """Part the lines of a sheet into those of each test.

    Args:
        lines: The lines of the sheet.
        labels: Its labels in reading order.
        skipped: Lines of an instructor's block.

    Returns:
        For each test what is told of it, behind what is told of all; None if there is one test, or
        it cannot be told what belongs to which.
    """
    if any(line.page.read_by is not ReadBy.PDF_TEXT for line in lines):
        return None  # a picture may show one exam ID in two ways
    ids = _labels_of_ids(lines, labels)
    firsts = _first_labels(labels, ids) if len(ids) > 1 else []
    if not firsts or not all(_begins_line(labels, first) for first in firsts):
        return None
    rows = [labels[first].line for first in firsts]
    labelled = {label.line for label in labels}
    listed = {index for index, line in enumerate(lines) if find_codes(line.text)} | skipped
    starts = [_start_of(lines, labelled | listed, row) for row in rows[1:]]
    # What stands above the labels of the second test stands above those of the first as well.
    starts = [max(0, rows[0] - (rows[1] - starts[0])), *starts]
    head = [label for label in labels if label.line < starts[0]]
    own = [label for label in head if label.meaning not in _SHARED and _has_value(lines, label)]
    dates = {label.line for label in own if label.meaning == _DATE}
    if listed.intersection(range(starts[0])) or any(label.line not in dates for label in own):
        return None
    if dates and not _have_dates(labels, firsts):
        return None
    shared = [line for index, line in enumerate(lines[: starts[0]]) if index not in dates]
    return [[*shared, *lines[start:end]] for start, end in pairwise([*starts, len(lines)])]


def has_several_exam_ids(lines: Sequence[SheetLine]) -> bool:
    """Whether numbers that differ and have the form of an exam ID stand on a sheet."""
    return len({number for line in lines for number in EXAM_ID_ALONE.findall(line.text)}) > 1


def are_attempts(sheets: Sequence[Sheet]) -> bool:
    """Whether each of some sheets tells of a test of its own, and nothing of it twice."""
    return (
        len(sheets) > 1
        and all(map(_is_whole, sheets))
        and all(
            any(_differ(_value(one, name), _value(other, name)) for name in _TELLS_APART)
            for one, other in combinations(sheets, 2)
        )
    )


def doubted(sheet: Sheet) -> Sheet:
    """A sheet with several exam IDs that could not be parted, with doubt in the one that was read.

    It may hold several reports, and what was read belong to different ones.
    """
    value = sheet.fields.values.get("exam_id")
    numbers = {
        match.group()
        for index, line in enumerate(sheet.lines)
        for match in EXAM_ID_ALONE.finditer(line.text)
        if _may_be_exam_id(sheet, index, match.start())
    }
    if value is not None and value.doubt is None and numbers - {value.value}:
        doubt = "Other exam IDs stand on the page; what was read may belong to several reports."
        unsure = min(value.confidence, _IN_DOUBT)
        sheet.fields.values["exam_id"] = replace(value, confidence=unsure, doubt=doubt)
    return sheet


def _may_be_exam_id(sheet: Sheet, index: int, start: int) -> bool:
    """Whether no label of another number stands in front of a number on its line."""
    words = sheet.lines[index].words
    before = len(words_between(words, 0, start))
    labels = [label for label in sheet.labels if label.line == index and label.end <= before]
    return not labels or labels[-1].meaning != OTHER


def _is_whole(sheet: Sheet) -> bool:
    """Whether a sheet has one exam ID, one date and one result, and those of one person."""
    own = [sheet.fields.values.get(name) for name in ("exam_id", "exam_date")]
    results = [sheet.fields.values.get(name) for name in ("score", "grade", *_PERSON)]
    return (
        sheet.is_report
        and all(map(_is_read, own))
        and any(map(_is_read, results[:2]))
        and all(value is None or value.doubt is None for value in results)
    )


def _differ(one: object, other: object) -> bool:
    """Whether two values are read, and are not the same."""
    return one is not None and other is not None and one != other


def _is_read(value: ReadValue[Any] | None) -> bool:
    return value is not None and value.value is not None and value.doubt is None


def _value(sheet: Sheet, name: str) -> object:
    value = sheet.fields.values.get(name)
    return value and value.value


def _labels_of_ids(lines: Sequence[SheetLine], labels: Sequence[Label]) -> list[int]:
    """Indexes of the labels of all exam IDs; none if the IDs do not stand one after the other."""
    found: list[tuple[str, int]] = []
    for index, line in enumerate(lines):
        for number in EXAM_ID_ALONE.findall(line.text):
            if any(number == known for known, _ in found):
                if found[-1][0] != number:
                    return []
                continue
            near = [
                position
                for position, label in enumerate(labels)
                if label.meaning == "exam_id" and 0 <= index - label.line <= _LINES_TO_ID
            ]
            if not near or (found and near[-1] <= found[-1][1]) or len(found) == _MOST_TESTS:
                return []
            found.append((number, near[-1]))
    return [position for _, position in found]


def _has_value(lines: Sequence[SheetLine], label: Label) -> bool:
    """Whether a value stands beside or below a label, which may be a word of a title as well."""
    reader = READERS.get(label.meaning)
    beside = " ".join(word.text for word in lines[label.line].words[label.end :])
    below = lines[label.line + 1].text if label.line + 1 < len(lines) else ""
    return reader is None or any(reader(text) is not None for text in (beside, below))


def _have_dates(labels: Sequence[Label], firsts: Sequence[int]) -> bool:
    """Whether each test has a date of its own, so that one above them is of a mail or a print.

    Args:
        labels: The labels of a sheet.
        firsts: Indexes of the first label of each test.
    """
    return all(
        any(label.meaning == _DATE for label in labels[first:end])
        for first, end in pairwise([*firsts, len(labels)])
    )


def _first_labels(labels: Sequence[Label], ids: Sequence[int]) -> list[int]:
    """Indexes of the first label of each test: as far before its exam ID as before every other."""
    reach = min(_common(labels, before, after) for before, after in pairwise(ids))
    return [index - reach for index in ids]


def _common(labels: Sequence[Label], before: int, after: int) -> int:
    """How many labels in front of two exam IDs are the same."""
    count = 0
    while (
        before - count > 0
        and after - count - 1 > before
        and _kind(labels[before - count - 1]) == _kind(labels[after - count - 1])
    ):
        count += 1
    return count


def _kind(label: Label) -> str:
    """What a label names, the number of a person under either of its names being one."""
    return _SAME_PLACE.get(label.meaning, label.meaning)


def _begins_line(labels: Sequence[Label], index: int) -> bool:
    return index == 0 or labels[index - 1].line < labels[index].line


def _start_of(lines: Sequence[SheetLine], told: Collection[int], start: int) -> int:
    """The first line of a test: behind the widest gap between its labels and the test before.

    Args:
        lines: The lines of the sheet.
        told: Those with labels or codes, and of an instructor's block.
        start: The line of the first label of the test.
    """
    last = max(index for index in told if index < start)
    gaps = {
        index: lines[index].top - lines[index - 1].bottom for index in range(last + 1, start + 1)
    }
    return max(gaps, key=lambda index: gaps[index])
