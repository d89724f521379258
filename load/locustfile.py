"""What one client of the load test does; run by load/clients.py."""

import itertools
import json
import os
import time
from pathlib import Path
from typing import Any

from locust import HttpUser, events, task
from locust.exception import StopUser

SERVERS = os.environ["LOAD_SERVERS"].split()
FOLDER = Path(os.environ["LOAD_SAMPLES"])
BATCHES = int(os.environ["LOAD_BATCHES"])
P95_LIMIT_MS = 100
LONGEST_BATCH_S = 180
POLL_S = 0.5

_TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
_PARTS = [("files[]", (file["file"], (FOLDER / file["file"]).read_bytes())) for file in _TRUTH]
_servers = itertools.cycle(SERVERS)
_wrong: list[str] = []
_refusals: list[int] = []
_finished: list[float] = []
_done: list[str] = []


class Instructor(HttpUser):
    """Uploads a class of thirty, looks how far it is, and checks what comes out."""

    host = SERVERS[0]

    def on_start(self) -> None:
        """Belong to one of the servers; ask the other one for states too."""
        self.home = next(_servers)
        self.left = BATCHES

    @task
    def hand_in_a_class(self) -> None:
        """One batch from upload to checked result."""
        if not self.left:
            _done.append(self.home)
            if len(_done) == self.environment.parsed_options.num_users:
                self.environment.runner.quit()
            raise StopUser
        address = self._upload()
        if address is None:
            return
        self.left -= 1
        begun = time.monotonic()
        asked = itertools.cycle(SERVERS)
        while True:
            with self.client.get(
                next(asked) + address, name="state", catch_response=True
            ) as answer:
                state = answer.json() if answer.status_code == 200 else {}
            if state.get("status") != "processing":
                break
            if time.monotonic() - begun > LONGEST_BATCH_S:
                _wrong.append("a batch is not finished in time")
                return
            time.sleep(POLL_S)
        _finished.append(time.monotonic() - begun)
        if state.get("successful_files") != len(_PARTS):
            _wrong.append(f"a batch ended as {state.get('status')}")
        self._check(address)

    def _upload(self) -> str | None:
        with self.client.post(
            self.home + "/v1/extractor/batch/extract",
            files=_PARTS,
            headers={"Prefer": "respond-async"},
            name="upload",
            catch_response=True,
        ) as answer:
            if answer.status_code == 503 and "Retry-After" in answer.headers:
                answer.success()
                _refusals.append(1)
                time.sleep(min(int(answer.headers["Retry-After"]), 10))
                return None
            if answer.status_code not in (200, 202):
                answer.failure(f"upload answered {answer.status_code}")
                return None
            return f"/v1/extractor/batch/{answer.json()['batch_id']}"

    def _check(self, address: str) -> None:
        """Compare every name and score with what the samples say."""
        found: dict[str, list[tuple[Any, Any]]] = {}
        page: str | None = f"{address}/reports?limit=50"
        while page:
            answer = self.client.get(self.home + page, name="reports").json()
            for report in answer["reports"]:
                metadata = report.get("metadata", {})
                found.setdefault(report["file_name"], []).append(
                    (metadata.get("name"), metadata.get("score"))
                )
            page = answer["next"]
        for file in _TRUTH:
            expected = [(report["name"], report["score"]) for report in file["reports"]]
            if sorted(found.get(file["file"], []), key=str) != sorted(expected, key=str):
                _wrong.append(f"{file['file']} was read wrongly")


@events.quitting.add_listener
def judge(environment: Any, **_: Any) -> None:  # noqa: ANN401 - no types outside of the group
    """Compare with what was promised; the exit code says whether it was kept."""
    states = environment.stats.get("state", "GET")
    p95 = states.get_response_time_percentile(0.95) or 0
    total = environment.stats.total
    uploads = environment.stats.get("upload", "POST")
    figures = {
        "upload_ms": [uploads.get_response_time_percentile(share) or 0 for share in (0.5, 0.95)],
        "state_ms": [states.get_response_time_percentile(share) or 0 for share in (0.5, 0.95)],
        "batch_s": sorted(_finished),
        "refusals": len(_refusals),
    }
    Path(os.environ["LOAD_FIGURES"]).write_text(json.dumps(figures), encoding="utf-8")
    print(f"batches finished: {len(_finished)}, slowest {max(_finished, default=0):.1f} s")
    print(f"uploads refused with 503 and Retry-After: {len(_refusals)}")
    print(f"state requests: {states.num_requests}, p95 {p95:.0f} ms (limit {P95_LIMIT_MS} ms)")
    print(f"failed requests: {total.num_failures} of {total.num_requests}")
    for problem in sorted(set(_wrong)):
        print(f"WRONG: {problem}")
    kept = not _wrong and not total.num_failures and p95 < P95_LIMIT_MS and _finished
    environment.process_exit_code = 0 if kept else 1
