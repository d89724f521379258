"""Every word that the pages say, by language: ``languages/en.toml`` and any other file beside it.

Official wordings, checks and reasons come from the rest of aktr and are English everywhere.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

FALLBACK: Final = "en"
LANGUAGES_FOLDER: Final = Path(__file__).parent / "languages"


class Wording:
    """The words of one language.

    Args:
        language: Its tag, such as ``en``; becomes the language of the page.
        messages: The words by name, such as ``start.title``.
    """

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self._messages = messages

    def __call__(self, name: str, **values: object) -> str:
        """A message with its placeholders filled in.

        Raises:
            KeyError: There is no such message, or a placeholder has no value.
        """
        return self._messages[name].format(**values)

    def counted(self, name: str, count: int, **values: object) -> str:
        """A message that says how many: ``<name>.one`` or ``<name>.other``."""
        form = "one" if count == 1 else "other"
        return self(f"{name}.{form}", count=count, **values)

    def has(self, name: str) -> bool:
        """Whether there is such a message."""
        return name in self._messages

    def within(self, section: str) -> dict[str, str]:
        """All messages of a section, for a script to fill in."""
        start = f"{section}."
        found = self._messages.items()
        return {name.removeprefix(start): text for name, text in found if name.startswith(start)}

    @property
    def placeholders(self) -> dict[str, frozenset[str]]:
        """The names in braces of each message; those of two languages have to be the same."""
        return {
            name: frozenset(field for _, field, _, _ in Formatter().parse(text) if field)
            for name, text in self._messages.items()
        }


def languages(folder: Path = LANGUAGES_FOLDER) -> frozenset[str]:
    """The languages for which there is a file."""
    return frozenset(path.stem for path in folder.glob("*.toml"))


@cache
def wording_of(language: str, folder: Path = LANGUAGES_FOLDER) -> Wording:
    """The words of a language for which there is a file."""
    tables = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return Wording(language, dict(_flat(tables, "")))


def wording_for(accept_language: str, folder: Path = LANGUAGES_FOLDER) -> Wording:
    """The words of the language that a browser asks for, English if there are none.

    Args:
        accept_language: The header of the request.
        folder: Where the languages are.
    """
    known = languages(folder)
    for wanted in _by_preference(accept_language):
        for language in (wanted, wanted.partition("-")[0]):
            if language in known:
                return wording_of(language, folder)
    return wording_of(FALLBACK, folder)


def _by_preference(accept_language: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for entry in accept_language.split(","):
        tag, _, weight = entry.strip().partition(";q=")
        try:
            weighed.append((float(weight) if weight else 1.0, tag.strip().lower()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighed, key=lambda one: -one[0]) if weight > 0]


def _flat(table: Mapping[str, object], before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{before}{key}.")
        else:
            found.append((f"{before}{key}", str(value)))
    return found
