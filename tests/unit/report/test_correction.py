"""What a person says about a report holds; what was read is kept beside it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.acs.code import CodeFamily
from aktr.reading.page import ReadBy
from aktr.report.certainty import Certainty
from aktr.report.checked import CheckedReport, Outcome
from aktr.report.correction import (
    Action,
    Change,
    NothingThereError,
    Standing,
    Statement,
    from_plain,
    statements_of,
    to_plain,
)
from aktr.report.examine import examine
from aktr.report.model import (
    FIELD_NAMES,
    Grade,
    KnowledgeTestReport,
    Place,
    ReadCode,
    ReadValue,
    UnresolvedCode,
)
from aktr.report.review import examine_as_stated, review_items

TODAY = date(2026, 11, 22)
PLACE = Place(1, 0.1, 0.2, 0.3, 0.25)
UNCLEAR = UnresolvedCode("PA.?.C.K2", PLACE, ("PA.I.C.K2", "PA.V.B.K2"))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load_catalogue(tmp_path_factory.mktemp("standards"))


def read(value: object, confidence: float = 1.0, **more: Any) -> ReadValue[Any]:  # noqa: ANN401
    return ReadValue(value, str(value), PLACE, confidence, **more)


READING = KnowledgeTestReport(
    read_by=ReadBy.PDF_TEXT,
    pages=(1,),
    name=read("DOE, JANE ANN"),
    ftn=read("C1234567"),
    exam_id=read("90000020260214001"),
    exam_title=read("Private Pilot Airplane"),
    exam_code=read("PAR"),
    exam_date=read(date(2026, 2, 14)),
    exam_site=read("ABS60104"),
    score=read(88),
    grade=read(Grade.PASS),
    take=read(1),
    expiration_date=read(date(2028, 2, 29)),
    codes=tuple(
        ReadCode(code, code, CodeFamily.ACS, PLACE) for code in ("PA.I.B.K1a", "PA.I.D.K3b")
    ),
)


class Case:
    """One report and what is said about it, step by step."""

    def __init__(self, reading: KnowledgeTestReport, catalogue: Catalogue) -> None:
        self.reading = reading
        self.catalogue = catalogue
        self.statements: list[Statement] = []
        self.checked = examine(reading, catalogue, TODAY)

    def say(self, **change: Any) -> CheckedReport:  # noqa: ANN401 - the parts of a change
        made = statements_of(Change(**change), self.checked, Standing(self.statements))
        self.statements += made
        self.checked = examine_as_stated(self.reading, self.statements, self.catalogue, TODAY)
        return self.checked

    @property
    def review(self) -> dict[str, str]:
        items = review_items(self.checked, Standing(self.statements))
        assert [item.reason for item in items] == list(self.checked.review_reasons)
        return {item.what: item.reason for item in items}

    @property
    def codes(self) -> list[str]:
        return [code.code for code in self.checked.report.codes]

    def outcome(self, rule: str) -> Outcome:
        return next(check.outcome for check in self.checked.checks if check.id == rule)


@pytest.fixture
def case(catalogue: Catalogue) -> Callable[..., Case]:
    def make(**changes: Any) -> Case:  # noqa: ANN401 - the fields of a report
        return Case(replace(READING, **changes), catalogue)

    return make


MakeCase = Callable[..., Case]


def test_nothing_said_changes_nothing(catalogue: Catalogue) -> None:
    doubtful = replace(READING, score=read(71), notes=("The file was damaged.",))
    assert examine_as_stated(doubtful, (), catalogue, TODAY) == examine(doubtful, catalogue, TODAY)


def test_a_correction_sets_the_value_and_keeps_what_was_read(case: MakeCase) -> None:
    one = case(score=read(81, 0.4, doubt="It may be 87."))
    assert set(one.review) == {"score", "check:score-possible"}
    score = one.say(fields={"score": 87}).report.score
    assert (score.value, score.raw, score.place, score.doubt) == (87, "81", PLACE, None)
    assert score.confidence == 1.0
    assert one.statements == [Statement("score", Action.CORRECT, 81, 87)]
    assert one.outcome("score-possible") is Outcome.OK
    assert not one.checked.needs_review
    assert one.reading.score.value == 81


def test_a_correction_that_contradicts_the_rest_is_found_by_the_checks(case: MakeCase) -> None:
    one = case()
    assert not one.checked.needs_review
    one.say(fields={"score": 62})
    assert one.outcome("grade-fits-score") is Outcome.CONFLICT
    assert "check:grade-fits-score" in one.review
    assert one.checked.confidence == pytest.approx(0.3)


def test_confirming_a_doubtful_value_clears_its_flag_alone(case: MakeCase) -> None:
    one = case(name=read("D0E, JANE", 0.5), exam_site=read("ABS6O1O4", 0.6))
    assert set(one.review) == {"name", "exam_site"}
    one.say(confirm=("name",))
    assert set(one.review) == {"exam_site"}
    assert one.checked.report.name.value == "D0E, JANE"
    one.say(confirm=("exam_site",))
    assert one.review == {}
    assert one.checked.confidence == pytest.approx(0.99)


def test_a_finding_that_was_looked_at_stays_among_the_checks(case: MakeCase) -> None:
    one = case(score=read(71))
    assert set(one.review) == {"check:score-possible"}
    one.say(confirm=("check:score-possible",))
    assert one.review == {}
    assert one.outcome("score-possible") is Outcome.WARNING


def test_a_finding_about_other_values_has_to_be_looked_at_again(case: MakeCase) -> None:
    one = case(score=read(71))
    one.say(confirm=("check:score-possible",))
    one.say(fields={"score": 74})
    assert set(one.review) == {"check:score-possible"}


def test_confirming_a_value_does_not_settle_a_contradiction(case: MakeCase) -> None:
    one = case(score=read(62))
    one.say(confirm=("score", "grade"))
    assert set(one.review) == {"check:grade-fits-score"}


@pytest.mark.parametrize("name", sorted(set(FIELD_NAMES) - {"applicant_id"}))
def test_what_the_paper_does_not_show_is_no_gap_any_more(case: MakeCase, name: str) -> None:
    one = case(**{name: ReadValue(None, "(smudge)", PLACE, 0.0)})
    assert name in one.review
    value = getattr(one.say(fields={name: None}).report, name)
    assert (value.value, value.raw) == (None, "(smudge)")
    assert name not in one.review
    assert not [what for what in one.review if what == f"check:{name.replace('_', '-')}-form"]


def test_a_value_that_was_not_found_at_all_can_be_said_not_to_be_there(case: MakeCase) -> None:
    one = case(ftn=ReadValue())
    assert set(one.review) == {"ftn"}
    one.say(confirm=("ftn",))
    assert one.review == {}


def test_codes_are_added_and_removed_one_by_one(case: MakeCase) -> None:
    one = case()
    one.say(add=("PA.I.C.K2", "PA.I.B.K1a"), remove=("PA.I.D.K3b",))
    assert one.codes == ["PA.I.B.K1a", "PA.I.C.K2"]
    assert [each.action for each in one.statements] == [Action.REMOVE, Action.ADD, Action.CONFIRM]
    added = one.checked.codes[1]
    assert (added.read_as, added.place, added.description is not None) == ("", None, True)
    one.say(add=("PA.I.D.K3b",))
    assert one.codes == ["PA.I.B.K1a", "PA.I.D.K3b", "PA.I.C.K2"]


def test_the_whole_list_of_codes_settles_what_was_unclear(case: MakeCase) -> None:
    one = case(unresolved_codes=(UNCLEAR,))
    assert set(one.review) == {"unresolved:PA.?.C.K2"}
    one.say(exactly=("PA.I.D.K3b", "PA.V.B.K2"))
    assert one.codes == ["PA.I.D.K3b", "PA.V.B.K2"]
    assert one.review == {}


def test_adding_what_an_unclear_code_could_be_resolves_it(case: MakeCase) -> None:
    one = case(unresolved_codes=(UNCLEAR, replace(UNCLEAR, read_as="P?.I.C.K2")))
    one.say(add=("PA.I.C.K2",))
    added = one.checked.report.codes[-1]
    assert (added.code, added.read_as, added.place) == ("PA.I.C.K2", "PA.?.C.K2", PLACE)
    assert set(one.review) == {"unresolved:P?.I.C.K2"}
    one.say(confirm=("unresolved:P?.I.C.K2",))
    assert one.review == {}


def test_an_unknown_code_is_taken_and_found_by_the_checks(case: MakeCase) -> None:
    one = case()
    one.say(add=("PA.XII.P.K99",))
    assert one.outcome("code-known") is Outcome.WARNING
    assert "check:code-known" in one.review


def test_codes_that_cannot_be_checked_are_settled_by_confirming_the_list(case: MakeCase) -> None:
    one = case(codes=(ReadCode("H301", "H301", CodeFamily.SUBJECT_MATTER, PLACE),))
    assert "codes" in one.review
    one.say(confirm=("codes",))
    assert "codes" not in one.review
    assert one.checked.report.codes[0].family is CodeFamily.SUBJECT_MATTER


def test_a_note_on_the_file_can_be_settled(case: MakeCase) -> None:
    one = case(notes=("The file was damaged.", "Page 2 was not read."))
    assert set(one.review) == {"note:1", "note:2"}
    one.say(confirm=("note:1",))
    assert set(one.review) == {"note:2"}
    assert one.checked.report.notes == one.reading.notes


def test_what_was_said_holds_for_another_reading(case: MakeCase) -> None:
    one = case(score=read(81), codes=READING.codes[:1], notes=("The file was damaged.",))
    one.say(
        fields={"score": 88, "take": 1},
        exactly=("PA.I.B.K1a", "PA.I.C.K2"),
        confirm=("note:1",),
    )
    one.reading = replace(READING, score=read(80), take=read(7), notes=one.reading.notes)
    one.say(confirm=("name",))
    report = one.checked.report
    assert (report.score.value, report.score.raw, report.take.value) == (88, "80", 1)
    assert one.codes == ["PA.I.B.K1a", "PA.I.C.K2"]
    assert one.review == {}


@pytest.mark.parametrize(
    "change",
    [
        {"remove": ("PA.I.C.K2",)},
        {"confirm": ("code:PA.I.C.K2",)},
        {"confirm": ("check:score-possible",)},
        {"confirm": ("note:1",)},
        {"confirm": ("report",)},
        {"confirm": ("password",)},
    ],
)
def test_what_is_not_there_is_neither_removed_nor_confirmed(
    case: MakeCase, change: dict[str, Any]
) -> None:
    one = case()
    with pytest.raises(NothingThereError):
        one.say(**change)
    assert one.statements == []


def test_every_reason_is_said_of_a_value_that_can_be_confirmed(case: MakeCase) -> None:
    one = case(
        name=read("DOE", 0.5),
        ftn=ReadValue(None, "C12", PLACE, 0.0),
        exam_id=ReadValue(),
        score=read(62),
        exam_date=read(date(2026, 2, 14), doubt="The year has two digits."),
        codes=(
            replace(READING.codes[0], confidence=0.5, repaired=True),
            ReadCode("IR.I.B.K3", "IR.I.B.K3", CodeFamily.ACS, PLACE),
            ReadCode("H301", "H301", CodeFamily.SUBJECT_MATTER, PLACE),
        ),
        unresolved_codes=(UNCLEAR,),
        notes=("The file was damaged.",),
    )
    assert len(one.review) == len(one.checked.review_reasons) >= 10
    assert "report" not in one.review
    one.say(confirm=tuple(one.review))
    assert one.review == {}
    assert not one.checked.needs_review


@settings(max_examples=100, deadline=None)
@given(
    scores=st.lists(st.integers(0, 100), min_size=1, max_size=6),
    codes=st.lists(
        st.tuples(st.booleans(), st.sampled_from(["PA.I.B.K1a", "PA.I.C.K2", "PA.I.D.K3b"])),
        max_size=8,
    ),
)
def test_the_last_word_counts(
    catalogue: Catalogue, scores: list[int], codes: list[tuple[bool, str]]
) -> None:
    one = Case(READING, catalogue)
    expected = set(one.codes)
    for score in scores:
        one.say(fields={"score": score})
    for is_there, code in codes:
        if is_there:
            one.say(add=(code,))
            expected.add(code)
        elif code in expected:
            one.say(remove=(code,))
            expected.discard(code)
    assert one.checked.report.score.value == scores[-1]
    assert set(one.codes) == expected
    assert len(one.codes) == len(expected)


def test_grades_follow_the_stated_rules() -> None:
    grades = {0.0: "low", 0.7999: "low", 0.80: "medium", 0.9499: "medium", 0.95: "high", 1: "high"}
    assert {confidence: Certainty.of(confidence) for confidence in grades} == grades
    assert Certainty.of_field(ReadValue()) is None
    assert Certainty.of_field(ReadValue(None, "smudge")) is Certainty.LOW
    assert Certainty.of_field(read("DOE", doubt="Two names.")) is Certainty.LOW
    assert Certainty.of_field(read("DOE", 0.9)) is Certainty.MEDIUM


def test_the_page_on_confidence_states_the_same_grades() -> None:
    page = (Path(__file__).parents[3] / "docs" / "confidence.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (high|medium|low) \| ([^|]+) \|", page, re.MULTILINE))
    assert list(rows) == ["high", "medium", "low"]
    for grade, stated in rows.items():
        lowest, *_ = re.findall(r"0\.\d\d", stated)
        if grade == "low":
            assert Certainty.of(float(lowest) - 1e-9) is Certainty.LOW
            assert "doubted" in stated
        else:
            assert Certainty.of(float(lowest)) == grade
            assert Certainty.of(float(lowest) - 1e-9) != grade


def test_a_report_is_low_exactly_when_it_needs_review(case: MakeCase) -> None:
    for one in (case(), case(score=read(62)), case(name=read("DOE", 0.85))):
        is_low = Certainty.of(one.checked.confidence) is Certainty.LOW
        assert is_low == one.checked.needs_review


def test_a_report_without_questions_has_an_empty_review(case: MakeCase) -> None:
    assert case().review == {}


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_values_survive_the_way_through_json(name: str) -> None:
    value = getattr(READING, name).value
    back = from_plain(name, to_plain(value))
    assert (back, type(back)) == (value, type(value))
