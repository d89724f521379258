"""What forms say, what pasted texts hold, what is left of a time."""

from datetime import UTC, datetime, timedelta

import pytest

from aktr.acs.model import SubElement
from aktr.export.charts import Slope, score_scale, score_slopes
from aktr.pages.render import time_left, worded
from aktr.pages.reports import correction_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ({"what": "score", "value": " 88 "}, {"fields": {"score": 88}}),
        ({"what": "score", "value": "8a"}, {"fields": {"score": "8a"}}),
        ({"what": "name", "value": "DOE, JANE"}, {"fields": {"name": "DOE, JANE"}}),
        ({"what": "take", "do": "absent", "value": "1"}, {"fields": {"take": None}}),
        ({"what": "grade", "do": "absent", "value": ""}, {"fields": {"grade": None}}),
        ({"what": "grade", "value": ""}, {}),
        ({"what": "exam_date", "do": "save", "value": " "}, {}),
        ({"what": "code:PA.I.C.K2", "do": "save", "value": ""}, {}),
        ({"what": "code:PA.I.C.K2", "do": "save", "value": " , ;"}, {}),
        ({"what": "exam_date", "do": "confirm", "value": "x"}, {"confirm": ["exam_date"]}),
        (
            {"what": "code:PA.I.C.K2", "value": "PA.I.C.K3"},
            {"codes": {"add": ["PA.I.C.K3"], "remove": ["PA.I.C.K2"]}},
        ),
        ({"what": "code:PA.I.C.K2", "value": "PA.I.C.K2"}, {"confirm": ["code:PA.I.C.K2"]}),
        (
            {"what": "code:PA.I.C.K2", "do": "remove", "value": "PA.I.C.K2"},
            {"codes": {"add": [], "remove": ["PA.I.C.K2"]}},
        ),
        (
            {"what": "unresolved:PA.?.C.K2", "candidate": "PA.I.C.K2", "value": "PA.?.C.K2"},
            {"codes": {"add": ["PA.I.C.K2"]}},
        ),
        (
            {"what": "codes", "value": "PA.I.C.K2, PLT044;H301"},
            {"codes": {"add": ["PA.I.C.K2", "PLT044", "H301"]}},
        ),
        ({"what": "check:score-possible", "do": "confirm"}, {"confirm": ["check:score-possible"]}),
        ({"what": "colour", "value": "red"}, {}),
    ],
)
def test_a_form_says_what_the_api_takes(said: dict[str, str], correction: object) -> None:
    assert correction_of(said) == correction


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(days=3), ("days", 3)),
        (timedelta(hours=47), ("hours", 47)),
        (timedelta(minutes=90), ("minutes", 90)),
        (timedelta(seconds=30), ("minutes", 1)),
        (timedelta(seconds=-5), ("minutes", 0)),
    ],
)
def test_what_is_left_of_a_time(left: timedelta, shown: tuple[str, int]) -> None:
    assert time_left(NOW + left, NOW) == shown


def test_a_wording_begins_with_its_own_words() -> None:
    part = worded({"code": "PA.I.G.K1l", "description": "Systems, to include: Oxygen system"})
    assert (part.own, part.parent) == ("Oxygen system", "Systems, to include")
    whole = worded({"code": "PA.I.G.K2", "description": "Indications of: failures"})
    assert (whole.own, whole.parent) == ("Indications of: failures", "")
    assert worded({"code": "PA.I.G.K2", "description": None}).own == ""


def test_the_wording_of_a_list_has_its_items() -> None:
    items = [{"code": "PA.VI.A.K4a", "description": "Route"}, SubElement("PA.VI.A.K4b", "Time")]
    head = {"code": "PA.VI.A.K4", "description": "Selection of:", "sub_elements": items}
    assert worded(head).own == "Selection of: Route; Time"
    assert worded(head, 16).own == "Selection of: R…"


def test_a_scale_tells_score_and_limit_and_draws_nothing_for_no_score() -> None:
    assert score_scale(88, 70, "Score").alt == "Score: 88 of 100; 70 is needed."
    assert 'class="bar failing"' in score_scale(60, 70, "Score").svg
    unknown = score_scale(None, 70, "Score")
    assert "not read" in unknown.alt
    assert 'class="bar' not in unknown.svg


def test_slopes_leave_out_whoever_has_one_score_and_name_everybody() -> None:
    chart = score_slopes(
        [Slope("A & B", (61, None, 88)), Slope("C", (70, None)), Slope("D", ())], "Scores"
    )
    assert chart.svg.count("<polyline") == 1
    assert "A &amp; B" in chart.svg
    assert chart.alt == "Scores. A & B: 61 to unknown to 88; C: 70 to unknown; D: ."
    assert score_slopes([], "Scores").svg.startswith("<svg")
