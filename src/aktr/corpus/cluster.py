"""The same archive over many machines: Ray Data hands out handfuls, each machine reads as one does.

All machines have to see the files under the same paths. What comes back is stored here, part by
part, as if it had been read here.
"""

import asyncio
import os
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from aktr.corpus.handful import ArchiveFile, HandfulReader
from aktr.corpus.run import FILES_AT_ONCE, ROWS_IN_PART, Counts, undone
from aktr.corpus.table import ResultFile, as_table
from aktr.errors import AktrError
from aktr.settings import Settings

_ONE_READER: Final = {"workers": 1}


class ClusterReader:
    """Lives on some machine of the cluster and reads what it is handed.

    Args:
        settings: Settings of whoever gave the command.
    """

    def __init__(self, settings: Settings) -> None:
        self._reader = HandfulReader(settings.model_copy(update=_ONE_READER))
        self._reader.start()
        self._loop = asyncio.new_event_loop()

    def __call__(self, table: Any) -> Any:  # noqa: ANN401 - the library carries no types
        """Read a table of paths into a table of rows."""
        handful = [ArchiveFile.at(Path(path)) for path in table.column("path").to_pylist()]
        files = self._loop.run_until_complete(self._reader.read(handful))
        return as_table([row for rows in files for row in rows])


def read_on_cluster(
    settings: Settings,
    results: ResultFile,
    paths: Iterable[Path],
    on_files: Callable[[int], None],
) -> Counts:
    """Read what is not done yet on every machine of the cluster, or on this one if there is none.

    Args:
        settings: Limits of each file; how many processes read is up to the cluster.
        results: Where the rows go.
        paths: The files.
        on_files: Told how many files are done, each time that some are.

    Returns:
        What became of the files.

    Raises:
        AktrError: The extra is not installed.
    """
    # Ray would tell its makers about each call; nothing leaves the machines of the operator.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray = _ray()
    counts = Counts()

    def skip(is_read: bool) -> None:
        counts.skip(is_read=is_read)
        on_files(1)

    items = [{"path": str(file.path)} for file in undone(paths, results.done(), skip)]
    if not items:
        return counts
    ray.init(ignore_reinit_error=True, log_to_driver=False, include_dashboard=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    cores = int(ray.cluster_resources().get("CPU", 1))
    read = ray.data.from_items(items).map_batches(
        ClusterReader,
        fn_constructor_args=(settings,),
        batch_format="pyarrow",
        batch_size=FILES_AT_ONCE,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=max(cores - 1, 1)),
    )
    for table in read.iter_batches(batch_format="pyarrow", batch_size=ROWS_IN_PART):
        results.add_table(table)
        columns = ("source", "status", "needs_review")
        files = [
            list(rows)
            for _, rows in groupby(table.select(columns).to_pylist(), lambda row: row["source"])
        ]
        for rows in files:
            counts.add(rows)
        on_files(len(files))
    return counts


def _ray() -> ModuleType:
    try:
        import ray  # noqa: PLC0415 - an extra
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise AktrError(
            'Reading on a cluster needs the extra "ray". Install it with: pip install "aktr[ray]"'
        ) from error
    module: ModuleType = ray
    return module
