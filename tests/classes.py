"""Invented classes as files: thirty mixed ones, and thirty on one and the same test."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from aktr.samples import one_test
from aktr.samples.generate import make_samples
from aktr.samples.photos.kinds import ROUND, Difficulty
from aktr.samples.photos.make import make_pictures
from aktr.samples.plan import Sample, planned_samples
from api_service import RunningService

EXTRACT = "/v1/extractor/batch/extract"
IN_DOUBT = ["exam_date", "code:PA.I.C.K99", "check:code-known"]
"""What there is to look at on :func:`doubtful_sheet`."""


def class_on_one_test(folder: Path, count: int) -> list[Path]:
    """Sheets of different people, and of some retakes, all on one test."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, sample in enumerate(samples_on_one_test(count), start=1):
        found.append(folder / f"{number:02}-{sample.variant.name}.pdf")
        found[-1].write_bytes(sample.pdf())
    return found


def samples_on_one_test(count: int) -> list[Sample]:
    """A class of this size on the test PAR."""
    return one_test.class_on_one_test(count, "PAR", seed=0)


def easy_pictures(folder: Path, count: int, seed: int = 7) -> list[Path]:
    """Pictures of sheets of the set with this seed, easy to read."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = [
        shot
        for shot, kind in enumerate(ROUND)
        if kind.difficulty is Difficulty.EASY and not kind.twice and kind.form != "pdf"
    ]
    found: list[Path] = []
    for sample, shot in zip(planned_samples(count, seed), shots, strict=False):
        made = make_pictures(sample, shot, 0, folder)
        found += [folder / truth.file for truth in made]
    return found


def mixed_class(folder: Path, pictures: int) -> tuple[list[Path], list[Path]]:
    """Thirty files, reports as PDF and as pictures and files without one; and some that are none.

    Returns:
        The thirty, and those that are empty or of no known type.
    """
    made = make_samples(30, 7, folder, bad=True).files
    bad = [folder / truth.file for truth in made if not truth.reports]
    nothing = [path for path in bad if path.name in ("bad-empty.pdf", "bad-text-named-pdf.pdf")]
    unreadable = [path for path in bad if path not in nothing]
    good = [folder / truth.file for truth in made if truth.reports]
    shown = easy_pictures(folder / "pictures", pictures)
    return [*good[: 30 - len(unreadable) - len(shown)], *shown, *unreadable], nothing


def doubtful_sheet() -> bytes:
    """A report with a date that does not exist and a code that does not exist."""
    return sheet(
        "Airman Knowledge Test Report",
        "NAME: DOE, JANE ANN",
        "FTN: C1234567   EXAM ID: 90123420260214001",
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM DATE: 02/31/2026   EXAM SITE: ABS60104",
        "SCORE: 88%   GRADE: Pass   TAKE: 1",
        "PA.I.E.K1   PA.VI.B.K1   PA.I.C.K99",
        "EXPIRATION DATE: 02/29/2028",
    )


def sheet(*lines: str) -> bytes:
    """A page with these lines."""
    target = BytesIO()
    page = Canvas(target, pagesize=letter)
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 24 * number, line)
    page.save()
    return target.getvalue()


def form_of(paths: Sequence[Path]) -> list[tuple[str, tuple[str, bytes]]]:
    """Files as a client of the API sends them."""
    return [("files[]", (path.name, path.read_bytes())) for path in paths]


def uploaded(service: RunningService, files: list[tuple[str, tuple[str, bytes]]]) -> dict[str, Any]:
    """A finished batch of these files."""
    with service.client() as client:
        answer = client.post(EXTRACT, files=files)
        assert answer.status_code in (200, 202, 422), answer.text
        whole: dict[str, Any] = answer.json()
        batch: dict[str, Any] = whole.get("batch", whole)
        if answer.status_code == 202:
            batch = _once_finished(client, batch["url"])
        return batch


def _once_finished(client: httpx2.Client, address: str) -> dict[str, Any]:
    """A batch that took longer than an upload waits, when it is read."""
    state: dict[str, Any] = {"status": "processing"}
    while state["status"] == "processing":
        state = client.get(f"{address}?wait=30").json()
    return {"url": address, **state, **client.get(f"{address}/reports?limit=50").json()}


def doubtful_report(service: RunningService) -> dict[str, Any]:
    """A new report with values in doubt."""
    batch = uploaded(service, [("files[]", ("doubtful.pdf", doubtful_sheet()))])
    report: dict[str, Any] = batch["reports"][0]
    assert [item["what"] for item in report["review"]] == IN_DOUBT
    return report
