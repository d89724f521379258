"""The whole site: the API, and the pages on top of it."""

from fastapi import FastAPI

from aktr.api.app import create_app
from aktr.pages import assets, batches, comparison, files, lookup, reports, shared, start
from aktr.pages.problems import install_problem_pages
from aktr.settings import Settings, get_settings


def create_site(settings: Settings | None = None) -> FastAPI:
    """Make the application with its pages; nothing is started or opened before it is served.

    Args:
        settings: Settings of the service; those of the environment if not given.

    Raises:
        SettingError: A setting makes no sense.
    """
    settings = settings or get_settings()
    app = create_app(settings)
    for router in (
        start.router,
        batches.router,
        batches.deleted_router,
        files.router,
        comparison.router,
        reports.router,
        shared.router,
        lookup.router,
        assets.router,
    ):
        app.include_router(router, max_body_size=settings.limits.max_request_bytes)
    install_problem_pages(app)
    return app
