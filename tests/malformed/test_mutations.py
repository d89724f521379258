"""Damaged files end in the closed list of words, within their time; "make fuzz" tries thousands."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from aktr.errors import FileErrorType
from aktr.processing.coordinator import ProcessingCoordinator
from aktr.processing.result import ProcessingResult, SourceFile
from aktr.processing.watched_pool import WatchedPool
from aktr.settings import Settings
from mutations import damaged_files, seed_files

CASES = 300
AT_A_TIME = 20


@pytest.fixture(scope="module")
def pool() -> Iterator[WatchedPool]:
    pool = WatchedPool(Settings.model_validate({"workers": 2}))
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()


def test_damaged_files_give_reports_or_reasons(
    pool: WatchedPool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings()
    seeds = seed_files(tmp_path_factory.mktemp("seeds"))
    cases = list(damaged_files(seeds, CASES, seed=20261122))
    coordinator = ProcessingCoordinator(pool, settings)

    async def read_all() -> list[ProcessingResult]:
        results: list[ProcessingResult] = []
        for first in range(0, CASES, AT_A_TIME):
            files = [
                SourceFile(position, name, content)
                for position, (name, content) in enumerate(cases[first : first + AT_A_TIME], 1)
            ]
            results += await asyncio.gather(*map(coordinator.process, files))
        return results

    results = asyncio.run(read_all())
    ends = Counter(result.error_type or "success" for result in results)
    broken = [
        name
        for (name, _), result in zip(cases, results, strict=True)
        if result.error_type is FileErrorType.INTERNAL
        or result.processing_time_ms > settings.limits.file_timeout_s * 1000
    ]
    assert not broken
    # The damage reaches every gate, and some of it does no harm.
    for word in ("success", "UNSUPPORTED_TYPE", "INVALID_PDF", "INVALID_IMAGE", "UNREADABLE"):
        assert ends[word] >= 5, ends
