"""JSON: the reports, then the summary, written as they come."""

import json
from collections.abc import Callable, Iterable, Iterator

from aktr.export.records import Entry
from aktr.processing.document import JsonObject


def json_chunks(
    head: JsonObject, entries: Iterable[Entry], summary: Callable[[], JsonObject | None]
) -> Iterator[str]:
    """A class as one JSON object, one report a line; nothing is kept.

    Args:
        head: Members that stand before the reports, at least one.
        entries: Reports and failed files in the order in which they are to be listed.
        summary: Makes the summary; called when the last report is written.
    """
    yield json.dumps(head, ensure_ascii=False)[:-1] + ',\n"reports": ['
    separator = "\n"
    for entry in entries:
        yield separator + json.dumps(entry.document, ensure_ascii=False)
        separator = ",\n"
    yield '\n],\n"summary": ' + json.dumps(summary(), ensure_ascii=False) + "}\n"
