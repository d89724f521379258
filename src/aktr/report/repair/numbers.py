"""Numbers of which a picture shows some digits as letters: dates, exam IDs, FTNs, scores."""

import re
from typing import Final

from aktr.report.repair.codes import is_stroke

DIGIT_OF: Final = str.maketrans("OoQIl|!iZzSsGBgq", "0001111122556899")
DIGIT: Final = r"[0-9OoQIl|!iZzSsGBgq]"
_NUMBERS: Final = (
    re.compile(rf"(){DIGIT}{{1,2}}([/.-]){DIGIT}{{1,2}}\2{DIGIT}{{4}}"),  # date
    re.compile(rf"(){DIGIT}{{15,19}}"),  # exam ID
    re.compile(rf"([A-Z]{{3}}){DIGIT}{{5}}"),  # testing centre
    re.compile(rf"([A-Z]){DIGIT}{{7}}"),  # FAA tracking number
    re.compile(rf"(){DIGIT}{{1,3}}%"),  # score
)
"""Values that are digits, behind the letters in the first group."""
_UNDAMAGED: Final = re.compile(
    r"[A-Z]\d{7}|(?![A-Z](?:[A-Z]{2})?[OQI]\d{4,6}$)[A-Z]{2,5}\d{3,6}|\d{15,19}|\d{1,3}%"
)
_TWO_ZEROS: Final = re.compile(r"[A-Z]OO\d{5}")
"""An FTN that begins with two zeros, read as a centre."""


def as_number(text: str) -> str | None:
    """A number with its look-alikes as digits, if at least half of it are digits already.

    Args:
        text: One word.

    Returns:
        None if it is no damaged date, exam ID, testing centre, FTN or score.
    """
    # No centre has these letters.
    if _TWO_ZEROS.fullmatch(text):
        return text[0] + text[1:].translate(DIGIT_OF)
    if _UNDAMAGED.fullmatch(text):
        return None
    for form in _NUMBERS:
        match = form.fullmatch(text)
        if match is None:
            continue
        letters, rest = match[1], text[match.end(1) :]
        places = [character for character in rest if is_stroke(character)]
        if 2 * sum(character.isdigit() for character in places) >= len(places):
            return letters + rest.translate(DIGIT_OF)
    return None
