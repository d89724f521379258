"""Editions from the lists of elements that were collected for documents not held as PDF."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aktr.acs.code import AcsCode
from aktr.acs.document import joined
from aktr.acs.editions import Element, Task

FOLDER: Final = "marcusgoll-cfipros-web"

_HYPHEN: Final = re.compile(r'"(.+)" (?:should read|probably reads) "(.+)"')
_SIBLING: Final = re.compile(r"sibling (\S+): (.+)", re.DOTALL)
_LETTER: Final = re.compile(r"[a-m]\. ")


@dataclass(frozen=True, slots=True)
class Row:
    """One element of the data set, with its headings."""

    text: str
    area_title: str
    task_title: str
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Erratum:
    """One known fault of the data set."""

    file: str
    code: str
    problem: str
    correction: str


def read_errata(sources: Path) -> list[Erratum]:
    """The list of known faults."""
    path = sources / "derived" / "cfipros_errata.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Erratum(row["file"], row["code"], row["problem"], row["correction_or_hint"])
            for row in csv.DictReader(handle)
        ]


def read_rows(sources: Path, file: str, errata: Iterable[Erratum]) -> dict[str, Row]:
    """One file of the data set, its mistyped codes and lost hyphens mended.

    Args:
        sources: Folder of the collected sources.
        file: Name of the list, "PRH.json".
        errata: All known faults; those of other files are passed over.
    """
    faults = {fault.code: fault for fault in errata if fault.file == file}
    raw = json.loads((sources / FOLDER / file).read_text(encoding="utf-8"))
    rows: dict[str, Row] = {}
    for item in raw:
        code, text, provenance = item["code"], joined([item["description"]]), ""
        fault = faults.get(code)
        if fault is not None and fault.problem == "mistyped":
            provenance = f"The source prints {code}; code corrected."
            code = fault.correction
        elif fault is not None and fault.problem.startswith("lost hyphen"):
            text = _with_hyphen(text, fault)
            provenance = "A hyphen lost in the source is restored."
            if "suspected" in fault.problem:
                provenance = "A hyphen probably lost in the source is restored."
        if AcsCode.parse(code).letter:
            text = _LETTER.sub("", text, count=1)
        rows[code] = Row(text, item["area"].strip(), joined([item["task"]]), provenance)
    return rows


def restore_parents(
    rows: dict[str, Row], errata: Iterable[Erratum], everything: Mapping[str, Row]
) -> None:
    """Put back the elements of which the data set holds only the sub-elements.

    The wording is that of the sibling named in the list of faults, or else of the elements of
    equally titled tasks whose sub-elements read the same.

    Args:
        rows: The rows of one list; the missing ones are added.
        errata: All known faults.
        everything: All rows of all lists, to find siblings in.

    Raises:
        ValueError: A missing element has no sibling; the sources are not those expected.
    """
    named = {
        fault.code: fault.correction
        for fault in errata
        if fault.problem == "missing parent element"
    }
    children = [code for code in rows if AcsCode.parse(code).letter]
    for child in children:
        parent = AcsCode.parse(child).parent
        if parent is None or parent in rows:
            continue
        hint = _SIBLING.fullmatch(named.get(parent, ""))
        sibling, text = hint.groups() if hint else _sibling(parent, rows, everything)
        rows[parent] = Row(
            joined([text]),
            rows[child].area_title,
            rows[child].task_title,
            f"The row is missing in the source; wording of the sibling {sibling}.",
        )


def in_document_order(rows: Mapping[str, Row]) -> dict[str, Row]:
    """The rows as a standard prints them."""
    return {
        code: rows[code] for code in sorted(rows, key=lambda code: AcsCode.parse(code).sort_key)
    }


def to_parts(
    rows: Mapping[str, Row],
) -> tuple[dict[str, str], dict[str, Task], dict[str, Element]]:
    """Areas, tasks and elements of an edition."""
    areas: dict[str, str] = {}
    tasks: dict[str, Task] = {}
    elements: dict[str, Element] = {}
    for code, row in rows.items():
        parts = AcsCode.parse(code)
        areas.setdefault(parts.area_id, row.area_title)
        tasks.setdefault(parts.task_id, Task(row.task_title))
        elements[code] = Element(row.text, provenance=row.provenance)
    return areas, tasks, elements


def read_task_lines(sources: Path) -> dict[str, Task]:
    """References, objectives and notes of FAA-S-ACS-25, by task id.

    They come from a second extract, which is not good enough for the elements' wording and which
    cuts some titles off; only what is missing in the first is taken.
    """
    path = sources / "danroyrod-cfi-app-offline" / "acs_25.json"
    tasks: dict[str, Task] = {}
    for area in json.loads(path.read_text(encoding="utf-8"))["areas"]:
        prefix = "FI" if area["number"] == "I" else "AI"
        for task in area["tasks"]:
            tasks[f"{prefix}.{area['number']}.{task['letter']}"] = Task(
                title=joined([task["name"]]),
                references=joined([task["references"]]),
                objective=joined([task["objective"]]),
                notes=tuple(joined([note]) for note in task["notes"]),
            )
    return tasks


def with_task_lines(tasks: Mapping[str, Task], lines: Mapping[str, Task]) -> dict[str, Task]:
    """The tasks with the references, objectives and notes of the second extract."""
    return {
        task_id: replace(lines[task_id], title=task.title) if task_id in lines else task
        for task_id, task in tasks.items()
    }


def _with_hyphen(text: str, fault: Erratum) -> str:
    match = _HYPHEN.fullmatch(fault.correction)
    if match is None or match[1] not in text:
        raise ValueError(f"The correction of {fault.code} in {fault.file} does not fit its text.")
    return text.replace(match[1], match[2])


def _sibling(
    parent: str, rows: Mapping[str, Row], everything: Mapping[str, Row]
) -> tuple[str, str]:
    own = _sub_elements(parent, rows)
    title = next(row.task_title for code, row in rows.items() if code.startswith(f"{parent}a"))
    found: dict[str, str] = {}
    for code, row in sorted(everything.items()):
        if row.task_title == title and code[:2] != parent[:2]:
            texts = _sub_elements(code, everything)
            if texts and texts == own:
                found[code] = row.text
    if not found:
        raise ValueError(f"No sibling of {parent} has the same sub-elements.")
    common = Counter(found.values()).most_common(1)[0][0]
    return next(code for code, text in found.items() if text == common), common


def _sub_elements(parent: str, rows: Mapping[str, Row]) -> list[str]:
    texts = []
    for letter in "abcdefghijklm":
        row = rows.get(parent + letter)
        if row is not None:
            texts.append(row.text.casefold().rstrip("."))
    return texts
