"""A real browser in front of a real service, and classes to show in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api_service import RunningService, StartService, running, settings_for
from chromium import OpenPage, chromium
from classes import class_on_one_test, form_of, mixed_class, uploaded

PATIENCE_MS = 30_000
"""Other tests run beside these; what comes late is no fault."""
SILENCE_S = 3600
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file.

    It ends with them: while it runs, this thread has an event loop, and other tests start theirs.
    """
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def service(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    """One service for all tests that leave it as it is.

    Its rounds are far apart, so that what a test leaves unfinished on purpose stays so.
    """
    folder = tmp_path_factory.mktemp("site")
    path = folder / "aktr.db"
    shutil.copyfile(migrated_sqlite, path)
    settings = settings_for(f"sqlite:///{path}", folder, worker_silence_s=SILENCE_S)
    with running(settings) as service:
        yield service


@pytest.fixture
def start_service(migrated_sqlite: Path, tmp_path: Path) -> Iterator[StartService]:
    """Starts services with settings of their own, all on one database; stops them at the end."""
    started: list[RunningService] = []
    path = tmp_path / "aktr.db"
    shutil.copyfile(migrated_sqlite, path)

    def start(**changes: object) -> RunningService:
        service = RunningService(settings_for(f"sqlite:///{path}", tmp_path, **changes))
        service.start()
        started.append(service)
        return service

    yield start
    for service in started:
        service.stop()


@pytest.fixture
def open_page(browser: Browser, service: RunningService) -> Iterator[OpenPage]:
    """Opens pages in contexts of their own.

    No page may complain: an error on the console, which is also where a browser tells of a broken
    content security policy, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_in(path: str, at: RunningService | None = None, **options: Any) -> Page:  # noqa: ANN401
        base = f"http://127.0.0.1:{(at or service).port}"
        context = browser.new_context(base_url=base, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        page.goto(path)
        return page

    yield open_in
    for context in contexts:
        context.close()
    expected = "the server responded with a status of"
    assert [each for each in complaints if expected not in each] == []


@pytest.fixture(scope="session")
def class_page(service: RunningService, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a class of thirty on one test."""
    paths = class_on_one_test(tmp_path_factory.mktemp("class"), 30)
    return f"/batches/{uploaded(service, form_of(paths))['batch_id']}"


@pytest.fixture(scope="session")
def mixed_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[Path]]:
    """Thirty mixed files to upload, and some that are no reports at all."""
    return mixed_class(tmp_path_factory.mktemp("mixed"), pictures=3)


@pytest.fixture(scope="session")
def mixed_page(service: RunningService, mixed_files: tuple[list[Path], list[Path]]) -> str:
    """The page of a class on many tests, with files that gave no report."""
    paths = [path for path in mixed_files[0] if path.suffix == ".pdf"]
    return f"/batches/{uploaded(service, form_of(paths))['batch_id']}"


@pytest.fixture
def client(service: RunningService) -> Iterator[httpx2.Client]:
    """A client that asks for pages, as browsers do."""
    with service.client() as client:
        client.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        yield client
