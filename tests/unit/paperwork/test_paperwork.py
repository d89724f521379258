"""What has to be signed, until when, and what will be asked."""

from datetime import date
from typing import Any

import pytest

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.paperwork import Paperwork, Wordings, load_wordings, official_title, prepare
from aktr.summary import CodeFacts, ReportFacts

TODAY = date(2026, 11, 22)
A_2 = (
    "I certify that JANE ANN DOE has demonstrated satisfactory knowledge of the subject areas in "
    "which they were deficient on the Private Pilot Airplane airman knowledge test."
)
A_77 = (
    "I certify that JANE ANN DOE has received the additional ground training as required by 14 "
    "CFR section 61.49. I have determined that they are proficient to pass the Private Pilot "
    "Airplane knowledge test."
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return load_wordings()


def code(name: str = "PA.I.C.K2", **values: Any) -> CodeFacts:  # noqa: ANN401 - any field's value
    facts = {
        "description": f"Wording of {name}.", "area": "I", "area_title": "Preflight Preparation",
        "task": "C", "task_title": "Weather Information",
    }  # fmt: skip
    return CodeFacts(name, "acs", **{**facts, **values})


def report(**values: Any) -> ReportFacts:  # noqa: ANN401 - any field's value
    facts: dict[str, Any] = {
        "name": "DOE, JANE ANN", "exam_code": "PAR", "exam": "Private Pilot Airplane (PAR)",
        "exam_date": date(2026, 2, 14), "score": 88, "grade": "Pass",
        "expiration_date": date(2028, 2, 29), "codes": (code(),),
    }  # fmt: skip
    return ReportFacts("one", 1, "scan.pdf", **{**facts, **values})


def paper(catalogue: Catalogue, wordings: Wordings, **values: Any) -> Paperwork:  # noqa: ANN401
    return prepare(report(**values), catalogue, wordings, TODAY)


def test_a_pass_with_codes_needs_the_review_of_deficient_areas(
    catalogue: Catalogue, wordings: Wordings
) -> None:
    made = paper(catalogue, wordings)
    (endorsement,) = made.endorsements
    assert endorsement.text == A_2
    assert endorsement.document == "AC 61-65K, A.2"
    assert endorsement.document_date == "2025-11-14"
    assert endorsement.regulation == "14 CFR 61.39(a)(6)(iii)"
    assert "[" not in endorsement.text
    assert endorsement.source
    assert (made.none_needed, made.retest) == (None, None)


def test_a_fail_needs_the_retest_endorsement(catalogue: Catalogue, wordings: Wordings) -> None:
    made = paper(catalogue, wordings, score=60, grade="Fail")
    (endorsement,) = made.endorsements
    assert endorsement.text == A_77
    assert endorsement.document == "AC 61-65K, A.77"
    assert made.retest is not None
    assert made.retest.waiting_period_over is None
    assert "no waiting period" in made.retest.rule
    assert made.examiner_will_ask == ()


def test_a_hundred_without_codes_needs_none(catalogue: Catalogue, wordings: Wordings) -> None:
    made = paper(catalogue, wordings, score=100, codes=())
    assert made.endorsements == ()
    assert made.none_needed is not None
    assert "nothing to certify" in made.none_needed
    assert made.look_at_first == ()


def test_a_pass_below_a_hundred_needs_it_though_no_code_was_read(
    catalogue: Catalogue, wordings: Wordings
) -> None:
    made = paper(catalogue, wordings, codes=())
    assert [one.id for one in made.endorsements] == ["deficient-areas"]
    assert "take the deficient areas from the paper" in made.look_at_first[0]


@pytest.mark.parametrize(
    ("exam_code", "regulation", "over", "statement"),
    [
        ("AMG", "14 CFR 65.19", date(2026, 3, 16), "retest-part-65"),
        ("AMA", "14 CFR 65.19", date(2026, 3, 16), "retest-part-65"),
        ("ADX", "14 CFR 65.19", date(2026, 3, 16), "retest-part-65"),
        ("RIG", "14 CFR 65.19", date(2026, 3, 16), "retest-part-65"),
        ("UAG", "14 CFR 107.71", date(2026, 2, 28), None),
        ("IAR", "14 CFR 65.91(c)(5)", date(2026, 5, 15), None),
        ("FEX", "14 CFR 63.41", date(2026, 3, 16), None),
        ("FNX", "14 CFR 63.59", date(2026, 3, 16), None),
        ("PAR", "14 CFR 61.49(a)", None, "retest-part-61"),
        ("AGI", "14 CFR 61.49(a)", None, "retest-part-61"),
        ("SPA", "14 CFR 61.49(a)", None, "retest-part-61"),
    ],
)
def test_each_part_has_its_own_retest_rule(
    catalogue: Catalogue,
    wordings: Wordings,
    exam_code: str,
    regulation: str,
    over: date | None,
    statement: str | None,
) -> None:
    made = paper(catalogue, wordings, exam_code=exam_code, score=60, grade="Fail")
    assert made.retest is not None
    assert (made.retest.regulation, made.retest.waiting_period_over) == (regulation, over)
    assert [one.id for one in made.endorsements] == ([statement] if statement else [])


def test_the_mechanics_statement_is_signed_by_an_airman_with_the_rating(
    catalogue: Catalogue, wordings: Wordings
) -> None:
    made = paper(catalogue, wordings, exam_code="AMG", score=60, grade="Fail")
    (statement,) = made.endorsements
    assert statement.text.startswith("I have given Mr./Ms. JANE ANN DOE additional instruction")
    assert statement.signed_by == "Airman who holds the certificate and rating sought"
    assert statement.regulation == "14 CFR 65.19(b)"


@pytest.mark.parametrize("exam_code", ["UAG", "AMG", "IAR", "FEX", "AGI", "MCI"])
def test_where_no_practical_test_under_part_61_follows_nothing_is_signed(
    catalogue: Catalogue, wordings: Wordings, exam_code: str
) -> None:
    made = paper(catalogue, wordings, exam_code=exam_code)
    assert made.endorsements == ()
    assert made.none_needed is not None
    assert "CFR" in made.none_needed


@pytest.mark.parametrize("exam_code", ["ATM", "PFB", "FOI"])
def test_where_it_depends_the_wording_comes_with_the_condition(
    catalogue: Catalogue, wordings: Wordings, exam_code: str
) -> None:
    (endorsement,) = paper(catalogue, wordings, exam_code=exam_code).endorsements
    assert endorsement.note is not None
    assert "CFR" in endorsement.note


def test_every_test_of_the_matrix_has_its_rules(catalogue: Catalogue, wordings: Wordings) -> None:
    for exam_code in catalogue.tests():
        passed = paper(catalogue, wordings, exam_code=exam_code)
        assert bool(passed.endorsements) != bool(passed.none_needed)
        failed = paper(catalogue, wordings, exam_code=exam_code, score=50, grade="Fail")
        assert failed.retest is not None
        assert failed.retest.source
        for endorsement in (*passed.endorsements, *failed.endorsements):
            assert "[" not in endorsement.text
            assert "{" not in endorsement.text
            assert endorsement.source


def test_days_are_counted_to_the_printed_day(catalogue: Catalogue, wordings: Wordings) -> None:
    made = paper(catalogue, wordings)
    assert (made.expires_on, made.expires_by, made.days_left) == (
        date(2028, 2, 29),
        "printed",
        464,
    )
    old = paper(catalogue, wordings, expiration_date=date(2026, 11, 21))
    assert old.days_left == -1
    last = paper(catalogue, wordings, expiration_date=TODAY)
    assert last.days_left == 0


@pytest.mark.parametrize(
    ("exam_code", "exam_date", "expires"),
    [
        ("PAR", date(2026, 2, 14), date(2028, 2, 29)),
        ("PAR", date(2026, 12, 31), date(2028, 12, 31)),
        ("ATM", date(2026, 2, 14), date(2031, 2, 28)),
        ("ATM", date(2014, 7, 31), date(2016, 7, 31)),
        ("ATM", date(2014, 8, 1), date(2019, 8, 31)),
        (None, date(2026, 1, 1), date(2028, 1, 31)),
        ("PAR", date(9997, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_day_that_was_not_read_is_worked_out(
    catalogue: Catalogue,
    wordings: Wordings,
    exam_code: str | None,
    exam_date: date,
    expires: date,
) -> None:
    made = paper(
        catalogue, wordings, exam_code=exam_code, exam_date=exam_date, expiration_date=None
    )
    assert (made.expires_on, made.expires_by) == (expires, "worked out")


@pytest.mark.parametrize("exam_code", ["PAR", "ATM", "UAG", "IAR", "AMG", None])
@pytest.mark.parametrize("exam_date", [date(9998, 1, 1), date.max])
def test_a_day_beyond_the_calendar_is_left_open(
    catalogue: Catalogue, wordings: Wordings, exam_code: str | None, exam_date: date
) -> None:
    made = paper(
        catalogue, wordings, exam_code=exam_code, exam_date=exam_date, expiration_date=None,
        score=60, grade="Fail",
    )  # fmt: skip
    assert (made.expires_on, made.expires_by, made.days_left) == (None, None, None)
    assert made.retest is not None
    if exam_date == date.max:
        assert made.retest.waiting_period_over is None


def test_without_any_date_nothing_is_claimed(catalogue: Catalogue, wordings: Wordings) -> None:
    made = paper(catalogue, wordings, exam_date=None, expiration_date=None)
    assert (made.expires_on, made.expires_by, made.days_left) == (None, None, None)


@pytest.mark.parametrize(
    ("printed", "shown", "doubtful"),
    [
        ("DOE, JANE ANN", "JANE ANN DOE", False),
        ("DOE JANE ANN", "DOE JANE ANN", True),
        ("DOE, JR, JANE", "DOE, JR, JANE", True),
        ("McDoe, Zoë", "Zoë McDoe", False),
    ],
)
def test_names_are_turned_only_where_a_comma_says_how(
    catalogue: Catalogue, wordings: Wordings, printed: str, shown: str, doubtful: bool
) -> None:
    made = paper(catalogue, wordings, name=printed)
    assert (made.name, made.name_as_printed) == (shown, printed)
    assert shown in made.endorsements[0].text
    assert any("order of the names" in line for line in made.look_at_first) is doubtful


def test_what_was_not_read_is_left_blank_and_said(catalogue: Catalogue, wordings: Wordings) -> None:
    made = paper(catalogue, wordings, name=None, needs_review=True)
    assert "____" in made.endorsements[0].text
    assert any("needs review" in line for line in made.look_at_first)
    assert any("name was not read" in line for line in made.look_at_first)
    unknown = paper(catalogue, wordings, score=None, grade=None)
    assert unknown.endorsements == ()
    assert unknown.none_needed is None
    assert any("no wording can be chosen" in line for line in unknown.look_at_first)


def test_the_examiner_asks_every_code_by_subject(catalogue: Catalogue, wordings: Wordings) -> None:
    codes = (code("PA.I.C.K2"), code("PA.I.C.K1"), code("PA.VI.A.K1", area="VI", task="A"))
    made = paper(catalogue, wordings, codes=codes)
    assert [question.codes for question in made.examiner_will_ask] == [
        ("PA.I.C.K1", "PA.I.C.K2"),
        ("PA.VI.A.K1",),
    ]
    first = made.examiner_will_ask[0]
    assert first.subject == "I. Preflight Preparation, C. Weather Information"
    assert first.wordings == ("Wording of PA.I.C.K1.", "Wording of PA.I.C.K2.")
    assert made.examiner_rule is not None
    assert any("before it runs out" in line for line in made.bring)


@pytest.mark.parametrize("attempt", [{"score": 60, "grade": "Fail"}, {}])
def test_nothing_is_signed_for_an_attempt_after_which_the_test_was_passed(
    catalogue: Catalogue, wordings: Wordings, attempt: dict[str, Any]
) -> None:
    later = report(exam_date=date(2026, 3, 1))
    made = prepare(report(**attempt), catalogue, wordings, TODAY, later)
    assert made.none_needed == (
        "The test was taken again on 2026-03-01 and passed: nothing is to be signed for this "
        "attempt."
    )
    assert (made.endorsements, made.retest, made.examiner_will_ask, made.bring) == (
        (),
        None,
        (),
        (),
    )


def test_a_pass_is_still_signed_for_after_a_later_fail_and_a_fail_is_not(
    catalogue: Catalogue, wordings: Wordings
) -> None:
    later = report(exam_date=date(2026, 3, 1), score=60, grade="Fail")
    assert prepare(report(), catalogue, wordings, TODAY, later).endorsements
    failed = report(score=50, grade="Fail")
    assert prepare(failed, catalogue, wordings, TODAY, later).endorsements == ()


def test_who_signs_for_a_report_that_has_run_out_is_warned(
    catalogue: Catalogue, wordings: Wordings
) -> None:
    made = paper(catalogue, wordings, expiration_date=date(2026, 11, 21))
    assert made.look_at_first[0].startswith("The report ran out on 2026-11-21: no practical test")
    assert paper(catalogue, wordings, expiration_date=TODAY).look_at_first == ()
    mechanic = paper(catalogue, wordings, exam_code="AMP", expiration_date=date(2026, 11, 21))
    assert mechanic.look_at_first == ()


def test_a_test_is_called_as_the_list_of_the_faa_has_it(catalogue: Catalogue) -> None:
    printed = "AVIATION MAINTENANCE TECHNICIAN POWERPLANT (AMP)"
    assert official_title("AMP", printed, catalogue) == (
        "Aviation Maintenance Technician Powerplant (AMP)"
    )
    assert official_title("QQQ", "Something (QQQ)", catalogue) == "Something (QQQ)"
    assert official_title(None, None, catalogue) is None
