"""Rules about the numbers that identify the applicant and the test.

The sentences describe the shape of such a number and never repeat it: the ID of an old report can
be a social security number.
"""

from datetime import date
from typing import Final

from aktr.report.checks.arithmetic import counted, on_form
from aktr.report.checks.rule import Evidence, Finding, broken, holds, silent
from aktr.report.model import FTN, ReadValue

LAST_DAY_OF_APPLICANT_ID: Final = date(2020, 1, 10)
FIRST_DAY_OF_FTN: Final = date(2020, 1, 13)
EXAM_ID_DIGITS: Final = 17


def id_fits_era(evidence: Evidence) -> Finding:
    """Rule 5: the FTN replaced the applicant ID on reports of tests from 2020-01-13."""
    report = evidence.report
    exam = report.exam_date.value
    if exam is None:
        return silent("The exam date was not read.")
    has_ftn, has_applicant_id = _found(report.ftn), _found(report.applicant_id)
    if not has_ftn and not has_applicant_id:
        return silent("Neither an FTN nor an applicant ID was found.")
    if exam >= FIRST_DAY_OF_FTN and not has_ftn:
        return broken(
            f"The report shows an applicant ID, but reports of tests from "
            f"{on_form(FIRST_DAY_OF_FTN)} show an FTN; the exam date was read as {on_form(exam)}."
        )
    if exam <= LAST_DAY_OF_APPLICANT_ID and not has_applicant_id:
        return broken(
            f"The report shows an FTN, but reports of tests up to "
            f"{on_form(LAST_DAY_OF_APPLICANT_ID)} show an applicant ID; the exam date was read as "
            f"{on_form(exam)}."
        )
    shown = "FTN" if has_ftn else "applicant ID"
    return holds(f"A report of a test on {on_form(exam)} may show an {shown}.")


def ftn_form(evidence: Evidence) -> Finding:
    """Rule 6: an FTN is a capital letter and seven digits."""
    ftn = evidence.report.ftn
    text = ftn.value if ftn.value is not None else ftn.raw
    if not text:
        return silent("No FTN was found.")
    if FTN.fullmatch(text):
        return holds("The FTN is a capital letter and seven digits.")
    return broken(
        f"An FTN is a capital letter and seven digits; what was read has the form {_shape(text)} "
        f"(A a letter, 9 a digit)."
    )


def exam_id_form(evidence: Evidence) -> Finding:
    """Rule 7: the exam ID has 17 digits."""
    exam_id = evidence.report.exam_id
    text = exam_id.value if exam_id.value is not None else exam_id.raw
    if not text:
        return silent("No exam ID was found.")
    digits = sum(character in "0123456789" for character in text)
    if digits == len(text) == EXAM_ID_DIGITS:
        return holds(f"The exam ID has {EXAM_ID_DIGITS} digits.")
    others = len(text) - digits
    also = f" and {counted(others, 'other character')}" if others else ""
    return broken(
        f"An exam ID has {EXAM_ID_DIGITS} digits; what was read has "
        f"{counted(digits, 'digit')}{also}."
    )


def _found(field: ReadValue[str]) -> bool:
    return bool(field.value or field.raw)


def _shape(text: str) -> str:
    shown = "".join(
        "9" if character.isdigit() else "A" if character.isalpha() else character
        for character in text[:24]
    )
    return f"{shown}…" if len(text) > 24 else shown
