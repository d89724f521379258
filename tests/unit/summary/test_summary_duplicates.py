"""The same test twice counts once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aktr.summary import ReportFacts, SummaryAnalyzer
from aktr.summary.duplicates import Disagreement, distinct_reports
from aktr.summary.facts import Said

Report = Callable[..., ReportFacts]

TEST: dict[str, Any] = {
    "name": "DOE, JANE ANN",
    "ftn": "C1234567",
    "exam_id": "90000020260214001",
    "exam_date": date(2026, 2, 14),
}


def same_tests(*reports: ReportFacts) -> list[list[str]]:
    return [[one.report_id for one in test] for test in distinct_reports(reports).duplicates]


def test_same_exam_id_and_ftn_is_the_same_test_whatever_else_was_read(report: Report) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    second = report(2, **{**TEST, "name": None, "exam_date": None, "score": 83})
    assert same_tests(first, second, report(3)) == [["report-1", "report-2"]]


@pytest.mark.parametrize("missing", ["exam_id", "ftn"])
def test_where_a_number_was_not_read_the_content_decides(report: Report, missing: str) -> None:
    first = report(1, "PA.I.C.K2", "PA.I.D.K1", **TEST)
    second = report(2, "PA.I.D.K1", "PA.I.C.K2", **{**TEST, missing: None, "name": "Jane Ann Doe"})
    assert same_tests(first, second) == [["report-1", "report-2"]]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "DOE, JOHN"},
        {"name": None},
        {"exam_date": date(2026, 2, 15)},
        {"exam_date": None},
        {"exam_code": "IRA"},
        {"score": 83},
        {"ftn": "C7654321"},
    ],
)
def test_different_content_is_a_different_test(report: Report, other: dict[str, Any]) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    second = report(2, "PA.I.C.K2", **{**TEST, "exam_id": None, **other})
    assert same_tests(first, second) == []


def test_different_codes_are_a_different_test(report: Report) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    assert same_tests(first, report(2, "PA.I.C.K3", **{**TEST, "exam_id": None})) == []


def test_two_certain_exam_ids_are_two_tests_and_a_doubtful_one_is_a_slip(report: Report) -> None:
    other_id = {**TEST, "exam_id": "90000020260214007"}
    first = report(1, "PA.I.C.K2", **TEST)
    assert same_tests(first, report(2, "PA.I.C.K2", **other_id)) == []
    doubtful = report(2, "PA.I.C.K2", needs_review=True, **other_id)
    assert same_tests(first, doubtful) == [["report-1", "report-2"]]


def test_a_report_without_ftn_joins_nobody_when_it_could_be_either(report: Report) -> None:
    unknown = {**TEST, "exam_id": None, "ftn": None}
    one = report(1, **{**TEST, "ftn": "C1111111", "exam_id": None})
    two = report(2, **{**TEST, "ftn": "C2222222", "exam_id": None})
    assert same_tests(one, two, report(3, **unknown)) == []
    assert same_tests(one, report(3, **unknown)) == [["report-1", "report-3"]]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"needs_review": True, "confidence": 0.9}, {"confidence": 0.85}),
        ({"confidence": 0.85}, {"confidence": 0.99}),
    ],
)
def test_the_surest_report_of_a_test_counts(
    report: Report, worse: dict[str, Any], better: dict[str, Any]
) -> None:
    for first, second in ((worse, better), (better, worse)):
        reports = [report(1, **TEST, **first), report(2, **TEST, **second)]
        found = distinct_reports(reports)
        best = next(one for one in reports if one.confidence == better["confidence"])
        assert found.counted == (best,)
        assert found.duplicates[0][0] is best


def test_three_of_one_test_are_one_group(report: Report) -> None:
    reports = [
        report(1, **TEST),
        report(2, **{**TEST, "exam_id": None}),
        report(3, **TEST),
        report(4),
    ]
    found = distinct_reports(reports)
    assert len(found.counted) == 2
    assert [len(test) for test in found.duplicates] == [3]


def corrected(
    read: ReportFacts,
    hour: int = 12,
    *,
    only_confirmed: bool = False,
    **values: Any,  # noqa: ANN401 - any field's value
) -> ReportFacts:
    """The report after a person stated values, or confirmed what they are."""
    moment = datetime(2026, 2, 15, hour, tzinfo=UTC)
    said = Said(
        changed_at=None if only_confirmed else moment,
        stated=tuple((value, moment) for value in sorted(values)),
        name=read.name,
        exam_code=read.exam_code,
        exam_date=read.exam_date,
        score=read.score,
        codes=tuple(code.code for code in read.codes),
    )
    return replace(read, said=said, **values)


def counted(*reports: ReportFacts) -> list[str]:
    return [one.report_id for one in distinct_reports(reports).counted]


def test_a_report_that_a_person_corrected_counts_however_sure_the_other_is(report: Report) -> None:
    sure = report(1, "PA.I.C.K2", **TEST)
    photo = report(2, "PA.I.C.K2", **TEST, confidence=0.6, needs_review=True)
    assert counted(sure, photo) == ["report-1"]
    assert counted(sure, corrected(photo, score=90)) == ["report-2"]
    assert counted(corrected(sure, score=90), photo) == ["report-1"]
    assert counted(corrected(sure, 12, score=90), corrected(photo, 13, score=91)) == ["report-2"]
    assert counted(corrected(sure, 13, score=90), corrected(photo, 12, score=91)) == ["report-1"]


def test_confirming_a_value_of_one_copy_does_not_undo_the_correction_of_the_other(
    report: Report,
) -> None:
    first = corrected(report(1, **TEST, take=1), score=90)
    second = corrected(report(2, **TEST, take=1), 13, only_confirmed=True, take=1)
    assert counted(first, second) == ["report-1"]


def test_the_latest_word_on_a_value_that_differs_counts_also_if_it_confirms(
    report: Report,
) -> None:
    pdf, scan = report(1, **TEST, score=93), report(2, **TEST, score=93, confidence=0.7)
    mistaken = corrected(scan, 12, score=90)
    confirmed = corrected(pdf, 13, only_confirmed=True, score=93)
    assert counted(confirmed, mistaken) == ["report-1"]
    assert counted(corrected(pdf, 11, only_confirmed=True, score=93), mistaken) == ["report-2"]


def test_what_two_statements_contradict_is_not_settled(report: Report) -> None:
    pdf, scan = report(1, **TEST, score=93), report(2, **TEST, score=93, confidence=0.7)
    confirmed = corrected(pdf, 13, only_confirmed=True, score=93)
    mistaken = corrected(scan, 12, score=90)
    (found,) = distinct_reports([confirmed, mistaken]).disagreements
    assert found == Disagreement(("report-1", "report-2"), ("score",), settled=False)
    assert SummaryAnalyzer().analyse([confirmed, mistaken]).needs_review == ("report-1",)
    # Nobody contradicts who corrects what is only read on the other.
    (found,) = distinct_reports([corrected(pdf, 13, score=92), scan]).disagreements
    assert found.settled
    agreed = corrected(scan, 14, score=93)
    assert distinct_reports([confirmed, agreed]).disagreements == ()


def test_a_list_of_codes_that_two_people_state_otherwise_is_not_settled(report: Report) -> None:
    one = corrected(report(1, **TEST), 12, codes=report(1, "PA.I.C.K2").codes)
    other = corrected(report(2, **TEST), 13, codes=report(2, "PA.I.C.K3").codes)
    (found,) = distinct_reports([one, other]).disagreements
    assert (found.reports, found.settled) == (("report-2", "report-1"), False)


@pytest.mark.parametrize("missing", ["exam_id", "ftn"])
def test_a_correction_makes_no_second_test_of_a_copy(report: Report, missing: str) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    copy = report(2, "PA.I.C.K2", **{**TEST, missing: None})
    added = report(2, "PA.I.C.K2", "PA.I.D.K1").codes
    again = corrected(copy, score=90, codes=added)
    assert same_tests(first, again) == [["report-2", "report-1"]]
    # A person who states the number says that it is another test.
    other: dict[str, Any] = {missing: {"exam_id": "90000020260214999", "ftn": "C7654321"}[missing]}
    assert same_tests(first, corrected(copy, **other)) == []


def test_copies_that_do_not_say_the_same_are_told(report: Report) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    second = report(2, "PA.I.C.K3", **{**TEST, "name": "Jane Ann Doe"}, score=90, grade=None)
    found = distinct_reports([first, second]).disagreements
    assert found == (Disagreement(("report-1", "report-2"), ("score", "codes"), settled=False),)
    assert distinct_reports([first, report(2, "PA.I.C.K2", **TEST)]).disagreements == ()


def test_who_has_to_look_at_copies_that_differ_is_told_until_a_person_settled_it(
    report: Report,
) -> None:
    first = report(1, "PA.I.C.K2", **TEST)
    second = report(2, "PA.I.C.K2", **TEST, score=90)

    def to_look_at(*reports: ReportFacts) -> tuple[str, ...]:
        return SummaryAnalyzer().analyse(reports).needs_review

    assert to_look_at(first, second) == ("report-1",)
    settled = corrected(first, score=91)
    assert to_look_at(settled, second) == ()
    assert [one.settled for one in distinct_reports([settled, second]).disagreements] == [True]
    assert to_look_at(corrected(first, take=2), second) == ("report-1",)
    assert to_look_at(first, corrected(second, score=88)) == ()


def test_what_a_person_said_survives_a_trip_through_json(report: Report) -> None:
    for one in (report(1, "PA.I.C.K2", **TEST), corrected(report(1, **TEST), score=90)):
        assert ReportFacts.from_json(one.to_json()) == one
