"""Which reports are of one person."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from aktr.summary.facts import ReportFacts


def normalised_name(name: str) -> str:
    """A name without case, accents, punctuation and order of its parts.

    The form's order of first and last name is not certain, so "DOE, JANE ANN" and "Jane Ann Doe"
    give the same answer.
    """
    plain = name.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"\w+", plain)))


class NormalisedNames(dict[str, str]):
    """Normalised names by printed name, each worked out once and forgotten with this object."""

    def __missing__(self, name: str) -> str:
        self[name] = normalised_name(name)
        return self[name]


class Persons:
    """Tells whose a report is.

    One person is one FTN. A number that has not the form of one may be several people's, and tells
    people of one name apart only. A report without a number belongs to the person of its name if
    that name goes with only one number, and else to its name alone.

    Args:
        reports: All reports that are looked at together.
        names: Names that are already normalised.
    """

    def __init__(
        self, reports: Iterable[ReportFacts], names: NormalisedNames | None = None
    ) -> None:
        self._names = NormalisedNames() if names is None else names
        found: dict[str, set[str]] = defaultdict(set)
        for report in reports:
            if report.name and report.ftn:
                found[self._names[report.name]].add(self._by_number(report, report.ftn))
        self._person_by_name = {
            name: min(persons) for name, persons in found.items() if len(persons) == 1
        }

    def person_of(self, report: ReportFacts) -> str | None:
        """A text that is the same for all reports of a person; None without FTN and name."""
        if report.ftn and (report.name or report.identity):
            return self._by_number(report, report.ftn)
        if not report.name:
            return None
        name = self._names[report.name]
        return self._person_by_name.get(name, f"name {name}")

    def _by_number(self, report: ReportFacts, number: str) -> str:
        if report.identity:
            return f"ftn {number}"
        return f"name {self._names[report.name or '']}, number {number}"
