"""Corrections over HTTP: what is taken, what is refused, and what follows from them."""

from typing import Any

import httpx2
import pytest

from aktr.contract.problem_schemas import PROBLEM_MEDIA_TYPE
from aktr.contract.report_schemas import HistoryAnswer, ReportAnswer
from aktr.samples.truth import FileTruth
from api_service import Samples
from stored import at_once

EXTRACT = "/v1/extractor/batch/extract"
ANY = {"If-Match": "*"}
CLIENTS = 8

Report = dict[str, Any]


def uploaded(client: httpx2.Client, samples: Samples, *truths: FileTruth) -> dict[str, Any]:
    answer = client.post(EXTRACT, files=samples.form(list(truths)))
    assert answer.status_code == 200, answer.text
    batch: dict[str, Any] = answer.json()
    return batch


@pytest.fixture
def report(client: httpx2.Client, samples: Samples) -> Report:
    """A report of its own for each test, with codes."""
    truth = next(each for each in samples.good if len(each.reports) == 1 and each.reports[0].codes)
    entry: Report = uploaded(client, samples, truth)["reports"][0]
    return entry


def patch(
    client: httpx2.Client, report: Report, body: object, headers: dict[str, str] = ANY
) -> httpx2.Response:
    return client.patch(report["url"], json=body, headers=headers)


def corrected(client: httpx2.Client, report: Report, body: object) -> Report:
    answer = patch(client, report, body)
    assert answer.status_code == 200, answer.text
    assert ReportAnswer.model_validate_json(answer.content).model_dump(mode="json") == answer.json()
    assert answer.headers["etag"] == client.get(report["url"]).headers["etag"]
    found: Report = answer.json()
    assert client.get(report["url"]).json() == found
    return found


def test_a_client_that_has_the_report_is_not_sent_it_again(
    client: httpx2.Client, report: Report
) -> None:
    known = client.get(report["url"]).headers["etag"]
    for header in (known, f"W/{known}", f'"9", {known}', "*"):
        answer = client.get(report["url"], headers={"If-None-Match": header})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == known
    for header in ('"1"', '"1-000000000000"', ""):
        assert client.get(report["url"], headers={"If-None-Match": header}).status_code == 200
    assert client.head(report["url"], headers={"If-None-Match": known}).status_code == 304

    corrected(client, report, {"fields": {"score": 71}})
    now = client.get(report["url"], headers={"If-None-Match": known})
    assert now.status_code == 200
    assert now.json()["version"] == 2


def test_an_etag_changes_with_all_that_is_shown_and_a_correction_needs_the_version_alone(
    client: httpx2.Client, samples: Samples
) -> None:
    truth = next(each for each in samples.good if len(each.reports) == 1)
    batch = uploaded(client, samples, truth)
    (report,) = batch["reports"]
    before = client.get(report["url"]).headers["etag"]
    copy = [("files[]", ("copy.pdf", samples.content(truth)))]
    assert client.post(f"{batch['url']}/files", files=copy).status_code == 202
    assert client.get(f"{batch['url']}?wait=30").json()["status"] == "completed"

    answer = client.get(report["url"], headers={"If-None-Match": before})

    assert answer.status_code == 200
    assert (answer.json()["version"], len(answer.json()["same_test_as"])) == (1, 1)
    assert answer.headers["etag"] != before
    for seen in (before, '"2"'):
        body = {"confirm": ["name"]}
        assert patch(client, report, body, {"If-Match": seen}).status_code == 200


def test_a_new_report_says_that_nobody_has_touched_it(
    client: httpx2.Client, report: Report
) -> None:
    answer = client.get(report["url"])
    assert answer.headers["etag"].startswith('"1-')
    shown = answer.json()
    assert (shown["version"], shown["corrections"], shown["same_test_as"]) == (1, [], [])
    for field in shown["fields"].values():
        assert (field["state"], field["read"], field["stated_at"]) == ("read", field["value"], None)
        assert (field["certainty"] is None) == (field["value"] is None)
    assert {code["state"] for code in shown["codes"]} == {"read"}
    assert client.get(f"{report['url']}/history").json() == {
        "report_id": report["report_id"],
        "version": 1,
        "corrections": [],
    }


def test_a_correction_shows_everywhere(client: httpx2.Client, samples: Samples) -> None:
    batch = uploaded(client, samples, samples.good[0])
    report = batch["reports"][0]
    removed = report["codes"][0]["code"] if report["codes"] else None
    body = {
        "fields": {"score": 1, "exam_date": "2026-02-14", "take": None},
        "codes": {"add": ["PA.I.C.K2"], "remove": [removed] if removed else []},
        "confirm": ["name"],
    }
    found = corrected(client, report, body)
    assert (found["metadata"]["score"], found["metadata"]["take"]) == (1, None)
    assert found["metadata"]["exam_date"] == "2026-02-14"
    score = found["fields"]["score"]
    assert (score["value"], score["read"], score["raw"]) == (
        1,
        report["metadata"]["score"],
        report["fields"]["score"]["raw"],
    )
    assert (score["state"], score["certainty"]) == ("corrected", "high")
    assert score["stated_at"].endswith("Z")
    assert found["fields"]["name"]["state"] == "confirmed"
    assert found["fields"]["take"]["certainty"] is None
    codes = {code["code"]: code for code in found["codes"]}
    assert removed not in codes
    assert (codes["PA.I.C.K2"]["state"], codes["PA.I.C.K2"]["read_as"]) == ("added", None)
    said = {each["what"]: each["action"] for each in found["corrections"]}
    assert said["score"] == "correct"
    assert said["name"] == "confirm"
    assert found["needs_review"]
    assert found["certainty"] == "low"
    address = batch["url"]
    summary = client.get(f"{address}/summary").json()
    assert summary["score_analysis"]["statistics"]["min"] == 1
    assert client.get(f"{address}/reports").json()["reports"][0] == found
    history = client.get(f"{report['url']}/history")
    assert HistoryAnswer.model_validate_json(history.content).version == 2
    assert history.json()["corrections"] == found["corrections"]


def test_review_names_each_value_and_each_name_can_be_confirmed(
    client: httpx2.Client, report: Report
) -> None:
    found = corrected(
        client, report, {"fields": {"score": 71, "name": None}, "codes": ["ZZ.I.A.K9"]}
    )
    assert [item["reason"] for item in found["review"]] == found["review_reasons"]
    named = [item["what"] for item in found["review"]]
    assert named
    for item in found["review"]:
        assert client.get(item["evidence_url"]).status_code == 200
    done = corrected(client, report, {"confirm": named})
    assert (done["review"], done["needs_review"], done["certainty"]) == ([], False, "high")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "body"),
        ([], "body"),
        ({"fields": {}}, "body"),
        ({"codes": {}}, "body"),
        ({"fields": {"score": 101}}, "body.fields.score"),
        ({"fields": {"score": -1}}, "body.fields.score"),
        ({"fields": {"score": "88"}}, "body.fields.score"),
        ({"fields": {"score": 88.5}}, "body.fields.score"),
        ({"fields": {"score": True}}, "body.fields.score"),
        ({"fields": {"exam_date": "02/14/2026"}}, "body.fields.exam_date"),
        ({"fields": {"exam_date": "2026-02-30"}}, "body.fields.exam_date"),
        ({"fields": {"exam_date": 1771027200}}, "body.fields.exam_date"),
        ({"fields": {"expiration_date": "20280229"}}, "body.fields.expiration_date"),
        ({"fields": {"grade": "passed"}}, "body.fields.grade"),
        ({"fields": {"take": 0}}, "body.fields.take"),
        ({"fields": {"name": "   "}}, "body.fields.name"),
        ({"fields": {"name": "DOE\u0000"}}, "body.fields.name"),
        ({"fields": {"name": "D" * 201}}, "body.fields.name"),
        ({"fields": {"exam_code": "par"}}, "body.fields.exam_code"),
        ({"fields": {"jane-doe": 1}}, "body.fields"),
        ({"codes": ["PA.I.C.K0"]}, "body.codes.0"),
        ({"codes": {"add": ["PA.1.C.K2"]}}, "body.codes.add.0"),
        ({"codes": {"add": ["PA.I.C.K2"], "remove": ["PA.I.C.K2"]}}, "body.codes"),
        ({"confirm": [""]}, "body.confirm.0"),
        ({"confirm": ["name"] * 301}, "body.confirm"),
    ],
)
def test_what_is_no_correction_is_refused_with_its_place(
    client: httpx2.Client, report: Report, body: object, parameter: str
) -> None:
    answer = patch(client, report, body)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE
    assert [cause["parameter"] for cause in answer.json()["errors"]] == [parameter]
    assert "jane-doe" not in answer.text
    assert client.get(report["url"]).json()["version"] == 1


@pytest.mark.parametrize(
    "body",
    [{"codes": {"remove": ["ZZ.I.A.K9"]}}, {"confirm": ["code:ZZ.I.A.K9"]}, {"confirm": ["jane"]}],
)
def test_what_the_report_does_not_hold_is_refused_whole(
    client: httpx2.Client, report: Report, body: dict[str, Any]
) -> None:
    answer = patch(client, report, {**body, "fields": {"score": 71}})
    assert answer.status_code == 422, answer.text
    assert "jane" not in answer.text
    assert client.get(report["url"]).json()["version"] == 1


def test_a_correction_has_to_say_what_it_is_about(client: httpx2.Client, report: Report) -> None:
    body = {"fields": {"score": 71}}
    assert patch(client, report, body, {}).status_code == 428
    for stale in ('"2"', 'W/"1"', "1", '"first"', ""):
        answer = patch(client, report, body, {"If-Match": stale})
        assert answer.status_code == 412, stale
        assert answer.json()["title"] == "Changed meanwhile"
    assert patch(client, report, body, {"If-Match": '"7", "1"'}).status_code == 200
    assert patch(client, report, body, {"If-Match": '"1"'}).status_code == 412
    assert patch(client, report, body, {"If-Match": '"2"'}).status_code == 200


def test_a_body_far_too_large_is_refused(client: httpx2.Client, report: Report) -> None:
    headers = {**ANY, "Content-Type": "application/json"}
    body = b'{"confirm": ["' + b"x" * 200_000 + b'"]}'
    for content in (body, iter([body])):
        answer = client.patch(report["url"], content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE
        assert answer.headers["cache-control"] == "no-store"
        assert "at most 128 kB" in answer.json()["detail"]
        assert "file" not in answer.json()["detail"]


def test_what_is_no_json_is_refused_without_the_place_of_the_parser(
    client: httpx2.Client, report: Report
) -> None:
    headers = {**ANY, "Content-Type": "application/json"}
    answer = client.patch(report["url"], content=b'{"fields": {"score": 7', headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"detail": "It must be JSON.", "parameter": "body"}]


def test_there_is_nothing_to_correct_where_there_is_no_report(client: httpx2.Client) -> None:
    nowhere = {"url": "/v1/extractor/results/5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"}
    assert patch(client, nowhere, {"fields": {"score": 71}}).status_code == 404
    assert client.get(f"{nowhere['url']}/history").status_code == 404
    assert client.get(f"{nowhere['url']}/evidence/score").status_code == 404


def test_clients_at_once_lose_nothing(client: httpx2.Client, samples: Samples) -> None:
    batch = uploaded(client, samples, *samples.good[:3])
    report = batch["reports"][0]

    def work(number: int) -> int:
        refused = 0
        while True:
            etag = client.get(report["url"]).headers["etag"]
            answer = patch(client, report, {"fields": {"score": number}}, {"If-Match": etag})
            if answer.status_code == 200:
                return refused
            assert answer.status_code == 412
            refused += 1

    assert sum(at_once(CLIENTS, work)) > 0
    history = client.get(f"{report['url']}/history").json()
    assert history["version"] == CLIENTS + 1
    assert sorted(each["after"] for each in history["corrections"]) == list(range(CLIENTS))
    last = history["corrections"][-1]["after"]
    assert client.get(report["url"]).json()["metadata"]["score"] == last
    summary = client.get(f"{batch['url']}/summary").json()
    assert summary["score_analysis"]["statistics"]["min"] == last


def test_reading_the_file_again_keeps_the_correction(
    client: httpx2.Client, samples: Samples
) -> None:
    batch = uploaded(client, samples, samples.good[0])
    report = batch["reports"][0]
    before = corrected(client, report, {"fields": {"score": 1}, "confirm": ["name"]})
    retry = f"{batch['url']}/files/1/retry"
    assert client.post(retry).status_code == 409
    assert client.post(retry, params={"even_if_read": True}).status_code == 202
    assert client.get(batch["url"], params={"wait": 60}).json()["status"] == "completed"
    after = client.get(report["url"]).json()
    assert after["version"] == before["version"] + 1
    changing = {"version", "processing_time_ms"}
    assert {key: value for key, value in after.items() if key not in changing} == {
        key: value for key, value in before.items() if key not in changing
    }


def test_the_same_test_is_shown_with_the_other_report(
    client: httpx2.Client, samples: Samples
) -> None:
    truth = next(each for each in samples.good if len(each.reports) == 1)
    batch = uploaded(client, samples, truth, truth)
    first, second = batch["reports"]
    assert first["same_test_as"] == [second["report_id"]]
    assert second["same_test_as"] == [first["report_id"]]
    for shown in client.get(f"{batch['url']}/reports").json()["reports"]:
        assert shown == client.get(shown["url"]).json()
        assert len(shown["same_test_as"]) == 1
    summary = client.get(f"{batch['url']}/summary").json()
    assert (summary["reports"], summary["distinct_reports"]) == (2, 1)
