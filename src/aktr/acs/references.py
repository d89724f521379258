"""What to study: the publications a task names, and the handbook chapters that teach a code.

What the task names is the FAA's; the chapters are our own mapping and are marked so
(``mapped_by``). docs/catalogue.md says how the mapping was made and which codes have none.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_DATA: Final = Path(__file__).parent / "data"

_CFR: Final = re.compile(r"(\d+ CFR) (?:parts?|sections?) (.+)")
_SECTION: Final = re.compile(r"\d+\.\d+(?:\([a-z0-9]+\))*")
_SERIES: Final = re.compile(r"(AC|SAFO)s? (\S+)")
_BARE_NUMBER: Final = re.compile(r"\d[\d/.-]*")
_HOUSE_SPELLING: Final = {
    "NOTAMS": "NOTAMs",
}
_TITLE_WITH_COMMA: Final = "USCG Navigation Rules, International-Inland"


@lru_cache(maxsize=1024)
def split_references(line: str) -> tuple[str, ...]:
    """Take a "References" line apart.

    The standards separate publications by semicolon or comma and shorten lists: a bare number
    after "14 CFR parts" or "AC" belongs to it (FAA-S-ACS-6C to -8C print both forms).

    Args:
        line: As printed: "14 CFR parts 61, 91; AC 68-1, FAA-H-8083-2; POH/ AFM".

    Returns:
        One publication each, in order, none twice: "14 CFR part 61", "14 CFR part 91", "AC 68-1",
        "FAA-H-8083-2", "POH/AFM".
    """
    text = re.sub(r"/\s+", "/", line.strip().rstrip("."))
    text = text.replace(_TITLE_WITH_COMMA, _TITLE_WITH_COMMA.replace(",", "\0"))
    found: list[str] = []
    series = ""
    for piece in re.split(r"[;,]\s*|\s+and\s+(?=\d)", text):
        item = piece.strip().removeprefix("and ").replace("\0", ",")
        if not item:
            continue
        if item.startswith("subpart") and found:
            found[-1] += f", {item}"
            continue
        series, name = _one_reference(item, series)
        found.append(name)
    return tuple(dict.fromkeys(found))


def _one_reference(item: str, series: str) -> tuple[str, str]:
    """The series that following bare numbers belong to, and the publication's full name."""
    regulation = _CFR.fullmatch(item)
    if regulation:
        return regulation[1], _regulation(regulation[1], regulation[2])
    numbered = _SERIES.fullmatch(item)
    if numbered:
        return numbered[1], f"{numbered[1]} {numbered[2]}"
    if series and _BARE_NUMBER.match(item):
        if series.endswith("CFR"):
            return series, _regulation(series, item)
        return series, f"{series} {item}"
    return "", _HOUSE_SPELLING.get(item, item)


def _regulation(code: str, number: str) -> str:
    if _SECTION.fullmatch(number):
        return f"{code} section {number}"
    return f"{code} part {number}"


class ReferenceKind(StrEnum):
    """What kind of publication a reference names."""

    HANDBOOK = "handbook"
    REGULATION = "regulation"
    ADVISORY_CIRCULAR = "advisory circular"
    SAFETY_ALERT = "safety alert"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication that a task names."""

    name: str
    """As the standards name it, without revision letter: "FAA-H-8083-25", "14 CFR part 91"."""
    title: str | None
    """Its title; None where no list of the FAA that is held gives one."""
    kind: ReferenceKind


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a handbook."""

    number: str
    """As printed: "12", or "3a" in the remote pilot study guide."""
    title: str


@dataclass(frozen=True, slots=True)
class HandbookChapters:
    """The chapters of one handbook that teach a code; our own mapping, not the FAA's."""

    handbook: str
    """Number with the letter of the edition whose chapters are counted: "FAA-H-8083-25C"."""
    series: str
    """Number without that letter, as the standards' references name it."""
    title: str
    chapters: tuple[Chapter, ...]
    mapped_by: str
    """Who says so: "aktr"."""


_KINDS: Final = (
    ("FAA-H-", ReferenceKind.HANDBOOK),
    ("FAA-G-", ReferenceKind.HANDBOOK),
    ("FAA-P-", ReferenceKind.HANDBOOK),
    ("14 CFR", ReferenceKind.REGULATION),
    ("49 CFR", ReferenceKind.REGULATION),
    ("AC ", ReferenceKind.ADVISORY_CIRCULAR),
    ("SAFO ", ReferenceKind.SAFETY_ALERT),
)
_PART_OF: Final = re.compile(r"(\d+ CFR) (?:section (\d+)\..*|part (\d+), subpart .*)")


@lru_cache(maxsize=1024)
def resolve(name: str) -> Reference:
    """The publication behind a reference.

    A section or a subpart has the title of the part it stands in.

    Args:
        name: One item of :func:`split_references`.
    """
    titles = _titles()
    title = titles.get(name)
    if title is None:
        within = _PART_OF.fullmatch(name)
        if within:
            title = titles.get(f"{within[1]} part {within[2] or within[3]}")
    kind = next((kind for start, kind in _KINDS if name.startswith(start)), ReferenceKind.OTHER)
    return Reference(name, title, kind)


@lru_cache(maxsize=4096)
def chapters_for(code: str) -> tuple[HandbookChapters, ...]:
    """The handbook chapters that teach what a code stands for, by our own mapping.

    The mapping speaks of tasks and, where the elements of a task are taught in different places,
    of elements; the most particular entry counts.

    Args:
        code: An ACS code.

    Returns:
        One entry a handbook; empty where no chapter is known to teach it, and for prefixes and
        learning statements that are not mapped.
    """
    mapping = _mapping()
    subject = _subject(code, mapping["codes"])
    if subject is None:
        return ()
    found = []
    for handbook, numbers in mapping["subjects"][subject].items():
        about = mapping["handbooks"][handbook]
        chapters = tuple(Chapter(number, about["chapters"][number]) for number in numbers)
        found.append(
            HandbookChapters(
                handbook, about["series"], about["title"], chapters, mapping["mapped_by"]
            )
        )
    return tuple(found)


def _subject(code: str, codes: Mapping[str, str | None]) -> str | None:
    wanted = code
    while wanted:
        if wanted in codes:
            return codes[wanted]
        wanted = wanted[:-1] if wanted[-1].islower() else wanted.rpartition(".")[0]
    return None


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    raw = json.loads((_DATA / "references.json").read_text(encoding="utf-8"))
    titles: dict[str, str] = raw["titles"]
    return titles


@lru_cache(maxsize=1)
def _mapping() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = json.loads((_DATA / "chapters.json").read_text(encoding="utf-8"))
    return raw
