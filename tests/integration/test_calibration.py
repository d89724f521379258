"""The grades mean what docs/confidence.md states, on pictures that nothing was tuned on."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aktr.errors import FileError
from aktr.processing.coordinator import read_reports
from aktr.processing.pool import ReaderPool
from aktr.report.certainty import Certainty
from aktr.report.checked import CheckedReport
from aktr.report.model import FIELD_NAMES
from aktr.samples.generate import make_samples
from aktr.samples.truth import FileTruth, ReportTruth
from aktr.settings import Settings

HELD_OUT_SEED = 991
"""Chosen once, and never used to set a limit of the reader or of the confidence."""
FILES = 24
COMPARED = tuple(name for name in FIELD_NAMES if name not in {"exam_title", "applicant_id"})
"""The truth holds title and code together, and identifiers of old reports are hidden."""
PAGE = Path(__file__).parents[2] / "docs" / "confidence.md"

Tally = dict[Certainty | None, Counter[bool]]
"""How many values of each grade are right and wrong; None stands for values that were not found."""


async def read_all(folder: Path, files: list[FileTruth]) -> list[CheckedReport | None]:
    settings = Settings(workers=2)
    pool = ReaderPool(settings)
    pool.start()

    async def read(file: FileTruth) -> CheckedReport | None:
        content = (folder / file.file).read_bytes()
        try:
            return (await pool.run(read_reports, content, settings.limits))[0]
        except FileError:
            return None

    try:
        return await asyncio.gather(*map(read, files))
    finally:
        pool.stop()


def graded(truth: ReportTruth, checked: CheckedReport) -> Iterator[tuple[Certainty | None, bool]]:
    """Each value with its grade, and whether it is right."""
    for name in COMPARED:
        field = getattr(checked.report, name)
        value = field.value.isoformat() if isinstance(field.value, date) else field.value
        yield Certainty.of_field(field), value == getattr(truth, name)
    for code in checked.report.codes:
        yield Certainty.of(code.confidence), code.code in truth.codes


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    folder = tmp_path_factory.mktemp("held-out")
    made = make_samples(FILES, HELD_OUT_SEED, folder, photos=True).files
    files = [file for file in made if file.picture and len(file.reports) == 1]
    counts: Tally = {grade: Counter() for grade in (*Certainty, None)}
    readings = asyncio.run(read_all(folder, files))
    for file, checked in zip(files, readings, strict=True):
        if checked is not None:
            for grade, is_right in graded(file.reports[0], checked):
                counts[grade][is_right] += 1
    return counts


@pytest.mark.parametrize("grade", [Certainty.HIGH, Certainty.MEDIUM])
def test_the_share_right_is_what_the_page_states(tally: Tally, grade: Certainty) -> None:
    page = PAGE.read_text(encoding="utf-8")
    stated = re.search(rf"^\| {grade} \|.*\| (\d+) % \|$", page, re.MULTILINE)
    assert stated is not None
    values = tally[grade]
    assert values.total() >= 15, "too few values for a figure"
    assert 100 * values[True] / values.total() >= int(stated[1]), values


def test_what_is_wrong_is_mostly_said_to_be_unsure(tally: Tally) -> None:
    wrong = {grade: counts[False] for grade, counts in tally.items()}
    unsure = wrong[Certainty.LOW] + wrong[None]
    assert 2 * unsure >= sum(wrong.values()), wrong
