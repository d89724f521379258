"""Codes and editions as lines for people to read."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from aktr.acs.compare import EditionDiff
from aktr.acs.model import CodeEntry
from aktr.acs.references import chapters_for, resolve

_WIDTH: Final = 96
_INDENT: Final = "  "


def entry_lines(entry: CodeEntry) -> Iterator[str]:
    """Everything known about one code."""
    yield f"{entry.code}  ({entry.kind.value}{', archived' if entry.archived else ''})"
    yield from _wording(entry)
    if entry.task:
        yield (f"{_INDENT}{entry.area}. {entry.area_title} / {entry.task}. {entry.task_title}")
    yield from _wrapped(_source(entry))
    if entry.edition_note:
        yield from _wrapped(f"Note: {entry.edition_note}")
    yield from _study(entry)


def hit_lines(entries: Iterable[CodeEntry]) -> Iterator[str]:
    """Found codes: each itself, its wording with its parent's, and where it stands.

    Below its parent a sub-element says only what is its own.
    """
    shown: set[str] = set()
    for entry in entries:
        shown.add(entry.code)
        own = (entry.description if entry.is_worded else entry.former_text) or entry.description
        wording = own if entry.parent_code in shown else entry.wording
        yield from textwrap.wrap(f"{entry.code}  {wording}", _WIDTH, subsequent_indent=_INDENT)
        if entry.task:
            yield f"{_INDENT}{entry.area_title} / {entry.task_title} [{entry.document}]"


def diff_lines(result: EditionDiff) -> Iterator[str]:
    """What changed between two editions; the wordings before and after of what was reworded."""
    yield (
        f"{result.older} to {result.newer}: {len(result.added)} added, "
        f"{len(result.archived)} archived, {len(result.reworded)} reworded, "
        f"{len(result.removed)} gone, {result.unchanged} unchanged"
    )
    for title, codes in (
        ("Added", result.added),
        ("Archived", result.archived),
        ("Gone", result.removed),
    ):
        if codes:
            yield ""
            yield f"{title}:"
            yield from _wrapped(", ".join(codes))
    if result.reworded:
        yield ""
        yield "Reworded:"
        for row in result.reworded:
            yield f"{_INDENT}{row.code}"
            yield from _wrapped(f"- {row.before}", depth=2)
            yield from _wrapped(f"+ {row.after}", depth=2)


def _wording(entry: CodeEntry) -> Iterator[str]:
    depth = 1
    if entry.parent_code:
        yield from _wrapped(f"{entry.parent_code}: {entry.parent_description}")
        depth = 2
    yield from _wrapped(entry.description, depth=depth)
    for one in entry.sub_elements:
        yield from _wrapped(f"{one.code}: {one.description}", depth=depth + 1)
    if entry.former_text:
        when = "formerly" if entry.archived else "before it was archived"
        yield from _wrapped(f"{when}: {entry.former_text} ({entry.former_document})", depth=depth)


def _source(entry: CodeEntry) -> str:
    parts = [entry.document]
    if entry.edition_effective and entry.task:
        parts.append(f"in force from {entry.edition_effective}")
    if entry.printed_page:
        parts.append(f"page {entry.printed_page}")
    if entry.pdf_page:
        parts.append(f"page {entry.pdf_page} of the PDF")
    return ", ".join(parts)


def _study(entry: CodeEntry) -> Iterator[str]:
    if entry.references:
        borrowed = entry.references_borrowed_from
        yield f"{_INDENT}References{f' (those of {borrowed})' if borrowed else ''}:"
        for name in entry.references:
            title = resolve(name).title
            named = f"{name}, {title}" if title and title != name else name
            yield from _wrapped(named, depth=2)
    handbooks = chapters_for(entry.code)
    if handbooks:
        yield f"{_INDENT}Chapters that teach it (mapped by aktr, not by the FAA):"
        for handbook in handbooks:
            chapters = "; ".join(f"{each.number} {each.title}" for each in handbook.chapters)
            yield from _wrapped(f"{handbook.handbook}: {chapters}", depth=2)


def _wrapped(text: str, depth: int = 1) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=_INDENT * depth,
        subsequent_indent=_INDENT * (depth + 1),
        break_long_words=False,
        break_on_hyphens=False,
    )
