"""Several attempts of one person at one test: what got better, what did not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aktr.summary.facts import PERFECT_SCORE, ReportFacts, code_order
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
    several = _several(everyone, known)
    return tuple(
        _attempts(exam_code, sorted(found, key=chronological))
        for (exam_code, _), found in sorted(several.items(), key=lambda item: item[0])
    )


def later_attempts(
    reports: Iterable[ReportFacts], persons: Persons | None = None
) -> dict[str, ReportFacts]:
    """Which attempts were followed by another one of the same person at the same test.

    Args:
        reports: Distinct reports, as in :func:`attempts_over_time`.
        persons: Who is who among them, if that is known already.

    Returns:
        By the ID of each such report the last attempt. Reports whose days and takes do not say
        which came first are not among them.
    """
    everyone = tuple(reports)
    known = Persons(everyone) if persons is None else persons
    found: dict[str, ReportFacts] = {}
    for attempts in _several(everyone, known).values():
        last = max(attempts, key=chronological)
        found |= {each.report_id: last for each in attempts if _is_before(each, last)}
    return found


def still_to_learn(reports: Sequence[ReportFacts], persons: Persons) -> list[ReportFacts]:
    """The reports whose codes are still to be taught: of several attempts the last.

    An earlier attempt stays if the last one cannot say what is still missed, because no code was
    read on it and its score is not full.

    Args:
        reports: Distinct reports.
        persons: Who is who among them.
    """
    later = later_attempts(reports, persons)
    return [
        report
        for report in reports
        if (last := later.get(report.report_id)) is None or not _says_what_is_missed(last)
    ]


def _says_what_is_missed(report: ReportFacts) -> bool:
    return bool(report.codes) or report.score == PERFECT_SCORE


def _is_before(report: ReportFacts, last: ReportFacts) -> bool:
    if report.exam_date is None or last.exam_date is None:
        return False
    if report.exam_date == last.exam_date:
        return None not in (report.take, last.take) and (report.take or 0) < (last.take or 0)
    return report.exam_date < last.exam_date


def _several(
    reports: Iterable[ReportFacts], persons: Persons
) -> dict[tuple[str, str], list[ReportFacts]]:
    by_person: dict[tuple[str, str], list[ReportFacts]] = defaultdict(list)
    for report in reports:
        person = persons.person_of(report)
        if person and report.exam_code:
            by_person[report.exam_code, person].append(report)
    return {who: found for who, found in by_person.items() if len(found) > 1}


def chronological(report: ReportFacts) -> tuple[date, int, str, tuple[int, int, str]]:
    """Orders the attempts of a person."""
    # Reports without a date come first, so that "last" stays the last known attempt. What was read
    # decides before the order of the upload.
    return (report.exam_date or date.min, report.take or 0, report.printed, report.order)


def _attempts(exam_code: str, reports: Sequence[ReportFacts]) -> Attempts:
    first, last = reports[0], reports[-1]
    now = {code.code for code in last.codes}
    before = {code.code for report in reports[:-1] for code in report.codes}
    known = first.score is not None and last.score is not None
    ftns = {report.identity for report in reports}
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
