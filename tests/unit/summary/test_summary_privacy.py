"""What is shared of a class: no person, no small group, nothing from which one could be told."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.summary import ReportFacts
from aktr.summary.crowd import SMALLEST_GROUP
from aktr.summary.privacy import SharedSummary, share

Report = Callable[..., ReportFacts]
CODES = ["PA.I.C.K2", "PA.I.C.K1", "PA.VI.A.K1", "PA.III.A.K2", "PA.I.E.K1"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def shared_json(reports: list[ReportFacts], catalogue: Catalogue) -> dict[str, Any]:
    shared = share(reports, catalogue).to_json()
    assert json.loads(json.dumps(shared)) == shared
    return shared


def test_five_people_are_enough_and_four_are_not(report: Report, catalogue: Catalogue) -> None:
    reports = [report(n, "PA.I.C.K2") for n in range(1, 6)]
    shared = shared_json(reports, catalogue)
    assert shared["withheld"] is None
    assert [one["code"] for one in shared["common_weak_areas"]] == ["PA.I.C.K2"]
    nothing = shared_json(reports[:4], catalogue)
    assert "fewer" in nothing["withheld"] or "5 people" in nothing["withheld"]
    assert (nothing["reports"], nothing["by_exam"], nothing["common_weak_areas"]) == (0, [], [])
    assert nothing["lessons"] == nothing["weak_tasks"] == []


def test_people_are_counted_and_not_reports(report: Report, catalogue: Catalogue) -> None:
    attempts = [report(n, "PA.I.C.K2", ftn="C1234567", name="DOE, JANE") for n in range(1, 9)]
    assert share(attempts, catalogue).withheld is not None
    nameless = [report(n, "PA.I.C.K2", ftn=None, name=None) for n in range(1, 9)]
    assert share(nameless, catalogue).withheld is not None


def test_a_code_that_few_missed_is_in_no_list(report: Report, catalogue: Catalogue) -> None:
    reports = [report(n, "PA.I.C.K2") for n in range(1, 9)]
    reports += [report(n, "PA.VI.A.K1") for n in range(9, 13)]
    text = json.dumps(shared_json(reports, catalogue))
    assert "PA.I.C.K2" in text
    assert "PA.VI" not in text


def test_a_small_test_is_in_no_figure(report: Report, catalogue: Catalogue) -> None:
    large = [report(n, "PA.I.C.K2", score=80) for n in range(1, 9)]
    small = [
        report(n, "PA.I.C.K2", exam_code="IRA", exam="Instrument Rating Airplane (IRA)", score=50)
        for n in range(9, 13)
    ]
    alone, together = shared_json(large, catalogue), shared_json([*large, *small], catalogue)
    assert together.pop("left_out") != alone.pop("left_out")
    assert together == alone


@pytest.mark.parametrize("failed", [0, 1, 4, 5, 15, 16, 20])
def test_the_pass_rate_is_shown_only_if_no_small_group_passed_or_failed(
    report: Report, catalogue: Catalogue, failed: int
) -> None:
    reports = [
        report(n, score=60 if n <= failed else 85, grade="Fail" if n <= failed else "Pass")
        for n in range(1, 21)
    ]
    (exam,) = share(reports, catalogue).by_exam
    if min(failed, 20 - failed) in range(1, SMALLEST_GROUP):
        assert exam.pass_rate is None
        assert exam.distribution["0-69"] is None
    else:
        assert exam.pass_rate == 100 - 5 * failed
        assert exam.distribution["0-69"] == failed


@pytest.mark.parametrize("without_score", [0, 1, 4, 5])
def test_the_bands_tell_nothing_of_the_few_that_have_a_grade_and_no_score(
    report: Report, catalogue: Catalogue, without_score: int
) -> None:
    scored = [report(n, score=60 if n <= 6 else 75, grade=None) for n in range(1, 13)]
    graded = [report(n, score=None, grade="Pass") for n in range(13, 13 + without_score)]
    (exam,) = share([*scored, *graded], catalogue).by_exam
    assert (exam.pass_rate is None) == (without_score in range(1, SMALLEST_GROUP))


def bands_of(scores: list[int]) -> list[int]:
    limits = [(0, 69), (70, 79), (80, 89), (90, 100)]
    return [sum(low <= score <= high for score in scores) for low, high in limits]


@settings(max_examples=200, deadline=None)
@given(scores=st.lists(st.integers(40, 100), min_size=5, max_size=40))
def test_no_hidden_band_can_be_told_from_what_is_shown(
    report: Report, catalogue: Catalogue, scores: list[int]
) -> None:
    reports = [
        report(n, score=score, grade="Pass" if score >= 70 else "Fail")
        for n, score in enumerate(scores, start=1)
    ]
    (exam,) = share(reports, catalogue).by_exam
    true = bands_of(scores)
    shown = list(exam.distribution.values())
    for count, visible in zip(true, shown, strict=True):
        assert visible in (None, count)
        assert visible is None or visible == 0 or visible >= SMALLEST_GROUP
    hidden = [count for count, visible in zip(true, shown, strict=True) if visible is None]
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= SMALLEST_GROUP
    if exam.pass_rate is not None:
        # Who knows the pass rate knows the first band; the rest of the hidden must not be small.
        assert shown[0] is not None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_count_is_of_five_people_or_more(
    report: Report, catalogue: Catalogue, data: st.DataObject
) -> None:
    people = data.draw(st.integers(5, 14))
    reports = [
        report(
            n,
            *data.draw(st.lists(st.sampled_from(CODES), unique=True)),
            ftn=f"C{n % people:07}",
            name=f"DOE, NUMBER {n % people}",
            exam_code=data.draw(st.sampled_from(["PAR", "PAR", "PAT"])),
        )
        for n in range(1, 20)
    ]
    shared = share(reports, catalogue)
    persons = {one.report_id: one.ftn for one in reports}
    counted = {exam.exam_code for exam in shared.by_exam}
    kept = [one for one in reports if one.exam_code in counted]
    for weak in shared.common_weak_areas:
        having = [one for one in kept if weak.code in {code.code for code in one.codes}]
        assert weak.frequency == len(having)
        assert len({persons[one.report_id] for one in having}) >= SMALLEST_GROUP
    taught = {code.code for lesson in shared.lessons for code in lesson.codes}
    assert taught == {weak.code for weak in shared.common_weak_areas}


PLANTED_NAME = "Quetzalcóatl Xyloph-Ωnë"
PLANTED_FTN = "Z9183746"
PLANTED = (PLANTED_NAME, PLANTED_FTN, "Quetzalc", "Xyloph", "9183746")


def planted(report: ReportFacts, number: int) -> ReportFacts:
    """The report with a person in every text it has."""
    text = f"{PLANTED_NAME} {PLANTED_FTN} {number}"
    codes = tuple(
        replace(
            code, description=text, kind=text, area_title=text, task_title=text, document=text,
            references=(text,),
        )
        for code in report.codes
    )  # fmt: skip
    unknown = replace(codes[0], code=PLANTED_FTN), replace(codes[0], code=PLANTED_NAME)
    return replace(
        report, report_id=f"{PLANTED_FTN}-{number}", file_name=f"{text}.pdf", name=text,
        ftn=f"{PLANTED_FTN}{number}", exam_id=text, exam=text, codes=(*codes, *unknown),
        grade=text if number % 2 else report.grade,
    )  # fmt: skip


def test_a_person_in_every_field_is_in_nothing_that_is_shared(
    report: Report, catalogue: Catalogue
) -> None:
    reports = [planted(report(n, "PA.I.C.K2", "PA.VI.A.K1"), n) for n in range(1, 13)]
    reports += [
        planted(replace(report(n, "PA.I.C.K2"), exam_code=PLANTED_NAME), n) for n in range(13, 20)
    ]
    shared = share(reports, catalogue)
    assert shared.reports == 12
    assert [one.frequency for one in shared.common_weak_areas] == [12, 12]
    text = json.dumps(shared.to_json(), ensure_ascii=False)
    for token in (*PLANTED, "NUMBER", ".pdf"):
        assert token not in text
        assert token not in repr(shared)


def test_the_wording_is_the_catalogues(report: Report, catalogue: Catalogue) -> None:
    shared: SharedSummary = share([report(n, "PA.I.C.K2") for n in range(1, 7)], catalogue)
    entry = catalogue.lookup("PA.I.C.K2")
    assert entry is not None
    assert shared.common_weak_areas[0].description == entry.full_description
    assert shared.by_exam[0].exam == "Private Pilot Airplane"
