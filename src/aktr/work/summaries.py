"""The summary that is stored with a batch."""

import logging
from collections.abc import Sequence

from aktr.db.types import JsonObject
from aktr.summary.analyzer import SummaryAnalyzer
from aktr.summary.facts import ReportFacts

logger = logging.getLogger(__name__)


def summary_of_class(reports: Sequence[ReportFacts]) -> JsonObject | None:
    """The summary that is stored with a batch; None if a defect keeps it from being made.

    The reports must not be lost with it.
    """
    try:
        return SummaryAnalyzer().analyse(reports).to_json()
    except Exception:
        logger.exception("the summary of %d reports could not be made", len(reports))
        return None
