"""The same test uploaded twice: found, shown, counted once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from aktr.summary.facts import ReportFacts
from aktr.summary.people import NormalisedNames


@dataclass(frozen=True, slots=True)
class DistinctReports:
    """Reports with each test once."""

    counted: tuple[ReportFacts, ...]
    """One report of each test, in the order of the upload."""
    duplicates: tuple[tuple[ReportFacts, ...], ...]
    """The reports of each test that was uploaded more than once, the one that counts first."""


def distinct_reports(
    reports: Iterable[ReportFacts], names: NormalisedNames | None = None
) -> DistinctReports:
    """Find the reports that are of one and the same test.

    Two reports are of the same test if exam ID and FTN are the same. Where one of these was not
    read, or differs on a report that needs review, they are of the same test if name, exam code,
    date, score and set of codes are the same and the FTNs do not differ. Of the reports of a test
    the one that is surest counts: not in need of review, then the highest confidence.

    Args:
        reports: Reports in any order.
        names: Names that are already normalised; those of these reports are added.
    """
    ordered = sorted(reports, key=lambda report: report.order)
    known_names = NormalisedNames() if names is None else names
    groups = _Groups(len(ordered))
    for members in _places_by_key(ordered, _identity).values():
        groups.join(members)
    content = partial(_content, names=known_names)
    for members in _places_by_key(ordered, content).values():
        if len(members) > 1:
            for same in _same_tests(ordered, members):
                groups.join(same)
    tests = [[ordered[place] for place in places] for places in groups.all()]
    best_first = [_best_first(test) for test in tests]
    counted = sorted((test[0] for test in best_first), key=lambda report: report.order)
    return DistinctReports(
        tuple(counted), tuple(tuple(test) for test in best_first if len(test) > 1)
    )


def _identity(report: ReportFacts) -> Hashable | None:
    return (report.exam_id, report.ftn) if report.exam_id and report.ftn else None


def _content(report: ReportFacts, names: NormalisedNames) -> Hashable | None:
    if report.exam_date is None or not report.name:
        return None
    return (
        names[report.name],
        report.exam_date,
        report.exam_code,
        report.score,
        frozenset(code.code for code in report.codes),
    )


def _same_tests(reports: Sequence[ReportFacts], members: list[int]) -> list[list[int]]:
    """Part reports of equal content into tests, by what their numbers do not contradict."""
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


def _best_first(test: list[ReportFacts]) -> list[ReportFacts]:
    if len(test) == 1:
        return test
    # What was read decides before the order of the upload, so that the order of the files never
    # changes a figure.
    return sorted(
        test,
        key=lambda report: (
            report.needs_review,
            -report.confidence,
            -len(report.codes),
            report.printed,
            report.order,
        ),
    )


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
