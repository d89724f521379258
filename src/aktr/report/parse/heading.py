"""The heading of a test report, in the words of different years."""

import re
from typing import Final

_HEADING: Final = re.compile(
    r"^\W*(?:AIRM[AE]N (?:KNOWLEDGE|COMPUTER) TEST REPORT|(?:AIRMAN )?COMPUTER TEST REPORT"
    r"|KNOWLEDGE TEST REPORT)\W*(?:AKTR)?\W*$",
    re.IGNORECASE,
)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a report and nothing else."""
    return _HEADING.match(text) is not None
