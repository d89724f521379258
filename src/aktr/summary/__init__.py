"""Many reports to one lesson: weak areas, scores, attempts over time, a study plan."""

from aktr.summary.analyzer import Summary, SummaryAnalyzer, short_form
from aktr.summary.facts import CodeFacts, ReportFacts

__all__ = ["CodeFacts", "ReportFacts", "Summary", "SummaryAnalyzer", "short_form"]
