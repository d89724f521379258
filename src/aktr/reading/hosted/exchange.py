"""One question and one answer over HTTP, within a time that is kept whatever happens.

Nothing that an exception of the HTTP library says is passed on: it can quote the request.
"""

import ssl
from concurrent.futures import Future
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Thread
from typing import Final

import httpx2

from aktr import __version__
from aktr.reading.hosted.model import HostedModel, NoAnswerError

MOST_BYTES: Final = 256 * 1024
"""Of an answer; a full page is about 6 KB, and some servers add the model's thoughts."""
LONGEST_RETRY_AFTER_S: Final = 600.0
_MISCONFIGURED: Final = {
    401: "refused the key (status 401); the operator has to check AKTR_VISION_KEY",
    403: "refused the key (status 403); the operator has to check AKTR_VISION_KEY",
    404: "is not at its address (status 404); the operator has to check AKTR_VISION_URL and "
    "AKTR_VISION_MODEL",
}
_TOO_LATE: Final = "did not answer in time"


class UnavailableError(NoAnswerError):
    """Nothing can be had from this address now."""

    def __init__(
        self, reason: str, *, may_pass: bool = True, retry_after_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.may_pass = may_pass
        """Whether another attempt can succeed."""
        self.retry_after_s = retry_after_s


def exchange(model: HostedModel, body: bytes, seconds: float) -> bytes:
    """Send a question and give back the body of the answer.

    The time-outs of the HTTP library are for each read; neither a server that sends a byte a second
    nor a name that is looked up for ever would end by them. So a thread does it, which is given up.

    Raises:
        UnavailableError: The address cannot be reached, is overloaded, is wrong, or is too slow.
        NoAnswerError: It refused the question, or answered with something that cannot be right.
    """
    outcome: Future[bytes] = Future()

    def run() -> None:
        try:
            outcome.set_result(_sent(model, body, seconds))
        except BaseException as error:  # noqa: BLE001 - raised where the outcome is waited for
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        raise UnavailableError(_TOO_LATE) from None


def _sent(model: HostedModel, body: bytes, seconds: float) -> bytes:
    # Compressed answers are not asked for: a small one can become a large one.
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": f"aktr/{__version__}",
    }
    if model.key is not None:
        headers["Authorization"] = f"Bearer {model.key.get_secret_value()}"
    try:
        # A client for each attempt, so that one which was given up keeps nothing from others.
        with (
            httpx2.Client(verify=_tls(), trust_env=False, timeout=seconds) as client,
            client.stream("POST", model.endpoint, content=body, headers=headers) as response,
        ):
            _check_head(response)
            return _limited_body(response)
    except httpx2.TimeoutException:
        raise UnavailableError(_TOO_LATE) from None
    except (httpx2.NetworkError, httpx2.RemoteProtocolError):
        raise UnavailableError("could not be reached, or broke off the connection") from None
    except (httpx2.HTTPError, httpx2.InvalidURL):
        raise UnavailableError("cannot be asked at its address", may_pass=False) from None


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def _check_head(response: httpx2.Response) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        raise UnavailableError(
            f"has too much to do or is out of order (status {status})",
            retry_after_s=retry_after_s(response.headers.get("Retry-After"), datetime.now(UTC)),
        )
    if status in _MISCONFIGURED:
        raise UnavailableError(_MISCONFIGURED[status], may_pass=False)
    if status != 200:
        raise NoAnswerError(f"refused the picture (status {status})")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json" or "Content-Encoding" in response.headers:
        raise NoAnswerError("answered with something else than JSON")


def _limited_body(response: httpx2.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise NoAnswerError("answered with more text than a page holds")
    return bytes(body)


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Seconds for which a server asks to be left alone (RFC 9110, 10.2.3), within reason.

    Args:
        header: Seconds or a date; None if there is none.
        now: The time of the answer.

    Returns:
        0 to ten minutes; None if nothing is asked for or it cannot be understood.
    """
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return min(float(header), LONGEST_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER_S)
