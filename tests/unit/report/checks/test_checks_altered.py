"""Correct reports raise nothing; whatever is altered in one is found by the right rule."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import AcsCode
from aktr.acs.model import KnowledgeTest
from aktr.report.checked import CheckedReport, Outcome, Severity
from aktr.report.checks import RULES, run_checks
from aktr.report.examine import examine
from aktr.report.model import Grade, KnowledgeTestReport

Values = dict[str, Any]
Build = Callable[..., KnowledgeTestReport]

FIRST_DAY, TODAY = date(2024, 6, 1), date(2026, 11, 22)
WITHOUT_KNOWN_CODES = ("PLT",)


def printable_codes(catalogue: Catalogue, test: KnowledgeTest) -> list[str]:
    """The codes that a report of the test can print today."""
    prefixes = test.prefixes or WITHOUT_KNOWN_CODES
    separator = "" if len(prefixes[0]) == 3 else "."
    found = []
    for prefix in prefixes:
        begin = prefix.split(".")[0]
        for code in catalogue.codes_of_prefix(begin):
            entry = catalogue.lookup(code, TODAY)
            if code.startswith(prefix + separator) and entry and not entry.archived:
                found.append(code)
    return [code for code in found if "." not in code or AcsCode.parse(code).kind == "K"]


def half_up(correct: int, questions: int) -> int:
    return int(100 * correct / questions + 0.5)


@st.composite
def correct_reports(draw: st.DrawFn, catalogue: Catalogue) -> Values:
    """The values of a report as the FAA would print it."""
    tests = [test for test in catalogue.tests().values() if not test.retired and test.questions]
    test = draw(st.sampled_from(tests))
    questions = test.questions or 0
    missed = draw(st.integers(0, questions))
    score = half_up(questions - missed, questions)
    codes = draw(
        st.lists(
            st.sampled_from(printable_codes(catalogue, test)),
            min_size=min(missed, 1),
            max_size=min(missed, 45),
            unique=True,
        )
    )
    exam = draw(st.dates(FIRST_DAY, TODAY))
    year = exam.year + (5 if test.code == "ATM" else 2)
    return {
        "codes": tuple(codes) if score < 100 else (),
        "exam_code": test.code,
        "exam_title": test.title,
        "exam_date": exam,
        "score": score,
        "grade": Grade.PASS if score >= 70 else Grade.FAIL,
        "expiration_date": date(year, exam.month, monthrange(year, exam.month)[1]),
        "ftn": draw(st.from_regex(r"[AC][0-9]{7}", fullmatch=True)),
        "exam_id": draw(st.from_regex(r"[0-9]{17}", fullmatch=True)),
        "take": draw(st.integers(1, 4)),
    }


def outcomes(checked: CheckedReport) -> dict[str, Outcome]:
    return {check.id: check.outcome for check in checked.checks}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_correct_report_raises_nothing(
    catalogue: Catalogue, build: Build, data: st.DataObject
) -> None:
    values = data.draw(correct_reports(catalogue))
    checked = examine(build(**values), catalogue, TODAY)
    raised = {name for name, found in outcomes(checked).items() if found is not Outcome.OK}
    assert {
        name for name in raised if outcomes(checked)[name] is not Outcome.NOT_APPLICABLE
    } == set()
    assert not checked.needs_review
    assert checked.review_reasons == ()
    assert checked.confidence >= 0.95


def other_grade(values: Values, _: st.DataObject, __: Catalogue) -> Values:
    return {"grade": Grade.FAIL if values["grade"] is Grade.PASS else Grade.PASS}


def other_expiration(values: Values, data: st.DataObject, _: Catalogue) -> Values:
    days = data.draw(st.integers(-400, 400).filter(bool))
    return {"expiration_date": values["expiration_date"] + timedelta(days=days)}


def expiration_before_exam(values: Values, data: st.DataObject, _: Catalogue) -> Values:
    days = data.draw(st.integers(1, 5000))
    return {"expiration_date": values["exam_date"] - timedelta(days=days)}


def future_exam(_: Values, data: st.DataObject, __: Catalogue) -> Values:
    return {"exam_date": TODAY + timedelta(days=data.draw(st.integers(1, 20000)))}


def too_many_codes(values: Values, _: st.DataObject, catalogue: Catalogue) -> Values:
    test = catalogue.tests()[values["exam_code"]]
    questions = test.questions or 0
    fewest_right = min(n for n in range(questions + 1) if half_up(n, questions) == values["score"])
    number = questions - fewest_right + 1
    return {"codes": catalogue.codes_of_prefix("PLT")[:number]}


def foreign_prefix(values: Values, _: st.DataObject, catalogue: Catalogue) -> Values:
    test = catalogue.tests()[values["exam_code"]]
    foreign = "IR.I.B.K3" if "PA" in test.prefixes else "PA.I.C.K2"
    return {"codes": (*values["codes"][1:], foreign)}


def impossible_score(values: Values, data: st.DataObject, catalogue: Catalogue) -> Values:
    questions = catalogue.tests()[values["exam_code"]].questions or 0
    possible = {half_up(n, questions) for n in range(questions + 1)}
    return {"score": data.draw(st.sampled_from([n for n in range(120) if n not in possible]))}


def no_codes(_: Values, __: st.DataObject, ___: Catalogue) -> Values:
    return {"codes": (), "score": 88, "grade": Grade.PASS}


def lost_digit(values: Values, data: st.DataObject, _: Catalogue) -> Values:
    place = data.draw(st.integers(0, 7))
    return {"ftn": values["ftn"][:place] + values["ftn"][place + 1 :]}


def lost_exam_digit(values: Values, _: st.DataObject, __: Catalogue) -> Values:
    return {"exam_id": values["exam_id"][1:]}


@pytest.mark.parametrize(
    ("alter", "rules", "outcome"),
    [
        (other_grade, {"grade-fits-score"}, Outcome.CONFLICT),
        (other_expiration, {"expiration-fits-exam-date", "atm-expiration"}, None),
        (expiration_before_exam, {"expiration-after-exam"}, Outcome.CONFLICT),
        (future_exam, {"exam-date-in-past"}, Outcome.CONFLICT),
        (too_many_codes, {"code-count"}, Outcome.CONFLICT),
        (foreign_prefix, {"prefix-fits-test"}, Outcome.WARNING),
        (impossible_score, {"score-possible"}, Outcome.WARNING),
        (no_codes, {"codes-present"}, Outcome.WARNING),
        (lost_digit, {"ftn-form"}, Outcome.WARNING),
        (lost_exam_digit, {"exam-id-form"}, Outcome.WARNING),
    ],
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_an_altered_report_is_found_by_the_right_rule(
    catalogue: Catalogue,
    build: Build,
    alter: Callable[[Values, st.DataObject, Catalogue], Values],
    rules: set[str],
    outcome: Outcome | None,
    data: st.DataObject,
) -> None:
    values = data.draw(correct_reports(catalogue))
    checked = examine(build(**{**values, **alter(values, data, catalogue)}), catalogue, TODAY)
    found = {check.outcome for check in checked.checks if check.id in rules}
    test = catalogue.tests()[values["exam_code"]]
    if alter is foreign_prefix and (test.mark == "G" or not test.prefixes):
        assert found == {Outcome.NOT_APPLICABLE}
        return
    assert outcome in found if outcome else found & {Outcome.CONFLICT, Outcome.WARNING}
    if alter is not other_expiration or Outcome.CONFLICT in found:
        assert checked.needs_review
        assert checked.confidence < 0.8


ANY_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "ftn": st.none() | st.text(max_size=30),
        "applicant_id": st.none() | st.text(max_size=30),
        "exam_id": st.none() | st.text(max_size=30),
        "exam_title": st.none() | st.text(max_size=60),
        "exam_code": st.none() | st.sampled_from(["PAR", "ATM", "AMG", "FOI", "PRE", "??"]),
        "exam_date": st.none() | st.dates(),
        "score": st.none() | st.integers(-5, 1000),
        "grade": st.none() | st.sampled_from(Grade),
        "take": st.none() | st.integers(-1, 99),
        "expiration_date": st.none() | st.dates(),
        "codes": st.lists(
            st.sampled_from(["PA.I.C.K2", "PA.XVI.P.K99m", "ZZ.I.A.S1", "PLT044", "PLT999", "H301"])
        ).map(tuple),
    },
)


@settings(max_examples=300, deadline=None)
@given(values=ANY_VALUES)
def test_whatever_was_read_every_rule_answers_in_order_and_changes_nothing(
    catalogue: Catalogue, build: Build, values: Values
) -> None:
    report = build(**values)
    checks = run_checks(report, catalogue, TODAY)
    assert [check.id for check in checks] == [rule.id for rule in RULES]
    assert report == build(**values)
    for check in checks:
        assert check.detail.endswith(".")
        if check.severity is Severity.INFORM:
            assert check.outcome in {Outcome.OK, Outcome.NOT_APPLICABLE}
        if check.outcome is Outcome.CONFLICT:
            assert check.severity is Severity.HARD
        if check.outcome is Outcome.WARNING:
            assert check.severity is Severity.SOFT
    examined = examine(report, catalogue, TODAY)
    assert examined.report is report
    assert examined.checks == checks
    assert examined.needs_review == (examined.confidence < 0.8) == bool(examined.review_reasons)


def test_ids_are_stable_words_and_every_rule_names_its_source() -> None:
    assert [rule.id for rule in RULES] == [
        "grade-fits-score",
        "expiration-fits-exam-date",
        "atm-expiration",
        "exam-date-in-past",
        "expiration-after-exam",
        "id-fits-era",
        "ftn-form",
        "exam-id-form",
        "test-known",
        "title-fits-test",
        "score-possible",
        "questions-missed",
        "code-count",
        "codes-present",
        "prefix-fits-test",
        "code-known",
        "code-in-edition",
        "family-fits-era",
        "mechanic-part",
        "mechanic-knowledge",
        "instructor-area",
        "minimum-age",
        "take",
        "validation-questions",
    ]
    assert all(rule.source for rule in RULES)
