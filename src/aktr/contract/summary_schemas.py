"""How the whole summary of a batch looks in JSON. docs/summary.md defines every figure."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from aktr.contract.report_schemas import Answer
from aktr.summary.analyzer import ExamSummary
from aktr.summary.attempts import Attempts
from aktr.summary.duplicates import Disagreement
from aktr.summary.statistics import ScoreAnalysis
from aktr.summary.study_plan import StudyRecommendations
from aktr.summary.weak_areas import AggregatedCode, GroupedTask, WeakArea, WeakCode, WeakTask


class SummaryAnswer(Answer):
    """What the reports of a batch say about the class."""

    batch_id: UUID
    created_at: datetime
    total_files: int
    successful_files: int
    reports: Annotated[int, Field(description="Reports read, several in one file counted singly.")]
    distinct_reports: Annotated[
        int, Field(description="Tests behind them; every percentage is of these.")
    ]
    common_weak_areas: Annotated[
        list[WeakCode], Field(description="Missed codes, the most frequent first.")
    ]
    weak_tasks: list[WeakTask]
    weak_areas_of_operation: list[WeakArea]
    tasks_across_standards: Annotated[
        list[GroupedTask], Field(description="Tasks of several standards with the same title.")
    ]
    score_analysis: ScoreAnalysis
    aggregated_codes: Annotated[list[AggregatedCode], Field(description="Which reports miss what.")]
    consistent_weak_areas: Annotated[
        list[str], Field(description="Codes on more than 30 % of the reports.")
    ]
    attempts: Annotated[
        list[Attempts], Field(description="What changed between tests of the same person.")
    ]
    by_exam: list[ExamSummary]
    needs_review: Annotated[
        list[UUID],
        Field(
            description="Reports to be looked at by a person: those that need review, and those "
            "that count for a test whose copies differ in a value that no person has settled."
        ),
    ]
    duplicates: Annotated[
        list[list[UUID]],
        Field(description="Reports of one test; only the first of each list is counted."),
    ]
    disagreements: Annotated[
        list[Disagreement],
        Field(
            default_factory=list,
            description="Reports of one test that do not say the same, with the values that "
            "differ.",
        ),
    ]
    study_recommendations: StudyRecommendations
