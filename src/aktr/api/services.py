"""What the routes work with: made once when the application starts."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Path, Request

from aktr.api.description.examples import BATCH_ID
from aktr.db.disks import Disks
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings
from aktr.work.dispatcher import Dispatcher


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running service."""

    settings: Settings
    database: Database
    disks: Disks
    repository: Repository
    pool: WatchedPool
    dispatcher: Dispatcher


def services_of(request: Request) -> Services:
    """The parts of the service that a request reached."""
    services: Services = request.app.state.services
    return services


ServicesOfRequest = Annotated[Services, Depends(services_of)]

_MOST_POSITIONS: Final = 1_000_000
"""Far above any limit on files, and small enough for the integers of every database."""

BatchId = Annotated[
    UUID,
    Path(
        description="The batch; its address is a secret that opens its results.",
        openapi_examples={"a batch": {"value": BATCH_ID}},
    ),
]

FilePosition = Annotated[
    int,
    Path(
        ge=1,
        le=_MOST_POSITIONS,
        description="Place of the file in the upload, from 1.",
        openapi_examples={"the second file": {"value": 2}},
    ),
]
