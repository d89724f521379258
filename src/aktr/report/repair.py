"""Puts right what a reader of pictures has confused, and says so.

A picture's I, l and 1 are the same strokes, and a dot is easily lost. Where the grammar of a value
leaves one way to read it (a date has no letters, a code exists or does not) the word is put right
and keeps what was read; where it leaves several, the word stays as it is and is for a person to
decide. Text layers are never touched: what they hold was not read from a picture.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily, family_of
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.label_phrases import LENGTHS, folded

_LOOK_ALIKE: Final = 0.9
"""Confidence in a word that only needed look-alikes exchanged, or dots put back."""
_ONE_EDIT: Final = 0.6
"""Confidence in a code of which one character was read wrongly or not at all."""
_TORN: Final = 0.5
"""Widest gap inside a torn word, in line heights."""
_WHOLE: Final = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{17}|[A-Z]\d{7}|[A-Z]{3}\d{5}"
    r"|(?:PLT|AMG|AMA|AMP|RIG|IAR)\d{3}"
)
"""Values that are complete: a date, an exam ID, an FTN, a testing centre, a learning statement."""
_PIECE: Final = re.compile(r"[\d/.-]*\d[\d/.-]*|[A-Z]{1,3}\d*")
_CLEAR: Final = 0.9
"""Confidence from which an i has been seen with its dot, or an l without one."""
_DOUBLE: Final = 0.7
"""Confidence in a code that another one cannot be told from by strokes that are less clear."""
_DIGIT_OF: Final = str.maketrans("OoQIl|!iZzSsGBgq", "0001111122556899")
_DIGIT: Final = r"[0-9OoQIl|!iZzSsGBgq]"
_NUMBERS: Final = (
    re.compile(rf"(){_DIGIT}{{1,2}}([/.-]){_DIGIT}{{1,2}}\2{_DIGIT}{{4}}"),  # date
    re.compile(rf"(){_DIGIT}{{15,19}}"),  # exam ID
    re.compile(rf"([A-Z]{{3}}){_DIGIT}{{5}}"),  # testing centre
    re.compile(rf"([A-Z]){_DIGIT}{{7}}"),  # FAA tracking number
    re.compile(rf"(PLT|AMG|AMA|AMP|RIG|IAR){_DIGIT}{{3}}"),  # learning statement
    re.compile(rf"(){_DIGIT}{{1,3}}%"),  # score
)
"""Values that are digits, behind the letters in the first group."""
_UNDAMAGED: Final = re.compile(r"[A-Z]\d{7}|[A-Z]{2,5}\d{3,6}|\d{15,19}|\d{1,3}%")
_CODE_LIKE: Final = re.compile(r"[A-Za-z0-9|!]{2}[A-Za-z0-9|!.,:;]{3,13}")
_GLUED_CODES: Final = re.compile(r"(?<=[0-9a-m])(?=[A-Z]{2}[.,][IVXl1|]{1,5}[.,][A-P])")
_TEST_CODE: Final = re.compile(r"\(([A-Z]{3})\)")
_BEHIND: Final = ",;:|"
_KEY_OF: Final = str.maketrans("1li|!0oQ5s8b6z2", "IIIIIOOOSSBBGZZ")
"""Characters that pictures confuse, as one of them."""


class Repair(NamedTuple):
    """What a damaged code must have been."""

    code: str
    confidence: float


def repair_page(page: Page, catalogue: Catalogue) -> Page:
    """A page with every word put right that can be read in one way only.

    Args:
        page: A page; one that was not read from a picture is returned as it is.
        catalogue: Which codes exist, and which of them a test may print.
    """
    if page.read_by is not ReadBy.OCR:
        return page
    codes = CodeRepairer(catalogue, _expected_prefixes(page, catalogue))
    lines = tuple(
        Line(
            tuple(
                _repaired(word, codes)
                for word in _joined(_parted(_without_border(line.words)), codes)
            )
        )
        for line in page.lines
    )
    return replace(page, lines=lines)


class CodeRepairer:
    """Finds the one code that a damaged reading can have been.

    Args:
        catalogue: Which codes exist.
        prefixes: How the codes of the test begin; all prefixes where the test is not known.
    """

    def __init__(self, catalogue: Catalogue, prefixes: Sequence[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for prefix in prefixes:
            for code in catalogue.codes_of_prefix(prefix):
                self._by_key[_key(code)].append(code)

    def is_value(self, whole: str, first: str) -> bool:
        """Whether two pieces have only together the form of a value."""
        text = whole.rstrip(_BEHIND)
        if _WHOLE.fullmatch(text):
            return _PIECE.fullmatch(first) is not None and not _WHOLE.fullmatch(first)
        family = family_of(text)
        return family is CodeFamily.ACS and text in self._by_key.get(_key(text), ())

    def knows(self, code: str) -> bool:
        """Whether the test may print exactly this code."""
        return code in self._by_key.get(_key(code), ())

    def has_double(self, code: str) -> bool:
        """Whether another code of the test looks the same in a picture: K1i and K1l."""
        return len(self._by_key.get(_key(code), ())) > 1

    def repair(self, text: str) -> Repair | None:
        """The code that a text stands for, or None if that cannot be told.

        Look-alikes are exchanged and lost dots put back first; if no code comes of that, one
        character may be wrong, missing or too much. Of several codes none is chosen.
        """
        key = _key(text)
        alike = self._by_key.get(key, [])
        if alike:
            code = _clearly_nearest(text, alike)
            return Repair(code, _LOOK_ALIKE) if code is not None else None
        near = [codes for other, codes in self._by_key.items() if _one_edit(key, other)]
        code = _clearly_nearest(text, near[0]) if len(near) == 1 else None
        return Repair(code, _ONE_EDIT) if code is not None else None


def _repaired(word: Word, codes: CodeRepairer) -> Word:
    text = word.text.rstrip(_BEHIND)
    behind = word.text[len(text) :]
    if family_of(text) is CodeFamily.LEARNING_STATEMENT or codes.knows(text):
        if word.confidence < _CLEAR and codes.has_double(text):
            return word._replace(confidence=min(word.confidence, _DOUBLE))
        return word
    number = _as_number(text)
    if number is not None:
        return _put_right(word, number + behind, _LOOK_ALIKE)
    if not _CODE_LIKE.fullmatch(text) or not _is_damaged_code(text):
        return word
    repair = codes.repair(text)
    if repair is None:
        # A parser that is lenient with case must not settle what the strokes leave open.
        doubtful = codes.has_double(text)
        return word._replace(confidence=min(word.confidence, _DOUBLE)) if doubtful else word
    return _put_right(word, repair.code + behind, repair.confidence)


def _put_right(word: Word, text: str, confidence: float) -> Word:
    if text == word.text:
        return word
    return word._replace(text=text, read_as=word.text, confidence=min(word.confidence, confidence))


def _as_number(text: str) -> str | None:
    """A number with its look-alikes as digits, if at least half of it are digits already."""
    if _UNDAMAGED.fullmatch(text):
        return None
    for form in _NUMBERS:
        match = form.fullmatch(text)
        if match is None:
            continue
        letters, rest = match[1], text[match.end(1) :]
        places = [character for character in rest if _is_stroke(character)]
        if 2 * sum(character.isdigit() for character in places) >= len(places):
            return letters + rest.translate(_DIGIT_OF)
    return None


def _is_damaged_code(text: str) -> bool:
    """Whether a text is shaped like a code: some dots, or capitals and digits without any."""
    marks = sum(text.count(mark) for mark in ".,:;")
    has_digit = any(character in "0123456789Il|!OSB" for character in text[3:])
    return has_digit and (marks >= 2 or (marks == 1 and text[:2].isupper() and len(text) <= 10))


def _without_border(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a line without the edge of its box, read as a sign in front of a label."""
    if len(words) > 1 and len(words[0].text) == 1 and folded(words[1].text) in LENGTHS:
        return words[1:]
    return words


def _parted(words: Sequence[Word]) -> Iterator[Word]:
    """Codes that were read without the gap between them, as words of their own."""
    for word in words:
        cuts = [match.start() for match in _GLUED_CODES.finditer(word.text)]
        if not cuts:
            yield word
            continue
        left, right = word.box.left, word.box.right
        for start, end in zip([0, *cuts], [*cuts, len(word.text)], strict=True):
            begin = left + (right - left) * start / len(word.text)
            stop = left + (right - left) * end / len(word.text)
            yield word._replace(
                text=word.text[start:end], box=word.box._replace(left=begin, right=stop)
            )


def _joined(words: Iterator[Word], codes: CodeRepairer) -> Iterator[Word]:
    """Words with those put together that the reader has torn inside a number or a code.

    Narrow digits leave gaps that look like blanks: ``1 1/09/2022``, ``PA.I.C.K3 h``. Two pieces
    are one word if they stand close and only together have the form of a value.
    """
    before: Word | None = None
    for word in words:
        if before is None:
            before = word
            continue
        whole = before.text + word.text
        gap = word.box.left - before.box.right
        if gap < _TORN * max(before.box.height, word.box.height) and codes.is_value(
            whole, before.text
        ):
            read_as = f"{before.read_as or before.text} {word.read_as or word.text}"
            certain = min(before.confidence, word.confidence, _LOOK_ALIKE)
            before = Word(whole, before.box.union(word.box), certain, read_as)
            continue
        yield before
        before = word
    if before is not None:
        yield before


def _expected_prefixes(page: Page, catalogue: Catalogue) -> Sequence[str]:
    """How the codes of the test that a page names may begin, as two letters each."""
    for line in page.lines:
        for match in _TEST_CODE.finditer(line.text):
            test = catalogue.knowledge_test(match[1])
            if test is not None and test.prints == "acs":
                prefixes = sorted({prefix[:2] for prefix in test.prefixes})
                # Instructor tests may print the codes of the area they share.
                return [*prefixes, "FI"] if {"AI", "HI"} & set(prefixes) else prefixes
    return catalogue.prefixes


def _key(text: str) -> str:
    """A text without marks, with the characters that pictures confuse as one of them."""
    return "".join(filter(_is_stroke, text)).translate(_KEY_OF).upper()


def _clearly_nearest(text: str, codes: Sequence[str]) -> str | None:
    """The code that shares most characters with a text, or None if two share as many.

    An i has a dot and a stroke without one is an l, so ``K3I`` and ``K31`` can only be ``K3l``.
    """
    if text[-1] in "I|1":
        codes = [code for code in codes if code[-1] != "i"]
        if not codes:
            return None
    ranked = sorted(codes, key=lambda code: -_shared(text, code))
    if len(ranked) > 1 and _shared(text, ranked[0]) == _shared(text, ranked[1]):
        return None
    return ranked[0]


def _shared(text: str, code: str) -> int:
    """Characters that two texts with the same key have in common, marks left out."""
    plain = filter(_is_stroke, text)
    own = [character for character in code if character.isalnum()]
    return sum(read == printed for read, printed in zip(plain, own, strict=False))


def _one_edit(one: str, other: str) -> bool:
    """Whether two keys differ in exactly one character, or one has one more."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return (
        one[start + 1 :] == other[start + 1 :]
        if len(one) == len(other)
        else (one[start:] == other[start + 1 :] or one[start + 1 :] == other[start:])
    )


def _is_stroke(character: str) -> bool:
    """Whether a character is part of a code or number, or can be one misread."""
    return character.isalnum() or character in "|!"
