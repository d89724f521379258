"""References for tasks whose own are not held: those of the sibling task of the same title."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from aktr.acs.assembly import facts
from aktr.acs.editions import Edition, Task
from aktr.acs.references import split_references

_NOT_THE_SUBJECT: Final = re.compile(r"\([^)]*\)|[^a-z0-9]+")


def with_borrowed_references(editions: Iterable[Edition]) -> list[Edition]:
    """The editions, every task without references given those of its nearest sibling.

    A sibling is a task of the same title, class abbreviations such as "(ASEL, AMEL)" apart, under
    one of the prefixes that :data:`facts.BORROWS_FROM` allows. Helicopters do not borrow the
    airplane handbooks.
    """
    held = list(editions)
    lenders = _lenders(held)
    return [replace(edition, tasks=_tasks(edition, lenders)) for edition in held]


def _lenders(editions: Iterable[Edition]) -> dict[tuple[str, str], tuple[str, str]]:
    """Prefix and subject of a task to its id and references; the newest edition wins."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for edition in sorted(editions, key=lambda item: item.effective, reverse=True):
        for task_id, task in edition.tasks.items():
            if task.references:
                found.setdefault((task_id[:2], _subject(task.title)), (task_id, task.references))
    return found


def _tasks(edition: Edition, lenders: dict[tuple[str, str], tuple[str, str]]) -> dict[str, Task]:
    tasks = {}
    for task_id, task in edition.tasks.items():
        prefix = task_id[:2]
        if not task.references:
            for lender in facts.BORROWS_FROM.get(prefix, ()):
                lent = lenders.get((lender, _subject(task.title)))
                if lent is not None:
                    line = _suited(lent[1], prefix)
                    tasks[task_id] = replace(task, references=line, borrowed_from=lent[0])
                    break
        tasks.setdefault(task_id, task)
    return tasks


def _suited(references: str, prefix: str) -> str:
    if prefix not in facts.ROTORCRAFT:
        return references
    kept = (name for name in split_references(references) if name not in facts.NOT_FOR_ROTORCRAFT)
    return "; ".join(kept)


def _subject(title: str) -> str:
    return _NOT_THE_SUBJECT.sub(" ", title.casefold()).strip()
