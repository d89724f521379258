"""What to teach first, to whom, from what, and for how long."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.acs.model import SubElement
from aktr.summary import CodeFacts, ReportFacts, SummaryAnalyzer
from aktr.summary.lessons import LONGEST_LESSON_MINUTES
from aktr.summary.study_plan import PlanItem, StudyRecommendations, plan_for_one, prompt_for

Report = Callable[..., ReportFacts]
Code = Callable[..., CodeFacts]

POOL = [
    f"{prefix}.{area}.{task}.K{n}"
    for prefix in ("PA", "IR")
    for area in ("I", "III", "VI")
    for task in "ABCDEFGH"
    for n in range(1, 7)
] + [f"PLT{n:03}" for n in range(1, 60)]


def plan_of(*reports: ReportFacts) -> StudyRecommendations:
    return SummaryAnalyzer().analyse(reports).study_recommendations


def order_of(plan: StudyRecommendations) -> list[str]:
    return [item.area_id for item in plan.plan]


def test_more_reports_come_before_more_basic_before_denser(report: Report) -> None:
    assert order_of(plan_of(report(1, "PA.VI.A.K1", "PA.I.C.K2"), report(2, "PA.VI.A.K1"))) == [
        "PA.VI",
        "PA.I",
    ]
    assert order_of(plan_of(report(1, "IR.I.A.K1", "IR.I.A.K2", "PA.VI.A.K1", "PA.III.A.K1"))) == [
        "PA.III",
        "PA.VI",
        "IR.I",
    ]
    dense = ("PH.I.A.K1", "PH.I.A.K2")
    assert order_of(plan_of(report(1, "PA.I.A.K1", "PA.I.C.K1", *dense))) == ["PH.I", "PA.I"]


def test_time_is_ten_minutes_a_task_and_five_a_code(report: Report) -> None:
    plan = plan_of(report(1, "PA.I.C.K1", "PA.I.C.K2", "PA.I.D.K1"))
    (lesson,) = plan.plan
    assert lesson.minutes == plan.total_minutes == (10 + 2 * 5) + (10 + 5)
    assert [line.minutes for line in lesson.checklist] == [20, 15]
    assert "10 minutes to open each task and 5 minutes" in plan.ground_time_rule


def test_a_long_area_is_parted_with_the_most_needed_first(report: Report) -> None:
    codes = [f"PA.I.{task}.K{n}" for task in "ABCDEFGH" for n in (1, 2)]
    plan = plan_of(report(1, *codes), report(2, "PA.I.H.K1"))
    assert [(item.part, item.parts, item.minutes) for item in plan.plan] == [
        (1, 2, 120),
        (2, 2, 40),
    ]
    assert plan.plan[0].checklist[0].task_id == "PA.I.H"
    assert "part 1 of 2" in plan.plan[0].text


def test_chapters_are_ours_and_publications_the_standards(report: Report, code: Code) -> None:
    weather = code("PA.I.C.K2", references=("14 CFR part 91", "AC 91-92", "FAA-H-8083-25"))
    (lesson,) = plan_of(report(1, weather)).plan
    handbook, *rest = lesson.read
    assert handbook.publication.startswith("FAA-H-8083-2")
    assert handbook.chapters
    assert handbook.chapters_mapped_by == "aktr"
    by_name = {reading.publication: reading for reading in rest}
    assert by_name["14 CFR part 91"].kind == "regulation"
    assert by_name["14 CFR part 91"].title == "General Operating and Flight Rules"
    assert by_name["AC 91-92"].kind == "advisory circular"
    assert all(reading.named_by_standard for reading in rest if not reading.chapters)
    assert all(reading.codes == ("PA.I.C.K2",) for reading in lesson.read)


def test_what_to_do_with_a_code_follows_its_kind(report: Report, code: Code) -> None:
    kinds = {"K1": "knowledge", "R1": "risk management", "S1": "skill"}
    codes = [code(f"PA.I.C.{name}", kind=kind) for name, kind in kinds.items()]
    (lesson,) = plan_of(report(1, *codes)).plan
    assert lesson.discuss == (
        "Explain: Wording of PA.I.C.K1. (PA.I.C.K1)",
        "Weigh the risk: Wording of PA.I.C.R1. (PA.I.C.R1)",
        "Talk through and show: Wording of PA.I.C.S1. (PA.I.C.S1)",
    )


def test_one_report_has_a_plan_of_its_own(report: Report) -> None:
    plan = plan_for_one(report(1, "PA.I.C.K2", "PA.VI.A.K1", "PLT044"))
    assert [item.area_id for item in plan.plan] == ["PA.I", "PA.VI", "PLT"]
    assert all(item.reports == ("report-1",) for item in plan.plan)
    assert plan_for_one(report(1)).plan == ()


def test_real_codes_have_wording_and_something_to_read() -> None:
    catalogue = load_catalogue()
    facts = []
    for name in ("PA.I.C.K2", "PA.I.E.K1", "PA.VI.B.K2"):
        entry = catalogue.lookup(name)
        assert entry is not None
        facts.append(
            CodeFacts(
                name, "acs", description=entry.full_description, kind=entry.kind.value,
                area=entry.area, area_title=entry.area_title, task=entry.task,
                task_title=entry.task_title, document=entry.document, references=entry.references,
            )
        )  # fmt: skip
    plan = plan_for_one(ReportFacts("one", 1, "scan.pdf", codes=tuple(facts)))
    for lesson in plan.plan:
        assert any(reading.chapters for reading in lesson.read)
        assert all(code.description and code.prompt == "Explain" for code in lesson.codes)


@pytest.mark.parametrize(
    ("wording", "prompt", "line"),
    [
        ("Recall aircraft alternators", "Recall", "Recall aircraft alternators (PLT207)"),
        ("Interpret/Program FMS", "Interpret", "Interpret/Program FMS (PLT207)"),
        ("Recall-Minimum sink speed", "Recall", "Recall-Minimum sink speed (PLT207)"),
        ("Ability to draw repairs", "Show", "Show: Ability to draw repairs (PLT207)"),
    ],
)
def test_a_statement_that_has_its_verb_gets_no_second_one(
    wording: str, prompt: str, line: str, report: Report, code: Code
) -> None:
    missed = code("PLT207", kind="learning statement", description=wording)
    item = plan_of(report(1, missed)).plan[0]
    assert (item.codes[0].prompt, item.discuss) == (prompt, (line,))
    assert "Go through Recall" not in item.text


def test_an_element_is_discussed_with_what_it_lists(report: Report, code: Code) -> None:
    listed = (SubElement("PA.VI.A.K4a", "Route"), SubElement("PA.VI.A.K4b", "Altitude(s)"))
    missed = code("PA.VI.A.K4", kind="knowledge", description="Selection of:", sub_elements=listed)
    item = plan_of(report(1, missed)).plan[0]
    assert item.discuss == ("Explain: Selection of: Route; Altitude(s) (PA.VI.A.K4)",)
    assert (item.codes[0].description, item.codes[0].sub_elements) == ("Selection of:", listed)


def test_every_statement_of_the_guide_says_or_gets_what_to_do() -> None:
    catalogue = load_catalogue()
    for prefix in ("PLT", "AMG", "AMA", "AMP", "RIG", "IAR"):
        for name in catalogue.codes_of_prefix(prefix):
            entry = catalogue.lookup(name)
            assert entry is not None
            prompt = prompt_for(entry.kind.value, entry.description)
            assert entry.description.startswith(prompt) or name == "AMG001"


@st.composite
def classes(draw: st.DrawFn, report: Report) -> list[ReportFacts]:
    sets = draw(st.lists(st.lists(st.sampled_from(POOL), max_size=30, unique=True), max_size=8))
    return [report(number, *codes) for number, codes in enumerate(sets, start=1)]


def lines_of(item: PlanItem) -> list[tuple[str, tuple[str, ...]]]:
    return [(code.code, code.reports) for code in item.codes]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_every_line_can_be_traced_to_reports_and_codes(report: Report, data: st.DataObject) -> None:
    reports = data.draw(classes(report))
    plan = plan_of(*reports)
    having = {
        code.code: tuple(one.report_id for one in reports if code in one.codes)
        for one in reports
        for code in one.codes
    }
    assert dict(line for item in plan.plan for line in lines_of(item)) == having
    assert sum(len(item.codes) for item in plan.plan) == len(having)
    for item in plan.plan:
        codes = {code.code for code in item.codes}
        ticked = [code for line in item.checklist for code in line.codes]
        assert sorted(ticked) == sorted(codes)
        assert item.minutes == sum(line.minutes for line in item.checklist)
        assert item.minutes <= LONGEST_LESSON_MINUTES
        assert set(item.reports) == {name for code in codes for name in having[code]}
        assert all(set(reading.codes) <= codes for reading in item.read)
        assert len(item.discuss) == len(codes)
        for line in item.checklist:
            assert set(line.reports) == {name for code in line.codes for name in having[code]}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_plan_does_not_depend_on_the_order_of_the_files(
    report: Report, data: st.DataObject
) -> None:
    reports = data.draw(classes(report))
    shuffled = [
        replace(one, position=place)
        for place, one in enumerate(data.draw(st.permutations(reports)), start=1)
    ]
    first, second = plan_of(*reports), plan_of(*shuffled)
    assert first.total_minutes == second.total_minutes
    for one, other in zip(first.plan, second.plan, strict=True):
        assert (one.text, one.minutes, one.discuss) == (other.text, other.minutes, other.discuss)
        assert [line.codes for line in one.checklist] == [line.codes for line in other.checklist]
        assert [reading.publication for reading in one.read] == [
            reading.publication for reading in other.read
        ]
    assert plan_of(*reversed(reports)) == first
