"""Rules about which test it was, and facts that follow from the test."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from aktr.acs.model import KnowledgeTest
from aktr.report.checks.rule import Evidence, Finding, broken, holds, silent

ALIKE_ENOUGH: Final = 0.9
"""Share of equal characters from which a title counts as its test's with a slip of reading."""

UNSCORED_QUESTIONS: Final[Mapping[str, int]] = {"IRA": 5, "PAR": 5}
"""Validation questions that stand in a test without counting in its score."""

_SPELLINGS: Final = (
    ("multi engine", "multiengine"),
    ("single engine", "singleengine"),
    ("power plant", "powerplant"),
    ("mechanic technician", "maintenance technician"),
    ("aviation mechanic", "aviation maintenance technician"),
    ("weight shift", "weightshift"),
)
"""Ways to write a title that FAA documents use side by side."""


def test_known(evidence: Evidence) -> Finding:
    """Rule 8: the test code is one of the FAA's."""
    code = evidence.report.exam_code.value
    if code is None:
        return silent("The test code was not read.")
    if evidence.test is None:
        return broken(f"{code} is not the code of any FAA knowledge test that is known.")
    if evidence.test.retired:
        return holds(f"{code} is a test that the FAA has ended: {evidence.test.title}.")
    return holds(f"{code} is {evidence.test.title}.")


def title_fits_test(evidence: Evidence) -> Finding:
    """Rule 8: the title belongs to the code."""
    title = evidence.report.exam_title.value
    test = evidence.test
    if title is None or test is None:
        return silent("The title was not read, or the test code is not known.")
    printed = _words(title)
    if printed == _words(test.title):
        return holds(f'The title "{title}" belongs to {test.code}.')
    for other in evidence.catalogue.tests().values():
        if other.code != test.code and printed == _words(other.title):
            return broken(
                f'The title "{title}" belongs to {other.code}, but the code was read as '
                f"{test.code} ({test.title})."
            )
    if _is_wording_of(title, test):
        return holds(f'The title "{title}" is a wording of {test.title} ({test.code}).')
    return broken(f'The title "{title}" does not look like {test.title}, the test {test.code}.')


def minimum_age(evidence: Evidence) -> Finding:
    """Rule 17: the age from which the test may be taken, which nothing on a report tells."""
    test = evidence.test
    if test is None or test.minimum_age is None:
        return silent("No minimum age is known for this test.")
    return silent(
        f"{test.code} may be taken from the age of {test.minimum_age}; the report shows no birth "
        f"date to compare."
    )


def take(evidence: Evidence) -> Finding:
    """Rule 18: a take above 1 tells of earlier reports."""
    number = evidence.report.take.value
    if number is None:
        return silent("The take was not read.")
    if number < 2:
        return holds("This is the first take of the test.")
    return holds(
        f"This is take {number}: there are earlier reports of this test. One of a failed test is "
        f"surrendered at the retest."
    )


def validation_questions(evidence: Evidence) -> Finding:
    """Rule 19: unscored questions do not count."""
    test = evidence.test
    unscored = UNSCORED_QUESTIONS.get(test.code) if test else None
    if test is None or unscored is None or test.questions is None:
        return silent("No unscored questions are known for this test.")
    return holds(
        f"{test.code} has {test.questions} scored questions; up to {unscored} unscored ones do not "
        f"count in the score."
    )


def _is_wording_of(title: str, test: KnowledgeTest) -> bool:
    printed, official = _words(title), _words(test.title)
    # One word alone ("Airplane") says too little about which of two titles was shortened.
    if len(printed) >= 2 and (printed <= official or official <= printed):
        return True
    return SequenceMatcher(None, _spelled(title), _spelled(test.title)).ratio() >= ALIKE_ENOUGH


@lru_cache(maxsize=512)
def _words(title: str) -> frozenset[str]:
    return frozenset(_spelled(title).split())


@lru_cache(maxsize=512)
def _spelled(title: str) -> str:
    text = " ".join(re.findall(r"[a-z0-9]+", title.lower()))
    for spelling, house_spelling in _SPELLINGS:
        text = text.replace(spelling, house_spelling)
    return text.replace("technician technician", "technician")
