"""What is done to a report once it is laid out: how a PDF may hold the same page."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class StreamOrder(StrEnum):
    """In which pieces and order the text gets into the content stream."""

    AS_WRITTEN = "as-written"
    SHUFFLED_RUNS = "shuffled-runs"
    WORD_BY_WORD = "word-by-word"
    SHUFFLED_WORDS = "shuffled-words"
    CHARACTER_BY_CHARACTER = "character-by-character"
    """Every character is placed by itself, and there are no blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One way to put a laid-out report into a PDF."""

    name: str
    order: StreamOrder = StreamOrder.AS_WRITTEN
    turned: int = 0
    """Degrees clockwise by which the page must be turned to read it: 0, 90, 180 or 270."""
    turn_declared: bool = True
    """The page says so itself (/Rotate), so that a viewer shows it upright."""
    letter_spacing: float = 0.0
    """As a share of the type size."""
    cover_letter: bool = False
    second_report: bool = False
    sealed: bool = False
    """Encrypted with an owner's password and an empty user's password."""

    @property
    def suits_fields(self) -> bool:
        """Whether a page with form fields can be treated so."""
        as_written = self.order is StreamOrder.AS_WRITTEN and not self.letter_spacing
        return as_written and not self.turned


TREATMENTS: Final = MappingProxyType(
    {
        treatment.name: treatment
        for treatment in (
            Treatment(name="plain"),
            Treatment(name="shuffled-runs", order=StreamOrder.SHUFFLED_RUNS),
            Treatment(name="shuffled-words", order=StreamOrder.SHUFFLED_WORDS),
            Treatment(name="word-by-word", order=StreamOrder.WORD_BY_WORD),
            Treatment(name="letter-spaced", letter_spacing=0.14),
            Treatment(
                name="character-by-character",
                order=StreamOrder.CHARACTER_BY_CHARACTER,
                letter_spacing=0.06,
            ),
            Treatment(name="rotate-90", turned=90),
            Treatment(name="rotate-180", turned=180),
            Treatment(name="rotate-270", turned=270),
            Treatment(name="sideways-left", turned=90, turn_declared=False),
            Treatment(name="sideways-right", turned=270, turn_declared=False),
            Treatment(name="upside-down", turned=180, turn_declared=False),
            Treatment(name="cover-letter", cover_letter=True),
            Treatment(name="two-reports", second_report=True),
            Treatment(name="owner-password", sealed=True),
        )
    }
)
"""Every treatment by its name."""

ROUND: Final = (
    "plain",
    "shuffled-runs",
    "letter-spaced",
    "plain",
    "rotate-90",
    "cover-letter",
    "word-by-word",
    "plain",
    "two-reports",
    "rotate-270",
    "owner-password",
    "plain",
    "shuffled-words",
    "sideways-left",
    "character-by-character",
    "plain",
    "rotate-180",
    "sideways-right",
    "upside-down",
)
"""The order in which files are treated, over and over; nothing is done to every fourth or so."""
