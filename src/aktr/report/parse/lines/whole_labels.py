"""Puts labels right that a producer has torn into letters or glued to their values."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aktr.reading.page import Word
from aktr.report.values.label_phrases import LABEL_WORDS, folded

_SPELLED: Final = re.compile(r"(?<!\S)[^\W\d]{1,2} [^\W\d]{1,2} [^\W\d]{1,2}(?![^\W\d])")
_TORN: Final = re.compile(r"(?<!\S)[A-Z](?:[a-z]{0,5} [a-z]{2,8}|[A-Z]{0,5} [A-Z]{2,8}):?(?!\S)")
_WORDS_OF_FORM: Final = 12
"""Words on a line of a form at most; sentences have more."""
_NO_BLANK: Final = 0.35
"""Gap inside a torn word, in its height."""
_OF_COLUMN: Final = 2.0
"""Gap between a label and its value that spaced letters do not have, in their height."""
_WITH_VALUE: Final = re.compile(
    r"(?<!\w)((?:TAKE|ATTEMPT|SCORE)(?=\W?\d)|\(?FTN\)?(?=\W?[A-Z]\d{7})|GRADE(?=\W[PF]))"
    r"[-\u2013\u2014.,;]?(\d{1,3}%?|[A-Z]\d{7}|(?:PASS|FAIL)(?:ED)?)(?!\w)",
    re.IGNORECASE,
)
"""A label and its value, perhaps with a dash that touches both, or a colon read as a dot."""
_GLUED_LABELS: Final = ("TAKE", "ATTEMPT", "SCORE", "FTN", "GRADE")
"""Looked for first, as most lines have none of them."""
_BEHIND_NAME: Final = re.compile(r"([^\W\d_]{2,}\.?)(\(?FTN\)?:)")
"""A label that touches the end of a long name before it: LEEFTN:."""
_CUT: Final = 0.7
"""Confidence in a name that was cut off from a label."""
_GRADE: Final = re.compile(r"(?:PASS|FAIL)(?:ED)?", re.IGNORECASE)
_FEW_DIGITS: Final = re.compile(r"\d{1,3}%?")
_GLUED: Final = re.compile(r"\S[:/=]\S")


def with_whole_labels(words: tuple[Word, ...], text: str) -> tuple[Word, ...]:
    """Words with their labels put right: parted from values, and closed if letter-spaced.

    ``SCORE:88%`` becomes ``SCORE:`` and ``88%``; ``F T N:`` becomes ``FTN:``, ``S ite`` ``Site``.

    Args:
        words: The words of a line.
        text: The same, joined by blanks.

    Returns:
        The words themselves where there is nothing to do, which is nearly everywhere.
    """
    if _SPELLED.search(text):
        words = tuple(_closed_labels(words))
    if len(words) <= _WORDS_OF_FORM and _TORN.search(text):
        words = tuple(_mended_labels(words))
    if (":" in text or "/" in text or "=" in text) and _GLUED.search(text):
        words = tuple(_parted_labels(words))
    if "/" in text and _GRADE.search(text):
        words = tuple(part for word in words for part in _without_strokes(word))
    upper = text.upper()
    if any(label in upper for label in _GLUED_LABELS) and _WITH_VALUE.search(text):
        words = tuple(part for word in words for part in _without_value(word))
    if "FTN" in text and _BEHIND_NAME.search(text):
        words = tuple(part for word in words for part in _without_label(word))
    return words


def _mended_labels(words: Sequence[Word]) -> Iterator[Word]:
    """Words of labels whole again of which one was torn: "Exam S ite", "EXPIR ATION DATE"."""
    position = 0
    while position < len(words):
        word = words[position]
        following = words[position + 1] if position + 1 < len(words) else None
        if following is not None and _TORN.fullmatch(f"{word.text} {following.text}"):
            joined = word.text + following.text
            is_close = following.box[0] - word.box[2] < _NO_BLANK * following.box.height
            if (
                is_close
                and folded(joined) in LABEL_WORDS
                and folded(following.text) not in LABEL_WORDS
            ):
                yield word._replace(
                    text=joined,
                    box=word.box.union(following.box),
                    confidence=min(word.confidence, following.confidence),
                )
                position += 2
                continue
        yield word
        position += 1


def _without_value(word: Word) -> Iterator[Word]:
    """A label and the value that a reader of pictures has glued to it, as words of their own."""
    match = _WITH_VALUE.fullmatch(word.text)
    if match is None:
        yield word
        return
    label, value = _cut(word, match.start(2))
    yield label._replace(text=match[1])
    yield value


def _without_label(word: Word) -> Iterator[Word]:
    """The end of a name, in doubt, and the label that touches it, as words of their own."""
    match = _BEHIND_NAME.fullmatch(word.text)
    if match is None:
        yield word
        return
    name, label = _cut(word, match.start(2))
    yield name._replace(confidence=min(name.confidence, _CUT))
    yield label


def _cut(word: Word, place: int) -> tuple[Word, Word]:
    """The words before and from one of the characters of a word."""
    column = word.box.left + word.box.width * place / len(word.text)
    return (
        word._replace(text=word.text[:place], box=word.box._replace(right=column)),
        word._replace(text=word.text[place:], box=word.box._replace(left=column)),
    )


def _without_strokes(word: Word) -> Iterator[Word]:
    """The values of one result as words of their own: "93%/Pass/1", "Pass /1"."""
    parts = re.findall(r"[^/]+|/", word.text)
    values = [part for part in parts if part != "/"]
    grades = sum(_GRADE.fullmatch(part) is not None for part in values)
    numbers = sum(_FEW_DIGITS.fullmatch(part) is not None for part in values)
    is_open = "/" in {parts[0], parts[-1]}
    if len(parts) == 1 or grades + numbers < len(values) or not (grades == 1 or is_open):
        yield word
        return
    left, advance = word.box.left, word.box.width / len(word.text)
    for part in parts:
        right = left + advance * len(part)
        yield word._replace(text=part, box=word.box._replace(left=left, right=right))
        left = right


def _closed_labels(words: Sequence[Word]) -> Iterator[Word]:
    position = 0
    while position < len(words):
        end = position
        while end < len(words) and len(words[end].text.rstrip(":")) <= 2:
            box = words[end].box
            if end > position and box.left - words[end - 1].box.right > _OF_COLUMN * box.height:
                break
            end += 1
            if words[end - 1].text.endswith(":"):
                break
        joined = "".join(word.text for word in words[position:end])
        if end - position > 2 and folded(joined) in LABEL_WORDS:
            box = words[position].box.union(words[end - 1].box)
            yield words[position]._replace(text=joined, box=box)
            position = end
        else:
            yield words[position]
            position += 1


def _parted_labels(words: Sequence[Word]) -> Iterator[Word]:
    for word in words:
        sign = next((sign for sign in ":=" if sign in word.text[:-1]), "/")
        label, colon, value = word.text.partition(sign)
        is_label = colon and value and folded(label) in LABEL_WORDS and not value.startswith("/")
        if is_label and sign == "/":
            # Three labels may be glued to each other: "SCORE/GRADE/TAKE:".
            others = value.split("/")
            is_label = all(folded(other) in LABEL_WORDS for other in others)
            is_label = is_label and folded(word.text) not in LABEL_WORDS
        if not is_label:
            yield word
            continue
        before, rest = _cut(word, len(label) + 1)
        yield before._replace(text=label + colon.strip("/"))
        yield from _parted_labels((rest,)) if sign == "/" else (rest,)
