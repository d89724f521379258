"""The list of codes out of two readings of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeVar

from aktr.report.model import KnowledgeTestReport, Place, ReadCode, UnresolvedCode

PrintT = TypeVar("PrintT", ReadCode, UnresolvedCode)
Codes = tuple[tuple[ReadCode, ...], tuple[UnresolvedCode, ...]]

_OVERLAP: Final = 0.5
"""Share of the shorter side, across and down, from which two boxes hold the same print."""


def codes_of_both(
    first: KnowledgeTestReport, second: KnowledgeTestReport, *, in_dispute: float, once: float
) -> Codes:
    """Put the codes of two readings of the same paper together.

    Args:
        first: The reading whose order is kept.
        second: The other one.
        in_dispute: The most certainty of a code for which the other reading has another one.
        once: The most certainty of a code that only the second reading has.

    Returns:
        The codes that either has read, and of two for the same print the surer one; then what is
        torn in both readings, or in the second where the first has nothing.
    """
    codes, unresolved = list(first.codes), list(first.unresolved_codes)
    agreed = {code.code for code in first.codes} & {code.code for code in second.codes}
    after = 0
    for code in second.codes:
        if code.code in agreed:
            after = 1 + next(n for n, own in enumerate(codes) if own.code == code.code)
            continue
        rival = _same_print(code, codes)
        torn = _same_print(code, unresolved)
        if rival is None:
            codes.insert(after, replace(code, confidence=min(code.confidence, once)))
            after += 1
        elif rival.code not in agreed:
            better = code if code.confidence > rival.confidence else rival
            disputed = replace(better, confidence=min(better.confidence, in_dispute))
            after = codes.index(rival) + 1
            codes[after - 1] = disputed
        if torn is not None:
            unresolved.remove(torn)
    unresolved += [
        torn
        for torn in second.unresolved_codes
        if torn.candidates
        and _same_print(torn, codes) is None
        and _same_print(torn, unresolved) is None
    ]
    return tuple(codes), tuple(unresolved)


def _same_print(code: ReadCode | UnresolvedCode, others: Iterable[PrintT]) -> PrintT | None:
    """What the other reading made of the print that a code was read from."""
    return next((other for other in others if _overlap(code.place, other.place)), None)


def _overlap(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.page != other.page:
        return False
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    narrower = min(one.right - one.left, other.right - other.left)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > _OVERLAP * narrower and down > _OVERLAP * lower
