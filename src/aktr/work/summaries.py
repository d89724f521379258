"""The summary that is stored with a batch."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from aktr import __version__
from aktr.db.models import BatchReport
from aktr.db.records import BatchOptions
from aktr.db.types import JsonObject
from aktr.errors import SummaryError
from aktr.processing.result import BatchStatus
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.facts import ReportFacts
from aktr.work.reference import reference

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


def current_summary(batch: BatchReport, reports: Iterable[ReportFacts]) -> JsonObject | None:
    """The summary of a batch as this version makes it.

    Another version may count otherwise, and exports are always made anew: whoever asks twice must
    not be told two figures. What a defect kept from being made when the batch ended is made now.

    Args:
        batch: The batch.
        reports: Its reports, which are asked for only if the summary has to be made.

    Returns:
        The summary; None while work goes on, when none was asked for, or without any report.

    Raises:
        SummaryError: A defect keeps it from being made.
    """
    stored = batch.summary_data
    if stored is not None and stored.get(_MADE_BY) == _maker():
        return stored
    if not _has_summary(batch):
        return None
    # Looked up first: what a database has to say that is away or busy is no defect.
    facts = list(reports)
    try:
        return SummaryAnalyzer().analyse(facts).to_json()
    except Exception as error:
        logger.exception("the summary of batch %s cannot be made", reference(batch.id))
        raise SummaryError(
            "The summary of this batch could not be made because of an error in aktr. Its reports "
            "are there and can be fetched. Report this together with the instance."
        ) from error


def _has_summary(batch: BatchReport) -> bool:
    is_finished = batch.status is not BatchStatus.PROCESSING
    wants_one = BatchOptions.from_json(batch.options).generate_summary
    return is_finished and wants_one and batch.successful_files > 0


@lru_cache(maxsize=1)
def _maker() -> str:
    """What tells summaries of this version from others: its name, and the code that makes them."""
    digest = hashlib.sha256(__version__.encode())
    modules = [file for file in files("aktr.summary").iterdir() if file.name.endswith(".py")]
    for module in sorted(modules, key=lambda file: file.name):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
