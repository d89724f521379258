"""Finds codes in a line of text, however they are spaced and punctuated."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from aktr.acs.code import CodeFamily, family_of


class CodeMatch(NamedTuple):
    """A code in a line."""

    code: str
    """Official spelling."""
    start: int
    end: int
    family: CodeFamily
    spelled: bool
    """Whether it is printed as the standards print it, blanks and case of the letter apart."""


_ACS: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=[KRS]\d)|(?<=[KRS]\d\d)|(?<=[KRS]\d[a-m])|(?<=[KRS]\d\d[a-m]))"
    r"(?<![A-Za-z]\.)"
    r"([A-Za-z]{2})\s?[.,]\s?([IVXivx]{1,5})\s?[.,]\s?([A-Pa-p])\s?[.,]\s?([KRSkrs])\s?(\d{1,2})"
    r"([a-mA-M]?)(?:(?![A-Za-z0-9]|\.\d)|(?=[A-Z]{2}\.[IVX]{1,5}\.[A-P]\.))"
)
"""The code before may touch this one, as where a program lost the blanks of a list."""
_ACS_DAMAGED: Final = re.compile(
    r"(?<![A-Za-z0-9])(?<![A-Za-z]\.)"
    r"([A-Z]{2})[\s.,_-]{0,2}([IVX]{1,5})[\s.,_-]{0,2}([A-P])[\s.,_-]{0,2}([KRS])[.\s]?(\d{1,2})"
    r"([a-m]?)(?![A-Za-z0-9])"
)
_LEARNING_STATEMENT: Final = re.compile(
    r"(?<![A-Za-z0-9])((?i:PLT)|AMG|AMA|AMP|RIG|IAR)[\s-]?(\d{3})(?![A-Za-z0-9])"
)
"""Of the prefixes, only that of pilots is no word in small letters: "amp 100", "rig 200"."""
_LOOKS_LIKE_ACS: Final = re.compile(
    r"(?<![A-Za-z0-9.@/])[A-Z]{2}[.,][A-Za-z0-9|!]{1,5}[.,][A-Za-z0-9|!]{1,2}[.,]?[A-Za-z0-9|!]{2,4}"
    r"(?![A-Za-z0-9.])"
)
_BEGUN_ELEMENT: Final = re.compile(r"[A-Z]{2}[.,][IVXl1|]{1,5}[.,][A-P][.,][KRS]")
"""All of a code but the number of its element."""
PARTIAL: Final = re.compile(
    r"(?<![A-Za-z0-9.])(?:[A-Z]{2}\.(?:[IVX]{1,5}(?:\.(?:[A-P](?:\.(?:[KRS]\d{0,2})?)?)?)?)?"
    r"|(?:PLT|AMG|AMA|AMP|RIG|IAR)\d{0,2})-?(?![A-Za-z0-9.])"
)
"""The first part of a code that goes on elsewhere, with or without a hyphen."""
JOINS: Final = re.compile(
    r"[\s,;]*(?:and(?:\s+also)?|or|&|plus|as\s+well\s+as|together\s+with|along\s+with)\s*",
    re.IGNORECASE,
)
"""What joins a code in a sentence to the next one."""
LIST_WORDS: Final = re.compile(
    r"\b(?:ACS|PLT|LSC|CODES?|LEARNING|STATEMENTS?|SUBJECTS?|MATTER|MISSED|KNOWLEDGE|AREAS?"
    r"|DEFICIENT|DEFICIENC(?:Y|IES)|INCORRECT|AND|CONTINUED|CONT|QUESTIONS?|Q|X\s?\d{0,2})\b",
    re.IGNORECASE,
)
"""Words that may stand among the codes of a list."""
MENTION: Final = re.compile(
    r"(?:\bexample|\be\.?g\b|\bsuch as|\bsample|\bformat|\blegend|\bfor instance|\bwhere|\bdecode"
    r"|\blooks? like|\bread(?:s|ing)? as|\bhow to(?: \w+){0,2}"
    r"|\bcodes?\s+(?:structure|layout|breakdown)|\b(?:explanation|meaning|breakdown|anatomy) of)"
    r"\W*(?:\b(?:codes?|the|an?|ACS)\b\W*)*$",
    re.IGNORECASE,
)
"""What stands in front of a code that is an example of one."""
OF_EXAMPLE: Final = re.compile(
    r"\b(?:examples?|samples?)\s(?:only|of\s(?:a|the)\scode)\b"
    r"|\b(?:only|just|merely)\s(?:an?\s)?(?:example|sample)\b"
    r"|\bnot\s(?:one\s)?of\syour\b",
    re.IGNORECASE,
)
"""What says of a code, wherever it stands in its sentence, that it is none of the list."""
_URL: Final = re.compile(r"\S*(?:://|www\.|\.gov|\.com|\.org|@)\S*")

_EXPLAINS: Final = re.compile(
    r"^\W*(?:(?:means?|is|are|refers?|represents?|stands|indicates?|would|was|in which|where)\b"
    r"|[A-Z]{2}\s?=)",
    re.IGNORECASE,
)
"""The parts of a code may be told one by one: "PA.XI.A.K1: PA = applicable ACS"."""


_MAY_HOLD_ADDRESSES: Final = re.compile(r"[/@]|www|\.(?:gov|com|org)")
_MAY_HOLD_CODES: Final = re.compile(r"[KRSkrs][.\s]?\d|(?:(?i:PLT)|A[MA][GAP]|RIG|IAR)[\s-]?\d")


@lru_cache(maxsize=64)
def find_codes(text: str) -> tuple[CodeMatch, ...]:
    """Every code in a line, from left to right; none from addresses of the web."""
    if not _MAY_HOLD_CODES.search(text):
        return ()
    found = [*_acs_codes(text), *_learning_statements(text)]
    taken = addresses(text) if found else []
    if taken:
        found = [
            match for match in found if not any(start <= match.start < end for start, end in taken)
        ]
    found.sort(key=lambda match: match.start)
    return tuple(found)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses of the web and of mail stand in a line."""
    if not _MAY_HOLD_ADDRESSES.search(text):
        return []
    return [match.span() for match in _URL.finditer(text)]


def _acs_codes(text: str) -> Iterator[CodeMatch]:
    matched = []
    if "." in text or "," in text:
        for match in _ACS.finditer(text):
            code = _official(match)
            if code is not None:
                matched.append(match.span())
                yield CodeMatch(
                    code, *match.span(), CodeFamily.ACS, spelled=_is_spelled(match, code)
                )
    for match in _ACS_DAMAGED.finditer(text):
        code = _official(match)
        if code is None or any(
            start < match.end() and match.start() < end for start, end in matched
        ):
            continue
        if _is_shaped(match.group()):
            yield CodeMatch(code, *match.span(), CodeFamily.ACS, spelled=False)


def _official(match: re.Match[str]) -> str | None:
    prefix, area, task, kind, number, letter = match.groups()
    code = f"{prefix}.{area}.{task}.{kind}{int(number)}".upper() + letter.lower()
    return code if family_of(code) is CodeFamily.ACS else None


def _is_spelled(match: re.Match[str], code: str) -> bool:
    return "".join(match.group().split()).upper() == code.upper()


def _is_shaped(text: str) -> bool:
    """Whether a code without its dots still stands out from words: four parts, or some dots."""
    return "." in text or "," in text or len(re.split(r"[\s_-]", text)) >= 4


def _learning_statements(text: str) -> Iterator[CodeMatch]:
    for match in _LEARNING_STATEMENT.finditer(text):
        code = match[1].upper() + match[2]
        spelled = match[1].isupper()
        yield CodeMatch(code, *match.span(), CodeFamily.LEARNING_STATEMENT, spelled)


def find_lookalikes(text: str) -> list[tuple[int, int]]:
    """Where something stands that has the shape of an ACS code and is none."""
    return [
        match.span()
        for match in _LOOKS_LIKE_ACS.finditer(text)
        if any(letter.isdigit() for letter in match.group()) or _BEGUN_ELEMENT.match(match.group())
    ]


def explains_code(after: str) -> bool:
    """Whether what follows a code says what it means, as a sentence about codes does."""
    return _EXPLAINS.match(after) is not None
