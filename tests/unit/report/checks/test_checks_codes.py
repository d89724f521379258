"""Codes against the test, the standards and the day of the test."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from aktr.acs.catalogue import Catalogue
from aktr.report.checked import Check, Outcome

CheckOne = Callable[..., Check]
OK, WARNING, NOT_APPLICABLE = Outcome.OK, Outcome.WARNING, Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("test", "codes", "outcome"),
    [
        ("PAR", ("PA.I.C.K2",), OK),
        ("PAR", ("PA.I.C.K2", "IR.I.B.K3"), WARNING),
        ("PAR", ("PLT044",), OK),
        ("PAR", ("AMG044",), WARNING),
        ("IRA", ("IR.IV.B.S1",), OK),
        ("FOI", ("FI.I.A.K1",), OK),
        ("FOI", ("AI.II.A.K1",), WARNING),
        ("FIA", ("AI.II.A.K1", "FI.I.A.K1"), OK),
        ("FIA", ("PA.I.C.K2",), WARNING),
        ("FII", ("PLT044",), OK),
        ("FII", ("IR.I.B.K3",), WARNING),
        ("AMG", ("AM.I.A.K1",), OK),
        ("AMG", ("AM.II.A.K1",), OK),
        ("AMG", ("AMG001",), OK),
        ("AMG", ("AMA001",), WARNING),
        ("AMG", ("PLT044",), WARNING),
        ("RIG", ("RIG001",), OK),
        ("RIG", ("PLT044",), WARNING),
        ("IAR", ("IAR001",), OK),
        ("CCH", ("PA.I.C.K2",), NOT_APPLICABLE),
        ("AGI", ("PA.I.C.K2",), NOT_APPLICABLE),
        ("XYZ", ("PA.I.C.K2",), NOT_APPLICABLE),
        ("PAR", (), NOT_APPLICABLE),
        ("PAR", ("H301",), NOT_APPLICABLE),
    ],
)
def test_codes_begin_as_those_of_the_test_do(
    check: CheckOne, test: str, codes: tuple[str, ...], outcome: Outcome
) -> None:
    found = check("prefix-fits-test", *codes, codes=True, exam_code=test)
    assert found.outcome is outcome
    if outcome is WARNING:
        assert codes[-1] in found.detail


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        (("PA.I.C.K2", "PLT044", "AM.I.A.K1"), OK),
        (("PA.I.C.K29",), WARNING),
        (("PA.I.C.K2", "PLT299"), WARNING),
        (("ZZ.I.A.K1",), WARNING),
        (("H301",), NOT_APPLICABLE),
        ((), NOT_APPLICABLE),
    ],
)
def test_codes_exist(check: CheckOne, codes: tuple[str, ...], outcome: Outcome) -> None:
    found = check("code-known", *codes, codes=True)
    assert found.outcome is outcome
    if outcome is WARNING:
        assert codes[-1] in found.detail


def test_a_code_is_looked_up_in_the_edition_of_the_exam_date(
    check: CheckOne, catalogue: Catalogue
) -> None:
    change = date(2024, 5, 31)
    before = change - timedelta(days=1)
    new = next(
        code
        for code in catalogue.codes_of_prefix("PA")
        if (entry := catalogue.lookup(code, before)) and not entry.in_force
    )
    assert check("code-in-edition", new, exam_date=change).outcome is OK
    found = check("code-in-edition", new, exam_date=before)
    assert found.outcome is WARNING
    assert new in found.detail


def test_an_archived_code_is_noticed_from_the_day_it_was_archived(
    check: CheckOne, catalogue: Catalogue
) -> None:
    change = date(2024, 5, 31)
    archived = next(
        code
        for code in catalogue.codes_of_prefix("PA")
        if (new := catalogue.lookup(code, change))
        and new.archived
        and (old := catalogue.lookup(code, change - timedelta(days=1)))
        and not old.archived
    )
    assert check("code-in-edition", archived, exam_date=change).outcome is WARNING
    earlier = check("code-in-edition", archived, exam_date=change - timedelta(days=1))
    assert earlier.outcome is not WARNING


@pytest.mark.parametrize(
    ("code", "not_held"),
    [("CA.I.A.K1", "FAA-S-ACS-7A (Change 1)"), ("PA.I.C.K2", "FAA-S-ACS-6B (with Change 1)")],
)
def test_with_an_edition_that_is_not_held_nothing_is_compared(
    check: CheckOne, code: str, not_held: str
) -> None:
    found = check("code-in-edition", code, codes=True, exam_date=date(2023, 3, 1))
    assert found.outcome is NOT_APPLICABLE
    assert not_held in found.detail


def test_of_codes_of_several_standards_those_are_counted_that_were_compared(
    check: CheckOne,
) -> None:
    values = {"codes": True, "exam_date": date(2023, 3, 1)}
    found = check("code-in-edition", "UA.I.A.K1", "CA.I.A.K1", "CA.I.B.K1", **values)
    assert found.outcome is OK
    assert "1 of 3 known codes" in found.detail
    assert "FAA-S-ACS-7A (Change 1)" in found.detail
    found = check("code-in-edition", "UA.I.A.K1", **values)
    assert found.detail == "Every known code is in the edition in force on 03/01/2023."


@pytest.mark.parametrize("values", [{"exam_date": None}, {"codes": True}])
def test_without_a_date_or_codes_no_edition_is_asked(
    check: CheckOne, values: dict[str, bool | None]
) -> None:
    assert check("code-in-edition", **values).outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("test", "code", "exam", "outcome"),
    [
        ("PAR", "PA.I.C.K2", date(2020, 1, 10), WARNING),
        ("PAR", "PA.I.C.K2", date(2020, 1, 12), WARNING),
        ("PAR", "PA.I.C.K2", date(2020, 1, 13), OK),
        ("PAR", "PLT044", date(2020, 1, 10), OK),
        ("PAR", "PLT044", date(2020, 1, 13), WARNING),
        ("PCP", "PLT044", date(2026, 1, 13), OK),
        ("AMG", "AMG001", date(2023, 7, 31), OK),
        ("AMG", "AMG001", date(2023, 8, 1), WARNING),
        ("AMG", "AM.I.A.K1", date(2023, 7, 31), WARNING),
        ("AMG", "AM.I.A.K1", date(2023, 8, 1), OK),
        ("FIA", "AI.II.A.K1", date(2024, 5, 30), WARNING),
        ("FIA", "AI.II.A.K1", date(2024, 5, 31), OK),
        ("FIA", "PLT044", date(2024, 5, 31), OK),
        ("FIA", "PLT044", date(2024, 6, 1), WARNING),
        ("FOI", "FI.I.A.K1", date(2024, 5, 30), WARNING),
        ("FOI", "FI.I.A.K1", date(2024, 5, 31), OK),
        ("PRH", "PH.I.A.K1", date(2024, 5, 30), WARNING),
        ("PRH", "PLT044", date(2025, 1, 1), OK),
        ("FII", "PLT044", date(2026, 1, 1), OK),
        ("SPA", "PLT044", date(2016, 1, 1), OK),
        ("PAR", "H301", date(2002, 1, 1), OK),
        ("PAR", "PA.I.C.K2", None, NOT_APPLICABLE),
    ],
)
def test_the_kind_of_codes_fits_the_day(
    check: CheckOne, test: str, code: str, exam: date | None, outcome: Outcome
) -> None:
    assert check("family-fits-era", code, exam_code=test, exam_date=exam).outcome is outcome


@pytest.mark.parametrize(
    ("test", "code", "outcome"),
    [
        ("AMG", "AM.I.A.K1", OK),
        ("AMG", "AM.II.A.K1", WARNING),
        ("AMA", "AM.II.A.K1", OK),
        ("AMA", "AM.III.A.K1", WARNING),
        ("AMP", "AM.III.A.K1", OK),
        ("AMP", "AM.I.A.K1", WARNING),
        ("AMG", "AM.I.A.R1", OK),
        ("AMG", "AMG001", NOT_APPLICABLE),
        ("PAR", "AM.II.A.K1", NOT_APPLICABLE),
    ],
)
def test_each_mechanic_test_prints_the_codes_of_its_own_part(
    check: CheckOne, test: str, code: str, outcome: Outcome
) -> None:
    assert check("mechanic-part", code, exam_code=test).outcome is outcome


@pytest.mark.parametrize(
    ("test", "code", "outcome"),
    [
        ("AMG", "AM.I.A.K1", OK),
        ("AMG", "AM.I.A.R1", WARNING),
        ("AMA", "AM.II.A.S1", WARNING),
        ("PAR", "PA.I.A.R1", NOT_APPLICABLE),
    ],
)
def test_the_tests_of_mechanics_print_knowledge_only(
    check: CheckOne, test: str, code: str, outcome: Outcome
) -> None:
    assert check("mechanic-knowledge", code, exam_code=test).outcome is outcome


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        (("FI.I.A.K1",), OK),
        (("FI.II.A.K1",), WARNING),
        (("AI.II.A.K1",), OK),
        (("AI.XIV.A.K1",), OK),
        (("AI.I.A.K1",), WARNING),
        (("FI.I.A.K1", "AI.I.A.K1"), WARNING),
        (("PA.I.A.K1",), NOT_APPLICABLE),
    ],
)
def test_fundamentals_stand_in_area_one_and_the_rest_after_it(
    check: CheckOne, codes: tuple[str, ...], outcome: Outcome
) -> None:
    assert check("instructor-area", *codes, exam_code="FIA").outcome is outcome
