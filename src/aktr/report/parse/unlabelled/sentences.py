"""Values that a report tells in sentences, as a letter does: "Your score on this test is 97 %"."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from aktr.report.model import ReadValue
from aktr.report.parse.lines.sheet import SheetLine, confidence_of, place_of, raw_of, words_between
from aktr.report.values.cell_reading import Reading
from aktr.report.values.readers import (
    may_be_name,
    read_date,
    read_grade,
    read_score,
    read_take,
)
from aktr.report.values.sites import read_site

_IN_SENTENCE: Final = 0.95
"""Confidence in a value that no label of its own led to."""
_IN_SUBJECT: Final = 0.6
"""Confidence in a name that may be that of whoever the letter is about."""
_LONGEST: Final = 160
"""Characters of a value and what stands behind it that its reader is given."""
_SCORE: Final = re.compile(
    r"\b(?:score|result|mark)\b[^.;:%\d]{0,40}?\b(?:is|was|of)\s+(?=\d{1,3}\s?(?:%|percent))"
    r"|\b(?:scored|earned|received|achieved|obtained|(?:passed|failed)\s+with)\s+(?:an?\s+)?"
    r"(?=\d{1,3}\s?(?:%|percent))"
    r"|\b(?:passed|failed|pass|earned|received|achieved|obtained|scored)\b[^.;:%\d]{0,60}?"
    r"\b(?:with|an?)\s(?:an?\s)?(?:total\s|final\s|overall\s)?(?:score|mark|result)\sof\s"
    r"(?=\d{1,3}(?:\s(?:out\sof|of)\s100\b|\s?/\s?100\b|[.,;](?:\s|$)|\s(?:on|and)\b))",
    re.IGNORECASE,
)
"""Where no sign of per cent follows, what came of the test is told in front of the number."""
_SCORE_BEHIND_TEST: Final = re.compile(
    r"\b(?:passed|failed)\s[^.;:%\d]{0,90}?\bwith\s+(?:an?\s+(?:score|mark|result)\s+of\s+)?"
    r"(?=\d{1,3}\s?(?:%|percent))",
    re.IGNORECASE,
)
"""What stands in front of the score in "passed the Private Pilot Airplane (PAR) test with 98%"."""
_GRADE: Final = re.compile(
    r"\bgrade\b[^.;:\d]{0,20}?\s(?=(?:pass|fail)(?:ed)?\b(?!\s+or\b))"
    r"|\(grade:\s(?=(?:pass|fail)(?:ed)?\))"
    r"|\b(?:the|this|your|his|her)\s(?:test|exam(?:ination)?)\swas\s"
    r"(?=(?:not\s)?(?:passed|failed)\b(?!\s+(?:or|by)\b))"
    r"|\b(?:you|applicant|candidate)\s+(?:have\s+|has\s+)?"
    r"(?=(?:passed|failed|did\s+not\s+pass|not\s+passed)\b(?!\s+or\b))"
    r"|\b(?<!who\s)has\s+(?=(?:passed|failed|not\s+passed)\s+(?:the|an?|his|her|their)\b)"
    r"|\b(?<!not\s)(?=(?:passed|failed)\s+with\s+(?:an?\s+)?(?:score|mark|\d))",
    re.IGNORECASE,
)
_GRADE_OF_ACTOR: Final = re.compile(
    r"\b(?!(?:All|Anyone|Each|Everyone|He|If|Nobody|Once|She|They|When|Who)\b)[A-Z][\w.'\u2019-]*\s"
    r"(?=(?:passed|failed)\s(?:the|an?|his|her|their)\s)"
    r"|\d\s?(?:%|percent|per cent),\s(?:which\sis\s|that\sis\s)?an?\s"
    r"(?=(?:passing|failing)\s(?:grade|score|mark|result)\b)"
)
"""A person in front of what came of the test, or a score in front of what it means."""
_ONE_GRADE: Final = re.compile(r"(?:(?:did\s+)?not\s+)?[a-z]+\b(?!\s*(?:/|or\b))", re.IGNORECASE)
"""A grade that is no choice of both."""
_TAKE: Final = re.compile(
    r"\b(?:take|attempt)\s+(?:(?:number|no\.?|#)\s*)?(?=(?:\d{1,2}|[Il|])(?!\w)(?!\s*(?:%|percent)))"
    r"|\b(?:your|the|his|her|their|(?:applicant|candidate|airman|student)['\u2019]s)\s+(?=(?:first|second|third|fourth|fifth)\s+(?:take|attempt)\b"
    r"(?!\s+(?:can|may|must|should|will|would)\b))",
    re.IGNORECASE,
)
_EXAM_DATE: Final = re.compile(
    r"\b(?:took|taken|sat|tested|administered|completed)\s+on\s+(?=\w)"
    r"|\b(?:you|applicant|candidate)\s+(?:have\s+|has\s+)?(?:took|sat|attempted|completed)\b"
    r"[^.;:]{0,80}?\bon\s+(?=\w)"
    r"|\bon\s+(?=\w[\w .,/-]{5,34}?,?\s(?:you|the\s(?:(?:above[\s-]?)?(?:named|mentioned)?\s?)"
    r"(?:applicant|candidate|airman|student))(?:,\s(?:who|whose|with|holder)\b[^.;:]{5,80}?,)?"
    r"\s(?:have\s|has\s)?(?:took|taken|sat|attempted|completed|passed|failed)\b)"
    r"|\b(?:took|taken|sat(?:\s+for)?|attempted|completed|passed|failed)\s+(?:the|an?|his|her|their)\s"
    r"[^.;:]{0,120}?\b(?:test|exam(?:ination)?)\b[^.;:]{0,100}?\b(?:on|dated)\s+"
    r"(?!(?:the|an?|his|her|their|your)\b)(?=\w)",
    re.IGNORECASE,
)
_SALUTATION: Final = re.compile(r"\bDear\s+(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)?(?=\w)")
_ATTENTION: Final = re.compile(
    r"^(?:Attention|Attn|To)\.?\s?:\s(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?"
    r"(?=\w[^\n:]{2,45}\n[\s\S]*?\byou\s(?:have\s)?(?:passed|failed|did\snot\spass|took|scored)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""To whom a letter goes that says what came of the test of its reader."""
_ADDRESSEE: Final = re.compile(r"([^:]{3,45}?)\s*:|([^:,]{3,45}?),")
_CONFIRMATION: Final = re.compile(
    r"\b(?:[Cc]ertif(?:y|ies)|[Cc]onfirms?|[Ss]tates?|[Vv]erif(?:y|ies)|[Aa]ttests?|[Aa]ffirms?|[Ss]hows?)"
    r"\s+that\s+(?:the\s+(?:applicant|candidate|airman|student),?\s+)?"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)?(?=\w)"
)
_RESULTS: Final = re.compile(
    r"\b(?:[Rr]esults?|[Ss]cores?|[Rr]eports?|[Tt]est|[Ee]xam(?:ination)?)\s(?:for|of)\s"
    r"(?:the\s(?:applicant|candidate|airman|student),?\s)?(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?(?=\w)"
)
_NUMBERED: Final = re.compile(
    r"([^:;()\d]{3,45}?)(?:\s?\(|,?\s(?:(?:with|holding|whose)\s)?(?:(?:the|an?)\s)?)\b"
    r"(?:FTN|FAA\s[Tt]racking|[Tt]racking\s[Nn]umber|[Aa]pplicant\s(?:ID|[Nn]umber))\b"
)
"""The one whose results are told, with a number that only a person has."""
_OF_PERSON: Final = re.compile(
    r"(?:(?<=[.;]\s)|(?<=concern:\s)|\b(?:(?:[Aa]pplicant|[Cc]andidate|[Aa]irman|[Ss]tudent"
    r"|[Tt]rainee),?|for|of|that|about)\s)"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?(?=[A-Z])"
)
"""Where a name may stand, with the number of a person behind it."""
_ACTS: Final = re.compile(
    r"(?:(?<=[.;]\s)|(?<=\d,\s)|(?<=concern:\s)|\bthat\s)(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?(?=[A-Z])"
)
"""Where a name may stand in front of what that person did."""
_ACTOR: Final = re.compile(
    r"([^:;()\d]{3,45}?)\s(?:(?:has|had)\s)?(?:took|taken|sat|passed|failed|completed|attempted)\s"
    r"(?:for\s)?(?:(?:the|an?|his|her|their)\s[^.;:]{0,80}?\b(?:test|exam)|on\s)"
)
"""The one who took the test."""
_SITE: Final = re.compile(
    r"\bat\s(?:the\s)?(?:[Tt]est(?:ing)?\s|[Ee]xam(?:ination)?\s)?"
    r"(?:[Ss]ite|[Cc]ent(?:er|re)|[Ff]acility|[Ll]ocation)\s(?=[A-Z]{2,5}\d{3})"
    r"|\b(?:[Tt]aken|[Tt]ook|[Tt]ested|[Aa]dministered|[Cc]ompleted|[Ss]at)\b[^.;:()]{0,60}?\bat\s"
    r"(?=[A-Z]{2,5}\d{4,6}\b)"
)
_REFERENCE: Final = re.compile(
    r"^(?:re|subject|regarding|concerning|in\sre)\s?[:.]\s[^\n]{0,60}?\b"
    r"(?:tests?|exam(?:ination)?s?|results?|reports?|records?|scores?)\s(?:of|for)\s(?=\w)",
    re.IGNORECASE | re.MULTILINE,
)
_REFERRED: Final = re.compile(r"([^:;()\d\n]{3,45}?)(?:[,;]?\s(?:\(|FTN\b)|\s?\n|$)")
"""The name in the subject of a letter: "Re: test results of DOE, JANE"."""
_ABOVE_NAMED: Final = re.compile(
    r"\babove(?:[\s-](?:named|mentioned))?\s(?:applicant|candidate|airman|student|person)\b",
    re.IGNORECASE,
)
"""What says that the subject of a letter names the applicant."""
_NO_PERSON: Final = frozenset(
    """APPLICANT CANDIDATE STUDENT TRAINEE LEARNER I WE HE SHE THEY MY OUR HIS HER THE THIS ON IN AT
    WHEN AFTER IF
    AIRPLANE AIRSHIP AIRFRAME ACADEMY AERONAUTICS BALLOON CLUB COLLEGE COMMERCIAL FLIGHT FLYERS
    FLYING FUNDAMENTALS GLIDER GROUND GYROPLANE HELICOPTER INSTRUCTING INSTRUMENT MECHANIC
    POWERPLANT PRIVATE RATING RECREATIONAL SCHOOL SPORT TESTING UNIVERSITY UNMANNED""".split()
)
"""Words before a name, and those of tests and of schools, of which results may be told as well."""
_SUBJECT: Final = re.compile(
    r"([^:;()\d]{3,45}?)(?:\s?\(|,?\s(?:(?:with|holding|whose)\s)?(?:(?:the|an?)\s)?)?\b"
    r"(?:FTN|FAA\s[Tt]racking|(?:took|sat|passed|failed|completed|attempted)"
    r"|ha[sd]\s(?:not\s)?(?:taken|sat|passed|failed|completed|attempted))\b"
)
"""The one who took a test, as a letter confirms, with what it says of such a person only."""
_EXPIRATION: Final = re.compile(
    r"\b(?:expires?(?:\s+on)?|(?:valid|good)\s+(?:until|till|through|to|thru))\s+(?=\w)"
    r"|\b(?:expir(?:ation|y)\s+date|date\s+of\s+expir(?:ation|y))\b[^.;:\d]{0,30}?\b(?:is|will\s+be)\s+"
    r"(?=\w)"
    r"|\bvalid\s+from\s+\w[\w .,/-]{5,22}?\s+(?:to|until|through|thru)\s+(?=\w)",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"(?:(?:MON|TUES?|WED(?:NES)?|THU(?:RS)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?[.,]*\s+)?", re.IGNORECASE
)
_FULL_STOP: Final = re.compile(r"(?<=^\d{2})\.(?=\s|$)|(?<=^\d{3})\.(?=\s|$)")
_STROKE: Final = re.compile(r"^[Il|](?!\w)")
_RULE: Final = re.compile(
    r"\b(?:[Mm]inimum|[Pp]assing|required|requires?|at\s+least|must|may(?!\s+concern)|[Ii]f|[Ww]hen)\b[^.]*$"
)
"""A sentence that says what is asked of a test, and not what came of this one."""
_ASKED: Final = re.compile(
    r"\W*(?:(?:or|and)\s+(?:higher|better|more|above|greater)|(?:is|are)\s+(?:needed|required|passing)"
    r"|(?:is|was)\s+the\s+(?:minimum|passing)|to\s+pass)\b",
    re.IGNORECASE,
)
"""The same, told behind the value: "a score of 70 percent or higher"."""


_OF_SCHOOL: Final = re.compile(
    r"\W*(?:in|on|at)\s(?:(?:our|my|the|an?|his|her|their)\s)?(?:own\s)?(?:stage|practice|mock|quiz"
    r"|oral|ground|sample|written\spractice|pre-?test|end-of-course|final\sground)\b",
    re.IGNORECASE,
)
"""What follows on the score of a test that a school gave itself."""


class _Told(NamedTuple):
    begins: re.Pattern[str]
    """What stands in front of the value."""
    read: Callable[[str], Reading | None]
    ends_with_line: bool = False
    is_subject: bool = False
    """Whether it is the subject of a letter, which may name anybody."""


def _read_addressee(text: str) -> Reading | None:
    """The name in the salutation of a letter."""
    match = _ADDRESSEE.match(text)
    return _as_name(match and (match[1] or match[2]))


def _read_told_score(text: str) -> Reading | None:
    """The score with which a text begins, even if it ends the sentence."""
    return read_score(_FULL_STOP.sub(" ", text, count=1))


def _read_told_grade(text: str) -> Reading | None:
    """The grade with which a text begins, whatever is said behind it."""
    match = _ONE_GRADE.match(text)
    return read_grade(match.group()) if match else None


def _read_subject(text: str) -> Reading | None:
    """The name of the one of whom a letter confirms something."""
    match = _SUBJECT.match(text)
    return _as_name(match and match[1])


def _read_numbered(text: str) -> Reading | None:
    """The name of the one whose results are told, if the number of a person follows."""
    match = _NUMBERED.match(text)
    return _as_person(match and match[1])


def _read_actor(text: str) -> Reading | None:
    """The name with which a text begins, if it goes on with a test that was taken."""
    match = _ACTOR.match(text)
    return _as_person(match and match[1].rstrip(","))


def _read_referred(text: str) -> Reading | None:
    """The name in the subject of a letter."""
    match = _REFERRED.match(text)
    return _as_person(match and match[1])


def _as_person(text: str | None) -> Reading | None:
    words = text.upper().replace(",", " ").split() if text else ()
    return _as_name(text) if _NO_PERSON.isdisjoint(words) else None


def _as_name(text: str | None) -> Reading | None:
    return Reading(text, 0, len(text)) if text and may_be_name(text) else None


_FIELDS: Final[Mapping[str, tuple[_Told, ...]]] = {
    "score": (_Told(_SCORE, _read_told_score), _Told(_SCORE_BEHIND_TEST, read_score)),
    "grade": (_Told(_GRADE, _read_told_grade), _Told(_GRADE_OF_ACTOR, _read_told_grade)),
    "take": (_Told(_TAKE, lambda text: read_take(_STROKE.sub("1", text.partition(".")[0]))),),
    "exam_date": (_Told(_EXAM_DATE, read_date),),
    "expiration_date": (_Told(_EXPIRATION, read_date),),
    "exam_site": (_Told(_SITE, read_site),),
    "name": (
        _Told(_SALUTATION, _read_addressee),
        _Told(_ATTENTION, _read_referred, ends_with_line=True),
        _Told(_CONFIRMATION, _read_subject),
        _Told(_RESULTS, _read_numbered),
        _Told(_OF_PERSON, _read_numbered),
        _Told(_ACTS, _read_actor),
        _Told(_REFERENCE, _read_referred, ends_with_line=True, is_subject=True),
    ),
}
"""The ways in which sentences tell each field."""


def read_sentences(
    lines: Sequence[SheetLine], skipped: frozenset[int], values: Mapping[str, ReadValue[Any]]
) -> dict[str, ReadValue[Any]]:
    """Find what no label led to in sentences, which may go on from line to line.

    Args:
        lines: The lines of the sheet.
        skipped: Lines of the instructor's block.
        values: What labels led to.

    Returns:
        Only values that are told once, or every time in the same way.
    """
    missing = [
        name
        for name in _FIELDS
        if name not in values or (values[name].value is None and not values[name].doubt)
    ]
    if not missing:
        return {}
    text = _RunningText(lines, skipped)
    found = {}
    for name in missing:
        told = [value for way in _FIELDS[name] for value in text.told(way)]
        if told and len({value.value for value in told}) == 1:
            found[name] = told[0]
    return found


class _RunningText:
    """The words of a sheet as one text.

    Args:
        lines: The lines of the sheet.
        skipped: Those that are no part of it.
    """

    def __init__(self, lines: Sequence[SheetLine], skipped: frozenset[int]) -> None:
        self._lines = [line for index, line in enumerate(lines) if index not in skipped]
        self._words = [word for line in self._lines for word in line.words]
        self._text = " ".join(word.text for word in self._words)
        self._rows = "\n".join(" ".join(word.text for word in line.words) for line in self._lines)

    def told(self, way: _Told) -> Iterator[ReadValue[Any]]:
        """Every value that a sentence tells in one way."""
        text = self._rows if way.ends_with_line else self._text
        is_doubted = way.is_subject and not _ABOVE_NAMED.search(self._text)
        for match in way.begins.finditer(text):
            sentence = self._text[: match.start()].rpartition(". ")[2]
            reading = way.read(text[match.end() : match.end() + _LONGEST])
            if reading is None or not reading.sure or _RULE.search(sentence):
                continue
            behind = match.end() + reading.end
            if _ASKED.match(self._text, behind) or _OF_SCHOOL.match(self._text, behind):
                continue
            if not _WEEKDAY.fullmatch(self._text[match.end() : match.end() + reading.start]):
                continue
            words = words_between(self._words, match.end(), match.end() + reading.end)
            # A value may go on at the next line; shown is where it begins.
            line = next(line for line in self._lines if any(own is words[0] for own in line.words))
            shown = [word for word in words if any(own is word for own in line.words)]
            yield ReadValue(
                reading.value,
                raw_of(words),
                place_of(line.page, shown),
                min(_IN_SUBJECT if is_doubted else _IN_SENTENCE, confidence_of(words)),
                doubt="It is known only from the subject of a letter." if is_doubted else None,
            )
