"""The browser of the tests and of the screenshots: the one that is installed on this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

OpenPage = Callable[..., Page]
"""Opens a page in a context of its own."""

CHOSEN = "CHROMIUM"
"""Environment variable with the path of another browser of the same family."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def path_of_chromium() -> str:
    """Where the browser is.

    Raises:
        RuntimeError: There is none.
    """
    found = os.environ.get(CHOSEN) or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise RuntimeError(
            'No browser was found. Run "apt-get install chromium" as root, or name one of the '
            f"same family in the environment variable {CHOSEN}."
        )
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without a window."""
    arguments = list(_QUIET)
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # which root cannot have
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def settled(page: Page) -> None:
    """Wait until the page has loaded all that it loads."""
    page.wait_for_load_state("networkidle")
