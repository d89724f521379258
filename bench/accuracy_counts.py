"""What was read of samples against what they say, as counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from aktr.report.checked import CheckedReport
from aktr.samples.truth import FileTruth, ReportTruth

FIELDS = (
    "name",
    "ftn",
    "applicant_id",
    "exam_id",
    "exam",
    "exam_code",
    "exam_date",
    "exam_site",
    "score",
    "grade",
    "take",
    "expiration_date",
)

Group = tuple[str, str]
"""Kind and difficulty."""


@dataclass(frozen=True)
class Reading:
    """What came of one file."""

    truth: FileTruth
    reports: tuple[CheckedReport, ...]
    refused: str | None
    """The word with which the file was refused."""
    milliseconds: float


@dataclass
class Tally:
    """Counts over the files of a group."""

    files: int = 0
    reports: int = 0
    exact: int = 0
    reviewed: int = 0
    codes_right: int = 0
    codes_read: int = 0
    codes_printed: int = 0
    fields_right: Counter[str] = field(default_factory=Counter)
    fields_printed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    """Errors that no reader of the result is warned of, one line each."""
    flagged: list[str] = field(default_factory=list)
    """Errors in reports that are sent to review, and files refused, one line each."""

    def add(self, other: "Tally") -> None:
        """Count another group in."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def precision(self) -> float:
        """Share of the codes read that are on the report."""
        return share(self.codes_right, self.codes_read)

    @property
    def recall(self) -> float:
        """Share of the codes on the report that were read."""
        return share(self.codes_right, self.codes_printed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return share(2 * self.codes_right, self.codes_read + self.codes_printed)


def share(part: int, whole: int) -> float:
    """A part of a whole; of nothing, nothing is wrong."""
    return part / whole if whole else 1.0


def group_of(truth: FileTruth) -> Group:
    """The group in which a file is counted."""
    if truth.error:
        return ("bad", "-")
    if truth.picture:
        return (truth.picture.kind, truth.picture.difficulty)
    return ("pdf", "-")


def printed_values(truth: ReportTruth) -> dict[str, object]:
    """The fields of a report as they are."""
    return {name: getattr(truth, name) for name in FIELDS}


def read_values(checked: CheckedReport) -> dict[str, object]:
    """The fields of a report as they were read, in the form of the truth file."""
    report = checked.report
    values: dict[str, object] = {}
    for name in FIELDS:
        value = report.exam if name == "exam" else getattr(report, name).value
        values[name] = value.isoformat() if isinstance(value, date) else value
    return values


def differences(truth: ReportTruth, checked: CheckedReport) -> list[str]:
    """One line for each wrong value."""
    printed, read = printed_values(truth), read_values(checked)
    lines = [
        f"{name}: read {read[name]!r}, is {printed[name]!r}"
        for name in FIELDS
        if printed[name] != read[name]
    ]
    codes, found = set(truth.codes), {code.code for code in checked.codes}
    lines.extend(f"code {code} missing" for code in sorted(codes - found))
    lines.extend(f"code {code} is not on the report" for code in sorted(found - codes))
    return lines


def paired(
    truths: Sequence[ReportTruth], read: Sequence[CheckedReport]
) -> tuple[list[tuple[ReportTruth, CheckedReport | None]], list[CheckedReport]]:
    """Each printed report with the one read that is most like it, and those left over."""
    left = list(read)
    pairs: list[tuple[ReportTruth, CheckedReport | None]] = []
    for truth in truths:
        best = min(left, key=lambda report: len(differences(truth, report)), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((truth, best))
    return pairs, left


def count(reading: Reading) -> Tally:
    """The counts of one file."""
    truth, tally = reading.truth, Tally(files=1, milliseconds=[reading.milliseconds])
    if reading.refused:
        tally.refused[reading.refused] += 1
    if truth.error:
        tally.reports = 1
        tally.exact = int(reading.refused == truth.error)
        if not tally.exact:
            tally.silent.append(f"{truth.file}: not refused with {truth.error}")
        return tally
    pairs, left = paired(truth.reports, reading.reports)
    warned = bool(reading.refused) or any(report.needs_review for report in reading.reports)
    for printed, checked in pairs:
        _count_report(tally, truth.file, printed, checked, warned=warned)
    for checked in left:
        tally.codes_read += len(checked.codes)
        line = f"{truth.file}: a report that is not there ({checked.report.exam_id.value})"
        (tally.flagged if checked.needs_review else tally.silent).append(line)
    return tally


def _count_report(
    tally: Tally, file: str, printed: ReportTruth, checked: CheckedReport | None, *, warned: bool
) -> None:
    tally.reports += 1
    tally.codes_printed += len(printed.codes)
    read = read_values(checked) if checked else {}
    for name, value in printed_values(printed).items():
        if value is not None or read.get(name) is not None:
            tally.fields_printed[name] += 1
            tally.fields_right[name] += read.get(name) == value
    if checked is None:
        (tally.flagged if warned else tally.silent).append(f"{file}: {printed.exam_id} not read")
        return
    codes = {code.code for code in checked.codes}
    tally.codes_read += len(codes)
    tally.codes_right += len(codes & set(printed.codes))
    tally.reviewed += checked.needs_review
    wrong = differences(printed, checked)
    tally.exact += not wrong
    lines = tally.flagged if checked.needs_review else tally.silent
    lines.extend(f"{file}: {line}" for line in wrong)
