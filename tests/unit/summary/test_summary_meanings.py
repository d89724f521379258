"""A code means what the standard said on the day of the test, for each report its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aktr.summary import CodeFacts, ReportFacts, SummaryAnalyzer
from aktr.summary.meanings import meaning_of, other_meanings

Report = Callable[..., ReportFacts]
Code = Callable[..., CodeFacts]

CODE = "PA.VIII.A.K1b"
CORRELATION = "Flight instruments as related to: Correlation (pitch instruments/bank instruments)"
ATTITUDE = "Flight instruments as they relate to: Indication of the aircraft attitude"


@pytest.fixture
def old(code: Code) -> CodeFacts:
    return code(CODE, description=CORRELATION, document="FAA-S-ACS-6B", kind="knowledge")


@pytest.fixture
def new(code: Code) -> CodeFacts:
    return code(CODE, description=ATTITUDE, document="FAA-S-ACS-6C", kind="knowledge")


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("PA.I.C.K2", "Hazards, to include fog.", "Hazards including Fog"),
        ("PA.I.C.K2", "The airplane’s weight – and balance", "Airplane's weight & balance."),
        ("PA.I.C.K3", "Instruments as related to:", "Instruments as they relate to"),
        ("PA.I.H.K1b", "Symptoms, to include: Hypoxia", "Causes and symptoms, including: Hypoxia"),
    ],
)
def test_form_alone_changes_no_meaning(code: str, one: str, other: str) -> None:
    assert meaning_of(code, one) == meaning_of(code, other)


def test_other_words_are_another_meaning() -> None:
    assert meaning_of(CODE, CORRELATION) != meaning_of(CODE, ATTITUDE)
    assert meaning_of("PA.I.C.K2", "Icing: Fog") != meaning_of("PA.I.C.K2", "Rain: Fog")
    assert meaning_of("PA.I.C.K2", "---") != meaning_of("PA.I.C.K2", "+")


def test_the_plan_has_a_line_for_each_meaning_with_its_people(
    report: Report, old: CodeFacts, new: CodeFacts
) -> None:
    summary = SummaryAnalyzer().analyse([report(1, old), report(2, new), report(3, old)])
    (lesson,) = summary.study_recommendations.plan
    assert [(one.description, one.reports, one.editions) for one in lesson.codes] == [
        (CORRELATION, ("report-1", "report-3"), ("FAA-S-ACS-6B",)),
        (ATTITUDE, ("report-2",), ("FAA-S-ACS-6C",)),
    ]
    assert lesson.discuss == (
        f"Explain: {CORRELATION} ({CODE} in FAA-S-ACS-6B)",
        f"Explain: {ATTITUDE} ({CODE} in FAA-S-ACS-6C)",
    )
    # It is one code to tick off, and its time is that of one code.
    assert [line.codes for line in lesson.checklist] == [(CODE,)]
    assert lesson.minutes == 15
    assert "(PA.VIII.A.K1b)" in lesson.text


def test_weak_areas_and_plan_say_the_same_of_a_tie(
    report: Report, old: CodeFacts, new: CodeFacts
) -> None:
    # By the alphabet the older wording would be the last.
    old = replace(old, description="Zulu time")
    summary = SummaryAnalyzer().analyse([report(1, old), report(2, new)])
    (weak,) = summary.common_weak_areas
    assert weak.description == ATTITUDE
    assert summary.study_recommendations.plan[0].codes[0].description == ATTITUDE


def test_what_differs_by_form_only_stays_one_line_and_counts_together(
    report: Report, code: Code
) -> None:
    def worded(description: str, document: str) -> CodeFacts:
        return code("PA.I.C.K2", description=description, document=document)

    summary = SummaryAnalyzer().analyse(
        [
            report(1, worded("Hazards, to include fog.", "FAA-S-ACS-6A")),
            report(2, worded("Hazards, including fog", "FAA-S-ACS-6C")),
            report(3, worded("Hazards, including fog", "FAA-S-ACS-6C")),
            report(4, worded("Hazards, to include fog.", "FAA-S-ACS-6B")),
            report(5, worded("Something else", "FAA-S-ACS-6")),
            report(6, worded("Something else", "FAA-S-ACS-6")),
            report(7, worded("Something else", "FAA-S-ACS-6")),
        ]
    )
    (weak,) = summary.common_weak_areas
    assert weak.description == "Hazards, including fog"
    (other,) = other_meanings(weak)
    assert other.told == "Something else (FAA-S-ACS-6: 3)"
    stored = summary.to_json()["common_weak_areas"][0]
    assert other_meanings(stored) == (other,)
    assert [one.frequency for one in summary.study_recommendations.plan[0].codes] == [4, 3]


def test_a_report_without_a_wording_goes_with_the_commonest(
    report: Report, old: CodeFacts, new: CodeFacts
) -> None:
    unknown = replace(new, description=None, document=None, known=False)
    reports = [report(1, old), report(2, new), report(3, new)]
    reports += [report(number, unknown) for number in range(4, 8)]
    summary = SummaryAnalyzer().analyse(reports)
    (weak,) = summary.common_weak_areas
    assert (weak.description, weak.frequency) == (ATTITUDE, 7)
    (other,) = other_meanings(weak)
    assert other.told == f"{CORRELATION} (FAA-S-ACS-6B: 1)"
    codes = summary.study_recommendations.plan[0].codes
    assert [(one.description, one.frequency) for one in codes] == [(ATTITUDE, 6), (CORRELATION, 1)]
