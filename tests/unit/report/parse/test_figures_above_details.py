"""Forms that head a row of figures with labels, and tell the rest with labels of another kind."""

from typed_pages import VALUES, codes, parse_one, values

FIGURES = """
                    Airman Knowledge Test Report
NAME: DOE, JANE ANN

     Score            Grade            Take            Expiration Date
      93 %             Pass              1               02/29/2028

Details                                       Missed codes
FTN: C1234567                                 PA.I.B.K1a
Exam ID: 90000020260214001                    PA.I.C.K2
Exam: Private Pilot Airplane (PAR)            PA.III.A.K8
Exam Date: 02/14/2026                         PA.VI.A.K1
Exam Site: ABS60104                           PA.VI.A.K2
                                              PA.VI.B.K1
A single code may represent more than one incorrect response.
"""
WRAPPED = """
                    Airman Knowledge Test Report
NAME: DOE, JANE ANN

     SCORE            GRADE            TAKE            EXPIRATION
      93 %             PASS              1                DATE
                                                       02/29/2028

FTN: C1234567                                 PA.I.B.K1a
EXAM ID: 90000020260214001                    PA.I.C.K2
EXAM: Private Pilot Airplane (PAR)            PA.III.A.K8
EXAM DATE: 02/14/2026                         PA.VI.A.K1
EXAM SITE: ABS60104
A single code may represent more than one incorrect response.
"""


def test_labels_with_colons_have_their_values_beside_them_where_others_stand_above_theirs() -> None:
    report = parse_one(FIGURES)
    assert values(report) == VALUES
    assert report.exam_site.confidence == report.exam_date.confidence == 1.0
    assert len(codes(report)) == 6


def test_a_label_of_a_row_may_go_on_where_the_values_of_the_others_stand() -> None:
    report = parse_one(WRAPPED)
    assert values(report) == VALUES
    assert report.exam_date.doubt is None


def test_neither_a_code_nor_a_sentence_is_taken_for_the_centre() -> None:
    for below in ("PA.VI.A.K1", "PLT123", "A single code may represent more than one response."):
        form = FIGURES.replace("Exam Site: ABS60104 ", "Exam Site           ").replace(
            "                                              PA.VI.B.K1", below
        )
        assert parse_one(form).exam_site.value is None


def test_figures_stay_with_their_labels_above_two_columns_that_are_no_table() -> None:
    details = """
Details                                       Missed codes
                                              CH.VII.A.K4c, CH.I.C.K3g,
FTN: C1234567
                                              CH.III.C.K3, CH.VIII.E.R2,
Exam ID: 90000020260214001
                                              CH.IX.B.K3, CH.VII.D.K3,
Exam: Private Pilot Airplane (PAR)
                                              CH.VIII.B.R4, CH.I.D.K4,
Exam Date: 02/14/2026
                                              CH.II.C.K2
Exam Site: ABS60104
"""
    figures = """
                    Airman Knowledge Test Report
NAME: DOE, JANE ANN

     Score       Grade       Take          Expiration Date
      93 %        Pass         1              02/29/2028
"""
    assert values(parse_one(figures + details)) == VALUES
