"""What a way of reading took and gave, against what the samples say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from aktr.samples.truth import FileTruth
from processes import Use

FIELDS = ("name", "score", "exam_id")


@dataclass
class Run:
    """What one way of reading gave."""

    name: str
    all_seconds: Sequence[float]
    all_cpu_seconds: Sequence[float]
    use: Use
    files: Mapping[str, Mapping[str, Any]]
    """By file name: codes of the whole file, and the fields of its first report."""
    codes_printed: int = 0
    codes_read: int = 0
    codes_right: int = 0
    right: dict[str, int] = field(default_factory=dict)
    """Files with all codes right, by kind, and fields right, by name."""

    def compare(self, truths: Sequence[FileTruth]) -> None:
        """Count what is right. The codes of a file with two reports are taken together."""
        self.right = dict.fromkeys(("pdf", "photo", *FIELDS), 0)
        for truth in truths:
            read = self.files.get(truth.file, {})
            codes = set(read.get("codes", ()))
            printed = {code for report in truth.reports for code in report.codes}
            self.codes_printed += len(printed)
            self.codes_read += len(codes)
            self.codes_right += len(codes & printed)
            self.right["photo" if truth.picture else "pdf"] += codes == printed
            for name in FIELDS:
                self.right[name] += read.get(name) == getattr(truth.reports[0], name)

    @property
    def seconds(self) -> float:
        """From start to end, the median of the times that it was done."""
        return median(self.all_seconds)

    @property
    def cpu_seconds(self) -> float:
        """Of processor time, in all its processes; tells less of what else the machine did."""
        return median(self.all_cpu_seconds)

    @property
    def errors(self) -> int:
        """Codes missed and codes that are not on the report."""
        return self.codes_printed + self.codes_read - 2 * self.codes_right
