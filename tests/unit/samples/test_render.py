"""However a PDF holds a page, the page looks the same once it is turned upright."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from reportlab.lib.pagesizes import LETTER

from aktr.samples.chance import chance
from aktr.samples.facts import Recipe, invent_facts
from aktr.samples.fonts import HELVETICA
from aktr.samples.layouts import LAYOUTS, lay_out
from aktr.samples.printed import draw_style, put_into_words
from aktr.samples.render import OWNER_PHRASE, arranged, render_pdf, seal
from aktr.samples.sheet import Sheet
from aktr.samples.treatments import TREATMENTS, StreamOrder, Treatment


@pytest.fixture
def sheet() -> Sheet:
    rng = chance("render")
    facts = invent_facts(rng, Recipe(exams=("PAR",)))
    report = put_into_words(rng, facts, draw_style(rng, (":",)), filled=True)
    return lay_out(LAYOUTS["classic"], report, LETTER, HELVETICA)


def picture(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=1, grayscale=True).to_pil()
    assert isinstance(image, Image.Image)
    # Glyphs are drawn at whole pixels, so that a turn may shift each of them by one.
    return image.filter(ImageFilter.GaussianBlur(4))


@pytest.mark.parametrize("name", sorted(TREATMENTS))
def test_the_page_looks_the_same_whatever_was_done_to_it(sheet: Sheet, name: str) -> None:
    treatment = TREATMENTS[name]
    plain = picture(render_pdf([sheet], TREATMENTS["plain"], chance("a")))
    treated = picture(render_pdf([sheet], treatment, chance("b")))
    if treatment.turned and not treatment.turn_declared:
        assert treated.size == (plain.size[::-1] if treatment.turned != 180 else plain.size)
        treated = treated.rotate(-treatment.turned, expand=True)
    assert treated.size == plain.size
    difference = ImageStat.Stat(ImageChops.difference(plain, treated)).mean[0]
    assert difference < 1.0, "turning and cutting may change the edges of letters only"
    assert ImageStat.Stat(plain).mean[0] < 252, "the page must not be blank"


@pytest.mark.parametrize("order", list(StreamOrder))
def test_no_character_is_lost_in_another_order(sheet: Sheet, order: StreamOrder) -> None:
    before = sorted("".join(run.text for run in sheet.runs).replace(" ", ""))
    pieces = arranged(sheet.runs, order, chance("order"))
    assert sorted("".join(piece.text for piece in pieces).replace(" ", "")) == before


def test_shuffling_puts_the_stream_out_of_reading_order(sheet: Sheet) -> None:
    pieces = arranged(sheet.runs, StreamOrder.SHUFFLED_WORDS, chance("order"))
    heights = [piece.y for piece in pieces]
    assert heights != sorted(heights)


def test_a_sealed_file_opens_without_a_password_and_belongs_to_its_owner(sheet: Sheet) -> None:
    pdf = seal(render_pdf([sheet], Treatment(name="any"), chance("seal")))
    with pikepdf.open(io.BytesIO(pdf)) as anybody:
        assert anybody.is_encrypted
        assert anybody.user_password_matched
        assert not anybody.owner_password_matched
    with pikepdf.open(io.BytesIO(pdf), password=OWNER_PHRASE) as owner:
        assert owner.owner_password_matched
