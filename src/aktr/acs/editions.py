"""One edition of one standard, and the file it is kept in.

The package's own editions and those an operator imports have the same form: one JSON file per
edition, one line per task and per element, so that a change can be reviewed line by line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from aktr.errors import AktrError

FORMAT: Final = 1


class EditionFileError(AktrError):
    """The file of an edition cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an area of operation."""

    title: str
    references: str = ""
    """The line after "References:", as printed; "" when it is not held."""
    objective: str = ""
    notes: tuple[str, ...] = ()
    borrowed_from: str | None = None
    """The task id whose references these are, when the own ones are not held."""


class Element(NamedTuple):
    """One element or sub-element of a task."""

    text: str
    """Official wording without the letter of a sub-element."""
    pdf_page: int | None = None
    """Page of the PDF file, from 1."""
    printed_page: int | None = None
    provenance: str = ""
    """Set only where the wording does not come from the edition's source as it stands."""


_Pages = tuple[int | None, int | None]


class _StoredElements(Mapping[str, Element]):
    """The elements of an edition's file, each made when it is asked for.

    A catalogue holds 17,000 elements and a report needs twenty of them; made in advance they would
    double the time of loading.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        page_starts: Mapping[str, _Pages],
        remarks: Mapping[str, str],
    ) -> None:
        self._texts = texts
        self._page_starts = page_starts
        self._remarks = remarks

    def __getitem__(self, code: str) -> Element:
        return Element(
            self._texts[code], *self._pages.get(code, (None, None)), self._remarks.get(code, "")
        )

    def __contains__(self, code: object) -> bool:
        return code in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @cached_property
    def _pages(self) -> Mapping[str, _Pages]:
        """The pages of every element; the file names only the first element of each page."""
        if not self._page_starts:
            return {}
        pages: dict[str, _Pages] = {}
        current: _Pages = (None, None)
        for code in self._texts:
            current = self._page_starts.get(code, current)
            pages[code] = current
        return pages


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one standard: every code it holds, with its wording."""

    document: str
    """"FAA-S-ACS-6C"."""
    title: str
    published: str
    """As the cover says it: "November 2023"."""
    effective: date
    source: str
    """Where the text comes from, for the reader of an answer."""
    source_sha256: str
    areas: Mapping[str, str]
    """Area id ("PA.I") to title."""
    tasks: Mapping[str, Task]
    """Task id ("PA.I.C") to task."""
    elements: Mapping[str, Element]
    """Code to element, in the order of the document."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of its codes, in the order of the document."""
        return tuple(dict.fromkeys(area_id[:2] for area_id in self.areas))


def to_json(edition: Edition) -> str:
    """The edition as the text of its file; the same edition always gives the same text."""
    head = {
        "format": FORMAT,
        "document": edition.document,
        "title": edition.title,
        "published": edition.published,
        "effective": edition.effective.isoformat(),
        "source": edition.source,
        "source_sha256": edition.source_sha256,
    }
    lines = [f" {_compact(key)}: {_compact(value)}" for key, value in head.items()]
    lines.append(_block("areas", edition.areas))
    lines.append(_block("tasks", {key: _task_row(task) for key, task in edition.tasks.items()}))
    elements = edition.elements
    lines.append(_block("pages", _page_starts(elements)))
    remarks = {code: row.provenance for code, row in elements.items() if row.provenance}
    lines.append(_block("remarks", remarks))
    lines.append(_block("elements", {code: row.text for code, row in elements.items()}))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_json(text: str, name: str) -> Edition:
    """Read the text of an edition's file.

    Args:
        text: What :func:`to_json` made.
        name: How to call the file in an error message.

    Raises:
        EditionFileError: The text is not an edition of this format.
    """
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise EditionFileError(
                f"{name} has format {raw['format']!r}, this version of aktr reads format {FORMAT}; "
                "import the PDF again."
            )
        return _edition(raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EditionFileError(
            f"{name} is no catalogue edition or is damaged ({error}); remove the file and "
            "import the PDF again."
        ) from error


def load(path: Path) -> Edition:
    """Read an edition from its file.

    Raises:
        EditionFileError: The file is missing, unreadable or no edition.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EditionFileError(f"{path} cannot be read: {error}.") from error
    return from_json(text, str(path))


def _edition(raw: dict[str, Any]) -> Edition:
    return Edition(
        document=raw["document"],
        title=raw["title"],
        published=raw["published"],
        effective=date.fromisoformat(raw["effective"]),
        source=raw["source"],
        source_sha256=raw["source_sha256"],
        areas=raw["areas"],
        tasks={key: _task(row) for key, row in raw["tasks"].items()},
        elements=_StoredElements(
            raw["elements"],
            {code: (pdf, printed) for code, (pdf, printed) in raw["pages"].items()},
            raw["remarks"],
        ),
    )


def _task(row: dict[str, Any]) -> Task:
    return Task(
        title=row["title"],
        references=row.get("references", ""),
        objective=row.get("objective", ""),
        notes=tuple(row.get("notes", ())),
        borrowed_from=row.get("borrowed_from"),
    )


def _task_row(task: Task) -> dict[str, Any]:
    row: dict[str, Any] = {
        "title": task.title,
        "references": task.references,
        "objective": task.objective,
        "notes": list(task.notes),
        "borrowed_from": task.borrowed_from,
    }
    return {key: value for key, value in row.items() if value}


def _page_starts(elements: Mapping[str, Element]) -> dict[str, _Pages]:
    """The pages, with the first element on each of them."""
    starts: dict[str, _Pages] = {}
    current: _Pages = (None, None)
    for code, row in elements.items():
        here = (row.pdf_page, row.printed_page)
        if here != current:
            starts[code] = current = here
    return starts


def _block(name: str, rows: Mapping[str, Any]) -> str:
    if not rows:
        return f" {_compact(name)}: {{}}"
    lines = (f"  {_compact(key)}: {_compact(row)}" for key, row in rows.items())
    return f" {_compact(name)}: {{\n" + ",\n".join(lines) + "\n }"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
