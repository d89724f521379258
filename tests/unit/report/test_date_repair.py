"""Strokes beside the name of a month are digits of its day, unless the day stands there already."""

import pytest

from aktr.reading.page import Box, Word
from aktr.report.repair.dates import with_days


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("April II, 2026", "April 11, 2026"),
        ("I4 Apr 2026", "14 Apr 2026"),
        ("DANG II Apr 01, 2026", "DANG II Apr 01, 2026"),
        ("DANG II Apr l1, 2026", "DANG II Apr 11, 2026"),
    ],
)
def test_a_date_has_one_day(read: str, printed: str) -> None:
    words = [
        Word(text, Box(60.0 * place, 0, 60.0 * place + 50, 10))
        for place, text in enumerate(read.split())
    ]

    assert " ".join(word.text for word in with_days(words)) == printed
