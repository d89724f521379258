"""What two readers that know nothing of each other have both read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from aktr.reading.page import Line, Page, ReadBy, TextLayer, Word

_CONFIRMED: Final = 0.90
"""Confidence in a word that both have read: as in one that only had look-alikes exchanged."""
_WORTH_ASKING: Final = 0.80
"""Words less sure than this send a report to a person."""
_MORE_LIKELY_THAN_NOT: Final = 0.50
"""Below it the reader of this machine has hardly seen the strokes, and a model that guesses what
usually stands there could guess the same."""
_FEWEST_IN_A_ROW: Final = 2
"""Equal words in a row that show that both readers are at the same place."""
_MOST_WORDS: Final = 3000
"""Comparing takes time with the square of it; a full page has 500."""


def may_help(page: Page) -> bool:
    """Whether a second reading could change anything for the better."""
    if page.text_layer is not TextLayer.USABLE:
        return True
    return page.read_by is ReadBy.OCR and any(
        _MORE_LIKELY_THAN_NOT <= word.confidence < _WORTH_ASKING
        for line in page.lines
        for word in line.words
    )


def agreed(local: Page, hosted: Page) -> Page:
    """The page as this machine has read it, surer of words that the hosted model confirms.

    Nothing else changes: no text, no place, no word that only one of them has. A word is confirmed
    if it is the same character by character and stands at the same place in the order of the text.
    """
    own = [word for line in local.lines for word in line.words]
    other = [word for line in hosted.lines for word in line.words]
    if local.read_by is not ReadBy.OCR or max(len(own), len(other)) > _MOST_WORDS:
        return local
    confirmed = set(_confirmed(own, other))
    lines = []
    first = 0
    for line in local.lines:
        lines.append(
            Line(
                tuple(
                    _raised(word) if index in confirmed else word
                    for index, word in enumerate(line.words, first)
                )
            )
        )
        first += len(line.words)
    return replace(local, lines=tuple(lines))


def _confirmed(own: Sequence[Word], other: Sequence[Word]) -> Iterator[int]:
    """Places in the first sequence of the words that are in both."""
    ours, theirs = [word.text for word in own], [word.text for word in other]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        together = end - start >= _FEWEST_IN_A_ROW
        # Readers differ in where a word ends; what stands between places that agree can still be
        # the same characters.
        parted_otherwise = tag == "replace" and (
            "".join(ours[start:end]) == "".join(theirs[other_start:other_end])
        )
        if (tag == "equal" and together) or parted_otherwise:
            yield from range(start, end)


def _raised(word: Word) -> Word:
    if word.confidence < _MORE_LIKELY_THAN_NOT or "?" in word.text:
        return word
    return word._replace(confidence=max(word.confidence, _CONFIRMED))
