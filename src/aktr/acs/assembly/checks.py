"""What the catalogue must hold, compared with the sources it was made from."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import pypdfium2

from aktr.acs.assembly import dataset, facts
from aktr.acs.assembly.assemble import build
from aktr.acs.catalogue import Catalogue
from aktr.acs.code import AcsCode
from aktr.acs.compare import normalised
from aktr.acs.importer import read_edition
from aktr.acs.pdf_lines import page_text

DATA: Final = Path(__file__).parents[1] / "data"

MISSING_PARENTS: Final = 39
ARCHIVED_CODES: Final = 43


@dataclass(slots=True)
class Check:
    """One comparison and its outcome."""

    name: str
    compared: int
    """How many things were looked at."""
    faults: list[str] = field(default_factory=list)
    """What is not as it must be; the check has passed if there is none."""
    notes: list[str] = field(default_factory=list)
    """Differences that are known and explained."""

    @property
    def passed(self) -> bool:
        """Whether something was compared and nothing is wrong."""
        return self.compared > 0 and not self.faults


def run_checks(sources: Path, catalogue: Catalogue) -> list[Check]:
    """Compare the package's catalogue with the collected sources.

    Args:
        sources: Folder of the collected sources.
        catalogue: The package's, without imported editions.
    """
    checks: tuple[Callable[[Path, Catalogue], Check], ...] = (
        _rebuilt_is_equal,
        _official_wordings,
        _lists_are_whole,
        _parents_are_back,
        _errata_are_mended,
        _archived_codes_have_former_text,
        _imports_equal_the_package,
        _imported_wordings_stand_on_their_pages,
        _learning_statements_are_whole,
        _tests_are_whole,
    )
    return [check(sources, catalogue) for check in checks]


def _rebuilt_is_equal(sources: Path, _catalogue: Catalogue) -> Check:
    check = Check("a new build equals the package, byte for byte", 0)
    for name, text in build(sources).items():
        check.compared += 1
        path = DATA / name
        if not path.exists() or path.read_bytes() != text.encode():
            check.faults.append(f"{name} differs")
    return check


def _official_wordings(sources: Path, catalogue: Catalogue) -> Check:
    check = Check("PA, CA and IR read as a second extract of the official PDFs", 0)
    for row in _csv(sources, "elements_PA_CA_IR_from_pdf.csv"):
        check.compared += 1
        entry = catalogue.lookup(row["code"], date(2024, 5, 31))
        if entry is None or normalised(entry.description) != normalised(row["text"]):
            check.faults.append(f"{row['code']}: {entry and entry.description!r}")
    return check


def _lists_are_whole(sources: Path, catalogue: Catalogue) -> Check:
    """Every row of every list is found with its wording, mended faults and typesetting apart."""
    check = Check("every code of every list is there with its wording", 0)
    read_from_documents = {"PA", "CA", "IR", "UA"}
    errata = dataset.read_errata(sources)
    for path in sorted((sources / dataset.FOLDER).glob("*.json")):
        for code, row in dataset.read_rows(sources, path.name, errata).items():
            check.compared += 1
            entry = catalogue.lookup(code, date(2024, 5, 31))
            if entry is None:
                check.faults.append(f"{code} of {path.name} is missing")
            elif normalised(entry.description) != normalised(row.text):
                kind = check.notes if code[:2] in read_from_documents else check.faults
                kind.append(f"{code}: {entry.description!r}; {path.name} has {row.text!r}")
    return check


def _parents_are_back(sources: Path, catalogue: Catalogue) -> Check:
    check = Check(f"the {MISSING_PARENTS} missing parents are there", 0)
    wanted = [
        fault.code
        for fault in dataset.read_errata(sources)
        if fault.problem == "missing parent element"
    ]
    for code in wanted:
        check.compared += 1
        entry = catalogue.lookup(code)
        if entry is None or not entry.description or "sibling" not in entry.provenance:
            check.faults.append(code)
    if check.compared != MISSING_PARENTS:
        check.faults.append(f"the list of faults names {check.compared}")
    check.faults += [f"{code} has no parent" for code in _orphans(catalogue)]
    return check


def _orphans(catalogue: Catalogue) -> Iterable[str]:
    for prefix in catalogue.prefixes:
        for code in catalogue.codes_of_prefix(prefix):
            parent = AcsCode.parse(code).parent
            if parent and parent not in catalogue:
                yield code


def _errata_are_mended(sources: Path, catalogue: Catalogue) -> Check:
    check = Check("mistyped codes and lost hyphens are mended", 0)
    for fault in dataset.read_errata(sources):
        if fault.problem == "mistyped":
            check.compared += 1
            if fault.correction not in catalogue or fault.code in catalogue:
                check.faults.append(f"{fault.code} should be {fault.correction}")
        elif fault.problem.startswith("lost hyphen"):
            check.compared += 1
            entry = catalogue.lookup(fault.code)
            correct = fault.correction.rpartition(' "')[2].rstrip('"')
            if entry is None or correct not in entry.description:
                check.faults.append(f"{fault.code} should hold {correct!r}")
        elif fault.problem == "number not present":
            check.compared += 1
            if fault.code in catalogue:
                check.faults.append(f"{fault.code} should not be there")
    return check


def _archived_codes_have_former_text(sources: Path, catalogue: Catalogue) -> Check:
    check = Check(f"the {ARCHIVED_CODES} archived codes have their former text", 0)
    for row in _csv(sources, "archived_codes_from_companion_guide.csv"):
        check.compared += 1
        entry = catalogue.lookup(row["code"], date(2024, 5, 31))
        if entry is None or not entry.archived or not entry.former_text:
            check.faults.append(row["code"])
        elif normalised(entry.former_text) != normalised(row["former_text"]):
            check.notes.append(
                f"{row['code']}: {entry.former_document} has {entry.former_text!r}, the "
                f"Companion Guide {row['former_text']!r}"
            )
    if check.compared != ARCHIVED_CODES:
        check.faults.append(f"the guide's list has {check.compared}")
    return check


def _imports_equal_the_package(sources: Path, catalogue: Catalogue) -> Check:
    check = Check("imported PDFs equal the package's editions", 0)
    known_days = {edition.document: edition.effective for edition in catalogue.all_editions()}
    for file in facts.PDF_DOCUMENTS:
        imported = read_edition(sources / file, known_days=known_days)
        held = catalogue.edition(imported.document)
        check.compared += len(imported.elements)
        if imported != held:
            check.faults.append(f"{imported.document} differs from the package")
        check.notes.append(
            f"{imported.document}: {len(imported.elements)} codes, {len(imported.tasks)} tasks"
        )
    return check


def _imported_wordings_stand_on_their_pages(sources: Path, catalogue: Catalogue) -> Check:
    """Letters and digits of each wording follow one another on its page, or run on to the next."""
    check = Check("imported wordings stand on the pages they name", 0)
    for file in facts.PDF_DOCUMENTS:
        document = pypdfium2.PdfDocument(sources / file)
        pages = [_letters_and_digits(page_text(document, n)) for n in range(len(document))]
        document.close()
        known_days = {edition.document: edition.effective for edition in catalogue.all_editions()}
        for code, row in read_edition(sources / file, known_days=known_days).elements.items():
            check.compared += 1
            number = row.pdf_page or 0
            wording = _letters_and_digits(row.text)
            if wording not in pages[number - 1] and not _runs_on(
                wording, pages[number - 1], pages[number]
            ):
                check.faults.append(f"{code} of {file}, page {number}: {row.text!r}")
    return check


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _runs_on(wording: str, page: str, following: str) -> bool:
    """Whether a wording ends a page and goes on further down the next, after its header."""
    return any(
        wording[:cut] in page[-400:] and wording[cut:] in following[:600]
        for cut in range(len(wording) - 1, 0, -1)
    )


def _learning_statements_are_whole(sources: Path, catalogue: Catalogue) -> Check:
    check = Check("every learning statement code is there", 0)
    for row in _csv(sources, "learning_statements.csv"):
        check.compared += 1
        entry = catalogue.lookup(row["code"])
        if entry is None or entry.description != row["learning_statement"]:
            check.faults.append(row["code"])
    return check


def _tests_are_whole(sources: Path, catalogue: Catalogue) -> Check:
    check = Check("every test of the matrix is there", 0)
    for row in _csv(sources, "testing_matrix.csv"):
        check.compared += 1
        test = catalogue.knowledge_test(row["test_code"])
        if test is None or (test.title, str(test.questions), str(test.allotted_minutes)) != (
            row["test_name"],
            row["questions"],
            row["allotted_minutes"],
        ):
            check.faults.append(row["test_code"])
    return check


def _csv(sources: Path, name: str) -> list[Mapping[str, str]]:
    with (sources / "derived" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
