"""The form's own words, of which a quick reading will do."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_WORDS: Final = frozenset(
    """
    a above acs additional administration airman alteration and answered any applicable applicant
    appropriate are area areas as associated at authorized aviation basis be been below by can cert
    certificate certificated certificates certification cfr clearly code codes competent computer
    consider covering date deficient department do document does duplicate each elements exam
    examination expiration expires faa federal fields first for form found fraudulent ftn gave given
    grade guide have held hours http https i id if in incorrect incorrectly information instruction
    instructor instructor's is issued it knowledge last learning listed llc lose material may more
    mr mr/ms ms must name named no not number of on one operation operation/task/elements
    operation/tasks/elements or pass person pilot please practical print private psi question
    questions rating ratings received reference report represent response result retain revocation
    score services shown signature single site standards statement statements subject supplement
    suspension take task tasks test testing than that the their these this title to tracking
    transportation type u.s use used was were which who will with you your
    """.split()
)
_EDGES: Final = " .,:;()[]_-|/*"
_ADDRESS: Final = re.compile(r"https?:|www\.|faa\.gov")
_LONG: Final = 4
_SENTENCE: Final = 4
"""Words of the form, short ones aside, that show a line to be one of its sentences."""
_LONGEST_GLUED: Final = 15
_FEWEST_GLUED: Final = 10
"""Letters of words without blanks between them, below which they may be a name (BENOIT)."""


def is_form_word(word: str) -> bool:
    """Whether a word is printed on every form and so is part of no value.

    Args:
        word: As the quick reader has it.
    """
    bare = word.strip(_EDGES).lower()
    return not bare or bare in _WORDS or _ADDRESS.search(bare) is not None


def values_among(words: Sequence[str]) -> Iterator[int]:
    """Which words of a line may be part of a value.

    Reports say in their own words what codes are and where they are explained. In such a sentence
    a word of small letters alone is one more of its words, whether or not it is known: values
    have capitals or digits, and names with small parts (de la Cruz) stand in no sentence. The
    same goes for words in capitals whose blanks are lost; labels without theirs are read with care.

    Args:
        words: The line from left to right, as the quick reader has it.

    Yields:
        Places in ``words``.
    """
    of_form = [is_form_word(word) for word in words]
    long_ones = sum(
        known and len(word.strip(_EDGES)) >= _LONG
        for known, word in zip(of_form, words, strict=True)
    )
    in_sentence = long_ones >= _SENTENCE and 2 * sum(of_form) >= len(words)
    for index, word in enumerate(words):
        bare = word.strip(_EDGES)
        of_sentence = in_sentence and bare.isalpha() and (bare.islower() or _are_glued(bare))
        if not of_form[index] and not of_sentence:
            yield index


def _are_glued(word: str) -> bool:
    """Whether letters are words of the form whose blanks the quick reader has not seen."""
    letters = word.lower()
    if len(letters) < _FEWEST_GLUED:
        return False
    longest_at_end = [0, *[-1] * len(letters)]
    for end in range(1, len(letters) + 1):
        for length in range(2, min(end, _LONGEST_GLUED) + 1):
            before = longest_at_end[end - length]
            if before >= 0 and letters[end - length : end] in _WORDS:
                longest_at_end[end] = max(longest_at_end[end], before, length)
    return longest_at_end[-1] >= _LONG


def count_form_words(text: str) -> int:
    """How many words of the form a text holds, short ones aside, which noise makes as well."""
    words = (word.strip(_EDGES).lower() for word in text.split())
    return sum(len(word) >= _LONG and word in _WORDS for word in words)
