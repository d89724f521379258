"""The form's own words, of which a quick reading will do."""

import re
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


def is_form_word(word: str) -> bool:
    """Whether a word is printed on every form and so is part of no value.

    Args:
        word: As the quick reader has it.
    """
    bare = word.strip(_EDGES).lower()
    return not bare or bare in _WORDS or _ADDRESS.search(bare) is not None


def count_form_words(text: str) -> int:
    """How many words of the form a text holds, short ones aside, which noise makes as well."""
    words = (word.strip(_EDGES).lower() for word in text.split())
    return sum(len(word) >= _LONG and word in _WORDS for word in words)
