"""One figure of a benchmark, with the limit it must keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, and what was promised of it."""

    name: str
    value: float | None
    """None where it could not be measured here; the note says why."""
    unit: str = ""
    limit: float | None = None
    """None where there is only something to know."""
    at_least: bool = False
    """Whether the limit is the least allowed and not the most."""
    spread: str = ""
    """Least, median and most of the single figures, and how many they are."""
    cold: str = ""
    """What the first time took."""
    note: str = ""
    """How the figure was made."""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept, as far as could be measured."""
        if self.limit is None or self.value is None:
            return True
        return self.value >= self.limit if self.at_least else self.value < self.limit

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if self.value is None:
            return "not measured"
        if self.limit is None:
            return ""
        return "ok" if self.kept else "MISSED"


def spread_of(values: Sequence[float]) -> str:
    """Least, median and most of single figures."""
    if len(values) < 2:
        return ""
    return f"{min(values):.3g} / {median(values):.3g} / {max(values):.3g} of {len(values)}"
