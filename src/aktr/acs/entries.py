"""From an edition's element to the entry that a look-up answers."""

from collections.abc import Mapping
from typing import Final

from aktr.acs.code import SUB_ELEMENT_LETTERS, AcsCode, CodeFamily
from aktr.acs.editions import Edition
from aktr.acs.model import ARCHIVED, NOT_HELD, CodeEntry, ElementSort, SubElement
from aktr.acs.references import split_references
from aktr.acs.standards import Answer, Standard

_SORTS: Final = {
    "K": ElementSort.KNOWLEDGE,
    "R": ElementSort.RISK_MANAGEMENT,
    "S": ElementSort.SKILL,
}


class EntryMaker:
    """Puts together what an edition says of a code and what stands above it.

    Args:
        former_texts: Archived codes with their former wording and where it was taken from.
    """

    def __init__(self, former_texts: Mapping[str, tuple[str, str]]) -> None:
        self._former: Final = former_texts

    def entry(self, code: str, standard: Standard, answer: Answer) -> CodeEntry:
        """The entry of a code in the edition that answers for it."""
        parts = AcsCode.parse(code)
        edition, element = answer.edition, answer.element
        task = edition.tasks[parts.task_id]
        is_unworded = element.text == ARCHIVED
        former = self._former_text(code, standard, edition) if is_unworded else None
        no_wording = NOT_HELD if answer.is_of_later_day else ARCHIVED
        return CodeEntry(
            code=code,
            family=CodeFamily.ACS,
            kind=_SORTS[parts.kind],
            description=no_wording if is_unworded else element.text,
            parent_code=parts.parent,
            parent_description=self._parent_text(parts.parent, standard, edition, no_wording),
            sub_elements=_sub_elements(parts, edition),
            area=parts.area,
            area_title=edition.areas[parts.area_id],
            task=parts.task,
            task_title=task.title,
            document=edition.document,
            document_title=edition.title,
            edition_effective=edition.effective,
            edition_note=answer.note,
            in_force=answer.in_force,
            in_edition_in_force=answer.in_edition_in_force,
            archived=is_unworded and not answer.is_of_later_day,
            former_text=former[0] if former else None,
            former_document=former[1] if former else None,
            printed_page=element.printed_page,
            pdf_page=element.pdf_page,
            references=split_references(task.references),
            references_borrowed_from=task.borrowed_from,
            objective=task.objective,
            provenance=element.provenance or edition.source,
        )

    def _parent_text(
        self, parent: str | None, standard: Standard, edition: Edition, no_wording: str
    ) -> str | None:
        element = edition.elements.get(parent) if parent else None
        if parent is None or element is None:
            return None
        if element.text != ARCHIVED:
            return element.text
        former = self._former_text(parent, standard, edition)
        return former[0] if former else no_wording

    def _former_text(
        self, code: str, standard: Standard, edition: Edition
    ) -> tuple[str, str] | None:
        # The Companion Guide speaks of the last edition before the code was archived, and that is
        # not always the last one held: PA.IV.A.S10 had another wording before Change 1 to 6B.
        listed = self._former.get(code)
        if listed is not None:
            return listed[0], listed[1]
        return standard.former_text(code, edition.effective)

    def searched_texts(self, code: str, standard: Standard, answer: Answer) -> tuple[str, str]:
        """What a search looks through: the code's own wording, and what stands above it."""
        edition, own = answer.edition, answer.element.text
        if own == ARCHIVED:
            former = self._former_text(code, standard, edition)
            shown = NOT_HELD if answer.is_of_later_day else ARCHIVED
            own = f"{shown} {former[0]}" if former else shown
        task_id = code.rpartition(".")[0]
        parent = edition.elements.get(code[:-1]) if code[-1].islower() else None
        task, area = edition.tasks[task_id], edition.areas[task_id.rpartition(".")[0]]
        return own, f"{parent.text if parent else ''} {task.title} {area}"


def _sub_elements(parts: AcsCode, edition: Edition) -> tuple[SubElement, ...]:
    if parts.letter:
        return ()
    codes = (f"{parts.text}{letter}" for letter in SUB_ELEMENT_LETTERS)
    return tuple(
        SubElement(code, element.text)
        for code in codes
        if (element := edition.elements.get(code)) is not None and element.text != ARCHIVED
    )
