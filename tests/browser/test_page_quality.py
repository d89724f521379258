"""What holds for every page: for everybody, in every light, on every width, quickly, on paper."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product

import httpx2
import pypdfium2 as pdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from aktr.db.records import BatchOptions, NewUpload
from aktr.pages.assets import asset_url, assets
from api_service import RunningService
from chromium import OpenPage, settled
from classes import doubtful_report

SERVER_LIMIT_S = 0.1
LARGEST_PAGE = 200_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that can come out otherwise in the dark; the page is the same."""
SHIFTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(
        list.getEntries().reduce((sum, one) => sum + one.value, 0)
    )).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(0), 300);
})"""
"""How far parts of the page moved while it was loading; the observer is silent if none did."""
INSIDE = re.compile(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=")
"""A script or a style that stands in the page itself."""
PAPERS = {"Letter": (612, 792), "A4": (595, 842)}
NARROWEST = 320
WIDEST = 1920


PAGES = (
    "start",
    "progress",
    "class",
    "mixed class",
    "stopped class",
    "one test",
    "doubtful report",
    "report",
    "codes",
    "search",
    "shared",
    "compare",
    "comparison",
    "privacy",
    "delete",
    "deleted",
    "nothing",
)


@pytest.fixture(scope="session")
def addresses(
    service: RunningService, class_page: str, mixed_page: str
) -> Iterator[dict[str, str]]:
    """Every page with something to show on it."""
    services = service.app.state.services
    with service.client() as client:
        reports = client.get(f"/v1/extractor/batch{class_page[8:]}/reports").json()["reports"]
        shared = client.post(f"/v1/extractor/batch{class_page[8:]}/share").json()
    # What was not handed to the dispatcher stays as it is until the dispatcher's next round.
    files = [NewUpload(number, "student.pdf", b"%PDF-", "application/pdf") for number in (1, 2)]
    unfinished, stopped = (
        services.repository.create_batch(files, BatchOptions(), timedelta(hours=1))[0]
        for _ in range(2)
    )
    services.repository.cancel_batch(stopped.id, lambda _: {})
    yield {
        "start": "/",
        "progress": f"/batches/{unfinished.id}",
        "class": class_page,
        "mixed class": mixed_page,
        "stopped class": f"/batches/{stopped.id}",
        "one test": f"{mixed_page}?exam=PAR&sort=days",
        "doubtful report": f"/reports/{doubtful_report(service)['report_id']}",
        "report": f"/reports/{reports[0]['report_id']}",
        "codes": "/lookup?codes=PA.I.C.K2+PLT044+PA.I.C.K99&on=2024-02-14",
        "search": "/lookup?q=icing",
        "shared": shared["page_url"],
        "compare": f"{class_page}/comparison",
        "comparison": f"{class_page}/comparison?with={mixed_page.rpartition('/')[2]}",
        "privacy": "/privacy",
        "delete": f"{class_page}/delete",
        "deleted": "/deleted",
        "nothing": "/nothing/here",
    }
    services.repository.delete_batch(unfinished.id)


def violations(page: Page, only: dict[str, object]) -> list[str]:
    """What axe finds wrong, each with the places where it is."""
    options = {"runOnly": only, "resultTypes": ["violations"]}
    return [
        f"{one['id']} ({one['impact']}): {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options=options).response["violations"]
    ]


@pytest.mark.parametrize(
    ("scheme", "only"),
    [("light", {"type": "tag", "values": TAGS}), ("dark", {"type": "rule", "values": COLOURS})],
    ids=("light", "dark"),
)
def test_axe_finds_nothing_on_any_page(
    open_page: OpenPage, addresses: dict[str, str], scheme: str, only: dict[str, object]
) -> None:
    found = {}
    page = open_page("/", color_scheme=scheme, reduced_motion="reduce")
    for name in PAGES:
        if name == "mixed class":
            continue  # the same parts as of one test, and many more of each
        page.goto(addresses[name])
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[name] = violations(page, only)
    assert {name: told for name, told in found.items() if told} == {}


def test_no_page_is_wider_than_a_small_phone_or_looks_lost_on_a_wide_screen(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    page = open_page("/", viewport={"width": NARROWEST, "height": 740}, has_touch=True)
    for name, width in product(PAGES, (NARROWEST, WIDEST)):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(addresses[name])
        whole = page.evaluate("document.documentElement.scrollWidth")
        assert whole <= width, f"{name} is {whole} wide"
        assert page.locator("main").bounding_box()["width"] <= 1200, name  # type: ignore[index]


def test_a_chart_has_a_name_and_its_figures_beside_it(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    page = open_page(addresses["class"])
    charts = page.get_by_role("img")
    assert charts.count() >= 3
    for chart in charts.all():
        assert len(chart.get_attribute("aria-label") or "") > 20
    page.get_by_text("Figures as a table").first.click()
    table = page.locator("#scores .data table").first
    shown = [int(text) for text in table.locator("tbody td").all_inner_texts()]
    assert sum(shown) == int(page.locator(".figures dd").first.inner_text())
    assert page.locator("#attempts table tbody tr").count() >= 1


def _shift(page: Page, address: str) -> float:
    """How far parts of a page move while it loads and is scrolled to its end."""
    page.goto(address)
    settled(page)
    page.mouse.wheel(0, 30_000)
    page.wait_for_timeout(300)
    return float(page.evaluate(SHIFTS))


@pytest.mark.parametrize("name", ["class", "mixed class"])
def test_the_class_page_keeps_its_budget(
    open_page: OpenPage,
    service: RunningService,
    addresses: dict[str, str],
    client: httpx2.Client,
    name: str,
) -> None:
    times = []
    for _ in range(7):
        begun = time.process_time()
        answer = client.get(addresses[name])
        times.append(time.process_time() - begun)
        assert answer.status_code == 200
    # Time of the processor for server and client together, the best of several: what else the
    # machine does must not decide.
    assert min(times) < SERVER_LIMIT_S, f"{[round(each, 3) for each in times]} s"

    page = open_page("/deleted")
    loaded: dict[str, int] = {}
    page.on("response", lambda answer: loaded.update({answer.url: len(answer.body())}))
    page.goto(addresses[name])
    settled(page)
    assert sum(loaded.values()) < LARGEST_PAGE, loaded
    base = f"http://127.0.0.1:{service.port}/"
    assert [url for url in loaded if not url.startswith(base)] == []
    # On a busy machine a browser paints what it has of a table before the rest of it has come, and
    # its columns move then; what else the machine does must not decide here either.
    assert min(_shift(page, addresses[name]) for _ in range(3)) < 0.01
    # Nothing of the page waits for a script.
    scripts = page.locator("script[src]")
    assert {script.get_attribute("type") for script in scripts.all()} == {"module"}


@pytest.mark.parametrize("paper", PAPERS)
def test_class_and_report_print_on_paper(
    open_page: OpenPage, addresses: dict[str, str], paper: str
) -> None:
    page = open_page(addresses["class"])
    lessons = page.locator(".lesson").count()
    names = page.locator(".roster tbody th").all_inner_texts()
    last_code = page.locator(".lesson").last.locator(".task-codes .code").first.text_content()
    text, pages = printed(page, paper)
    assert pages <= 12
    assert last_code is not None
    assert last_code in text, "a lesson that is closed on the screen is open on paper"
    assert lessons >= 8
    flat = re.sub(r"\s+", "", text)
    assert [name for name in names if re.sub(r"\s+", "", name) not in flat] == []
    assert "Withdraw" not in text
    assert "Make a link" not in text
    assert re.search(r"\d+ less frequent codes are in the exports", " ".join(text.split()))
    assert "Shown here" not in text

    page.goto(addresses["mixed class"])
    page.locator(".chips a").nth(1).click()
    text, _ = printed(page, paper)
    assert re.search(r"Shown here: the \w+ reports? on [A-Z]{3}", " ".join(text.split()))

    page.goto(addresses["report"])
    text, pages = printed(page, paper)
    assert pages <= 4
    assert "I certify that" in text
    assert "Correct" not in text


def printed(page: Page, paper: str) -> tuple[str, int]:
    """The text of the page on paper, and how many sheets it takes; nothing may be cut off."""
    page.emulate_media(media="print")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(media="null")
    assert width <= page.viewport_size["width"]  # type: ignore[index]
    content = page.pdf(format=paper)
    with pdfium2.PdfDocument(BytesIO(content)) as document:
        size = document[0].get_size()
        assert [round(side) for side in size] == pytest.approx(list(PAPERS[paper]), abs=1)
        text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)
        return text, len(document)


def test_every_page_forbids_what_is_not_its_own(
    client: httpx2.Client, addresses: dict[str, str]
) -> None:
    for name in PAGES:
        answer = client.get(addresses[name])
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "//" not in policy, name
        assert answer.headers["cache-control"] == "no-store", name
        assert answer.headers["referrer-policy"] == "same-origin", name
        assert not INSIDE.search(answer.text), name
        linked = re.findall(r'(?:src|href|action)="([^"]*)"', answer.text)
        base = f"http://127.0.0.1:{client.base_url.port}/"
        assert [url for url in linked if "//" in url and not url.startswith(base)] == [], name


def test_our_own_forms_say_which_site_they_come_from(
    open_page: OpenPage, service: RunningService
) -> None:
    """Without TLS that is all a browser says, and a form that hides it is refused."""
    page = open_page("/", java_script_enabled=False)
    page.set_input_files("input[type=file]", {"name": "a.pdf", "mimeType": "", "buffer": b"x"})
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("form[method=post] button").first.click()
    assert sent.value.all_headers()["origin"] == f"http://127.0.0.1:{service.port}"


def test_files_are_kept_for_good_under_the_address_of_their_content(
    client: httpx2.Client,
) -> None:
    for name, asset in assets().items():
        answer = client.get(asset_url(name))
        assert answer.content == asset.content
        assert "immutable" in answer.headers["cache-control"]
        older = client.get(f"/assets/0123456789ab/{name}")
        assert older.headers["cache-control"] == "no-cache"
    assert client.get("/assets/0123456789ab/settings.py").status_code == 404


def test_a_page_can_be_used_from_the_first_tab_on(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    page = open_page(addresses["class"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
