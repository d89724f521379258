"""Puts right what a reader of pictures has confused, and says so.

A picture's I, l and 1 are the same strokes, and a dot is easily lost. Where the grammar of a value
leaves one way to read it (a date has no letters, a code exists or does not) the word is put right
and keeps what was read; where it leaves several, the word stays as it is and is for a person to
decide. Text layers are never touched: what they hold was not read from a picture.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import pairwise
from typing import Final
from unicodedata import combining, normalize

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import (
    LEARNING_STATEMENT_PATTERN,
    LEARNING_STATEMENT_PREFIXES,
    CodeFamily,
    family_of,
)
from aktr.reading.centres import CENTRE_PREFIXES
from aktr.reading.page import Line, Page, ReadBy, Word
from aktr.report.repair.code_rows import with_parted_rows
from aktr.report.repair.codes import (
    FORCED,
    CodeRepairer,
    nearest_prefix,
    repairer_for,
)
from aktr.report.repair.dates import with_days
from aktr.report.repair.grades import is_of_grade, with_grade
from aktr.report.repair.numbers import DIGIT, DIGIT_OF, as_number
from aktr.report.repair.touched_codes import TOUCHED, code_within_letters
from aktr.report.values.label_phrases import LABEL_WORDS, LENGTHS, folded

_LOOK_ALIKE: Final = 0.9
"""Confidence in a word that only needed look-alikes exchanged, or dots put back."""
_TORN: Final = 0.5
"""Widest gap inside a torn word, in line heights."""
_OVERLAP: Final = 0.1
"""How far a letter read twice may stand out of its word, in line heights."""
_SIGN_APART: Final = 0.9
"""Widest gap between a score and its percent sign, in line heights."""
_WHOLE: Final = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{17}|[A-Z]\d{7}|[A-Z]{3}\d{5}"
    rf"|{LEARNING_STATEMENT_PATTERN}"
)
"""Values that are complete: a date, an exam ID, an FTN, a testing centre, a learning statement."""
_PIECE: Final = re.compile(r"[\d/.-]*\d[\d/.-]*|[A-Z]{1,3}\d*")
_PIECES: Final = (4, 3)
"""Into how many pieces a number is torn at most; two are treated like pieces of a code."""
_CLEAR: Final = 0.9
"""Confidence from which an i has been seen with its dot, or an l without one."""
_LIKELY: Final = 0.5
"""Confidence from which the rest of a damaged code has been seen rather than guessed."""
_DOUBLE: Final = 0.7
"""Confidence in a code that another one cannot be told from by strokes that are less clear."""
_LOST_SLASH: Final = re.compile(
    r"(0[1-9]|1[0-2])(?:/([0-2]\d|3[01])|([0-2]\d|3[01])/)((?:19|20)\d\d)"
)
"""A date without one of its strokes, which motion hides where digits stand close."""
_LIKELY_VALUE: Final = 0.75
"""Confidence in such a date, and in a centre of which a letter was read as one like it."""
_GRADES: Final = frozenset({"PASS", "PASSED", "FAIL", "FAILED"})
_CENTRE: Final = re.compile(r"(?![A-Z][\dO]{7})([A-Z\d|]{3})(\d{5})")
"""A testing centre, also one whose letters were read as digits, but for all that is an FTN."""
_LAST_AS_DIGIT: Final = re.compile(r"(?<=[A-Z]{2})[01|]$")
_LETTER_OF: Final = {"0": "O", "1": "I", "|": "I"}
_SPECK_IN_FTN: Final = re.compile(r"([A-Z])[.,:;'-](\d{7})")
_SPECK_IN_DATE: Final = re.compile(
    r"(?=.*[.,:;'])(\d{1,2})[.,:;']?/[.,:;']?(\d{1,2})[.,:;']?/[.,:;']?(\d{4})"
)
_CODE_LIKE: Final = re.compile(r"[A-Za-z0-9|!]{2}[A-Za-z0-9|!.,:;]{3,13}")
_GLUED_CODES: Final = re.compile(
    r"(?:(?<=[0-9a-m])|(?<=[KRS0-9][I|]))(?:[.,;:](?=[A-Z1l|]{2}[.,][IVXLl1|]{1,5}[.,][A-P][.,]|[A-Z1l|]{3}\d{3})"
    r"|(?=[A-Z]{2}[.,][IVXLl1|]{1,5}[.,][A-P]))"
)
"""Where a code follows on another one without a blank."""
_BEGUN: Final = re.compile(r"[A-Z]{2}(?:[.,][IVXLl1|]{1,5}(?:[.,][A-P])?)?[.,]?")
"""The first part of a code, torn off the rest."""
_STATEMENT: Final = re.compile(rf"([A-Z1l|!]{{3}})({DIGIT}{{3}})")
_TICKED: Final = re.compile(
    rf"(?:[^\W\d_a-z]|\d{{1,2}})({LEARNING_STATEMENT_PATTERN}|[A-Z]{{2}}\.[IVX]+\.[A-P]\.\S+)"
)
"""A code behind a pen's tick, which was read as a letter, or behind the number of its entry, whose
dot was passed over."""
_SCORE: Final = re.compile(r"\bscore\b", re.IGNORECASE)
_ROWS_OF_SCORE: Final = 3
"""Lines from the label of the score to the last on which its value may stand."""
_TOO_HIGH: Final = re.compile(r"(?!100)([1-9]\d)(?:[\dB&]|[90][6o0])")
_LIKE_SIGN: Final = re.compile(r"[2-9][1-9][869B&]")
"""A score with what looks like a percent sign, and unlike a hundred."""
_DIGITS_OF_SCORE: Final = re.compile(r"[1-9]?\d|100")
_GUESSED_SIGN: Final = 0.6
"""Confidence in a score of which a digit was taken for the percent sign."""
_TEST_CODE: Final = re.compile(r"(?<=\()[A-Z]{3}(?=\))|\b[A-Z]{3}(?= [-\u2013\u2014] [A-Z])")
"""Behind the title of a test, or with a dash before it."""
_BEHIND: Final = ",;:|"


def repair_page(page: Page, catalogue: Catalogue) -> Page:
    """A page with every word put right that can be read in one way only.

    Args:
        page: A page; one that was not read from a picture is returned as it is.
        catalogue: Which codes exist, and which of them a test may print.
    """
    if page.read_by is not ReadBy.OCR:
        return page
    codes = repairer_for(catalogue, tuple(_expected_prefixes(page, catalogue)))
    lines = []
    below_score = 0
    for line in page.lines:
        below_score = _ROWS_OF_SCORE if _SCORE.search(line.text) else below_score - 1
        is_whole = partial(_is_value, codes=codes, below_score=below_score > 0)
        whole = with_days([_without_marks(word) for word in _without_border(line.words)])
        words = _joined(_with_whole_numbers(_parted(whole)), is_whole)
        if below_score > 0:
            words = _with_sure_sign(map(_with_percent_sign, words))
        if is_of_grade(line.text):
            words = map(with_grade, words)
        parted = with_parted_rows(tuple(words), codes)
        lines.append(Line(tuple(_repaired(word, codes, catalogue) for word in parted)))
    return replace(page, lines=tuple(lines))


def _is_value(whole: str, first: str, *, codes: CodeRepairer, below_score: bool) -> bool:
    """Whether two pieces have only together the form of a value."""
    text = whole.rstrip(_BEHIND)
    if below_score and len(first) == 2 and _TOO_HIGH.fullmatch(text):
        return True
    if text.upper() in _GRADES:
        return first.upper() not in _GRADES
    if _WHOLE.fullmatch(text):
        return _PIECE.fullmatch(first) is not None and not _WHOLE.fullmatch(first)
    if _BEGUN.fullmatch(first):
        repair = codes.repair(text) if _CODE_LIKE.fullmatch(text) else None
        return codes.knows(text) or (repair is not None and repair.forced)
    return family_of(text) is CodeFamily.ACS and codes.knows(text)


def _repaired(word: Word, codes: CodeRepairer, catalogue: Catalogue) -> Word:
    text = word.text.rstrip(_BEHIND)
    if "." not in text[:-1]:
        # A comma that was read as a dot, behind a code that has none itself.
        text = text.rstrip(f"{_BEHIND}.")
    behind = word.text[len(text) :]
    is_clear = word.confidence >= _CLEAR
    # What is clearly a code of another test is one.
    is_code = codes.knows(text) or (is_clear and text in catalogue)
    if is_code or family_of(text) is CodeFamily.LEARNING_STATEMENT:
        if not is_clear and codes.has_double(text):
            return word._replace(confidence=min(word.confidence, _DOUBLE))
        return word
    value = _as_value(text, codes)
    if value is not None:
        return _put_right(word, value[0] + behind, value[1])
    if not _CODE_LIKE.fullmatch(text) or not _is_damaged_code(text):
        return word
    repair = codes.repair(text)
    if repair is not None and repair.forced and word.confidence >= _LIKELY:
        # The sign that had to be put right is the one that the reader was unsure of.
        word = word._replace(confidence=max(word.confidence, FORCED))
    if repair is None:
        # A parser that is lenient with case must not settle what the strokes leave open.
        doubtful = codes.has_double(text)
        return word._replace(confidence=min(word.confidence, _DOUBLE)) if doubtful else word
    return _put_right(word, repair.code + behind, repair.confidence)


def _with_percent_sign(word: Word) -> Word:
    """A score whose percent sign was read as a digit: none is above 100."""
    match = _TOO_HIGH.fullmatch(word.text)
    if match is None:
        return word
    # Apart from it, or as two digits, the sign is no part of the score, whatever else it may be.
    is_apart = " " in (word.read_as or "") or len(word.text) == len("6396")
    is_sign = is_apart or _LIKE_SIGN.fullmatch(word.text)
    return _put_right(word, f"{match[1]}%", _LOOK_ALIKE if is_sign else _GUESSED_SIGN)


def _with_sure_sign(words: Iterable[Word]) -> Iterator[Word]:
    """A percent sign apart from its score is none of the digits, however faint it is."""
    before = ""
    for word in words:
        is_sign = word.text == "%" and _DIGITS_OF_SCORE.fullmatch(before)
        certain = max(word.confidence, _LOOK_ALIKE) if is_sign else word.confidence
        yield word._replace(confidence=certain)
        before = word.text


def _put_right(word: Word, text: str, confidence: float) -> Word:
    if text == word.text:
        return word
    return word._replace(
        text=text,
        read_as=word.read_as or word.text,
        confidence=min(word.confidence, confidence),
    )


def _without_marks(word: Word) -> Word:
    """A number or code without the marks that creases and specks above its letters look like."""
    if word.text.isascii() or not any(map(str.isdigit, word.text)):
        return word
    plain = "".join(sign for sign in normalize("NFD", word.text) if not combining(sign))
    return _put_right(word, plain, _LOOK_ALIKE)


def _as_value(text: str, codes: CodeRepairer) -> tuple[str, float] | None:
    """The value that a text stands for which is no damaged code, and how sure that is."""
    likely = _as_centre(text) or _as_date(text) or _without_speck(text)
    likely = likely or _without_tick(text, codes)
    if likely is not None:
        return likely, _LIKELY_VALUE
    number = _as_statement(text) or as_number(text)
    if number is not None:
        return number, _LOOK_ALIKE
    within = code_within_letters(text, codes)
    return (within, TOUCHED) if within is not None else None


def _as_statement(text: str) -> str | None:
    """A learning statement code with its letters and digits put right."""
    match = _STATEMENT.fullmatch(text)
    prefix = nearest_prefix(match[1], LEARNING_STATEMENT_PREFIXES) if match else None
    if match is None or prefix is None or sum(map(str.isdigit, match[2])) < 2:
        return None
    return prefix + match[2].translate(DIGIT_OF)


def _without_tick(text: str, codes: CodeRepairer) -> str | None:
    """A code in front of which a pen's tick was read as a letter, or an entry's number stands."""
    match = _TICKED.fullmatch(text)
    if match is None:
        return None
    is_code = family_of(match[1]) is CodeFamily.LEARNING_STATEMENT or codes.knows(match[1])
    return match[1] if is_code else None


def _as_centre(text: str) -> str | None:
    """A testing centre whose letters are nearly those of the contractors' centres."""
    match = _CENTRE.fullmatch(text)
    if match is None:
        return None
    # Centres have three letters and five digits, whichever contractor's they are.
    letters = _LAST_AS_DIGIT.sub(lambda last: _LETTER_OF[last[0]], match[1])
    prefix = nearest_prefix(match[1], CENTRE_PREFIXES) or letters
    return prefix + match[2] if prefix != match[1] and prefix.isalpha() else None


def _without_speck(text: str) -> str | None:
    """An FTN without the speck behind its letter, a date without one beside its strokes."""
    if match := _SPECK_IN_FTN.fullmatch(text):
        return match[1] + match[2]
    match = _SPECK_IN_DATE.fullmatch(text)
    return f"{match[1]}/{match[2]}/{match[3]}" if match else None


def _as_date(text: str) -> str | None:
    """A date with the stroke that it has lost."""
    match = _LOST_SLASH.fullmatch(text)
    return f"{match[1]}/{match[2] or match[3]}/{match[4]}" if match else None


def _is_damaged_code(text: str) -> bool:
    """Whether a text is shaped like a code: some dots, or capitals and digits without any."""
    marks = sum(text.count(mark) for mark in ".,:;")
    has_digit = any(character in "0123456789Il|!OSB" for character in text[3:])
    return has_digit and (marks >= 2 or (marks == 1 and text[:2].isupper() and len(text) <= 10))


def _without_border(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a line without signs that are none of it.

    Such are the edge of its box, read as a sign in front of a label, and a letter of the next word
    that was read a second time.
    """
    if len(words) > 1 and len(words[0].text) == 1 and folded(words[1].text) in LENGTHS:
        words = words[1:]
    words = tuple(map(_without_mark_behind, words))
    if any(_is_part_of(word, after) for word, after in pairwise(words)):
        kept = [word for word, after in pairwise(words) if not _is_part_of(word, after)]
        return (*kept, words[-1])
    return words


def _without_mark_behind(word: Word) -> Word:
    """A word of a label without the letter that a pen's ring around its value was read as."""
    label = word.text[:-1]
    is_label = not word.text.isascii() and label.isascii() and folded(label) in LABEL_WORDS
    return word._replace(text=label, read_as=word.read_as or word.text) if is_label else word


def _is_part_of(word: Word, after: Word) -> bool:
    """Whether a letter stands where the next word does, and begins it."""
    slack = _OVERLAP * word.box.height
    return (
        len(word.text) == 1
        and after.text.startswith(word.text)
        and len(after.text) > 1
        and word.box.left > after.box.left - slack
        and word.box.right < after.box.right + slack
    )


def _parted(words: Sequence[Word]) -> Iterator[Word]:
    """Codes that were read without the gap between them, as words of their own."""
    for word in words:
        cuts = [match.end() for match in _GLUED_CODES.finditer(word.text)]
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


def _with_whole_numbers(words: Iterable[Word]) -> Iterator[Word]:
    """Words with the numbers put together that were torn at more than one digit: A21 1 1263."""
    line = list(words)
    start = 0
    while start < len(line):
        torn = (line[start : start + count] for count in _PIECES)
        pieces = next(filter(_is_torn_number, torn), line[start : start + 1])
        yield reduce(_as_one, pieces)
        start += len(pieces)


def _is_torn_number(pieces: Sequence[Word]) -> bool:
    if len(pieces) < min(_PIECES) or not all(_PIECE.fullmatch(piece.text) for piece in pieces):
        return False
    gaps = [after.box.left - before.box.right for before, after in pairwise(pieces)]
    return max(gaps) < _TORN * max(piece.box.height for piece in pieces) and (
        _WHOLE.fullmatch("".join(piece.text for piece in pieces)) is not None
    )


def _as_one(before: Word, word: Word) -> Word:
    read_as = f"{before.read_as or before.text} {word.read_as or word.text}"
    certain = min(before.confidence, word.confidence, _LOOK_ALIKE)
    return Word(before.text + word.text, before.box.union(word.box), certain, read_as)


def _joined(words: Iterator[Word], is_whole: Callable[[str, str], bool]) -> Iterator[Word]:
    """Words with those put together that the reader has torn inside a number or a code.

    Narrow digits leave gaps that look like blanks: ``1 1/09/2022``, ``PA.I.C.K3 h``, and a percent
    sign that was read as a digit stands apart: ``63 8``. Two pieces are one word if they stand
    close and only together have the form of a value.
    """
    before: Word | None = None
    for word in words:
        if before is None:
            before = word
            continue
        whole = before.text + word.text
        gap = word.box.left - before.box.right
        height = max(before.box.height, word.box.height)
        torn = _SIGN_APART if _TOO_HIGH.fullmatch(whole) else _TORN
        if gap < torn * height and is_whole(whole, before.text):
            before = _as_one(before, word)
            continue
        yield before
        before = word
    if before is not None:
        yield before


def _expected_prefixes(page: Page, catalogue: Catalogue) -> Sequence[str]:
    """How the codes of the tests that a page names may begin: ``PA``, ``AM.II``."""
    named = [code for line in page.lines for code in _TEST_CODE.findall(line.text)]
    tests = [test for code in named if (test := catalogue.knowledge_test(code)) is not None]
    prefixes = [
        prefix
        for test in tests
        if test.prints == "acs"
        # Instructor tests may print the codes of the area they share.
        for prefix in (*test.prefixes, *(["FI"] if {"AI", "HI"} & set(test.prefixes) else []))
    ]
    return list(dict.fromkeys(prefixes)) or catalogue.prefixes
