"""Forms of a PDF that draw each other, counted before they are drawn."""

import re
from io import BytesIO
from typing import Any, Final

from aktr.reading.pdf.filters import too_much
from aktr.settings import Limits

_DRAWN: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_DEEPEST_FORM: Final = 20
DAMAGE: Final = (ValueError, TypeError, KeyError, AttributeError, RuntimeError)
"""What damaged objects surface as in a library that had expected others."""


def refuse_endless_forms(content: bytes, limits: Limits) -> None:
    """Refuse forms that draw each other so often that a page would never be finished.

    Args:
        content: The file, whose streams were found to be of a size that can be held.
        limits: How many things may be drawn on a page.

    Raises:
        FileError: OUT_OF_MEMORY.
    """
    import pikepdf  # noqa: PLC0415 - only files with forms in forms pay for it

    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            for page, _ in zip(pdf.pages, range(limits.max_pages), strict=False):
                drawing = _Drawing(limits.max_page_objects)
                drawing.count(page.obj, page.obj.get("/Resources"), 0)
    except (pikepdf.PdfError, pikepdf.PasswordError, *DAMAGE):
        return  # damaged: whoever mends it asks again


class _Drawing:
    """Counts how often forms are drawn on a page.

    Args:
        most: How often that may be.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()

    def count(self, holder: Any, resources: Any, depth: int) -> int:  # noqa: ANN401 - pikepdf's
        """How many forms are drawn by a page or a form, itself not counted.

        Raises:
            FileError: OUT_OF_MEMORY, there are too many or they draw themselves.
        """
        drawn = 0
        forms = (resources or {}).get("/XObject") or {}
        for name in _DRAWN.findall(_contents(holder)):
            form = forms.get("/" + name.decode("latin-1"))
            if form is None or form.get("/Subtype") != "/Form":
                continue
            drawn += 1 + self._inside(form, resources, depth + 1)
            if drawn > self._most or depth > _DEEPEST_FORM:
                raise too_much("draws itself over and over")
        return drawn

    def _inside(self, form: Any, resources: Any, depth: int) -> int:  # noqa: ANN401
        key = form.objgen
        if key in self._open:
            raise too_much("draws itself over and over")
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self.count(form, form.get("/Resources", resources), depth)
            self._open.discard(key)
        return self._known[key]


def _contents(holder: Any) -> bytes:  # noqa: ANN401 - pikepdf's
    contents = holder.get("/Contents") if "/Contents" in holder else holder
    if contents is None or contents._type_name == "dictionary":  # noqa: SLF001
        return b""
    parts = list(contents) if contents._type_name == "array" else [contents]  # noqa: SLF001
    return b"\n".join(part.read_bytes() for part in parts)
