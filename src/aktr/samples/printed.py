"""The facts of a report as strings to print: labels, spellings and formats chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from aktr.acs.code import CodeFamily, family_of
from aktr.samples.exams import code_prefixes, knowledge_test
from aktr.samples.facts import Printer, ReportFacts
from aktr.samples.people import NameOrder
from aktr.samples.statement import Statement, StatementKind, filled_in
from aktr.samples.wording import (
    ACS_PARAGRAPHS,
    CATS_LETTERHEAD,
    ISSUERS,
    LABEL_SETS,
    LETTERHEADS,
    STATEMENT_PARAGRAPHS,
    DateFormat,
    Field,
    Separator,
    exam_title,
    title_case,
)

MOST_CODES_ONE_PER_LINE: Final = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A value and the label beside it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the same facts may be printed."""

    letterhead: tuple[str, ...]
    labels: Mapping[Field, str]
    labels_in_title_case: bool
    colon: str
    """What follows a label: ":", " :" or ""."""
    date_format: DateFormat
    percent: str
    """What follows the score: "%", " %" or ""."""
    name_order: NameOrder
    name_in_capitals: bool
    title_in_capitals: bool
    grade_in_capitals: bool
    companion_spelling: bool
    separator: Separator
    underscored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReport:
    """Everything that goes on the page, in words."""

    letterhead: tuple[str, ...]
    pairs: Mapping[Field, Pair]
    """Without a score where only pass or fail is printed; one of FTN and applicant ID."""
    paragraphs: tuple[str, ...]
    """What the codes are; () where a report without codes says nothing about them."""
    codes: tuple[str, ...]
    separator: Separator
    statement: Statement | None
    issued_by: str

    @property
    def identity(self) -> Pair:
        """The FTN, or the applicant ID of an older report."""
        return self.pairs.get(Field.FTN) or self.pairs[Field.APPLICANT_ID]

    @property
    def result_line(self) -> tuple[Pair, ...]:
        """Score, grade and take, as far as they are printed."""
        fields = (Field.SCORE, Field.GRADE, Field.TAKE)
        return tuple(self.pairs[field] for field in fields if field in self.pairs)


def draw_style(rng: Random, colons: tuple[str, ...]) -> Style:
    """Draw spellings; of the colons only those that suit the layout."""
    return Style(
        letterhead=rng.choice(LETTERHEADS),
        labels=rng.choice(LABEL_SETS),
        labels_in_title_case=rng.random() < 0.35,
        colon=rng.choice(colons),
        date_format=rng.choices(tuple(DateFormat), (8, 2, 1, 1))[0],
        percent=rng.choices(("%", " %", ""), (4, 1, 1))[0],
        name_order=rng.choices(tuple(NameOrder), (3, 2, 1))[0],
        name_in_capitals=rng.random() < 0.75,
        title_in_capitals=rng.random() < 0.15,
        grade_in_capitals=rng.random() < 0.3,
        companion_spelling=rng.random() < 0.5,
        separator=rng.choice(tuple(Separator)),
        underscored=rng.random() < 0.5,
    )


def put_into_words(
    rng: Random, facts: ReportFacts, style: Style, *, explain: bool = True, filled: bool = False
) -> PrintedReport:
    """Turn facts into strings.

    Args:
        rng: The source of chance for handwriting.
        facts: What the report says.
        style: How it is printed.
        explain: Whether a report without codes still prints the paragraph on codes.
        filled: Whether somebody filled in the statement at the foot.
    """
    statement = _statement(facts, style)
    if statement is not None and filled:
        statement = filled_in(rng, facts, statement)
    separator = style.separator
    if separator is Separator.LINE and len(facts.codes) > MOST_CODES_ONE_PER_LINE:
        separator = Separator.COLUMN
    return PrintedReport(
        letterhead=CATS_LETTERHEAD if facts.printer is Printer.CATS else style.letterhead,
        pairs=_pairs(facts, style),
        paragraphs=_paragraphs(facts) if facts.codes or explain else (),
        codes=facts.codes,
        separator=separator,
        statement=statement,
        issued_by=f"ISSUED BY: {ISSUERS[facts.printer]}",
    )


def printed_name(facts: ReportFacts, style: Style) -> str:
    """The name as the report prints it."""
    name = facts.person.printed(style.name_order)
    return name.upper() if style.name_in_capitals else name


def printed_title(facts: ReportFacts, style: Style) -> str:
    """The title of the test, with its code, as the report prints it."""
    title = exam_title(
        knowledge_test(facts.exam_code).title,
        facts.exam_code,
        companion_spelling=style.companion_spelling,
    )
    return title.upper() if style.title_in_capitals else title


def _pairs(facts: ReportFacts, style: Style) -> dict[Field, Pair]:
    score = None if facts.score is None else f"{facts.score}{style.percent}"
    values: dict[Field, str | None] = {
        Field.NAME: printed_name(facts, style),
        Field.FTN: facts.ftn,
        Field.APPLICANT_ID: facts.applicant_id,
        Field.EXAM_ID: facts.exam_id,
        Field.EXAM: printed_title(facts, style),
        Field.EXAM_DATE: style.date_format.printed(facts.exam_date),
        Field.EXAM_SITE: facts.exam_site,
        Field.SCORE: score,
        Field.GRADE: facts.grade.upper() if style.grade_in_capitals else facts.grade,
        Field.TAKE: str(facts.take),
        Field.EXPIRATION: style.date_format.printed(facts.expiration_date),
    }
    return {
        field: Pair(_label(field, style), value)
        for field, value in values.items()
        if value is not None
    }


def _label(field: Field, style: Style) -> str:
    label = style.labels[field]
    return (title_case(label) if style.labels_in_title_case else label) + style.colon


def _paragraphs(facts: ReportFacts) -> tuple[str, ...]:
    if facts.codes:
        prints_acs = family_of(facts.codes[0]) is CodeFamily.ACS
    else:
        prefixes = code_prefixes(knowledge_test(facts.exam_code), facts.exam_date)
        prints_acs = len(prefixes[0].split(".", maxsplit=1)[0]) == 2
    return ACS_PARAGRAPHS if prints_acs else STATEMENT_PARAGRAPHS


def _statement(facts: ReportFacts, style: Style) -> Statement | None:
    if facts.exam_code == "UAG":
        return None
    is_mechanic = facts.exam_code in {"AMG", "AMA", "AMP", "RIG", "RMC"}
    kind = StatementKind.AIRMAN if is_mechanic else StatementKind.INSTRUCTOR
    return Statement(kind, underscored=style.underscored)
