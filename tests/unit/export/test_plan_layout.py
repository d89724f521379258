"""A printed plan says as much as its pages can hold."""

from collections.abc import Callable

import pytest

from aktr.export.plan_layout import (
    LEVELS,
    Roll,
    cut_to_fit,
    level_that_may_fit,
    plan_layout,
    shortened,
)
from aktr.export.records import ClassFile, ExportedReport
from aktr.summary.facts import upload_numbers
from aktr.summary.students import Students
from class_samples import TODAY

Make = Callable[..., ExportedReport]
WEATHER = "Meteorology applicable to the departure and en route phases, such as: Frost"


@pytest.mark.parametrize(
    ("longest", "is_part", "shown"),
    [
        (40, True, "Meteorology applicable to the dep… Frost"),
        (20, True, "Meteorology a… Frost"),
        (10, True, "Frost"),
        (20, False, "Meteorology applica…"),
        (200, False, WEATHER),
    ],
)
def test_of_a_sub_element_its_own_words_are_kept(longest: int, is_part: bool, shown: str) -> None:
    assert shortened(WEATHER, longest, is_part=is_part) == shown
    assert len(shown) <= longest


def lines_at(plan: dict[str, object], level: int) -> list[str]:
    lessons = plan["lessons"]
    assert isinstance(lessons, list)
    return [line for lesson in lessons for row in lesson["rows"] for line in row["lines"][level]]


def test_every_level_names_every_code_and_says_no_more_than_the_one_before(
    class_file: ClassFile,
) -> None:
    roll = Roll(upload_numbers(class_file.reports), Students(class_file.counted))
    plan = plan_layout(class_file.summary.study_recommendations, roll)
    codes = len(class_file.summary.common_weak_areas)
    sizes = []
    for level in range(LEVELS):
        lines = lines_at(plan, level)
        assert len(lines) == codes
        assert all("[" in line for line in lines)
        sizes.append(sum(map(len, lines)))
    assert sizes[0] == max(sizes)
    assert sizes[-1] == min(sizes)
    assert lines_at(plan, 0)[0].startswith("PA.")


def test_less_room_means_less_detail_and_at_last_fewer_lessons(class_file: ClassFile) -> None:
    roll = Roll(upload_numbers(class_file.reports), Students(class_file.counted))
    plan = plan_layout(class_file.summary.study_recommendations, roll)
    levels = [level_that_may_fit(plan, height) for height in (5000, 300, 200, 100, 10)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == LEVELS - 1
    assert cut_to_fit(plan, 5000)["cut"] == ""
    small = cut_to_fit(plan, 10)
    assert len(small["lessons"]) == 1
    assert plan["lessons"][1]["title"] in small["cut"]


def test_the_plan_of_one_person_needs_no_numbers(make: Make) -> None:
    class_file = ClassFile.of([make(1)], TODAY)
    plan = plan_layout(class_file.summary.study_recommendations)
    assert {lesson["who"] for lesson in plan["lessons"]} == {"this student"}
    assert not any("[" in line for line in lines_at(plan, 0))
