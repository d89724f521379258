"""One report on paper, with its plan and what has to be signed: for the student's folder."""

from dataclasses import asdict
from datetime import date
from typing import Any

from aktr import __version__
from aktr.acs.catalogue import Catalogue
from aktr.export.pdf import compiled
from aktr.export.plan_layout import plan_layout
from aktr.export.records import ExportedReport
from aktr.paperwork import Paperwork, Wordings, prepare
from aktr.processing.document import JsonObject, wording_of
from aktr.summary.study_plan import plan_for_one

_FIELDS = (
    ("FTN", "ftn"),
    ("Exam ID", "exam_id"),
    ("Test", "exam"),
    ("Exam date", "exam_date"),
    ("Exam site", "exam_site"),
    ("Take", "take"),
    ("Grade", "grade"),
    ("Runs out", "expiration_date"),
)


def report_pdf(
    report: ExportedReport, catalogue: Catalogue, wordings: Wordings, made_on: date
) -> bytes:
    """One report as a PDF.

    Args:
        report: The report.
        catalogue: The standards and tests.
        wordings: Endorsements and rules.
        made_on: The day that the paper shows and from which days are counted.
    """
    return compiled("report", report_layout(report, catalogue, wordings, made_on), made_on)


def report_layout(
    report: ExportedReport, catalogue: Catalogue, wordings: Wordings, made_on: date
) -> dict[str, Any]:
    """One report as the template takes it; see :func:`report_pdf`."""
    document = report.document
    facts = report.facts
    paper = prepare(facts, catalogue, wordings, made_on)
    metadata = document["metadata"]
    return {
        "title": metadata["name"] or "Name not read",
        "subtitle": f"{metadata['exam'] or 'Test not read'} · {report.file_name}",
        "made_on": made_on.isoformat(),
        "footer": (
            f"Made by aktr {__version__} from an airman knowledge test report; "
            "not the report itself."
        ),
        "figures": [
            {"label": "score", "value": _shown(metadata["score"])},
            {"label": "grade", "value": _shown(metadata["grade"])},
            {"label": "codes", "value": str(len(document["codes"]))},
            {"label": "days left", "value": _days_left(paper)},
        ],
        "fields": [{"label": label, "value": _shown(metadata[name])} for label, name in _FIELDS],
        "look": [*paper.look_at_first, *document["review_reasons"], *_unresolved(document)],
        "codes": [_code(code) for code in document["codes"]],
        "plan": plan_layout(plan_for_one(facts)),
        "endorsements": [{**asdict(one), "note": one.note or ""} for one in paper.endorsements],
        "none_needed": paper.none_needed or "",
        "retest": _retest(paper),
        "expiry": _expiry(paper, made_on),
        "questions": [
            {
                "subject": question.subject,
                "text": " ".join(
                    f"{code} {wording}"
                    for code, wording in zip(question.codes, question.wordings, strict=True)
                ),
            }
            for question in paper.examiner_will_ask
        ],
        "examiner_rule": paper.examiner_rule or "",
        "bring": list(paper.bring),
        "checks": [[check["outcome"], check["detail"]] for check in document["checks"]],
    }


def _code(code: JsonObject) -> dict[str, str]:
    page = f", p. {code['page_number']}" if code["page_number"] else ""
    notes = [code["area_of_operation"], code["task"]]
    notes += [f"read as {code['read_as']}"] if code["repaired"] else []
    notes += [code["note"]]
    return {
        "code": code["code"],
        "description": wording_of(code) or "No wording is held of this code.",
        "subject": "; ".join(note for note in notes if note),
        "source": f"{code['source']}{page}" if code["source"] else "–",
    }


def _unresolved(document: JsonObject) -> list[str]:
    return [
        f"{code['read_as']} is not clearly any one code"
        + (f"; it could be {', '.join(code['candidates'])}." if code["candidates"] else ".")
        for code in document["unresolved_codes"]
    ]


def _retest(paper: Paperwork) -> list[str]:
    if paper.retest is None:
        return []
    over = paper.retest.waiting_period_over
    lines = [f"{paper.retest.rule} ({paper.retest.source})"]
    if over is not None:
        lines.append(f"The waiting period is over on {over.isoformat()}.")
    return lines


def _expiry(paper: Paperwork, made_on: date) -> str:
    if paper.expires_on is None or paper.days_left is None:
        return ""
    worked_out = (
        "" if paper.expires_by == "printed" else " (worked out from the exam date; not printed)"
    )
    if paper.days_left < 0:
        return f"The report ran out on {paper.expires_on.isoformat()}{worked_out}."
    return (
        f"The report runs out on {paper.expires_on.isoformat()}{worked_out}: {paper.days_left} "
        f"days from {made_on.isoformat()}."
    )


def _days_left(paper: Paperwork) -> str:
    if paper.days_left is None:
        return "–"
    return str(paper.days_left) if paper.days_left >= 0 else "run out"


def _shown(value: object) -> str:
    return "not read" if value is None else str(value)
