"""Codes read once more, each by itself, as nothing but codes.

What looks like a code and is damaged or doubtful is cut out of its strip and shown to the careful
reader in two ways. Of all lists of codes, the one is taken that explains both answers best, if it
is clearly ahead of the next one and explains them nearly as well as any text could. What is not
clear stays as it was read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import exp
from typing import Final, NamedTuple

from aktr.acs.code import CodeFamily, family_of
from aktr.reading.vision.codes.grammar import (
    Likelihoods,
    best_of_all,
    codes_in,
    likeliest_codes,
    likelihood,
    signs_of,
    steps_of,
)
from aktr.reading.vision.networks.models import Network, Tensor
from aktr.reading.vision.text.code_words import SIGNS_BEHIND, is_like_code
from aktr.reading.vision.text.pieces import Piece
from aktr.reading.vision.text.prose import is_form_word
from aktr.reading.vision.text.recognise import Character, answers_to, column_of_step
from aktr.reading.vision.text.second_look import WIDE, full_contrast
from aktr.reading.vision.words.words import StripWord

_SURE: Final = 0.8
"""Certainty from which a well-formed code is not looked at again."""
_MOST: Final = 40
"""Places of a page that are looked at again; a page with more is blurred, and no look helps."""
_PAPER: Final = 8
"""Columns of paper kept on both sides."""
_LONGEST: Final = 600
"""Columns that are read in one go."""
_FRAGMENT: Final = re.compile(r"(?=\S*[A-Z\dIl|])[A-Za-z\d|!§.,:;]{1,7}")
"""What may be part of a damaged code beside other parts."""
_WHOLE: Final = re.compile(r"[A-Z\d|l]{2,3}[.,:;]\S+[\dIl|§][A-Za-z]?[.,;:]?")
"""What begins and ends as a code does is looked at by itself."""
_FAMILIES: Final = (CodeFamily.ACS, CodeFamily.LEARNING_STATEMENT)
_PARTS: Final = 4
_AS_NUMERAL: Final = str.maketrans("1l|", "III")
_AS_NUMBER: Final = str.maketrans("Il|", "111")
_CANDIDATES: Final = 6
"""Texts that each look puts forward."""
_OTHER_PREFIX: Final = 3.0
"""What it costs, as a logarithm, to begin like no other code of the page."""
_SHARE: Final = 0.3
"""Share of the commonest beginning from which another one is usual on the page as well."""
_UNEXPLAINED: Final = 6.0
"""How much likelier, as a logarithm, the likeliest text may be for each code that is taken."""
_AHEAD: Final = 0.6
"""Likelihood among all lists of codes from which one is taken."""
_CLEAR: Final = 0.85
"""The same from which it is beyond doubt."""
_CONFIRMED: Final = 0.8
"""The same if it is what was read before."""
_NOT_CLEAR: Final = 0.75
"""Certainty, at most, of what is not."""
_MOST_CERTAIN: Final = 0.97


class _Look(NamedTuple):
    signs: Likelihoods
    width: float
    best: float
    """How likely the likeliest characters are, whatever they say, as a logarithm."""

    @classmethod
    def of(cls, answer: Tensor, width: float) -> "_Look":
        return cls(signs_of(answer), width, best_of_all(answer))


class _Found(NamedTuple):
    text: str
    """In signs of the grammar."""
    codes: tuple[str, ...]
    likely: float
    """Among all lists of codes, 0 to 1."""


def with_codes_read_alone(words: Sequence[StripWord], reader: Network) -> list[StripWord]:
    """The words of a page, with those codes put right that leave no other reading.

    Args:
        words: Those of a strip follow on each other from left to right.
        reader: The careful reader.

    Returns:
        The words; damaged ones may have become several codes, or several of them one.
    """
    usual = _usual_prefixes(words)
    spans = list(_spans(words))[:_MOST]
    settled = dict(_settled(words, spans, reader, usual))
    # What does not make codes together may hold one all the same.
    parts = [
        part
        for first, last in spans
        if first < last and (first, last) not in settled
        for part in _parts(words, first, last)
    ]
    settled.update(_settled(words, parts, reader, usual))
    looked = list(words)
    for (first, last), codes in sorted(settled.items(), reverse=True):
        looked[first : last + 1] = codes
    return looked


def _settled(
    words: Sequence[StripWord],
    spans: Sequence[tuple[int, int]],
    reader: Network,
    usual: frozenset[str],
) -> Iterator[tuple[tuple[int, int], list[StripWord]]]:
    """Some spans with the codes that stand there, without those of which nothing is clear."""
    pieces = [_piece(words[first], words[last]) for first, last in spans]
    plain = answers_to(pieces, reader)
    wide = answers_to(pieces, reader, WIDE, full_contrast)
    for span, piece, *answers in zip(spans, pieces, plain, wide, strict=True):
        looks = [_Look.of(answers[0], 1.0), _Look.of(answers[1], WIDE)]
        found = _likeliest(looks, usual)
        if found is not None:
            yield span, _replaced(words[span[0] : span[1] + 1], found, piece, looks[0])


def _spans(words: Sequence[StripWord]) -> Iterator[tuple[int, int]]:
    """First and last of the words that are looked at together."""
    index = 0
    while index < len(words):
        word = words[index]
        first = last = index
        index += 1
        if not _is_doubtful(word):
            continue
        while not _is_whole(words[last]) and index < len(words) and _goes_on(word, words[index]):
            last = index
            index += 1
        around = [words[near] for near in (first - 1, last + 1) if 0 <= near < len(words)]
        if any(is_like_code(part.text) for part in words[first : last + 1]) or any(
            _is_code(near) and near.strip is word.strip for near in around
        ):
            yield first, last


def _parts(words: Sequence[StripWord], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Words of a span that are like a code, by themselves or with the next one."""
    index = first
    while index <= last:
        is_torn = index < last and not any(
            is_like_code(word.text) for word in words[index : index + 2]
        )
        if is_like_code(words[index].text):
            yield index, index
        elif is_torn and is_like_code(words[index].text + words[index + 1].text):
            yield index, index + 1
            index += 1
        index += 1


def _goes_on(first: StripWord, word: StripWord) -> bool:
    return (
        word.strip is first.strip
        and word.right - first.left <= _LONGEST
        and _is_doubtful(word)
        and not _is_code(word)
    )


def _is_doubtful(word: StripWord) -> bool:
    text = word.text
    may_be_code = is_like_code(text) or _FRAGMENT.fullmatch(text) is not None
    if not may_be_code or is_form_word(text):
        return False
    is_settled = family_of(_settled_by_place(text)) in _FAMILIES and word.confidence >= _SURE
    return not is_settled


def _settled_by_place(text: str) -> str:
    """A text with those strokes that can only be one thing where they are: I, l and 1."""
    parts = text.rstrip(SIGNS_BEHIND).split(".")
    if len(parts) == _PARTS:
        parts[1], parts[2] = parts[1].translate(_AS_NUMERAL), parts[2].translate(_AS_NUMERAL)
        parts[3] = parts[3][:1] + parts[3][1:].translate(_AS_NUMBER)
    return ".".join(parts)


def _is_whole(word: StripWord) -> bool:
    return _is_code(word) or _WHOLE.fullmatch(word.text) is not None


def _is_code(word: StripWord) -> bool:
    return family_of(word.text.rstrip(SIGNS_BEHIND)) in _FAMILIES


def _piece(first: StripWord, last: StripWord) -> Piece:
    start = max(0, first.left - _PAPER)
    end = min(first.strip.pixels.shape[1], last.right + _PAPER)
    return Piece(first.strip, start, end, start, end, False)


def _usual_prefixes(words: Sequence[StripWord]) -> frozenset[str]:
    """How codes of the page begin, those aside that hardly one has."""
    counts = Counter(word.text[:2] for word in words if "." in word.text and _is_code(word))
    most = max(counts.values(), default=0)
    return frozenset(prefix for prefix, count in counts.items() if count >= _SHARE * most)


def _likeliest(looks: Sequence[_Look], usual: frozenset[str]) -> _Found | None:
    """The list of codes that explains some looks best, if it is clearly the best."""
    # In an order of its own, or sums would differ in their last digits from process to process.
    texts = dict.fromkeys(
        text for look in looks for text in likeliest_codes(look.signs)[:_CANDIDATES]
    )
    likely: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for text in texts:
        codes = codes_in(text)
        unusual = sum("." in code and bool(usual) and code[:2] not in usual for code in codes)
        seen = sum(likelihood(text, look.signs) for look in looks) / len(looks)
        likely[codes][text] = seen - _OTHER_PREFIX * unusual
    if not likely:
        return None
    top = max(max(of_codes.values()) for of_codes in likely.values())
    shares = {
        codes: sum(exp(each - top) for each in of_codes.values())
        for codes, of_codes in likely.items()
    }
    best = max(shares, key=lambda codes: shares[codes])
    text = max(likely[best], key=lambda each: likely[best][each])
    unexplained = sum(look.best for look in looks) / len(looks) - likely[best][text]
    share = shares[best] / sum(shares.values())
    if share < _AHEAD or unexplained > _UNEXPLAINED * len(best):
        return None
    return _Found(text, best, share)


def _replaced(
    read: Sequence[StripWord], found: _Found, piece: Piece, look: _Look
) -> list[StripWord]:
    """The codes that were found, for the words that were read there."""
    certain = min(found.likely, _MOST_CERTAIN)
    before = tuple(_settled_by_place(word.text) for word in read)
    if certain < (_CONFIRMED if before == found.codes else _CLEAR):
        certain = min(certain, _NOT_CLEAR)
    if before != found.codes and all(family_of(text) in _FAMILIES for text in before):
        # Whole codes that differ: one of the looks is wrong, and nothing says which.
        if certain < _CLEAR:
            return list(read)
        certain = _NOT_CLEAR
    columns = [
        piece.start + column_of_step(step + 0.5, look.width)
        for step in steps_of(found.text, look.signs)
    ]
    words: list[StripWord] = []
    start, left = 0, read[0].left
    for number, code in enumerate(found.codes, 1):
        start = found.text.index(code[0], start)
        own = columns[start : start + len(code)]
        start += len(code)
        last = number == len(found.codes)
        right = read[-1].right if last else round((own[-1] + columns[start]) / 2)
        signs = tuple(
            Character(sign, column, certain, "", 0.0)
            for sign, column in zip(code, own, strict=True)
        )
        words.append(StripWord(read[0].strip, signs, left, max(left + 1, right)))
        left = right
    return words
