"""A class whose people all took the same test, and of whom many missed the same subjects."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import Final

from aktr.errors import AktrError
from aktr.samples.chance import chance
from aktr.samples.exams import draw_codes, in_printed_order, knowledge_test
from aktr.samples.plan import Sample, planned_samples
from aktr.samples.variants import VARIANTS

_COMMON_CODES: Final = 40
_FEWEST_VARIANTS: Final = 3
_ROUND: Final = 30
_SEEDS_APART: Final = 1000

_VARIANTS_OF: Final = Counter(
    exam for variant in VARIANTS.values() for exam in set(variant.recipe.exams)
)
EXAMS: Final = tuple(
    sorted(exam for exam, variants in _VARIANTS_OF.items() if variants >= _FEWEST_VARIANTS)
)
"""The tests of which there are enough samples for a class; of others it would take long."""


def class_on_one_test(size: int, exam_code: str, seed: int) -> list[Sample]:
    """Plan reports of different people, and of some retakes, on one test.

    Args:
        size: How many.
        exam_code: One of :data:`EXAMS`.
        seed: Another seed makes another class.

    Raises:
        AktrError: No class can be made for that test.
    """
    if exam_code not in EXAMS:
        raise AktrError(
            f"No class can be made for the test {exam_code}. Take one of: {', '.join(EXAMS)}."
        )
    return list(islice(_on_test(exam_code, seed), size))


def _on_test(exam_code: str, seed: int) -> Iterator[Sample]:
    for attempt in count(seed * _SEEDS_APART + 1):
        for sample in planned_samples(_ROUND, attempt):
            is_one_report = len(sample.facts) == 1 and not sample.variant.reprint
            if is_one_report and sample.facts[0].exam_code == exam_code:
                yield _with_common_codes(sample)


def _with_common_codes(sample: Sample) -> Sample:
    """The sample with other codes, as many as before, the same ones again and again."""
    facts, rng = sample.facts[0], chance(f"{sample.seed}-class")
    test = knowledge_test(facts.exam_code)
    liked = draw_codes(chance(f"class of {test.code}"), test, facts.exam_date, _COMMON_CODES)
    left = {code: 1 / (rank + 2) for rank, code in enumerate(liked)}
    codes: list[str] = []
    while left and len(codes) < len(facts.codes):
        codes.append(rng.choices(list(left), list(left.values()))[0])
        del left[codes[-1]]
    return replace(sample, facts=(replace(facts, codes=in_printed_order(tuple(codes))),))
