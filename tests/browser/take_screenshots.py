"""Takes the pictures of the pages in docs/screenshots; run by ``make screenshots``.

Every person on them is invented: the class is made of samples, one of them a bad photo, so that
there is something to look at.
"""

import sys
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pypdfium2 as pdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from aktr.db import migrate
from aktr.db.records import BatchOptions, NewUpload
from aktr.samples.bad import make_bad_files
from aktr.samples.photos.make import make_pictures
from api_service import RunningService, running, settings_for
from chromium import chromium, settled
from classes import class_on_one_test, form_of, samples_on_one_test, uploaded
from factories import success

ROOT: Final = Path(__file__).parents[2]
OUT: Final = ROOT / "docs" / "screenshots"
SHEETS: Final = 26
SHOTS_OF_PICTURES: Final = (2, 3, 4)
"""A photo, a scan, and a photo that is hard to read."""
PICTURED_FROM: Final = SHEETS + 3
"""The third from here has a name whose accent the hard photo leaves in doubt."""
SCREEN: Final = {"width": 1180, "height": 700}
PHONE: Final = {"width": 390, "height": 700}
HIGHEST: Final = 1500
PRINT_DPI: Final = 62
MOST_SHEETS_SHOWN: Final = 2
COLOURS: Final = 200
SETTLE_MS: Final = 600


def class_files(folder: Path) -> list[Path]:
    """The files of the class, the bad ones last."""
    sheets = class_on_one_test(folder, SHEETS)
    later = samples_on_one_test(PICTURED_FROM + len(SHOTS_OF_PICTURES))[PICTURED_FROM:]
    for sample, shot in zip(later, SHOTS_OF_PICTURES, strict=True):
        sheets += [folder / made.file for made in make_pictures(sample, shot, 0, folder)]
    bad = {truth.file for truth in make_bad_files(folder)}
    return [*sheets, *(folder / name for name in sorted(bad) if name == "bad-truncated.pdf")]


def pages_of(service: RunningService, files: list[Path]) -> dict[str, str]:
    """The address of each page."""
    batch = uploaded(service, form_of(files))
    doubtful = [
        report
        for report in batch["reports"]
        if report["status"] == "success" and report["needs_review"]
    ]
    with service.client() as client:
        shared = client.post(f"{batch['url']}/share").json()["page_url"]
    return {
        "start": "/",
        "progress": f"/batches/{_half_read(service, files[:8])}",
        "class": f"/batches/{batch['batch_id']}",
        "report": f"/reports/{doubtful[0]['report_id']}",
        "lookup": "/lookup?codes=PA.I.C.K2+PA.VI.B.K2+PLT044+PA.I.C.K99&on=2026-02-14",
        "shared": shared,
        "privacy": "/privacy",
        "problem": "/batches/00000000-0000-4000-8000-000000000000",
    }


def _half_read(service: RunningService, files: list[Path]) -> UUID:
    """A batch that stays in the middle, because no dispatcher knows of it."""
    repository = service.app.state.services.repository
    waiting = [
        NewUpload(number, path.name, path.read_bytes(), "application/pdf")
        for number, path in enumerate(files, start=1)
    ]
    batch, _ = repository.create_batch(waiting, BatchOptions(), timedelta(hours=24))
    read = [success(number) for number in (1, 2, 3)]
    repository.record_progress(batch.id, [1, 2, 3, 4, 5], read, lambda _: {})
    batch_id: UUID = batch.id
    return batch_id


def take(
    browser: Browser, service: RunningService, name: str, address: str, files: list[Path]
) -> None:
    """One page in light, dark, on a phone and on paper."""
    base = f"http://127.0.0.1:{service.port}"
    looks: dict[str, dict[str, Any]] = {
        "light": {"viewport": SCREEN, "color_scheme": "light"},
        "dark": {"viewport": SCREEN, "color_scheme": "dark"},
        "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    }
    for look, options in looks.items():
        context = browser.new_context(base_url=base, **options)
        page = context.new_page()
        _open(page, name, address, files)
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size(
            {"width": options["viewport"]["width"], "height": min(high, HIGHEST)}
        )
        _save(Image.open(BytesIO(page.screenshot())), f"{name}-{look}")
        if look == "light":
            _save(_on_paper(page), f"{name}-print")
        context.close()


def _open(page: Page, name: str, address: str, files: list[Path]) -> None:
    page.goto(address)
    if name == "start":
        nothing = files[0].with_name("notes.docx")
        nothing.write_bytes(b"PK notes")
        page.set_input_files("#files", [*files[:5], nothing])
    elif name != "progress":  # whose stream of events never falls silent
        for picture in page.locator("img").all():
            picture.scroll_into_view_if_needed()
        settled(page)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(SETTLE_MS)


def _on_paper(page: Page) -> Image.Image:
    """The first sheets side by side, in black and white as a printer in a school has it."""
    with pdfium2.PdfDocument(page.pdf(format="Letter")) as document:
        shown = [
            document[number].render(scale=PRINT_DPI / 72, grayscale=True).to_pil()
            for number in range(min(MOST_SHEETS_SHOWN, len(document)))
        ]
    gap = 12
    wide = sum(sheet.width + gap for sheet in shown) + gap
    table = Image.new("L", (wide, shown[0].height + 2 * gap), 190)
    for number, sheet in enumerate(shown):
        table.paste(sheet, (gap + number * (sheet.width + gap), gap))
    return table


def _save(picture: Image.Image, name: str) -> None:
    few = picture.convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    few.save(OUT / f"{name}.png", optimize=True)


def main() -> None:
    """Take all pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'aktr.db'}"
        migrate.upgrade(url)
        files = class_files(folder / "class")
        with (
            running(settings_for(url, folder, worker_silence_s=3600)) as service,
            chromium() as browser,
        ):
            for page, address in pages_of(service, files).items():
                take(browser, service, page, address, files)
    taken = sorted(OUT.glob("*.png"))
    size = sum(path.stat().st_size for path in taken)
    sys.stderr.write(f"{len(taken)} pictures, {size / 1024:.0f} kB, in {OUT.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
