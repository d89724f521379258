"""Names of pictures at which something touches or fills a blank, and tests named by their code."""

from datetime import date

import pytest

from aktr.acs.catalogue import load_catalogue
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.examine import examine
from typed_pages import REPORT, on_a_picture


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("JAMISON, MITCHELLJ", "JAMISON, MITCHELL J"),
        ("Jamison, MitchellB", "Jamison, Mitchell B"),
        ("ADAMS, BRIAN'C", "ADAMS, BRIAN C"),
        ("ADAMS, TY NICOLE LEEFTN:", "ADAMS, TY NICOLE LEE"),
    ],
)
def test_a_lost_blank_is_put_back_in_doubt(read: str, printed: str) -> None:
    name = on_a_picture(REPORT.replace("DOE, JANE ANN", read)).name

    assert name.value == printed
    assert name.confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    "printed",
    ["SINGH, BALRAJ", "SA'D, OMAR", "LaROSE, AMY", "DiMARCO, AL", "MARSH II", "Van DYKE, TOM"],
)
def test_names_that_are_written_so_stay_and_are_sure(printed: str) -> None:
    name = on_a_picture(REPORT.replace("DOE, JANE ANN", printed)).name

    assert name.value == printed
    assert name.confidence >= REVIEW_BELOW


@pytest.mark.parametrize("read", ["02/:14/2026", "02'/14/2026", "02/14./2026"])
def test_a_speck_beside_the_stroke_of_a_date_is_none_of_it_and_leaves_a_doubt(read: str) -> None:
    exam_date = on_a_picture(REPORT.replace("02/14/2026", read)).exam_date

    assert exam_date.value is not None
    assert exam_date.value.isoformat() == "2026-02-14"
    assert exam_date.confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    ("exam", "reasons"),
    [
        ("EXAM: PAR", ()),
        ("EXAM CODE: PAR", ("The exam title was not found.",)),
        ("EXAM: (PAR)", ("The exam title was not found.",)),
    ],
)
def test_a_form_may_name_the_test_by_its_code_alone(exam: str, reasons: tuple[str, ...]) -> None:
    report = on_a_picture(REPORT.replace("EXAM: Private Pilot Airplane (PAR)", exam))
    checked = examine(report, load_catalogue(), date(2026, 3, 1))

    assert (report.exam_code.value, report.exam_title.value) == ("PAR", None)
    assert checked.review_reasons == reasons
