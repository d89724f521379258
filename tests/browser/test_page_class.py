"""What the class page says of reports and people, and of files that were not read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from aktr.db.records import BatchOptions
from api_service import RunningService
from chromium import OpenPage
from classes import class_on_one_test, sheet, uploaded
from factories import failure, uploads

NAME = "DOE, JANE ANN"


def report(codes: str, **said: str) -> bytes:
    values = {
        "name": NAME, "ftn": "C1234567", "exam": "Private Pilot Airplane (PAR)", "take": "1",
        "id": "90123420260214001", "date": "02/14/2026", "score": "88%", "grade": "Pass",
        "until": "02/29/2028",
    } | said  # fmt: skip
    return sheet(
        "Airman Knowledge Test Report",
        f"NAME: {values['name']}",
        f"FTN: {values['ftn']}   EXAM ID: {values['id']}",
        f"EXAM: {values['exam']}",
        f"EXAM DATE: {values['date']}   EXAM SITE: ABS60104",
        f"SCORE: {values['score']}   GRADE: {values['grade']}   TAKE: {values['take']}",
        codes,
        f"EXPIRATION DATE: {values['until']}",
    )


FAIL = {
    "name": "JANE ANN DOE", "id": "90123420260105009", "date": "01/05/2026", "score": "62%",
    "grade": "Fail", "until": "01/31/2028",
}  # fmt: skip
FILES = (
    ("fail.pdf", report("PA.I.C.K2   PA.I.E.K1   PA.VI.B.K1", **FAIL)),
    ("empty.pdf", b""),
    ("retake.pdf", report("PA.I.C.K2   PA.VI.B.K2", take="2")),
    ("again.pdf", report("PA.I.C.K2   PA.VI.B.K2", take="2", score="90%")),
    (
        "roe.pdf",
        report(
            "IR.I.B.K2   IR.I.C.K1", name="ROE, RICHARD", ftn="C7654321", id="90123420260214004",
            exam="INSTRUMENT RATING AIRPLANE (IRA)",
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def mixed(service: RunningService) -> dict[str, Any]:
    """A failed test, its retake in two copies that differ, an empty file, and another test."""
    return uploaded(service, [("files[]", file) for file in FILES])


@pytest.fixture(scope="module")
def address(mixed: dict[str, Any]) -> str:
    return f"/batches/{mixed['batch_id']}"


def test_rows_have_the_position_and_the_name_of_their_file(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    numbers = page.locator(".roster tbody td:first-child").all_inner_texts()
    assert numbers == ["1", "3", "4", "5"]
    assert page.locator(".from-file").all_inner_texts() == [
        "fail.pdf", "retake.pdf", "again.pdf", "roe.pdf",
    ]  # fmt: skip
    expect(page.locator(".failed-files")).to_contain_text("2. empty.pdf")


def test_what_a_code_means_is_said_for_each_edition(
    open_page: OpenPage, service: RunningService
) -> None:
    old = {
        "name": "ROE, RICHARD", "ftn": "C7654321", "id": "90123420201005004", "date": "10/05/2020",
        "until": "10/31/2022",
    }  # fmt: skip
    files = (
        ("old.pdf", report("PA.VIII.A.K1b", **old)),
        ("new.pdf", report("PA.VIII.A.K1b")),
        ("third.pdf", report("PA.VIII.A.K1b", name="POE, PAT", ftn="C7", id="90123420260214008")),
    )
    made = uploaded(service, [("files[]", file) for file in files])
    page = open_page(f"/batches/{made['batch_id']}")
    bar = page.locator("#weak .bar-row")
    expect(bar).to_contain_text("Indication of the aircraft attitude")
    expect(bar).to_contain_text("also: Flight instruments as related to: Correlation")
    expect(bar).to_contain_text("FAA-S-ACS-6B: 1")
    lines = page.locator("#plan .task-codes li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("Indication of the aircraft attitude")
    expect(lines.nth(0)).to_contain_text("in FAA-S-ACS-6C")
    expect(lines.nth(1)).to_contain_text("Explain: Correlation (pitch instruments")
    expect(lines.nth(1)).to_contain_text("in FAA-S-ACS-6B (1: ROE, RICHARD)")


def test_as_many_rows_ask_for_a_look_as_the_figure_says(
    open_page: OpenPage, address: str, mixed: dict[str, Any], service: RunningService
) -> None:
    page = open_page(address)
    figure = page.locator(".figures > .warn dd").inner_text()
    asking = page.locator(".roster tbody tr", has=page.get_by_role("link", name="look at it"))
    assert (figure, asking.count()) == ("1", 1)
    expect(asking).to_contain_text("The copies differ: Score")
    copy = page.locator(".roster tbody tr", has_text="same test as No. ")
    expect(copy).to_have_count(1)
    expect(copy).to_contain_text("The copies differ: Score")
    with service.client() as client:
        summary = client.get(f"/v1/extractor/batch/{mixed['batch_id']}/summary").json()
    assert len(summary["needs_review"]) == 1
    # What the tests are chosen by is counted like everything else.
    expect(page.locator(".chips a").nth(2)).to_have_text("PAR 2")


def test_a_student_with_two_attempts_is_one_student(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    row = page.locator(".matrix tbody tr", has_text="PA.I.C")
    expect(row.locator("td.figure")).to_have_text("1")
    assert row.locator(".who-list").text_content().count("DOE") == 1  # type: ignore[union-attr]
    lesson = page.locator(".lesson", has_text="PA.I ").first
    expect(lesson.locator(".lesson-need")).to_contain_text("needed by 1 of 1")
    assert lesson.locator(".lesson-body").text_content().count("DOE") == 1  # type: ignore[union-attr]


def test_lessons_of_a_mixed_class_say_their_standard_and_leave_out_what_is_learnt(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    titles = page.locator(".lesson-title").all_inner_texts()
    assert len(titles) == len(set(titles))
    preflight = [title.partition(". ")[2] for title in titles if "Preflight" in title]
    assert sorted(preflight) == ["IR.I Preflight Preparation", "PA.I Preflight Preparation"]
    plan = page.locator("#plan").text_content() or ""
    assert "FAA-S-ACS-6C · PAR" in plan
    assert "PA.VI.B.K2" in plan
    assert "PA.VI.B.K1" not in plan
    assert "what the last one missed" in plan


def test_tests_are_called_by_their_official_titles(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    expect(page.locator("#scores")).to_contain_text("Instrument Rating Airplane (IRA)")
    expect(page.locator("#scores")).not_to_contain_text("INSTRUMENT RATING")


def test_on_a_phone_what_asks_for_a_look_is_in_sight(open_page: OpenPage, address: str) -> None:
    page = open_page(address, viewport={"width": 375, "height": 800})
    link = page.locator(".roster").get_by_role("link", name="look at it")
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    score = page.locator(".roster tbody tr").nth(1).locator("td[data-label=Score]").bounding_box()
    assert score is not None
    assert box["y"] + box["height"] <= score["y"] or box["y"] > score["y"] + score["height"]


def test_what_a_stop_left_is_said_once_and_read_with_one_button(
    open_page: OpenPage, service: RunningService, tmp_path: Path
) -> None:
    repository = service.app.state.services.repository
    contents = [path.read_bytes() for path in class_on_one_test(tmp_path, 13)]
    batch, _ = repository.create_batch(
        uploads(b"%PDF-1.4 cut off", *contents), BatchOptions(), timedelta(hours=1)
    )
    repository.record_progress(batch.id, [1], [failure(1)], lambda _: {})
    repository.cancel_batch(batch.id, lambda _: {})
    page = open_page(f"/batches/{batch.id}", viewport={"width": 390, "height": 844})

    expect(page.locator("#stopped")).to_contain_text("13 files were not read")
    expect(page.locator("#failed .failed-files > li")).to_have_count(1)
    expect(page.get_by_text("The reading was stopped before them.")).to_have_count(1)
    box = page.locator("#stopped").bounding_box()
    assert box is not None
    assert box["height"] < 844 / 2
    page.get_by_text("Which files").click()
    expect(page.get_by_role("button", name="Read only this one")).to_have_count(13)
    page.get_by_role("button", name="Read the other 13").click()

    expect(page.get_by_text("13 files read")).to_be_visible()
    expect(page.locator("#stopped")).to_have_count(0)
    expect(page.locator("#failed .failed-files > li")).to_have_count(1)
