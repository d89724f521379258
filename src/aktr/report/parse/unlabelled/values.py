"""Values that their form alone gives away, for labels that were not understood."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aktr.acs.catalogue import Catalogue, KnowledgeTest
from aktr.acs.validity import validity_months
from aktr.reading.page import Word
from aktr.report.checks.arithmetic import end_of_month_after
from aktr.report.checks.identity import FIRST_DAY_OF_FTN
from aktr.report.model import ReadValue
from aktr.report.parse.lines.cell_words import cells_of
from aktr.report.parse.lines.sheet import (
    SheetLine,
    confidence_of,
    is_repaired,
    place_of,
    raw_of,
    words_between,
)
from aktr.report.values.exam import DASHES, title_key, title_keys
from aktr.report.values.readers import EXAM_ID_ALONE, read_date, read_grade

_FORMS: Final = {
    "exam_id": EXAM_ID_ALONE,
    "ftn": re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{7}(?![A-Za-z0-9])"),
}
"""17 digits and a letter with seven digits stand on a report once each, and nowhere else."""

_GRADE_ALONE: Final = re.compile(r"(?:not\s+)?pass(?:ed)?|fail(?:ed)?", re.IGNORECASE)
_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_WITHOUT_LABEL: Final = 0.9
_SIGNS_OF_TITLE: Final = 2
"""Dashes that a title may have as words of their own."""


def read_unlabelled(
    lines: Sequence[SheetLine],
    skipped: frozenset[int],
    values: dict[str, ReadValue[Any]],
    catalogue: Catalogue,
) -> dict[str, ReadValue[Any]]:
    """Find exam ID, FTN, test, grade and expiration date where no label led to them.

    Only a form that occurs once counts; of two, it cannot be told which one is meant.
    """
    found: dict[str, ReadValue[Any]] = {}
    for name, form in _FORMS.items():
        present = values.get(name)
        if present is not None and present.value is not None:
            continue
        matches = [
            (line, match)
            for index, line in enumerate(lines)
            if index not in skipped
            for match in form.finditer(line.text)
        ]
        if len({match.group() for _, match in matches}) != 1:
            continue
        line, match = matches[0]
        if name == "ftn" and _is_applicant_id(match.group(), values):
            continue
        words = words_between(line.words, *match.span())
        found[name] = ReadValue(
            match.group(),
            match.group(),
            place_of(line.page, words),
            min(_WITHOUT_LABEL, confidence_of(words)),
        )
    if "ftn" in found and found["ftn"].value == _value(values, "applicant_id"):
        found["applicant_id"] = ReadValue()
    if "exam_code" not in values:
        found.update(_unlabelled_exam(lines, skipped, catalogue))
    if "grade" not in values:
        found.update(_unlabelled_grade(lines, skipped))
    if _value(values, "expiration_date") is None:
        found.update(_unlabelled_expiration(lines, skipped, values | found, catalogue))
    return found


def _unlabelled_expiration(
    lines: Sequence[SheetLine],
    skipped: frozenset[int],
    values: Mapping[str, ReadValue[Any]],
    catalogue: Catalogue,
) -> dict[str, ReadValue[Any]]:
    """The day on which the report must expire, if it stands in a cell by itself."""
    exam_date = _value(values, "exam_date")
    test = catalogue.knowledge_test(_value(values, "exam_code") or "")
    if exam_date is None or test is None:
        return {}
    expires = end_of_month_after(exam_date, validity_months(test, exam_date))
    for index, line in enumerate(lines):
        for cell in cells_of(line) if index not in skipped and line.words else ():
            text = _text(cell)
            reading = read_date(text)
            if (
                reading
                and reading.value == expires
                and (reading.start, reading.end) == (0, len(text))
            ):
                place = place_of(line.page, cell)
                sure = min(_WITHOUT_LABEL, confidence_of(cell))
                return {
                    "expiration_date": ReadValue(
                        expires, raw_of(cell), place, sure, is_repaired(cell)
                    )
                }
    return {}


def _unlabelled_grade(
    lines: Sequence[SheetLine], skipped: frozenset[int]
) -> dict[str, ReadValue[Any]]:
    """The grade that stands in a cell by itself, if no other one does: a badge beside the score."""
    alone = [
        (line, cell)
        for index, line in enumerate(lines)
        if index not in skipped and line.words
        for cell in cells_of(line)
        if _GRADE_ALONE.fullmatch(_text(cell))
    ]
    grades = {reading.value for _, cell in alone if (reading := read_grade(_text(cell)))}
    if len(grades) != 1:
        return {}
    line, cell = alone[0]
    sure = min(_WITHOUT_LABEL, confidence_of(cell))
    return {
        "grade": ReadValue(
            grades.pop(), raw_of(cell), place_of(line.page, cell), sure, is_repaired(cell)
        )
    }


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _is_applicant_id(number: str, values: Mapping[str, ReadValue[Any]]) -> bool:
    """Whether a number was read as applicant ID, and not on a report that has an FTN.

    "ID Number" can be a label of either: see rule 5 of ``aktr.report.checks.identity``. A second
    page may repeat it without the date.
    """
    exam_date = _value(values, "exam_date")
    is_old = exam_date is None or exam_date < FIRST_DAY_OF_FTN
    return bool(is_old and number == _value(values, "applicant_id"))


def _value(values: Mapping[str, ReadValue[Any]], name: str) -> Any:  # noqa: ANN401 - of any type
    return values[name].value if name in values else None


def _unlabelled_exam(
    lines: Sequence[SheetLine], skipped: frozenset[int], catalogue: Catalogue
) -> dict[str, ReadValue[Any]]:
    """The full title of a test with its code behind it, wherever they stand."""
    before: tuple[Word, ...] = ()
    for index, line in enumerate(lines):
        if index in skipped:
            continue
        for position, word in enumerate(line.words):
            match = _CODE.search(word.text)
            test = catalogue.tests().get(match[0]) if match else None
            title = test and _title_before(test, (*before, *line.words[:position]))
            if match is None or not title:
                continue
            words = (*title, word)
            place = place_of(line.page, [each for each in words if each in line.words])
            sure = min(_WITHOUT_LABEL, confidence_of(words))
            printed, raw = " ".join(each.text for each in title), raw_of(words)
            return {
                "exam_title": ReadValue(printed, raw, place, sure, is_repaired(title)),
                "exam_code": ReadValue(match[0], raw, place, sure, is_repaired([word])),
            }
        before = line.words
    return {}


def _title_before(test: KnowledgeTest, words: Sequence[Word]) -> Sequence[Word]:
    """The last of some words, as far as they are a title of a test; () if they are none."""
    keys = title_keys(test)
    longest = max(len(key.split()) for key in keys) + _SIGNS_OF_TITLE
    for count in range(1, min(longest, len(words)) + 1):
        title = words[len(words) - count :]
        if title[0].text not in DASHES and title_key(" ".join(w.text for w in title)) in keys:
            return title
    return ()
