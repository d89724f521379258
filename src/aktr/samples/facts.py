"""What an invented report says, consistent in itself.

A real report carries its own proof: the score is a count of questions, the codes are no more than
the questions missed, the grade follows from the score and the expiry from the date. So do these.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Final, Literal

from aktr.samples.exams import (
    PSI_START,
    code_prefixes,
    draw_codes,
    in_printed_order,
    knowledge_test,
    question_count,
)
from aktr.samples.people import Person, invent_person

LATEST_EXAM_DATE: Final = date(2026, 11, 13)
"""No sample is younger; fixed, so that the same seed gives the same files on any day."""

Grade = Literal["Pass", "Fail"]


class Printer(StrEnum):
    """Who ran the test and printed the report."""

    PSI = "PSI"
    LASERGRADE = "LaserGrade"
    CATS = "CATS"


class Outcome(StrEnum):
    """How the test went."""

    PASSED = "passed"
    FAILED = "failed"
    PERFECT = "perfect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What kind of report to invent."""

    exams: tuple[str, ...]
    """Three-letter test codes to choose from."""
    outcome: Outcome = Outcome.PASSED
    first_day: date = PSI_START
    last_day: date = LATEST_EXAM_DATE
    codes: tuple[int, int] | None = None
    """Fewest and most codes; None for as many as the score suggests."""
    sub_elements: bool = False
    """Only codes with a sub-letter, at least one of them the letter l."""
    score_printed: bool = True
    printer: Printer = Printer.PSI


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """Everything a report says about one test."""

    person: Person
    ftn: str | None
    """FAA tracking number, one letter and seven digits; None before 13 January 2020."""
    applicant_id: str | None
    """Nine digits; None from 13 January 2020."""
    exam_id: str
    """17 digits."""
    exam_code: str
    exam_date: date
    exam_site: str
    correct: int
    """Scored questions answered correctly."""
    score: int | None
    """Per cent as printed; None where only pass or fail is printed."""
    grade: Grade
    take: int
    """Number of this attempt, from 1."""
    expiration_date: date
    codes: tuple[str, ...]
    """In printed order."""
    printer: Printer


def score_of(correct: int, questions: int) -> int:
    """Per cent, rounded half up: 55 of 60 is reported as 92."""
    return (200 * correct + questions) // (2 * questions)


def expiry_of(exam_date: date, validity_months: int) -> date:
    """Last day of the month that lies ``validity_months`` after the month of the test.

    14 CFR 61.39(a)(1); the testing matrix gives 60 months to ATM and 24 to the others.
    """
    months = exam_date.year * 12 + exam_date.month - 1 + validity_months
    year, month = months // 12, months % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def invent_facts(rng: Random, recipe: Recipe) -> ReportFacts:
    """Draw a first attempt by a new person."""
    test = knowledge_test(rng.choice(recipe.exams))
    day = recipe.first_day + timedelta(rng.randrange((recipe.last_day - recipe.first_day).days + 1))
    correct = _draw_correct(rng, recipe, question_count(test))
    count = _draw_code_count(rng, recipe, question_count(test) - correct)
    codes = draw_codes(rng, test, day, count, sub_elements=recipe.sub_elements)
    is_psi = recipe.printer is Printer.PSI
    score = score_of(correct, question_count(test))
    return ReportFacts(
        person=invent_person(rng),
        ftn=_draw_ftn(rng) if is_psi else None,
        applicant_id=None if is_psi else _draw_applicant_id(rng),
        exam_id=_draw_exam_id(rng, day),
        exam_code=test.code,
        exam_date=day,
        exam_site=_draw_site(rng, recipe.printer),
        correct=correct,
        score=score if recipe.score_printed else None,
        grade="Pass" if score >= test.passing_score else "Fail",
        take=1,
        expiration_date=expiry_of(day, test.validity_months),
        codes=_ordered(rng, codes),
        printer=recipe.printer,
    )


def invent_retake(rng: Random, earlier: ReportFacts) -> ReportFacts:
    """Draw the next attempt of the same person at the same test, some weeks later and passed.

    Some of the subjects missed before are missed again.
    """
    test = knowledge_test(earlier.exam_code)
    questions = question_count(test)
    day = earlier.exam_date + timedelta(rng.randint(14, 60))
    correct = rng.randint(_fewest_to_pass(questions), questions - 2)
    missed = questions - correct
    still_possible = code_prefixes(test, day) == code_prefixes(test, earlier.exam_date)
    again = rng.sample(earlier.codes, min(len(earlier.codes), missed, 3)) if still_possible else []
    fresh = draw_codes(rng, test, day, rng.randint(1, max(1, missed - len(again))))
    codes = tuple(dict.fromkeys((*again, *fresh)))[:missed]
    return ReportFacts(
        person=earlier.person,
        ftn=earlier.ftn,
        applicant_id=earlier.applicant_id,
        exam_id=_draw_exam_id(rng, day),
        exam_code=test.code,
        exam_date=day,
        exam_site=earlier.exam_site,
        correct=correct,
        score=score_of(correct, questions),
        grade="Pass",
        take=earlier.take + 1,
        expiration_date=expiry_of(day, test.validity_months),
        codes=_ordered(rng, codes),
        printer=earlier.printer,
    )


def _fewest_to_pass(questions: int) -> int:
    """Correct answers needed: 70 per cent, rounded up, as the testing matrix has it."""
    return -(-70 * questions // 100)


def _draw_correct(rng: Random, recipe: Recipe, questions: int) -> int:
    if recipe.outcome is Outcome.PERFECT:
        return questions
    lowest, highest = _fewest_to_pass(questions), questions - 1
    if recipe.outcome is Outcome.FAILED:
        # 87 of 125 would round to a passing 70.
        lowest, highest = questions * 2 // 5, _fewest_to_pass(questions) - 2
    if recipe.codes is not None:
        highest = min(highest, questions - recipe.codes[0])
    return rng.randint(lowest, highest)


def _draw_code_count(rng: Random, recipe: Recipe, missed: int) -> int:
    if recipe.codes is not None:
        return rng.randint(recipe.codes[0], min(recipe.codes[1], missed))
    # One code may stand for several questions, so there are often fewer codes than misses.
    return missed and rng.randint(max(1, min(30, missed * 3 // 5)), min(45, missed))


def _ordered(rng: Random, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Sorted like the standard, or as the questions came: both are thought possible."""
    return in_printed_order(codes) if rng.random() < 0.6 else codes


def _draw_ftn(rng: Random) -> str:
    return f"{rng.choice('AACCCCF')}{rng.randrange(10_000_000):07d}"


def _draw_applicant_id(rng: Random) -> str:
    """Nine digits in a range that was never given out as a social security or tax number."""
    return f"9{rng.randrange(100):02d}{rng.randrange(1, 50):02d}{rng.randrange(10_000):04d}"


def _draw_exam_id(rng: Random, day: date) -> str:
    if rng.random() < 0.7:
        return f"9{rng.randrange(100_000):05d}{day:%Y%m%d}{rng.randrange(1, 1000):03d}"
    return str(rng.randrange(10**16, 10**17))


def _draw_site(rng: Random, printer: Printer) -> str:
    prefix = {Printer.PSI: "ABS9", Printer.LASERGRADE: "LAS9", Printer.CATS: "CAT9"}[printer]
    return f"{prefix}{rng.randrange(10_000):04d}"
