"""Codes that touch what somebody wrote beside them: "GOODAI.XIII.B.R3"."""

import re
from typing import Final

from aktr.report.repair.codes import CodeRepairer

TOUCHED: Final = 0.5
"""Confidence in such a code."""
_WITHIN_LETTERS: Final = re.compile(
    r"(?=[A-Za-z]{4}|.*[KRS]\d{1,2}[a-m]?[A-Zn-z][A-Za-z])"
    r"[A-Za-z]*([A-Z]{2}\.[IVX]{1,5}\.[A-P]\.[KRS]\d{1,2}[a-m]?)(?:[A-Zn-z][A-Za-z]*)?"
)
"""A code with two letters or more in front of it or behind it, the first of which is none of its
own."""


def code_within_letters(text: str, codes: CodeRepairer) -> str | None:
    """The code of the test that stands between letters which are none of a code, or None.

    Args:
        text: One word.
        codes: Which codes the test may print.
    """
    match = _WITHIN_LETTERS.fullmatch(text)
    return match[1] if match is not None and codes.knows(match[1]) else None
