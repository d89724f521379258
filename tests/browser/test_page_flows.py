"""What an instructor does with the pages, from the first file to the deletion."""

import multiprocessing
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import FilePayload, Page, expect

from api_service import RunningService, StartService
from chromium import OpenPage, settled
from classes import (
    class_on_one_test,
    doubtful_report,
    doubtful_sheet,
    form_of,
    sheet,
    uploaded,
)

CLASS_URL = re.compile(r"/batches/[0-9a-f-]{36}$")


@pytest.mark.timeout(300)
def test_thirty_mixed_files_with_a_reload_in_the_middle(
    open_page: OpenPage, mixed_files: tuple[list[Path], list[Path]]
) -> None:
    files, no_files = mixed_files
    assert len(files) == 30
    page = open_page("/")
    page.get_by_label("Choose the test reports").set_input_files([*no_files, *files])

    expect(page.locator("#file-list > li")).to_have_count(len(files) + len(no_files))
    expect(page.locator(".file.wrong")).to_have_count(len(no_files))
    expect(page.locator(".file.wrong").nth(0)).to_contain_text("is empty")
    expect(page.locator(".file.wrong").nth(1)).to_contain_text("is neither a PDF nor a picture")
    with readers_held():
        page.get_by_role("button", name="Read the reports").click()
        page.wait_for_url(CLASS_URL)
        expect(page.locator("#progress .file")).to_have_count(30)
        page.reload()
        expect(page.locator("#progress .file")).to_have_count(30)
    expect(page.get_by_role("heading", name="Class of 30 files")).to_be_visible(timeout=200_000)

    failed = page.locator(".failed-files > li")
    shown = [path.name for path in files if path.name.startswith("bad-")]
    expect(failed).to_have_count(len(shown))
    for number, name in enumerate(shown):
        expect(failed.nth(number)).to_contain_text(name)
    expect(failed.first).to_contain_text("damaged")
    expect(page.get_by_text(f"{30 - len(shown)} files read")).to_be_visible()
    first_section = page.locator("main > section").first
    expect(first_section).to_have_id("failed")


def test_more_than_thirty_files_and_removing_some(open_page: OpenPage, tmp_path: Path) -> None:
    paths = class_on_one_test(tmp_path, 31)
    page = open_page("/")
    page.get_by_label("Choose the test reports").set_input_files(paths)
    expect(page.locator(".file.wrong")).to_have_count(1)
    expect(page.locator(".file.wrong")).to_contain_text("more than 30 files")
    page.get_by_role("button", name=f"Remove {paths[0].name}").press("Enter")
    expect(page.locator(".file.wrong")).to_have_count(0)
    expect(page.locator(".file-remove").first).to_be_focused()
    dropped = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["%PDF-1.7"], "dropped.pdf"));
            return data;
        }"""
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(page.locator(".file.wrong")).to_contain_text("dropped.pdf")


def test_progress_goes_on_where_events_do_not_get_through(
    open_page: OpenPage, mixed_files: tuple[list[Path], list[Path]]
) -> None:
    page = open_page("/")
    page.route("**/events", lambda route: route.fulfill(status=502))
    pictures = [path for path in mixed_files[0] if path.suffix != ".pdf"]
    page.get_by_label("Choose the test reports").set_input_files(pictures[:1])
    page.get_by_role("button", name="Read the reports").click()
    expect(page.get_by_role("heading", name="1 file")).to_be_visible(timeout=60_000)


def test_the_reading_is_stopped_and_taken_up_again_without_scripts(
    open_page: OpenPage, start_service: StartService
) -> None:
    service = start_service(workers=1)
    page = open_page("/", at=service, java_script_enabled=False)
    report = FilePayload(name="held.pdf", mimeType="application/pdf", buffer=doubtful_sheet())
    page.get_by_label("Choose the test reports").set_input_files(report)
    with readers_held():
        page.get_by_role("button", name="Read the reports").click()
        page.wait_for_url(CLASS_URL)
        page.get_by_role("button", name="Stop reading").click()
        expect(page.locator("#failed")).to_contain_text("The batch was stopped before this file")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".roster")).to_contain_text("DOE, JANE ANN", timeout=30_000)


def test_a_failed_file_is_read_again(open_page: OpenPage, start_service: StartService) -> None:
    strict = start_service(limits={"max_file_bytes": 10_000_000, "max_pages": 1})
    two_pages = _two_pages()
    batch = uploaded(strict, [("files[]", ("two pages.pdf", two_pages))])
    address = f"/batches/{batch['batch_id']}"
    page = open_page(address, at=strict)
    expect(page.locator("#failed")).to_contain_text("two pages.pdf")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#failed")).to_contain_text("two pages.pdf")
    strict.stop()

    patient = start_service()
    page = open_page(address, at=patient)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".roster")).to_contain_text("DOE, JANE ANN")
    expect(page.locator("#failed")).to_have_count(0)


def test_all_failed_files_are_read_again_together(
    open_page: OpenPage, start_service: StartService
) -> None:
    strict = start_service(limits={"max_pages": 1})
    two_pages = _two_pages()
    files = [("files[]", (f"{number}.pdf", two_pages)) for number in range(3)]
    batch = uploaded(strict, files)
    strict.stop()
    page = open_page(f"/batches/{batch['batch_id']}", at=start_service())
    page.get_by_role("button", name="Try all 3 again").click()
    expect(page.locator(".roster tbody tr")).to_have_count(3)
    expect(page.locator("#failed")).to_have_count(0)


def test_on_a_phone_who_missed_what_needs_no_scrolling_sideways(
    open_page: OpenPage, class_page: str
) -> None:
    page = open_page(class_page, viewport={"width": 360, "height": 740})
    row = page.locator(".matrix tbody tr").first
    boxes = row.locator("td:not(.figure):not(.who-list)")
    assert boxes.count() > 20
    for box in (boxes.first, boxes.last, row.locator(".figure")):
        place = box.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 360
    row.get_by_text("Students").click()
    named = row.locator(".who-list details").inner_text()
    assert named.count(";") + 1 == int(row.locator(".figure").inner_text())


def test_the_page_of_one_report_says_what_came_out(
    open_page: OpenPage, service: RunningService
) -> None:
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    page = open_page(f"/batches/{batch['batch_id']}")
    expect(page.locator(".figures")).to_contain_text("passed")
    page.locator(".figures").get_by_role("link", name="look at it").click()
    expect(page.locator("#look-title")).to_have_text("3 things to look at")


def test_values_are_corrected_with_the_keyboard_alone(
    open_page: OpenPage, service: RunningService
) -> None:
    report = doubtful_report(service)
    page = open_page(f"/reports/{report['report_id']}")
    expect(page.locator("#look-title")).to_have_text("3 things to look at")
    _tab_to(page, "#item-1")
    page.keyboard.type("02142026")
    page.keyboard.press("Enter")

    expect(page.locator("#look-title")).to_have_text("2 things to look at")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("#item-1")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("PA.I.C.9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Codes look like PA.I.C.K2")
    expect(page.locator("#item-1")).to_have_value("PA.I.C.9")
    _tab_to(page, "#item-1")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("PA.I.C.K2")
    page.keyboard.press("Enter")

    expect(page.locator("#look-title")).to_have_text("Nothing to look at")
    expect(page.locator("#codes")).to_contain_text("PA.I.C.K2")
    with service.client() as client:
        stored = client.get(report["url"]).json()
    assert stored["metadata"]["exam_date"] == "2026-02-14"
    assert stored["fields"]["exam_date"]["state"] == "corrected"
    assert "PA.I.C.K2" in [code["code"] for code in stored["codes"]]


def test_one_report_leads_to_the_next_that_needs_a_look_and_back_to_the_class(
    open_page: OpenPage, service: RunningService
) -> None:
    files = [("files[]", (f"{number}.pdf", doubtful_sheet())) for number in (1, 2)]
    batch = uploaded(service, files)
    first, second = (report["report_id"] for report in batch["reports"])
    page = open_page(f"/reports/{first}")
    expect(page.get_by_text("Back to the class")).to_be_hidden()
    page.goto(f"/batches/{batch['batch_id']}?sort=score")
    page.goto(f"/reports/{first}")
    page.get_by_role("link", name="Next report to look at").click()
    page.wait_for_url(re.compile(f"/reports/{second}#look"))
    page.get_by_text("Back to the class").click()
    page.wait_for_url(re.compile(r"\?sort=score$"))


def test_a_doubtful_value_stands_beside_its_cut_out(
    open_page: OpenPage, service: RunningService
) -> None:
    report = doubtful_report(service)
    page = open_page(f"/reports/{report['report_id']}#look")
    picture = page.locator("#look").get_by_role("img", name="Exam date")
    picture.scroll_into_view_if_needed()
    settled(page)
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth") > 50


def test_the_wording_of_the_endorsement_is_copied(open_page: OpenPage, class_page: str) -> None:
    page = open_page(class_page, permissions=["clipboard-read", "clipboard-write"])
    page.locator("tr:not(.failed-test) th a").first.click()
    expect(page.get_by_text("Back to the class")).to_be_visible()
    page.get_by_role("button", name="Copy the wording").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("blockquote").first.text_content()
    assert copied.startswith("I certify that")
    page.get_by_text("Back to the class").click()
    expect(page.get_by_role("heading", name="Class of 30 files")).to_be_visible()


def test_sorting_and_one_test_only(open_page: OpenPage, mixed_page: str) -> None:
    page = open_page(mixed_page)
    everyone = page.locator(".roster tbody tr").count()
    page.get_by_label("Show one test only").get_by_role("link", name="PAR").click()
    tests = page.locator(".roster tbody td:nth-child(3)").all_inner_texts()
    assert 1 < len(tests) < everyone
    assert {test[:3] for test in tests} == {"PAR"}
    page.get_by_label("Sort by").get_by_role("link", name="score").click()
    expect(page.get_by_label("Sort by").locator("[aria-current]")).to_have_text("score")
    shown = page.locator(".roster tbody td:nth-child(4)").all_inner_texts()
    scores = [int(re.sub(r"\D", "", text) or 999) for text in shown]
    assert scores == sorted(scores)
    assert page.locator(".roster tbody tr").count() == len(tests)


def test_a_link_without_names_is_made_followed_and_withdrawn(
    open_page: OpenPage, service: RunningService, tmp_path: Path
) -> None:
    batch = uploaded(service, form_of(class_on_one_test(tmp_path, 12)))
    page = open_page(f"/batches/{batch['batch_id']}")
    names = page.locator(".roster tbody th").all_inner_texts()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link to send").input_value()
    assert batch["batch_id"] not in link

    others = open_page(link)
    expect(others.get_by_role("heading", level=1)).to_have_text("A class, without names")
    expect(others.locator(".bar-row").first).to_be_visible()
    told = others.content()
    assert [name for name in names if name in told] == []
    assert batch["batch_id"] not in told
    assert "/reports/" not in told

    page.get_by_role("button", name="Withdraw the link").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    others.reload()
    expect(others.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    expect(others.get_by_text("withdrawn").first).to_be_visible()


def test_a_class_is_deleted_after_a_second_question(
    open_page: OpenPage, service: RunningService
) -> None:
    batch = uploaded(service, [("files[]", ("a.pdf", doubtful_sheet()))])
    address = f"/batches/{batch['batch_id']}"
    page = open_page(address)
    expect(page.get_by_text("Deleted in 23 hours")).to_be_visible()
    page.get_by_role("link", name="Delete now").click()
    page.get_by_role("link", name="Keep it").click()
    expect(page.locator(".roster")).to_be_visible()
    page.get_by_role("link", name="Delete now").click()
    page.get_by_role("button", name="Delete everything now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")


def test_pasted_codes_are_explained_and_the_standards_searched(open_page: OpenPage) -> None:
    page = open_page("/lookup")
    page.get_by_label("Codes").fill("Missed: PA,I,C,K2, plt044;\nPA.I.C.K99 foo")
    page.get_by_label("Codes").press("Tab")
    page.get_by_role("button", name="Explain the codes").click()
    expect(page.locator(".code-card")).to_have_count(2)
    expect(page.locator(".code-card").first).to_contain_text("Weather Information")
    expect(page.locator(".unknown")).to_contain_text("Did you mean PA.I.C.K")
    expect(page.get_by_role("heading", name="2 codes, 1 not found")).to_be_visible()
    expect(page.locator(".code-card").first).to_contain_text("read from PA,I,C,K2")
    expect(page.locator(".code-card").first).to_contain_text("PA.I.C.K2c Terminal Aerodrome")
    expect(page.get_by_text("Not understood as codes:")).to_contain_text("foo")
    page.get_by_label("Subject").fill("carburator ice")
    page.get_by_label("Subject").press("Enter")
    page.get_by_role("link", name="carburetor ice").click()
    expect(page.locator(".code-card").first).to_contain_text("arburetor")
    page.get_by_label("Subject").fill("carburetor ic")
    page.get_by_label("Subject").press("Enter")
    expect(page.locator(".code-card").first).to_contain_text("icing")


def test_everything_can_be_done_without_scripts_on_a_phone(
    open_page: OpenPage, tmp_path: Path
) -> None:
    path = tmp_path / "doubtful.pdf"
    path.write_bytes(doubtful_sheet())
    other = tmp_path / "letter.pdf"
    other.write_bytes(sheet("Dear student, this is a letter."))
    page = open_page("/", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.get_by_label("Choose the test reports").set_input_files([path, other])
    page.get_by_role("button", name="Read the reports").click()
    page.wait_for_url(CLASS_URL)
    # While the files are being read the page loads itself anew.
    expect(page.locator("#failed")).to_contain_text("letter.pdf")
    page.get_by_role("link", name="DOE, JANE ANN").click()
    page.locator("#item-1").fill("2026-02-14")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#look-title")).to_have_text("2 things to look at")
    page.get_by_role("button", name="Not on the paper").first.click()
    expect(page.locator("#look-title")).to_have_text("Nothing to look at")
    expect(page.get_by_role("button", name="Copy the wording")).to_be_hidden()


def test_text_from_files_stays_text(open_page: OpenPage, service: RunningService) -> None:
    name = "<img src=x onerror=alert(1)>"
    lines = (
        "Airman Knowledge Test Report",
        f"NAME: {name}",
        "EXAM: Private Pilot Airplane (PAR)",
        "EXAM DATE: 02/14/2026   EXAM SITE: ABS60104",
        "SCORE: 88%   GRADE: Pass   TAKE: 1",
        "PA.I.E.K1",
    )
    files = [
        ("files[]", (f"{name}.pdf", sheet(*lines))),
        ("files[]", (f"{name}.pdf", sheet(name))),
    ]
    batch = uploaded(service, files)
    page = open_page(f"/batches/{batch['batch_id']}")
    expect(page.locator("#failed")).to_contain_text(name)
    page.goto(f"/reports/{batch['reports'][0]['report_id']}")
    assert page.locator("img[src=x]").count() == 0


@contextmanager
def readers_held() -> Iterator[None]:
    """Holds the reading processes, so that the work does not end before it was looked at."""
    held = [process.pid for process in multiprocessing.active_children() if process.pid]
    try:
        for number in held:
            os.kill(number, signal.SIGSTOP)
        yield
    finally:
        for number in held:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)


def _tab_to(page: Page, selector: str) -> None:
    page.locator("h1").click()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def _two_pages() -> bytes:
    target = BytesIO()
    with (
        pikepdf.open(BytesIO(doubtful_sheet())) as first,
        pikepdf.open(BytesIO(sheet("A second page."))) as second,
    ):
        first.pages.extend(second.pages)
        first.save(target)
    return target.getvalue()
