"""Methods about what codes and tests mean, and about the server itself."""

from datetime import date

from aktr.client import endpoints
from aktr.client.asking import ask
from aktr.client.steps import Steps
from aktr.contract.acs_schemas import ExamsAnswer, SearchAnswer, StandardCodeAnswer
from aktr.contract.batch_schemas import AliveAnswer, ReadyAnswer


def code(code: str, *, on: date | None = None) -> Steps[StandardCodeAnswer]:
    """What a code means.

    Args:
        code: Exactly as printed.
        on: The day of the test; today if not given.

    Raises:
        NotFoundError: There is no such code; the message names those alike.
        ClientError: Anything else that goes wrong.
    """
    params = {} if on is None else {"on": on.isoformat()}
    return ask(endpoints.GET_CODE, places={"code": code}, params=params)


def search_codes(
    words: str, *, limit: int = 20, prefix: str | None = None, on: date | None = None
) -> Steps[SearchAnswer]:
    """Codes that speak of something.

    Args:
        words: Words that must all be found, in any order.
        limit: Most codes to answer, at most 100.
        prefix: Only codes that begin so.
        on: The day whose editions count; today if not given.
    """
    params: dict[str, str | int] = {"q": words, "limit": limit}
    if prefix is not None:
        params["prefix"] = prefix
    if on is not None:
        params["on"] = on.isoformat()
    return ask(endpoints.SEARCH_CODES, params=params)


def exams() -> Steps[ExamsAnswer]:
    """All knowledge tests."""
    return ask(endpoints.LIST_EXAMS)


def health() -> Steps[AliveAnswer]:
    """Whether the server is alive."""
    return ask(endpoints.GET_HEALTH)


def ready() -> Steps[ReadyAnswer]:
    """Whether the server can take work.

    Raises:
        OverloadedError: Its database or its reading processes do not answer.
        ClientError: Anything else that goes wrong.
    """
    return ask(endpoints.GET_READINESS)
