"""The summary that is stored with a batch."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from aktr import __version__
from aktr.db.types import JsonObject
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.facts import ReportFacts

logger = logging.getLogger(__name__)

_MADE_BY: Final = "made_by"
"""Under this name a stored summary says what made it."""


def summary_of_class(reports: Sequence[ReportFacts]) -> JsonObject | None:
    """The summary that is stored with a batch; None if a defect keeps it from being made.

    The reports must not be lost with it.
    """
    try:
        return {**SummaryAnalyzer().analyse(reports).to_json(), _MADE_BY: _maker()}
    except Exception:
        logger.exception("the summary of %d reports could not be made", len(reports))
        return None


def current_summary(stored: JsonObject | None, reports: Iterable[ReportFacts]) -> JsonObject | None:
    """A stored summary as this version makes it.

    Another version may count otherwise, and exports are always made anew: whoever asks twice must
    not be told two figures.

    Args:
        stored: What is stored with the batch.
        reports: The reports of the batch, which are asked for only if another version made it.
    """
    if stored is None or stored.get(_MADE_BY) == _maker():
        return stored
    return SummaryAnalyzer().analyse(reports).to_json()


@lru_cache(maxsize=1)
def _maker() -> str:
    """What tells summaries of this version from others: its name, and the code that makes them."""
    digest = hashlib.sha256(__version__.encode())
    modules = [file for file in files("aktr.summary").iterdir() if file.name.endswith(".py")]
    for module in sorted(modules, key=lambda file: file.name):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
