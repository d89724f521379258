"""What a finished batch answers with: pages of reports, the summary."""

from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select, update

from aktr.db.models import BatchReport, Report
from api_batches import EXTRACT, MOVED_ON, wait_until_finished
from api_service import RunningService, Samples


def test_pages_of_reports_follow_the_upload(client: httpx2.Client, samples: Samples) -> None:
    sent = [*samples.good[:6], samples.bad[0], *samples.good[6:9], samples.bad[3]]
    batch = client.post(EXTRACT, files=samples.form(sent)).json()
    seen: list[Any] = []
    address: str | None = f"{batch['url']}/reports?limit=4"
    while address:
        page = client.get(address).json()
        assert len(page["reports"]) <= 4
        assert page["total"] == len(batch["reports"])
        seen += page["reports"]
        address = page["next"]
    assert seen == batch["reports"]
    failed = client.get(f"{batch['url']}/reports", params={"status": "failed", "limit": 1}).json()
    assert failed["total"] == 2
    assert failed["reports"][0]["position"] == 7
    assert "status=failed" in failed["next"]
    assert failed["previous"] is None
    second = client.get(failed["next"]).json()
    assert second["reports"][0]["position"] == 11
    assert "page=1" in second["previous"]
    beyond = client.get(f"{batch['url']}/reports", params={"page": 99}).json()
    assert beyond["reports"] == []
    assert beyond["next"] is None


def test_the_summary_is_of_the_same_reports(client: httpx2.Client, samples: Samples) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.good[:15])).json()
    summary = client.get(batch["summary"]["url"]).json()
    assert summary["batch_id"] == batch["batch_id"]
    assert summary["total_files"] == 15
    assert (
        summary["score_analysis"]["statistics"]["mean"]
        == (batch["summary"]["score_distribution"]["mean"])
    )
    reports = {entry["report_id"] for entry in batch["reports"]}
    for code in summary["aggregated_codes"]:
        assert set(code["reports"]) <= reports


def test_a_summary_that_another_version_stored_is_made_anew(
    client: httpx2.Client, service: RunningService, samples: Samples
) -> None:
    form, key = samples.form(samples.good[:4]), {"Idempotency-Key": "versions"}
    batch = client.post(EXTRACT, files=form, headers=key).json()
    summary = client.get(batch["summary"]["url"]).json()
    for maker in ({}, {"made_by": "another version"}):
        with service.app.state.services.database.transaction() as session:
            row = session.get_one(BatchReport, UUID(batch["batch_id"]))
            stored = {**(row.summary_data or {}), "common_weak_areas": []}
            for member in ("made_by", "disagreements"):
                stored.pop(member, None)
            plan = {**stored["study_recommendations"], "total_minutes": 60 * 777}
            row.summary_data = {**stored, **maker, "study_recommendations": plan}

        assert client.get(batch["summary"]["url"]).json() == summary
        again = client.post(EXTRACT, files=form, headers=key).json()
        assert again["summary"] == batch["summary"]
        page = client.get(f"/batches/{batch['batch_id']}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "Ground time 777 h" not in page.text


def test_a_summary_that_could_not_be_made_is_made_when_it_is_asked_for(
    client: httpx2.Client, service: RunningService, samples: Samples
) -> None:
    form, key = samples.form(samples.good[:4]), {"Idempotency-Key": "not summarised"}
    batch = client.post(EXTRACT, files=form, headers=key).json()
    summary = client.get(batch["summary"]["url"]).json()
    with service.app.state.services.database.transaction() as session:
        session.get_one(BatchReport, UUID(batch["batch_id"])).summary_data = None

    assert client.get(batch["summary"]["url"]).json() == summary
    assert client.post(EXTRACT, files=form, headers=key).json()["summary"] == batch["summary"]


def test_where_no_summary_can_be_made_that_is_said_and_the_reports_are_there(
    client: httpx2.Client, service: RunningService, samples: Samples
) -> None:
    sent: dict[str, Any] = {
        "files": samples.form(samples.good[:4]),
        "data": {"options": '{"include_individual_reports": false}'},
        "headers": {"Idempotency-Key": "never summarised"},
    }
    batch = client.post(EXTRACT, **sent).json()
    with service.app.state.services.database.transaction() as session:
        session.get_one(BatchReport, UUID(batch["batch_id"])).summary_data = None
        reports = session.scalars(
            select(Report)
            .where(Report.batch_id == UUID(batch["batch_id"]))
            .order_by(Report.position)
        ).all()
        harmed = next(report for report in reports if report.codes)
        # What only a defect can store.
        harmed.codes = [{**code, "description": 4} for code in harmed.codes]
        whole = next(report.id for report in reports if report is not harmed)

    summary = client.get(batch["summary"]["url"])
    assert summary.status_code == 500
    assert "summary of this batch could not be made" in summary.json()["detail"]
    again = client.post(EXTRACT, **sent)
    assert (again.status_code, again.json()["summary"]) == (200, None)
    assert client.get(f"/v1/extractor/results/{whole}").status_code == 200
    page = client.get(f"/batches/{batch['batch_id']}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "The summary of this class could not be made" in page.text


def test_the_summary_of_a_batch_without_a_report_is_empty_and_not_missing(
    client: httpx2.Client, samples: Samples
) -> None:
    batch = client.post(EXTRACT, files=samples.form(samples.bad[:1])).json()["batch"]
    summary = client.get(f"{batch['url']}/summary")
    assert summary.status_code == 200
    assert summary.json()["reports"] == 0
    assert summary.json()["common_weak_areas"] == []


def test_while_a_batch_is_being_processed_its_summary_asks_to_come_back(
    service: RunningService, client: httpx2.Client, samples: Samples
) -> None:
    answer = client.post(EXTRACT, files=samples.form(samples.good[:3]), headers=MOVED_ON)
    batch_id = UUID(answer.json()["batch_id"])
    wait_until_finished(client, answer.headers["location"])
    with service.app.state.services.database.transaction() as session:
        session.execute(
            update(BatchReport).where(BatchReport.id == batch_id).values(status="processing")
        )
    early = client.get(f"{answer.headers['location']}/summary")
    assert early.status_code == 409
    assert int(early.headers["retry-after"]) >= 1
    retried = client.post(f"{answer.headers['location']}/files/1/retry")
    assert retried.status_code == 409
    assert client.delete(answer.headers["location"]).status_code == 204
