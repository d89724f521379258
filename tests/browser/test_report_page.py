"""What a report's page says of corrections that were not taken, and shows beside the values."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import expect

from api_service import RunningService, StartService
from chromium import OpenPage
from classes import doubtful_report, doubtful_sheet, sheet, uploaded


@contextmanager
def browsing(service: RunningService) -> Iterator[httpx2.Client]:
    """Somebody who asks for pages, as browsers do."""
    with service.client() as client:
        client.headers |= {"Accept": "text/html"}
        yield client


@pytest.fixture
def client(service: RunningService) -> Iterator[httpx2.Client]:
    """A browser, as far as the server can tell."""
    with browsing(service) as client:
        yield client


def test_a_conflict_between_two_tabs_keeps_what_was_typed(
    client: httpx2.Client, service: RunningService
) -> None:
    address = f"/reports/{doubtful_report(service)['report_id']}"
    here = {"version": "1", "what": "score", "do": "save", "value": "85"}
    assert client.post(f"{address}/corrections", data=here).status_code == 303

    page = client.post(f"{address}/corrections", data={**here, "value": "58"})

    assert page.status_code == 412
    assert "Stored now: 85." in page.text
    assert 'name="value" type="text" value="58"' in page.text
    assert "ETag" not in page.text
    version = re.findall(r'name="version" value="(\d+)"', page.text)
    assert set(version) == {"2"}
    again = {**here, "value": "58", "version": "2"}
    assert client.post(f"{address}/corrections", data=again).status_code == 303
    assert "58" in client.get(address).text


def test_any_value_can_be_corrected_and_two_people_do_not_overwrite_each_other(
    open_page: OpenPage, service: RunningService
) -> None:
    report = doubtful_report(service)
    mine = open_page(f"/reports/{report['report_id']}")
    yours = open_page(f"/reports/{report['report_id']}")
    for page, score in ((mine, "91"), (yours, "92")):
        page.locator("#values .value", has_text="Score").get_by_text("Correct").click()
        page.locator("#value-score").fill(score)
        page.locator("#value-score").press("Enter")
    expect(mine.locator(".result-score")).to_contain_text("91")
    expect(yours.get_by_role("alert")).to_contain_text("Stored now: 91.")
    expect(yours.locator("#value-score")).to_have_value("92")
    expect(yours.locator("#value-score")).to_be_focused()
    yours.locator("#value-score").press("Enter")
    expect(yours.locator(".result-score")).to_contain_text("92")


def test_a_conflict_about_a_code_that_nobody_asks_about_any_more_keeps_the_code(
    client: httpx2.Client, service: RunningService
) -> None:
    address = f"/reports/{doubtful_report(service)['report_id']}"
    here = {"version": "1", "what": "code:PA.I.C.K99", "do": "save", "value": "PA.I.C.K2"}
    assert client.post(f"{address}/corrections", data=here).status_code == 303

    page = client.post(f"{address}/corrections", data={**here, "value": "PA.I.C.K3a"})

    assert page.status_code == 412
    assert re.search(r'id="add-codes"[^>]*value="PA.I.C.K3a"', page.text)
    assert re.search(r"Stored now: [^<]*PA.I.C.K2", page.text)


def test_a_confirmation_that_comes_too_late_is_told_without_a_value(
    client: httpx2.Client, service: RunningService
) -> None:
    address = f"/reports/{doubtful_report(service)['report_id']}"
    form = {"version": "7", "what": "score", "do": "confirm"}
    page = client.post(f"{address}/corrections", data=form)
    assert page.status_code == 412
    assert "Stored now: 88." in page.text
    assert 'name="value" type="text" value="88"' in page.text


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("score", "101", "a whole number from 0 to 100"),
        ("score", "eighty", "a whole number from 0 to 100"),
        ("take", "0", "1 for the first attempt"),
        ("exam_date", "2026-02-31", "such as 2026-02-14"),
        ("exam_code", "Private", "three capital letters"),
        ("ftn", "C 123", "Only letters, digits and hyphens"),
        ("codes", "nonsense", "Codes look like PA.I.C.K2"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_paper(
    client: httpx2.Client, service: RunningService, what: str, value: str, said: str
) -> None:
    address = f"/reports/{doubtful_report(service)['report_id']}"
    page = client.post(
        f"{address}/corrections", data={"version": "1", "what": what, "value": value}
    )
    assert page.status_code == 422
    assert said in page.text
    assert "nput should" not in page.text
    assert value in page.text


@pytest.mark.parametrize(
    ("what", "stored"),
    [("score", "88"), ("grade", "Pass"), ("name", "DOE, JANE ANN"), ("code:PA.I.C.K99", "K99")],
)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_emptied_box_takes_nothing_away_and_names_the_button_that_does(
    client: httpx2.Client, service: RunningService, what: str, stored: str, value: str
) -> None:
    report = doubtful_report(service)
    form = {"version": "1", "what": what, "do": "save", "value": value}

    page = client.post(f"/reports/{report['report_id']}/corrections", data=form)

    assert page.status_code == 422
    assert "The box was empty, so nothing was changed." in page.text
    assert "Not on the paper" in page.text
    assert stored in page.text
    assert client.get(report["url"], headers={"Accept": "*/*"}).json()["version"] == 1


def test_any_value_can_be_said_not_to_be_on_the_paper(
    open_page: OpenPage, service: RunningService
) -> None:
    report = doubtful_report(service)
    page = open_page(f"/reports/{report['report_id']}")
    place = page.locator("#values .value", has_text="Score")
    place.get_by_text("Correct").click()
    page.locator("#value-score").fill("")
    page.locator("#value-score").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The box was empty")
    expect(page.locator("#value-score")).to_have_value("88")
    place.get_by_role("button", name="Not on the paper Score").click()
    page.wait_for_url("**saved=score**")
    with service.client() as client:
        assert client.get(report["url"]).json()["metadata"]["score"] is None


def test_every_report_stands_beside_a_picture_of_its_paper(
    client: httpx2.Client, service: RunningService, start_service: StartService
) -> None:
    lines = (
        "Airman Knowledge Test Report",
        "NAME: DOE, JANE ANN",
        "FTN: C1234567   EXAM ID: 90123420220615001",
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM DATE: 06/15/2022   EXAM SITE: ABS60104",
        "SCORE: 97%   GRADE: Pass   TAKE: 1",
        "PA.I.E.K1",
        "EXPIRATION DATE: 06/30/2024",
    )
    report = uploaded(service, [("files[]", ("a.pdf", sheet(*lines)))])["reports"][0]
    page = client.get(f"/reports/{report['report_id']}").text
    assert "Nothing to look at" in page
    picture = f"{report['url']}/evidence/page:1"
    assert f'<img src="{picture}"' in page
    assert client.get(picture).headers["content-type"] == "image/png"

    found = {check["id"]: check for check in report["checks"]}
    compared = [
        check
        for check in report["checks"]
        if check["outcome"] != "not-applicable" and check["severity"] != "inform"
    ]
    assert f"{len(compared)} of {len(compared)} cross-checks hold." in page
    assert found["code-in-edition"]["outcome"] == "not-applicable", "6B with Change 1 is not held"
    assert found["minimum-age"]["outcome"] == "not-applicable"
    assert "Good to know:" in page

    forgetful = start_service(keep_uploads="until-done")
    with browsing(forgetful) as other:
        report = uploaded(forgetful, [("files[]", ("a.pdf", sheet(*lines)))])["reports"][0]
        assert "/evidence/" not in other.get(f"/reports/{report['report_id']}").text


def test_who_sends_too_much_or_too_often_is_told_so_in_plain_words(
    start_service: StartService,
) -> None:
    service = start_service(rate_limit="2/hour", limits={"max_files": 3})
    files = [("files[]", (f"{number}.pdf", b"x")) for number in range(4)]
    with browsing(service) as client:
        page = client.post("/", files=files)
        assert page.status_code == 400
        assert "These are more than 3 files" in page.text
        assert "The form cannot be read" not in page.text
        client.post("/", files=files)
        page = client.post("/", files=files)
        assert page.status_code == 429
        assert "at most 2 in 1 hour" in page.text
        assert "per 1 hour" not in page.text
        assert "Retry-After" not in page.text


def test_corrections_and_all_that_is_done_to_a_class_are_no_uploads(
    start_service: StartService,
) -> None:
    service = start_service(rate_limit="1/hour")
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    report, group = f"/reports/{batch['reports'][0]['report_id']}", f"/batches/{batch['batch_id']}"
    with browsing(service) as client:
        for version, score in enumerate(("85", "86", "87"), start=1):
            said = {"version": version, "what": "score", "do": "save", "value": score}
            assert client.post(f"{report}/corrections", data=said).status_code == 303
        for action in ("share", "share/withdraw", "delete"):
            assert client.post(f"{group}/{action}").status_code == 303, action


def test_what_was_typed_is_shown_when_another_copy_took_the_place_of_the_report(
    open_page: OpenPage, service: RunningService
) -> None:
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    page = open_page(f"/batches/{batch['batch_id']}")
    page.locator(".roster tbody th a").click()
    page.wait_for_url("**/reports/**")
    page.locator("#values .value", has_text="Name").get_by_text("Correct").first.click()
    page.locator("#value-name").fill("DOE, JANET <ANN>")
    with service.client() as other:
        answer = other.put(
            f"{batch['url']}/files/1?even_if_read=true",
            files={"file": ("b.pdf", sheet("another copy"))},
        )
        assert answer.status_code == 202

    page.locator("#value-name").press("Enter")

    expect(page.get_by_role("heading", name="This report is not here any more")).to_be_visible()
    expect(page.locator(".notice")).to_contain_text("Name: DOE, JANET <ANN>")
    page.get_by_role("link", name="Back to the class").click()
    page.wait_for_url(f"**/batches/{batch['batch_id']}*")
    expect(page.get_by_text("b.pdf").first).to_be_visible()


def test_a_confirmation_of_a_report_that_is_gone_shows_nothing_as_typed(
    client: httpx2.Client,
) -> None:
    form = {"version": "1", "what": "score", "do": "confirm", "value": "88"}
    page = client.post(f"/reports/{uuid4()}/corrections", data=form)
    assert page.status_code == 404
    assert "This report is not here any more" in page.text
    assert "You typed" not in page.text


def test_wordings_that_cannot_be_used_take_nothing_away_but_the_paperwork(
    start_service: StartService, caplog: pytest.LogCaptureFixture
) -> None:
    service = start_service()
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    report = batch["reports"][0]
    (service.settings.data_dir / "paperwork.json").write_text("{bad", encoding="utf-8")
    with browsing(service) as client:
        page = client.get(f"/reports/{report['report_id']}")
        assert page.status_code == 200
        assert "DOE, JANE ANN" in page.text
        assert "paperwork.json of this service cannot be used" in page.text
        assert client.get(f"/batches/{batch['batch_id']}").status_code == 200
        said = {"version": "1", "what": "score", "do": "save", "value": "85"}
        answer = client.post(f"/reports/{report['report_id']}/corrections", data=said)
        assert answer.status_code == 303
    with service.client() as client:
        assert client.get(f"{batch['url']}/export?format=xlsx").status_code == 200
        for address in (
            f"{batch['url']}/export?format=pdf",
            f"{report['url']}/paperwork",
        ):
            caplog.clear()
            answer = client.get(address)
            assert answer.status_code == 500
            assert "paperwork.json of this server" in answer.json()["detail"]
            assert str(service.settings.data_dir) not in answer.text
            assert f"{service.settings.data_dir}/paperwork.json cannot be used" in caplog.text
            assert "Traceback" not in caplog.text


def test_every_doubt_is_called_by_its_value_and_a_saved_one_is_told(
    open_page: OpenPage, service: RunningService
) -> None:
    page = open_page(f"/reports/{doubtful_report(service)['report_id']}")
    page.get_by_role("button", name="Not on the paper Exam date").wait_for()
    names = page.locator("#look img").evaluate_all("pictures => pictures.map(one => one.alt)")
    assert names
    assert not [name for name in names if "_" in name or "code:" in name]
    page.get_by_label("The paper says Exam date").fill("2026-02-14")
    page.get_by_role("button", name="Save Exam date").click()
    expect(page).to_have_title(re.compile("^Saved"))
    while page.locator(".doubt").count():
        left = page.locator(".doubt").count()
        page.locator(".doubt .answers button").last.click()
        expect(page.locator(".doubt")).to_have_count(left - 1)
    expect(page.locator("[role=status]")).to_be_focused()
