"""The commands ``aktr acs …``: look codes up, search them, add and compare editions."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from aktr.acs.catalogue import (
    Catalogue,
    UnknownEditionError,
    default_standards_folder,
    load_catalogue,
)
from aktr.acs.code import AcsCode, CodeFamily, family_of
from aktr.acs.compare import EditionDiff, compare_editions
from aktr.acs.editions import Edition
from aktr.acs.explain import describe
from aktr.acs.model import CodeEntry
from aktr.acs.store import save_edition
from aktr.cli.acs_text import diff_lines, entry_lines, hit_lines
from aktr.cli.exit_codes import ExitCode
from aktr.export.printable import printable
from aktr.report.repair.typed_codes import typed_codes

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Look up what a code means, in the edition of a given day.",
)

_MOST_HITS: Final = 200


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            "it must be a day of the calendar as YYYY-MM-DD, such as 2026-02-14"
        ) from None


On = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=_day,
        metavar="YYYY-MM-DD",
        help="The day of the test; its edition answers. Today when left out.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def show(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="PA.I.B.K1a or PLT044.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show what codes mean, with what to study.

    Small letters, other marks than dots and look-alikes are put right; what was made of them is
    said on stderr. A code that does not exist is named there with those that look like it; the
    exit code is then 1, and the other codes are shown all the same.
    """
    catalogue = load_catalogue()
    found: list[CodeEntry] = []
    unknown: list[str] = []
    for one in typed_codes(" ".join(codes), catalogue):
        entry = None if one.code is None else catalogue.lookup(one.code, on)
        if entry is None:
            unknown.append(one.code or one.typed)
            continue
        found.append(entry)
        if one.is_read_otherwise:
            typer.echo(f"aktr: read {printable(one.typed)} as {one.code}.", err=True)
    if as_json:
        _print_json([describe(entry) for entry in found])
    else:
        _print("\n\n".join("\n".join(entry_lines(entry)) for entry in found))
    for code in unknown:
        typer.echo(_unknown(code, catalogue), err=True)
    if unknown:
        raise typer.Exit(ExitCode.ERROR)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All must be found.")],
    limit: Annotated[int, typer.Option(min=1, max=_MOST_HITS, help="Most codes to show.")] = 20,
    prefix: Annotated[
        str | None, typer.Option(help="Only codes that begin so, such as PA or PLT.")
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Find codes by the words of their wording, task and area.

    The exit code is 1 if nothing is found.
    """
    catalogue = load_catalogue()
    hits = catalogue.search(" ".join(words), limit, prefix=prefix, on=on)
    if as_json:
        _print_json([describe(entry) for entry in hits])
    else:
        _print("\n".join(hit_lines(hits)))
    if not hits:
        meant = catalogue.respelled(" ".join(words), on)
        hint = f"Did you mean {printable(meant)}?" if meant else "Try fewer or other words."
        typer.echo(f"Nothing found. {hint}", err=True)
        raise typer.Exit(ExitCode.ERROR)


@app.command()
def editions(as_json: AsJson = False) -> None:
    """List the editions that are held."""
    held = load_catalogue().all_editions()
    if as_json:
        _print_json(
            [
                {
                    "document": edition.document,
                    "title": edition.title,
                    "effective": edition.effective.isoformat(),
                    "prefixes": list(edition.prefixes),
                }
                for edition in held
            ]
        )
        return
    for edition in held:
        typer.echo(
            f"{edition.document:16} {edition.effective}  {' '.join(edition.prefixes):6} "
            f"{edition.title}"
        )


@app.command(name="import")
def import_pdf(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The PDF as the FAA publishes it.")
    ],
    effective: Annotated[
        date | None,
        typer.Option(
            parser=_day,
            metavar="YYYY-MM-DD",
            help="The day from which it is in force, if the document does not print it.",
        ),
    ] = None,
) -> None:
    """Add an edition of a standard from its official PDF.

    The edition answers from its effective day on; look-ups for earlier days stay as they are, so
    a day that contradicts what is printed or known of the standard is refused. If the file is not
    understood in full, nothing is changed.
    """
    # Only this command reads a PDF, and looking up a code should not pay for it.
    from aktr.acs.importer import read_edition  # noqa: PLC0415 - see above

    before = load_catalogue()
    edition = read_edition(file, effective, before.known_days())
    older = _edition_before(edition, before)
    path = save_edition(edition, default_standards_folder())
    for line in _import_report(edition, older):
        typer.echo(line)
    typer.echo(f"Kept in {printable(str(path))}", err=True)


@app.command()
def diff(
    older: Annotated[str, typer.Argument(help="An edition such as 6B or FAA-S-ACS-6B.")],
    newer: Annotated[str, typer.Argument(help="An edition such as 6C or FAA-S-ACS-6C.")],
    as_json: AsJson = False,
) -> None:
    """Show what changed between two editions: codes added, archived and reworded."""
    catalogue = load_catalogue()
    try:
        before, after = catalogue.edition(older), catalogue.edition(newer)
    except UnknownEditionError as error:
        raise typer.BadParameter(error.message) from error
    if not set(before.prefixes) & set(after.prefixes):
        raise typer.BadParameter(
            f"{before.document} has the codes {_listed(before.prefixes)}, {after.document} the "
            f"codes {_listed(after.prefixes)}: they have none in common. Name two editions of one "
            'standard; "aktr acs editions" lists them.'
        )
    result = compare_editions(before, after)
    if as_json:
        _print_json(_diff_document(result))
    else:
        _print("\n".join(diff_lines(result)))


def _listed(prefixes: Iterable[str]) -> str:
    return " and ".join(f"{prefix}…" for prefix in prefixes)


def _unknown(code: str, catalogue: Catalogue) -> str:
    standard = catalogue.not_held.get(code[:2].upper())
    if standard is not None:
        return (
            f"aktr: {printable(code)} belongs to {standard}, which is not held. Add it with: "
            "aktr acs import FILE.pdf"
        )
    if family_of(code) is CodeFamily.SUBJECT_MATTER:
        return f"aktr: {code} is a subject matter knowledge code of AC 60-25; none is held."
    if catalogue.codes_under(code):
        named = printable(code)
        return f"aktr: {named} is no code but an area or a task. Use: aktr acs search {named}"
    near = catalogue.near(code)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return f"aktr: there is no code {printable(code)}.{hint}"


def _edition_before(edition: Edition, catalogue: Catalogue) -> Edition | None:
    """The edition that the imported one follows, or replaces if it is held already."""
    held = {
        item.document: item
        for prefix in edition.prefixes
        for item in catalogue.held_editions(prefix)
        if item.effective <= edition.effective
    }
    if edition.document in held:
        return held[edition.document].load()
    latest = max(held.values(), key=lambda item: item.effective, default=None)
    return latest.load() if latest else None


def _import_report(edition: Edition, older: Edition | None) -> Iterable[str]:
    kinds = Counter(AcsCode.parse(code).kind for code in edition.elements)
    yield (
        f"{edition.document} {edition.title}, in force from {edition.effective}: "
        f"{len(edition.elements)} codes ({kinds['K']} knowledge, {kinds['R']} risk management, "
        f"{kinds['S']} skill) in {len(edition.tasks)} tasks."
    )
    from aktr.acs.importer import numbering_gaps  # noqa: PLC0415 - see import_pdf

    gaps = numbering_gaps(edition)
    if gaps:
        yield f"Numbers left out in the document: {', '.join(gaps)}."
    if older is None:
        yield "No earlier edition is held to compare it with."
        return
    change = compare_editions(older, edition)
    same = "the edition held before" if older.document == edition.document else older.document
    yield (
        f"Compared with {same}: {len(change.added)} added, {len(change.archived)} archived, "
        f"{len(change.reworded)} reworded, {len(change.removed)} gone, "
        f"{change.unchanged} unchanged."
    )


def _diff_document(result: EditionDiff) -> dict[str, object]:
    return {
        "older": result.older,
        "newer": result.newer,
        "added": list(result.added),
        "archived": list(result.archived),
        "removed": list(result.removed),
        "reworded": [
            {"code": row.code, "before": row.before, "after": row.after} for row in result.reworded
        ],
        "unchanged": result.unchanged,
    }


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print(text: str) -> None:
    if text:
        typer.echo(text)
