"""Full-text search over the catalogue: every wording is looked through, no index is kept on disk.

Some ten thousand distinct texts of about a hundred characters are few enough that a scan of them
costs a millisecond a word, which is less than keeping an index in step with imported editions.
"""

import heapq
import re
from difflib import get_close_matches
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[-/.'’][^\W_]+)*")
_BETWEEN_WORDS: Final = re.compile(r"[^\w.'’]+")
_STOP_WORDS: Final = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of",
        "on", "or", "that", "the", "to", "what", "with",
    }
)  # fmt: skip

_ALIKE: Final = 0.8
"""How like a word must be to be offered for another: one letter of five may differ."""
_MOST_UNKNOWN: Final = 4
"""Words that are looked for in others; a query with more is no slip of the keyboard."""


class SearchIndex:
    """The texts of all codes, each distinct text once."""

    def __init__(self) -> None:
        self._texts: Final[list[str]] = []
        self._text_ids: Final[dict[str, int]] = {}
        self._rows: Final[list[tuple[str, int, int]]] = []
        self._rows_of_text: Final[list[list[int]]] = []

    def add(self, code: str, own: str, heading: str) -> None:
        """Take in one code.

        Args:
            code: The code.
            own: Its own wording.
            heading: What stands above it: parent, task, area.
        """
        row = (code, self._text_id(own), self._text_id(heading))
        for text_id in set(row[1:]):
            self._rows_of_text[text_id].append(len(self._rows))
        self._rows.append(row)

    def find(self, words: str, limit: int, prefix: str | None = None) -> list[str]:
        """Codes that hold all the words.

        Args:
            words: The query; words that carry no meaning ("of", "the") are passed over.
            limit: How many codes to return at most.
            prefix: Only codes that begin so.

        Returns:
            Codes, best first: the more of the words stand in the code's own wording, and the
            shorter that wording is, the better; then in the order of the standards.
        """
        hits = [self._texts_with(stem) for stem in _stems(words)]
        if not hits or limit < 1:
            return []
        rarest = min(hits, key=len)
        candidates = {row for text_id in rarest for row in self._rows_of_text[text_id]}
        ranked: list[tuple[int, int, int]] = []
        for number in candidates:
            code, own, heading = self._rows[number]
            if prefix is not None and not code.upper().startswith(prefix.upper()):
                continue
            if all(own in found or heading in found for found in hits):
                outside = sum(own not in found for found in hits)
                ranked.append((outside, len(self._texts[own]), number))
        return [self._rows[number][0] for *_, number in heapq.nsmallest(limit, ranked)]

    def respelled(self, words: str) -> str | None:
        """The query with the words that no text has replaced by those most like them.

        Returns:
            None where every word is found, or nothing is like one that is not.
        """
        text = words.casefold()
        unknown = [
            word
            for word in dict.fromkeys(_WORD.findall(text))
            if not all(self._texts_with(stem) for stem in _stems(word))
        ]
        if not unknown or len(unknown) > _MOST_UNKNOWN:
            return None
        known = sorted({each for own in self._texts for each in own.split() if each.isalpha()})
        for word in unknown:
            alike = get_close_matches(word, known, n=1, cutoff=_ALIKE)
            if not alike:
                return None
            text = text.replace(word, alike[0])
        return text

    def _text_id(self, text: str) -> int:
        folded = text.casefold()
        known = self._text_ids.get(folded)
        if known is None:
            known = self._text_ids[folded] = len(self._texts)
            # The blank in front lets a word's beginning be found as " word".
            self._texts.append(" " + _BETWEEN_WORDS.sub(" ", folded))
            self._rows_of_text.append([])
        return known

    def _texts_with(self, stem: str) -> set[int]:
        return {number for number, text in enumerate(self._texts) if stem in text}


def _stems(words: str) -> list[str]:
    """The query's words, folded, without plural endings, each with the blank it begins after."""
    found = dict.fromkeys(
        part
        for word in _WORD.findall(words.casefold())
        for part in re.split(r"[-/]", word)
        if part not in _STOP_WORDS
    )
    return [" " + (_singular(word)) for word in found]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
