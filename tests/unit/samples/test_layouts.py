"""No layout writes over itself or off the page, whatever it has to print."""

from dataclasses import replace
from itertools import combinations

import pytest
from reportlab.lib.pagesizes import A4, LETTER

from aktr.samples.chance import chance
from aktr.samples.facts import Outcome, Recipe, invent_facts
from aktr.samples.layouts import LAYOUTS, lay_out
from aktr.samples.printed import PrintedReport, draw_style, put_into_words
from aktr.samples.sheet import Sheet, TextRun
from aktr.samples.wording import Field

RECIPES = {
    "many codes": Recipe(exams=("CAX", "ATM"), outcome=Outcome.FAILED, codes=(45, 45)),
    "long title": Recipe(exams=("PFB", "ARH", "PEP")),
    "perfect": Recipe(exams=("UAG", "AMG"), outcome=Outcome.PERFECT),
    "no score": Recipe(exams=("RIG",), score_printed=False),
}


def words(recipe: Recipe, seed: str, colons: tuple[str, ...]) -> PrintedReport:
    rng = chance(seed)
    return put_into_words(rng, invent_facts(rng, recipe), draw_style(rng, colons), filled=True)


@pytest.mark.parametrize("spacing", [0.0, 0.14])
@pytest.mark.parametrize("recipe", sorted(RECIPES))
@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_print_stays_on_the_page_and_apart(name: str, recipe: str, spacing: float) -> None:
    layout = LAYOUTS[name]
    if layout.has_fields and spacing:
        spacing = 0.0
    for number in range(12):
        report = words(RECIPES[recipe], f"{name}-{recipe}-{number}", layout.colons)
        fonts = layout.fonts[number % len(layout.fonts)]
        sheet = lay_out(layout, report, (LETTER, A4)[number % 2], fonts, spacing)
        assert_inside(sheet)
        assert_apart(sheet, report.statement.note if report.statement else "")


def test_a_letter_that_no_field_takes_is_printed_beside_the_fields() -> None:
    layout = next(layout for layout in LAYOUTS.values() if layout.has_fields)
    report = words(RECIPES["perfect"], "letters", layout.colons)
    name = report.pairs[Field.NAME]
    pairs = {**report.pairs, Field.NAME: replace(name, value="ŽAGLER, ZOË")}
    sheet = lay_out(layout, replace(report, pairs=pairs), LETTER, layout.fonts[0], 0.0)
    assert "ŽAGLER, ZOË" in {run.text for run in sheet.runs}
    assert "name" not in {field.name for field in sheet.fields}
    assert "exam_id" in {field.name for field in sheet.fields}


def assert_inside(sheet: Sheet) -> None:
    for run in sheet.runs:
        assert run.x >= 20, run
        assert run.x + run.width <= sheet.width - 16, run
        assert 14 <= run.y <= sheet.height - 16, run
    for field in sheet.fields:
        assert field.x + field.width <= sheet.width - 40
        assert field.top + field.height <= sheet.height - 40


def assert_apart(sheet: Sheet, note: str) -> None:
    """Print and print never touch, nor does the note; what is written on a line may."""
    printed = [run for run in sheet.runs if not is_ink(run)]
    for one, other in combinations(printed, 2):
        apart_across = one.x + one.width < other.x or other.x + other.width < one.x
        apart_down = abs(one.y - other.y) >= 0.7 * min(one.size, other.size)
        assert apart_across or apart_down, (one, other)
    for ink in (run for run in sheet.runs if note and run.text == note):
        assert all(abs(ink.y - run.y) >= 9 or run.x > ink.x + ink.width for run in printed)


def is_ink(run: TextRun) -> bool:
    return any(run.colour)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_value_is_printed(name: str) -> None:
    layout = LAYOUTS[name]
    report = words(RECIPES["long title"], name, layout.colons)
    sheet = lay_out(layout, report, LETTER, layout.fonts[0])
    shown = " ".join([run.text for run in sheet.runs] + [field.value for field in sheet.fields])
    missing = [
        word
        for pair in report.pairs.values()
        for word in f"{pair.label} {pair.value}".split()
        if word not in shown
    ]
    assert not missing
    assert all(code in shown for code in report.codes)


def test_a_report_that_cannot_fit_is_refused() -> None:
    report = words(RECIPES["many codes"], "small", (":",))
    with pytest.raises(ValueError, match="does not fit"):
        lay_out(LAYOUTS["classic"], report, (300, 200), LAYOUTS["classic"].fonts[0])
