"""What a person has to look at, and what not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from aktr.acs.catalogue import Catalogue
from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.checked import Severity
from aktr.report.checks import RULES, run_checks
from aktr.report.confidence import LABELS, REVIEW_BELOW, WHEN_TO_LOOK, Judgement, judge
from aktr.report.model import (
    FIELD_NAMES,
    Grade,
    KnowledgeTestReport,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)

Build = Callable[..., KnowledgeTestReport]
Judge = Callable[[KnowledgeTestReport], Judgement]


@pytest.fixture
def judged(catalogue: Catalogue, today: date) -> Judge:
    return lambda report: judge(report, run_checks(report, catalogue, today))


def test_a_correct_report_from_a_text_layer_is_as_sure_as_a_reading_can_be(
    build: Build, judged: Judge
) -> None:
    assert judged(build()) == Judgement(0.99, needs_review=False, reasons=())


@pytest.mark.parametrize(
    "values",
    [
        {"score": 100, "codes": ()},
        {"score": 62, "grade": Grade.FAIL, "expiration_date": None},
        {"exam_title": None},
        {"ftn": None, "applicant_id": "123456789", "exam_date": date(2018, 6, 12),
         "expiration_date": date(2020, 6, 30), "codes": ("PLT044",), "exam_site": None,
         "take": None},
        {"exam_code": "RIG", "exam_title": "Parachute Rigger", "score": None,
         "exam_date": date(2012, 6, 12), "expiration_date": date(2014, 6, 30),
         "codes": ("RIG001",)},
        {"exam_code": "UAG", "exam_title": "Unmanned Aircraft General - Small",
         "codes": ("UA.I.A.K1",), "expiration_date": date(2027, 2, 28)},
        {"take": 4},
    ],
)  # fmt: skip
def test_normal_reports_bother_nobody(build: Build, judged: Judge, values: dict[str, Any]) -> None:
    assert judged(build(**values)).reasons == ()


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "ftn",
        "exam_id",
        "exam_code",
        "exam_date",
        "exam_site",
        "score",
        "grade",
        "take",
        "expiration_date",
    ],
)
def test_a_value_that_every_report_prints_is_missed_by_name(
    build: Build, judged: Judge, name: str
) -> None:
    judgement = judged(build(**{name: None}))
    assert judgement.needs_review
    assert f"The {LABELS[name]} was not found." in judgement.reasons
    assert judgement.confidence <= 0.5


@pytest.mark.parametrize(
    ("values", "missed"),
    [
        ({"score": 62, "grade": Grade.FAIL, "expiration_date": None}, "expiration date"),
        ({"exam_title": None}, "exam title"),
    ],
)
def test_what_a_text_layer_may_lack_is_missed_on_a_picture(
    build: Build, judged: Judge, values: dict[str, Any], missed: str
) -> None:
    report = build(**values)
    assert judged(report).reasons == ()
    judgement = judged(replace(report, read_by=ReadBy.OCR))
    assert f"The {missed} was not found." in judgement.reasons


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_a_value_that_was_seen_and_not_made_out_is_named(
    build: Build, judged: Judge, name: str
) -> None:
    judgement = judged(build(**{name: ReadValue(None, "#~#")}))
    assert f"The {LABELS[name]} was found but could not be made out." in judgement.reasons
    assert f"The {LABELS[name]} was not found." not in judgement.reasons


def test_a_doubt_about_a_value_that_is_not_there_is_told_once(build: Build, judged: Judge) -> None:
    doubted: ReadValue[Grade] = ReadValue(doubt="Both words, pass and fail, are printed.")
    assert judged(build(grade=doubted)).reasons == (
        "Check the grade: Both words, pass and fail, are printed.",
    )


@pytest.mark.parametrize("name", [name for name in FIELD_NAMES if name != "applicant_id"])
def test_repaired_doubted_and_uncertain_values_are_named(
    build: Build, judged: Judge, name: str
) -> None:
    value = getattr(build(), name)
    for altered, said in [
        (replace(value, repaired=True, raw="5eh", confidence=0.6), '"5eh"'),
        (replace(value, doubt="It could be another one."), "It could be another one."),
        (replace(value, confidence=0.79), "79% sure"),
    ]:
        judgement = judged(build(**{name: altered}))
        assert judgement.needs_review
        assert any(LABELS[name] in reason and said in reason for reason in judgement.reasons)
        assert judgement.confidence < REVIEW_BELOW


def test_a_clear_repair_alone_needs_no_review(build: Build, judged: Judge) -> None:
    repaired = ReadCode("PA.I.C.K2", "PA.l.C.K2", CodeFamily.ACS, confidence=0.9, repaired=True)
    judgement = judged(replace(build(), codes=(repaired,)))
    assert not judgement.needs_review
    assert judgement.confidence == 0.9


def test_a_report_is_never_surer_than_its_least_certain_value(build: Build, judged: Judge) -> None:
    report = build(name=ReadValue("DOE", "DOE", None, 0.85))
    assert judged(report) == Judgement(0.85, needs_review=False, reasons=())
    code = ReadCode("PA.I.C.K2", "PA.I.C.K2", CodeFamily.ACS, confidence=0.81)
    assert judged(replace(report, codes=(code,))).confidence == 0.81


def test_a_number_that_can_be_a_social_security_number_is_never_repeated(
    build: Build, judged: Judge
) -> None:
    number = ReadValue("123456789", "123-45-6789", None, 0.5, repaired=True)
    reasons = " ".join(judged(build(applicant_id=number)).reasons)
    assert "applicant ID" in reasons
    assert "6789" not in reasons


def test_codes_that_are_not_clear_are_named(build: Build, judged: Judge) -> None:
    repaired = ReadCode("PA.I.C.K2", "PA.l.C.K2", CodeFamily.ACS, confidence=0.6, repaired=True)
    faint = ReadCode("PA.I.D.K1", "PA.I.D.K1", CodeFamily.ACS, confidence=0.6)
    report = replace(
        build(),
        codes=(repaired, faint),
        unresolved_codes=(
            UnresolvedCode("PA.I.B.K8?", None, ("PA.I.B.K3", "PA.I.B.K8")),
            UnresolvedCode("##.##", None),
        ),
    )
    repair, uncertain, ambiguous, nothing = judged(report).reasons
    assert "PA.I.C.K2" in repair
    assert "PA.l.C.K2" in repair
    assert "PA.I.D.K1" in uncertain
    assert "PA.I.B.K3 or PA.I.B.K8" in ambiguous
    assert "##.##" in nothing
    assert judged(report).confidence == 0.5


def test_codes_of_a_system_that_cannot_be_checked_are_looked_at(
    build: Build, judged: Judge
) -> None:
    report = build(
        ("H301",),
        exam_date=date(2002, 3, 1),
        expiration_date=date(2004, 3, 31),
        ftn=None,
        applicant_id="123456789",
    )
    assert any("AC 60-25" in reason for reason in judged(report).reasons)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"score": 62}, "Pass with a score of 62"),
        ({"expiration_date": date(2028, 3, 31)}, "02/29/2028"),
        ({"score": 98, "codes": ("PA.I.C.K2", "PA.I.D.K3b")}, "at most 1 missed question"),
        ({"codes": ("PA.I.C.K2", "IR.I.B.K3")}, "IR.I.B.K3"),
        ({"codes": ("PA.I.C.K29",)}, "PA.I.C.K29"),
        ({"codes": ()}, "no code was read"),
        ({"score": 91}, "90 and 92"),
        ({"exam_title": "Private Pilot Helicopter"}, "PRH"),
        ({"exam_code": "XYZ"}, "XYZ"),
    ],
)
def test_what_does_not_add_up_is_a_reason_to_look(
    build: Build, judged: Judge, values: dict[str, Any], said: str
) -> None:
    judgement = judged(build(**values))
    assert judgement.needs_review
    assert any(said in reason for reason in judgement.reasons)


def test_what_only_shows_that_practice_differs_is_looked_at_on_pictures_only(
    build: Build, judged: Judge
) -> None:
    values = {
        "exam_code": "UAG",
        "exam_title": "Unmanned Aircraft General - Small",
        "codes": ("UA.I.A.K1",),
        "expiration_date": date(2027, 2, 28),
    }
    assert not judged(build(**values)).needs_review
    on_picture = judged(build(**values, read_by=ReadBy.OCR))
    assert on_picture.needs_review
    assert "02/29/2028" in on_picture.reasons[0]


@pytest.mark.parametrize(("certainty", "is_looked_at"), [(0.99, False), (0.9, True)])
def test_codes_of_an_unusual_kind_are_looked_at_where_they_may_be_misread(
    build: Build, judged: Judge, certainty: float, is_looked_at: bool
) -> None:
    report = build(
        ("AM.I.A.R1",), exam_code="AMG", exam_title="Aviation Maintenance Technician General"
    )
    codes = tuple(replace(code, confidence=certainty) for code in report.codes)
    judgement = judged(replace(report, codes=codes, read_by=ReadBy.OCR))
    assert any("AM.I.A.R1" in reason for reason in judgement.reasons) == is_looked_at


def test_a_contradiction_weighs_more_than_a_warning(build: Build, judged: Judge) -> None:
    contradiction = judged(build(grade=Grade.FAIL)).confidence
    warning = judged(build(score=91)).confidence
    assert contradiction < warning < REVIEW_BELOW


def test_it_is_stated_for_every_rule_that_can_warn_when_to_look() -> None:
    can_warn = {rule.id for rule in RULES if rule.severity is Severity.SOFT}
    assert set(WHEN_TO_LOOK) == can_warn | {"expiration-fits-exam-date"}


def test_reasons_follow_the_form(build: Build, judged: Judge) -> None:
    faint = ReadValue("DOE", "DOE", None, 0.5)
    reasons = judged(build(name=faint, exam_id=None, grade=Grade.FAIL)).reasons
    assert [reason.split(" ")[1] for reason in reasons] == ["name", "exam", "grade"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            UnresolvedCode("PA.I.C.K2", None, ("PA.I.C.K2",)),
            "The code PA.I.C.K2 does not stand in the list; it is not counted.",
        ),
        (
            UnresolvedCode("PA.I.B.K1a K2", None, ("PA.I.B.K2",)),
            'The code read as "PA.I.B.K1a K2" could be PA.I.B.K2; it is not counted.',
        ),
    ],
)
def test_a_code_that_does_not_count_says_why(
    build: Build, judged: Judge, code: UnresolvedCode, said: str
) -> None:
    report = replace(build(), unresolved_codes=(code,))
    assert said in judged(report).reasons
