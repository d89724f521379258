"""Forms that ask for each value in a question: "When was the test taken?"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from aktr.report.parse.lines.sheet import SheetLine, begins_cell
from aktr.report.values.label_phrases import CODES, OTHER

_FEWEST: Final = 4
"""Fields that questions ask for on a form of such, at least."""
_LONGEST: Final = 12
"""Words of a question, at most."""
_TEST: Final = r"(?:KNOWLEDGE\s)?(?:TEST|EXAM(?:INATION)?)"
_MEANINGS: Final = tuple(
    (meaning, re.compile(rf"\b(?:{words})\b"))
    for meaning, words in (
        (
            OTHER,
            (
                "PASSING|MINIMUM|REQUIRED|NEEDED|PRINTED|ISSUED|RETEST|RETAKE|BORN|BIRTH|INSTRUCTORS?"
                "|PROCTOR(?:ED)?|SCHOOL|SIGNED|GAVE|NEXT|CAN|MAY|MUST|SHOULD|MEANS?"
            ),
        ),
        ("expiration_date", "EXPIRES?D?|EXPIRY|EXPIRATION|VALID"),
        ("ftn", "FTN|TRACKING"),
        ("applicant_id", "APPLICANT ID|APPLICANT NUMBER"),
        (CODES, r"CODES|MISSED|INCORRECT(?:LY)?|WRONG(?:LY)?"),
        ("exam_id", rf"{_TEST} (?:ID|NUMBER)|(?:ID|NUMBER) OF (?:THE|YOUR) {_TEST}"),
        ("take", "ATTEMPT|(?:WHICH|WHAT) (?:TAKE|TRY)|TAKE NUMBER|HOW MANY TIMES|HOW OFTEN"),
        ("grade", "PASS(?:ED)?|FAIL(?:ED)?|GRADE|RESULT|OUTCOME"),
        ("score", "SCORED?|PERCENT|PERCENTAGE|MARK"),
        ("exam_site", "WHERE|SITE|CENTER|CENTRE|LOCATION"),
        ("exam_date", "WHEN|DATE|DAY"),
        ("name", r"WHO (?:TOOK|SAT|WAS TESTED|HAS TAKEN|IS THE)|NAME|WHOSE"),
        ("exam", rf"(?:WHICH|WHAT) {_TEST}|{_TEST} (?:IS IT|WAS IT)"),
    )
)
"""What each question asks for; of several, the first."""


class Question(NamedTuple):
    """A question in the place of a label."""

    meaning: str
    start: int
    """Index of its first word in the line."""
    end: int
    """Index of the word after its last."""


def questions_of_form(
    lines: Sequence[SheetLine], skipped: frozenset[int]
) -> dict[int, tuple[Question, ...]]:
    """The questions of a form that has them for labels, by their lines.

    Args:
        lines: The lines of the sheet.
        skipped: Indexes of lines in which labels are not those of the report.
    """
    found = {
        index: questions
        for index, line in enumerate(lines)
        if "?" in line.text and index not in skipped
        if (questions := tuple(_questions(line)))
    }
    asked = {each.meaning for questions in found.values() for each in questions} - {OTHER}
    return found if len(asked) >= _FEWEST else {}


def _questions(line: SheetLine) -> Iterator[Question]:
    start = 0
    for position, word in enumerate(line.words):
        if begins_cell(line, position):
            start = position
        if word.text.endswith("?") and 0 < position + 1 - start <= _LONGEST:
            text = " ".join(each.text for each in line.words[start : position + 1]).upper()
            text = " ".join(re.findall(r"\w+", text))
            meaning = next((name for name, words in _MEANINGS if words.search(text)), OTHER)
            yield Question(meaning, start, position + 1)
            start = position + 1
