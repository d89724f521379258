"""Several attempts of one person at one test: what got better, what did not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aktr.summary.facts import ReportFacts, code_order
from aktr.summary.people import Persons


@dataclass(frozen=True, slots=True)
class Attempts:
    """The reports of one person on one test, oldest first."""

    ftn: str | None
    name: str | None
    """As printed on the latest report that has it."""
    matched_by: Literal["ftn", "name"]
    """Whether the FTN, or only the name, says that it is one person."""
    exam_code: str
    reports: tuple[str, ...]
    scores: tuple[int | None, ...]
    score_change: int | None
    """Last score minus first, in per cent points; None where one of them is not known."""
    still_missed: tuple[str, ...]
    """Codes of the last report that an earlier one has too."""
    no_longer_missed: tuple[str, ...]
    """Codes of earlier reports that the last one does not have."""
    newly_missed: tuple[str, ...]
    """Codes of the last report that no earlier one has."""


def attempts_over_time(
    reports: Iterable[ReportFacts], persons: Persons | None = None
) -> tuple[Attempts, ...]:
    """Find the people with more than one report on the same test.

    Args:
        reports: Distinct reports. Those without a test code, or with neither FTN nor name, cannot
            be told to be anyone's.
        persons: Who is who among them, if that is known already.

    Returns:
        In alphabetical order of test and person.
    """
    everyone = tuple(reports)
    known = Persons(everyone) if persons is None else persons
    by_person: dict[tuple[str, str], list[ReportFacts]] = defaultdict(list)
    for report in everyone:
        person = known.person_of(report)
        if person and report.exam_code:
            by_person[report.exam_code, person].append(report)
    several = {who: found for who, found in by_person.items() if len(found) > 1}
    return tuple(
        _attempts(exam_code, sorted(found, key=_chronological))
        for (exam_code, _), found in sorted(several.items(), key=lambda item: item[0])
    )


def _chronological(report: ReportFacts) -> tuple[date, int, str, tuple[int, int, str]]:
    # Reports without a date come first, so that "last" stays the last known attempt. What was read
    # decides before the order of the upload.
    return (report.exam_date or date.min, report.take or 0, report.printed, report.order)


def _attempts(exam_code: str, reports: Sequence[ReportFacts]) -> Attempts:
    first, last = reports[0], reports[-1]
    now = {code.code for code in last.codes}
    before = {code.code for report in reports[:-1] for code in report.codes}
    known = first.score is not None and last.score is not None
    ftns = {report.ftn for report in reports}
    return Attempts(
        ftn=next((report.ftn for report in reports if report.ftn), None),
        name=next((report.name for report in reversed(reports) if report.name), None),
        matched_by="name" if None in ftns else "ftn",
        exam_code=exam_code,
        reports=tuple(report.report_id for report in reports),
        scores=tuple(report.score for report in reports),
        score_change=(last.score or 0) - (first.score or 0) if known else None,
        still_missed=_sorted(now & before),
        no_longer_missed=_sorted(before - now),
        newly_missed=_sorted(now - before),
    )


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=code_order))
