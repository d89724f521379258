"""What a way of reading took and gave, against what the samples say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from accuracy_counts import share
from processes import Use
from workload import Sample

FIELDS = ("name", "score", "exam_id")

Files = Mapping[str, Mapping[str, Any]]
"""By file name: codes of the whole file, and the fields of its first report."""


@dataclass
class Counts:
    """How much of some files is right."""

    codes_printed: int = 0
    codes_read: int = 0
    codes_right: int = 0
    fields_right: int = 0
    files_right: dict[str, int] = field(default_factory=lambda: {"PDFs": 0, "photos": 0})
    """Those with all codes right, by kind."""

    @property
    def errors(self) -> int:
        """Codes missed and codes that are not on the report."""
        return self.codes_printed + self.codes_read - 2 * self.codes_right

    def __str__(self) -> str:
        recall = share(self.codes_right, self.codes_printed)
        precision = share(self.codes_right, self.codes_read)
        files = ", ".join(f"{number} {kind}" for kind, number in self.files_right.items())
        return (
            f"recall {recall:.3f}, precision {precision:.3f}; all codes right of {files}; "
            f"{self.fields_right} names, scores and exam IDs right"
        )


@dataclass
class Peer:
    """One way of reading, and what its runs took."""

    name: str
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    """Seconds of each run against those of the service just before and after it."""
    use: Use = field(default_factory=Use)
    counts: Counts = field(default_factory=Counts)

    @property
    def median_seconds(self) -> float:
        """From start to end."""
        return median(self.seconds)

    @property
    def median_cpu_seconds(self) -> float:
        """Of processor time, in all its processes; tells less of what else the machine did."""
        return median(self.cpu_seconds)


def compared(files: Files, samples: Sequence[Sample]) -> Counts:
    """Count what is right. The codes of a file with two reports are taken together."""
    counts = Counts()
    for sample in samples:
        read = files.get(sample.path.name, {})
        codes = set(read.get("codes", ()))
        printed = {code for report in sample.truth.reports for code in report.codes}
        counts.codes_printed += len(printed)
        counts.codes_read += len(codes)
        counts.codes_right += len(codes & printed)
        counts.files_right["photos" if sample.truth.picture else "PDFs"] += codes == printed
        first = sample.truth.reports[0]
        counts.fields_right += sum(read.get(name) == getattr(first, name) for name in FIELDS)
    return counts
