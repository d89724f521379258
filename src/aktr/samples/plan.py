"""One sample file: what is decided about it, and the pages that come of that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from reportlab.lib.pagesizes import A4, LETTER

from aktr.samples.chance import chance
from aktr.samples.cover import write_cover_letter
from aktr.samples.facts import ReportFacts, invent_facts, invent_retake
from aktr.samples.layouts import LAYOUTS, Layout, lay_out
from aktr.samples.printed import Style, draw_style, put_into_words
from aktr.samples.render import render_pdf, seal
from aktr.samples.sheet import Sheet
from aktr.samples.treatments import ROUND, TREATMENTS, Treatment
from aktr.samples.truth import FileTruth, truth_of
from aktr.samples.variants import VARIANTS, Variant

_VARIANTS: Final = tuple(VARIANTS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file to be made."""

    seed: str
    variant: Variant
    layout: Layout
    treatment: Treatment
    style: Style
    facts: tuple[ReportFacts, ...]
    """One for each report in the file."""

    def sheets(self) -> list[Sheet]:
        """The pages, laid out."""
        rng = chance(f"{self.seed}-page")
        paper = rng.choices((LETTER, A4), (3, 1))[0]
        fonts = rng.choice(self.layout.fonts)
        sheets = []
        if self.treatment.cover_letter:
            letter = Sheet(paper, fonts, 11)
            write_cover_letter(letter, self.facts[0], rng)
            sheets.append(letter)
        for facts in self.facts:
            words = put_into_words(
                rng, facts, self.style, explain=self.variant.explain, filled=self.variant.filled
            )
            sheets.append(lay_out(self.layout, words, paper, fonts, self.treatment.letter_spacing))
        return sheets

    def pdf(self) -> bytes:
        """The content of the file."""
        pdf = render_pdf(self.sheets(), self.treatment, chance(f"{self.seed}-stream"))
        return seal(pdf) if self.treatment.sealed else pdf

    def truth(self, file_name: str) -> FileTruth:
        """What the file says."""
        return FileTruth(
            file=file_name,
            variant=self.variant.name,
            layout=self.layout.name,
            treatment=self.treatment.name,
            reports=tuple(truth_of(facts, self.style) for facts in self.facts),
        )


def planned_samples(count: int, seed: int) -> Iterator[Sample]:
    """The first samples of a set, planned and not yet made."""
    earlier: list[ReportFacts] = []
    for index in range(count):
        sample = plan_sample(index, seed, earlier)
        earlier.append(sample.facts[0])
        yield sample


def plan_sample(index: int, seed: int, earlier: list[ReportFacts]) -> Sample:
    """Decide on everything about the file at a position.

    Args:
        index: Position of the file, from 0; decides on variant, layout and treatment.
        seed: Decides on all the rest.
        earlier: First report of each file before this one, which a retake or a reprint refers to.
    """
    name = f"aktr-samples-{seed}-{index}"
    rng = chance(name)
    round_number, place = divmod(index, len(_VARIANTS))
    variant = _VARIANTS[place]
    treatment = TREATMENTS[ROUND[index % len(ROUND)]]
    layout = _choose_layout(variant, treatment, round_number + place)
    style = draw_style(rng, layout.colons)
    if variant.separator is not None:
        style = replace(style, separator=variant.separator)
    first = _first_report(rng, variant, earlier[index - place :])
    facts = (first, second_report(rng, first)) if treatment.second_report else (first,)
    return Sample(
        seed=name, variant=variant, layout=layout, treatment=treatment, style=style, facts=facts
    )


def second_report(rng: Random, first: ReportFacts) -> ReportFacts:
    """The next attempt after a fail; after a pass, somebody else's report."""
    if first.grade == "Fail":
        return invent_retake(rng, first)
    return invent_facts(rng, VARIANTS["psi-acs"].recipe)


def _choose_layout(variant: Variant, treatment: Treatment, turn: int) -> Layout:
    fitting = [
        LAYOUTS[name]
        for name in variant.layouts
        if treatment.suits_fields or not LAYOUTS[name].has_fields
    ]
    return fitting[turn % len(fitting)]


def _first_report(rng: Random, variant: Variant, round_so_far: list[ReportFacts]) -> ReportFacts:
    if variant.reprint and round_so_far:
        return round_so_far[0]
    if variant.retake:
        failed = [facts for facts in round_so_far if facts.grade == "Fail"]
        return invent_retake(rng, failed[-1] if failed else invent_facts(rng, variant.recipe))
    return invent_facts(rng, variant.recipe)
