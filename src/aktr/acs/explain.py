"""A code with everything known about it, as one JSON-ready document."""

from typing import Any

from aktr.acs.model import CodeEntry
from aktr.acs.references import chapters_for, resolve


def describe(entry: CodeEntry) -> dict[str, Any]:
    """The document that ``aktr acs show --json`` prints and the API answers with.

    Args:
        entry: What the catalogue answered.

    Returns:
        JSON values only; docs/catalogue.md explains every field.
    """
    return {
        "code": entry.code,
        "family": entry.family.value,
        "type": entry.kind.value,
        "description": entry.description,
        "full_description": entry.full_description,
        "parent": _parent(entry),
        "sub_elements": [
            {"code": one.code, "description": one.description} for one in entry.sub_elements
        ],
        "area_of_operation": _heading(entry.area, entry.area_title),
        "task": _heading(entry.task, entry.task_title),
        "objective": entry.objective or None,
        "source": entry.document,
        "source_title": entry.document_title,
        "effective": entry.edition_effective.isoformat() if entry.edition_effective else None,
        "in_force": entry.in_force,
        "in_edition_in_force": entry.in_edition_in_force,
        "note": entry.edition_note,
        "archived": entry.archived,
        "former_description": entry.former_text,
        "former_source": entry.former_document,
        "page_number": entry.printed_page,
        "pdf_page": entry.pdf_page,
        "references": list(entry.references),
        "references_borrowed_from": entry.references_borrowed_from,
        "publications": [_publication(name) for name in entry.references],
        "chapters": [
            {
                "handbook": handbook.handbook,
                "title": handbook.title,
                "chapters": [
                    {"number": chapter.number, "title": chapter.title}
                    for chapter in handbook.chapters
                ],
                "mapped_by": handbook.mapped_by,
            }
            for handbook in chapters_for(entry.code)
        ],
        "provenance": entry.provenance,
    }


def _parent(entry: CodeEntry) -> dict[str, str | None] | None:
    if entry.parent_code is None:
        return None
    return {"code": entry.parent_code, "description": entry.parent_description}


def _heading(number: str, title: str) -> str | None:
    return f"{number}. {title}" if number else None


def _publication(name: str) -> dict[str, str | None]:
    reference = resolve(name)
    return {"name": name, "title": reference.title, "kind": reference.kind.value}
