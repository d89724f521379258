"""How missed codes are parted into lessons that can be taught in one sitting.

A lesson is an area of operation of one standard, or a part of one that would take too long. The
time is a rule of thumb of this software, stated in ``GROUND_TIME_RULE``; the FAA has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aktr.summary.facts import CodeFacts, area_order, code_order
from aktr.summary.sightings import Seen, Sightings

MINUTES_TO_OPEN_A_TASK: Final = 10
MINUTES_PER_CODE: Final = 5
LONGEST_LESSON_MINUTES: Final = 120

GROUND_TIME_RULE: Final = (
    f"{MINUTES_TO_OPEN_A_TASK} minutes to open each task and {MINUTES_PER_CODE} minutes for each "
    f"missed code in it; an area of operation that takes more than {LONGEST_LESSON_MINUTES} "
    "minutes is parted into lessons. A rule of thumb of aktr, not of the FAA."
)

_LEVELS: Final = (
    ("PA", "PH", "PL", "UA", "AM"),
    ("IR", "IH", "IP"),
    ("CA", "CH", "CP", "MC"),
    ("FI", "AI", "HI", "IL", "PI"),
    ("AA", "AP"),
)
"""Prefixes from the first certificate to the last: private and the like, instrument, commercial,
instructor, airline transport."""

_MOST_CODES_OF_A_BLOCK: Final = (
    LONGEST_LESSON_MINUTES - MINUTES_TO_OPEN_A_TASK
) // MINUTES_PER_CODE


@dataclass(frozen=True, slots=True)
class Block:
    """What is taught without a break: the missed codes of one task."""

    task_id: str | None
    """"PA.I.C"; None for codes without tasks."""
    seen: Seen

    @property
    def minutes(self) -> int:
        """Ground time by the rule."""
        return MINUTES_TO_OPEN_A_TASK + MINUTES_PER_CODE * len(self.seen.codes)


@dataclass(frozen=True, slots=True)
class Draft:
    """The contents of one lesson."""

    area_id: str
    """"PA.I", or what codes without areas stand under: "PLT"."""
    part: int
    """From 1."""
    parts: int
    """Number of lessons on this area."""
    blocks: tuple[Block, ...]
    """Those that more reports need first."""
    seen: Seen
    """All codes of the lesson."""

    @property
    def minutes(self) -> int:
        """Ground time by the rule."""
        return sum(block.minutes for block in self.blocks)

    @property
    def need(self) -> tuple[int, tuple[int, int], int, str, int]:
        """Orders lessons: who needs it, how basic it is, how many codes stand in one task."""
        densest = max(len(block.seen.codes) for block in self.blocks)
        return (-self.seen.frequency, basic(self.area_id), -densest, self.area_id, self.part)


def drafted(sightings: Sightings) -> list[Draft]:
    """The lessons for a set of reports, the most needed first."""
    drafts = [
        draft
        for area_id, seen in sightings.by(lesson_group).items()
        for draft in _of_area(area_id, seen)
    ]
    return sorted(drafts, key=lambda draft: draft.need)


def lesson_group(code: CodeFacts) -> str:
    """The area of operation of a code, or the family it stands under."""
    return code.area_id or code.standard


def basic(area_id: str) -> tuple[int, int]:
    """Orders areas from the most basic: first certificates first, then as the standards print."""
    prefix, _, area = area_id.partition(".")
    level = next((n for n, prefixes in enumerate(_LEVELS) if prefix in prefixes), len(_LEVELS))
    return (level, area_order(area))


def _of_area(area_id: str, seen: Seen) -> list[Draft]:
    sittings = _sittings(_blocks(seen))
    drafts = []
    for part, blocks in enumerate(sittings, start=1):
        codes = {code for block in blocks for code in block.seen.codes}
        drafts.append(Draft(area_id, part, len(sittings), tuple(blocks), seen.only(codes)))
    return drafts


def _blocks(seen: Seen) -> list[Block]:
    by_task = seen.by(lambda code: code.task_id or "")
    without = by_task.pop("", None)
    blocks = [Block(task_id, of_task) for task_id, of_task in by_task.items()]
    if without is not None:
        blocks += _blocks_without_task(without)
    return sorted(blocks, key=_block_need)


def _blocks_without_task(seen: Seen) -> list[Block]:
    by_code = seen.by(lambda code: code.code)
    ordered = sorted(by_code, key=lambda code: (-by_code[code].frequency, code_order(code)))
    blocks = []
    for start in range(0, len(ordered), _MOST_CODES_OF_A_BLOCK):
        kept = frozenset(ordered[start : start + _MOST_CODES_OF_A_BLOCK])
        blocks.append(Block(None, seen.only(kept)))
    return blocks


def _block_need(block: Block) -> tuple[int, int, tuple[str, int, str, str, int, str]]:
    codes = block.seen.codes
    return (-block.seen.frequency, -len(codes), code_order(codes[0]))


def _sittings(blocks: Sequence[Block]) -> list[list[Block]]:
    sittings: list[list[Block]] = []
    minutes = 0
    for block in blocks:
        if not sittings or minutes + block.minutes > LONGEST_LESSON_MINUTES:
            sittings.append([])
            minutes = 0
        sittings[-1].append(block)
        minutes += block.minutes
    return sittings
