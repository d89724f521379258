"""Who of a class has to have what signed, and until when it holds."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from aktr.acs.catalogue import Catalogue
from aktr.export.records import ClassFile
from aktr.paperwork import Paperwork, Wordings, prepare, ran_out
from aktr.summary.attempts import later_attempts
from aktr.summary.facts import ReportFacts

MOST_PEOPLE: Final = 300
"""A longer list of people belongs into a table that can be sorted, not on paper."""


def signing_layout(
    class_file: ClassFile, numbers: Mapping[str, str], catalogue: Catalogue, wordings: Wordings
) -> dict[str, Any]:
    """The list of reports and the wordings to be signed, as the template of a class takes them.

    Args:
        class_file: The class.
        numbers: By what number each report is called.
        catalogue: The standards and tests.
        wordings: Endorsements and rules.
    """
    people = class_file.counted
    later = later_attempts(people)
    papers = [
        prepare(report, catalogue, wordings, class_file.made_on, later.get(report.report_id))
        for report in people[:MOST_PEOPLE]
    ]
    return {
        "roster": [
            _roster_row(
                report,
                paper,
                _caution(paper, class_file.made_on),
                numbers,
                later.get(report.report_id),
            )
            for report, paper in zip(people, papers, strict=False)
        ],
        "roster_note": _roster_note(class_file, len(people)),
        "endorsements": [
            {
                "number": numbers[paper.report_id],
                **asdict(endorsement),
                "caution": _caution(paper, class_file.made_on) or "",
            }
            for paper in papers
            for endorsement in paper.endorsements
        ],
        "endorsements_note": (
            "Each needs date, signature, certificate number and its expiration or recent "
            "experience. Compare name and order of names with the certificate before signing."
        ),
    }


def _roster_row(
    report: ReportFacts,
    paper: Paperwork,
    caution: str | None,
    numbers: Mapping[str, str],
    later: ReportFacts | None,
) -> list[str]:
    expires = paper.expires_on.isoformat() if paper.expires_on else "not known"
    if paper.expires_by == "worked out":
        expires += " (worked out)"
    score = "–" if report.score is None else str(report.score)
    return [
        numbers[report.report_id],
        report.name or "name not read",
        report.exam_code or "–",
        f"{score} {report.grade or ''}".strip(),
        expires,
        "–" if paper.days_left is None else _days(paper.days_left),
        _to_sign(paper, caution, None if later is None else numbers[later.report_id]),
    ]


def _days(days: int) -> str:
    return str(days) if days >= 0 else "run out"


def _caution(paper: Paperwork, made_on: date) -> str | None:
    # Nobody takes a practical test with a failed report, so it does not matter when it runs out.
    return None if paper.retest is not None else ran_out(paper.expires_on, made_on)


def _to_sign(paper: Paperwork, caution: str | None, later: str | None) -> str:
    if paper.endorsements:
        documents = ", ".join(one.document for one in paper.endorsements)
        return f"{documents}; but run out" if caution else documents
    if paper.retest is not None:
        over = paper.retest.waiting_period_over
        return f"nothing; wait until {over.isoformat()}" if over else "nothing; see the rule"
    if paper.none_needed is None:
        return "check the report"
    return "nothing" if later is None else f"nothing; taken again, see {later}"


def _roster_note(class_file: ClassFile, people: int) -> str:
    note = f"Days are counted from {class_file.made_on.isoformat()}."
    if people > MOST_PEOPLE:
        note += f" The first {MOST_PEOPLE} of {people} reports; all are in the XLSX export."
    return note
