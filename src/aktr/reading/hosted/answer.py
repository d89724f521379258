"""From the body of an answer to lines of text, or to a refusal: nothing is guessed at."""

import json
import re
from typing import Any, Final

from aktr.reading.hosted.model import NoAnswerError

_MOST_LINES: Final = 400
_MOST_CHARACTERS_OF_LINE: Final = 400
_MOST_CHARACTERS: Final = 20_000
_FENCED: Final = re.compile(r"\s*```[a-zA-Z]*\s*(.*?)\s*```\s*", re.DOTALL)
_NOT_LINES: Final = "answered with something else than the lines of a page"


def lines_of_answer(body: bytes) -> tuple[str, ...]:
    """The lines of text in an answer, from top to bottom, with tabs between columns.

    Whatever the lines say is text. Line breaks inside one part it; control characters and other
    things that cannot be printed are left out.

    Raises:
        NoAnswerError: The answer has another shape, or is larger than a page can be.
    """
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
        fenced = _FENCED.fullmatch(content)
        answer = json.loads(fenced[1] if fenced else content)
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NoAnswerError(_NOT_LINES) from None
    if not _is_lines(answer):
        raise NoAnswerError(_NOT_LINES)
    lines = tuple(
        _printable(line) for entry in answer["lines"] for line in entry.splitlines() or [""]
    )
    if (
        len(lines) > _MOST_LINES
        or max(map(len, lines), default=0) > _MOST_CHARACTERS_OF_LINE
        or sum(map(len, lines)) > _MOST_CHARACTERS
    ):
        raise NoAnswerError("answered with more text than a page holds")
    return lines


def _is_lines(answer: Any) -> bool:  # noqa: ANN401 - whatever JSON can be
    return (
        isinstance(answer, dict)
        and set(answer) == {"lines"}
        and isinstance(answer["lines"], list)
        and all(isinstance(line, str) for line in answer["lines"])
    )


def _printable(line: str) -> str:
    blank_or_self = (" " if each.isspace() and each != "\t" else each for each in line)
    return "".join(each for each in blank_or_self if each == "\t" or each.isprintable()).rstrip()
