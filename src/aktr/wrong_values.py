"""What is wrong with a value, in words for people instead of those of the library that checks it.

Nothing of the value itself is repeated: it can be a secret, or something about a person.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic_core import ErrorDetails

_ANYTHING: Final = "it is not as it must be"
_WHOLE_NUMBER: Final = "it must be a whole number"
_NUMBER: Final = "it must be a number"
_TRUE_OR_FALSE: Final = "it must be true or false"
_DAY: Final = "it must be a day of the calendar as YYYY-MM-DD, such as 2026-02-14"
_ID: Final = "it must be an id such as 5b1f0c3e-8f0a-4f3c-9d3d-3c8f6f0e7a11"
_JSON: Final = "it must be JSON"
_OBJECT: Final = "it must be a JSON object"
_LIST: Final = "it must be a list"
_PATH: Final = "it must be a path"
_TEXT: Final = "it must be text"

_KIND: Final = re.compile(r"\(\w+\)")
"""One of several shapes that a value may have, which has no name in what was sent."""
_ENDS_IN_NO_NAME: Final = frozenset({"extra_forbidden", "json_invalid"})
"""Causes whose place ends in a name that the sender made up, or in where reading JSON ended."""
_FIXED: Final[Mapping[str, str]] = {
    "missing": "it is missing",
    "extra_forbidden": "it holds a word that is not known here",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "it must be a number that has an end",
    "bool_type": _TRUE_OR_FALSE,
    "bool_parsing": _TRUE_OR_FALSE,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "uuid_type": _ID,
    "uuid_parsing": _ID,
    "uuid_version": _ID,
    "json_invalid": _JSON,
    "json_type": _JSON,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "list_type": _LIST,
    "path_type": _PATH,
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "union_tag_invalid": "it must be a list or a JSON object",
    "union_tag_not_found": "it must be a list or a JSON object",
}
_BY_CONTEXT: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "greater_than_equal": lambda context: f"it must be {_shown(context['ge'])} or more",
    "greater_than": lambda context: f"it must be more than {_shown(context['gt'])}",
    "less_than_equal": lambda context: f"it must be {_shown(context['le'])} or less",
    "less_than": lambda context: f"it must be less than {_shown(context['lt'])}",
    "string_too_short": lambda context: f"it must have at least {_letters(context['min_length'])}",
    "string_too_long": lambda context: f"it must have at most {_letters(context['max_length'])}",
    "too_short": lambda context: f"it must have at least {context['min_length']} entries",
    "too_long": lambda context: f"it must have at most {context['max_length']} entries",
    "enum": lambda context: one_of(context["expected"]),
    "literal_error": lambda context: one_of(context["expected"]),
    # Our own checks speak in sentences of this form.
    "value_error": lambda context: str(context["error"]),
}


def what_is_wrong(error: ErrorDetails) -> str:
    """What a value must be and is not: a sentence that begins with "it" and has no full stop.

    Args:
        error: What pydantic says of the value.
    """
    of_context = _BY_CONTEXT.get(error["type"])
    if of_context is not None and "ctx" in error:
        return of_context(error["ctx"])
    return _FIXED.get(error["type"], _ANYTHING)


def place_of(error: ErrorDetails) -> list[str]:
    """The names that lead to a value, without what is no name that we know.

    Args:
        error: What pydantic says of the value.
    """
    names = [str(part) for part in error["loc"] if not _KIND.fullmatch(str(part))]
    return names[:-1] if error["type"] in _ENDS_IN_NO_NAME else names


def as_sentence(words: str) -> str:
    """The same with a capital letter and a full stop."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def one_of(expected: str) -> str:
    """From ``'a', 'b' or 'c'`` to words without the marks of a programming language.

    Args:
        expected: The choices, each between such marks.
    """
    words = re.findall(r"'([^']*)'", expected)
    if not words:
        return _ANYTHING
    *others, last = words
    return f"it must be {', '.join(others)} or {last}" if others else f"it must be {last}"


def _shown(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.15g}"


def _letters(number: int) -> str:
    return "1 character" if number == 1 else f"{number} characters"
