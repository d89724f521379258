"""The phrases that stand for each field on the forms of different producers and years."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

QUESTION_WORDS: Final = frozenset(("WHEN", "WHERE"))
"""Words that are labels only with a colon; sentences begin with them."""

QUALIFIERS_OF_OTHERS: Final = frozenset(
    """AVERAGE MEAN MEDIAN BEST WORST HIGHEST LOWEST TOP CLASS GROUP FIRST SECOND THIRD""".split()
)
"""Words in front of a label that make it one of a class, or of all attempts, not of this one."""

OTHER: Final = "other"
"""A label whose value is none of ours; it ends the value before it."""

CODES: Final = "codes"
"""The heading of the code list."""

_PHRASES: Final[dict[str, str]] = {
    "name": """NAME; APPLICANTS NAME; APPLICANT; NAME OF APPLICANT; AIRMAN; CANDIDATE; TEST TAKER;
        EXAMINEE; STUDENT; FULL NAME; LEGAL NAME; NAME OF AIRMAN; NAME OF CANDIDATE;
        NAME LAST FIRST MIDDLE; NAME LAST FIRST MI; NAME LAST FIRST; APPLICANTS FULL NAME;
        FULL LEGAL NAME; TESTEE; TEST APPLICANT; TRAINEE; ISSUED TO; REPORT ISSUED TO;
        THIS REPORT IS ISSUED TO; THIS IS ISSUED TO""",
    "last_name": "LAST NAME; SURNAME; FAMILY NAME",
    "first_name": "FIRST NAME; GIVEN NAME; GIVEN NAMES",
    "middle_name": "MIDDLE NAME; MIDDLE; MIDDLE INITIAL; MI",
    "suffix": "SUFFIX; NAME SUFFIX; SUFFIX OF NAME",
    "ftn": """FAA TRACKING NUMBER FTN; FAA TRACKING NUMBER; FTN; FAA FTN; FTN NUMBER; FTN NO;
        TRACKING NUMBER; FAA TRACKING NO; FAA TRACKING NO FTN; TRACKING NUMBER FTN; FTN ID;
        FTN FAA TRACKING NUMBER; TRACKING NO; FAA TRACKING; IACRA FTN; FAA TRACKING #""",
    "applicant_id": """APPLICANT ID; APPLICANT ID NUMBER; APPLICANT ID NO; APPLICANT IDENTIFICATION;
        APPLICANT NUMBER; APPLICANT NO; ID NUMBER; ID NO; APPLICANT IDENTIFICATION NUMBER;
        APPLICANTS ID; IDENTIFICATION NUMBER; SSN; SOCIAL SECURITY NUMBER; AIRMAN ID;
        CANDIDATE ID""",
    "exam_id": """TEST EXAM ID; KNOWLEDGE TEST EXAM ID; EXAM IDENTIFICATION NUMBER;
        KNOWLEDGE TEST EXAM ID NUMBER; ID OF EXAM""",
    "exam": """EXAM; EXAMINATION; TEST; KNOWLEDGE TEST; KNOWLEDGE EXAM; TITLE OF EXAM;
        TITLE OF TEST; TITLE; NAME OF EXAM; NAME OF TEST; EXAM TITLE CODE; EXAM TITLE AND CODE;
        EXAM AND CODE; EXAM YOU TOOK; TEST YOU TOOK; TEST TITLE AND CODE; TEST AND CODE;
        EXAM NAME AND CODE; TEST NAME AND CODE; FAA WRITTEN; FAA WRITTEN TEST; FAA WRITTEN EXAM;
        WRITTEN TEST; WRITTEN EXAM; KT; FAA TEST; FAA EXAM; FAA KNOWLEDGE TEST""",
    "exam_code": "CODE OF EXAM",
    "exam_date": """DATE; DATE OF EXAM; DATE OF TEST; DATE TAKEN; DATE OF EXAMINATION; TESTED ON;
        TAKEN ON; DATE TESTED; DATE OF KNOWLEDGE TEST; DATE ADMINISTERED; ADMINISTERED ON;
        ADMINISTERED; DATE EXAM TAKEN; DATE TEST TAKEN; TESTING DATE; DATE OF TESTING;
        DATE OF ADMINISTRATION; COMPLETED ON; DATE COMPLETED; EXAMINED; EXAMINED ON; DATE EXAMINED;
        TESTED; TAKEN; DAY OF EXAM; DAY OF TEST; WHEN; DATE OF KT""",
    "exam_site": """SITE; SITE ID; SITE CODE; CENTER ID; CENTER; FACILITY CODE; SITE NUMBER;
        SITE NO; FACILITY; LOCATION; WHERE""",
    "score": """SCORE; FINAL SCORE; PERCENT SCORE; SCORE PERCENT; PERCENTAGE; PERCENT;
        SCORE ACHIEVED; PERCENTAGE SCORE; SCORE %; % SCORE; OVERALL SCORE; TOTAL SCORE; SCORED;
        PERCENT CORRECT; % CORRECT; SCORE IN PERCENT; SCORE IN %; RESULT IN PERCENT; SCORE (%)""",
    "grade": """GRADE; RESULT; RESULTS; PASS/FAIL; OUTCOME; STATUS; FINAL RESULT; PASS FAIL; P/F;
        FINAL GRADE; PASS OR FAIL; GRADE RESULT""",
    "take": """TAKE; TAKE NUMBER; TAKE NO; TAKE #; ATTEMPT; ATTEMPT NUMBER; ATTEMPT NO; ATTEMPT #;
        ATTEMPTS; NUMBER OF ATTEMPTS; TIMES TAKEN; TAKES; NUMBER OF TAKES; TRY; NO OF TAKES;
        NO OF ATTEMPTS; NUMBER OF TIMES TAKEN; TAKE COUNT""",
    "expiration_date": """EXPIRATION DATE; EXPIRATION; EXPIRES; EXPIRES ON; EXPIRY DATE; EXPIRY;
        EXP DATE; DATE OF EXPIRATION; VALID UNTIL; VALID THROUGH; VALID TO; EXPIRATION DATE OF TEST;
        EXP; THIS REPORT EXPIRES; THIS REPORT EXPIRES ON; DATE EXPIRES; VALID THRU; EXPIRE DATE;
        RESULTS EXPIRE; EXPIRATION DT; VOID AFTER; REPORT VOID AFTER; NOT VALID AFTER; GOOD THROUGH;
        GOOD UNTIL; VALID TILL; EXPIRING; EXPIRES AFTER; USE BY; LAST DAY OF VALIDITY; VALIDITY""",
    CODES: """CODES; CODE; ACS CODES; ACS CODE; ACS LSC CODES; ACS LSC; CODES MISSED; MISSED CODES;
        SUBJECT CODES;
        LEARNING STATEMENT CODES; LEARNING STATEMENT CODE; LSC; LSCS; DEFICIENT AREAS; CODES LISTED;
        AREAS OF DEFICIENCY; KNOWLEDGE CODES; ACS CODES MISSED; PLT CODES;
        SUBJECT MATTER KNOWLEDGE CODES; MISSED ACS CODES; DEFICIENCIES; DEFICIENT CODES;
        DEFICIENT ACS CODES; SUBJECT AREAS MISSED; MISSED SUBJECTS; CODES FOR MISSED QUESTIONS;
        DEFICIENT SUBJECT AREAS; LEARNING STATEMENT CODES MISSED; AREAS FOUND DEFICIENT;
        ACS CODES LISTED; KNOWLEDGE AREAS MISSED; SUBJECT AREAS; AREAS MISSED; INCORRECT CODES""",
    OTHER: """DATE OF BIRTH; BIRTH DATE; BIRTHDATE; DOB; ADDRESS; CITY; STATE; PHONE; EMAIL; PAGE;
        ISSUED BY; ISSUED; ISSUE DATE; DATE ISSUED; DATE PRINTED; PRINT DATE; PRINTED; PRINTED ON;
        REPORT DATE; DATE OF REPORT; RELEASE DATE; PROCTOR; QUESTIONS; NUMBER OF QUESTIONS; CORRECT;
        INCORRECT; NUMBER CORRECT; PASSING SCORE; MINIMUM SCORE; MINIMUM PASSING SCORE;
        PASSING GRADE; REQUIRED SCORE; PASS MARK; MINIMUM PASSING GRADE; DURATION; TIME; START TIME;
        END TIME; TIME ALLOWED; TIME USED; CERT NO; CERTIFICATE NO; CERTIFICATE NUMBER; CERTIFICATE;
        SIGNATURE; TYPE; INSTRUCTOR; INSTRUCTOR NAME; AUTHORIZATION; ELIGIBILITY; VENDOR; FORM;
        DOCUMENT; REPORT ID; REPORT NO; REPORT NUMBER; CONFIRMATION NUMBER; CONFIRMATION NO;
        ORDER NUMBER; TRANSACTION ID; SITE NAME; SITE ADDRESS; COUNTRY; GENDER; SEX; HEIGHT; WEIGHT;
        CITIZENSHIP; PROVIDER; VERSION; BARCODE; REFERENCE; NOTE; NOTES; SUPPLEMENT;
        TEST SUPPLEMENT; LANGUAGE; PHOTO ID; IDENTIFICATION; ID TYPE; PREVIOUS SCORE;
        PREVIOUS GRADE; PREVIOUS TAKE; PREVIOUS EXAM DATE; DUPLICATE ISSUED; DATE SIGNED; CFI;
        SCORE REPORT; SERIAL NO; SERIAL NUMBER; DATE REQUESTED; LAST TEST DATE; PRIOR TAKE;
        RETEST DATE; NEXT AVAILABLE DATE; SCHEDULED; DATE SCHEDULED; APPOINTMENT DATE; STUDENT NO;
        STUDENT NUMBER; STUDENT ID; RECORD TYPE; RECORD NUMBER; LAST UPDATE; LAST UPD; ENTERED BY;
        CERTIFICATE EXP; CERTIFICATE EXPIRES; CERTIFICATE EXPIRATION; INSTRUCTOR CERTIFICATE;
        INSTRUCTOR CERTIFICATE EXP; INSTRUCTOR CERTIFICATE EXPIRES; PRACTICE TEST; PRACTICE EXAM;
        PRACTICE SCORE""",
}

_QUALIFIERS: Final = (
    "YOUR", "EXAM", "TEST", "EXAMINATION", "KNOWLEDGE TEST", "KNOWLEDGE EXAM", "KT", "KT EXAM"
)  # fmt: skip
_PERSONS: Final = (
    "YOUR", "APPLICANT", "CANDIDATE", "AIRMAN", "EXAMINEE", "STUDENT", "TEST TAKER", "TRAINEE",
    "LEARNER",
)  # fmt: skip
_COMPOSED: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "name": (_PERSONS, "NAME; FULL NAME; LEGAL NAME; NAME IN FULL"),
    "applicant_id": (("YOUR",), "APPLICANT ID; APPLICANT ID NUMBER; APPLICANT NUMBER"),
    "ftn": (_PERSONS, "FTN; TRACKING NUMBER; TRACKING NO; FAA TRACKING NUMBER"),
    "exam_id": (_QUALIFIERS, "ID; ID NUMBER; ID NO; NUMBER; NO; IDENTIFICATION; IDENTIFIER"),
    "exam": (_QUALIFIERS, "TITLE; NAME; TYPE; DESCRIPTION; TAKEN"),
    "exam_code": (_QUALIFIERS, "CODE; ABBREVIATION; DESIGNATOR; TYPE CODE"),
    "exam_date": (_QUALIFIERS, "DATE; DATE TAKEN; TAKEN ON; DAY"),
    "exam_site": (
        (*_QUALIFIERS, "TESTING"),
        """SITE; CENTER; CENTRE; LOCATION; FACILITY; PLACE; SITE ID; SITE CODE; SITE NUMBER;
        SITE NO; CENTER ID; CENTER CODE; CENTER NUMBER; CENTER NO; FACILITY ID; FACILITY CODE;
        FACILITY NUMBER; FACILITY NO; LOCATION ID; LOCATION CODE""",
    ),
    "score": (_QUALIFIERS, "SCORE; PERCENT; PERCENTAGE; PERCENT SCORE; SCORE PERCENT; MARK"),
    "grade": (_QUALIFIERS, "GRADE; RESULT; OUTCOME; STATUS; PASS/FAIL; P/F"),
    "take": (_QUALIFIERS, "TAKE; ATTEMPT; TAKE NUMBER; TAKE NO; ATTEMPT NUMBER; ATTEMPT NO; TRY"),
    "expiration_date": (
        (*_QUALIFIERS, "REPORT", "RESULT", "CREDIT", "TEST REPORT", "AKTR"),
        """EXPIRATION; EXPIRATION DATE; EXPIRES; EXPIRES ON; EXPIRY; EXP; EXP DATE; VALID UNTIL;
        VALID THROUGH""",
    ),
}
"""Whose or what value it is, and which: every one before every other is a phrase as well."""

_ABBREVIATIONS: Final = {
    short: long
    for long, shorts in {
        "ADMINISTERED": "ADMIN",
        "APPLICANT": "APPL APPLCNT APPLIC",
        "ATTEMPT": "ATT ATTMPT ATMPT",
        "CANDIDATE": "CAND",
        "CENTER": "CTR CNTR",
        "CERTIFICATE": "CERT",
        "CODE": "CD CDE",
        "CODES": "CDS",
        "DATE": "DT DTE",
        "DEFICIENT": "DEF DEFIC",
        "DESCRIPTION": "DESC DESCR",
        "EXAM": "EXM EX",
        "EXPIRATION": "EXPIR EXPR EXPN",
        "FACILITY": "FAC",
        "FINAL": "FNL",
        "GRADE": "GRD",
        "ID": "I.D",
        "IDENTIFICATION": "IDENT",
        "INCORRECT": "INCORR",
        "INSTRUCTOR": "INSTR",
        "KNOWLEDGE": "KNOWL KNWL",
        "LOCATION": "LOC",
        "MI": "M.I",
        "MINIMUM": "MIN",
        "NAME": "NM",
        "NUMBER": "NBR NUM NMBR",
        "PERCENT": "PCT",
        "RECORD": "REC",
        "RESULT": "RSLT",
        "SCORE": "SCR",
        "STUDENT": "STU STUD",
        "TEST": "TST",
        "TAKE": "TK",
        "TITLE": "TTL",
        "TRACKING": "TRK TRKG",
    }.items()
    for short in shorts.split()
}
"""Shortened words of labels, as on forms that a line printer or a narrow slip has room for."""

PHRASES: Final[dict[tuple[str, ...], str]] = {}
"""The meaning of each phrase."""
for _meaning, (_firsts, _lasts) in _COMPOSED.items():
    for _first in _firsts:
        for _last in _lasts.split(";"):
            _parts = tuple(f"{_first} {_last}".split())
            PHRASES[_parts] = PHRASES["".join(_parts),] = _meaning
for _meaning, _phrases in _PHRASES.items():
    for _phrase in _phrases.split(";"):
        _parts = tuple(_ABBREVIATIONS.get(part, part) for part in _phrase.split())
        PHRASES[_parts] = _meaning
        if len(_parts) > 1:
            PHRASES["".join(_parts),] = _meaning  # some producers lose the blanks

_FAMILY: Final = ("LAST", "LAST NAME", "SURNAME", "FAMILY NAME")
_GIVEN: Final = ("FIRST", "FIRST NAME", "GIVEN NAME", "GIVEN NAMES")
_MIDDLE: Final = ("MIDDLE", "MIDDLE NAME", "MIDDLE INITIAL", "MI", "M", "INITIAL")
for _family in _FAMILY:
    for _given in _GIVEN:
        _orders = [f"{_family}, {_given}", f"{_given}, {_family}"]
        for _middle in _MIDDLE:
            _orders += f"{_family}, {_given}, {_middle}", f"{_family}, {_given} {_middle}"
            _orders += f"{_given}, {_middle}, {_family}", f"{_given} {_middle}, {_family}"
        for _order in _orders:
            # With a comma they are one label; without any, those of two columns.
            PHRASES[tuple(_order.split())] = "name"
"""In which order a name is to be written, as a label: "Last name, first name, middle"."""

LENGTHS: Final = {
    first: sorted({len(parts) for parts in PHRASES if parts[0] == first}, reverse=True)
    for first in {parts[0] for parts in PHRASES}
}
"""How many words the phrases have that begin with a word, the longest first."""

REMARKS: Final = frozenset(
    """% AND APPLICABLE AS CODE DATE DD EXAM FAIL FIRST FTN ID IF INITIAL LAST LEGAL LOCAL M MI
    MIDDLE MM NAME NO NUMBER OF ON OR P F PASS PERCENT PRINT PRINTED SITE TEST TITLE Y YY YYYY
    ATTEMPT TAKE AIRMAN KNOWLEDGE 24 60 MONTHS CALENDAR # KT FAA AKTR""".split()
)
"""Words in parentheses behind a label that are not its value."""


_EDGES: Final = (
    ":.#*()[]_|-\u2013\u2014;=\u2022\u00b7<>\u00ab\u00bb\u2039\u203a"
    "\u2190\u2192\u25b2\u25b6\u25b8\u25ba\u25bc\u25c0\u25c2\u25c4"
)
"""What may stand at the ends of a label's words; a comma makes them part of a name."""

LABEL_WORDS: Final = frozenset(part for parts in PHRASES for part in parts)
"""Every word of a label."""

HEADING_WORDS: Final = LABEL_WORDS | REMARKS | {f"{word}," for word in REMARKS}
"""Every word of a row of labels, remarks in parentheses among them."""


_HYPHENS: Final = re.compile(r"(?<=\w)[-_](?=\w)")
"""What stands for the blanks of a label in programs: "EXAM-DATE", "exam_site"."""
_FOOTNOTED: Final = re.compile(r"([A-Z]{3,})[\d\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021]{1,2}")
"""A word of a label with the number of a footnote."""
_LONGEST_PHRASE: Final = max(map(len, PHRASES))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A word as the phrases are written: capitals, in full, without punctuation at its ends."""
    folded = text.upper().strip(_EDGES)
    if not folded.isalpha():
        folded = folded.replace("'", "").replace("\u2019", "")
        parts = _HYPHENS.split(folded)
        if len(parts) > 1:
            whole = "".join(_ABBREVIATIONS.get(part, part) for part in parts)
            return whole if (whole,) in PHRASES else folded
        footnoted = _FOOTNOTED.fullmatch(folded)
        if footnoted and footnoted[1] in LABEL_WORDS:
            return footnoted[1]
    return _ABBREVIATIONS.get(folded, folded)


def begins_label(texts: Sequence[str]) -> bool:
    """Whether some words of a line begin with the phrase of a label."""
    folds = [folded(text) for text in texts[:_LONGEST_PHRASE]]
    return bool(folds) and any(
        tuple(folds[:length]) in PHRASES for length in LENGTHS.get(folds[0], ())
    )
