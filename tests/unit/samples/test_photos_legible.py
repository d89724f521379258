"""Nothing that is done to a picture may take a value away from whoever reads it."""

import numpy as np
import pytest

from aktr.samples.chance import chance
from aktr.samples.photos.desk import lay_on_desk
from aktr.samples.photos.handwriting import _POINTS, _as_written
from aktr.samples.photos.kinds import Difficulty
from aktr.samples.photos.marks import mark_paper
from aktr.samples.photos.paper import Paper, print_sheet
from aktr.samples.photos.pixels import Image
from aktr.samples.photos.severity import (
    MARKS,
    PAPER_MARKS,
    draw_camera_severity,
    draw_marks,
    draw_scan_severity,
)
from aktr.samples.plan import Sample, plan_sample
from aktr.samples.sheet import TextRun
from aktr.samples.statement import INK
from aktr.samples.variants import VARIANTS

SCALE = 200 / 72
SAMPLES = 12


def planned(count: int, seed: int = 5) -> list[Sample]:
    made: list[Sample] = []
    for index in range(count):
        made.append(plan_sample(index, seed, [sample.facts[0] for sample in made]))
    return made


def printed(sample: Sample) -> Paper:
    return print_sheet(sample.sheets()[-1], SCALE, chance("pen"))


def part_of(image: Image, run: TextRun, margin: int = 0) -> Image:
    top, left = round((run.y - run.size) * SCALE), round(run.x * SCALE)
    bottom, right = round((run.y + 3) * SCALE), round((run.x + run.width) * SCALE)
    return image[margin + top : margin + bottom, margin + left : margin + right]


@pytest.mark.parametrize("sample", planned(SAMPLES), ids=lambda sample: sample.variant.name)
def test_a_stamp_leaves_every_value_alone(sample: Sample) -> None:
    paper = printed(sample)
    reports = sample.truth("").reports
    marked, kept = mark_paper(paper, reports, ("stamp",), 1.0, sample.seed)
    assert kept == ("stamp",)
    assert not np.array_equal(marked.image, paper.image)
    values = {reports[-1].exam_id, reports[-1].exam_site, *reports[-1].codes}
    runs = [run for run in paper.sheet.runs if any(value in run.text for value in values)]
    assert runs
    for run in runs:
        assert np.array_equal(part_of(marked.image, run), part_of(paper.image, run)), run.text


@pytest.mark.parametrize("mark", [mark for mark in PAPER_MARKS if mark != "stamp"])
def test_print_stays_darker_than_the_paper_under_every_mark(mark: str) -> None:
    """By a fifth of the way from black to white at least, on every line of every report."""
    for sample in planned(4):
        paper = printed(sample)
        marked, kept = mark_paper(paper, sample.truth("").reports, (mark,), 1.0, sample.seed)
        assert kept == (mark,)
        assert not np.array_equal(marked.image, paper.image)
        for run in paper.sheet.runs:
            if len(run.text) > 2:
                part = part_of(marked.image, run).min(axis=2)
                assert np.percentile(part, 90) - np.percentile(part, 2) > 50, (mark, run.text)


@pytest.mark.parametrize("seed", range(6))
def test_a_thumb_covers_no_print(seed: int) -> None:
    paper = printed(planned(seed + 1)[-1])
    scenes = [lay_on_desk(paper, held, chance(str(seed))) for held in (True, False)]
    assert not np.array_equal(scenes[0].image, scenes[1].image)
    margin = round(float(scenes[0].page_corners[0, 0]))
    for run in paper.sheet.runs:
        held, free = (part_of(scene.image, run, margin).astype(int) for scene in scenes)
        assert np.abs(held - free).max() < 40, run.text


def test_handwriting_is_drawn_and_not_printed() -> None:
    sample = next(s for s in planned(len(VARIANTS)) if s.variant.name == "fail-filled-block")
    sheet = sample.sheets()[-1]
    written = [run for run in sheet.runs if run.colour == INK]
    paper = print_sheet(sheet, SCALE, chance("one pen"))
    again = print_sheet(sheet, SCALE, chance("another pen"))
    assert written
    assert not [run for run in paper.sheet.runs if run.colour == INK]
    assert not np.array_equal(paper.image, again.image)
    for run in written:
        assert part_of(paper.image, run).min() < 160, run.text


def test_every_sign_of_the_handwriting_can_be_drawn() -> None:
    unknown = {
        sign
        for seed in range(40)
        for sample in (plan_sample(1, seed, []), plan_sample(17, seed, []))
        for run in sample.sheets()[-1].runs
        if run.colour == INK
        for sign in _as_written(run.text)
    } - set(_POINTS)
    assert unknown <= {" "}


@pytest.mark.parametrize("what", ["blur", "noise", "mark_strength"])
def test_a_harder_picture_is_never_clearer(what: str) -> None:
    def figures(difficulty: Difficulty) -> list[tuple[float, float]]:
        draws = [chance(f"{difficulty}-{number}") for number in range(30)]
        return [
            (
                getattr(draw_camera_severity(rng, difficulty, 10, ()), what),
                getattr(draw_scan_severity(rng, difficulty, ()), what),
            )
            for rng in draws
        ]

    easy, medium, hard = (np.array(figures(difficulty)) for difficulty in Difficulty)
    assert (np.median(easy, axis=0) < np.median(medium, axis=0)).all()
    assert (np.median(medium, axis=0) < np.median(hard, axis=0)).all()


def test_hard_pictures_have_more_marks() -> None:
    counts = {
        difficulty: sum(len(draw_marks(chance(str(n)), difficulty, MARKS)) for n in range(60))
        for difficulty in Difficulty
    }
    assert counts[Difficulty.EASY] < counts[Difficulty.MEDIUM] < counts[Difficulty.HARD]
