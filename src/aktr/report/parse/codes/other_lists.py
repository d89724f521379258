"""Lists of codes that are not of missed questions: their heading says so, or their empty boxes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.report.parse.codes.broken import FoundCode, in_doubt
from aktr.report.parse.lines.sheet import SheetLine
from aktr.report.values.code_text import find_codes

_OF_OTHERS: Final = re.compile(
    r"\b(?:previous|prior|earlier|preceding|last)\b(?: \w+){0,2} (?:tests?|exams?|examinations?"
    r"|attempts?|takes?|reports?|results?)\b"
    r"|\b(?:answered|questions?) correctly\b|\bcorrectly answered\b|^\W*(?:codes? )?correct\b"
    r"|\bmastered\b|\bnot missed\b",
    re.IGNORECASE,
)
"""What stands over codes of another test, or of questions that were answered."""
_OF_LESSONS: Final = re.compile(
    r"\b(?:recommended|suggested|further|additional|next|assigned)(?: \w+)?"
    r" (?:study|review|reading|lessons?|topics?|subjects?|areas?|ground|practice|work)\b"
    r"|\b(?:homework|assignments?|syllabus|lesson plan)\b",
    re.IGNORECASE,
)
"""What stands over codes that a teacher chose. Alone on a report they are those of the questions
that were missed, under a name of the school's own; beside a list of these they are others."""
_TICKED: Final = re.compile(r"(?:[\u2611\u2612\u2713-\u2718]|\[[xX]\]|\([xX]\))\s*$")
_EMPTY: Final = re.compile(r"(?:[\u2610\u25a1\u25a2]|\[\s*\]|\(\s*\))\s*$")
"""What stands in front of a code on a form that has a box for each."""
_LONGEST_HEADING: Final = 8
"""Words of a heading on a line of its own, at most."""
_BEGINS: Final = re.compile(r"[A-Z]")


def with_other_lists_doubted(
    lines: Sequence[SheetLine], found: Sequence[FoundCode]
) -> Iterator[FoundCode]:
    """The same codes, in doubt where the heading above them speaks of other questions.

    Args:
        lines: The lines of the sheet.
        found: The codes that stand as those of a list do, in reading order.
    """
    of_others = _lines_under(_OF_OTHERS, lines) if found else frozenset[int]()
    of_lessons = _lines_under(_OF_LESSONS, lines) if found else frozenset[int]()
    if all(code.line_index in of_lessons for code in found):
        of_lessons = frozenset()
    has_ticks = any(_stands_at(_TICKED, code) for code in found)
    for code in found:
        is_other = code.line_index in of_others or code.line_index in of_lessons
        is_other |= has_ticks and _stands_at(_EMPTY, code)
        yield code._replace(words=in_doubt(code.words)) if is_other else code


def _stands_at(box: re.Pattern[str], code: FoundCode) -> bool:
    return box.search(code.line.text[: code.start]) is not None


def speaks_of_others(text: str) -> bool:
    """Whether a text speaks of another test, or of questions that were answered."""
    return _OF_OTHERS.search(text) is not None


def _lines_under(speaks: re.Pattern[str], lines: Sequence[SheetLine]) -> frozenset[int]:
    """The lines from a heading that speaks of something to the next one."""
    inside = False
    under = set()
    for index, line in enumerate(lines):
        heading = _heading(line)
        if heading:
            inside = speaks.search(heading) is not None
        if inside:
            under.add(index)
    return frozenset(under)


def _heading(line: SheetLine) -> str:
    """What a line says in front of its codes, or all that it says if it has none."""
    matches = find_codes(line.text)
    text = line.text[: matches[0].start].strip() if matches else line.text
    if not _BEGINS.match(text) or len(text.split()) > _LONGEST_HEADING:
        return ""
    return text if not matches or text.endswith(":") else ""
