"""Values of pictures that the way they are written puts right."""

from dataclasses import replace

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.reading.lines import gather_lines
from aktr.reading.page import Line, ReadBy
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.corroborate import corroborate
from aktr.report.model import Grade, KnowledgeTestReport, ReadValue
from aktr.report.parse import parse_reports
from typed_pages import REPORT, changed, on_a_picture, typed_page


def _unsure_on_a_picture(passage: str, word: str, confidence: float) -> KnowledgeTestReport:
    """The report with another name or take, and its reader unsure of a word of it."""
    old = "TAKE: 1" if passage.startswith("TAKE") else "DOE, JANE ANN"
    page = typed_page(REPORT.replace(old, passage))
    lines = tuple(
        Line(tuple(w._replace(confidence=confidence) if w.text == word else w for w in line.words))
        for line in page.lines
    )
    seen = replace(page, lines=lines, read_by=ReadBy.OCR)
    (report,) = parse_reports([seen], load_catalogue())
    return report


def _name_on_a_picture(name: str) -> tuple[str, float]:
    report = on_a_picture(REPORT.replace("DOE, JANE ANN", name))
    return str(report.name.value), report.name.confidence


def _assert_put_right_in_doubt(read: str, printed: str) -> None:
    name, confidence = _name_on_a_picture(read)

    assert name == printed
    assert confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("NGUYEN. XOCHITL MARY", "NGUYEN, XOCHITL MARY"),
        ("De la Pista III. Ana", "De la Pista III, Ana"),
        ("Doe J. Ann", "Doe J. Ann"),
        ("Doe, Jane A. Jr.", "Doe, Jane A. Jr."),
        ("O'SHAUGHNESSY, lan Maximiliano", "O'SHAUGHNESSY, Ian Maximiliano"),
        ("Rao-lyer, lda", "Rao-Iyer, Ida"),
        ("Maria de la Pista", "Maria de la Pista"),
        ("Costa, OmarJ.", "Costa, Omar J."),
        ("STE. MARIE, ROY", "STE. MARIE, ROY"),
    ],
)
def test_a_name_is_put_right_where_names_leave_one_reading(read: str, printed: str) -> None:
    assert _name_on_a_picture(read)[0] == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Yildiz, ibrahim", "Yildiz, İbrahim"),
        ("SAHiN, iBRAHiM", "SAHİN, İBRAHİM"),
        ("pórsson, Jon", "pórsson, Jon"),
        ("Doe, jane", "Doe, jane"),
        ("ó Briain, Jon", "Ó Briain, Jon"),
        ("vance Roe Jr", "Vance Roe Jr"),
    ],
)
def test_a_name_that_begins_small_has_a_capital_of_the_same_shape_or_one_the_readers_do_not_know(
    read: str, printed: str
) -> None:
    _assert_put_right_in_doubt(read, printed)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("ÂKERBLOM, ASTA", "ÅKERBLOM, ASTA"),
        ("Sol Âsa Holm", "Sol Åsa Holm"),
        ("ÁNGSTRAND, ANN", "ÅNGSTRAND, ANN"),
        ("ÀNGSTRÒMSSON, PRIYA", "ÅNGSTRÖMSSON, PRIYA"),
        ("Holm, Zoê", "Holm, Zoë"),
        ("SZCZEPAÑSKA, EWA", "SZCZEPAŃSKA, EWA"),
        ("BjÖRn DOE", "BJÖRN DOE"),
        ("ånGström DOE", "ÅNGSTRÖM DOE"),
        ("MIN-SEO A.HOLM", "MIN-SEO A. HOLM"),
        ("DOE, RAVIO'HARE", "DOE, RAVI O'HARE"),
    ],
)
def test_letters_that_no_name_has_where_they_stand_are_put_right_and_leave_a_doubt(
    read: str, printed: str
) -> None:
    _assert_put_right_in_doubt(read, printed)


@pytest.mark.parametrize(
    "name",
    [
        "HOLM, A.J.",
        "Holm A. J.",
        "Souza, Ângela",
        "ÂNGELO, ANA",
        "Muñoz, João",
        "JOHN McDONALD",
        "Ann DeMARCO",
        "O'bRIEN, ANN",
    ],
)
def test_letters_that_names_have_there_stay(name: str) -> None:
    assert _name_on_a_picture(name)[0] == name
    assert _name_on_a_picture(name)[1] > REVIEW_BELOW


@pytest.mark.parametrize(
    "name",
    ["van der Berg, Ann", "LEROY d'Arcy", "DE LA PISTA, YUKI", "Anne-marie Fox", "Wit, Jiří"],
)
def test_small_words_of_names_are_no_capitals(name: str) -> None:
    assert _name_on_a_picture(name)[0] == name
    assert _name_on_a_picture(name)[1] > REVIEW_BELOW


def test_a_dot_behind_a_title_may_be_a_comma_and_so_is_in_doubt() -> None:
    name, confidence = _name_on_a_picture("DOE JR. THEODORE")

    assert name == "DOE JR. THEODORE"
    assert confidence < REVIEW_BELOW


def test_a_dot_that_may_be_a_speck_makes_no_certain_comma() -> None:
    clear, speck = (
        _unsure_on_a_picture("Noah.Marie Reyes", "Noah.Marie", at) for at in (0.99, 0.92)
    )

    assert clear.name.value == speck.name.value == "Noah, Marie Reyes"
    assert speck.name.confidence < REVIEW_BELOW <= clear.name.confidence


@pytest.mark.parametrize("read", ["XOCHITLT. KIM, JR.", "XOCHITLT. KIM"])
def test_capitals_with_a_dot_may_hold_an_initial_and_so_are_in_doubt(read: str) -> None:
    assert _name_on_a_picture(read)[1] < REVIEW_BELOW


def test_an_initial_without_a_dot_is_in_doubt_where_letters_are_unclear() -> None:
    assert _unsure_on_a_picture("JANE A", "A", 0.85).name.confidence < REVIEW_BELOW
    assert _unsure_on_a_picture("JANE A", "A", 0.95).name.confidence >= REVIEW_BELOW


def test_in_small_letters_an_initial_without_a_dot_is_in_doubt_sooner() -> None:
    assert _unsure_on_a_picture("Jane A", "A", 0.95).name.confidence < REVIEW_BELOW
    assert _unsure_on_a_picture("Jane A", "A", 0.99).name.confidence >= REVIEW_BELOW


@pytest.mark.parametrize(
    ("read", "printed"), [("IAN XUJR", "IAN XU JR"), ("XuSr., Ian", "Xu Sr., Ian")]
)
def test_a_title_stands_apart_and_leaves_a_doubt(read: str, printed: str) -> None:
    _assert_put_right_in_doubt(read, printed)
    assert _name_on_a_picture("IAN XU JR") == ("IAN XU JR", 1.0)


@pytest.mark.parametrize(
    ("read", "printed"), [("DOE, YUKi", "DOE, Yuki"), ("RAO III, LAfs", "RAO III, LAfs")]
)
def test_a_small_letter_behind_capitals_leaves_a_doubt(read: str, printed: str) -> None:
    _assert_put_right_in_doubt(read, printed)
    for usual in ("McDONALD, JANE", "DeMARCO, JANE", "DOE, Jane III"):
        assert _name_on_a_picture(usual) == (usual, 1.0)


@pytest.mark.parametrize("read", ["Doe, Jane MR", "DOE, JANE BB"])
def test_initials_behind_a_name_may_be_those_of_who_checked_it(read: str) -> None:
    assert _name_on_a_picture(read)[1] < REVIEW_BELOW
    for usual in ("Doe, Jane III", "DOE, TY", "LEE NG"):
        assert _name_on_a_picture(usual) == (usual, 1.0)


def test_a_name_of_one_word_may_have_lost_its_blank_and_so_is_in_doubt() -> None:
    assert _name_on_a_picture("JANEDOE")[1] < REVIEW_BELOW
    assert _name_on_a_picture("JANE DOE")[1] >= REVIEW_BELOW


@pytest.mark.parametrize("sure", [0.6, 0.999])
def test_a_comma_without_a_blank_has_lost_it_however_clear_the_letters_are(sure: float) -> None:
    name = _unsure_on_a_picture("DOE,JANE A.", "DOE,JANE", sure).name

    assert (name.value, name.raw) == ("DOE, JANE A.", "DOE,JANE A.")
    assert name.confidence < REVIEW_BELOW


@pytest.mark.parametrize("edge", ["1 ", "| ", "l"])
def test_the_edge_of_a_box_before_a_title_is_none_of_it(edge: str) -> None:
    title = "Private Pilot Airplane"
    report = on_a_picture(REPORT.replace(title, edge + title))
    assert report.exam_title.value == title


@pytest.mark.parametrize(
    "read",
    ["Privaťe Pilot Airplane", "Private Pilot l Airplane", "Private Piłot Airplane"],
)
def test_a_speck_on_a_title_is_no_accent_and_a_dash_no_stroke(read: str) -> None:
    title = "Private Pilot Airplane"
    report = corroborate(on_a_picture(REPORT.replace(title, read)), load_catalogue())

    assert report.exam_title.value == title
    assert report.exam_title.confidence > REVIEW_BELOW
    assert not report.exam_title.doubt


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Private Pilot - Airplane (PAR)", "Private Pilot - Airplane"),
        ("PRIVATE PILOT – AIRPLANE (PAR)", "PRIVATE PILOT – AIRPLANE"),
        ("PRIVATE PILOT -AIRPLANE (PAR)", "PRIVATE PILOT - AIRPLANE"),
        ("Privaťe Pilot - Airplane (PAR)", "Private Pilot - Airplane"),
        ("Aviation Mechanic General (AMG)", "Aviation Mechanic General"),
        ("Unmanned Aircraft General Small (UAG)", "Unmanned Aircraft General - Small"),
        ("Unmanned Aircraft General (SmaIl) (UAG)", "Unmanned Aircraft General (Small)"),
        ("Unmanned Aircraft General l Small (UAG)", "Unmanned Aircraft General - Small"),
    ],
)
def test_a_title_has_its_own_dashes_and_those_that_were_read(read: str, printed: str) -> None:
    report = on_a_picture(REPORT.replace("Private Pilot Airplane (PAR)", read))

    assert report.exam_title.value == printed
    assert report.exam_title.confidence > REVIEW_BELOW
    assert not report.exam_title.doubt


def test_a_dash_of_open_length_is_that_of_the_official_title_in_doubt() -> None:
    form = REPORT.replace(
        "Private Pilot Airplane (PAR)", "Private Pilot Airplane EU Part - FCL Conversion (PEP)"
    )
    page = replace(typed_page(form), read_by=ReadBy.OCR)
    lines = tuple(
        Line(tuple(w._replace(confidence=0.6) if w.text == "-" else w for w in line.words))
        for line in page.lines
    )
    (seen,) = parse_reports([replace(page, lines=lines)], load_catalogue())

    assert seen.exam_title.value == "Private Pilot Airplane EU Part \u2013 FCL Conversion"
    assert seen.exam_title.doubt
    (sure,) = parse_reports([page], load_catalogue())
    assert sure.exam_title.value == "Private Pilot Airplane EU Part - FCL Conversion"


def test_a_title_with_a_gap_wide_enough_for_a_dash_leaves_a_doubt() -> None:
    report = on_a_picture(REPORT.replace("Pilot Airplane (PAR)", "Pilot   Airplane (PAR)"))

    assert report.exam_title.value == "Private Pilot Airplane"
    assert report.exam_title.doubt


@pytest.mark.parametrize(
    "read", ["1     Private Pilot Airplane (PAR)", "Private Pilot Airplane     (PAR)"]
)
def test_a_gap_before_or_behind_a_title_hides_no_dash(read: str) -> None:
    report = on_a_picture(REPORT.replace("Private Pilot Airplane (PAR)", read))

    assert report.exam_title.value == "Private Pilot Airplane"
    assert not report.exam_title.doubt


@pytest.mark.parametrize(
    "read",
    ["- Airplane Instructor Instrument (FII)", "Instructor Instrument Airplane Flight (FII)"],
)
def test_a_title_in_pieces_or_out_of_order_leaves_a_doubt(read: str) -> None:
    report = on_a_picture(REPORT.replace("Private Pilot Airplane (PAR)", read))

    assert report.exam_title.value == "Flight Instructor Instrument Airplane"
    assert report.exam_title.doubt


@pytest.mark.parametrize("read", ["X Y Private Pilot Airplane", "Priv vate Pilot Airplane"])
def test_a_title_that_is_nearly_one_is_in_doubt_however_sure_its_letters_are(read: str) -> None:
    title = "Private Pilot Airplane"
    report = on_a_picture(REPORT.replace(title, read))
    assert report.exam_title.value == title
    assert report.exam_title.doubt


def test_a_title_of_another_test_is_left_as_it_is() -> None:
    report = on_a_picture(REPORT.replace("Private Pilot Airplane", "Private Pilot of Kites"))
    assert report.exam_title.value == "Private Pilot of Kites"


def _take_on_a_picture(read: str) -> ReadValue[int]:
    """The take of a picture whose reader was unsure of it, weighed against all else."""
    report = _unsure_on_a_picture(f"TAKE: {read}", read, 0.7)
    return corroborate(report, load_catalogue()).take


@pytest.mark.parametrize("stroke", ["1", "I", "l", "|", "!"])
def test_a_take_of_one_stroke_is_the_first_whichever_letter_was_read(stroke: str) -> None:
    take = _take_on_a_picture(stroke)
    assert take.value == 1
    assert take.confidence >= REVIEW_BELOW


def test_a_take_that_is_no_single_stroke_stays_as_unsure_as_it_was_read() -> None:
    assert _take_on_a_picture("7").confidence < REVIEW_BELOW


def test_a_doubtful_mark_makes_no_doubt_of_the_dot_behind_an_initial() -> None:
    marked = _unsure_on_a_picture("BRØGGER, JANE C", "BRØGGER,", 0.82).name
    blurred = _unsure_on_a_picture("BRØGGER, JANE C", "JANE", 0.82).name

    assert marked.confidence >= REVIEW_BELOW
    assert blurred.confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    ("read", "printed"),
    [("RIVERS, PRIYAJ.", "RIVERS, PRIYA J."), ("RIVERS, PRIYA ESQ.", "RIVERS, PRIYA ESQ.")],
)
def test_an_initial_stands_apart_among_capitals_too(read: str, printed: str) -> None:
    assert _name_on_a_picture(read)[0] == printed


def test_an_initial_that_was_parted_among_capitals_is_in_doubt() -> None:
    assert _name_on_a_picture("RIVERS, PRIYAJ.")[1] < REVIEW_BELOW


@pytest.mark.parametrize(
    ("read", "printed", "in_doubt"),
    [
        ("ŚLIWIÑSKI, JAN", "ŚLIWIŃSKI, JAN", True),
        ("Woźniak, Stañczyk", "Woźniak, Stańczyk", True),
        ("MUÑOZ-PEÑA, IÑIGO", "MUÑOZ-PEÑA, IÑIGO", False),
    ],
)
def test_a_mark_before_a_consonant_is_the_polish_one(
    read: str, printed: str, in_doubt: bool
) -> None:
    name, confidence = _name_on_a_picture(read)

    assert name == printed
    assert (confidence < REVIEW_BELOW) == in_doubt


@pytest.mark.parametrize("read", ["PASŞ", "PÄSS", "PAS5", "(PASŞ)", "Pasş"])
def test_a_damaged_grade_is_the_one_it_can_be(read: str) -> None:
    grade = on_a_picture(changed("GRADE: Pass", f"GRADE: {read}")).grade

    assert grade.value is Grade.PASS


@pytest.mark.parametrize("read", ["PAST", "PALL", "MASK"])
def test_what_is_like_no_grade_is_none(read: str) -> None:
    report = on_a_picture(changed("GRADE: Pass", f"GRADE: {read}"))

    assert report.grade.value is None or report.grade.confidence < REVIEW_BELOW


def test_dots_that_lead_to_a_value_and_touch_it_are_none_of_it() -> None:
    report = on_a_picture(
        changed("SCORE: 93%", "SCORE .93%", changed("TAKE: 1", "TAKE ...4..", REPORT)).replace(
            "FTN): C1234567", "FTN) ... .C1234567"
        )
    )

    assert (report.score.value, report.take.value, report.ftn.value) == (93, 4, "C1234567")


def test_a_value_half_a_line_off_its_label_is_beside_it() -> None:
    page = typed_page(changed("NAME: DOE, JANE ANN", "NAME ...   DOE, JANE ANN"))
    words = [word for line in page.lines for word in line.words]
    raised = [
        word._replace(box=word.box._replace(top=word.box.top - 6, bottom=word.box.bottom - 6))
        if word.text in {"DOE,", "JANE", "ANN"}
        else word
        for word in words
    ]
    seen = replace(page, lines=gather_lines(raised), read_by=ReadBy.OCR)
    (report,) = parse_reports([seen], load_catalogue())

    assert report.name.value == "DOE, JANE ANN"
    assert report.name.doubt is None


@pytest.mark.parametrize(("take", "is_sure"), [(1, True), (4, True), (5, True), (7, False)])
def test_a_take_that_hardly_anybody_comes_to_is_to_be_looked_at(take: int, is_sure: bool) -> None:
    report = on_a_picture(changed("TAKE: 1", f"TAKE: {take}"))

    seen = corroborate(report, load_catalogue()).take
    assert seen.value == take
    assert (seen.confidence >= REVIEW_BELOW) == is_sure
    less = replace(report, take=replace(report.take, confidence=0.95))
    doubted = corroborate(less, load_catalogue()).take.confidence < REVIEW_BELOW
    assert doubted == (take > 4)
