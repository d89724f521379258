"""What a reading process needs before its first file."""

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aktr.acs.catalogue import default_standards_folder, load_catalogue
from aktr.reading.pages import local_reader, model_folders
from aktr.reading.vision.networks.idle_cores import IDLE_CORES
from aktr.settings import Limits


def readable_paths() -> tuple[Path, ...]:
    """Files and folders that reading needs besides the installation, made where they are not."""
    standards = default_standards_folder()
    with suppress(OSError):
        # Editions that are imported later must be found by processes that started before.
        standards.mkdir(parents=True, exist_ok=True)
    return (standards, *model_folders())


def warm_up(limits: Limits, *, for_pictures: bool, idle: Callable[[], int]) -> None:
    """Load what files need, so that the first one does not wait for it.

    Args:
        limits: What is accepted.
        for_pictures: Whether pictures are expected, so that what they need is loaded as well.
        idle: Says how many other reading processes have no file just then.
    """
    IDLE_CORES.ask(idle)
    load_catalogue()
    if for_pictures:
        local_reader(limits)
    # What is loaded now stays as long as the process; looking through it for rubbish again and
    # again would take time from every file.
    gc.collect()
    gc.freeze()
