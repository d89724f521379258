"""Reads the value of one field out of the characters of its cell.

Each function takes the text of a cell and answers with what it made of it and from which
characters, or None where the cell holds no such value. Nothing is guessed: what can be read in two
ways has no value and a doubt.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from aktr.report.model import Grade
from aktr.report.values.cell_reading import DASHES_OF_NUMBERS, Reading, is_blank
from aktr.report.values.choices import chosen_grade
from aktr.report.values.label_phrases import LABEL_WORDS, folded
from aktr.report.values.sites import read_site

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
MONTH_NAME: Final = (
    r"(JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|[O0]CT(?:[O0]BER)?|N[O0]V(?:EMBER)?|DEC(?:EMBER)?)"
)
"""In a picture of a date that begins with digits, the O of OCT may look like one more."""
_NUMERIC_DATE: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?([/.{DASHES_OF_NUMBERS}])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}})(?!\d)"
)
_ISO_DATE: Final = re.compile(
    rf"(?<!\d)(\d{{4}})([/{DASHES_OF_NUMBERS}])(\d{{1,2}})\2(\d{{1,2}})(?!\d)"
)
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:ST|ND|RD|TH)?[\s{DASHES_OF_NUMBERS}]*{MONTH_NAME}\.?,?"
    rf"[\s{DASHES_OF_NUMBERS}]*(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(
    rf"{MONTH_NAME}\.?[\s{DASHES_OF_NUMBERS}]*(\d{{1,2}})(?:ST|ND|RD|TH)?"
    rf"[.,\s{DASHES_OF_NUMBERS}]+(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_FTN: Final = re.compile(r"(?<![^\W_])([A-Za-z])[\s-]?(\d{7})(?![A-Za-z0-9])")
_IDENTIFIER: Final = re.compile(r"(?<![^\W_])[A-Za-z]?[\dXx*][\dXx*-]{3,}\d(?![A-Za-z0-9])")
_DIGITS: Final = re.compile(rf"(?<![A-Za-z0-9])\d[\d {DASHES_OF_NUMBERS}]*\d(?![A-Za-z0-9])")
_EXAM_ID_BEHIND_LABEL: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:ID|NO|NUMBER)[.:#]?(\d{17})(?![A-Za-z0-9])", re.IGNORECASE
)
_WRAPPED_EXAM_ID: Final = re.compile(r"(\d{8,16})-? (\d{1,9})")
_PERCENT: Final = re.compile(
    r"(?<![\d.,])(\d+)(?:\.0+)?\s*(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE
)
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z\d.,/-])(?<!\bof )(?<!/ )(\d{1,3})(?:\.0+)?"
    r"(?![A-Za-z\d.]|,\d|\s*(?:of|out of|/)\s*\d)",
    re.IGNORECASE,
)
"""A number by itself; one inside a word, as in a code, is none."""
_ASKED_FOR: Final = re.compile(
    r"\b(?:passing\s(?:score|grade|mark|level|percentage)|pass\smark|minimum|required|at\sleast)\b"
    r"[^%\d]*$",
    re.IGNORECASE,
)
"""What stands in front of the score that a test asks for."""
_OUT_OF_HUNDRED: Final = re.compile(
    r"(?<![\d.])(\d{1,3})\s*(?:/|of|out of)\s*100(?!\d)", re.IGNORECASE
)
_GRADE: Final = re.compile(
    r"(?<![A-Za-z])(?P<not>(?:did\s+not|didn['\u2019]t|not)\s+)?"
    r"(?P<word>PASS(?:ED|ING(?!\s+(?:score|grade|mark|percentage|rate))|(?!\s+(?:mark|rate)\b))|FAIL(?:ED|URE|ING)?)(?![A-Za-z])",
    re.IGNORECASE,
)
_GRADE_LETTER: Final = re.compile(r"\W*([PF])\W*")
_TAKE: Final = re.compile(
    r"(?<![A-Za-z\d/.])0*(\d{1,2})(?:st|nd|rd|th)?(?![A-Za-z\d/%]|\.\d)", re.IGNORECASE
)
_STROKE_AND_TAKE: Final = re.compile(r"\W*[1Il|!]\s+(?:[A-Z]\s+)?(\d{1,2})\W*$")
"""The edge of a cell or a colon is like a one, and a pen's tick like a capital."""
_ORDINALS: Final = {"FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "FIFTH": 5}
_ONE_STROKE: Final = re.compile(r"\W*[Il|!]\W*$")
_ORDINAL: Final = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)
YEAR_OF_TWO_DIGITS: Final = "The year of this date is printed with two digits."
_FIRST_YEAR: Final = 80
"""Two digits from which a year is one of the last century."""
EXAM_ID_ALONE: Final = re.compile(r"(?<![A-Za-z0-9-])\d{17}(?![A-Za-z0-9-])")
"""An exam ID that is no part of a longer number or word."""
EXAM_ID_DIGITS: Final = 17
"""Length of a knowledge test exam ID (AC 107-2A, 6.4.1)."""


def read_date(text: str) -> Reading | None:
    """A date: month/day/year as the form prints it, or any form that can be read in one way."""
    for pattern, order in (
        (_ISO_DATE, (1, 3, 4)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_DAY_FIRST, (3, 2, 1)),
    ):
        match = pattern.search(text)
        if match:
            year, month, day = (match.group(group) for group in order)
            number = int(month) if month.isdigit() else _MONTHS[month[:3].upper().replace("0", "O")]
            return _dated(match, int(year), number, int(day))
    match = _NUMERIC_DATE.search(text)
    if match is None:
        return None
    month, _, day, year = match.groups()
    digit_before = re.search(r"\d\s$", text[: match.start()]) is not None
    if digit_before and len(month) == 1:
        doubt = "The digits of the date stand apart; it cannot be told which belong together."
        return Reading(None, 0, match.end(), doubt, sure=False)
    if len(year) == 4:
        reading = _dated(match, int(year), int(month), int(day))
        if digit_before and reading.value is not None:
            # The edge of a cell is read as a 1.
            return reading._replace(doubt="A digit stands before the date.", sure=False)
        return reading
    century = 1900 if int(year) >= _FIRST_YEAR else 2000
    reading = _dated(match, century + int(year), int(month), int(day))
    return reading._replace(doubt=YEAR_OF_TWO_DIGITS, sure=False)


def _dated(match: re.Match[str], year: int, month: int, day: int) -> Reading:
    try:
        return Reading(date(year, month, day), match.start(), match.end())
    except ValueError:
        return Reading(
            None,
            match.start(),
            match.end(),
            f"“{match.group()}” is no date in the order month, day, year.",
            sure=False,
        )


def read_ftn(text: str) -> Reading | None:
    """An FAA tracking number: a letter and seven digits."""
    match = _FTN.search(text)
    if match:
        return Reading(match[1].upper() + match[2], match.start(), match.end())
    match = _IDENTIFIER.search(text)
    if match:
        return Reading(match.group().upper(), match.start(), match.end(), sure=False)
    return None


def read_applicant_id(text: str) -> Reading | None:
    """An applicant ID of the years before 2020: digits, sometimes with a letter or hyphens."""
    match = _FTN.search(text) or _IDENTIFIER.search(text)
    return match and Reading(match.group(), match.start(), match.end())


def read_exam_id(text: str) -> Reading | None:
    """An exam ID: 17 digits, printed in one piece or in groups."""
    for match in _DIGITS.finditer(text):
        digits = "".join(filter(str.isdigit, match.group()))
        if len(digits) == EXAM_ID_DIGITS:
            return Reading(digits, match.start(), match.end())
    glued = _EXAM_ID_BEHIND_LABEL.search(text)
    if glued:
        return Reading(glued[1], glued.start(1), glued.end(1))
    first = re.search(r"(?<![A-Za-z0-9])[A-Za-z]{0,3}\d{5,}(?![A-Za-z0-9])", text)
    return first and Reading(first.group(), first.start(), first.end(), sure=False)


def read_wrapped_exam_id(text: str) -> Reading | None:
    """An exam ID whose last digits did not fit the width of its cell: "6931449029976056 3"."""
    match = _WRAPPED_EXAM_ID.fullmatch(text)
    digits = match and match[1] + match[2]
    return Reading(digits, 0, len(text)) if digits and len(digits) == EXAM_ID_DIGITS else None


def read_score(text: str) -> Reading | None:
    """A score in per cent."""
    numbers = (
        number
        for form in (_PERCENT, _OUT_OF_HUNDRED, _NUMBER)
        for number in form.finditer(text)
        if not _ASKED_FOR.search(text[: number.start()])
    )
    match = next(numbers, None)
    if match is None:
        return None
    parted = re.match(r"\s+\d", text[match.end() :]) and "%" not in match.group()
    if parted or (len(match[1]) < 3 and re.search(r"(?<!\d)\d\s$", text[: match.start()])):
        return Reading(
            None,
            0,
            len(text),
            "The digits of the score stand apart; it cannot be told which belong together.",
            sure=False,
        )
    score = int(match[1])
    if score > 100:
        return Reading(
            None, match.start(), match.end(), f"A score of {score} % cannot be.", sure=False
        )
    return Reading(score, match.start(), match.end())


def read_grade(text: str) -> Reading | None:
    """Pass or fail."""
    matches = list(_GRADE.finditer(text))
    if not matches:
        match = _GRADE_LETTER.fullmatch(text)
        grade = match and (Grade.PASS if match[1] == "P" else Grade.FAIL)
        return Reading(grade, match.start(1), match.end(1)) if match else None
    first = matches[0]
    grades = {_grade(match) for match in matches}
    if len(grades) > 1:
        chosen = chosen_grade(text)
        if chosen is not None:
            return Reading(chosen, first.start(), matches[-1].end())
        doubt = "Both words, pass and fail, are printed; it cannot be told which one holds."
        return Reading(None, first.start(), matches[-1].end(), doubt, sure=False)
    return Reading(grades.pop(), first.start(), first.end())


def _grade(match: re.Match[str]) -> Grade:
    """The grade of a word; "not passed" is a failure."""
    passed = (match["word"][0] in "Pp") is not bool(match["not"])
    return Grade.PASS if passed else Grade.FAIL


def read_take(text: str) -> Reading | None:
    """The number of the attempt, from 1."""
    match = _STROKE_AND_TAKE.match(text)
    if match:
        doubt = "Two numbers stand beside its label."
        return Reading(int(match[1]), match.start(1), match.end(1), doubt, sure=False)
    match = _TAKE.search(text)
    if match and int(match[1]) > 0:
        return Reading(int(match[1]), match.start(), match.end())
    if _ONE_STROKE.match(text):
        return Reading(1, 0, len(text))
    match = _ORDINAL.search(text)
    return match and Reading(_ORDINALS[match[1].upper()], match.start(), match.end())


_NO_NAMES: Final = frozenset(
    """AIRMAN APPLICANT AVIATION CERTIFICATE CERTIFICATION CODE CODES COMPUTER DATE DEPARTMENT EXAM
    EXAMINATION FAA FEDERAL FOR FORM HAS ID INFORMATION INSTRUCTOR KNOWLEDGE MUST NUMBER PILOT
    REPORT RESULT RESULTS SCORE SHALL SIGNATURE STANDARDS STATEMENT TEST THE TO TRACKING
    TRANSPORTATION WHO WILL
    """.split()
)
"""Words of the form, of which no name has two."""


_BEFORE_NAME: Final = " _:.;|-\u2013\u2014,\u2022*"
_BEHIND_NAME: Final = " _:;|-\u2013\u2014,\u2022*"


_LABEL_INSIDE: Final = re.compile(r"[\s,]+[^\s:]+:(?:\s|$)")


def read_name(text: str) -> Reading | None:
    """A name, kept as it is printed."""
    trimmed = text.lstrip(_BEFORE_NAME).rstrip(_BEHIND_NAME)
    if trimmed.endswith(".."):
        trimmed = trimmed.rstrip(" .")
    if len(trimmed) < 2 or not any(letter.isalpha() for letter in trimmed):
        return None
    start = text.index(trimmed)
    name, doubt = _NUMBER_BEHIND.sub("", trimmed), None
    if name != trimmed and looks_like_name(name):
        if trimmed.endswith(" 0"):
            doubt = "What stands behind the name was read as a zero, and taken for the letter O."
            return Reading(f"{name} O", start, start + len(trimmed), doubt)
        trimmed, doubt = name, "A number stands behind the name; it is none of it."
    if any(letter.isdigit() for letter in trimmed) or "(" in trimmed or is_blank(trimmed):
        return None
    if sum(not is_no_form_word(word) for word in trimmed.split()) > 1:
        return None
    label = _LABEL_INSIDE.search(trimmed)
    if label:
        trimmed, doubt = trimmed[: label.start()], "A label stands behind the name."
    elif not _STAMPS.isdisjoint(word.strip(",.").upper() for word in trimmed.split()):
        doubt = "A stamp seems to stand in it."
    # A word of a sentence that breaks behind "Airman" is no name.
    sure = not trimmed.islower()
    return Reading(trimmed, start, start + len(trimmed), doubt, sure=sure)


_STAMPS: Final = frozenset(
    """APPROVED COPY DUPLICATE ENTERED FAXED ORIGINAL RECEIVED REVIEW REVIEWED SAMPLE SCANNED
    VERIFIED VOID""".split()
)
_SUFFIX: Final = re.compile(r"\W*((?:JR|SR)\b\.?|[IV]{1,4}|[2-5](?:ND|RD|TH))\W*", re.IGNORECASE)


def read_suffix(text: str) -> Reading | None:
    """What tells a person from another one of the same name, where it has a cell of its own."""
    match = _SUFFIX.fullmatch(text)
    return match and Reading(match[1], match.start(1), match.end(1))


_NUMBER_BEHIND: Final = re.compile(r" \d{1,2}$")
"""What a stroke beside the name is read as."""


def is_no_form_word(word: str) -> bool:
    """Whether a word can be part of a name on a form that is full of other words."""
    return word.strip(",.").upper() not in _NO_NAMES


_INITIAL: Final = 2
"""Letters of an initial with its dot, or of a numeral such as II."""
_PARTICLES: Final = frozenset("da das de del della der di dos du la las los van von".split())
"""Words that stand small between those of a name."""


SURNAMES: Final = frozenset(("DATE", "PAGE"))
"""Words of labels that are common surnames as well."""


def may_be_name(text: str) -> bool:
    """The same where a name is expected: there one of its words may be a word of the form.

    The others must not be words of labels, as in "Date Signed".
    """
    words = text.split()
    others = [word for word in words if word.strip(",").upper() not in SURNAMES]
    if len(others) == len(words):
        return looks_like_name(text)
    return len(others) == len(words) - 1 and not (
        any(len(word) > _INITIAL and folded(word) in LABEL_WORDS for word in others)
        or not looks_like_name(" ".join(["Doe", *others]))
    )


def looks_like_name(text: str) -> bool:
    """Whether some words can be nothing but a person's name: two to six, capitalised."""
    words = text.replace(",", " ").split()
    words[1:-1] = [word for word in words[1:-1] if word not in _PARTICLES]
    return 2 <= len(words) <= 6 and all(
        word[0].isupper()
        and all(letter.isalpha() or letter in ".'\u2019-" for letter in word)
        and is_no_form_word(word)
        for word in words
    )


Reader = Callable[[str], Reading | None]

READERS: Final[dict[str, Reader]] = {
    "name": read_name,
    "last_name": read_name,
    "first_name": read_name,
    "middle_name": read_name,
    "suffix": read_suffix,
    "ftn": read_ftn,
    "applicant_id": read_applicant_id,
    "exam_id": read_exam_id,
    "exam_date": read_date,
    "exam_site": read_site,
    "score": read_score,
    "grade": read_grade,
    "take": read_take,
    "expiration_date": read_date,
}
"""The reader of each field that stands in a cell of its own; exams have their own module."""

NAMES: Final = frozenset({"name", "last_name", "first_name", "middle_name"})

FREE_TEXT: Final = NAMES | {"exam", "exam_code", "exam_site"}
"""Fields whose value may be any words, so that only its place tells it from others."""
