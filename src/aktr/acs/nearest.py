"""Codes that exist and look like one that does not."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from typing import Final

_FARTHEST: Final = 2
"""Characters that may differ; with three, everything in a task looks like everything else."""

_LOOK_ALIKES: Final = str.maketrans("1L|0586", "IIIOSBG")


def nearest(
    text: str,
    prefixes: tuple[str, ...],
    codes_of_prefix: Callable[[str], Iterable[str]],
    limit: int,
) -> list[str]:
    """The codes that are most like a text.

    Characters that are easily taken for one another (I, l and 1; S and 5; B and 8) count as equal
    at first and only decide between codes that are otherwise as near.

    Args:
        text: What was typed or read.
        prefixes: The beginnings that exist.
        codes_of_prefix: Gives the codes of a beginning.
        limit: How many to return at most.
    """
    wanted = _letters_and_digits(text)
    if not wanted:
        return []
    same_rest = list(_under_other_prefix(text.strip(), prefixes, codes_of_prefix))
    if same_rest:
        return same_rest[:limit]
    ranked: list[tuple[int, int, int, int, str]] = []
    alike = wanted.translate(_LOOK_ALIKES)
    for code in _candidates(wanted, prefixes, codes_of_prefix):
        plain = _letters_and_digits(code)
        distance = edits(alike, plain.translate(_LOOK_ALIKES))
        if distance <= _FARTHEST:
            shared = _shared_beginning(wanted, plain)
            exact = edits(wanted, plain, farthest=8)
            ranked.append((distance, exact, -shared, len(ranked), code))
    return [row[-1] for row in heapq.nsmallest(limit, ranked)]


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in text.upper() if char.isascii() and char.isalnum())


def _under_other_prefix(
    text: str, prefixes: tuple[str, ...], codes_of_prefix: Callable[[str], Iterable[str]]
) -> Iterator[str]:
    """The same area, task and element under the prefixes that differ in one letter."""
    if text[2:3] != "." or text[:2] in prefixes:
        return
    for prefix in _alike_prefixes(text[:2], prefixes):
        code = prefix + text[2:]
        if code in codes_of_prefix(prefix):
            yield code


def _candidates(
    wanted: str, prefixes: tuple[str, ...], codes_of_prefix: Callable[[str], Iterable[str]]
) -> Iterator[str]:
    exact = [prefix for prefix in prefixes if wanted.startswith(prefix)]
    for prefix in exact or _alike_prefixes(wanted, prefixes):
        yield from codes_of_prefix(prefix)


def _alike_prefixes(text: str, prefixes: tuple[str, ...]) -> list[str]:
    """The prefixes of which all letters but one stand in the same place."""
    start = text.upper().translate(_LOOK_ALIKES)
    return [
        prefix
        for prefix in prefixes
        if sum(a != b for a, b in zip(prefix.translate(_LOOK_ALIKES), start, strict=False)) <= 1
    ]


def _shared_beginning(a: str, b: str) -> int:
    count = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        count += 1
    return count


def edits(a: str, b: str, farthest: int = _FARTHEST) -> int:
    """Characters to insert, delete or replace between two texts; ``farthest + 1`` when more."""
    if abs(len(a) - len(b)) > farthest:
        return farthest + 1
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        current = [i]
        for j, right in enumerate(b, start=1):
            replaced = previous[j - 1] + (left != right)
            current.append(min(replaced, previous[j] + 1, current[-1] + 1))
        if min(current) > farthest:
            return farthest + 1
        previous = current
    return min(previous[-1], farthest + 1)
