"""The same test uploaded twice: found, shown, counted once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aktr.summary.facts import ReportFacts
from aktr.summary.people import NormalisedNames

CODES: Final = "codes"
"""Stands for the list of codes among the values that are compared."""

_COMPARED: Final = (
    "name",
    "ftn",
    "exam_id",
    "exam_code",
    "exam_date",
    "score",
    "grade",
    "take",
    "expiration_date",
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Reports of one test that do not say the same."""

    reports: tuple[str, ...]
    """All reports of the test, the one that counts first."""
    values: tuple[str, ...]
    """Names of the fields that differ; ``codes`` for the list of codes."""
    settled: bool
    """Whether a person has said of each of them what the report that counts holds, and nobody said
    something else of it on another of the reports."""


@dataclass(frozen=True, slots=True)
class DistinctReports:
    """Reports with each test once."""

    counted: tuple[ReportFacts, ...]
    """One report of each test, in the order of the upload."""
    duplicates: tuple[tuple[ReportFacts, ...], ...]
    """The reports of each test that was uploaded more than once, the one that counts first."""
    disagreements: tuple[Disagreement, ...] = ()
    """Those of them that do not say the same."""


def distinct_reports(
    reports: Iterable[ReportFacts], names: NormalisedNames | None = None
) -> DistinctReports:
    """Find the reports that are of one and the same test.

    Two reports are of the same test if exam ID and FTN are the same. Where one of these was not
    read, or differs on a report that needs review, they are of the same test if name, exam code,
    date, score and set of codes are the same, as they stand or as they were read before a person
    corrected them, and the FTNs do not differ. Of the reports of a test the one counts on
    which a person last stated or confirmed a value in which they differ, else the one that a person
    changed last; if nobody did, the surest: not in need of review, then the highest confidence.

    Args:
        reports: Reports in any order.
        names: Names that are already normalised; those of these reports are added.
    """
    ordered = sorted(reports, key=lambda report: report.order)
    known_names = NormalisedNames() if names is None else names
    groups = _Groups(len(ordered))
    for members in _places_by_key(ordered, _identity).values():
        groups.join(members)
    for members in _places_by_content(ordered, known_names).values():
        if len(members) > 1:
            for same in _same_tests(ordered, members):
                groups.join(same)
    tests = [[ordered[place] for place in places] for places in groups.all()]
    best_first = [_best_first(test, known_names) for test in tests]
    counted = sorted((test[0] for test in best_first), key=lambda report: report.order)
    duplicates = tuple(tuple(test) for test in best_first if len(test) > 1)
    compared = (_disagreement(test, known_names) for test in duplicates)
    return DistinctReports(
        tuple(counted), duplicates, tuple(found for found in compared if found is not None)
    )


def _identity(report: ReportFacts) -> Hashable | None:
    return (report.exam_id, report.identity) if report.exam_id and report.identity else None


def _places_by_content(
    reports: Sequence[ReportFacts], names: NormalisedNames
) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        for content in _contents(report, names):
            places[content].append(place)
    return places


def _contents(report: ReportFacts, names: NormalisedNames) -> set[Hashable]:
    """What a report says, and what it said before a person corrected it."""
    codes = frozenset(code.code for code in report.codes)
    stated = [(report.name, report.exam_date, report.exam_code, report.score, codes)]
    if (said := report.said) is not None:
        read = frozenset(said.codes)
        stated.append((said.name, said.exam_date, said.exam_code, said.score, read))
    return {
        (names[name], day, *others) for name, day, *others in stated if name and day is not None
    }


def _same_tests(reports: Sequence[ReportFacts], members: list[int]) -> list[list[int]]:
    """Part reports of equal content into tests, by what their numbers do not contradict."""
    # Also a number that is no whole FTN: unlike ones are not of one person.
    by_person: dict[str | None, list[int]] = defaultdict(list)
    for member in members:
        by_person[reports[member].ftn].append(member)
    if len(by_person) <= 2 and None in by_person:
        # At most one FTN was read, so the reports without one can only be that person's.
        by_person = {None: members}
    elif None in by_person:
        by_person.pop(None)
    return [same for same in by_person.values() if len(_certain_exam_ids(reports, same)) <= 1]


def _certain_exam_ids(reports: Sequence[ReportFacts], members: list[int]) -> set[str]:
    return {
        exam_id
        for member in members
        if not reports[member].needs_review and (exam_id := reports[member].exam_id)
    }


def _best_first(test: list[ReportFacts], names: NormalisedNames) -> list[ReportFacts]:
    if len(test) == 1:
        return test
    differing = _differing(test, names)
    # What was read decides before the order of the upload, so that the order of the files never
    # changes a figure.
    return sorted(
        test,
        key=lambda report: (
            -_last_word(report, differing),
            -_changed_at(report),
            report.needs_review,
            -report.confidence,
            -len(report.codes),
            report.printed,
            report.order,
        ),
    )


def _last_word(report: ReportFacts, differing: Sequence[str]) -> float:
    """When a person last said what holds of what is in doubt between the copies."""
    if report.said is None:
        return 0.0
    moments = [moment for value in differing if (moment := report.said.when(value)) is not None]
    return max(moments).timestamp() if moments else 0.0


def _changed_at(report: ReportFacts) -> float:
    changed = report.said.changed_at if report.said else None
    return changed.timestamp() if changed else 0.0


def _differing(test: Sequence[ReportFacts], names: NormalisedNames) -> tuple[str, ...]:
    return tuple(value for value in (*_COMPARED, CODES) if _differs(value, test, names))


def _disagreement(test: Sequence[ReportFacts], names: NormalisedNames) -> Disagreement | None:
    differing = _differing(test, names)
    if not differing:
        return None
    return Disagreement(
        tuple(report.report_id for report in test),
        differing,
        all(_is_settled(value, test, names) for value in differing),
    )


def _is_settled(value: str, test: Sequence[ReportFacts], names: NormalisedNames) -> bool:
    counts = test[0]
    if not _is_stated(value, counts):
        return False
    return not any(
        _is_stated(value, copy) and _differs(value, (counts, copy), names) for copy in test[1:]
    )


def _is_stated(value: str, report: ReportFacts) -> bool:
    return report.said is not None and report.said.when(value) is not None


def _differs(value: str, test: Sequence[ReportFacts], names: NormalisedNames) -> bool:
    if value == CODES:
        return len({frozenset(code.code for code in report.codes) for report in test}) > 1
    # What was not read on one of them contradicts nothing.
    found = {known for report in test if (known := getattr(report, value)) is not None}
    return len({names[name] for name in found} if value == "name" else found) > 1


def _places_by_key(
    reports: Sequence[ReportFacts], key: Callable[[ReportFacts], Hashable | None]
) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        found = key(report)
        if found is not None:
            places[found].append(place)
    return places


class _Groups:
    """Disjoint sets of places that grow together."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def join(self, places: Sequence[int]) -> None:
        for place in places[1:]:
            first, second = sorted((self._find(places[0]), self._find(place)))
            self._leader[second] = first

    def all(self) -> list[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._leader)):
            groups[self._find(place)].append(place)
        return list(groups.values())

    def _find(self, place: int) -> int:
        while self._leader[place] != place:
            self._leader[place] = self._leader[self._leader[place]]
            place = self._leader[place]
        return place
