"""When two printed names are the same person's."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def normalised_name(name: str) -> str:
    """A name without case, accents, punctuation and order of its parts.

    The form's order of first and last name is not certain, so "DOE, JANE ANN" and "Jane Ann Doe"
    give the same answer.
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(character for character in letters if not unicodedata.combining(character))
    return " ".join(sorted(re.findall(r"\w+", plain)))
