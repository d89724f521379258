"""The two clients: one for threads, one for event loops. Neither knows what is asked for."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack
from functools import wraps
from importlib.metadata import version
from typing import Any, Final, Generic, ParamSpec, Self, TypeVar

import httpx2

from aktr.client import additions, batches, sharing, standards, uploads
from aktr.client import reports as single
from aktr.client.errors import ClientError
from aktr.client.files import load
from aktr.client.keys import authorization
from aktr.client.retries import Retries, persistent
from aktr.client.steps import Course, Finds, Hear, Listen, Load, Pause, Send, Show, Step, Steps, T

DEFAULT_URL: Final = "http://127.0.0.1:8000"

P = ParamSpec("P")
R = TypeVar("R")
"""What a method of a client gives back."""


class _Method(Generic[P, R]):
    """A method of a client, made of a description that knows no client.

    Args:
        description: What is done.
        taken_by: Name of the client's function that does it.
    """

    def __init__(self, description: Callable[P, Any], taken_by: str) -> None:
        self._description = description
        self._taken_by = taken_by
        self.__doc__ = description.__doc__

    def __get__(self, client: object, owner: type) -> Callable[P, R]:
        if client is None:
            return self._description
        take = getattr(client, self._taken_by)

        @wraps(self._description)
        def method(*args: P.args, **kwargs: P.kwargs) -> R:
            result: R = take(self._description(*args, **kwargs))
            return result

        return method


def _does(description: Callable[P, Steps[T]]) -> _Method[P, T]:
    return _Method(description, "_finish")


def _finds(description: Callable[P, Finds[T]]) -> _Method[P, Iterator[T]]:
    return _Method(description, "_show")


def _does_later(description: Callable[P, Steps[T]]) -> _Method[P, Coroutine[Any, Any, T]]:
    return _Method(description, "_finish")


def _finds_later(description: Callable[P, Finds[T]]) -> _Method[P, AsyncIterator[T]]:
    return _Method(description, "_show")


def _names_a_server(base_url: str) -> bool:
    try:
        url = httpx2.URL(base_url)
    except (httpx2.InvalidURL, UnicodeError):
        return False
    return url.scheme in ("http", "https") and bool(url.host)


def _settings(
    base_url: str, key: str | None, timeout_s: float, verify: ssl.SSLContext | bool
) -> dict[str, Any]:
    """The arguments for a client of the HTTP library."""
    if not _names_a_server(base_url):
        raise ClientError("The base_url must begin with http:// or https:// and name a server.")
    headers = {"User-Agent": f"aktr-client/{version('aktr')}"}
    if key is not None:
        headers["Authorization"] = authorization(key)
    # Never sent on to another address: the key and the files are for this server alone.
    return {
        "base_url": base_url,
        "headers": headers,
        "timeout": httpx2.Timeout(timeout_s),
        "verify": verify,
        "follow_redirects": False,
    }


class Client:
    """Speaks to an aktr server.

    ::

        with Client("http://127.0.0.1:8000") as aktr:
            batch = aktr.upload(["student1.pdf", "student2.jpg"])
            aktr.wait(batch.batch_id)
            for report in aktr.reports(batch.batch_id):
                print(report.file_name, report.status)

    It may be used by several threads at once.

    Args:
        base_url: Where the server is.
        key: An API key, if the server asks for one.
        timeout_s: Seconds for a connection, and for each silence during an answer; time that the
            server waits on purpose is added to it.
        retries: How long to go on when the server is out of reach or overloaded.
        verify: How the server's certificate is checked.
    """

    upload = _does(uploads.upload)
    read_file = _does(uploads.read_file)
    batch = _does(batches.batch)
    wait = _does(batches.wait)
    progress = _finds(batches.progress)
    summary = _does(batches.summary)
    reports_page = _does(batches.reports_page)
    reports = _finds(batches.reports)
    retry = _does(batches.retry)
    retry_failed = _does(batches.retry_failed)
    cancel = _does(batches.cancel)
    replace_file = _does(additions.replace_file)
    add_files = _does(additions.add_files)
    delete = _does(batches.delete)
    share = _does(sharing.share)
    withdraw_share = _does(sharing.withdraw_share)
    shared = _does(sharing.shared)
    compare = _does(sharing.compare)
    export_batch = _does(sharing.export_batch)
    report = _does(single.report)
    correct = _does(single.correct)
    history = _does(single.history)
    evidence = _does(single.evidence)
    export_report = _does(single.export_report)
    paperwork = _does(single.paperwork)
    code = _does(standards.code)
    search_codes = _does(standards.search_codes)
    exams = _does(standards.exams)
    health = _does(standards.health)
    ready = _does(standards.ready)

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        key: str | None = None,
        timeout_s: float = 30.0,
        retries: Retries | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._http = httpx2.Client(**_settings(base_url, key, timeout_s, verify))
        self._retries = retries or Retries()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        self._http.close()

    def _finish(self, steps: Steps[T]) -> T:
        course = Course(persistent(steps, self._retries))
        for _ in self._walk(course):
            pass
        return course.result

    def _show(self, found: Finds[T]) -> Iterator[T]:
        return self._walk(Course(persistent(found.steps, self._retries)))

    def _walk(self, course: Course[Any]) -> Iterator[Any]:
        stream = _Stream(self._http)
        try:
            step = course.next_step()
            while step is not None:
                if isinstance(step, Show):
                    yield step.item
                    step = course.next_step()
                    continue
                try:
                    outcome = self._taken(step, stream)
                except (httpx2.RequestError, httpx2.InvalidURL, ClientError) as error:
                    step = course.next_step(error=error)
                else:
                    step = course.next_step(outcome)
        finally:
            course.give_up()
            stream.close()

    def _taken(self, step: Step, stream: "_Stream") -> object:
        match step:
            case Pause(seconds):
                time.sleep(seconds)
                return None
            case Load(files):
                return load(files)
            case Listen(request):
                return stream.open(request.arguments(self._http.timeout))
            case Hear():
                return stream.next_event()
            case Send(request):
                return self._http.request(**request.arguments(self._http.timeout))
            case Show():
                raise TypeError


class _Stream:
    """The stream of events that a method listens to, if it does."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http
        self._open = ExitStack()
        self._events: Iterator[httpx2.ServerSentEvent] = iter(())

    def open(self, arguments: dict[str, Any]) -> httpx2.Response:
        self.close()
        response = self._open.enter_context(self._http.stream(**arguments))
        if response.is_success:
            self._events = iter(httpx2.EventSource(response))
        else:
            response.read()
        return response

    def next_event(self) -> httpx2.ServerSentEvent | None:
        return next(self._events, None)

    def close(self) -> None:
        self._open.close()


class AsyncClient:
    """The same as :class:`Client` for asyncio: its methods are awaited, its finds gone through.

    ::

        async with AsyncClient("http://127.0.0.1:8000") as aktr:
            batch = await aktr.upload(["student1.pdf", "student2.jpg"])
            async for state in aktr.progress(batch.batch_id):
                print(state.percent_done)
    """

    upload = _does_later(uploads.upload)
    read_file = _does_later(uploads.read_file)
    batch = _does_later(batches.batch)
    wait = _does_later(batches.wait)
    progress = _finds_later(batches.progress)
    summary = _does_later(batches.summary)
    reports_page = _does_later(batches.reports_page)
    reports = _finds_later(batches.reports)
    retry = _does_later(batches.retry)
    retry_failed = _does_later(batches.retry_failed)
    cancel = _does_later(batches.cancel)
    replace_file = _does_later(additions.replace_file)
    add_files = _does_later(additions.add_files)
    delete = _does_later(batches.delete)
    share = _does_later(sharing.share)
    withdraw_share = _does_later(sharing.withdraw_share)
    shared = _does_later(sharing.shared)
    compare = _does_later(sharing.compare)
    export_batch = _does_later(sharing.export_batch)
    report = _does_later(single.report)
    correct = _does_later(single.correct)
    history = _does_later(single.history)
    evidence = _does_later(single.evidence)
    export_report = _does_later(single.export_report)
    paperwork = _does_later(single.paperwork)
    code = _does_later(standards.code)
    search_codes = _does_later(standards.search_codes)
    exams = _does_later(standards.exams)
    health = _does_later(standards.health)
    ready = _does_later(standards.ready)

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        key: str | None = None,
        timeout_s: float = 30.0,
        retries: Retries | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._http = httpx2.AsyncClient(**_settings(base_url, key, timeout_s, verify))
        self._retries = retries or Retries()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End all connections."""
        await self._http.aclose()

    async def _finish(self, steps: Steps[T]) -> T:
        course = Course(persistent(steps, self._retries))
        async for _ in self._walk(course):
            pass
        return course.result

    def _show(self, found: Finds[T]) -> AsyncIterator[T]:
        return self._walk(Course(persistent(found.steps, self._retries)))

    async def _walk(self, course: Course[Any]) -> AsyncIterator[Any]:
        stream = _AsyncStream(self._http)
        try:
            step = course.next_step()
            while step is not None:
                if isinstance(step, Show):
                    yield step.item
                    step = course.next_step()
                    continue
                try:
                    outcome = await self._taken(step, stream)
                except (httpx2.RequestError, httpx2.InvalidURL, ClientError) as error:
                    step = course.next_step(error=error)
                else:
                    step = course.next_step(outcome)
        finally:
            course.give_up()
            await stream.close()

    async def _taken(self, step: Step, stream: "_AsyncStream") -> object:
        match step:
            case Pause(seconds):
                await asyncio.sleep(seconds)
                return None
            case Load(files):
                return await asyncio.to_thread(load, files)
            case Listen(request):
                return await stream.open(request.arguments(self._http.timeout))
            case Hear():
                return await stream.next_event()
            case Send(request):
                return await self._http.request(**request.arguments(self._http.timeout))
            case Show():
                raise TypeError


class _AsyncStream:
    """The stream of events that a method listens to, if it does."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http
        self._open = AsyncExitStack()
        self._events: AsyncIterator[httpx2.ServerSentEvent] | None = None

    async def open(self, arguments: dict[str, Any]) -> httpx2.Response:
        await self.close()
        response = await self._open.enter_async_context(self._http.stream(**arguments))
        if response.is_success:
            self._events = aiter(httpx2.EventSource(response))
        else:
            await response.aread()
        return response

    async def next_event(self) -> httpx2.ServerSentEvent | None:
        return None if self._events is None else await anext(self._events, None)

    async def close(self) -> None:
        self._events = None
        await self._open.aclose()
