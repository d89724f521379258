"""A class on one test: one exam code, different classes for different seeds, much missed alike."""

from collections import Counter

import pytest

from aktr.errors import AktrError
from aktr.samples.one_test import EXAMS, class_on_one_test


@pytest.mark.parametrize("exam_code", ["PAR", "AMG"])
def test_everybody_took_the_test(exam_code: str) -> None:
    sheets = class_on_one_test(8, exam_code, seed=7)
    assert len(sheets) == 8
    assert {facts.exam_code for sheet in sheets for facts in sheet.facts} == {exam_code}


def test_some_subjects_are_missed_by_many() -> None:
    sheets = class_on_one_test(20, "PAR", seed=7)
    missed = Counter(code for sheet in sheets for code in sheet.facts[0].codes)
    assert missed.most_common(1)[0][1] > len(sheets) / 3


def test_a_seed_is_a_class() -> None:
    first, again, other = (class_on_one_test(5, "PAR", seed) for seed in (1, 1, 2))
    assert [sheet.facts for sheet in first] == [sheet.facts for sheet in again]
    people = {sheet.facts[0].ftn for sheet in first if sheet.facts[0].ftn}
    assert people.isdisjoint(sheet.facts[0].ftn for sheet in other)


def test_another_test_is_refused_with_those_there_are() -> None:
    with pytest.raises(AktrError, match=r"the test XYZ\. Take one of: .*PAR") as refused:
        class_on_one_test(1, "XYZ", seed=7)
    assert all(exam in refused.value.message for exam in EXAMS)
