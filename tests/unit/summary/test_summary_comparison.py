"""One class beside an earlier one."""

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.summary import CodeFacts, ReportFacts
from aktr.summary.comparison import compare_classes

Report = Callable[..., ReportFacts]
Code = Callable[..., CodeFacts]
CODES = ["PA.I.C.K1", "PA.I.C.K2", "PA.VI.A.K1", "PA.III.A.R1"]


def test_a_small_class_by_hand(report: Report) -> None:
    now = [
        report(1, "PA.I.C.K1", score=90),
        report(2, "PA.I.C.K1", "PA.VI.A.K1", score=80),
        report(3, score=60, grade="Fail"),
    ]
    before = [report(11, "PA.I.C.K1", "PA.I.C.K2", score=70), report(12, score=80)]
    comparison = compare_classes(now, before)
    (exam,) = comparison.exams
    assert (exam.exam_code, exam.now.reports, exam.before.reports) == ("PAR", 3, 2)
    assert (exam.now.mean, exam.before.mean, exam.mean_change) == (76.7, 75.0, 1.7)
    assert (exam.now.pass_rate, exam.before.pass_rate, exam.pass_rate_change) == (
        66.7,
        100.0,
        -33.3,
    )
    assert exam.worth_of_one_report == 50.0
    assert [(one.code, one.change) for one in exam.missed_in_both] == [("PA.I.C.K1", 16.7)]
    assert [(one.code, one.frequency) for one in exam.newly_missed] == [("PA.VI.A.K1", 1)]
    assert [(one.code, one.frequency_before) for one in exam.no_longer_missed] == [("PA.I.C.K2", 1)]
    assert json.loads(json.dumps(comparison.to_json())) == comparison.to_json()


def test_unlike_tests_are_never_compared(report: Report) -> None:
    comparison = compare_classes(
        [report(1, "PA.I.C.K1"), report(2, exam_code=None)],
        [report(3, "IR.I.C.K1", exam_code="IRA")],
    )
    assert comparison.exams == ()
    assert (comparison.only_now, comparison.only_before) == (("PAR",), ("IRA",))
    assert comparison.reports_without_exam_code == 1


def test_a_test_in_both_classes_is_told(report: Report) -> None:
    assert compare_classes([report(1), report(2)], [report(1), report(3)]).tests_in_both == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_changing_sides_changes_every_sign(report: Report, data: st.DataObject) -> None:
    def drawn(start: int) -> list[ReportFacts]:
        sets = data.draw(st.lists(st.lists(st.sampled_from(CODES), unique=True), min_size=1))
        scores = st.none() | st.integers(0, 100)
        return [
            report(start + n, *codes, score=data.draw(scores), grade=None)
            for n, codes in enumerate(sets)
        ]

    one, other = drawn(1), drawn(1000)
    (there,), (back,) = compare_classes(one, other).exams, compare_classes(other, one).exams
    assert (there.now, there.before) == (back.before, back.now)
    assert {code.code for code in there.newly_missed} == {
        code.code for code in back.no_longer_missed
    }
    assert {code.code: code.change for code in there.missed_in_both} == {
        code.code: -code.change for code in back.missed_in_both
    }
    if there.mean_change is not None and back.mean_change is not None:
        assert there.mean_change == -back.mean_change
    seen = {code.code for one in (*one, *other) for code in one.codes}
    parts = (there.newly_missed, there.missed_in_both, there.no_longer_missed)
    assert sorted(code.code for part in parts for code in part) == sorted(seen)


def test_codes_that_mean_other_subjects_are_not_counted_as_one(report: Report, code: Code) -> None:
    old = code("PA.VIII.A.K1b", description="Instruments: Correlation", document="FAA-S-ACS-6B")
    new = code("PA.VIII.A.K1b", description="Instruments: Attitude", document="FAA-S-ACS-6C")
    now = [report(1, new), report(2), report(3)]
    before = [report(11, old), report(12, old), report(13)]
    (exam,) = compare_classes(now, before).exams
    (one,) = exam.missed_in_both
    assert one.description == "Instruments: Attitude"
    assert [wording.told for wording in one.wordings] == ["Instruments: Attitude (FAA-S-ACS-6C: 1)"]
    assert [wording.told for wording in one.wordings_before] == [
        "Instruments: Correlation (FAA-S-ACS-6B: 2)"
    ]
    assert not one.is_of_one_subject
    # One class alone may hold both: what the other one was asked is still not all of it.
    (exam,) = compare_classes([report(1, new), report(2, old)], before).exams
    assert not exam.missed_in_both[0].is_of_one_subject
    assert len(exam.missed_in_both[0].wordings) == 2


def test_what_differs_by_form_or_stands_on_one_side_only_is_compared(
    report: Report, code: Code
) -> None:
    old = code("PA.I.C.K1", description="Hazards, to include fog.", document="FAA-S-ACS-6B")
    new = code("PA.I.C.K1", description="Hazards, including fog", document="FAA-S-ACS-6C")
    (exam,) = compare_classes([report(1, new)], [report(11, old)]).exams
    (one,) = exam.missed_in_both
    assert (one.wordings, one.wordings_before, one.is_of_one_subject) == ((), (), True)
    (exam,) = compare_classes([report(1, new)], [report(11)]).exams
    assert exam.newly_missed[0].is_of_one_subject
    # The subject of the earlier class, where only that has the code.
    (exam,) = compare_classes([report(1)], [report(11, old)]).exams
    assert exam.no_longer_missed[0].description == "Hazards, to include fog."
