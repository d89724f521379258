"""Whether a sheet is a test report at all.

Study guides list codes, letters mention scores, appointments carry names and numbers. A report is
what says who took which test and how it went, and enough of that must be there.
"""

import re
from collections.abc import Sequence
from typing import Final

from aktr.report.model import ReadCode
from aktr.report.parse.fields.reading import Fields
from aktr.report.parse.lines.sheet import SheetLine

_TITLE: Final = re.compile(
    r"AIRM[AE]N (?:KNOWLEDGE|COMPUTER|WRITTEN)? ?(?:TEST|EXAM(?:INATION)?) (?:REPORT|RESULTS?)"
    r"|COMPUTER TEST REPORT|KNOWLEDGE TEST (?:SCORE )?REPORT|\bAKTR\b"
)
_SENTENCE: Final = re.compile(
    r"INCORRECTLY ANSWERED|SINGLE CODE MAY|MORE THAN ONE INCORRECT|DO NOT LOSE THIS REPORT"
    r"|FRAUDULENT ALTERATION"
)
_NO_OFFICIAL: Final = re.compile(
    r"\b(?:PRACTICE|MOCK|SIMULATED|SAMPLE|TRAINING) (?:KNOWLEDGE |WRITTEN )?(?:TEST|EXAM|QUIZ)"
    r"|NOT AN OFFICIAL|UNOFFICIAL|STAGE CHECK|SCHEDULED FOR|APPOINTMENT CONFIRM"
)
_NEEDED: Final = 5.0
_UNUSUAL: Final = 0.85
"""Confidence of a value that has not the form which the field always has."""

_WEIGHTS: Final = {
    "exam_id": 2.0,
    "ftn": 1.5,
    "applicant_id": 1.0,
    "exam_code": 1.0,
    "score": 1.0,
    "grade": 1.0,
    "take": 1.0,
    "exam_date": 0.5,
    "exam_site": 0.5,
    "expiration_date": 1.0,
    "name": 0.5,
}


def is_report(lines: Sequence[SheetLine], fields: Fields, codes: Sequence[ReadCode]) -> bool:
    """Whether the sheet is a report of a knowledge test that was taken.

    The heading and the sentences of the form count, and each value that was read; a result (score,
    grade or codes), a person or exam number, and some weight in all are needed.
    """
    values = {name for name, value in fields.values.items() if value.raw}
    has_result = bool({"score", "grade"} & values) or bool(codes)
    has_identity = bool({"exam_id", "ftn", "applicant_id", "name"} & values)
    has_test = bool({"exam_code", "exam_title", "exam_id", "exam_date"} & values)
    text = "\n".join([line.text for line in lines]).upper()
    titled = _TITLE.search(text) is not None
    of_the_faa = titled or any(
        value is not None and value.value is not None and value.confidence > _UNUSUAL
        for value in map(fields.values.get, ("exam_id", "ftn", "exam_code"))
    )
    if not (has_result and has_identity and has_test and of_the_faa):
        return False
    weight = sum(_WEIGHTS.get(name, 0.0) for name in values) + min(1.0, 0.5 * len(codes))
    if titled:
        weight += 2.0
    if _SENTENCE.search(text):
        weight += 1.5
    if _NO_OFFICIAL.search(text) and not titled:
        weight -= 3.0
    return weight >= _NEEDED
