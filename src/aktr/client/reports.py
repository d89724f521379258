"""Methods about single reports: looking at them, correcting them, handing them over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aktr.client import endpoints
from aktr.client.asking import ask
from aktr.client.endpoints import Id
from aktr.client.errors import WrongCorrectionError
from aktr.client.steps import Steps
from aktr.contract.correction_schemas import ReportCorrection
from aktr.contract.report_schemas import HistoryAnswer, ReportAnswer
from aktr.paperwork import Paperwork
from aktr.wrong_values import place_of, what_is_wrong


def report(report_id: Id) -> Steps[ReportAnswer]:
    """One report, whole."""
    return ask(endpoints.GET_REPORT, places={"report_id": report_id})


def correct(
    report: ReportAnswer,
    *,
    fields: Mapping[str, str | int | date | None] | None = None,
    add_codes: Sequence[str] = (),
    remove_codes: Sequence[str] = (),
    codes: Sequence[str] | None = None,
    confirm: Sequence[str] = (),
    whatever_changed: bool = False,
) -> Steps[ReportAnswer]:
    """Say what stands on the paper; all of it is done or nothing.

    Args:
        report: The report as it was looked at; its version is sent along, so that nobody corrects
            what somebody else has just changed.
        fields: Values by the names in ``report.fields``; None for what the paper does not show.
        add_codes: Codes that are on the paper as well.
        remove_codes: Codes that are not on the paper.
        codes: The whole list instead.
        confirm: What is right as it stands, by the names in ``report.review``.
        whatever_changed: Correct it even if it was changed meanwhile.

    Returns:
        The report as it stands now; it is the one to be given for a further correction.

    Raises:
        WrongCorrectionError: No report could take this; nothing was sent.
        ChangedMeanwhileError: Somebody else changed the report; nothing was done.
        NoAnswerError: No answer came. ``may_be_done`` says whether it may have been done.
        ClientError: Anything else that goes wrong.
    """
    said: dict[str, object] = {
        "fields": {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in (fields or {}).items()
        },
        "confirm": list(confirm),
    }
    if codes is not None and (add_codes or remove_codes):
        raise WrongCorrectionError("Give the whole list of codes, or what to add and to remove.")
    if codes is not None:
        said["codes"] = list(codes)
    elif add_codes or remove_codes:
        said["codes"] = {"add": list(add_codes), "remove": list(remove_codes)}
    try:
        correction = ReportCorrection.model_validate(said)
    except ValidationError as error:
        raise WrongCorrectionError(_causes(error)) from error
    answer = yield from ask(
        endpoints.CORRECT_REPORT,
        places={"report_id": report.report_id},
        headers={
            "If-Match": "*" if whatever_changed else f'"{report.version}"',
            "Content-Type": "application/json",
        },
        content=correction.model_dump_json(exclude_unset=True).encode(),
    )
    return answer


def _causes(error: ValidationError) -> str:
    causes = (": ".join([*_place(each), what_is_wrong(each)]) for each in error.errors())
    return f"This correction cannot be made; nothing was sent. {'; '.join(causes)}."


def _place(error: ErrorDetails) -> list[str]:
    names = place_of(error)
    return [".".join(names)] if names else []


def history(report_id: Id) -> Steps[HistoryAnswer]:
    """Everything that people said about a report."""
    return ask(endpoints.GET_HISTORY, places={"report_id": report_id})


def evidence(report_id: Id, what: str) -> Steps[bytes]:
    """A picture of the place where a value was read, as PNG.

    Args:
        report_id: The report.
        what: A field's name, `code:` with a code, `unresolved:` with the characters of an
            unresolved code, or `page:` with the number of a page.

    Raises:
        NotFoundError: The report has no such value, or it has no place.
        GoneError: The upload is not kept any more.
        ClientError: Anything else that goes wrong.
    """
    return ask(endpoints.GET_EVIDENCE, places={"report_id": report_id, "what": what})


def export_report(
    report_id: Id,
    format: Literal["pdf", "json"] = "pdf",  # noqa: A002 - the name of the contract
) -> Steps[bytes]:
    """A report with its study plan and paperwork as PDF, or whole as JSON."""
    params = {"format": format}
    return ask(endpoints.EXPORT_REPORT, places={"report_id": report_id}, params=params)


def paperwork(report_id: Id) -> Steps[Paperwork]:
    """What has to be signed, until when, and what the examiner will ask."""
    return ask(endpoints.GET_PAPERWORK, places={"report_id": report_id})
