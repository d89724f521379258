"""The application: what it is made of, in the order in which a request meets it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from limits import RateLimitItem

from aktr import __version__
from aktr.api.description import openapi
from aktr.api.problems import install_problem_handlers
from aktr.api.protection.doors import Doors
from aktr.api.protection.heads import Heads
from aktr.api.protection.limits import Counter, Rates, UploadGate
from aktr.api.protection.proxies import TrustedProxies
from aktr.api.protection.traffic import Traffic
from aktr.api.routes import (
    acs,
    batches,
    corrections,
    evidence,
    exports,
    files,
    health,
    metrics,
    results,
    share,
)
from aktr.api.services import Services
from aktr.db.disks import Disks
from aktr.db.session import Database
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import RateStore, Settings, get_settings, listed
from aktr.work.assembly import make_dispatcher, open_repository


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application; nothing is started or opened before it is served.

    Args:
        settings: Settings of the service; those of the environment if not given.

    Raises:
        SettingError: A setting makes no sense.
    """
    settings = settings or get_settings()
    max_files = settings.limits.max_files
    app: FastAPI = FastAPIOffline(
        title="aktr",
        version=__version__,
        summary="Reads FAA Airman Knowledge Test Reports.",
        description=openapi.description(max_files),
        openapi_tags=openapi.tags(max_files),
        # Its spans and log records would hold addresses; ours hold routes.
        telemetry={"tracing": False, "logs": False, "metrics": False, "auto_configure": False},
        lifespan=_lifespan(settings),
    )
    # The last one added is the first one that a request meets.
    app.add_middleware(Heads)
    app.add_middleware(
        UploadGate,
        rates=Rates(settings.rate_limit, settings.batch_rate_limit, _counter(app, settings)),
        max_request_bytes=settings.limits.max_request_bytes,
        doors=Doors(
            listed(settings.trusted_hosts),
            listed(settings.trusted_origins or ""),
            require_keys=settings.require_keys,
        ),
    )
    app.add_middleware(TrustedProxies, proxies=listed(settings.trusted_proxies))
    app.add_middleware(Traffic)
    install_problem_handlers(app)
    uploads_limit = settings.limits.max_request_bytes
    for router in (
        batches.router,
        files.router,
        results.router,
        corrections.router,
        evidence.router,
        exports.router,
        share.router,
        acs.router,
        health.router,
        metrics.router,
    ):
        app.include_router(router, max_body_size=uploads_limit)
    described = partial(openapi.describe, app, max_files)
    app.openapi = described  # type: ignore[method-assign] # FastAPI's own way
    return app


def _counter(app: FastAPI, settings: Settings) -> Counter | None:
    """What counts requests for all servers of a database; None for a memory in each."""
    if settings.rate_store is RateStore.MEMORY:
        return None

    def count(item: RateLimitItem, who: str) -> float | None:
        services: Services = app.state.services
        return services.repository.count(who, item.amount, item.get_expiry())

    return count


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.resolved_database_url)
        repository = open_repository(database, settings.upload_store)
        pool = WatchedPool(settings)
        dispatcher = make_dispatcher(
            settings,
            database,
            repository,
            ProcessingCoordinator(pool, settings),
            reads=settings.serve_reads,
        )
        disks = Disks(database.url, settings.upload_store, settings.limits.max_file_bytes)
        app.state.services = Services(settings, database, disks, repository, pool, dispatcher)
        pool.start()
        try:
            await dispatcher.start()
            try:
                yield
            finally:
                await dispatcher.stop()
        finally:
            await asyncio.to_thread(pool.stop)
            database.close()

    return lifespan
