"""PDF by typst: tagged (PDF/UA-1), US Letter, the same bytes for the same data and day.

What was read from a paper is handed over as data and never as markup. Only the typefaces inside
typst are used, so that a page is the same on every machine.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, Literal, cast

from aktr.export.printable import printable

Template = Literal["class", "report", "shared"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_VERSION: Final = "1.7"
_ACCESSIBLE: Final = "ua-1"
_LONGEST_HEADER: Final = 70
_NO_GLYPH: Final = "could not be displayed"


def compiled(template: Template, data: Mapping[str, Any], made_on: date) -> bytes:
    """Fill a template.

    Args:
        template: Which document.
        data: What it shows, as JSON knows it.
        made_on: The day that stands in the file as the day it was made.
    """
    # Loaded here because it is large, and only who wants a PDF pays for it.
    import typst  # noqa: PLC0415 - see above

    whole = {**data, "header": _short(data["title"])}
    make = partial(
        typst.compile,
        _source(template),
        root=str(_TEMPLATES),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(whole), ensure_ascii=False)},
        timestamp=datetime.combine(made_on, time(), UTC),
    )
    try:
        return cast(bytes, make(pdf_standards=[_VERSION, _ACCESSIBLE]))
    except typst.TypstError as error:
        if _NO_GLYPH not in str(error):
            raise
        # A sign that no typeface has becomes a box; the pages are tagged all the same.
        return cast(bytes, make(pdf_standards=[_VERSION]))


def _short(title: str) -> str:
    """The title as it fits on one line above every page."""
    return title if len(title) <= _LONGEST_HEADER else f"{title[: _LONGEST_HEADER - 1]}…"


@lru_cache(maxsize=4)
def _source(template: Template) -> str:
    return str(_TEMPLATES / f"{template}.typ")


def _printable(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The data with every text as a typeface can show it."""
    if isinstance(value, str):
        # Charts are SVG and have no text that was read from a paper but their escaped labels.
        return printable(unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
