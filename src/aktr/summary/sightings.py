"""All codes of all reports, looked through once and gathered by whatever is asked for.

A class has few different codes, however many reports it has. So the reports are gone through one
time, to note on which of them each code stands; everything else is worked out from those notes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import Final

from aktr.acs.model import SubElement
from aktr.summary.facts import CodeFacts, ReportFacts, code_order
from aktr.summary.statistics import percentage


class SharedCodes:
    """Keeps each code with its wording once, however many reports come with a copy of it."""

    def __init__(self) -> None:
        self._variants: dict[str, list[CodeFacts]] = defaultdict(list)

    def share(self, report: ReportFacts) -> ReportFacts:
        """The same report, holding the codes that are kept."""
        codes = tuple([self._kept(code) for code in report.codes])
        if all(map(is_, codes, report.codes)):
            return report
        return replace(report, codes=codes)

    def _kept(self, code: CodeFacts) -> CodeFacts:
        variants = self._variants[code.code]
        for variant in variants:
            if variant is code or variant == code:
                return variant
        variants.append(code)
        return code


@dataclass(frozen=True, slots=True)
class Sighting:
    """One code in one wording, and where it was seen."""

    code: CodeFacts
    places: list[int]
    """Places of the reports that have it, in the order of the upload."""
    standard: str


@dataclass(frozen=True, slots=True)
class _Places:
    """What stands at the places."""

    ids: Sequence[str]
    """ID of the report at each place."""
    to_review: Container[int]
    """Places of reports that need review."""


class Seen:
    """Sightings that belong together: those of a code, of a task, of an area.

    Args:
        sightings: What belongs together, at least one.
        all_places: What the places are places of.
    """

    __slots__ = ("_all_places", "_sightings", "places")

    def __init__(self, sightings: Sequence[Sighting], all_places: _Places) -> None:
        self._sightings: Final = sightings
        self._all_places: Final = all_places
        self.places: Final[Sequence[int]] = (
            sightings[0].places
            if len(sightings) == 1
            else sorted(set().union(*(one.places for one in sightings)))
        )

    @property
    def frequency(self) -> int:
        """Number of reports with at least one of the codes."""
        return len(self.places)

    @property
    def reports(self) -> tuple[str, ...]:
        """Report IDs, each once, in the order of the upload."""
        return tuple(map(self._all_places.ids.__getitem__, self.places))

    @property
    def to_review(self) -> tuple[str, ...]:
        """IDs of those reports that need review."""
        ids, to_review = self._all_places.ids, self._all_places.to_review
        return tuple([ids[place] for place in self.places if place in to_review])

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, each once, in the order of the standards."""
        return tuple(sorted({one.code.code for one in self._sightings}, key=code_order))

    @property
    def variants(self) -> tuple[CodeFacts, ...]:
        """The codes with their wordings."""
        return tuple(one.code for one in self._sightings)

    @property
    def standards(self) -> frozenset[str]:
        """The standards of the codes."""
        return frozenset(one.standard for one in self._sightings)

    def commonest(self, value: Callable[[CodeFacts], str | None]) -> str | None:
        """What the codes have most often, counted by reports; None if none has it.

        Of equally frequent ones it is the last in the alphabet: editions of a standard end in a
        letter that grows, so the newest of them wins.
        """
        if len(self._sightings) == 1:
            return value(self._sightings[0].code)
        counts: Counter[str] = Counter()
        for one in self._sightings:
            found = value(one.code)
            if found is not None:
                counts[found] += len(one.places)
        return max(counts, key=lambda found: (counts[found], found)) if counts else None

    def sub_elements(self, description: str | None) -> tuple[SubElement, ...]:
        """What is listed under the code where it is worded so, by the newest of the editions."""
        worded = [one.code for one in self._sightings if one.code.description == description]
        newest = max(worded, key=lambda code: code.document or "", default=None)
        return newest.sub_elements if newest else ()

    def wordings(self) -> Counter[tuple[str | None, str | None]]:
        """Document and wording, with the number of reports tested under each."""
        counts: Counter[tuple[str | None, str | None]] = Counter()
        for one in self._sightings:
            counts[one.code.document, one.code.description] += len(one.places)
        return counts

    def by(self, key: Callable[[CodeFacts], str | None]) -> dict[str, "Seen"]:
        """Parts of it, by something their codes have; codes without it are left out."""
        return _gathered(self._sightings, self._all_places, key)

    def where(self, wanted: Callable[[CodeFacts], bool]) -> "Seen":
        """The part of it whose codes are wanted, at least one of them there."""
        return Seen([one for one in self._sightings if wanted(one.code)], self._all_places)

    def only(self, codes: Container[str]) -> "Seen":
        """The part of it with these codes, at least one of them there."""
        return self.where(lambda code: code.code in codes)


class Sightings:
    """All codes of all distinct reports.

    Args:
        reports: Distinct reports.
        shared: Whether the reports hold each code with its wording once, see :class:`SharedCodes`.
    """

    def __init__(self, reports: Iterable[ReportFacts], *, shared: bool = False) -> None:
        codes = SharedCodes()
        listed = reports if shared else map(codes.share, reports)
        self.reports: Final = tuple(sorted(listed, key=lambda report: report.order))
        self._all: Final = _noted(self.reports)
        self._places: Final = _Places(
            [report.report_id for report in self.reports],
            {place for place, report in enumerate(self.reports) if report.needs_review},
        )
        self._per_exam: Final = Counter(report.exam_code for report in self.reports)
        self._exams: Final = self._exams_by_standard()
        self._exam_reports: Final[dict[frozenset[str], int]] = {}

    def share(self, frequency: int) -> float:
        """Per cent of the distinct reports."""
        return percentage(frequency, len(self.reports)) or 0.0

    def exam_reports(self, seen: Seen) -> int:
        """Distinct reports on the tests that have codes of the same standards in this batch."""
        standards = seen.standards
        known = self._exam_reports.get(standards)
        if known is None:
            exams = {exam for standard in standards for exam in self._exams[standard]}
            known = self._exam_reports[standards] = sum(self._per_exam[exam] for exam in exams)
        return known

    def exam_share(self, seen: Seen) -> float:
        """Per cent of the reports on those tests."""
        return percentage(seen.frequency, self.exam_reports(seen)) or 0.0

    def by(self, key: Callable[[CodeFacts], str | None]) -> dict[str, Seen]:
        """Sightings gathered by something their codes have; those without it are left out."""
        return _gathered(self._all, self._places, key)

    def _exams_by_standard(self) -> dict[str, set[str | None]]:
        found: dict[str, set[str | None]] = defaultdict(set)
        exams = [report.exam_code for report in self.reports]
        for one in self._all:
            found[one.standard].update(map(exams.__getitem__, one.places))
        return found


def _noted(reports: Sequence[ReportFacts]) -> list[Sighting]:
    # By identity: comparing wordings again for every report would cost more than all the rest.
    noted: dict[int, Sighting] = {}
    for place, report in enumerate(reports):
        for code in report.codes:
            sighting = noted.get(id(code))
            if sighting is None:
                noted[id(code)] = Sighting(code, [place], code.standard)
            else:
                sighting.places.append(place)
    return list(noted.values())


def _gathered(
    sightings: Iterable[Sighting],
    all_places: _Places,
    key: Callable[[CodeFacts], str | None],
) -> dict[str, Seen]:
    gathered: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        found = key(sighting.code)
        if found is not None:
            gathered[found].append(sighting)
    return {found: Seen(members, all_places) for found, members in gathered.items()}
