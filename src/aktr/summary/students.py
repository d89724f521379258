"""The people of a class, each once, however many of its reports are theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from aktr.summary.attempts import chronological
from aktr.summary.facts import ReportFacts
from aktr.summary.lessons import lesson_group
from aktr.summary.people import Persons


class Students:
    """Counts and names the people behind reports, for whatever speaks of people.

    Figures of a summary are of reports; a student with two attempts has two of them. A report
    with neither FTN nor name is taken for somebody of its own.

    Args:
        reports: The distinct reports of a class.
    """

    def __init__(self, reports: Sequence[ReportFacts]) -> None:
        persons = Persons(reports)
        self._whose: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._exams: dict[str, set[str | None]] = defaultdict(set)
        self._standards: dict[str, set[str]] = defaultdict(set)
        self._takers: dict[str | None, set[str]] = defaultdict(set)
        for report in sorted(reports, key=chronological):
            person = persons.person_of(report) or f"report {report.report_id}"
            self._whose[report.report_id] = person
            if report.name or person not in self._names:
                self._names[person] = report.name or report.ftn or report.file_name
            self._takers[report.exam_code].add(person)
            for code in report.codes:
                self._exams[code.standard].add(report.exam_code)
                self._standards[lesson_group(code)].add(code.standard)

    @property
    def total(self) -> int:
        """How many people there are."""
        return len(self._names)

    def number(self, reports: Iterable[str]) -> int:
        """How many people are behind reports, named by their IDs."""
        return len({self._whose[report] for report in reports})

    def names(self, reports: Iterable[str]) -> tuple[str, ...]:
        """Who they are, each once and as on the latest report, in the order given."""
        return tuple(name for name, _ in self.each(reports))

    def each(self, reports: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Who they are, each once, with the reports that are theirs, in the order given."""
        found: dict[str, list[str]] = defaultdict(list)
        for report in reports:
            found[self._whose[report]].append(report)
        return [(self._names[person], tuple(theirs)) for person, theirs in found.items()]

    def by_reports(self, counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        """What was counted on reports by whose they are: of several the most."""
        found: Counter[str] = Counter()
        for report, count in counts:
            person = self._whose[report]
            found[person] = max(found[person], count)
        return tuple((self._names[person], count) for person, count in found.items())

    def who_take(self, area_id: str) -> int:
        """How many people took a test that has codes of a lesson's standard in this class."""
        exams = {exam for standard in self._standards[area_id] for exam in self._exams[standard]}
        return len({person for exam in exams for person in self._takers[exam]})
