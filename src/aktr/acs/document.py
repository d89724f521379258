"""From the lines of an ACS document to its areas, tasks and elements.

One pass over the lines. A line either opens something (an area, a task, a label of a task, a code)
or continues what the last such line opened; everything before the first task with references and
everything from "Appendix 1" on is passed over, because the front matter, the additional rating
tables and the appendices print codes too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from aktr.acs.code import ACS_CODE_PATTERN, ROMAN_AREAS, AcsCode
from aktr.acs.editions import Element, Task
from aktr.acs.model import ARCHIVED
from aktr.acs.pdf_lines import DocumentPage, all_lines

_NUMERAL: Final = "|".join(sorted(ROMAN_AREAS, key=len, reverse=True))
_AREA: Final = re.compile(rf"(?:Area of Operation )?({_NUMERAL})\. ?(\S.*)")
_TASK: Final = re.compile(r"(?:Task|Subject) ([A-P])\. ?(\S.*)")
_CODE: Final = re.compile(rf"({ACS_CODE_PATTERN})(?: (.*))?")
_REFERENCES: Final = re.compile(r"References:?(?: (.*))?")
_OBJECTIVE: Final = re.compile(r"Objective:?(?: (.*))?")
_NOTE: Final = re.compile(r"Note: (.*)")
_SECTION: Final = re.compile(
    r"(?:Knowledge|Skills|Risk Management)(?::.*| The applicant .*| \[.*\])"
)
_SECTION_ALONE: Final = re.compile(r"Knowledge|Skills|Risk|Risk Management")
_SECTION_GOES_ON: Final = re.compile(r"Management\b|The applicant\b|\[|N/A$")
_APPENDIX: Final = re.compile(r"Appendix (?:1|Table of Contents)\b")
_LETTER: Final = re.compile(r"[a-m]\. ?")
_SPACE_BEFORE_STOP: Final = re.compile(r"(?<=\w) (?=[,;](?: |$))|(?<=\bV[XY]) (?=\.)")


class _In(Enum):
    """What the next plain line continues."""

    NOTHING = auto()
    AREA = auto()
    TASK_TITLE = auto()
    REFERENCES = auto()
    OBJECTIVE = auto()
    NOTE = auto()
    LEAD_IN = auto()
    ELEMENT = auto()


@dataclass(slots=True)
class _OpenTask:
    letter: str
    title: list[str]
    references: list[str] = field(default_factory=list)
    objective: list[str] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    is_real: bool = False
    """Set by the "References" label; a table of contents has none."""


@dataclass(slots=True)
class ParsedStandard:
    """What the body of a document holds, in its order."""

    areas: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    """Codes that stand in the document more than once; the first text is kept."""


def parse_standard(pages: list[DocumentPage]) -> ParsedStandard:
    """Read areas, tasks and elements out of the pages of an ACS document.

    Layouts known: since November 2023 (labels with colon), 2016 to 2021 (labels without, code and
    text in columns), and the remote pilot's (code on a line of its own).

    Returns:
        What was found; without elements if the document has no task with references.
    """
    reader = _Reader()
    for page, position, line, following in all_lines(pages):
        if reader.has_begun and position < 3 and _APPENDIX.match(line):
            break
        reader.read(line, following, page)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._result = ParsedStandard()
        self._state = _In.NOTHING
        self._area = ""
        self._area_title: list[str] = []
        self._task: _OpenTask | None = None
        self._code: AcsCode | None = None
        self._page = DocumentPage(0, None, ())
        self._text: list[str] = []

    @property
    def has_begun(self) -> bool:
        return bool(self._result.elements) or self._code is not None

    def finish(self) -> ParsedStandard:
        self._close_element()
        return self._result

    def read(self, line: str, following: str, page: DocumentPage) -> None:
        if not (
            self._read_code(line, page)
            or self._read_section(line, following)
            or self._read_label(line)
            or self._read_task(line)
            or self._read_area(line)
        ):
            self._continue(line)

    def _read_code(self, line: str, page: DocumentPage) -> bool:
        match = _CODE.fullmatch(line)
        if match is None or self._task is None or not self._task.is_real:
            return False
        code = AcsCode.parse(match[1])
        if (code.area, code.task) != (self._area, self._task.letter):
            return False
        self._close_element()
        self._code, self._page, self._text = code, page, [match[2] or ""]
        self._state = _In.ELEMENT
        return True

    def _read_section(self, line: str, following: str) -> bool:
        if self._task is None or not self._task.is_real:
            return False
        # A label that stands alone could also be the last word of an element; what follows tells.
        alone = _SECTION_ALONE.fullmatch(line) and _SECTION_GOES_ON.match(following)
        if not alone and not _SECTION.fullmatch(line):
            return False
        self._state = _In.LEAD_IN
        return True

    def _read_label(self, line: str) -> bool:
        task = self._task
        if task is None:
            return False
        references = _REFERENCES.fullmatch(line)
        if references and self._state is _In.TASK_TITLE:
            task.is_real = True
            task.references.append(references[1] or "")
            self._state = _In.REFERENCES
            return True
        objective = _OBJECTIVE.fullmatch(line)
        if objective and task.is_real and not task.objective:
            task.objective.append(objective[1] or "")
            self._state = _In.OBJECTIVE
            return True
        note = _NOTE.fullmatch(line)
        if note and task.is_real:
            task.notes.append([note[1]])
            self._state = _In.NOTE
            return True
        return False

    def _read_task(self, line: str) -> bool:
        match = _TASK.fullmatch(line)
        if match is None or not self._area:
            return False
        self._close_element()
        self._code = None
        self._task = _OpenTask(match[1], [match[2]])
        self._state = _In.TASK_TITLE
        return True

    def _read_area(self, line: str) -> bool:
        match = _AREA.fullmatch(line)
        if match is None:
            return False
        numeral, title = match.groups()
        if numeral == self._area and not self._follows(numeral):
            # The running header; it stands in the middle of an element that goes over the page.
            return title == " ".join(self._area_title)
        if not self._follows(numeral):
            return False
        self._close_element()
        self._code = None
        self._task = None
        self._area, self._area_title = numeral, [title]
        self._state = _In.AREA
        return True

    def _follows(self, numeral: str) -> bool:
        """Whether an area may begin here: the next one, or the first after the contents."""
        if not self.has_begun:
            return numeral != self._area
        return ROMAN_AREAS.index(numeral) == ROMAN_AREAS.index(self._area) + 1

    def _continue(self, line: str) -> None:
        task = self._task
        if self._state is _In.ELEMENT:
            self._text.append(line)
        elif self._state is _In.AREA:
            self._area_title.append(line)
        elif task is not None:
            target = {
                _In.TASK_TITLE: task.title,
                _In.REFERENCES: task.references,
                _In.OBJECTIVE: task.objective,
                _In.NOTE: task.notes[-1] if task.notes else [],
            }.get(self._state)
            if target is not None:
                target.append(line)

    def _close_element(self) -> None:
        if self._code is None or self._task is None:
            return
        code, result = self._code, self._result
        if code.text in result.elements:
            if code.text not in result.repeated:
                result.repeated.append(code.text)
            return
        result.areas.setdefault(code.area_id, joined(self._area_title))
        task = self._task
        result.tasks[code.task_id] = Task(
            title=joined(task.title),
            references=joined(task.references),
            objective=joined(task.objective),
            notes=tuple(joined(note) for note in task.notes),
        )
        text = joined(self._text)
        if code.letter:
            text = _LETTER.sub("", text, count=1)
        result.elements[code.text] = Element(
            text=ARCHIVED if text.rstrip(".") in {ARCHIVED, "Archived"} else text,
            pdf_page=self._page.pdf_page,
            printed_page=self._page.printed_page,
        )


def joined(lines: Iterable[str]) -> str:
    """Lines as one text, without the gaps that subscripts (VY) and line breaks leave."""
    text = " ".join(line for line in lines if line)
    return _SPACE_BEFORE_STOP.sub("", " ".join(text.split()))
