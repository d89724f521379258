"""A place is on its page, wherever a file says that its words stand."""

import pytest

from aktr.reading.page import Box, Word
from aktr.report.parse.lines.sheet import place_of
from typed_pages import typed_page

FAR = 5_000_000.0


@pytest.mark.parametrize(
    "box",
    [
        Box(100, -FAR, 200, -FAR + 10),
        Box(100, FAR, 200, FAR + 10),
        Box(-FAR, 100, 10 - FAR, 110),
        Box(FAR, 100, FAR + 10, 110),
        Box(-FAR, -FAR, FAR, FAR),
    ],
)
def test_words_far_outside_of_a_page_have_a_place_at_its_edge(box: Box) -> None:
    """Found by damaging the numbers of a report: the answer for its whole batch was an error."""
    place = place_of(typed_page("NAME: DOE, JANE ANN"), [Word("NAME:", box)])
    assert place is not None
    assert 0 <= place.left <= place.right <= 1
    assert 0 <= place.top <= place.bottom <= 1
