"""What a result file holds of files that this call does not find."""

from collections.abc import Iterable, Iterator
from glob import has_magic
from pathlib import Path

from aktr.corpus.handful import name_in_archive
from aktr.corpus.table import ResultFile, digest


class HeldFiles:
    """The files of earlier calls, without those that are found again.

    Args:
        results: The result file with its parts.
    """

    def __init__(self, results: ResultFile) -> None:
        self._results = results
        self._not_found = {digest(source) for source in results.sources()}

    def without(self, paths: Iterable[Path]) -> Iterator[Path]:
        """The paths as they are, each counted as found."""
        for path in paths:
            self._not_found.discard(digest(name_in_archive(path)))
            yield path

    @property
    def not_found(self) -> int:
        """How many files of earlier calls were not found."""
        return len(self._not_found)

    def elsewhere(self, place: str) -> str | None:
        """A file of an earlier call, if none of them was where this call looks.

        Args:
            place: A folder, a file, or a pattern.

        Returns:
            None where an earlier call looked there too, or there was none.
        """
        root = _root(place)
        first = None
        for source in self._results.sources():
            if Path(source).is_relative_to(root):
                return None
            first = first or source
        return first


def _root(place: str) -> Path:
    """The folder in which everything is that a place stands for."""
    path = Path(place)
    if path.is_dir():
        return path
    fixed = Path(*path.parts[: _number_of_fixed(path.parts)])
    return fixed.parent if fixed == path else fixed


def _number_of_fixed(parts: tuple[str, ...]) -> int:
    return next((number for number, part in enumerate(parts) if has_magic(part)), len(parts))
