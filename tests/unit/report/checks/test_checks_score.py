"""Score, grade and number of missed questions."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue
from aktr.report.checked import Check, Outcome, Severity
from aktr.report.checks.arithmetic import most_missed, percent_score, possible_correct
from aktr.report.model import Grade

CheckOne = Callable[..., Check]
OK, WARNING, CONFLICT, NOT_APPLICABLE = (
    Outcome.OK,
    Outcome.WARNING,
    Outcome.CONFLICT,
    Outcome.NOT_APPLICABLE,
)

PASSING = set(range(70, 101))
IMPOSSIBLE = {
    20: PASSING - {70, 75, 80, 85, 90, 95, 100},
    25: PASSING - {72, 76, 80, 84, 88, 92, 96, 100},
    30: PASSING - {70, 73, 77, 80, 83, 87, 90, 93, 97, 100},
    40: {71, 72, 74, 76, 77, 79, 81, 82, 84, 86, 87, 89, 91, 92, 94, 96, 97, 99},
    50: {score for score in PASSING if score % 2},
    60: {71, 74, 76, 79, 81, 84, 86, 89, 91, 94, 96, 99},
    70: {72, 75, 78, 82, 85, 88, 92, 95, 98},
    80: {72, 77, 82, 87, 92, 97},
    90: {75, 85, 95},
    100: set(),
    125: set(),
}
"""The passing scores that no number of correct answers gives, worked out by hand from the matrix's
numbers of questions."""


@pytest.mark.parametrize(("questions", "impossible"), IMPOSSIBLE.items())
def test_scores_that_cannot_be(questions: int, impossible: set[int]) -> None:
    assert {score for score in PASSING if not possible_correct(score, questions)} == impossible


def test_every_number_of_questions_in_the_matrix_has_been_worked_out(catalogue: Catalogue) -> None:
    assert {test.questions for test in catalogue.tests().values() if test.questions} == set(
        IMPOSSIBLE
    )


@pytest.mark.parametrize(
    ("code", "score", "outcome"),
    [
        ("PAR", 92, OK),
        ("PAR", 91, WARNING),
        ("PAR", 62, OK),
        ("PAR", 61, WARNING),
        ("AIF", 75, OK),
        ("AIF", 74, WARNING),
        ("FOI", 71, WARNING),
        ("CAX", 71, OK),
        ("ATM", 70, OK),
        ("PAR", 0, OK),
        ("PAR", 101, WARNING),
        ("PRE", 71, NOT_APPLICABLE),
        ("XYZ", 71, NOT_APPLICABLE),
        ("PAR", None, NOT_APPLICABLE),
    ],
)
def test_a_score_must_be_possible(
    check: CheckOne, code: str, score: int | None, outcome: Outcome
) -> None:
    assert check("score-possible", exam_code=code, score=score).outcome is outcome


def test_an_impossible_score_names_its_neighbours(check: CheckOne) -> None:
    assert "90 and 92" in check("score-possible", score=91).detail


def test_scores_are_rounded_half_up_and_not_cut_off() -> None:
    assert percent_score(55, 60) == 92  # 91.67
    assert percent_score(29, 40) == 73  # 72.5
    assert percent_score(1, 200) == 1  # 0.5


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_real_result_is_possible_and_leaves_room_for_its_missed_questions(
    result: tuple[int, int],
) -> None:
    correct, questions = result
    score = percent_score(correct, questions)
    assert abs(100 * correct - score * questions) * 2 <= questions
    assert correct in possible_correct(score, questions)
    assert most_missed(score, questions) >= questions - correct


@given(st.integers(0, 100), st.integers(1, 200))
def test_an_impossible_score_leaves_at_least_as_much_room_as_the_next_better_one(
    score: int, questions: int
) -> None:
    better = next(
        (higher for higher in range(score, 101) if possible_correct(higher, questions)), 100
    )
    assert most_missed(score, questions) >= questions - possible_correct(better, questions)[-1]


@pytest.mark.parametrize(
    ("score", "grade", "outcome"),
    [
        (70, Grade.PASS, OK),
        (69, Grade.PASS, CONFLICT),
        (69, Grade.FAIL, OK),
        (70, Grade.FAIL, CONFLICT),
        (62, Grade.PASS, CONFLICT),
        (100, Grade.PASS, OK),
        (0, Grade.FAIL, OK),
        (None, Grade.PASS, NOT_APPLICABLE),
        (88, None, NOT_APPLICABLE),
    ],
)
def test_pass_means_70_or_more(
    check: CheckOne, score: int | None, grade: Grade | None, outcome: Outcome
) -> None:
    found = check("grade-fits-score", score=score, grade=grade)
    assert found.outcome is outcome
    if outcome is CONFLICT:
        assert str(score) in found.detail
        assert str(grade) in found.detail


@pytest.mark.parametrize(
    ("code", "score", "said"),
    [
        ("PAR", 88, "53 of 60 questions answered correctly: 7 missed"),
        ("PAR", 100, "60 of 60 questions answered correctly: 0 missed"),
        ("ATM", 70, "87 or 88 of 125 questions answered correctly: 37 or 38 missed"),
        ("MCI", 98, "122 or 123 of 125 questions answered correctly: 2 or 3 missed"),
    ],
)
def test_the_number_of_missed_questions_is_told(
    check: CheckOne, code: str, score: int, said: str
) -> None:
    found = check("questions-missed", exam_code=code, score=score)
    assert (found.outcome, found.severity) == (OK, Severity.INFORM)
    assert said in found.detail


def test_with_125_questions_exactly_eight_passing_scores_stand_for_two_counts() -> None:
    double = {score for score in PASSING if len(possible_correct(score, 125)) > 1}
    assert double == {70, 74, 78, 82, 86, 90, 94, 98}


def codes(number: int) -> tuple[str, ...]:
    return tuple(f"PLT{n:03}" for n in range(1, number + 1))


@pytest.mark.parametrize(
    ("code", "score", "number", "outcome"),
    [
        ("PAR", 88, 7, OK),
        ("PAR", 88, 8, CONFLICT),
        ("PAR", 88, 1, OK),
        ("PAR", 88, 0, OK),
        ("PAR", 100, 0, OK),
        ("PAR", 100, 1, CONFLICT),
        ("XYZ", 100, 1, CONFLICT),
        ("XYZ", 88, 30, NOT_APPLICABLE),
        ("ATM", 98, 3, OK),
        ("ATM", 98, 4, CONFLICT),
        ("PAR", 62, 23, OK),
        ("PAR", 62, 24, CONFLICT),
        ("PAR", 91, 6, OK),
        ("PAR", 91, 7, CONFLICT),
        ("PAR", None, 40, NOT_APPLICABLE),
    ],
)
def test_there_are_no_more_codes_than_missed_questions(
    check: CheckOne, code: str, score: int | None, number: int, outcome: Outcome
) -> None:
    found = check("code-count", *codes(number), codes=True, exam_code=code, score=score)
    assert found.outcome is outcome
    if outcome is CONFLICT:
        assert found.severity is Severity.HARD
        assert f"{number} code" in found.detail


def test_a_code_that_was_read_twice_counts_once(check: CheckOne) -> None:
    assert check("code-count", *codes(7), "PLT001", score=88).outcome is OK


@pytest.mark.parametrize(
    ("score", "grade", "number", "outcome"),
    [
        (88, Grade.PASS, 1, OK),
        (88, Grade.PASS, 0, WARNING),
        (62, Grade.FAIL, 0, WARNING),
        (None, Grade.FAIL, 0, WARNING),
        (None, Grade.FAIL, 3, OK),
        (None, Grade.PASS, 0, NOT_APPLICABLE),
        (100, Grade.PASS, 0, NOT_APPLICABLE),
    ],
)
def test_whoever_missed_a_question_has_a_code(
    check: CheckOne, score: int | None, grade: Grade, number: int, outcome: Outcome
) -> None:
    found = check("codes-present", *codes(number), codes=True, score=score, grade=grade)
    assert found.outcome is outcome
