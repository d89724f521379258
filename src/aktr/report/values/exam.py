"""Tells which knowledge test a cell names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from aktr.acs.catalogue import Catalogue, KnowledgeTest

_IN_PARENTHESES: Final = re.compile(r"[(\[]\s*([A-Za-z]{3})\s*[)\]]")
_ALONE: Final = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_MECHANIC_TESTS: Final = "Aviation Maintenance Technician"
_SAME_STROKES: Final = str.maketrans("l1jł05øđ", "iiiiosod")
_LONE_STROKE: Final = re.compile(r"(?<!\S)[1lI|!](?!\S)")
_GLUED_DASH: Final = re.compile(r"(?<=\s)([-\u2013\u2014])(?=\w)")
_TOUCHING: Final = "\u2060"
"""Behind a dash that touches the words on both sides."""
_TOUCHING_DASH: Final = re.compile(r"(?<=\w)([-\u2013\u2014])(?=\w)")
_TOUCHED: Final = re.compile(rf" (.){_TOUCHING} ")
_LOW_DASH: Final = re.compile(r"(?<=\s)_(?=\s)")
"""What a picture makes of a long dash now and then: no title has a line below its words."""
_GLUED_PARENTHESIS: Final = re.compile(r"(?<=\w)\(")
_COMMON_PAIRS: Final = 0.6
DASHES: Final = frozenset("-\u2013\u2014")
_AROUND: Final = " -\u2013\u2014:,;.|_\u2026\u00b7"
"""Signs around a title that are none of it, such as the dots that lead to it."""
_SEPARATORS: Final = " -\u2013\u2014:/,;.|_()[]\u2022>"


class ExamReading(NamedTuple):
    """A test as a cell names it."""

    title: str | None
    """Title as printed, without the code; None if only a code is printed."""
    code: str | None
    """Three-letter code, or None if none can be told."""
    code_printed: bool
    """Whether the code itself is printed; else it follows from the title."""
    known: bool
    """Whether the code is one of a test that exists or existed."""

    def title_known(self, catalogue: Catalogue) -> bool:
        """Whether the title is, but for case and punctuation, that of the test."""
        test = catalogue.tests().get(self.code or "")
        return test is not None and title_key(self.title or "") in title_keys(test)


def read_exam(text: str, catalogue: Catalogue) -> ExamReading | None:
    """Read title and code of a test from a cell, in whatever order they are printed.

    A three-letter word counts as the code if it stands in parentheses, or is the code of a test
    and stands at an end of the cell; without one, the title has to be that of one test.
    """
    tests = catalogue.tests()
    found = _printed_code(text, tests)
    if found is not None:
        code, start, end, known = found
        title = text[:start].strip(_AROUND)
        if not (known and title_key(title) in title_keys(tests[code])):
            # Behind a whole title and its code stand words of the column beside it.
            before, behind = text[:start].rstrip(_SEPARATORS), text[end:].lstrip(_SEPARATORS)
            title = _balanced(f"{before} {behind}".strip(_AROUND))
        return ExamReading(title or None, code, True, known)
    title = text.strip(_AROUND)
    if not any(letter.isalpha() for letter in title):
        return None
    inferred = _titles(catalogue).get(title_key(title))
    return ExamReading(title, inferred, False, inferred is not None)


def _printed_code(
    text: str, tests: Mapping[str, KnowledgeTest]
) -> tuple[str, int, int, bool] | None:
    for match in reversed(list(_IN_PARENTHESES.finditer(text))):
        code = match[1].upper()
        if code in tests:
            return code, match.start(), match.end(), True
    for match in _ALONE.finditer(text):
        at_an_end = not text[: match.start()].strip(_SEPARATORS) or not text[match.end() :].strip(
            _SEPARATORS
        )
        if match[1] in tests and at_an_end:
            return match[1], match.start(), match.end(), True
    match_unknown = _IN_PARENTHESES.search(text)
    if match_unknown and match_unknown[1].isupper():
        return match_unknown[1], match_unknown.start(), match_unknown.end(), False
    return None


def _balanced(title: str) -> str:
    """Give back the parenthesis that was taken for a separator: "(Added Rating)"."""
    if title.count("(") > title.count(")"):
        return title + ")"
    return title


def title_key(title: str) -> str:
    """A title without case, punctuation and small variations of spelling."""
    return _NOT_LETTERS.sub(" ", title.lower().replace("multi-engine", "multiengine")).strip()


def title_keys(test: KnowledgeTest) -> frozenset[str]:
    """The keys of all titles of a test."""
    return frozenset(map(title_key, official_titles(test)))


def official_title(
    title: str,
    code: str | None,
    catalogue: Catalogue,
    alike: float = 1.0,
    *,
    open_dashes: bool = False,
) -> str | None:
    """The title of a test where a picture's reading differs from it by look-alikes alone.

    Args:
        title: As read; an I may be an l, a long dash a short one or a stroke, a blank too much or
            too few, a speck an accent, and the edge of the box may stand before it as a stroke.
        code: Three-letter code of the test.
        catalogue: Which tests exist.
        alike: How like it a reading is that differs by more.
        open_dashes: Whether a picture leaves open how long its dashes are.

    Returns:
        The official title in the case that was read and with the dashes that were read: some
        centres print longer ones than the documents, or more; None if it is none of a document.
    """
    # A last letter that stands apart is no stroke between words.
    read, whole = _strokes(title), _strokes("".join(title.split()))
    for official in _titles_of(code, catalogue):
        known = _strokes(official)
        is_same = known in {read, whole} or read[1:] == known == _strokes(title[1:])
        if is_same or (alike < 1 and is_like(title, official, alike)):
            printed = _with_read_dashes(official, title, open_dashes=open_dashes)
            return printed.upper() if title.upper() == title else printed
    return None


def _with_read_dashes(official: str, read: str, *, open_dashes: bool) -> str:
    """An official title with a dash wherever it or what was read has one.

    Where the picture leaves open how long a dash is, it is that of the official title.
    """
    parted = [
        word if _is_of(word, official) else _TOUCHING_DASH.sub(rf" \1{_TOUCHING} ", word)
        for word in read.split()
    ]
    read = _LOW_DASH.sub("\u2013", " ".join(parted))
    read = _GLUED_PARENTHESIS.sub(" (", _GLUED_DASH.sub(r"\1 ", read))
    words = [word for word in read.split() if _is_dash(word) or not _LONE_STROKE.fullmatch(word)]
    names = [word for word in official.split() if word not in DASHES]
    read_names = [word for word in words if not _is_dash(word)]
    if len(names) != len(read_names):
        return official
    official_dashes, read_dashes = _dashes(official.split()), _dashes(words)
    bracketed = _in_read_brackets(names, read_names)
    printed = bracketed[:1]
    for index, name in enumerate(bracketed[1:]):
        first, second = official_dashes.get(index), read_dashes.get(index)
        if name != names[index + 1] and name[0] == "(":
            first = None  # brackets stand for the dash: "General (Small)"
        dash = first or second if open_dashes else second or first
        printed += [dash, name] if dash else [name]
    return _TOUCHED.sub(r"\1", " ".join(printed))


def _in_read_brackets(names: Sequence[str], read: Sequence[str]) -> list[str]:
    """The words of an official title with the brackets that were read, if they open and close."""
    opened = ["(" * (word[0] == "(" != name[0]) for name, word in zip(names, read, strict=True)]
    closed = [")" * (word[-1] == ")" != name[-1]) for name, word in zip(names, read, strict=True)]
    if opened.count("(") != 1 or closed.count(")") != 1 or opened.index("(") > closed.index(")"):
        return list(names)
    return [
        f"{before}{name}{after}" for before, name, after in zip(opened, names, closed, strict=True)
    ]


def _is_dash(word: str) -> bool:
    return word.removesuffix(_TOUCHING) in DASHES


def has_touching_dash(title: str, code: str | None, catalogue: Catalogue) -> bool:
    """Whether a dash of a title touches words that it stands apart from in the official one.

    Args:
        title: As read: "Private Pilot\u2014Airplane", "Unmanned Aircraft General-Small".
        code: Three-letter code of the test.
        catalogue: Which tests exist.
    """
    official = " ".join(_titles_of(code, catalogue))
    return any(
        _TOUCHING_DASH.search(word) is not None and not _is_of(word, official)
        for word in title.split()
    )


def _is_of(word: str, official: str) -> bool:
    return _strokes(word) in map(_strokes, official.split())


def _dashes(words: Iterable[str]) -> dict[int, str]:
    """The dashes between words, by the number of the word before them."""
    dashes: dict[int, str] = {}
    before = -1
    for word in words:
        if _is_dash(word):
            dashes[before] = word
        else:
            before += 1
    return dashes


def title_in_pieces(title: str, code: str | None, catalogue: Catalogue) -> str | None:
    """The title of a test of which a picture shows words missing, or in another order.

    A title that goes on over several lines of a bent sheet may be read so; no FAA document
    shortens one.

    Args:
        title: As read.
        code: Three-letter code of the test.
        catalogue: Which tests exist.

    Returns:
        The official title if all words that were read are of it, and not all in their places.
    """
    read = list(filter(None, map(_strokes, title.split())))
    for official in _titles_of(code, catalogue):
        words = list(filter(None, map(_strokes, official.split())))
        if "".join(read) != "".join(words) and read and not Counter(read) - Counter(words):
            return official
    return None


def is_like(title: str, other: str, alike: float) -> bool:
    """Whether two titles are as like each other as that, 0 to 1, with look-alikes as one."""
    matcher = SequenceMatcher(None, _strokes(title), _strokes(other), autojunk=False)
    return matcher.quick_ratio() >= alike and matcher.ratio() >= alike


def pairs_of(text: str) -> frozenset[str]:
    """Every two letters that follow each other in a text, with look-alikes as one."""
    return frozenset(map("".join, pairwise(_strokes(text))))


def may_be_like(pairs: frozenset[str], title: str) -> bool:
    """Whether a text may be like a title, told by its pairs of letters: a tenth of the time.

    Of two texts with nine tenths in common at least seven tenths of the pairs are the same.

    Args:
        pairs: :func:`pairs_of` the text.
        title: The title.
    """
    own = _pairs_of_title(title)
    return len(own & pairs) >= _COMMON_PAIRS * len(own)


@lru_cache(maxsize=256)
def _pairs_of_title(title: str) -> frozenset[str]:
    return pairs_of(title)


def _titles_of(code: str | None, catalogue: Catalogue) -> tuple[str, ...]:
    """The official titles of the test with a code; none if there is no such test."""
    test = catalogue.tests().get(code or "")
    return official_titles(test) if test else ()


def official_titles(test: KnowledgeTest) -> tuple[str, ...]:
    """The titles under which FAA documents list a test, that of the testing matrix first.

    FAA-G-ACS-1 spells the mechanic tests in a way of its own, and FAA-S-ACS-1 in another.
    """
    start, _, part = test.title.rpartition(" ")
    if start == _MECHANIC_TESTS:
        return (
            test.title,
            f"Aviation Mechanic Technician - {part}",
            f"Aviation Mechanic {part}",
        )
    return (test.title,)


@lru_cache(maxsize=1024)
def _strokes(title: str) -> str:
    """A title without what no title has: accents, and a lone stroke, which is a dash or a rule."""
    plain = unicodedata.normalize("NFD", _LONE_STROKE.sub(" ", title))
    return "".join(filter(str.isalnum, plain)).lower().translate(_SAME_STROKES)


@lru_cache(maxsize=4)
def _titles(catalogue: Catalogue) -> dict[str, str]:
    """Code of each test by its folded title; titles that two tests share are left out."""
    titles: dict[str, str | None] = {}
    for code, test in catalogue.tests().items():
        for key in title_keys(test):
            titles[key] = None if key in titles else code
    return {title: code for title, code in titles.items() if code is not None}
