"""Batches over HTTP, for tests of the interface."""

from typing import Any

import httpx2

from aktr.contract.batch_schemas import BatchStateAnswer
from aktr.samples.truth import FileTruth

EXTRACT = "/v1/extractor/batch/extract"
EXTRACT_ONE = "/v1/extractor/extract"
MOVED_ON = {"Prefer": "respond-async"}


def wait_until_finished(client: httpx2.Client, address: str) -> dict[str, Any]:
    answer = client.get(address, params={"wait": 60})
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = BatchStateAnswer.model_validate_json(answer.content).model_dump(
        mode="json"
    )
    assert state["status"] != "processing"
    return state


def report_entries(batch: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """The entries of a batch by position."""
    by_position: dict[int, list[dict[str, Any]]] = {}
    for entry in batch["reports"]:
        by_position.setdefault(entry["position"], []).append(entry)
    return by_position


def assert_says_what_the_files_say(batch: dict[str, Any], sent: list[FileTruth]) -> None:
    entries = report_entries(batch)
    assert sorted(entries) == list(range(1, len(sent) + 1))
    for position, truth in enumerate(sent, start=1):
        found = entries[position]
        assert {entry["file_name"] for entry in found} == {truth.file}
        if truth.error is not None:
            assert [entry["error"]["type"] for entry in found] == [truth.error.value]
            continue
        assert [entry["part"] for entry in found] == list(range(1, len(truth.reports) + 1))
        for entry, report in zip(found, truth.reports, strict=True):
            assert entry["metadata"]["exam_id"] == report.exam_id
            assert entry["metadata"]["score"] == report.score
            assert [code["code"] for code in entry["codes"]] == list(report.codes)
