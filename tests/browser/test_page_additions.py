"""Bringing files into a class from its page: another copy of one, and further ones."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Page, expect

from aktr.db.records import BatchOptions
from api_service import RunningService
from chromium import OpenPage
from classes import class_on_one_test, form_of, uploaded
from factories import failure, uploads


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return class_on_one_test(tmp_path, 4)


@pytest.fixture
def batch(service: RunningService, paths: list[Path]) -> dict[str, Any]:
    """A class of three files, of which the last one is damaged."""
    damaged = ("files[]", ("damaged.pdf", b"%PDF-1.4 cut off"))
    return uploaded(service, [*form_of(paths[:2]), damaged])


def finished_class(page: Page, files: int) -> None:
    expect(page.get_by_role("heading", name=f"Class of {files} files")).to_be_visible()


@pytest.mark.parametrize("with_script", [True, False])
def test_another_copy_comes_into_the_class_in_its_place(
    open_page: OpenPage, batch: dict[str, Any], paths: list[Path], with_script: bool
) -> None:
    url = f"/batches/{batch['batch_id']}"
    page = open_page(url, java_script_enabled=with_script)
    expect(page.locator(".failed-files")).to_contain_text("3. damaged.pdf")
    page.get_by_label("Another copy of damaged.pdf").set_input_files(paths[2])
    page.get_by_role("button", name="Upload another copy").click()

    page.wait_for_url(re.compile(f"{url}$"))
    finished_class(page, 3)
    expect(page.locator("#failed")).to_have_count(0)
    expect(page.get_by_text("3 files read")).to_be_visible()
    expect(page.locator(".roster tbody tr")).to_have_count(3)


@pytest.mark.parametrize("with_script", [True, False])
def test_further_reports_are_added_to_the_class(
    open_page: OpenPage, batch: dict[str, Any], paths: list[Path], with_script: bool
) -> None:
    page = open_page(f"/batches/{batch['batch_id']}", java_script_enabled=with_script)
    page.get_by_text("Add reports to this class").click()
    expect(page.get_by_text("There is room for 27 more files")).to_be_visible()
    page.get_by_label("Choose further reports").set_input_files(paths[2:])
    page.get_by_role("button", name="Add and read them").click()

    finished_class(page, 5)
    expect(page.get_by_text("4 files read")).to_be_visible()
    expect(page.locator(".failed-files > li")).to_have_count(1)


def test_a_form_that_is_sent_twice_adds_its_files_once(
    client: httpx2.Client, batch: dict[str, Any], paths: list[Path]
) -> None:
    url = f"/batches/{batch['batch_id']}"
    action = re.search(r'action="([^"]+/files\?key=[^"]+)"', client.get(url).text)
    assert action is not None
    for _ in range(2):
        answer = client.post(action[1], files=form_of(paths[2:3]))
        assert (answer.status_code, answer.headers["location"]) == (303, url)
    assert client.get(f"/v1/extractor{url.replace('batches', 'batch')}").json()["total_files"] == 4


def test_a_full_class_offers_no_room(service: RunningService, class_page: str) -> None:
    with service.client() as client:
        assert "Add reports to this class" not in client.get(class_page).text


def leads_back_to_the_class(page: httpx2.Response, batch: dict[str, Any]) -> None:
    assert f'href="/batches/{batch["batch_id"]}">Back to the class</a>' in page.text
    assert "errors says" not in page.text
    assert "even_if" not in page.text


@pytest.mark.parametrize("path", ["files/3", "files"])
def test_files_of_which_none_can_be_read_are_refused_with_the_way_back(
    client: httpx2.Client, batch: dict[str, Any], path: str
) -> None:
    url = f"/batches/{batch['batch_id']}"
    page = client.post(f"{url}/{path}", files={"file" if "/" in path else "files[]": ("a", b"x")})
    assert page.status_code == 422
    assert "the class stays as it was" in page.text
    assert "neither a PDF nor a picture" in page.text
    leads_back_to_the_class(page, batch)


def test_a_copy_of_what_was_read_meanwhile_is_refused_with_the_way_back(
    client: httpx2.Client, batch: dict[str, Any], paths: list[Path]
) -> None:
    url = f"/batches/{batch['batch_id']}"
    page = client.post(f"{url}/files/1", files={"file": ("new.pdf", paths[2].read_bytes())})
    assert page.status_code == 409
    assert "This file has its report already" in page.text
    assert "wait" not in page.text
    leads_back_to_the_class(page, batch)


def test_another_try_for_what_was_read_meanwhile_leads_back_to_the_class(
    client: httpx2.Client, batch: dict[str, Any]
) -> None:
    page = client.post(f"/batches/{batch['batch_id']}/files/1/retry")
    assert page.status_code == 409
    assert "Everything was read already" in page.text
    leads_back_to_the_class(page, batch)


def test_a_class_that_is_not_there_is_not_offered(client: httpx2.Client) -> None:
    page = client.post(f"/batches/{uuid4()}/files/1/retry")
    assert page.status_code == 404
    assert "Back to the class" not in page.text


@pytest.mark.parametrize("through_events", [True, False])
def test_progress_goes_on_when_the_class_grew_from_elsewhere(
    open_page: OpenPage, service: RunningService, through_events: bool
) -> None:
    repository = service.app.state.services.repository
    # Not handed to the dispatcher, so that only this test brings it on.
    batch, _ = repository.create_batch(uploads(b"a"), BatchOptions(), timedelta(hours=1))
    page = open_page("/")
    if not through_events:
        page.route("**/events", lambda route: route.fulfill(status=502))
    page.goto(f"/batches/{batch.id}")
    expect(page.locator("#progress .file")).to_have_count(1)
    # Runs only while this test waits for the page: no page is made between the next two steps.
    page.route(f"**/batches/{batch.id}", lambda route: route.continue_())

    repository.record_progress(batch.id, [1], [failure(1)], lambda _: {})
    repository.add_files(batch.id, uploads(b"b", b"c"), 30)
    expect(page.locator("#progress .file")).to_have_count(3)
    expect(page.locator("#bar")).to_have_attribute("max", "3")

    repository.record_progress(batch.id, [2, 3], [failure(2), failure(3)], lambda _: {})
    finished_class(page, 3)
