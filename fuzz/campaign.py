"""Sends damaged files through a real server, and lets nothing pass but its closed list of words.

Ends with exit code 1 if a file ended in anything else or took longer than its time, or if the
server died or kept memory. Such files are written to build/fuzz; once mended they become tests.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import httpx2

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from aktr.errors import FileErrorType
from mutations import damaged_files, seed_files

EXTRACT: Final = "/v1/extractor/batch/extract"
ALLOWED: Final = {"success", *FileErrorType} - {FileErrorType.INTERNAL}
BATCH: Final = 30
WARM_AFTER: Final = 300
"""Files after which the server has loaded what it ever loads."""
MOST_GROWTH_MB: Final = 50
_SLACK_S: Final = 2.0
FINDS: Final = Path("build/fuzz")


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server of its own and its address."""
    environment = {
        **os.environ,
        "AKTR_DATA_DIR": str(folder),
        "AKTR_DATABASE_URL": f"sqlite:///{folder / 'fuzz.db'}",
        "AKTR_RATE_LIMIT": "off",
        "AKTR_LOG_LEVEL": "WARNING",
    }
    log = (folder / "log").open("w+")
    program = [sys.executable, "-c", "from aktr.cli.main import main; main()"]
    server = subprocess.Popen([*program, "serve", "--port", "0"], stderr=log, env=environment)
    try:
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://\S+", (folder / "log").read_text())):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the server did not start: " + (folder / "log").read_text())
            time.sleep(0.1)
        yield server, found[0]
    finally:
        server.terminate()
        server.wait(30)
        log.close()
        sys.stdout.write((folder / "log").read_text()[-3000:])


def resident_mb(process: int) -> float:
    """Memory of the server itself, without its readers."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


class Campaign:
    """What happened so far.

    Args:
        client: Speaks to the server.
    """

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client
        self.words: Counter[str] = Counter()
        self.slowest_s = 0.0
        self.slowest = ""
        self.findings: list[str] = []

    def send(self, files: list[tuple[str, bytes]]) -> None:
        """Have one batch read and look at each end."""
        form = [("files[]", (name, content)) for name, content in files]
        answer = self._client.post(EXTRACT, files=form)
        if answer.status_code == 202:
            answer = self._finished(answer.headers["location"])
        if answer.status_code not in {200, 422}:
            self._keep(f"status {answer.status_code}", files)
            return
        body = answer.json()
        batch: dict[str, Any] = body.get("batch", body)
        ends: dict[int, tuple[str, int]] = {}
        for entry in batch["reports"]:
            word = entry["error"]["type"] if entry["status"] == "failed" else "success"
            ends.setdefault(entry["position"], (word, entry["processing_time_ms"]))
        for position, file in enumerate(files, 1):
            self._look(file, *ends.get(position, ("no end", 0)))
        self._client.delete(batch["url"])

    def _finished(self, address: str) -> httpx2.Response:
        while self._client.get(f"{address}?wait=60").json()["status"] == "processing":
            pass
        pages = self._client.get(f"{address}/reports?limit=50")
        pages.json()["url"] = address
        return pages

    def _look(self, file: tuple[str, bytes], word: str, took_ms: int) -> None:
        self.words[word] += 1
        if took_ms / 1000 > self.slowest_s:
            self.slowest_s, self.slowest = took_ms / 1000, file[0]
        if word not in ALLOWED or took_ms / 1000 > 30 + _SLACK_S:
            self._keep(f"{word} after {took_ms} ms", [file])

    def _keep(self, what: str, files: list[tuple[str, bytes]]) -> None:
        FINDS.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (FINDS / name).write_bytes(content)
            self.findings.append(f"{what}: {FINDS / name}")


def main() -> int:
    """Run a campaign and tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        cases = damaged_files(seed_files(folder / "seeds"), wanted.cases, wanted.seed)
        (folder / "data").mkdir()
        with (
            served(folder / "data") as (server, address),
            httpx2.Client(base_url=address, timeout=120) as client,
        ):
            return _run(Campaign(client), server, cases)


def _run(
    campaign: Campaign, server: subprocess.Popen[bytes], cases: Iterator[tuple[str, bytes]]
) -> int:
    started, sent, before, largest = time.monotonic(), 0, 0.0, 0.0
    while files := list(islice(cases, BATCH)):
        campaign.send(files)
        sent += len(files)
        if server.poll() is not None:
            campaign.findings.append(f"the server died after {sent} files")
            break
        if sent >= WARM_AFTER:
            largest = resident_mb(server.pid)
            before = before or largest
        if sent % (BATCH * 20) == 0:
            print(f"{sent} files, server {largest:.0f} MB, {dict(campaign.words)}", flush=True)
    if largest - before > MOST_GROWTH_MB:
        campaign.findings.append(f"the server grew from {before:.0f} to {largest:.0f} MB")
    took_s = time.monotonic() - started
    print(f"{sent} files in {took_s:.0f} s")
    print(f"the slowest took {campaign.slowest_s:.1f} s: {campaign.slowest}")
    print(f"server: {before:.0f} MB after {WARM_AFTER} files, {largest:.0f} MB at the end")
    for word, count in campaign.words.most_common():
        print(f"  {count:5} {word}")
    print("\n".join(campaign.findings) or "no finding")
    return 1 if campaign.findings else 0


if __name__ == "__main__":
    sys.exit(main())
