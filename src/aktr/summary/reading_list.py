"""What to read for a set of codes: publications that the standards name, chapters that we name."""

from collections import defaultdict
from dataclasses import dataclass, field, fields

from aktr.acs.references import Chapter, ReferenceKind, chapters_for, resolve
from aktr.summary.facts import code_order
from aktr.summary.sightings import Seen

_KINDS_IN_ORDER = (
    ReferenceKind.HANDBOOK,
    ReferenceKind.REGULATION,
    ReferenceKind.ADVISORY_CIRCULAR,
    ReferenceKind.SAFETY_ALERT,
    ReferenceKind.OTHER,
)


@dataclass(frozen=True, slots=True)
class SharedReading:
    """A publication to read, and where in it; told to people outside the class without a count."""

    publication: str
    """Number, of a handbook with chapters that of the edition counted: "FAA-H-8083-25C"."""
    title: str | None
    kind: str
    """handbook, regulation, advisory circular, safety alert or other."""
    chapters: tuple[str, ...]
    """Number and title of each chapter, "12 Weather Theory"; empty where none is mapped."""
    chapters_mapped_by: str | None
    """Who says so: "aktr", because the FAA names no chapters; None without chapters."""
    named_by_standard: bool
    """Whether the "References" line of a task names the publication."""
    codes: tuple[str, ...]
    """The codes for which it is to be read."""


@dataclass(frozen=True, slots=True)
class Reading(SharedReading):
    """The same for the class itself."""

    frequency: int
    """Number of distinct reports with one of the codes."""


@dataclass(slots=True)
class _Draft:
    publication: str
    title: str | None
    kind: ReferenceKind
    named: bool = False
    mapped_by: str | None = None
    chapters: dict[Chapter, None] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


def reading_list(seen: Seen) -> tuple[Reading, ...]:
    """Everything to read for these codes.

    Handbooks with chapters stand first, then what the standards name, by kind; within these, what
    serves more reports, then more codes.
    """
    drafts: dict[str, _Draft] = {}
    by_code = seen.by(lambda code: code.code)
    for code in sorted(by_code, key=code_order):
        of_code = by_code[code]
        for handbook in chapters_for(code):
            draft = drafts.setdefault(
                handbook.series,
                _Draft(handbook.handbook, handbook.title, ReferenceKind.HANDBOOK),
            )
            draft.publication, draft.mapped_by = handbook.handbook, handbook.mapped_by
            draft.chapters.update(dict.fromkeys(handbook.chapters))
            _serve(draft, code, of_code)
        for name in {name for variant in of_code.variants for name in variant.references}:
            reference = resolve(name)
            draft = drafts.setdefault(name, _Draft(name, reference.title, reference.kind))
            draft.named = True
            _serve(draft, code, of_code)
    return tuple(map(_reading, sorted(drafts.values(), key=_place)))


def shared_readings(seen: Seen) -> tuple[SharedReading, ...]:
    """The same readings; within their kinds, what serves more codes stands first."""
    shared = [each.name for each in fields(SharedReading)]
    uncounted = [
        SharedReading(**{name: getattr(one, name) for name in shared}) for one in reading_list(seen)
    ]
    kinds = [kind.value for kind in _KINDS_IN_ORDER]
    return tuple(
        sorted(
            uncounted,
            key=lambda one: (
                not one.chapters,
                kinds.index(one.kind),
                -len(one.codes),
                one.publication,
            ),
        )
    )


def references_of(seen: Seen) -> tuple[str, ...]:
    """What the "References" lines of the codes' tasks name, the most often named first."""
    named: dict[str, int] = defaultdict(int)
    for of_code in seen.by(lambda code: code.code).values():
        for of_variant in {name for variant in of_code.variants for name in variant.references}:
            named[of_variant] += of_code.frequency
    return tuple(sorted(named, key=lambda reference: (-named[reference], reference)))


def _serve(draft: _Draft, code: str, seen: Seen) -> None:
    draft.codes.add(code)
    draft.places.update(seen.places)


def _place(draft: _Draft) -> tuple[bool, int, int, int, str]:
    return (
        not draft.chapters,
        _KINDS_IN_ORDER.index(draft.kind),
        -len(draft.places),
        -len(draft.codes),
        draft.publication,
    )


def _reading(draft: _Draft) -> Reading:
    chapters = sorted(draft.chapters, key=_chapter_order)
    return Reading(
        publication=draft.publication,
        title=draft.title,
        kind=draft.kind.value,
        chapters=tuple(f"{chapter.number} {chapter.title}" for chapter in chapters),
        chapters_mapped_by=draft.mapped_by,
        named_by_standard=draft.named,
        frequency=len(draft.places),
        codes=tuple(sorted(draft.codes, key=code_order)),
    )


def _chapter_order(chapter: Chapter) -> tuple[int, str]:
    digits = "".join(character for character in chapter.number if character.isdigit())
    return (int(digits) if digits else 0, chapter.number)
