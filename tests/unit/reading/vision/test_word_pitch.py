"""A blank that no column shows is told by the distance of the capitals around it."""

from itertools import accumulate, pairwise

import pytest

from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.letter_widths import distance_between
from aktr.reading.vision.words.pitch import far_apart

EM = 50


def text_of(text: str, *, wide_before: int | None = None, by: float = 0.0) -> list[Character]:
    """Letters as far apart as they are in print, one of them farther, blanks read as such."""
    letters = text.replace(" ", "")
    steps = [EM * distance_between(before, after) for before, after in pairwise(letters)]
    place = -1
    for character in text:
        if character == " ":
            steps[place] += 0.28 * EM
        else:
            place += 1
    if wide_before is not None:
        steps[wide_before - 1] += by * EM
    columns = accumulate(steps, initial=30.0)
    return [
        Character(letter, column, 1.0, "", 0.0)
        for letter, column in zip(letters, columns, strict=True)
    ]


def blanks(text: str) -> list[bool]:
    """Whether a word ends between each two letters."""
    ends = [index for index, letter in enumerate(text) if letter == " "]
    places = {end - count for count, end in enumerate(ends)}
    return [place in places for place in range(1, len(text.replace(" ", "")))]


def test_capitals_as_far_apart_as_two_words_are_two_words() -> None:
    letters = text_of("PATRICIA ELIZABETHTANAKA", wide_before=17, by=0.3)
    assert far_apart(letters, blanks("PATRICIA ELIZABETHTANAKA")).behind_blank == {17}


def test_where_more_is_missing_a_letter_was_lost() -> None:
    letters = text_of("PATRICIA ELIZBETHTANAKA", wide_before=12, by=0.67)
    far = far_apart(letters, blanks("PATRICIA ELIZBETHTANAKA"))
    assert not far.behind_blank
    assert far.behind_more == {12}


@pytest.mark.parametrize(
    ("text", "place", "by"),
    [
        ("PATRICIA ELIZABETH TANAKA", None, 0.0),
        ("PATRICIA ELIZABETH TANAKA", 12, 0.15),
        ("Patricia Elizabeth Tanaka", 12, 0.4),
        ("PATRICIA TANAKA", 13, 0.4),
        ("TANAKA", 3, 0.4),
    ],
    ids=["as printed", "a step of the reader", "small letters", "an end of a word", "too short"],
)
def test_other_letters_are_left_together(text: str, place: int | None, by: float) -> None:
    far = far_apart(text_of(text, wide_before=place, by=by), blanks(text))
    assert far == (frozenset(), frozenset())


def test_a_letter_with_a_mark_is_as_wide_as_without() -> None:
    plain = text_of("DESHAWN WEI ORDONEZ")
    marked = [
        letter._replace(text={"O": "Ó", "N": "Ñ"}.get(letter.text, letter.text)) for letter in plain
    ]
    assert far_apart(marked, blanks("DESHAWN WEI ORDONEZ")) == (frozenset(), frozenset())
    assert distance_between("Ó", "Ñ") == distance_between("O", "N")


def test_a_letter_that_is_placed_too_near_to_the_one_before_parts_nothing() -> None:
    letters = text_of("PATRICIA ELIZABETH TANAKA")
    letters[12] = letters[12]._replace(column=letters[12].column - 0.3 * EM)
    assert far_apart(letters, blanks("PATRICIA ELIZABETH TANAKA")) == (frozenset(), frozenset())
