"""Rules about score, grade and the number of missed questions."""

from aktr.acs.model import passing_score
from aktr.report.checks.arithmetic import (
    counted,
    most_missed,
    percent_score,
    possible_correct,
)
from aktr.report.checks.rule import Evidence, Finding, broken, holds, silent
from aktr.report.model import Grade


def grade_fits_score(evidence: Evidence) -> Finding:
    """Rule 1: Pass exactly from 70 per cent."""
    score, grade = evidence.report.score.value, evidence.report.grade.value
    if score is None or grade is None:
        return silent("The score or the grade was not read.")
    passing = passing_score(evidence.test)
    expected = Grade.PASS if score >= passing else Grade.FAIL
    if grade is expected:
        return holds(f"{grade.value} fits a score of {score}; {passing} is needed to pass.")
    return broken(
        f"The grade is {grade.value} with a score of {score}, but {passing} is needed to pass. One "
        f"of the two may be misread."
    )


def score_possible(evidence: Evidence) -> Finding:
    """Rule 9: some number of correct answers gives the score."""
    score, questions = evidence.report.score.value, _questions(evidence)
    if score is None or questions is None:
        return silent("The score or the number of questions of this test is not known.")
    if possible_correct(score, questions):
        return holds(f"A score of {score} is possible with {questions} questions.")
    nearest = sorted(
        {percent_score(correct, questions) for correct in range(questions + 1)},
        key=lambda possible: (abs(possible - score), possible),
    )[:2]
    return broken(
        f"No number of correct answers out of {questions} gives a score of {score}; the nearest "
        f"are {' and '.join(str(possible) for possible in sorted(nearest))}."
    )


def questions_missed(evidence: Evidence) -> Finding:
    """Rule 10: how many questions were missed."""
    score, questions = evidence.report.score.value, _questions(evidence)
    if score is None or questions is None:
        return silent("The score or the number of questions of this test is not known.")
    possible = possible_correct(score, questions)
    if not possible:
        return silent(f"A score of {score} is not possible with {questions} questions.")
    correct = " or ".join(str(number) for number in possible)
    missed = " or ".join(str(questions - number) for number in reversed(possible))
    return holds(
        f"A score of {score} stands for {correct} of {questions} questions answered correctly: "
        f"{missed} missed."
    )


def code_count(evidence: Evidence) -> Finding:
    """Rule 11: no more codes than questions missed, as one code may stand for several."""
    score = evidence.report.score.value
    if score is None:
        return silent("The score was not read.")
    codes = _distinct_codes(evidence)
    if score >= 100:
        if codes:
            return broken(
                f"With a score of {score} nothing was missed, but the list was read with "
                f"{counted(codes, 'code')}. Score or codes are misread."
            )
        return holds(f"The score is {score} and no codes are listed.")
    questions = _questions(evidence)
    if questions is None:
        return silent("The number of questions of this test is not known.")
    missed = most_missed(score, questions)
    if codes <= missed:
        return holds(f"{counted(codes, 'code')} for at most {counted(missed, 'missed question')}.")
    return broken(
        f"The list was read with {counted(codes, 'code')}, but a score of {score} on {questions} "
        f"questions leaves at most {counted(missed, 'missed question')}. The score may be "
        f"misread, or codes may be read that are not there."
    )


def codes_present(evidence: Evidence) -> Finding:
    """Rule 11: whoever missed a question has a code."""
    report = evidence.report
    score = report.score.value
    if score is None and report.grade.value is not Grade.FAIL:
        return silent("The score was not read.")
    if score is not None and score >= 100:
        return silent("Nothing was missed.")
    codes = _distinct_codes(evidence)
    shown = f"The score is {score}" if score is not None else "The grade is Fail"
    if codes:
        return holds(f"{shown} and {counted(codes, 'code')} of missed questions were read.")
    return broken(
        f"{shown}, so questions were missed, but no code was read with certainty. The list may be "
        f"cut off."
    )


def _questions(evidence: Evidence) -> int | None:
    return evidence.test.questions if evidence.test else None


def _distinct_codes(evidence: Evidence) -> int:
    return len({code.code for code in evidence.report.codes})
