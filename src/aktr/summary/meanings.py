"""Whether two editions mean the same by a code, or have given it to another subject.

A code means what the standard said on the day of the test. Between editions some codes only change
their typesetting, and others their subject: PA.VIII.A.K1b was "Correlation" and became "Indication
of the aircraft attitude".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from aktr.acs.compare import normalised
from aktr.summary.facts import CodeFacts
from aktr.summary.sightings import Seen

_WORDS: Final = re.compile(r"[^\W_]+")
_SAME_WORDS: Final = (
    (re.compile(r"\b(?:to include|includes?)\b"), "including"),
    (re.compile(r"\bas (?:they |it )?relate[ds]? to\b"), "as related to"),
    (re.compile(r"&"), " and "),
    (re.compile(r"\b(?:the|an?)\b"), " "),
)
"""What the editions write now so, now otherwise, and mean the same by."""


@dataclass(frozen=True, slots=True)
class OtherMeaning:
    """What a code means on some of its reports, beside what it means on most."""

    description: str
    documents: tuple[str, ...]
    """Standards and editions that word it so, the newest first."""
    count: int
    """Number of reports tested under them."""

    @property
    def told(self) -> str:
        """In one line: "Correlation (FAA-S-ACS-6B: 1)"."""
        return told(self.description, self.documents, self.count)


def told(description: str | None, documents: Sequence[str], count: int) -> str:
    """A wording in one line, with where it stands and how many were tested under it."""
    where = f"{', '.join(documents)}: {count}" if documents else str(count)
    return f"{(description or 'no wording is held').rstrip(' .:')} ({where})"


@lru_cache(maxsize=32768)
def meaning_of(code: str, description: str | None) -> str | None:
    """A wording without what differs by form only: the same for all that mean the same.

    Of a sub-element its own words count: its parent is often worded anew around the same list.
    """
    if description is None:
        return None
    own = description.rpartition(": ")[2] if code[-1:].islower() else description
    text = normalised(own).casefold()
    for pattern, same in _SAME_WORDS:
        text = pattern.sub(same, text)
    return " ".join(_WORDS.findall(text)) or text


def by_meaning(seen: Seen) -> tuple[Seen, ...]:
    """The parts of a code's sightings that mean different things, the commonest first.

    Of equally frequent ones that of the newest edition is first. Reports on which the wording is
    not known go with the commonest.
    """
    if len(seen.variants) == 1:
        return (seen,)
    parts = seen.by(_meaning)
    if len(parts) < 2:
        return (seen,)
    _, *others = sorted(parts, key=lambda meaning: _place(meaning, parts), reverse=True)
    apart = frozenset(others)
    return (
        seen.where(lambda code: _meaning(code) not in apart),
        *(parts[meaning] for meaning in others),
    )


def commonest_wording(seen: Seen) -> tuple[str | None, str | None]:
    """Document and wording that most reports were tested under, of equals the newest edition's.

    What is not known is never the commonest as long as something is known.
    """
    counts = seen.wordings()
    return max(
        counts,
        key=lambda worded: (
            worded[1] is not None,
            counts[worded],
            worded[0] or "",
            worded[1] or "",
        ),
    )


def editions_of(seen: Seen) -> tuple[str, ...]:
    """Standards and editions of the codes, the newest first."""
    return tuple(sorted({one.document for one in seen.variants if one.document}, reverse=True))


def other_meanings(weak: Any) -> tuple[OtherMeaning, ...]:  # noqa: ANN401 - made or stored
    """What a missed code means on its other reports, the commonest first.

    Args:
        weak: A ``WeakCode``, or one as it was stored. One of a class that is shared without names
            does not say what it means on single reports.
    """
    code = value_of(weak, "code")
    shown = meaning_of(code, value_of(weak, "description"))
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in value_of(weak, "wordings", ()):
        description = value_of(one, "description")
        meaning = meaning_of(code, description)
        if meaning is not None and meaning != shown:
            counts[meaning][value_of(one, "document") or "", description] += value_of(one, "count")
    found = (_other(of_meaning) for of_meaning in counts.values())
    return tuple(sorted(found, key=lambda one: (-one.count, one.description)))


def value_of(
    made_or_stored: Any,  # noqa: ANN401 - a part of a summary
    name: str,
    missing: Any = None,  # noqa: ANN401 - what stands for any value
) -> Any:  # noqa: ANN401 - any value
    """A value of something that was just made, or read from where it was stored.

    Args:
        made_or_stored: An object, or a mapping with its fields.
        name: Which value.
        missing: What stands for one that it does not have, such as earlier versions did not store.
    """
    if isinstance(made_or_stored, Mapping):
        return made_or_stored.get(name, missing)
    return getattr(made_or_stored, name, missing)


def _meaning(code: CodeFacts) -> str | None:
    return meaning_of(code.code, code.description)


def _place(meaning: str, parts: Mapping[str, Seen]) -> tuple[int, tuple[str, ...], str]:
    return (parts[meaning].frequency, editions_of(parts[meaning]), meaning)


def _other(counts: Counter[tuple[str, str]]) -> OtherMeaning:
    return OtherMeaning(
        description=max(counts, key=lambda wording: (counts[wording], wording))[1],
        documents=tuple(sorted({document for document, _ in counts if document}, reverse=True)),
        count=counts.total(),
    )
