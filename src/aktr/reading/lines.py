"""Words of a page gathered into lines, whatever order they came in."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median

from aktr.reading.page import Box, Line, Word

_LONGEST_LETTER = 2
"""Characters in a piece of letter-spaced text; PDFium glues some pairs."""
_FEWEST_LETTERS = 4
"""Pieces from which a row of single letters is taken as letter-spaced text."""
_SPACED_PAGE = 4
"""Letter-spaced lines that make a letter-spaced page."""
_WIDEST_LETTER_GAP = 1.2
"""Gap between letters of one word, in line heights; columns of single letters are wider."""
_TOUCHING = 0.06
"""Gap that no two words have between them, in line heights."""
_BESIDE = 0.25
"""Distance between the middles of two words that surely stand on one line, in line heights."""
_DASHES = frozenset("-\u2013\u2014")
"""Signs whose boxes may be as low as their ink, where another face has to lend them."""
_WORD_GAP = 0.16
"""What a gap between words has on top of a gap between letters, in line heights."""


def gather_lines(words: Iterable[Word], *, in_pieces: bool = True) -> tuple[Line, ...]:
    """Gather words into lines from top to bottom, each from left to right.

    A word stands on a line if its middle lies within the height of the line's tallest word, and the
    other way round; so values in a smaller or larger print stay beside their labels. A stamp may be
    tall and stand askew, so what is level with the line's last word is on the line as well, and so
    is what goes on right behind one of its words.

    Args:
        words: The words, in any order.
        in_pieces: Whether a word may have been drawn in pieces that touch each other.
    """
    by_middle = sorted(
        ((word.box[1] + word.box[3]) / 2, word.box[0], index, word)
        for index, word in enumerate(words)
    )
    rows: list[list[Word]] = []
    members: list[Word] = []
    top = bottom = centre = 0.0
    for middle, _, _, word in by_middle:
        _, word_top, _, word_bottom = word.box
        is_beside = top < middle < bottom and (
            word_top < centre < word_bottom
            or (members and _is_level(members[-1], word))
            or (word.text in _DASHES and bottom >= word_bottom and top <= word_top)
        )
        if is_beside or any(_goes_on(member, word) for member in members):
            members.append(word)
            if word_bottom - word_top > bottom - top:
                top, bottom, centre = word_top, word_bottom, middle
            continue
        members = [word]
        rows.append(members)
        top, bottom, centre = word_top, word_bottom, middle
    ordered = [
        _unstacked(_without_double_strikes(sorted(row, key=_left_edge))) if len(row) > 1 else row
        for row in rows
    ]
    if in_pieces:
        ordered = [_pieces_joined(row) if len(row) > 1 else row for row in ordered]
    return tuple(_lines_of_rows(ordered))


def _is_level(one: Word, other: Word) -> bool:
    """Whether two words stand beside each other at the same height."""
    apart = abs(one.box[1] + one.box[3] - other.box[1] - other.box[3]) / 2
    lower = min(one.box.height, other.box.height)
    is_beside = one.box[2] <= other.box[0] or other.box[2] <= one.box[0]
    return is_beside and apart < _BESIDE * lower


def _goes_on(word: Word, following: Word) -> bool:
    """Whether one word stands right behind another, at its height."""
    gap = following.box[0] - word.box[2]
    return 0 <= gap < word.box[3] - word.box[1] and _is_level(word, following)


def _lines_of_rows(ordered: list[list[Word]]) -> Iterator[Line]:
    spaced = [_is_letter_spaced(row) for row in ordered]
    # On a page set with spaced letters, short words are spaced as well.
    fewest = 2 if sum(spaced) >= _SPACED_PAGE else _FEWEST_LETTERS
    for row, is_spaced in zip(ordered, spaced, strict=True):
        if is_spaced or (fewest == 2 and len(row) > 1):
            yield Line(tuple(_close_letter_spacing(row, fewest)))
        else:
            yield Line(tuple(row))


def _is_letter_spaced(row: list[Word]) -> bool:
    return sum(len(word.text) == 1 for word in row) >= _FEWEST_LETTERS


def _left_edge(word: Word) -> float:
    return word.box[0]


def _without_double_strikes(words: list[Word]) -> list[Word]:
    """Drop words that were printed a second time over themselves to look bold."""
    kept = words[:1]
    for word in words[1:]:
        before = kept[-1]
        shift = word.box[0] - before.box[0]
        if word.text == before.text and shift < 0.5 * (before.box[2] - before.box[0]):
            continue
        kept.append(word)
    return kept


def _unstacked(words: list[Word]) -> list[Word]:
    """Put words in order of which two lines stand in one cell, beside larger print.

    Args:
        words: Those of a row, from left to right.
    """
    if not any(_is_stacked(*pair) for pair in pairwise(words)):
        return words
    cells: list[list[Word]] = []
    right = 0.0
    for word in words:
        if not cells or word.box[0] - right > min(word.box.height, cells[-1][-1].box.height):
            cells.append([])
        cells[-1].append(word)
        right = max(right, word.box[2])
    return [word for cell in cells for word in _line_by_line(cell)]


def _is_stacked(word: Word, other: Word) -> bool:
    """Whether one word stands above another, and not beside it."""
    return other.box[0] < word.box[2] - _TOUCHING * word.box.height and abs(
        _middle(word) - _middle(other)
    ) > 0.5 * min(word.box.height, other.box.height)


def _line_by_line(cell: list[Word]) -> list[Word]:
    by_middle = sorted(cell, key=_middle)
    lines = [[by_middle[0]]]
    for before, word in pairwise(by_middle):
        if _middle(word) - _middle(before) > 0.5 * min(word.box.height, before.box.height):
            lines.append([])
        lines[-1].append(word)
    return [word for line in lines for word in sorted(line, key=_left_edge)]


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _pieces_joined(words: list[Word]) -> list[Word]:
    """Put words together whose pieces were drawn at different times and touch each other."""
    joined = words[:1]
    for word in words[1:]:
        before = joined[-1]
        gap = word.box[0] - before.box[2]
        height = before.box[3] - before.box[1]
        if abs(gap) < _TOUCHING * height and abs(word.box[3] - before.box[3]) < _TOUCHING * height:
            joined[-1] = _joined((before, word))
        else:
            joined.append(word)
    return joined


def _close_letter_spacing(words: Sequence[Word], fewest: int) -> list[Word]:
    """Put letter-spaced text together: ``N A M E`` becomes ``NAME``."""
    closed: list[Word] = []
    run: list[Word] = []
    for word in words:
        if len(word.text) > _LONGEST_LETTER or (run and not _may_follow(run[-1], word)):
            closed.extend(_words_of_letters(run, fewest))
            run = []
        if len(word.text) > _LONGEST_LETTER:
            closed.append(word)
        else:
            run.append(word)
    closed.extend(_words_of_letters(run, fewest))
    return closed


def _may_follow(letter: Word, following: Word) -> bool:
    height = max(letter.box.height, following.box.height)
    return following.box.left - letter.box.right < 3 * _WIDEST_LETTER_GAP * height


def _words_of_letters(letters: list[Word], fewest: int) -> list[Word]:
    single = sum(len(letter.text) == 1 for letter in letters)
    if len(letters) < fewest or single < 0.7 * len(letters):
        return letters
    gaps = [following.box.left - letter.box.right for letter, following in pairwise(letters)]
    height = median(letter.box.height for letter in letters)
    usual = max(0.0, median(gaps))
    if usual > _WIDEST_LETTER_GAP * height:
        return letters
    widest_inside = max(usual * 1.5, usual + _WORD_GAP * height)
    words: list[Word] = []
    word = [letters[0]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > widest_inside:
            words.append(_joined(word))
            word = []
        word.append(letter)
    words.append(_joined(word))
    return words


def _joined(letters: Sequence[Word]) -> Word:
    boxes = [letter.box for letter in letters]
    return Word(
        "".join(letter.text for letter in letters),
        Box(
            min(map(itemgetter(0), boxes)),
            min(map(itemgetter(1), boxes)),
            max(map(itemgetter(2), boxes)),
            max(map(itemgetter(3), boxes)),
        ),
        min(letter.confidence for letter in letters),
    )
