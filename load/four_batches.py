"""Four batches of 15 PDFs and 15 photos at once, to one service without a database server.

The founding requirement is 30 files in under 30 seconds, and concurrent batches.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from service import post, server
from workload import FULL, Workload

BATCHES = 4
LIMIT_S = 30.0


def measure() -> tuple[str, bool]:
    """Post the batches.

    Returns:
        A sentence for the page, and whether each batch was answered within the limit.
    """
    with tempfile.TemporaryDirectory() as folder, server() as (client, _):
        files = Workload(Path(folder), FULL).mixed()
        client.timeout = 300
        post(client, files)
        with ThreadPoolExecutor(BATCHES) as pool:
            answers = list(pool.map(lambda _: post(client, files), range(BATCHES)))
    seconds = sorted(taken for taken, _ in answers)
    read = [answer["successful_files"] for _, answer in answers]
    is_kept = seconds[-1] < LIMIT_S and min(read) == len(files)
    told = ", ".join(f"{each:.1f}" for each in seconds)
    text = (
        f"Four batches of 15 PDFs and 15 photos at once, one `aktr serve` on SQLite: answered "
        f"after {told} s, {min(read)} of {len(files)} files read in each (limit {LIMIT_S:.0f} s): "
    )
    return text + ("ok." if is_kept else "MISSED."), is_kept
