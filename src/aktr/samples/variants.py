"""Which kinds of report there are; every round of samples has one of each."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from aktr.samples.exams import (
    MECHANIC_STANDARD_START,
    REMOTE_PILOT_STANDARD_START,
    STANDARDS_OF_2024_START,
)
from aktr.samples.facts import Outcome, Printer, Recipe
from aktr.samples.wording import Separator


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One kind of report."""

    name: str
    recipe: Recipe
    layouts: tuple[str, ...] = ("classic", "stacked", "columns", "bordered", "dense", "form")
    """Names of the layouts that suit it, used in turn."""
    explain: bool = True
    """A report without codes still prints the paragraph on codes."""
    filled: bool = False
    """The statement at the foot is filled in by hand."""
    retake: bool = False
    """A later attempt of somebody who failed before."""
    reprint: bool = False
    """The same test as the first report of the round, printed again."""
    separator: Separator | None = None
    """Between codes; None for any."""


_PILOTS: Final = ("PAR", "PAR", "PAR", "IRA", "CAX")
_FAIL_UNTIL: Final = date(2026, 8, 31)
"""Leaves time for a retake before the youngest sample."""
_DAY_BEFORE_PSI: Final = date(2020, 1, 10)
_OLD_LAYOUTS: Final = ("typewriter", "classic", "typewriter", "dense", "columns")


def _named(*variants: Variant) -> MappingProxyType[str, Variant]:
    return MappingProxyType({variant.name: variant for variant in variants})


VARIANTS: Final = _named(
    Variant(name="psi-acs", recipe=Recipe(exams=("PAR",), first_day=date(2025, 1, 6))),
    Variant(
        name="fail-filled-block",
        recipe=Recipe(exams=_PILOTS, outcome=Outcome.FAILED, last_day=_FAIL_UNTIL),
        filled=True,
    ),
    Variant(
        name="retake",
        recipe=Recipe(exams=_PILOTS, outcome=Outcome.FAILED, last_day=_FAIL_UNTIL),
        retake=True,
    ),
    Variant(
        name="statement-codes-instructor",
        recipe=Recipe(exams=("FII", "AGI", "IGI", "BGI", "FIH", "AIF")),
    ),
    Variant(
        name="mechanic-since-2023-08",
        recipe=Recipe(exams=("AMG", "AMA", "AMP"), first_day=MECHANIC_STANDARD_START),
    ),
    Variant(
        name="instrument-commercial",
        recipe=Recipe(exams=("IRA", "CAX"), first_day=STANDARDS_OF_2024_START),
    ),
    Variant(
        name="perfect-with-paragraph",
        recipe=Recipe(exams=(*_PILOTS, "FII", "AMG"), outcome=Outcome.PERFECT),
    ),
    Variant(
        name="web-duplicate",
        recipe=Recipe(exams=_PILOTS),
        layouts=("webprint",),
        reprint=True,
    ),
    Variant(
        name="many-codes",
        recipe=Recipe(
            exams=("CAX", "ATM", "AMA", "FIA"),
            outcome=Outcome.FAILED,
            codes=(30, 45),
            first_day=STANDARDS_OF_2024_START,
            last_day=_FAIL_UNTIL,
        ),
    ),
    Variant(
        name="remote-pilot",
        recipe=Recipe(exams=("UAG",), first_day=REMOTE_PILOT_STANDARD_START),
    ),
    Variant(
        name="lasergrade",
        recipe=Recipe(
            exams=("PAR", "IRA", "CAX", "FIA", "FOI", "PRH"),
            first_day=date(2006, 1, 9),
            last_day=_DAY_BEFORE_PSI,
            printer=Printer.LASERGRADE,
        ),
        layouts=_OLD_LAYOUTS,
    ),
    Variant(
        name="statement-codes-sport",
        recipe=Recipe(exams=("SPA", "SPI", "SPB", "SPP", "SPW", "PGL", "PBH", "ADX", "RPA")),
    ),
    Variant(
        name="perfect-without-paragraph",
        recipe=Recipe(
            exams=(*_PILOTS, "UAG"), first_day=REMOTE_PILOT_STANDARD_START, outcome=Outcome.PERFECT
        ),
        explain=False,
    ),
    Variant(
        name="mechanic-before-2023-08",
        recipe=Recipe(exams=("AMG", "AMA", "AMP"), last_day=date(2023, 7, 31)),
    ),
    Variant(
        name="single-code",
        recipe=Recipe(
            exams=(*_PILOTS, "FOI", "SPA"), first_day=STANDARDS_OF_2024_START, codes=(1, 1)
        ),
    ),
    Variant(
        name="sub-elements",
        recipe=Recipe(
            exams=("PAR", "IRA", "CAX", "FIA"),
            first_day=STANDARDS_OF_2024_START,
            sub_elements=True,
            codes=(4, 12),
        ),
    ),
    Variant(
        name="pass-fail-only",
        recipe=Recipe(
            exams=("RIG", "RMC"),
            first_day=date(2006, 1, 9),
            last_day=_DAY_BEFORE_PSI,
            score_printed=False,
            printer=Printer.LASERGRADE,
            codes=(1, 5),
        ),
        layouts=_OLD_LAYOUTS,
    ),
    Variant(
        name="fail-mechanic",
        recipe=Recipe(exams=("AMG", "AMA", "AMP"), outcome=Outcome.FAILED, last_day=_FAIL_UNTIL),
        filled=True,
    ),
    Variant(
        name="airline-transport",
        recipe=Recipe(exams=("ATM", "ATS", "ACM")),
    ),
    Variant(
        name="cats",
        recipe=Recipe(
            exams=("PAR", "IRA", "CAX", "AMG", "AMP"),
            first_day=date(2006, 1, 9),
            last_day=_DAY_BEFORE_PSI,
            printer=Printer.CATS,
        ),
        layouts=_OLD_LAYOUTS,
    ),
    Variant(
        name="statement-codes-rigger",
        recipe=Recipe(exams=("RIG", "RIG", "IAR")),
    ),
    Variant(
        name="instructor-helicopter-2024",
        recipe=Recipe(
            exams=("FOI", "FIA", "AFA", "PRH", "CRH", "IRH", "FRH"),
            first_day=STANDARDS_OF_2024_START,
        ),
    ),
    Variant(
        name="code-columns",
        recipe=Recipe(exams=_PILOTS, codes=(8, 18)),
        layouts=("classic", "bordered", "stacked", "columns", "dense"),
        separator=Separator.COLUMN,
    ),
    Variant(
        name="one-code-per-line",
        recipe=Recipe(exams=_PILOTS, codes=(4, 10)),
        separator=Separator.LINE,
    ),
    Variant(
        name="conversion",
        recipe=Recipe(exams=("PEP", "PCP", "IFB", "PFB", "CCP", "IEP")),
    ),
)
"""Every variant by its name, in the order in which samples are made."""
