"""Nobody can take one shared count from another and be left with fewer than five people."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import Catalogue, load_catalogue
from aktr.summary import ReportFacts
from aktr.summary.crowd import SMALLEST_GROUP
from aktr.summary.privacy import SharedSummary, share

Report = Callable[..., ReportFacts]
Codes = frozenset[str]
CODES = (
    "PA.I.C.K1", "PA.I.C.K2", "PA.I.C.K3a", "PA.I.E.K1", "PA.I.E.K2", "PA.VI.A.K1", "PLT044",
    "PLT059",
)  # fmt: skip
PEOPLE = 24


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@st.composite
def missed(draw: st.DrawFn) -> dict[str, frozenset[int]]:
    """Who missed which code: mostly crowds that are nearly alike, as small rests come of these."""
    crowd = draw(st.permutations(range(1, PEOPLE + 1)))
    found = {}
    for code in CODES:
        first = draw(st.sampled_from([0, 1, 5, 6, 8, 9]))
        size = draw(st.sampled_from([0, 1, 4, 5, 6, 9, 10, 11, 14, 15]))
        found[code] = frozenset(crowd[first : first + size])
    return found


def class_of(report: Report, who: dict[str, frozenset[int]], people: int) -> list[ReportFacts]:
    return [
        report(
            number,
            *(code for code in CODES if number in who[code]),
            ftn=f"C{number % people:07}",
            name=f"DOE, NUMBER {number % people}",
        )
        for number in range(1, PEOPLE + 1)
    ]


def shown(shared: SharedSummary) -> Iterator[tuple[str, Codes, int]]:
    """Every count of a shared summary, with the codes that it is known to be of."""
    listed = frozenset(code.code for code in shared.common_weak_areas)
    for code in shared.common_weak_areas:
        yield code.code, frozenset({code.code}), code.frequency
    for subject in (*shared.weak_tasks, *shared.weak_areas_of_operation):
        if subject.frequency is not None:
            of = frozenset(code for code in listed if code.startswith(f"{subject.id}."))
            yield subject.id, of, subject.frequency
    for lesson in shared.lessons:
        if lesson.frequency is not None:
            yield lesson.title, frozenset(code.code for code in lesson.codes), lesson.frequency


def partitions(whole: Codes, parts: list[Codes]) -> Iterator[list[Codes]]:
    """All ways to make up some codes of groups of them, each code once."""
    if not whole:
        yield []
        return
    first = min(whole)
    for part in parts:
        if first in part and part <= whole:
            for others in partitions(whole - part, parts):
                yield [part, *others]


@settings(max_examples=300, deadline=None)
@given(who=missed(), people=st.sampled_from([PEOPLE, 8]))
def test_no_two_counts_tell_of_fewer_than_five(
    report: Report, catalogue: Catalogue, who: dict[str, frozenset[int]], people: int
) -> None:
    reports = class_of(report, who, people)
    counts = list(shown(share(reports, catalogue)))
    having = {
        codes: {one.report_id for one in reports if codes & {code.code for code in one.codes}}
        for _, codes, _ in counts
    }
    owners = {one.report_id: one.ftn for one in reports}

    def is_told_of(ids: set[str]) -> bool:
        return 0 < len({owners[each] for each in ids}) < SMALLEST_GROUP

    for name, codes, count in counts:
        assert count == len(having[codes]), name
        assert not is_told_of(having[codes]), name
        for part, ids in having.items():
            if part < codes:
                assert not is_told_of(having[codes] - ids), (name, sorted(part))
        for parts in partitions(codes, [part for part in having if part < codes]):
            times = Counter(each for part in parts for each in having[part])
            several = {each for each, number in times.items() if number > 1}
            assert not is_told_of(several), (name, [sorted(part) for part in parts])


@settings(max_examples=100, deadline=None)
@given(who=missed())
def test_what_fewer_than_five_missed_changes_nothing(
    report: Report, catalogue: Catalogue, who: dict[str, frozenset[int]]
) -> None:
    reports = class_of(report, who, PEOPLE)
    few = {code for code, people in who.items() if len(people) < SMALLEST_GROUP}
    without = [
        replace(one, codes=tuple(code for code in one.codes if code.code not in few))
        for one in reports
    ]
    assert share(reports, catalogue) == share(without, catalogue)


def test_one_person_who_missed_something_else_is_not_told(
    report: Report, catalogue: Catalogue
) -> None:
    reports = [report(n, "PA.I.C.K2") for n in range(1, 6)]
    reports += [report(6, "PA.I.C.K1"), *(report(n) for n in range(7, 31))]
    shared = share(reports, catalogue)
    assert [(one.id, one.frequency) for one in shared.weak_tasks] == [("PA.I.C", 5)]
    assert [(one.id, one.frequency) for one in shared.weak_areas_of_operation] == [("PA.I", 5)]
    assert [lesson.frequency for lesson in shared.lessons] == [5]


def test_a_task_whose_count_would_tell_of_one_person_is_listed_without_it(
    report: Report, catalogue: Catalogue
) -> None:
    reports = [report(n, "PA.I.C.K1") for n in range(1, 7)]
    reports += [report(n, "PA.I.C.K1", "PA.I.C.K2") for n in range(7, 12)]
    assert [one.frequency for one in share(reports, catalogue).weak_tasks] == [11]

    one_more = [*reports, report(12, "PA.I.C.K2")]
    shared = share(one_more, catalogue)
    assert [(one.code, one.frequency) for one in shared.common_weak_areas] == [
        ("PA.I.C.K1", 11),
        ("PA.I.C.K2", 6),
    ]
    for subject in (*shared.weak_tasks, *shared.weak_areas_of_operation):
        assert (subject.frequency, subject.exam_percentage) == (None, None)
    assert [lesson.frequency for lesson in shared.lessons] == [None]


def test_a_task_whose_count_would_tell_who_missed_both_codes_is_listed_without_it(
    report: Report, catalogue: Catalogue
) -> None:
    first, second = range(1, 11), range(9, 19)
    codes = [
        [code for code, who in (("PA.I.C.K1", first), ("PA.I.C.K2", second)) if n in who]
        for n in range(1, 19)
    ]
    shared = share([report(n, *each) for n, each in enumerate(codes, start=1)], catalogue)
    assert [one.frequency for one in shared.common_weak_areas] == [10, 10]
    assert [one.frequency for one in shared.weak_tasks] == [None], "10 and 10 less 18 are 2 people"
