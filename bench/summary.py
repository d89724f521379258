"""Class summaries, plans and their PDF, against their limits.

The large classes are summed up in processes of their own, so that their memory can be told.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from measurement import Measurement

if TYPE_CHECKING:
    from aktr.acs.catalogue import Catalogue
    from aktr.export.records import ClassFile
    from aktr.paperwork import Wordings
    from aktr.summary.facts import CodeFacts, ReportFacts
    from workload import Workload

SMALL_CLASS = 30
SMALL_LIMIT_MS = 20.0
LARGE_LIMIT_S = 10.0
MEMORY_LIMIT_MB = 1024.0
GROWTH_LIMIT = 2.5
PDF_LIMIT_S = 1.0
MADE_ON = date(2026, 11, 22)

_EXAMS = ("PAR", "IRA", "CAX", "AMG", "UAG")
_MISSED_AT_MOST = 16
_NO_STANDARDS = Path(__file__).parent / "no-imported-standards"

_LARGE_PROGRAM = """
import sys, time
from pathlib import Path
sys.path.insert(0, {folder!r})
import summary
from aktr.summary import SummaryAnalyzer
reports = summary.invented_class({count})
start = time.process_time()
made = SummaryAnalyzer().analyse(reports).to_json()
seconds = time.process_time() - start
assert made["reports"] == {count}
start = time.process_time()
for _ in summary.invented_class({count}):
    pass
inventing = time.process_time() - start
# Other than getrusage, this tells nothing of the process that started this one.
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
print(seconds - inventing, peak)
"""

_PDF_PROGRAM = """
import sys, time
sys.path.insert(0, {folder!r})
import summary
class_file, catalogue, wordings = summary.class_of_thirty()
start = time.process_time()
from aktr.export.class_layout import class_pdf
class_pdf(class_file, catalogue, wordings)
print(time.process_time() - start)
"""


def invented_class(count: int) -> Iterator["ReportFacts"]:
    """Reports one by one, every one with objects of its own; a fifth are second attempts.

    Args:
        count: How many.
    """
    from dataclasses import replace  # noqa: PLC0415 - only what is measured is loaded

    from aktr.summary.facts import ReportFacts  # noqa: PLC0415

    codes = _codes()
    rng = Random(7)  # noqa: S311 - repeatable, no secret
    for number in range(count):
        exam = _EXAMS[number % len(_EXAMS)]
        missed = min(1 + int(_MISSED_AT_MOST * rng.random()), len(codes[exam]))
        chosen = {int(len(codes[exam]) * rng.random() ** 3) for _ in range(missed)}
        person = number if number % 5 else number // 2
        score = 100 - 2 * missed
        yield ReportFacts(
            report_id=f"{number:032x}",
            position=number + 1,
            file_name=f"scan {number}.pdf",
            name=f"DOE{person}, JANE {person % 97}",
            ftn=f"C{person:07}",
            exam_id=f"{number:017}",
            exam=exam,
            exam_code=exam,
            exam_date=date(2024, 1, 1) + timedelta(days=number % 900),
            score=score,
            grade="Pass" if score >= 70 else "Fail",
            take=1,
            needs_review=number % 11 == 0,
            codes=tuple(replace(codes[exam][place]) for place in chosen),
        )


def class_of_thirty() -> "tuple[ClassFile, Catalogue, Wordings]":
    """A class of 30 on one test, with all that its PDF needs."""
    from aktr.acs.catalogue import load_catalogue  # noqa: PLC0415
    from aktr.export.records import ClassFile  # noqa: PLC0415
    from aktr.paperwork import load_wordings  # noqa: PLC0415
    from aktr.summary import SummaryAnalyzer  # noqa: PLC0415

    reports = tuple(_small_class())
    summary = SummaryAnalyzer().analyse(reports)
    class_file = ClassFile(reports, (), summary, MADE_ON)
    return class_file, load_catalogue(_NO_STANDARDS), load_wordings()


def measure(work: "Workload") -> list[Measurement]:
    """Measure everything; takes about a minute."""
    large = work.effort.large_class
    half_s, _ = _large(large // 2)
    whole_s, peak_mb = _large(large)
    return [
        Measurement("summary and plan of 30 reports", _small_ms(), "ms", SMALL_LIMIT_MS,
                    note="best of 20, with its JSON"),
        Measurement(f"summary and plan of {large:,} reports", whole_s, "s", LARGE_LIMIT_S,
                    note="reports streamed in, each with objects of its own; making them not "
                    "counted"),
        Measurement("memory of that process", peak_mb, "MB", MEMORY_LIMIT_MB, note="highest"),
        Measurement(f"{large:,} reports against {large // 2:,}", whole_s / half_s, "times",
                    GROWTH_LIMIT),
        Measurement("PDF of a class of 30", _in_own_process(_PDF_PROGRAM)[0], "s", PDF_LIMIT_S,
                    note="first PDF of a process, loading typst included"),
    ]  # fmt: skip


def _codes() -> "dict[str, list[CodeFacts]]":
    from aktr.acs.catalogue import load_catalogue  # noqa: PLC0415
    from aktr.summary.facts import CodeFacts  # noqa: PLC0415

    catalogue = load_catalogue(_NO_STANDARDS)
    found: dict[str, list[CodeFacts]] = {}
    for exam in _EXAMS:
        test = catalogue.tests()[exam]
        entries = [
            catalogue.lookup(code, MADE_ON)
            for prefix in test.prefixes
            for code in catalogue.codes_of_prefix(prefix[:2])
            if code.startswith(f"{prefix}.") and ".S" not in code
        ]
        found[exam] = [
            CodeFacts(
                code=entry.code,
                family=entry.family.value,
                description=entry.full_description,
                kind=entry.kind.value,
                area=entry.area,
                area_title=entry.area_title,
                task=entry.task,
                task_title=entry.task_title,
                document=entry.document,
                references=entry.references,
            )
            for entry in entries
            if entry is not None
        ]
        Random(3).shuffle(found[exam])  # noqa: S311 - repeatable, no secret
    return found


def _small_class() -> "Iterator[ReportFacts]":
    reports = invented_class(SMALL_CLASS * len(_EXAMS))
    return (report for report in reports if report.exam_code == _EXAMS[0])


def _small_ms() -> float:
    from aktr.summary import SummaryAnalyzer  # noqa: PLC0415

    reports = list(_small_class())
    times = []
    for _ in range(20):
        start = time.process_time()
        SummaryAnalyzer().analyse(reports).to_json()
        times.append(time.process_time() - start)
    return min(times) * 1e3


def _large(count: int) -> tuple[float, float]:
    seconds, peak_mb = _in_own_process(_LARGE_PROGRAM, count=count)
    return seconds, peak_mb


def _in_own_process(program: str, **values: int) -> list[float]:
    folder = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", program.format(folder=folder, **values)],
        check=True,
        capture_output=True,
        text=True,
    )
    return [float(figure) for figure in done.stdout.split()]
