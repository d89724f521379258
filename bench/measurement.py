"""One figure of a benchmark, with the limit it must keep."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One figure and the limit it must keep."""

    name: str
    value: float
    limit: float | None
    """The figure must stay below it; None where there is only something to know."""
    unit: str
    note: str = ""
    """How the figure was made, and its spread."""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or self.value < self.limit

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if self.limit is None:
            return "-"
        return "ok" if self.kept else "MISSED"
