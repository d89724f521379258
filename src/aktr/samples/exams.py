"""Which codes a test could print on a given day.

Reports print ACS codes "ONLY" for tests taken after the standard took effect (FAA Airman Knowledge
Testing Matrix, 22 October 2025), and none did before 13 January 2020. The mechanic standard
(FAA-S-ACS-1) applies since 1 August 2023, the instructor and helicopter standards since 31 May 2024
(89 FR 22482). Before its standard applied, a test printed learning statement codes.
"""

from datetime import date
from functools import cache
from random import Random
from typing import Final

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.acs.code import AcsCode, CodeFamily, family_of
from aktr.acs.model import KnowledgeTest

PSI_START: Final = date(2020, 1, 13)
"""First day of testing under the contract whose report is printed today."""
MECHANIC_STANDARD_START: Final = date(2023, 8, 1)
STANDARDS_OF_2024_START: Final = date(2024, 5, 31)
REMOTE_PILOT_STANDARD_START: Final = date(2021, 4, 6)

_ACS_START: Final = {
    **dict.fromkeys(("AI", "FI", "HI", "PH", "CH", "IH"), STANDARDS_OF_2024_START),
    **dict.fromkeys(("AM.I", "AM.II", "AM.III"), MECHANIC_STANDARD_START),
    "UA": REMOTE_PILOT_STANDARD_START,
}
_PILOT_STATEMENTS: Final = "PLT"
_ODDS_BY_KIND: Final = {"K": 1.0, "R": 0.12, "S": 0.04}
"""Knowledge elements are "primarily" what a knowledge test asks (FAA-S-ACS-6C, appendix 1)."""


def knowledge_test(exam_code: str) -> KnowledgeTest:
    """The row of the testing matrix for a three-letter test code.

    Raises:
        KeyError: The catalogue knows no such test.
    """
    return load_catalogue().tests()[exam_code]


def question_count(test: KnowledgeTest) -> int:
    """Number of scored questions.

    Raises:
        ValueError: A retired test whose number of questions is not known.
    """
    if test.questions is None:
        raise ValueError(f"The number of questions of {test.code} is not known.")
    return test.questions


def code_prefixes(test: KnowledgeTest, day: date) -> tuple[str, ...]:
    """How codes began on a report of that day: ("PA",), ("AM.II",), ("PLT",), ("AMA",)."""
    prefixes = test.prefixes or (_PILOT_STATEMENTS,)
    if all(day >= _starts(prefix) for prefix in prefixes):
        return prefixes
    if prefixes[0].startswith("AM."):
        return (test.code,)
    return (_PILOT_STATEMENTS,)


def draw_codes(
    rng: Random, test: KnowledgeTest, day: date, count: int, *, sub_elements: bool = False
) -> tuple[str, ...]:
    """Draw different codes that a report of the test could print on that day.

    Codes of an edition in force that day come first; where the catalogue holds no such edition,
    any code whose wording is held will do.

    Args:
        rng: The source of chance.
        test: The test taken.
        day: The day it was taken.
        count: How many codes.
        sub_elements: Draw sub-elements only ("PA.I.B.K1a"), one of them with the letter l.

    Raises:
        ValueError: The test has fewer codes than that.
    """
    catalogue = load_catalogue()
    drawn: list[str] = []
    spare: list[str] = []
    for code in _shuffled(rng, _printable(code_prefixes(test, day)), sub_elements=sub_elements):
        if len(drawn) == count:
            break
        entry = catalogue.lookup(code, on=day)
        if entry is None or not entry.is_worded:
            continue
        (drawn if entry.in_force else spare).append(code)
    drawn.extend(spare[: count - len(drawn)])
    if len(drawn) < count:
        raise ValueError(f"{test.code} has no {count} codes to print on {day}.")
    return tuple(drawn)


def in_printed_order(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as the standards list them: area IX before X, K2 before K10."""
    return tuple(sorted(codes, key=_sort_key))


def _sort_key(code: str) -> tuple[str, int, str, str, int, str]:
    if family_of(code) is CodeFamily.ACS:
        return AcsCode.parse(code).sort_key
    return (code, 0, "", "", 0, "")


def _starts(prefix: str) -> date:
    is_acs = len(prefix.split(".", maxsplit=1)[0]) == 2
    return _ACS_START.get(prefix, PSI_START) if is_acs else date.min


@cache
def _printable(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Every code under the prefixes; of the mechanic standard, knowledge elements only."""
    catalogue = load_catalogue()
    return tuple(code for prefix in prefixes for code in _under(catalogue, prefix))


def _under(catalogue: Catalogue, prefix: str) -> list[str]:
    family, _, area = prefix.partition(".")
    codes = catalogue.codes_of_prefix(family)
    if not area:
        return list(codes)
    parsed = (AcsCode.parse(code) for code in codes)
    return [code.text for code in parsed if code.area == area and code.kind == "K"]


def _shuffled(rng: Random, codes: tuple[str, ...], *, sub_elements: bool) -> list[str]:
    """The codes in an order in which the likelier kinds tend to come first."""
    if sub_elements:
        codes = tuple(code for code in codes if code[-1].islower())
    ranked = [(rng.random() / _odds(code), code) for code in codes]
    if sub_elements:
        ranked = [(-1.0 if code.endswith("l") else rank, code) for rank, code in ranked]
    return [code for _, code in sorted(ranked)]


def _odds(code: str) -> float:
    return _ODDS_BY_KIND[AcsCode.parse(code).kind] if family_of(code) is CodeFamily.ACS else 1.0
