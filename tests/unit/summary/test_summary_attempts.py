"""Attempts of one person over time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aktr.summary import ReportFacts
from aktr.summary.attempts import attempts_over_time
from aktr.summary.comparison import compare_classes
from aktr.summary.duplicates import distinct_reports
from aktr.summary.people import normalised_name

Report = Callable[..., ReportFacts]
JANE = {"name": "DOE, JANE ANN", "ftn": "C1234567"}


def test_what_changed_between_attempts(report: Report) -> None:
    failed = report(2, "PA.I.A.K1", "PA.I.C.K2", "PA.I.C.K10", **JANE, exam_date=date(2026, 1, 5),
                    score=62, grade="Fail", take=1)  # fmt: skip
    passed = report(1, "PA.I.C.K10", "PA.I.D.K1", **JANE, exam_date=date(2026, 2, 1), score=88,
                    take=2)  # fmt: skip
    (attempts,) = attempts_over_time([passed, failed])
    assert attempts.reports == ("report-2", "report-1")
    assert attempts.scores == (62, 88)
    assert attempts.score_change == 26
    assert attempts.still_missed == ("PA.I.C.K10",)
    assert attempts.no_longer_missed == ("PA.I.A.K1", "PA.I.C.K2")
    assert attempts.newly_missed == ("PA.I.D.K1",)
    assert (attempts.ftn, attempts.exam_code, attempts.matched_by) == ("C1234567", "PAR", "ftn")


def test_the_last_attempt_is_compared_with_all_before_it(report: Report) -> None:
    reports = [
        report(1, "PA.I.A.K1", **JANE, exam_date=date(2026, 1, 1), score=60),
        report(2, "PA.I.C.K2", **JANE, exam_date=date(2026, 2, 1), score=65),
        report(3, "PA.I.A.K1", "PA.I.D.K1", **JANE, exam_date=date(2026, 3, 1), score=71),
    ]
    (attempts,) = attempts_over_time(reports)
    assert attempts.score_change == 11
    assert attempts.still_missed == ("PA.I.A.K1",)
    assert attempts.no_longer_missed == ("PA.I.C.K2",)
    assert attempts.newly_missed == ("PA.I.D.K1",)


def test_on_one_day_the_take_tells_the_order(report: Report) -> None:
    day = date(2026, 1, 1)
    second = report(1, **JANE, exam_date=day, take=2)
    first = report(2, **JANE, exam_date=day, take=1)
    assert attempts_over_time([second, first])[0].reports == ("report-2", "report-1")


def test_an_attempt_without_a_date_is_not_the_last_one(report: Report) -> None:
    dated = report(1, "PA.I.A.K1", **JANE, exam_date=date(2026, 1, 1), score=71, take=1)
    undated = report(2, "PA.I.C.K2", **JANE, exam_date=None, score=60, take=2)
    (attempts,) = attempts_over_time([dated, undated])
    assert attempts.reports == ("report-2", "report-1")
    assert attempts.score_change == 11
    assert attempts.newly_missed == ("PA.I.A.K1",)


def test_on_one_day_an_attempt_of_unknown_number_is_not_the_last_one(report: Report) -> None:
    day = date(2026, 1, 1)
    known = report(1, **JANE, exam_date=day, take=2)
    unknown = report(2, **JANE, exam_date=day, take=None)
    assert attempts_over_time([known, unknown])[0].reports == ("report-2", "report-1")


def test_other_tests_and_other_people_are_no_attempts(report: Report) -> None:
    reports = [
        report(1, **JANE),
        report(2, **JANE, exam_code="IRA"),
        report(3, name="DOE, JANE ANN", ftn="C7654321"),
        report(4, **JANE, exam_code=None),
        report(5, name=None, ftn=None),
        report(6, name=None, ftn=None),
    ]
    assert attempts_over_time(reports) == ()


def test_without_ftns_the_name_tells_who_it_is(report: Report) -> None:
    reports = [
        report(1, name="DOE, JANE ANN", ftn=None, exam_date=date(2026, 1, 1)),
        report(2, name="Jane Ann Doe", ftn=None, exam_date=date(2026, 2, 1)),
    ]
    (attempts,) = attempts_over_time(reports)
    assert (attempts.ftn, attempts.name, attempts.matched_by) == (None, "Jane Ann Doe", "name")


def test_a_report_without_ftn_joins_the_only_person_of_that_name(report: Report) -> None:
    known = report(1, **JANE, exam_date=date(2026, 1, 1))
    unknown = report(2, name="DOE JANE ANN", ftn=None, exam_date=date(2026, 2, 1))
    (attempts,) = attempts_over_time([known, unknown])
    assert (attempts.ftn, attempts.matched_by) == ("C1234567", "name")
    namesake = report(3, name="DOE, JANE ANN", ftn="C7654321", exam_date=date(2026, 3, 1))
    assert attempts_over_time([known, unknown, namesake]) == ()


def test_an_unknown_score_gives_no_change(report: Report) -> None:
    reports = [report(1, **JANE, score=None), report(2, **JANE, score=80)]
    assert attempts_over_time(reports)[0].score_change is None


@pytest.mark.parametrize(
    "name", ["DOE, JANE ANN", "Doe Jane Ann", "JANE ANN DOE", " doe ,  jane  ann", "Döe, Jane Ann"]
)
def test_spellings_of_one_name(name: str) -> None:
    assert normalised_name(name) == "ann doe jane"


@pytest.mark.parametrize("number", ["*****6789", "C12345", "123456789", "c1234567"])
def test_what_is_no_whole_ftn_makes_nobody_one(report: Report, number: str) -> None:
    def of(n: int, name: str | None) -> ReportFacts:
        return report(n, name=name, ftn=number, exam_date=date(2026, 1, n))

    assert attempts_over_time([of(1, "DOE, JANE"), of(2, "ROE, MARY")]) == ()
    assert attempts_over_time([of(1, None), of(2, "ROE, MARY"), of(3, None)]) == ()
    (attempts,) = attempts_over_time([of(1, "DOE, JANE"), of(2, "Jane Doe")])
    assert attempts.matched_by == "name"


@pytest.mark.parametrize("other", ["*****1111", "C7654321", "C12345"])
def test_people_of_one_name_with_different_numbers_are_different_people(
    report: Report, other: str
) -> None:
    first = report(1, name="DOE, JANE", ftn="*****6789", exam_date=date(2026, 1, 1))
    second = report(2, name="DOE, JANE", ftn=other, exam_date=date(2026, 1, 2))
    without = report(3, name="DOE, JANE", ftn=None, exam_date=date(2026, 1, 3))
    assert attempts_over_time([first, second, without]) == ()
    (attempts,) = attempts_over_time([first, without])
    assert (attempts.reports, attempts.matched_by) == (("report-1", "report-3"), "name")


def test_half_a_number_makes_no_two_reports_one_test(report: Report) -> None:
    number = {"ftn": "*****6789", "exam_id": "90000020260214001"}
    other = [report(1, **number, name="DOE, JANE"), report(2, **number, name="ROE, MARY")]
    assert distinct_reports(other).duplicates == ()
    same = [
        report(n, ftn="*****6789", name="DOE, JANE", exam_date=date(2026, 1, 1)) for n in (1, 2)
    ]
    same[1] = replace(same[1], exam_id=same[0].exam_id)
    assert len(distinct_reports(same).duplicates) == 1, "name, day, score and codes are the same"
    unlike = [same[0], replace(same[1], ftn="*****1111")]
    assert distinct_reports(unlike).duplicates == ()
    assert compare_classes(other[:1], other[1:]).tests_in_both == 0
