"""Shared links: no names behind them, and a withdrawn one leads nowhere."""

from uuid import UUID, uuid4

import httpx2
import pytest

from aktr.db.repository import Repository
from aktr.db.types import utc_now
from api_service import RunningService, Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"


@pytest.fixture(scope="module")
def class_of_samples(service: RunningService, samples: Samples) -> str:
    """The address of a finished batch."""
    with service.client() as client:
        answer = client.post(EXTRACT, files=samples.form(samples.good))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])


def test_a_class_has_one_link_and_names_nobody(
    client: httpx2.Client, class_of_samples: str, samples: Samples
) -> None:
    first = client.post(f"{class_of_samples}/share")
    again = client.post(f"{class_of_samples}/share")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    shared = client.get(first.json()["url"])
    assert shared.status_code == 200
    assert shared.headers["cache-control"] == "no-store"
    assert shared.json()["reports"] >= 5
    assert (
        shared.json() == client.get(f"{class_of_samples}/export?format=json&names=without").json()
    )
    secrets = {class_of_samples.rsplit("/", 1)[1]}
    for truth in samples.good:
        for report in truth.reports:
            secrets |= {report.name, report.ftn or report.name, report.exam_id or report.name}
    told = shared.text + first.text
    assert [secret for secret in secrets if secret and secret in told] == []


def test_a_withdrawn_link_leads_nowhere_and_the_next_one_is_another(
    client: httpx2.Client, class_of_samples: str
) -> None:
    old = client.post(f"{class_of_samples}/share").json()
    assert client.delete(f"{class_of_samples}/share").status_code == 204
    assert client.delete(f"{class_of_samples}/share").status_code == 204

    gone = client.get(old["url"])
    assert gone.status_code == 404
    assert "withdrawn" in gone.json()["detail"]
    new = client.post(f"{class_of_samples}/share")
    assert new.status_code == 201
    assert new.json()["share_id"] != old["share_id"]
    assert client.get(new.json()["url"]).status_code == 200


def test_a_link_ends_with_its_batch(start_service: StartService, samples: Samples) -> None:
    service = start_service()
    with service.client() as client:
        links = []
        batches = []
        for _ in range(2):
            batch = client.post(EXTRACT, files=samples.form(samples.good[:1])).json()
            batches.append(batch)
            links.append(client.post(f"{batch['url']}/share").json())
        assert client.delete(batches[0]["url"]).status_code == 204
        assert client.get(links[0]["url"]).status_code == 404

        later = service.app.state.services.database
        repository = Repository(later, clock=lambda: utc_now().replace(year=2126))
        repository.delete_expired(utc_now().replace(year=2126))
        assert client.get(links[1]["url"]).status_code == 410


def test_what_is_not_there_cannot_be_shared(client: httpx2.Client) -> None:
    unknown = f"/v1/extractor/batch/{uuid4()}/share"
    assert client.post(unknown).status_code == 404
    assert client.delete(unknown).status_code == 404
    assert client.get(f"/v1/extractor/shared/{UUID(int=0)}").status_code == 404
