"""Services that answer over real HTTP, on both kinds of database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from aktr.samples.generate import make_samples
from api_service import RunningService, Samples, StartService, running, settings_for


@pytest.fixture(scope="session", params=("sqlite", "postgresql"))
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningService]:
    """One service for all tests that leave it as it is, once on each kind of database."""
    folder = tmp_path_factory.mktemp("service")
    if request.param == "sqlite":
        path = folder / "aktr.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        with running(settings_for(f"sqlite:///{path}", folder)) as service:
            yield service
        return
    databases = request.getfixturevalue("postgres_databases")
    url = databases.create(template=request.getfixturevalue("migrated_postgres"))
    with running(settings_for(url.render_as_string(hide_password=False), folder)) as service:
        yield service
    databases.drop(url)


@pytest.fixture
def client(service: RunningService) -> Iterator[httpx2.Client]:
    """A client of the shared service."""
    with service.client() as client:
        yield client


@pytest.fixture
def start_service(migrated_sqlite: Path, tmp_path: Path) -> Iterator[StartService]:
    """Starts services with settings of their own, on SQLite; stops them after the test."""
    started: list[RunningService] = []

    def start(**changes: object) -> RunningService:
        path = tmp_path / f"service{len(started)}.db"
        shutil.copyfile(migrated_sqlite, path)
        url = changes.pop("database_url", f"sqlite:///{path}")
        service = RunningService(settings_for(str(url), tmp_path, **changes))
        service.start()
        started.append(service)
        return service

    yield start
    for service in started:
        service.stop()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Invented reports of every variant, and one file of each kind that must be refused."""
    folder = tmp_path_factory.mktemp("samples")
    return Samples(folder, make_samples(30, 7, folder, bad=True).files)
