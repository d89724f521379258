"""The words between which an instructor fills in the block at the foot of a report.

The reader of pictures leaves out what the parser would not look at, so both know it by these.
"""

import re
from typing import Final

_OPENS: Final = re.compile(
    r"INSTRUCTOR.{0,3}S? (?:STATEMENT|ENDORSEMENT|CERTIFICATION)"
    r"|STATEMENT OF (?:AN )?(?:AUTHORIZED |CERTIFICATED )?(?:INSTRUCTOR|AIRMAN|MECHANIC)"
    r"|AUTHORIZED (?:INSTRUCTOR|AIRMAN|MECHANIC).{0,4} STATEMENT|HAVE GIVEN M[RS]"
    r"|ABOVE.NAMED? APPLICANT|ADDITIONAL (?:INSTRUCTION|TRAINING)\b|CONSIDER(?:S)? THE APPLICANT"
    r"|COMPETENT TO PASS|RETEST (?:STATEMENT|ENDORSEMENT)"
    r"|INSTRUCTOR.{0,3}S? (?:NAME|SIGNATURE)"
)
_AUTHORITY: Final = re.compile(
    r"\b(?:AUTHORI[SZ]ATION|AUTHORITY|ELIGIBILITY|PREREQUISITE|BASIS)(?: \w+)?:?\s*$"
)
"""The label of what an applicant showed to be let to the test: "Authorization: Instructor
endorsement"."""
_CLOSES: Final = re.compile(
    r"FRAUDULENT|ISSUED BY|DO NOT LOSE|KNOWLEDGE TEST REPORT|COMPUTER TEST REPORT"
    r"|DEPARTMENT OF TRANSPORTATION|(?:EXAM|TEST) (?:ID|DATE|SITE|TITLE)\s*[:#]"
    r"|FAA TRACKING NUMBER|\bFTN\s*[:)]|\bSCORE\s*:|EXPIRATION|\bEXPIRES|LISTED BELOW REPRESENT"
    r"|SINGLE CODE MAY"
)


def opens_statement(text: str) -> bool:
    """Whether a line is the heading of the block or its certifying sentence.

    Args:
        text: The line in capitals.
    """
    match = _OPENS.search(text)
    return match is not None and not _AUTHORITY.search(text[: match.start()])


def closes_statement(text: str) -> bool:
    """Whether the form goes on in a line.

    Args:
        text: The line in capitals.
    """
    return _CLOSES.search(text) is not None
