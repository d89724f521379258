"""Rules about the codes: do they exist, and do they fit the test and its day."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from aktr.acs.code import AcsCode, CodeFamily
from aktr.acs.model import CodeEntry, KnowledgeTest
from aktr.report.checks.arithmetic import counted, listed, on_form
from aktr.report.checks.rule import Evidence, Finding, broken, holds, silent

FIRST_DAY_OF_ACS_CODES: Final = date(2020, 1, 13)
FIRST_DAY_OF_MECHANIC_ACS: Final = date(2023, 8, 1)
FIRST_DAY_OF_2024_ACS: Final = date(2024, 5, 31)

_ON_REPORTS_SINCE_2020: Final = frozenset({"PA", "IR", "CA", "AA", "UA", "MC"})
_MECHANIC_AREAS: Final = {"AMG": "I", "AMA": "II", "AMP": "III"}
_RIGGER_TESTS: Final = frozenset({"RIG", "RMC", "RMP"})


def prefix_fits_test(evidence: Evidence) -> Finding:
    """Rule 12: each code begins as the codes of this test do."""
    test = evidence.test
    codes = [code for code in evidence.report.codes if code.family is not CodeFamily.SUBJECT_MATTER]
    if test is None or not codes:
        return silent("The test is not known, or there are no codes with a prefix.")
    if not test.prefixes or test.mark == "G":
        return silent(f"It is not known which codes a report of {test.code} prints.")
    acs = {prefix[:2] for prefix in test.prefixes if test.prints == "acs"}
    statements = _statement_prefixes(test)
    foreign = [
        code.code
        for code in codes
        if (code.family is CodeFamily.ACS and code.code[:2] not in acs)
        or (code.family is CodeFamily.LEARNING_STATEMENT and code.code[:3] not in statements)
    ]
    families = {code.family for code in codes}
    shown = sorted(acs) if CodeFamily.ACS in families else []
    if CodeFamily.LEARNING_STATEMENT in families or not acs:
        shown += sorted(statements)
    expected = " or ".join(shown)
    if not foreign:
        return holds(f"The codes of {test.code} begin with {expected}, and each one does.")
    return broken(
        f"The codes of {test.code} begin with {expected}, but these do not: {listed(foreign)}."
    )


def code_known(evidence: Evidence) -> Finding:
    """Rule 13: each code exists in some edition of a standard."""
    codes = [
        code.code for code in evidence.report.codes if code.family is not CodeFamily.SUBJECT_MATTER
    ]
    if not codes:
        return silent("There are no codes that a standard could hold.")
    unknown = [code for code in codes if code not in evidence.catalogue]
    if not unknown:
        return holds("Each code exists in a standard of the FAA.")
    return broken(f"No edition of a standard holds {listed(unknown)}.")


def code_in_edition(evidence: Evidence) -> Finding:
    """Rule 13: each code is live in the edition in force on the exam date."""
    exam = evidence.report.exam_date.value
    codes = [code.code for code in evidence.report.codes if code.family is CodeFamily.ACS]
    if exam is None or not codes:
        return silent("The exam date was not read, or there are no ACS codes.")
    entries = [
        entry for code in codes if (entry := evidence.catalogue.lookup(code, exam)) is not None
    ]
    missing = [
        f"{entry.code} (found in {entry.document})"
        for entry in entries
        if entry.in_edition_in_force is False
    ]
    archived = [entry.code for entry in entries if entry.archived and entry.in_force]
    if not missing and not archived:
        return _all_in_edition(entries, exam)
    said = []
    if missing:
        said.append(f"Not in the edition in force on {on_form(exam)}: {listed(missing)}.")
    if archived:
        said.append(f"Archived in the edition in force on {on_form(exam)}: {listed(archived)}.")
    return broken(" ".join(said))


def _all_in_edition(entries: Sequence[CodeEntry], exam: date) -> Finding:
    """What is said of codes none of which is known to be missing in the edition in force."""
    if not entries:
        return silent("No edition of a standard holds any of the codes.")
    # A note says that of the edition in force at least a change is not held.
    unsure = [entry for entry in entries if entry.edition_note is not None]
    compared = len(entries) - len(unsure)
    if not unsure:
        return holds(f"Every known code is in the edition in force on {on_form(exam)}.")
    reasons = " ".join(dict.fromkeys(_sentence(entry.edition_note or "") for entry in unsure))
    if not compared:
        return silent(
            f"What was in force on {on_form(exam)} is not held, so that there is nothing to "
            f"compare the codes with. {reasons}"
        )
    return holds(
        f"{compared} of {counted(len(entries), 'known code')} are in the edition in force on "
        f"{on_form(exam)}. What was in force for the others is not held. {reasons}"
    )


def _sentence(note: str) -> str:
    return note if note.endswith(".") else f"{note}."


def family_fits_era(evidence: Evidence) -> Finding:
    """Rule 14: ACS codes are printed only since their standard is used for the test."""
    exam, codes, test = evidence.report.exam_date.value, evidence.report.codes, evidence.test
    if exam is None or not codes:
        return silent("The exam date was not read, or there are no codes.")
    early = [
        code.code
        for code in codes
        if code.family is CodeFamily.ACS and exam < _printed_since(code.code[:2])
    ]
    if early:
        since = max(_printed_since(code[:2]) for code in early)
        return broken(
            f"The exam date is {on_form(exam)}, but such codes are printed only since "
            f"{on_form(since)}: {listed(early)}."
        )
    late = [
        code.code
        for code in codes
        if code.family is CodeFamily.LEARNING_STATEMENT and test and _is_too_late(test, exam)
    ]
    if late and test:
        return broken(
            f"On {on_form(exam)} a report of {test.code} printed ACS codes, but these are learning "
            f"statement codes: {listed(late)}."
        )
    return holds(f"The kind of codes fits a test on {on_form(exam)}.")


def mechanic_part(evidence: Evidence) -> Finding:
    """Rule 15: AMG prints AM.I, AMA AM.II and AMP AM.III."""
    code, area, parts = _mechanic_codes(evidence)
    if not parts:
        return silent("The report has no mechanic ACS codes, or is of no mechanic test.")
    foreign = [part.text for part in parts if part.area != area]
    if not foreign:
        return holds(f"A report of {code} prints AM.{area} codes, and each one is.")
    return broken(f"A report of {code} prints AM.{area} codes, but not {listed(foreign)}.")


def mechanic_knowledge(evidence: Evidence) -> Finding:
    """Rule 15: the knowledge tests of mechanics ask for knowledge elements only."""
    code, _, parts = _mechanic_codes(evidence)
    if not parts:
        return silent("The report has no mechanic ACS codes, or is of no mechanic test.")
    others = [part.text for part in parts if part.kind != "K"]
    if not others:
        return holds(f"A report of {code} prints knowledge codes, and each one is.")
    return broken(
        f"A report of {code} prints knowledge codes; of risk management or skills is "
        f"{listed(others)}."
    )


def instructor_area(evidence: Evidence) -> Finding:
    """Rule 16: FI codes stand in area I only, AI codes in areas II to XIV."""
    parts = _acs_parts(evidence, frozenset({"FI", "AI"}))
    if not parts:
        return silent("The report has no flight instructor airplane codes.")
    wrong = [part.text for part in parts if (part.prefix == "FI") != (part.area == "I")]
    if not wrong:
        return holds("FI codes are of area I and AI codes of the areas from II on.")
    return broken(
        f"FI codes exist in area I only and AI codes from area II on; these do not fit: "
        f"{listed(wrong)}."
    )


def _mechanic_codes(evidence: Evidence) -> tuple[str | None, str | None, list[AcsCode]]:
    """The test, its area of the mechanic standard and its codes; no codes for other tests."""
    code = evidence.report.exam_code.value
    area = _MECHANIC_AREAS.get(code) if code else None
    return code, area, _acs_parts(evidence, frozenset({"AM"})) if area else []


def _acs_parts(evidence: Evidence, prefixes: frozenset[str]) -> list[AcsCode]:
    return [
        AcsCode.parse(code.code)
        for code in evidence.report.codes
        if code.family is CodeFamily.ACS and code.code[:2] in prefixes
    ]


def _statement_prefixes(test: KnowledgeTest) -> set[str]:
    """How learning statement codes begin on a report of a test, on whatever day."""
    if test.prints == "lsc":
        return set(test.prefixes)
    if test.code in _MECHANIC_AREAS:
        return {test.code}
    return {"RIG"} if test.code in _RIGGER_TESTS else {"PLT"}


def _printed_since(prefix: str) -> date:
    """The first day on which reports printed the codes of a standard."""
    if prefix in _ON_REPORTS_SINCE_2020:
        return FIRST_DAY_OF_ACS_CODES
    return FIRST_DAY_OF_MECHANIC_ACS if prefix == "AM" else FIRST_DAY_OF_2024_ACS


def _is_too_late(test: KnowledgeTest, exam: date) -> bool:
    # For tests whose codes are only inferred the day of the change is not certain either.
    if test.prints != "acs" or test.mark != "C":
        return False
    since = max(_printed_since(prefix[:2]) for prefix in test.prefixes)
    # The editions of 2024 took effect on a Friday; either kind is taken on that day.
    return exam > since if since == FIRST_DAY_OF_2024_ACS else exam >= since
