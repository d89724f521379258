"""Codes are read from the list of missed subjects, however it is set, and from nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.acs.code import CodeFamily
from aktr.report.confidence import REVIEW_BELOW
from aktr.report.model import KnowledgeTestReport
from typed_pages import CODES, REPORT, VALUES, changed, codes, parse_one, values

LIST = " ".join(CODES)
CATALOGUE = load_catalogue()
REAL_CODES = sorted(
    {
        code
        for prefix in ("PA", "IR", "CA", "FI", "AI", "UA", "AM")
        if prefix in CATALOGUE.prefixes
        for code in CATALOGUE.codes_of_prefix(prefix)
    }
    | {"PLT078", "PLT140", "PLT221", "PLT316", "AMG031", "AMA012", "AMP005"}
)


def listing(printed: str) -> KnowledgeTestReport:
    """The report with its list printed in another way."""
    report = parse_one(changed(LIST, printed))
    assert values(report) == VALUES, "nothing but the list may change"
    return report


SEPARATORS = {
    "blank": " ",
    "blanks": "   ",
    "comma": ", ",
    "comma alone": ",",
    "semicolon": "; ",
    "bar": " | ",
    "slash": " / ",
    "bullet": " • ",
    "line": "\n",
    "line with blank lines": "\n\n",
    "comma at line end": ",\n",
    "and": " and ",
    "tilde": " ~ ",
    "arrow": " > ",
    "square": " ■ ",
}


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
@given(st.lists(st.sampled_from(REAL_CODES), min_size=1, max_size=30, unique=True))
@settings(max_examples=12, deadline=None)
def test_codes_come_back_in_order_from_any_separator(separator: str, printed: list[str]) -> None:
    rows = [separator.join(printed[start : start + 6]) for start in range(0, len(printed), 6)]
    report = listing("\n".join(rows))
    assert codes(report) == tuple(printed)
    assert report.unresolved_codes == ()
    assert all(code.confidence == 1.0 and not code.repaired for code in report.codes)


@given(
    st.lists(st.sampled_from(REAL_CODES), min_size=1, max_size=45, unique=True),
    st.integers(1, 4),
    st.sampled_from(
        ["{code}", "- {code}", "* {code}", "({code})", "[{code}]", "✗ {code}", "“{code}”"]
    ),
)
@settings(max_examples=30, deadline=None)
def test_codes_come_back_from_rows_of_cells(printed: list[str], columns: int, form: str) -> None:
    cells = [form.format(code=code).ljust(20) for code in printed]
    rows = ["".join(cells[start : start + columns]) for start in range(0, len(cells), columns)]
    assert codes(listing("\n".join(rows))) == tuple(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "PA.I.B.K1a (2), PA.I.C.K2 (1), PA.III.A.K8 (1), PA.VI.A.K1 (3)",
        "PA.I.B.K1a x2, PA.I.C.K2, PA.III.A.K8 x3, PA.VI.A.K1",
        "PA.I.B.K1a. PA.I.C.K2. PA.III.A.K8. PA.VI.A.K1.",
        "PA.I.B.K1aPA.I.C.K2PA.III.A.K8PA.VI.A.K1",
        "ACS CODES:  PA.I.B.K1a PA.I.C.K2\n            PA.III.A.K8 PA.VI.A.K1",
        "Q 4   PA.I.B.K1a\nQ 12  PA.I.C.K2\nQ 33  PA.III.A.K8\nQ 58  PA.VI.A.K1",
        "Plan     PA.I.B.K1a\nWeather  PA.I.C.K2\nField    PA.III.A.K8\nRoute    PA.VI.A.K1",
        "No.  Code  Area\n1    PA.I.B.K1a\n2    PA.I.C.K2   Air\n3    PA.III.A.K8\n4    PA.VI.A.K1",
    ],
    ids=[
        "counts",
        "factors",
        "full stops",
        "glued",
        "beside a label",
        "questions",
        "subjects first",
        "table",
    ],
)
def test_lists_of_other_shapes_are_read(printed: str) -> None:
    report = listing(printed)
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_numbered_columns_are_read_in_the_order_of_their_numbers() -> None:
    report = listing(
        "1. PA.I.B.K1a     4. PA.VI.A.K1\n2. PA.I.C.K2      5. PA.IX.B.R1\n3. PA.III.A.K8"
    )
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8", "PA.VI.A.K1", "PA.IX.B.R1")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("PA.I.C. K2", "PA.I.C.K2"),
        ("PA. I. C. K2", "PA.I.C.K2"),
        ("pa.i.c.k2", "PA.I.C.K2"),
        ("PA.I.C.K02", "PA.I.C.K2"),
        ("PLT-078", "PLT078"),
        ("PLT 078", "PLT078"),
    ],
)
def test_codes_are_given_in_their_official_spelling(printed: str, code: str) -> None:
    assert codes(listing(f"PA.I.B.K1a {printed} PA.VI.A.K1")) == ("PA.I.B.K1a", code, "PA.VI.A.K1")


@pytest.mark.parametrize(
    "printed", ["PA,I.C,K2", "PA.I C.K2", "PA I C K2", "PA-I-C-K2", "PA.I.CK2"]
)
def test_a_code_with_damaged_punctuation_is_put_right_and_marked(printed: str) -> None:
    report = listing(f"PA.I.B.K1a\n{printed}\nPA.VI.A.K1")
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.VI.A.K1")
    put_right = report.codes[1]
    assert put_right.repaired
    assert put_right.read_as == printed
    assert put_right.confidence < 1.0


@pytest.mark.parametrize("hyphen", ["", "-"])
@pytest.mark.parametrize("cut", range(3, len("PA.III.A.K8")))
def test_a_code_cut_by_a_line_end_is_put_together(cut: int, hyphen: str) -> None:
    start, rest = "PA.III.A.K8"[:cut], "PA.III.A.K8"[cut:]
    report = listing(f"PA.I.B.K1a PA.I.C.K2 {start}{hyphen}\n{rest} PA.VI.A.K1")
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


def test_a_letter_lost_to_the_next_line_is_put_back() -> None:
    report = listing("PA.I.C.K2 PA.VI.A.K1 PA.I.B.K1\na PA.III.A.K8")
    assert codes(report) == ("PA.I.C.K2", "PA.VI.A.K1", "PA.I.B.K1a", "PA.III.A.K8")


def test_a_digit_lost_to_the_next_line_could_belong_to_the_code_or_not() -> None:
    report = listing("PA.I.C.K2 PA.IV.A.S1\n0 PA.III.A.K8")
    assert codes(report) == ("PA.I.C.K2", "PA.IV.A.S1", "PA.III.A.K8")
    assert [code.candidates for code in report.unresolved_codes] == [("PA.IV.A.S1", "PA.IV.A.S10")]


def test_a_fragment_that_goes_on_nowhere_is_shown_and_not_counted() -> None:
    report = listing("PA.I.B.K1a PA.I.C.K2 PA.III.\n\nPA.VI.A.K1")
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.VI.A.K1")
    assert [code.read_as for code in report.unresolved_codes] == ["PA.III."]


def test_descriptions_beside_codes_are_no_part_of_them() -> None:
    report = listing(
        "PA.I.B.K1a   Certificates and inspections, see also PA.II.A.K1\n"
        "PA.I.C.K2 - Acceptable weather products and resources\n"
        "PA.III.A.K8: Runway incursion avoidance (was PA.I.D.K2)\n"
        "PA.VI.A.K1   Pilotage and dead reckoning"
    )
    assert codes(report) == CODES


def test_a_list_may_begin_behind_its_heading() -> None:
    assert codes(listing(f"ACS CODES: {LIST}")) == CODES
    assert codes(listing(f"Missed codes (4): {LIST}")) == CODES
    assert codes(listing("Subjects to review:\n" + LIST)) == CODES


@pytest.mark.parametrize(
    "sentence",
    [
        "For example, PA.II.A.K1 means Private Pilot Airplane, area II, task A, element K1.",
        "A code such as PA.II.A.K1 is read from left to right.",
        "See www.faa.gov/codes/PA.II.A.K1 for more.",
        "Write to PA.II.A.K1@example.org with questions.",
        "PA.II.A.K1 is an example of a code.",
        "Legend: PA.II.A.K1",
        "How to read a code: PA.II.A.K1",
        "Code structure: PA.II.A.K1",
        "Explanation of a code (PA.II.A.K1)",
        "The format of the codes is explained for PA.II.A.K1 in the companion guide.",
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_codes_that_are_only_mentioned_do_not_count(sentence: str, place: str) -> None:
    printed = f"{sentence}\n\n{LIST}" if place == "before" else f"{LIST}\n\n{sentence}"
    report = listing(printed)
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


@pytest.mark.parametrize("printed", ["PA.1.C.K2", "PA.lI.C.K2", "PA.I.Q.K2"])
def test_what_only_looks_like_a_code_is_shown_with_what_it_could_be(printed: str) -> None:
    report = listing(f"PA.I.B.K1a {printed} PA.VI.A.K1")
    assert codes(report) == ("PA.I.B.K1a", "PA.VI.A.K1")
    (unresolved,) = report.unresolved_codes
    assert unresolved.read_as == printed
    assert unresolved.place is not None
    assert all(candidate in CATALOGUE for candidate in unresolved.candidates)


def test_codes_in_a_row_count_whatever_damage_stands_before_them() -> None:
    report = listing(f"PA VX.B.K4. {LIST}")
    assert set(CODES) <= set(codes(report))


def test_candidates_are_named_best_first() -> None:
    (unresolved,) = listing("PA.I.B.K1a PA.1.C.K2 PA.VI.A.K1").unresolved_codes
    assert unresolved.candidates[0] == "PA.I.C.K2"


def test_a_well_formed_code_that_no_standard_has_is_kept_and_not_trusted() -> None:
    report = listing("PA.I.B.K1a PA.I.C.K29 PA.VI.A.K1")
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K29", "PA.VI.A.K1")
    assert report.codes[1].confidence < 0.7


def test_a_repeated_code_counts_once_and_says_how_often_it_was_read() -> None:
    report = listing("PA.I.B.K1a PA.I.C.K2 PA.I.B.K1a PA.I.B.K1a PA.VI.A.K1")
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.VI.A.K1")
    assert [code.times_read for code in report.codes] == [3, 1, 1]


def test_a_perfect_score_has_no_codes() -> None:
    report = parse_one(changed(LIST, "").replace("93%", "100%"))
    assert codes(report) == ()
    assert report.unresolved_codes == ()
    assert report.score.value == 100


def test_each_code_says_of_which_kind_it_is() -> None:
    report = listing("PLT078 PLT140 AMG031 PA.I.C.K2")
    assert [code.family for code in report.codes] == [
        CodeFamily.LEARNING_STATEMENT,
        CodeFamily.LEARNING_STATEMENT,
        CodeFamily.LEARNING_STATEMENT,
        CodeFamily.ACS,
    ]


SUBJECT_MATTER = """
                         Airman Computer Test Report

NAME: DOE, JANE ANN                  APPLICANT ID: 123456789
EXAM: Private Pilot Airplane (PAR)   EXAM DATE: 06/14/2003
EXAM ID: 90000020030614001           SITE: LAS40302
SCORE: 88%      GRADE: Pass          TAKE: 1
EXPIRATION DATE: 06/30/2005

Subject matter knowledge codes listed below represent incorrectly answered questions.

A20 B08 H301
J25
"""


def test_subject_matter_codes_of_old_reports_are_read() -> None:
    report = parse_one(SUBJECT_MATTER)
    assert codes(report) == ("A20", "B08", "H301", "J25")
    assert {code.family for code in report.codes} == {CodeFamily.SUBJECT_MATTER}


def test_letters_with_digits_are_no_codes_on_any_other_report() -> None:
    assert codes(parse_one(REPORT + "\nA20 B08 H301\n")) == CODES


def test_a_code_is_shown_where_it_stands() -> None:
    report = parse_one(REPORT)
    place = report.codes[1].place
    assert place is not None
    assert place.left == pytest.approx((36 + 6 * len("PA.I.B.K1a ")) / 672, abs=0.0002)
    assert place.right == pytest.approx((36 + 6 * len("PA.I.B.K1a PA.I.C.K2")) / 672, abs=0.0002)
    assert report.codes[1].read_as == "PA.I.C.K2"


def test_a_subject_in_a_cell_of_its_own_is_no_running_text() -> None:
    table = """
PA.I.B.K1a     sUAS lighting requirements.
PA.I.C.K2      weather products required for each phase of flight
               such as:
PA.III.A.K8    Convective SIGMET
PA.VI.A.K1     Pilotage
"""
    assert codes(parse_one(changed(" ".join(CODES), table))) == CODES


@pytest.mark.parametrize(
    "told",
    [
        "The questions belong to these codes: PLT078 and\nPLT140. One code may stand for more.",
        "The questions belong to this and that code: PLT078 as well as PLT140.",
        "You missed questions of the codes: PLT078,\nas well as some others of PLT140.",
    ],
)
def test_a_code_in_a_sentence_is_not_lost_to_what_joins_it_to_the_next(told: str) -> None:
    first = listing(told).codes[0]
    assert first.code == "PLT078"
    if "others" not in told:
        assert codes(listing(told)) == ("PLT078", "PLT140")


def test_a_code_of_a_sentence_that_goes_on_is_in_doubt_and_not_lost() -> None:
    (code,) = listing(
        "You missed one question of this code: PLT078 which we ask you to study."
    ).codes
    assert code.code == "PLT078"
    assert code.confidence < REVIEW_BELOW


AREAS = """
PA.I.B.K1a PA.I.C.K2 PA.III.A.K8 PA.VI.A.K1

By area
PA.I     2   PA.I.B.K1a, PA.I.C.K2
PA.III   1   PA.III.A.K8
PA.VI    {count}
"""


def test_the_area_of_a_row_of_codes_is_no_torn_code() -> None:
    report = listing(AREAS.format(count="1\n         PA.VI.A.K1"))
    assert codes(report) == CODES
    assert report.unresolved_codes == ()


@pytest.mark.parametrize(
    "printed", [AREAS.format(count="2\n         PA.VI.A.K1"), f"PA.I.C.K2 PA.I PA.I.B.K1a\n{LIST}"]
)
def test_a_first_part_of_codes_that_may_be_torn_is_asked_about(printed: str) -> None:
    assert listing(printed).unresolved_codes


@pytest.mark.parametrize(
    ("told", "in_doubt"),
    [
        ("The codes missed were PA.I.B.K1a, PA.I.C.K2 and\nPA.III.A.K8.", {0, 1}),
        ("Codes: PA.I.B.K1a, PA.I.C.K2 and\nPA.III.A.K8 are listed.", {2}),
        ("Codes: PA.I.B.K1a, PA.I.C.K2 and PA.III.A.K8 as well.", {2}),
    ],
)
def test_codes_that_a_sentence_joins_to_the_list_are_in_doubt_and_not_lost(
    told: str, in_doubt: set[int]
) -> None:
    report = listing(told)
    assert codes(report) == ("PA.I.B.K1a", "PA.I.C.K2", "PA.III.A.K8")
    doubted = {index for index, code in enumerate(report.codes) if code.confidence < REVIEW_BELOW}
    assert doubted == in_doubt
    assert report.unresolved_codes == ()


def test_an_example_over_two_lines_adds_nothing_to_the_list() -> None:
    report = listing(f"{LIST}\n\nA code, such as PA.II.A.K1 or\nPA.II.A.K2 is made of four parts.")
    assert codes(report) == CODES


@pytest.mark.parametrize("heading", ["Recommended study", "Suggested ground topics:", "Homework"])
def test_codes_that_a_teacher_chose_are_in_doubt_beside_the_list(heading: str) -> None:
    report = listing(f"{LIST}\n\n{heading}\nPA.II.A.K1  PA.I.C.K2")
    assert codes(report) == (*CODES, "PA.II.A.K1")
    doubted = {code.code for code in report.codes if code.confidence < REVIEW_BELOW}
    assert doubted == {"PA.II.A.K1"}


def test_a_list_under_a_heading_of_the_school_is_the_list() -> None:
    report = listing(f"Recommended study\n{LIST}")
    assert codes(report) == CODES
    assert all(code.confidence >= REVIEW_BELOW for code in report.codes)
