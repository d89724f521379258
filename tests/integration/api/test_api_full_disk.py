"""A server whose disk is full says so to whoever uploads, to whoever runs it, and to monitors."""

import logging
from pathlib import Path

import pytest

from aktr.db.session import Database
from api_service import Samples, StartService
from full_disks import ANY_SIZE, let_grow

EXTRACT = "/v1/extractor/batch/extract"


def test_an_upload_for_which_there_is_no_room_is_refused_and_the_rest_stays(
    start_service: StartService, samples: Samples, caplog: pytest.LogCaptureFixture
) -> None:
    service = start_service()
    database: Database = service.app.state.services.database
    assert database.url.database is not None
    folder = Path(database.url.database).parent
    with service.client() as client:
        before = client.post(EXTRACT, files=samples.form(samples.good[:1])).json()
        let_grow(database, 0)
        with caplog.at_level(logging.ERROR, logger="aktr"):
            answer = client.post(EXTRACT, files=samples.form(samples.good))
        assert answer.status_code == 507
        assert answer.json()["type"] == "urn:aktr:problem:disk-full"
        assert "Tell whoever runs the server" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) > 0
        assert client.get(before["url"]).json()["status"] == "completed"
        (line,) = (row for row in caplog.records if row.name == "aktr.api.problems")
        assert f"{folder} (the database) has" in line.message
        assert line.exc_info is None
        as_page = client.post(
            "/", files=samples.form(samples.good), headers={"Accept": "text/html"}
        )
        assert as_page.status_code == 507
        assert "The disk of this service is full" in as_page.text
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert "disk of this server is full" in ready.json()["detail"]
        let_grow(database, ANY_SIZE)
        assert client.post(EXTRACT, files=samples.form(samples.good[:1])).status_code == 200


def test_a_service_without_room_for_a_file_is_not_ready(start_service: StartService) -> None:
    service = start_service(limits={"max_file_bytes": 2**60})
    with service.client() as client:
        until_read = client.get("/ready")
        assert until_read.status_code == 503
        assert client.get("/health").status_code == 200
