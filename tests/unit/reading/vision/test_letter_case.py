"""Capitals and small letters that differ in size alone are told by their place."""

import pytest

from aktr.reading.vision.text.recognise import Character
from aktr.reading.vision.words.letter_case import in_one_case, with_capital_first


def _characters(text: str) -> list[Character]:
    return [Character(sign, float(place), 0.99, "", 0.0) for place, sign in enumerate(text)]


def _wavering(text: str, at: int, second: str) -> list[Character]:
    """A word of which one character may as well be another one."""
    sure = _characters(text)
    sure[at] = Character(text[at], float(at), 0.6, second, 0.38)
    return sure


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("ó RUNWAIGH", "Ó RUNWAIGH"),
        ("PA.V.A.K1c", "PA.V.A.K1c"),
        ("PA.v.A.K1", "PA.V.A.K1"),
        ("McDoe", "McDoe"),
        ("Jo Doe", "Jo Doe"),
    ],
)
def test_a_lone_small_letter_among_capitals_is_one(read: str, printed: str) -> None:
    characters = in_one_case(_characters(read))

    assert "".join(character.text for character in characters) == printed


@pytest.mark.parametrize(
    ("read", "second", "printed", "certain"),
    [
        ("lan", "I", "Ian", 0.98),
        ("Ida,", "l", "Ida,", 0.98),
        ("J.", "j", "J.", 0.98),
        ("las", "I", "las", 0.6),
        ("listed", "I", "listed", 0.6),
        ("lan", "f", "lan", 0.6),
        ("Ian", "Í", "Ian", 0.6),
        ("IAN", "l", "IAN", 0.6),
        ("j.", "J", "j.", 0.6),
        ("Stone", "s", "Stone", 0.98),
        ("stone", "S", "stone", 0.6),
        ("Van", "v", "Van", 0.6),
        ("Ó", "ó", "Ó", 0.98),
        ("ó", "Ó", "Ó", 0.98),
        ("é", "É", "é", 0.6),
        ("ó'Cabin", "Ó", "Ó'Cabin", 0.98),
        ("ó'cabin", "Ó", "ó'cabin", 0.6),
    ],
)
def test_a_value_begins_with_a_capital_where_only_its_size_or_serifs_could_tell(
    read: str, second: str, printed: str, certain: float
) -> None:
    word = with_capital_first(_wavering(read, 0, second))

    assert "".join(character.text for character in word) == printed
    assert word[0].probability == pytest.approx(certain)


@pytest.mark.parametrize(
    ("read", "place", "certain"),
    [
        ("O'Hare,", 1, 0.95),
        ("Spinner-O’Hare", 9, 0.95),
        ("D'Arcy", 1, 0.95),
        ("O'HARE", 1, 0.6),
        ("O'II", 1, 0.6),
        ("De'Arcy", 2, 0.6),
    ],
)
def test_an_apostrophe_between_two_capitals_before_small_letters_is_settled(
    read: str, place: int, certain: float
) -> None:
    word = with_capital_first(_wavering(read, place, ""))
    assert word[place].probability == pytest.approx(certain)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("BjÖrn", "Björn"),
        ("LuÚs,", "Luús,"),
        ("BJÖRN", "BJÖRN"),
        ("Ödön", "Ödön"),
        ("JØRGENSEN", "JØRGENSEN"),
        ("McDonald", "McDonald"),
        ("JosÉ", "JosÉ"),
    ],
)
def test_a_marked_letter_between_small_ones_is_small_if_only_its_size_could_tell(
    read: str, printed: str
) -> None:
    word = with_capital_first(_characters(read))
    assert "".join(character.text for character in word) == printed


@pytest.mark.parametrize(
    ("read", "place", "certain"),
    [
        ("O.", 0, 0.98),
        ("OYELARAN,", 0, 0.98),
        ("FLOYD", 2, 0.98),
        ("O", 0, 0.6),
        ("CO683901", 1, 0.6),
    ],
)
def test_among_letters_an_o_is_no_zero(read: str, place: int, certain: float) -> None:
    word = with_capital_first(_wavering(read, place, "0"))

    assert "".join(character.text for character in word) == read
    assert word[place].probability == pytest.approx(certain)


@pytest.mark.parametrize(
    ("read", "printed"), [("ChO,", "Cho,"), ("RosS", "Ross"), ("McDO", "McDO"), ("JoE", "JoE")]
)
def test_no_word_of_small_letters_ends_in_a_capital(read: str, printed: str) -> None:
    word = with_capital_first(_characters(read))

    assert "".join(character.text for character in word) == printed
