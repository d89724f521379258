"""A class beside an earlier one, as a chief instructor sees it."""

import re
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from playwright.sync_api import expect

from aktr.pages.comparison import address_in
from api_service import RunningService
from chromium import OpenPage
from classes import class_on_one_test, form_of, sheet, uploaded


@pytest.fixture(scope="module")
def classes(service: RunningService, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """This class and an earlier one, with tests in both."""
    paths = class_on_one_test(tmp_path_factory.mktemp("comparison"), 9)
    batches = [uploaded(service, form_of(some)) for some in (paths[:6], paths[4:])]
    return [batch["batch_id"] for batch in batches]


def compared(client: httpx2.Client, classes: list[str]) -> dict[str, Any]:
    url = f"/v1/extractor/batch/{classes[0]}/comparison?with={classes[1]}"
    answer: dict[str, Any] = client.get(url).json()
    return answer


@pytest.mark.parametrize("with_script", [True, False])
def test_the_page_shows_the_figures_of_the_api(
    open_page: OpenPage, client: httpx2.Client, classes: list[str], with_script: bool
) -> None:
    now, before = classes
    page = open_page(f"/batches/{now}", java_script_enabled=with_script)
    page.get_by_label("Address of the earlier class").fill(f"https://aktr.example/batches/{before}")
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", name="Beside an earlier class")).to_be_visible()
    exam = compared(client, classes)["exams"][0]
    figures = {
        "Reports": (exam["before"]["reports"], exam["now"]["reports"], None),
        "Passed, %": (
            exam["before"]["pass_rate"],
            exam["now"]["pass_rate"],
            exam["pass_rate_change"],
        ),
        "Mean score": (exam["before"]["mean"], exam["now"]["mean"], exam["mean_change"]),
    }
    for name, values in figures.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        shown = [cell.replace("\u2212", "-") for cell in row.locator("td").all_inner_texts()]
        assert [float(cell) if cell else None for cell in shown] == list(values)
    codes = [
        one["code"]
        for kind in ("missed_in_both", "newly_missed", "no_longer_missed")
        for one in exam[kind]
        if one["change"]
    ]
    listed = page.locator(".moves tbody th .code").all_inner_texts()
    left = sum(map(int, re.findall(r"(\d+) more codes? (?:is|are) in the files", page.content())))
    assert set(listed) <= set(codes)
    assert len(listed) + left == len(codes)
    changes = page.locator(".moves").first.locator("tbody td:last-child").all_inner_texts()
    assert changes == sorted(changes, key=lambda each: -float(each.split()[-1]))
    page.get_by_role("link", name="Back to this class").click()
    expect(page).to_have_url(re.compile(f"/batches/{now}$"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [("my class of May", "This is no address of a class"), ("itself", "the address of this class")],
)
def test_what_is_no_other_class_is_asked_for_again(
    client: httpx2.Client, classes: list[str], typed: str, says: str
) -> None:
    typed = classes[0] if typed == "itself" else typed
    page = client.get(f"/batches/{classes[0]}/comparison", params={"with": typed})
    assert page.status_code == 422
    assert says in page.text
    assert f'value="{typed}"' in page.text


def test_a_class_that_is_not_there_is_a_page_that_says_so(
    client: httpx2.Client, classes: list[str]
) -> None:
    page = client.get(f"/batches/{classes[0]}/comparison?with={uuid4()}")
    assert page.status_code == 404
    assert "There is nothing here" in page.text


def test_an_address_is_found_in_whatever_was_pasted() -> None:
    batch = UUID("3f0c2a4e-6a4b-4f0e-9d53-0c5a5f6f1b21")
    for typed in (str(batch), f" https://a.example/batches/{str(batch).upper()}?sort=name#plan"):
        assert address_in(typed) == batch
    assert address_in("https://a.example/batches/") is None


def test_a_code_that_meant_something_else_before_is_neither_more_nor_less(
    open_page: OpenPage, service: RunningService
) -> None:
    def class_of(day: str, *codes: str) -> str:
        files = [
            (
                f"{number}.pdf",
                sheet(
                    "Airman Knowledge Test Report",
                    f"NAME: DOE, NUMBER {number}   FTN: C{number:07}",
                    f"EXAM ID: {day[-4:]}{number:013}",
                    "EXAM: Private Pilot Airplane (PAR)",
                    f"EXAM DATE: {day}   EXAM SITE: ABS60104",
                    "SCORE: 88%   GRADE: Pass   TAKE: 1",
                    code,
                ),
            )
            for number, code in enumerate(codes, start=1)
        ]
        batch_id: str = uploaded(service, [("files[]", file) for file in files])["batch_id"]
        return batch_id

    before = class_of("10/05/2020", "PA.VIII.A.K1b", "PA.VIII.A.K1b")
    now = class_of("02/14/2026", "PA.VIII.A.K1b", "PA.I.C.K2")
    page = open_page(f"/batches/{now}/comparison?with={before}")
    table = page.get_by_role("group", name="Worded otherwise then and now")
    row = table.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("This class: Flight instruments as they relate to: Indication")
    expect(row).to_contain_text("Earlier class: Flight instruments as related to: Correlation")
    expect(row.locator("td").last).to_have_text("–")
    expect(page.locator("tr", has_text="PA.VIII.A.K1b")).to_have_count(1)
