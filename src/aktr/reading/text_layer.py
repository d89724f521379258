"""Whether the text layer of a page can be believed.

A text layer may be missing (a scan), or be there and say nothing: fonts without a mapping to
letters, the leavings of a poor OCR run. Such a page has to be read from its picture.
"""

import re
from collections.abc import Iterable

from aktr.acs.code import ACS_CODE_PATTERN, LEARNING_STATEMENT_PATTERN
from aktr.reading.page import TextLayer, Word

_FEWEST_KNOWN_WORDS = 3
_FEWEST_PLAIN_WORDS = 12
_PRONOUNCEABLE = 0.93
"""Share of longer words with a vowel: nearly all in any language written in Latin letters, two
thirds where letters are mapped wrongly."""
_VOWELS = frozenset("aeiouyAEIOUY")
_LETTERS = re.compile(r"[A-Za-z]+")
_WHOLE_WORD = re.compile(r"(?:^|(?<=[\s/:.,;(\[\"-]))[A-Za-z]{2,}(?=$|[\s/:.,;)\]\"-])")
"""Letters with nothing but marks of a sentence around them; in noise, some stand among signs."""
_CODE = re.compile(rf"{ACS_CODE_PATTERN}|{LEARNING_STATEMENT_PATTERN}")
KNOWN_WORDS = frozenset(
    """
    a above airman airplane an and are as at authorized be below by center certificate code codes
    date department exam expiration expires faa fail federal flight for form from ftn grade have
    I id if in instructor is issued it knowledge listed lose must name no not of on or page pass
    pilot please private report result score signature site statement take test that the this to
    tracking type used was were which will with you your
    """.upper().split()
)
"""Words that an English page of any kind is not without, and those of the form itself."""


def judge_text_layer(words: Iterable[Word]) -> TextLayer:
    """Tell text from nothing and from noise.

    Three different common words, one code of the standards, or a text of words that could be
    spoken make a layer usable.
    """
    seen: set[str] = set()
    longer = spoken = 0
    empty = True
    for word in words:
        empty = False
        seen.update(KNOWN_WORDS.intersection(map(str.upper, _WHOLE_WORD.findall(word.text))))
        if len(seen) >= _FEWEST_KNOWN_WORDS:
            return TextLayer.USABLE
        for letters in _LETTERS.findall(word.text):
            if len(letters) >= 4:
                longer += 1
                spoken += not _VOWELS.isdisjoint(letters)
        if _CODE.search(word.text):
            return TextLayer.USABLE
    if longer >= _FEWEST_PLAIN_WORDS and spoken >= _PRONOUNCEABLE * longer:
        return TextLayer.USABLE
    return TextLayer.MISSING if empty else TextLayer.USELESS
