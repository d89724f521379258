"""Which counts can stand beside each other without telling of fewer people than a group.

A task counts whoever missed one of its codes. Beside the counts of these codes it says more: taken
from it, the count of a code leaves those who missed only others, and the counts of all codes are
together as much larger as people missed several. Either may be one person.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Shown:
    codes: frozenset[str]
    reports: frozenset[str]


class ShownCounts:
    """The counts that are shown, each of the reports with one of some codes.

    Of two of them one holds all codes of the other, or none; the smaller ones have to be added
    first.

    Args:
        is_small: Whether there are people behind these reports, and fewer than a group.
    """

    def __init__(self, is_small: Callable[[Iterable[str]], bool]) -> None:
        self._is_small = is_small
        self._shown: list[_Shown] = []

    def add(self, codes: Iterable[str], reports: Collection[str]) -> bool:
        """Show a count, if nothing of a small group can be told from it and those that are shown.

        Args:
            codes: What is counted.
            reports: Those with one of the codes.

        Returns:
            Whether it is shown.
        """
        new = _Shown(frozenset(codes), frozenset(reports))
        if new in self._shown:
            return True
        if self._tells_of_few(new, [shown for shown in self._shown if shown.codes < new.codes]):
            return False
        self._shown.append(new)
        return True

    def _tells_of_few(self, new: _Shown, parts: Sequence[_Shown]) -> bool:
        largest = [part for part in parts if not any(part.codes < other.codes for other in parts)]
        # What two of a task's codes share was looked at when the task was added, if it is shown.
        times = Counter(report for part in largest for report in part.reports)
        return any(self._is_small(new.reports - part.reports) for part in parts) or self._is_small(
            report for report, count in times.items() if count > 1
        )
