"""All files of the package's catalogue, from the collected sources."""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from aktr.acs.assembly import dataset, facts
from aktr.acs.assembly.borrow import with_borrowed_references
from aktr.acs.assembly.guide import reference_titles
from aktr.acs.code import ACS_CODE_PATTERN
from aktr.acs.editions import Edition, to_json
from aktr.acs.importer import edition_from_pages, read_edition
from aktr.acs.model import PASSING_SCORE
from aktr.acs.pdf_lines import DocumentPage, document_page, pdf_pages
from aktr.acs.validity import ATM_MONTHS, STANDARD_MONTHS

_GUIDE_PDF: Final = "oreliousw-flight-training/acs_companion_guide_pilots.pdf"
_REMOTE_PILOT_TEXT: Final = "luiscaro1-part107-study/uas_acs_10B.txt"
_REFERENCE_SOURCE: Final = (
    "FAA-G-ACS-2 (Changes 1 and 2), section 5; FAA-S-ACS-10B, appendix 4; FAA-S-ACS-6B, appendix 9"
)
_COMPANION_GUIDE: Final = "FAA-G-ACS-2 (Changes 1 and 2), section 8"
_REPRINTED_TASK: Final = "FAA-S-ACS-6B (with Change 1), reprinted in FAA-G-ACS-2, section 3"


def build(sources: Path) -> dict[str, str]:
    """Build the catalogue.

    Args:
        sources: Folder of the collected sources, as docs/catalogue.md lists them.

    Returns:
        The text of each file by its path inside the package's data folder.
    """
    documents = _document_index(sources)
    editions = [
        *_from_pdf(sources, documents),
        _remote_pilot(sources),
        *_from_lists(sources, documents),
    ]
    editions = with_borrowed_references(editions)
    editions.sort(key=lambda edition: (edition.prefixes[-1], edition.effective))
    out = {f"editions/{edition.document}.json": to_json(edition) for edition in editions}
    out["index.json"] = _index(sources, editions, documents)
    out["references.json"] = _references(sources)
    out["learning_statements.json"] = _learning_statements(sources)
    return out


def _from_pdf(sources: Path, documents: Mapping[str, Mapping[str, str]]) -> Iterable[Edition]:
    known_days = {
        row["document"]: date.fromisoformat(row["effective"])
        for row in documents.values()
        if row["effective"]
    }
    for file in facts.PDF_DOCUMENTS:
        yield read_edition(sources / file, known_days=known_days)


def _remote_pilot(sources: Path) -> Edition:
    path = sources / _REMOTE_PILOT_TEXT
    return edition_from_pages(
        text_pages(path.read_text(encoding="utf-8")),
        name=path.name,
        source="text of the official PDF",
        sha256=_sha256(path),
        effective=None,
        known_days={},
    )


def text_pages(text: str) -> list[DocumentPage]:
    """The pages of a document held as text, one "===== PAGE n =====" line before each."""
    pages = []
    for part in text.split("===== PAGE ")[1:]:
        number, _, body = part.partition(" =====\n")
        pages.append(document_page(int(number), body))
    return pages


def _from_lists(sources: Path, documents: Mapping[str, Mapping[str, str]]) -> Iterable[Edition]:
    errata = dataset.read_errata(sources)
    lists = {
        item.file: dataset.read_rows(sources, item.file, errata) for item in facts.LISTED_DOCUMENTS
    }
    everything = {code: row for rows in lists.values() for code, row in rows.items()}
    instructor_lines = dataset.read_task_lines(sources)
    for item in facts.LISTED_DOCUMENTS:
        own = {code: row for code, row in lists[item.file].items() if code[:2] in item.prefixes}
        dataset.restore_parents(own, errata, everything)
        areas, tasks, elements = dataset.to_parts(dataset.in_document_order(own))
        if item.number == "FAA-S-ACS-25":
            tasks = dataset.with_task_lines(tasks, instructor_lines)
        about = documents[item.prefixes[-1]]
        path = sources / dataset.FOLDER / item.file
        yield Edition(
            document=item.number,
            title=about["title"],
            published=about["published"],
            effective=date.fromisoformat(about["effective"]),
            source=f"{item.number}, public list of its elements ({dataset.FOLDER}/{item.file})",
            source_sha256=_sha256(path),
            areas=areas,
            tasks=tasks,
            elements=elements,
        )


def _index(
    sources: Path, editions: Iterable[Edition], documents: Mapping[str, Mapping[str, str]]
) -> str:
    held = list(editions)
    raw = {
        "editions": [
            {
                "document": edition.document,
                "title": edition.title,
                "effective": edition.effective.isoformat(),
                "prefixes": edition.prefixes,
                "codes": len(edition.elements),
                "source_sha256": edition.source_sha256,
            }
            for edition in held
        ],
        "not_held": [
            {"prefix": row["prefix"], "document": row["document"], "title": row["title"]}
            for row in documents.values()
            if row["held_here_as"] == "missing"
        ],
        "revisions": _revisions(sources, held),
        "former_texts": _former_texts(sources),
        "tests": _tests(sources),
    }
    return _lines(raw)


def _revisions(sources: Path, held: Iterable[Edition]) -> list[dict[str, Any]]:
    editions = {edition.document: edition for edition in held}
    rows = []
    for revision in facts.REVISIONS:
        row: dict[str, Any] = {key: value for key, value in revision._asdict().items() if value}
        if revision.text_in is not None:
            successor = sources / facts.SUCCESSORS[revision.text_in]
            row["adds"] = _added_by_change(editions[revision.text_in], successor)
        rows.append(row)
    return rows


def _added_by_change(changed: Edition, successor: Path) -> list[str]:
    """The codes that a change to an edition added, from what its successor says of itself."""
    newer = read_edition(successor, date.max)
    first = min(row.pdf_page for row in newer.elements.values() if row.pdf_page is not None)
    front_matter = [line for page in pdf_pages(successor)[: first - 1] for line in page.lines]
    listed = {code for line in front_matter for code in re.findall(ACS_CODE_PATTERN, line)}
    return [code for code in newer.elements if code not in changed.elements and code not in listed]


def _former_texts(sources: Path) -> dict[str, tuple[str, str]]:
    rows = _csv(sources, "archived_codes_from_companion_guide.csv")
    texts = {row["code"]: (row["former_text"], _COMPANION_GUIDE) for row in rows}
    return texts | {code: (text, _REPRINTED_TASK) for code, text in facts.GUIDE_SLIPS.items()}


def _tests(sources: Path) -> list[dict[str, Any]]:
    rows = []
    for row in _csv(sources, "testing_matrix.csv"):
        prints = facts.PRINTS.get(row["test_code"], facts.PTS)
        holds_longer = row["test_code"] in facts.SIXTY_MONTHS
        rows.append(
            {
                "code": row["test_code"],
                "title": row["test_name"],
                "questions": int(row["questions"]),
                "minimum_age": int(row["min_age"]) if row["min_age"] else None,
                "allotted_minutes": int(row["allotted_minutes"]),
                "passing_score": int(row["passing_score"]),
                "prefixes": prints.prefixes,
                "prints": _family(prints.prefixes),
                "validity_months": ATM_MONTHS if holds_longer else STANDARD_MONTHS,
                "mark": prints.mark,
            }
        )
    for code, test in facts.RETIRED.items():
        rows.append(
            {
                "code": code,
                "title": test.title,
                "questions": test.questions,
                "minimum_age": test.minimum_age,
                "allotted_minutes": test.allotted_minutes,
                "passing_score": PASSING_SCORE,
                "prefixes": test.prefixes,
                "prints": _family(test.prefixes),
                "validity_months": STANDARD_MONTHS,
                "retired": True,
                "mark": test.mark,
            }
        )
    return rows


def _family(prefixes: Iterable[str]) -> str:
    kinds = {"lsc" if len(prefix) == 3 else "acs" for prefix in prefixes}
    return kinds.pop() if len(kinds) == 1 else "unknown"


def _references(sources: Path) -> str:
    titles = {**reference_titles(sources / _GUIDE_PDF), **facts.ADDED_TITLES}
    return _lines({"source": _REFERENCE_SOURCE, "titles": titles})


def _learning_statements(sources: Path) -> str:
    raw = {
        "document": "Learning Statement Reference Guide (August 1, 2023)",
        "title": "Learning Statement Reference Guide for Airman Knowledge Testing",
        "effective": "2023-08-01",
        "mechanic_until": facts.MECHANIC_TESTS_PRINT_ACS_FROM,
        "source": "FAA Learning Statement Reference Guide, effective August 1, 2023",
        "codes": {
            row["code"]: [row["learning_statement"], int(row["page"])]
            for row in _csv(sources, "learning_statements.csv")
        },
    }
    return _lines(raw)


def _document_index(sources: Path) -> dict[str, dict[str, str]]:
    rows = {row["prefix"]: row for row in _csv(sources, "acs_document_index.csv")}
    for row in rows.values():
        row["published"] = row["published"].split(" cover;", maxsplit=1)[0]
    return rows


def _csv(sources: Path, name: str) -> list[dict[str, str]]:
    with (sources / "derived" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lines(raw: Mapping[str, Any]) -> str:
    """JSON with one line per row, so that a change shows as the rows it touches."""
    parts = []
    for key, value in raw.items():
        if isinstance(value, dict):
            rows = [f"  {_compact(name)}: {_compact(row)}" for name, row in value.items()]
            body = "{\n" + ",\n".join(rows) + "\n }"
        elif isinstance(value, list):
            body = "[\n" + ",\n".join(f"  {_compact(row)}" for row in value) + "\n ]"
        else:
            body = _compact(value)
        parts.append(f" {_compact(key)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
