"""Every code means something: the catalogue of the FAA's standards, by edition."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from aktr.acs import editions
from aktr.acs.code import AcsCode, as_printed, family_of
from aktr.acs.entries import EntryMaker
from aktr.acs.model import ARCHIVED, CodeEntry, ElementSort, KnowledgeTest
from aktr.acs.nearest import nearest
from aktr.acs.search import SearchIndex
from aktr.acs.standards import HeldEdition, KnownRevision, Standard
from aktr.acs.statements import LearningStatements
from aktr.errors import AktrError

__all__ = ["ARCHIVED", "Catalogue", "CodeEntry", "ElementSort", "KnowledgeTest", "load_catalogue"]

_INDEXES_KEPT: Final = 4
_DATA: Final = Path(__file__).parent / "data"


class UnknownEditionError(AktrError):
    """An edition is asked for that is not held."""


class Catalogue:
    """What each code of a test report means, on any day.

    Editions are read from their files when a code of theirs is first asked for; answers are kept,
    so that the second look-up of a code costs two dictionary accesses.

    Args:
        index: The package's index: editions, tests, former wordings.
        held: All editions at hand, the package's and the operator's.
        statements: The learning statement codes.
    """

    def __init__(
        self,
        index: Mapping[str, Any],
        held: list[HeldEdition],
        statements: LearningStatements,
    ) -> None:
        self._standards: Final = _standards(index, held)
        self._not_held: Final = MappingProxyType(
            {
                row["prefix"]: f"{row['document']}, {row['title']}"
                for row in index["not_held"]
                if row["prefix"] not in self._standards
            }
        )
        self._statements: Final = statements
        self._entries: Final = EntryMaker(index["former_texts"])
        self._tests: Final = MappingProxyType({row["code"]: _test(row) for row in index["tests"]})
        self._answers: Final[dict[tuple[str, int], CodeEntry]] = {}
        self._codes: Final[dict[str, tuple[str, ...]]] = {}
        self._indexes: Final[dict[tuple[int, ...], SearchIndex]] = {}

    def lookup(self, code: str, on: date | None = None) -> CodeEntry | None:
        """What a code means on a day.

        Args:
            code: Exactly as the standards print it; no repair is tried (see :meth:`near`).
            on: The day of the test; today when left out.

        Returns:
            The wording of the edition in force on that day. Where that edition is not held, or
            does not have the code, the answer comes from another one, and ``in_force`` and
            ``edition_note`` say so. None if no edition has the code.
        """
        standard = self._standards.get(code[:2])
        # "PLT044" begins like the powered-lift prefix PL; only an ACS code has a dot there.
        if standard is None or code[2:3] != ".":
            return self._statements.lookup(code, on or _today())
        period = standard.period(on or _today())
        known = self._answers.get((code, period))
        if known is not None:
            return known
        answer = standard.answer(code, period)
        if answer is None:
            return None
        entry = self._entries.entry(code, standard, answer)
        self._answers[code, period] = entry
        return entry

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        standard = self._standards.get(code[:2])
        if standard is None or code[2:3] != ".":
            return code in self._statements
        return code in standard

    def tests(self) -> Mapping[str, KnowledgeTest]:
        """All knowledge tests by their three-letter code, retired ones included."""
        return self._tests

    def knowledge_test(self, code: str) -> KnowledgeTest | None:
        """The test with this three-letter code, or None."""
        return self._tests.get(code)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Every prefix of an ACS that is held, in alphabetical order."""
        return tuple(sorted(self._standards))

    @property
    def not_held(self) -> Mapping[str, str]:
        """Prefixes that exist and of whose standard no text is held: number and title of it."""
        return self._not_held

    def codes_of_prefix(self, prefix: str) -> tuple[str, ...]:
        """Every code of any edition that begins with the prefix, in the order of the standards.

        Args:
            prefix: "PA", or "PLT" for learning statements.

        Returns:
            The codes; empty for a prefix that is not held.
        """
        known = self._codes.get(prefix)
        if known is None:
            standard = self._standards.get(prefix)
            if standard is None:
                known = self._statements.codes_of_prefix(prefix)
            else:
                known = _in_document_order(standard)
            if known:
                self._codes[prefix] = known
        return known

    def held_editions(self, prefix: str) -> tuple[HeldEdition, ...]:
        """The editions at hand under a prefix, oldest first."""
        standard = self._standards.get(prefix)
        return standard.held if standard else ()

    def near(self, code: str, limit: int = 5) -> list[str]:
        """Codes that exist and look like one that does not: what the user may have meant.

        Args:
            code: Anything that was typed or read.
            limit: Longest list that is useful to the caller.

        Returns:
            Codes, most alike first; empty when nothing is alike, and for a code of a standard
            that is not held, because it may well be right.
        """
        if code[:3].upper().rstrip(".") in self._not_held:
            return []
        families = {**self._standards, **dict.fromkeys(self._statements.prefixes)}
        return nearest(code, tuple(families), self.codes_of_prefix, limit)

    def search(
        self,
        words: str,
        limit: int = 20,
        *,
        prefix: str | None = None,
        on: date | None = None,
    ) -> list[CodeEntry]:
        """Codes whose wording, parent, task or area holds every one of the words.

        Args:
            words: Words in any order and case; the beginning of a word is enough. A code, a task
                ("PA.I.C") or an area finds what stands under it.
            limit: Longest list that is useful to the caller.
            prefix: Search only the codes that begin so ("PA", "PLT").
            on: The day whose wordings are searched and answered; today when left out.

        Returns:
            Entries, best first: words in the code's own wording before words in its headings.
        """
        day = on or _today()
        codes = self.codes_under(words)[:limit] or self._index(day).find(words, limit, prefix)
        entries = (self.lookup(code, day) for code in codes)
        return [entry for entry in entries if entry is not None]

    def respelled(self, words: str, on: date | None = None) -> str | None:
        """A query that found nothing with its unknown words spelled as the standards do.

        Args:
            words: As for :meth:`search`.
            on: The day whose wordings are searched; today when left out.

        Returns:
            "carburetor icing" for "carburator icing"; None where nothing is like it.
        """
        return self._index(on or _today()).respelled(words)

    def edition(self, name: str) -> editions.Edition:
        """An edition that is held.

        Args:
            name: Its number, "FAA-S-ACS-6C", or only what follows the series, "6C".

        Raises:
            UnknownEditionError: It is not held; the message lists those that are.
        """
        wanted = name.strip().upper()
        held = {item.document: item for each in self._standards.values() for item in each.held}
        found = held.get(wanted) or held.get(f"FAA-S-ACS-{wanted}")
        if found is None:
            raise UnknownEditionError(
                f"No edition {wanted} is held. Held are: {', '.join(sorted(held))}. "
                "Add one with: aktr acs import FILE.pdf"
            )
        return found.load()

    def all_editions(self) -> tuple[HeldEdition, ...]:
        """Every edition at hand, by prefix, the oldest first."""
        found = (item for prefix in self.prefixes for item in self._standards[prefix].held)
        return tuple(dict.fromkeys(found))

    def known_days(self) -> Mapping[str, date]:
        """The effective days of all editions and changes that are known, held or not, by number."""
        return dict(pair for standard in self._standards.values() for pair in standard.days())

    def load_all(self) -> int:
        """Read every edition now instead of at its first use.

        Returns:
            The number of codes in the catalogue.
        """
        count = sum(len(self.codes_of_prefix(prefix)) for prefix in self._standards)
        return count + sum(
            len(self.codes_of_prefix(prefix)) for prefix in self._statements.prefixes
        )

    def codes_under(self, text: str) -> list[str]:
        """The codes under an area, a task or an element, if that is what the text names.

        Args:
            text: "PA.I", "PA.I.C" or a code, in any spelling that :func:`as_printed` knows; small
                letters do for areas and tasks as well.
        """
        name = as_printed(text.strip())
        if name in self._statements:
            return [name]
        if family_of(name) is None:
            name = name.upper().rstrip(".")
        if name[2:3] != ".":
            return []
        under = f"{name}."
        return [
            code
            for code in self.codes_of_prefix(name[:2])
            if code == name or code.startswith(under) or code[:-1] == name
        ]

    def _index(self, day: date) -> SearchIndex:
        """The search index of the wordings of a day; a few of them are kept."""
        periods = tuple(standard.period(day) for standard in self._standards.values())
        known = self._indexes.get(periods)
        if known is None:
            known = SearchIndex()
            for standard, period in zip(self._standards.values(), periods, strict=True):
                for code in self.codes_of_prefix(standard.prefix):
                    answer = standard.answer(code, period)
                    if answer is not None:
                        known.add(code, *self._entries.searched_texts(code, standard, answer))
            for code in self._statements:
                known.add(code, self._statements.text(code), "")
            while len(self._indexes) >= _INDEXES_KEPT:
                self._indexes.pop(next(iter(self._indexes)))
            self._indexes[periods] = known
        return known


def default_standards_folder() -> Path:
    """Where imported editions are kept: the folder "standards" of the operator's data folder.

    The data folder is the setting ``AKTR_DATA_DIR``; see :class:`aktr.settings.Settings`.
    """
    configured = os.environ.get("AKTR_DATA_DIR")
    if configured:
        return Path(configured) / "standards"
    # Only here: the settings may also stand in a .env file, but reading them costs ten times as
    # much as loading the catalogue.
    from aktr.settings import get_settings  # noqa: PLC0415 - see above

    return get_settings().data_dir / "standards"


def load_catalogue(standards_folder: Path | None = None) -> Catalogue:
    """The catalogue of the package and of the editions the operator imported.

    The same object is handed out again until an edition is imported or removed.

    Args:
        standards_folder: Where imported editions are kept; :func:`default_standards_folder` when
            left out. It need not exist.

    Raises:
        EditionFileError: An imported edition is damaged; the message names the file.
    """
    folder = standards_folder or default_standards_folder()
    try:
        state = folder.stat().st_mtime_ns
    except OSError:
        state = 0
    return _load(folder, state)


@lru_cache(maxsize=4)
def _load(folder: Path, state: int) -> Catalogue:
    index = json.loads((_DATA / "index.json").read_text(encoding="utf-8"))
    held = {row["document"]: _packaged(row) for row in index["editions"]}
    if state:
        for path in sorted(folder.glob("*.json")):
            edition = editions.load(path)
            held[edition.document] = _in_memory(edition)
    statements = LearningStatements.from_json(
        (_DATA / "learning_statements.json").read_text(encoding="utf-8")
    )
    return Catalogue(index, list(held.values()), statements)


def _packaged(row: Mapping[str, Any]) -> HeldEdition:
    @lru_cache(maxsize=1)
    def load() -> editions.Edition:
        name = f"{row['document']}.json"
        path = _DATA / "editions" / name
        return editions.from_json(path.read_text(encoding="utf-8"), name)

    effective = date.fromisoformat(row["effective"])
    return HeldEdition(row["document"], row["title"], effective, tuple(row["prefixes"]), load)


def _in_memory(edition: editions.Edition) -> HeldEdition:
    return HeldEdition(
        edition.document, edition.title, edition.effective, edition.prefixes, lambda: edition
    )


def _standards(index: Mapping[str, Any], held: list[HeldEdition]) -> dict[str, Standard]:
    by_prefix: dict[str, list[HeldEdition]] = {}
    for edition in held:
        for prefix in edition.prefixes:
            by_prefix.setdefault(prefix, []).append(edition)
    known: dict[str, list[KnownRevision]] = {}
    for row in index["revisions"]:
        revision = KnownRevision(
            row["document"],
            date.fromisoformat(row["effective"]),
            row.get("text_in"),
            frozenset(row.get("adds", ())),
        )
        known.setdefault(row["prefix"], []).append(revision)
    return {
        prefix: Standard(prefix, editions_of, known.get(prefix, ()))
        for prefix, editions_of in by_prefix.items()
    }


def _test(row: Mapping[str, Any]) -> KnowledgeTest:
    return KnowledgeTest(**{**row, "prefixes": tuple(row["prefixes"])})


def _in_document_order(standard: Standard) -> tuple[str, ...]:
    codes = standard.codes()
    # One edition already stands in its own order, and most prefixes have only one.
    return tuple(codes if len(standard.held) == 1 else sorted(codes, key=_document_order))


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _document_order(code: str) -> tuple[str, int, str, str, int, str]:
    return AcsCode.parse(code).sort_key
