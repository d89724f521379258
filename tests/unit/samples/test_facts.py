"""An invented report never contradicts itself or the era it comes from."""

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.acs.code import CodeFamily, family_of
from aktr.samples.chance import chance
from aktr.samples.exams import draw_codes, in_printed_order, knowledge_test, question_count
from aktr.samples.facts import (
    LATEST_EXAM_DATE,
    Outcome,
    Printer,
    Recipe,
    ReportFacts,
    expiry_of,
    invent_facts,
    invent_retake,
    score_of,
)
from aktr.samples.variants import VARIANTS


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_score_is_the_percentage_rounded_half_up(counts: tuple[int, int]) -> None:
    correct, questions = counts
    exact = Decimal(100 * correct) / questions
    assert score_of(correct, questions) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_55_of_60_is_92_as_a_real_report_had_it() -> None:
    assert score_of(55, 60) == 92


@pytest.mark.parametrize(
    ("taken", "months", "expires"),
    [
        (date(2026, 2, 14), 24, date(2028, 2, 29)),
        (date(2025, 12, 31), 24, date(2027, 12, 31)),
        (date(2024, 11, 1), 60, date(2029, 11, 30)),
    ],
)
def test_report_expires_on_the_last_day_of_a_month(taken: date, months: int, expires: date) -> None:
    assert expiry_of(taken, months) == expires


@given(st.sampled_from(sorted(VARIANTS)), st.integers(0, 10**6))
def test_every_invented_report_agrees_with_itself(variant: str, number: int) -> None:
    rng = chance(str(number))
    recipe = VARIANTS[variant].recipe
    facts = invent_facts(rng, recipe)
    assert_consistent(facts)
    assert recipe.first_day <= facts.exam_date <= recipe.last_day
    assert (facts.grade == "Fail") == (recipe.outcome is Outcome.FAILED)
    assert (facts.score is None) == (not recipe.score_printed)
    if facts.grade == "Fail":
        again = invent_retake(rng, facts)
        assert_consistent(again)
        assert again.person == facts.person
        assert again.ftn == facts.ftn
        assert again.take == 2
        assert again.grade == "Pass"
        assert again.exam_date > facts.exam_date
        assert again.exam_id != facts.exam_id


def assert_consistent(facts: ReportFacts) -> None:
    test = knowledge_test(facts.exam_code)
    missed = question_count(test) - facts.correct
    score = score_of(facts.correct, question_count(test))
    assert facts.score in {score, None}
    assert (facts.grade == "Pass") == (score >= 70)
    assert len(set(facts.codes)) == len(facts.codes) <= missed
    assert bool(facts.codes) == (missed > 0)
    assert facts.exam_date <= LATEST_EXAM_DATE
    last_of_month = calendar.monthrange(facts.expiration_date.year, facts.expiration_date.month)[1]
    assert facts.expiration_date.day == last_of_month
    assert len(facts.exam_id) == 17
    assert facts.exam_id.isdigit()
    assert (facts.printer is Printer.PSI) == (facts.exam_date >= date(2020, 1, 13))
    assert (facts.ftn is None) == (facts.printer is not Printer.PSI)
    assert (facts.applicant_id is None) == (facts.printer is Printer.PSI)
    assert_codes_fit(facts)


def assert_codes_fit(facts: ReportFacts) -> None:
    catalogue = load_catalogue()
    test = knowledge_test(facts.exam_code)
    for code in facts.codes:
        entry = catalogue.lookup(code, on=facts.exam_date)
        assert entry is not None
        assert not entry.archived
        if family_of(code) is CodeFamily.ACS:
            assert facts.exam_date >= date(2020, 1, 13)
            assert test.expects(code) is not False


@pytest.mark.parametrize(
    ("exam", "day", "beginning"),
    [
        ("PAR", date(2020, 1, 10), "PLT"),
        ("PAR", date(2020, 1, 13), "PA."),
        ("AMA", date(2023, 7, 31), "AMA"),
        ("AMA", date(2023, 8, 1), "AM.II."),
        ("AMG", date(2024, 1, 2), "AM.I."),
        ("FOI", date(2024, 5, 30), "PLT"),
        ("FOI", date(2024, 5, 31), "FI.I."),
        ("PRH", date(2024, 6, 3), "PH."),
        ("FII", date(2026, 1, 5), "PLT"),
        ("RIG", date(2026, 1, 5), "RIG"),
        ("UAG", date(2022, 1, 5), "UA."),
    ],
)
def test_a_test_prints_the_codes_of_its_day(exam: str, day: date, beginning: str) -> None:
    codes = draw_codes(chance("era"), knowledge_test(exam), day, 12)
    assert all(code.startswith(beginning) for code in codes)


def test_codes_of_2022_are_from_the_edition_of_2018() -> None:
    codes = draw_codes(chance("edition"), knowledge_test("PAR"), date(2022, 6, 1), 400)
    catalogue = load_catalogue()
    documents = {catalogue.lookup(code, on=date(2022, 6, 1)).document for code in codes}  # type: ignore[union-attr] # drawn from the catalogue
    assert documents == {"FAA-S-ACS-6B"}


def test_sub_elements_include_the_letter_that_looks_like_a_one() -> None:
    recipe = Recipe(exams=("PAR",), sub_elements=True, codes=(6, 6))
    codes = invent_facts(chance("letters"), recipe).codes
    assert all(code[-1].islower() for code in codes)
    assert any(code.endswith("l") for code in codes)


def test_asking_for_more_codes_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="RIG"):
        draw_codes(chance("many"), knowledge_test("RIG"), date(2025, 1, 6), 45)


def test_codes_are_sorted_as_the_standards_list_them() -> None:
    codes = ("PA.X.A.K1", "PA.IX.A.K10", "PA.IX.A.K2", "PA.IX.A.K2a")
    expected = ("PA.IX.A.K2", "PA.IX.A.K2a", "PA.IX.A.K10", "PA.X.A.K1")
    assert in_printed_order(codes) == expected
