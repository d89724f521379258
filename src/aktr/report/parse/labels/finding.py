"""Finds the printed labels of a report and tells them from the same words in running text.

Real forms differ in the words, the case, the colon and the order of their labels; the meanings
are few. A phrase counts as a label where it begins a cell, or where a colon follows it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.reading.page import ReadBy, Word
from aktr.report.parse.labels.behind_values import labels_behind
from aktr.report.parse.labels.questions import questions_of_form
from aktr.report.parse.labels.translated import after_translation, start_of_translated
from aktr.report.parse.lines.heading import NEIGHBOURS_IN_HEADING, is_heading, may_be_heading
from aktr.report.parse.lines.sheet import SheetLine, begins_cell
from aktr.report.values.exam import DASHES
from aktr.report.values.label_phrases import (
    HEADING_WORDS,
    LENGTHS,
    OTHER,
    PHRASES,
    QUALIFIERS_OF_OTHERS,
    QUESTION_WORDS,
    REMARKS,
    folded,
)
from aktr.report.values.readers import (
    FREE_TEXT,
    NAMES,
    READERS,
    SURNAMES,
    looks_like_name,
    may_be_name,
)

_VALUE_WORDS: Final = 3
"""Words behind a phrase that are looked at to tell whether its value follows."""
_LABELS_OF_LINE: Final = 8
"""Labels on one line that are looked at for those of names, at most."""
_LITTLE_APART: Final = 0.55
"""Gap before a label of several words which stands apart from its value, in line heights."""
_IN_BRACKETS: Final = re.compile(r"\(([^()]{3,40})\)")
_APART: Final = 0.8
"""Gap between a label without a colon and its value, in line heights."""


_LIKE_COLON: Final = frozenset((":", ".:", "#:", "#", "-", "\u2013", "\u2014", "=", ">", "->"))
"""Signs between a label and its value."""
_LONGEST_REMARK: Final = 8
_SIGNS: Final = frozenset(("", "-", "\u2013"))
"""What stands between the words of a remark."""
_FEWEST_IN_BRACKETS: Final = 4
"""Labels in brackets behind their values that make a form of such."""
_TORN_PHRASE: Final = 2.0
"""Gap that no phrase has inside, in line heights: the words are labels of two columns."""


class Label(NamedTuple):
    """A printed label."""

    meaning: str
    """The field it names, ``codes``, or ``other``."""
    line: int
    """Index of its line in the sheet."""
    start: int
    """Index of its first word in the line."""
    end: int
    """Index of the word after its last."""
    colon: bool
    begins_cell: bool
    phrase_words: int
    """Words of the phrase: the more, the more specific."""
    damaged: bool = False
    """Whether a picture shows it with wrong letters, so that its value has to confirm it."""


def find_labels(lines: Sequence[SheetLine], skipped: frozenset[int]) -> list[Label]:
    """Every label of a sheet, in reading order.

    Args:
        lines: The lines of the sheet, with words parted at colons.
        skipped: Indexes of lines in which labels are not those of the report.
    """
    labels: list[Label] = []
    in_brackets = _are_in_brackets(lines, skipped)
    behind = labels_behind(lines, skipped)
    questions = questions_of_form(lines, skipped)
    for index, line in enumerate(lines):
        if index in skipped or is_heading(line.text):
            continue
        if index in questions:
            labels.extend(
                Label(meaning, index, start, end, True, True, end - start)
                for meaning, start, end in questions[index]
            )
            continue
        folds = [folded(word.text) for word in line.words]
        if LENGTHS.keys().isdisjoint(folds):
            continue
        if line.page.read_by is ReadBy.OCR and may_be_heading(line.text):
            continue
        following = lines[index + 1].words[:_VALUE_WORDS] if index + 1 < len(lines) else ()
        # Where the line before ends in a label, this one begins with its value.
        pending = bool(labels) and labels[-1].end == len(lines[labels[-1].line].words)
        pending = pending and labels[-1].line == index - 1
        above = [label for label in labels[-_LABELS_OF_LINE:] if label.line == index - 1]
        names = _edges_of_names(lines[index - 1], above) if above else ()
        labels.extend(
            _LabelsOfLine(
                index,
                line,
                folds,
                following,
                names,
                pending=pending,
                in_brackets=in_brackets,
                behind=behind.get(index),
            ).find()
        )
    return labels


def _edges_of_names(line: SheetLine, labels: Sequence[Label]) -> list[float]:
    """Left edges of the labels of names on a line that have nothing beside them."""
    ends = {len(line.words), *(label.start for label in labels)}
    return [
        line.words[label.start].box[0]
        for label in labels
        if label.meaning in NAMES and label.end in ends
    ]


class _LabelsOfLine:
    """Looks for labels along one line.

    Args:
        index: Index of the line in its sheet.
        line: The line.
        folds: Its words as the phrases are written.
        following: The first words of the next line, where a value may stand.
        names: Left edges of the labels of names on the line above with nothing beside them.
        pending: Whether the line begins with the value of a label on the line before.
        in_brackets: Whether labels of the form stand in brackets behind their values.
        behind: First word of the label that ends the line, if that is where the form has them.
    """

    def __init__(
        self,
        index: int,
        line: SheetLine,
        folds: list[str],
        following: Sequence[Word],
        names: Sequence[float],
        *,
        pending: bool,
        in_brackets: bool,
        behind: int | None,
    ) -> None:
        self._index = index
        self._line = line
        self._folds = folds
        self._following = following
        self._names = names
        self._pending = pending
        self._in_brackets = in_brackets
        self._behind = behind
        self._found: list[Label] = []

    def find(self) -> list[Label]:
        """The labels of the line, from left to right."""
        if self._behind is not None:
            label = self._label_at(self._behind)
            return [] if label is None else [label]
        if HEADING_WORDS.issuperset(self._folds):
            headings = self._row_of_headings()
            if headings:
                return headings
        position = 0
        while position < len(self._folds):
            label = self._label_at(position) if self._folds[position] in LENGTHS else None
            if label is not None and self._is_label(label):
                self._found.append(self._understood(label))
                position = label.end
            elif label is not None and label.meaning == OTHER:
                position = label.end  # "minimum passing score 70%" has no label inside
            else:
                position += 1
        return self._found

    def _row_of_headings(self) -> list[Label]:
        """The labels of a line that holds nothing but labels, however close they stand."""
        labels: list[Label] = []
        position = 0
        while position < len(self._folds):
            label = self._label_at(position)
            if label is None:
                return []
            labels.append(label._replace(begins_cell=True))
            position = label.end
        return labels if len(labels) > 1 else []

    def _label_at(self, start: int) -> Label | None:
        """The longest phrase that begins with a word, whether it is used as a label or not."""
        line = self._line
        for length in LENGTHS.get(self._folds[start], ()):
            phrase = tuple(self._folds[start : start + length])
            meaning = PHRASES.get(phrase) if len(phrase) == length else None
            if meaning is None or not self._is_close_set(start, start + length):
                continue
            end, colon = _with_colon(line, start + length)
            if not colon and length == 1 and phrase[0] in QUESTION_WORDS:
                return None
            if not colon and self._is_of_heading(start, start + length):
                continue
            if phrase[0][-1] == "," and line.words[start].text[0] == "(":
                continue  # "(Last, first, middle)" below a name explains its label
            first = start if begins_cell(line, start) else start_of_translated(line, start, end)
            begins = first < start or begins_cell(line, start)
            return Label(meaning, self._index, first, end, colon, begins, length)
        return None

    def _is_close_set(self, start: int, end: int) -> bool:
        """Whether some words can be one phrase, and not the labels of two columns."""
        return all(
            before.text[-1] != ":"
            and after.box[0] - before.box[2] <= _TORN_PHRASE * self._line.height
            for before, after in pairwise(self._line.words[start:end])
        )

    def _is_of_heading(self, start: int, end: int) -> bool:
        """Whether some words belong to the heading, which may stand beside values."""
        around = self._folds[max(0, start - 1) : end + 1]
        return any(pair in NEIGHBOURS_IN_HEADING for pair in pairwise(around))

    def _is_label(self, label: Label) -> bool:
        if self._line.words[label.end - 1].text in DASHES and label.meaning == OTHER:
            # "Flight Instructor - Gyroplane" is one title.
            return label.begins_cell
        if self._in_brackets and _is_in_brackets(self._line.words[label.start : label.end]):
            return True
        return label.colon or self._stands_alone(label)

    def _understood(self, label: Label) -> Label:
        """The label itself, or an unknown one where a word before it changes its meaning."""
        if self._is_of_others(label):
            return label._replace(meaning=OTHER)
        if label.colon and not (label.begins_cell or self._found or self._pending):
            before = self._line.words[label.start - 1].text
            if before[-1].isalpha():
                return label._replace(meaning=OTHER)  # "Practical SCORE:"
        return label

    def _is_of_others(self, label: Label) -> bool:
        """Whether a word before a label says so: "class average score", "passed on first take: 4".

        Alone behind another label, or in front of brackets, it is a value: "Take: first".
        """
        if label.begins_cell or self._line.words[label.start].text[0] == "(":
            return False
        before = self._line.words[label.start - 1].text.upper()
        is_value = bool(self._found) and self._found[-1].end == label.start - 1
        return before in QUALIFIERS_OF_OTHERS and not is_value

    def _stands_alone(self, label: Label) -> bool:
        """Whether a phrase without a colon is a label, and no word of a text or of a value."""
        words, height = self._line.words, self._line.height
        if label.begins_cell and self._found:
            before = self._found[-1]
            if before.end == label.start and before.colon and not self._ends_in_number_sign(before):
                # Here stands the value of the label before, whatever words it is made of.
                return False
        if self._folds[label.start].strip(",") in SURNAMES and self._begins_name(label):
            return False
        if self._found and are_joined(self._line, self._found[-1], label):
            return True
        apart = label.end == len(words) or _gap_before(words, label.end) > _APART * height
        first = words[label.start].text
        parted = label.begins_cell or (
            # Narrow cells leave little more than a blank between a value and the next label.
            label.phrase_words > 1
            and label.start > 0
            and _gap_before(words, label.start) > _LITTLE_APART * height
        )
        parted = parted or self._is_behind_whole_value(label)
        if parted and apart and self._found and not first[0].islower():
            return True
        if label.begins_cell and (apart or not (first[0].islower() or label.meaning == OTHER)):
            return True
        sure_word = self._found or self._pending or label.phrase_words > 1 or first.isupper()
        return bool(sure_word or label.begins_cell) and self._value_follows(label)

    def _is_behind_whole_value(self, label: Label) -> bool:
        """Whether the value of the label before stands in front of a phrase, and ends there."""
        if not self._found:
            return False
        before = self._found[-1]
        text = " ".join(word.text for word in self._line.words[before.end : label.start])
        reader = None if before.meaning in FREE_TEXT else READERS.get(before.meaning)
        reading = reader(text) if reader is not None else None
        return reading is not None and reading.sure and reading[1:3] == (0, len(text))

    def _ends_in_number_sign(self, label: Label) -> bool:
        """Whether the sign that stands for a colon may be the label's last word: "Take #"."""
        return self._line.words[label.end - 1].text[-1] == "#"

    def _begins_name(self, label: Label) -> bool:
        """Whether a name is expected where a phrase stands, and can begin with its word."""
        words = self._line.words
        before = self._found[-1] if self._found else None
        is_beside = before is not None and before.meaning in NAMES and before.end == label.start
        left = words[label.start].box[0]
        if not is_beside and all(abs(left - name) > self._line.height for name in self._names):
            return False
        end = label.start + 1
        while end < len(words) and not begins_cell(self._line, end):
            end += 1
        return may_be_name(" ".join(word.text for word in words[label.start : end]))

    def _value_follows(self, label: Label) -> bool:
        """Whether the words right behind a phrase can be nothing but its value."""
        words = self._line.words[label.end : label.end + _VALUE_WORDS] or self._following
        text = " ".join(word.text for word in words)
        if label.meaning in NAMES:
            return label.begins_cell and any(
                looks_like_name(" ".join(word.text for word in words[:count])) for count in (2, 3)
            )
        reader = READERS.get(label.meaning)
        reading = reader(text) if reader is not None else None
        return reading is not None and reading.sure and reading.start == 0


def are_joined(line: SheetLine, before: Label, after: Label) -> bool:
    """Whether two labels share a cell: a stroke stands between them, or did before it parted them.

    Args:
        line: Their line.
        before: The left one.
        after: The right one.
    """
    between = line.words[before.end : after.start]
    if before.colon or before.end > after.start:
        return False
    if between:
        return [word.text for word in between] == ["/"]
    return line.words[before.end - 1].box[2] == line.words[after.start].box[0]


def _are_in_brackets(lines: Sequence[SheetLine], skipped: frozenset[int]) -> bool:
    """Whether labels stand in brackets, as behind their values: "DOE, JANE (name)"."""
    texts = (line.text for index, line in enumerate(lines) if index not in skipped)
    words = (match[1].split() for text in texts for match in _IN_BRACKETS.finditer(text))
    known = [
        part for each in words if PHRASES.get(part := tuple(map(folded, each)), OTHER) != OTHER
    ]
    return len(set(known)) >= _FEWEST_IN_BRACKETS


def _is_in_brackets(words: Sequence[Word]) -> bool:
    return words[0].text[0] == "(" and words[-1].text[-1] == ")"


def _with_colon(line: SheetLine, end: int) -> tuple[int, bool]:
    """Take what belongs to a label behind its phrase: a colon, a remark, another language."""
    words = line.words
    if words[end - 1].text[-1] == ":":
        return end, True
    after = after_translation(line, _after_remark(line, end))
    if words[after - 1].text[-1] == ":":
        return after, True
    end = after
    if after < len(words) and words[after].text in _LIKE_COLON:
        return after + 1, True
    return end, words[end - 1].text.endswith(("#", "="))


def _after_remark(line: SheetLine, end: int) -> int:
    """Skip what explains a label in parentheses: "(LAST, FIRST MIDDLE)", "(as on your ID)".

    A label in parentheses itself has none; what follows is the next one.
    """
    words = line.words
    if end >= len(words) or not words[end].text.startswith("(") or words[end - 1].text[-1] == ")":
        return end
    if _gap_before(words, end) > _TORN_PHRASE * line.height:
        return end
    for closing in range(end, min(end + _LONGEST_REMARK, len(words))):
        text = words[closing].text
        parts = re.split(r"[/,()\s:]+", text.upper())
        if not (all(part in REMARKS for part in parts if part not in _SIGNS) or text.islower()):
            return end
        if ")" in text:
            return closing + 1
    return end


def _gap_before(words: Sequence[Word], index: int) -> float:
    return words[index].box[0] - words[index - 1].box[2]
