"""PDFs: complete, on as few pages as promised, the same every time, whatever was read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random

import pikepdf
import pypdfium2
import pytest

from aktr import __version__
from aktr.acs.catalogue import Catalogue
from aktr.export.class_layout import class_layout, class_pdf
from aktr.export.records import ClassFile, Entry, ExportedReport
from aktr.export.report_layout import report_pdf
from aktr.export.shared_layout import shared_pdf
from aktr.paperwork import Wordings, load_wordings
from aktr.summary.comparison import compare_classes
from aktr.summary.privacy import share
from class_samples import PRIVATE_CODES, planted

TODAY = date(2026, 11, 22)
Make = Callable[..., ExportedReport]


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return load_wordings()


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(pages_of(pdf)).split())


def plan_pages(pdf: bytes) -> int:
    pages = pages_of(pdf)
    first = next(n for n, page in enumerate(pages) if "Who is who" in page)
    after = next(n for n, page in enumerate(pages) if "Reports and what is to be signed" in page)
    return after - first


def test_the_class_is_there_with_everything(
    class_file: ClassFile, catalogue: Catalogue, wordings: Wordings
) -> None:
    words = words_of(class_pdf(class_file, catalogue, wordings))
    for text in (
        "Class summary", "12 reports", "1 file without a report", "Missed most", "PA.I.C.K2",
        "Study plan", "Ground time", "Initials", "Needed by", "FAA-H-8083", "14 CFR",
        "DOE7, JANE ANN", "AC 61-65K, A.77", "AC 61-65K, A.2", "2028-02-29", "464",
        "I certify that JANE ANN DOE3 has received the additional ground training",
        "broken.pdf: This file is damaged.", "Page 1 of", f"Made by aktr {__version__} from",
    ):  # fmt: skip
        assert text in words, text


def test_pages_are_tagged_and_in_english(
    class_file: ClassFile, catalogue: Catalogue, wordings: Wordings
) -> None:
    with pikepdf.open(BytesIO(class_pdf(class_file, catalogue, wordings))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("en")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "Class summary" in str(metadata["dc:title"])
        assert [float(edge) for edge in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_nothing_stands_outside_the_margins(
    class_file: ClassFile, catalogue: Catalogue, wordings: Wordings, make: Make
) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff-" * 4
    odd = ClassFile.of([make(n, name=f"{long}, {long}") for n in range(1, 4)], TODAY)
    for pdf in (
        class_pdf(class_file, catalogue, wordings),
        class_pdf(odd, catalogue, wordings),
        report_pdf(make(1, name=long), catalogue, wordings, TODAY),
    ):
        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                assert left >= 45
                assert right <= 612 - 45
                assert bottom >= 20
                assert top <= 792 - 20
        document.close()


def test_the_same_class_gives_the_same_file(
    entries: tuple[Entry, ...], class_file: ClassFile, catalogue: Catalogue, wordings: Wordings
) -> None:
    again = ClassFile.of(reversed(entries), TODAY)
    assert class_pdf(again, catalogue, wordings) == class_pdf(class_file, catalogue, wordings)


@pytest.mark.parametrize(
    ("exams", "missed"),
    [(("PAR",), 8), (("PAR",), 30), (("PAR", "IRA", "CAX", "FII"), 10), (("PAR", "CAX"), 45)],
)
def test_the_plan_for_a_class_of_thirty_takes_three_pages_at_most(
    make: Make, catalogue: Catalogue, wordings: Wordings, exams: tuple[str, ...], missed: int
) -> None:
    rng = Random(5)  # noqa: S311 - repeatable, no secret
    reports = []
    for number in range(1, 31):
        exam = catalogue.tests()[exams[number % len(exams)]]
        pool = [code for prefix in exam.prefixes for code in catalogue.codes_of_prefix(prefix)]
        reports.append(
            make(number, rng.sample(pool, missed), exam_code=exam.code, title=exam.title, score=60)
        )
    class_file = ClassFile.of(reports, TODAY)
    pdf = class_pdf(class_file, catalogue, wordings)
    assert plan_pages(pdf) <= 3
    words = words_of(pdf)
    plan = class_file.summary.study_recommendations.plan
    assert plan[0].title in words
    cut = class_layout(class_file, catalogue, wordings)["plan"]["cut"]
    for lesson in plan:
        assert f"{lesson.area_id} {lesson.title}" in words or cut, lesson.title


@pytest.mark.parametrize(
    "text",
    [
        "#panic() $x$ *bold* _it_ `raw` \\ @ref <label> // comment /* x",
        "=HYPERLINK(1)",
        "名前 Ω Ж ع 😀",
        "\x00\x07\u202eevil\u2028line\ud800",
        "<script>alert(1)</script> & \" '",
        "x" * 3000,
        "",
    ],
)
def test_whatever_was_read_is_only_text(
    make: Make, catalogue: Catalogue, wordings: Wordings, text: str
) -> None:
    entry = planted(make(1), text)
    pdf = report_pdf(entry, catalogue, wordings, TODAY)
    class_file = ClassFile.of([entry, make(2)], TODAY)
    for made in (pdf, class_pdf(class_file, catalogue, wordings)):
        assert pages_of(made)
    if text.startswith("#panic"):
        assert "#panic() $x$ *bold* _it_" in words_of(pdf)


def test_a_report_has_codes_plan_and_what_to_sign(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    words = words_of(report_pdf(make(1), catalogue, wordings, TODAY))
    for text in (
        "DOE1, JANE ANN", "C0000001", "Private Pilot Airplane (PAR)", "PA.I.C.K2",
        "FAA-S-ACS-6C, p.", "What is to be signed", "Signature", "CFI certificate number",
        "I certify that JANE ANN DOE1 has demonstrated", "464 days from 2026-11-22",
        "What the examiner will ask", "To bring to the practical test", "Checks made",
    ):  # fmt: skip
        assert text in words, text


def test_a_hundred_has_nothing_to_teach_and_nothing_to_sign(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    words = words_of(report_pdf(make(1, (), score=100), catalogue, wordings, TODAY))
    assert "There is nothing to teach." in words
    assert "nothing to certify" in words
    assert "I certify" not in words


def test_an_empty_class_and_one_of_failed_files_can_be_printed(
    entries: tuple[Entry, ...], catalogue: Catalogue, wordings: Wordings
) -> None:
    assert "No code was missed." in words_of(
        class_pdf(ClassFile.of((), TODAY), catalogue, wordings)
    )
    failed = ClassFile.of(entries[-1:], TODAY)
    assert "broken.pdf" in words_of(class_pdf(failed, catalogue, wordings))


def test_mixed_tests_are_not_averaged(make: Make, catalogue: Catalogue, wordings: Wordings) -> None:
    mixed = [
        make(1, score=90),
        make(2, ("IR.I.A.K1",), exam_code="IRA", title="Instrument Rating Airplane", score=70),
    ]
    layout = class_layout(ClassFile.of(mixed, TODAY), catalogue, wordings)
    assert "not together" in layout["remark"]
    assert "mean score" not in {figure["label"] for figure in layout["figures"]}
    assert [row[3] for row in layout["exams"]] == ["70", "90"]


def test_the_class_beside_an_earlier_one(
    make: Make, class_file: ClassFile, catalogue: Catalogue, wordings: Wordings
) -> None:
    earlier = ClassFile.of([make(n, ("PA.VI.A.K1",), score=75) for n in range(50, 55)], TODAY)
    comparison = compare_classes(class_file.reports, earlier.reports)
    words = words_of(class_pdf(class_file, catalogue, wordings, comparison))
    assert "Compared with the earlier class" in words
    assert "PAR: 12 reports now, 5 before" in words


def test_a_code_that_meant_something_else_before_has_no_change(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    now = ClassFile.of([make(1, ("PA.VIII.A.K1b",)), make(2)], TODAY)
    before = [make(n, ("PA.VIII.A.K1b",), exam_date=date(2020, 10, 5)) for n in (3, 4)]
    comparison = compare_classes(now.reports, ClassFile.of(before, TODAY).reports)
    (exam,) = class_layout(now, catalogue, wordings, comparison)["comparison"]
    (row,) = [row for row in exam["rows"] if row[0] == "PA.VIII.A.K1b"]
    assert row[1].startswith("Now: Flight instruments as they relate to: Indication of the")
    assert "Before: Flight instruments as related to: Correlation" in row[1]
    assert row[2:] == ["50.0 %", "100.0 %", "–"]


def test_a_code_with_two_meanings_is_printed_with_both(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    old = make(1, ("PA.VIII.A.K1b",), exam_date=date(2020, 10, 5))
    newer = [make(number, ("PA.VIII.A.K1b",)) for number in (2, 3)]
    layout = class_layout(ClassFile.of([old, *newer], TODAY), catalogue, wordings)
    (weak,) = layout["weak"]
    assert weak["description"].endswith("Indication of the aircraft attitude")
    assert "Also: Flight instruments as related to: Correlation" in weak["subject"]
    (row,) = layout["plan"]["lessons"][0]["rows"]
    for lines in row["lines"]:
        assert lines[0].startswith(("PA.VIII.A.K1b in FAA-S-ACS-6C [2, 3]", "K1b in FAA-S-ACS-6C"))
        assert lines[1].startswith(("PA.VIII.A.K1b in FAA-S-ACS-6B [1]", "K1b in FAA-S-ACS-6B [1]"))
    assert "Indication of the aircraft attitude" in row["lines"][0][0]
    assert "Correlation" in row["lines"][0][1]


def test_attempts_and_copies_are_shown(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    first = make(1, ("PA.I.C.K2", "PA.VI.B.K2"), score=62, exam_date=date(2026, 1, 5))
    again = make(2, ("PA.I.C.K2",), score=90, ftn="C0000001", name="DOE1, JANE ANN")
    copy = replace(again, report_id="copy", position=3, file_name="photo.jpg")
    pdf = class_pdf(ClassFile.of([first, again, copy], TODAY), catalogue, wordings)
    words = words_of(pdf)
    assert "Attempts" in words
    assert "The same test 2 times: reports 2 (scan2.pdf), 3 (photo.jpg)" in words


def test_codes_that_are_not_shown_are_said_to_be_where_they_are(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    codes = [f"PA.I.C.K{number}" for number in (1, 3, 4)] + list(PRIVATE_CODES)
    first = make(1, codes, score=62, exam_date=date(2026, 1, 5))
    again = make(2, ("PA.I.C.K2",), score=90, ftn="C0000001", name="DOE1, JANE ANN")

    def note(*reports: ExportedReport) -> str:
        layout = class_layout(ClassFile.of(reports, TODAY), catalogue, wordings)
        return str(layout["weak_note"])

    assert note(first, make(2, codes)).endswith(" 1 less frequent code is in the study plan.")
    assert "is in the XLSX export; what is still missed is in the study plan, too." in note(
        first, again
    )


def test_a_report_to_be_checked_is_named_also_if_it_is_a_copy(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    sure, other = make(1, score=90), make(3, score=85)
    doubtful = replace(sure.checked, needs_review=True, confidence=0.4)
    copy = replace(sure, report_id="copy", position=2, file_name="photo.jpg", checked=doubtful)
    layout = class_layout(ClassFile.of([sure, copy, other], TODAY), catalogue, wordings)
    assert {"label": "to be checked", "value": "1"} in layout["figures"]
    assert "Report 2 (photo.jpg): needs review; compare it with the paper." in layout["look"]
    differing = replace(make(1, score=92), report_id="copy", position=2, file_name="photo.jpg")
    layout = class_layout(ClassFile.of([sure, differing, other], TODAY), catalogue, wordings)
    assert {"label": "to be checked", "value": "1"} in layout["figures"]
    assert "Report 1 (scan1.pdf): its copies differ; compare it with the paper." in layout["look"]
    assert layout["look"][-1].endswith("It counts once, as report 1. They differ in: score.")


def test_nothing_is_to_be_signed_for_an_attempt_that_was_followed_by_a_pass(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    first = make(1, ("PA.I.C.K2", "PA.VI.B.K2"), score=62, exam_date=date(2026, 1, 5))
    again = make(2, ("PA.I.C.K2",), score=90, ftn="C0000001", name="Jane Ann DOE1")
    layout = class_layout(ClassFile.of([first, again], TODAY), catalogue, wordings)
    assert [row[-1] for row in layout["roster"]] == [
        "nothing; taken again, see 2",
        "AC 61-65K, A.2",
    ]
    assert [one["number"] for one in layout["endorsements"]] == ["2"]
    assert layout["plan"]["who"] == "1, 2 Jane Ann DOE1"
    (lesson,) = layout["plan"]["lessons"]
    assert (lesson["need"], lesson["who"]) == ("1 of 1 student", "2")
    assert "what the last one missed" in layout["plan"]["note"]


def test_who_signs_for_a_report_that_has_run_out_is_warned(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    pdf = class_pdf(ClassFile.of([make(1), make(2)], date(2028, 3, 1)), catalogue, wordings)
    words = words_of(pdf)
    assert "AC 61-65K, A.2; but run out" in words
    assert words.count("The report ran out on 2028-02-29: no practical test") == 2
    # Nobody takes a practical test with a failed one.
    failed = ClassFile.of([make(1, score=60), make(2, score=61)], date(2028, 3, 1))
    assert "ran out" not in words_of(class_pdf(failed, catalogue, wordings))


def test_names_and_tests_that_are_left_out_or_cut_are_marked(
    make: Make, catalogue: Catalogue, wordings: Wordings
) -> None:
    exams = ("PAR", "IRA", "CAX", "FOI", "FIA", "AGI", "IGI", "AMG")
    reports = [make(n, exam_code=code) for n, code in enumerate(exams, start=1)]
    reports[0] = make(1, name="VAN DER VORTEX, AISHA ELIZABETH")
    reports[1] = make(2, name=f"MAC MAGNETO {'X' * 60}", exam_code="IRA")
    layout = class_layout(ClassFile.of(reports, TODAY), catalogue, wordings)
    assert layout["subtitle"].endswith("and 2 more tests")
    assert layout["plan"]["who"].startswith("1 VAN DER VORTEX, AISHA ELIZABETH; 2 MAC MAGNETO X")
    assert "X…; 3 " in layout["plan"]["who"]


def test_the_shared_pdf_names_nobody(
    entries: tuple[Entry, ...], class_file: ClassFile, catalogue: Catalogue
) -> None:
    token = "Quetzalxyloph"
    reports = [
        planted(entry, f"{token} Z918374{n}").facts
        for n, entry in enumerate(entries)
        if isinstance(entry, ExportedReport)
    ]
    # The FTN tells people apart, and the test must be known for anything to be shown.
    reports = [replace(report, exam_id=None) for report in reports]
    shared = share(reports, catalogue)
    assert shared.withheld is None
    pdf = shared_pdf(shared, TODAY)
    words = words_of(pdf)
    assert "PA.I.C.K2" in words
    assert "What is not shown" in words
    assert token not in words
    assert "Z918374" not in words
    with pikepdf.open(BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                assert token.encode() not in item.read_bytes()
            assert token not in repr(item)
    assert len(class_file.reports) == shared.reports
