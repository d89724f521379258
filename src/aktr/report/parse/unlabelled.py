"""Values that their form alone gives away, for labels that were not understood."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aktr.acs.catalogue import Catalogue
from aktr.report.checks.identity import FIRST_DAY_OF_FTN
from aktr.report.model import ReadValue
from aktr.report.parse.exam import title_key
from aktr.report.parse.sheet import SheetLine, confidence_of, place_of, words_between

_FORMS: Final = {
    "exam_id": re.compile(r"(?<![A-Za-z0-9-])\d{17}(?![A-Za-z0-9-])"),
    "ftn": re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{7}(?![A-Za-z0-9])"),
}
"""17 digits and a letter with seven digits stand on a report once each, and nowhere else."""

_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_WITHOUT_LABEL: Final = 0.9


def read_unlabelled(
    lines: Sequence[SheetLine],
    skipped: frozenset[int],
    values: dict[str, ReadValue[Any]],
    catalogue: Catalogue,
) -> dict[str, ReadValue[Any]]:
    """Find exam ID, FTN and test where no label led to them.

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
    return found


def _is_applicant_id(number: str, values: Mapping[str, ReadValue[Any]]) -> bool:
    """Whether a number was read as applicant ID, and on a report that can have no FTN yet.

    "ID Number" can be a label of either: see rule 5 of ``aktr.report.checks.identity``.
    """
    exam_date = _value(values, "exam_date")
    is_old = exam_date is not None and exam_date < FIRST_DAY_OF_FTN
    return is_old and number == _value(values, "applicant_id")


def _value(values: Mapping[str, ReadValue[Any]], name: str) -> Any:  # noqa: ANN401 - of any type
    return values[name].value if name in values else None


def _unlabelled_exam(
    lines: Sequence[SheetLine], skipped: frozenset[int], catalogue: Catalogue
) -> dict[str, ReadValue[Any]]:
    """The full title of a test with its code beside it, wherever they stand."""
    for index, line in enumerate(lines):
        if index in skipped:
            continue
        for code in _CODE.findall(line.text):
            test = catalogue.tests().get(code)
            if test is None or title_key(test.title) not in title_key(line.text):
                continue
            place = place_of(line.page, line.words)
            sure = min(_WITHOUT_LABEL, confidence_of(line.words))
            return {
                "exam_title": ReadValue(test.title, line.text, place, sure),
                "exam_code": ReadValue(code, line.text, place, sure),
            }
    return {}
