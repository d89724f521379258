"""What the quick reader is sure of is not read again, where no two readings have differed."""

import pytest

from aktr.reading.vision.text.certain_words import is_certain
from aktr.reading.vision.text.recognise import Character


def _read(text: str, probability: float = 0.99) -> list[Character]:
    return [Character(sign, 24.0 * place, probability, "", 0.0) for place, sign in enumerate(text)]


@pytest.mark.parametrize(
    "figure",
    [
        "C1234567", "12345620240131123", "01/31/2024", "2024-01-31,", "ABS60104", "93%",
        "%", "PLT034;", "PLT034,AMA012", "SITE:ABS60104",
    ],
)  # fmt: skip
def test_whole_figures_are_certain(figure: str) -> None:
    assert is_certain(_read(figure))


@pytest.mark.parametrize(
    "word", ["Airplane", "AIRPLANE/RECREATIONAL", "Weight-Shift-Control", "(PAR)", "March", "Fail"]
)
def test_words_of_tests_are_certain(word: str) -> None:
    assert is_certain(_read(word))


@pytest.mark.parametrize(
    "word",
    ["PA.I.A.K1", "IR.V.B.K2a,", "DOE", "Rei", "O'Neil", "C123456", "1234562024013112", "1/31/224",
     "08/1/2025", "8/11/2025", "5", "5%", "1,",
     "PLTO34", "PLT034PLT035", "ABS6010", "Airplan", "PAX", "NAME:DOE"],
)  # fmt: skip
def test_codes_of_standards_names_and_what_is_not_whole_are_not(word: str) -> None:
    assert not is_certain(_read(word))


def test_one_doubtful_sign_is_enough_for_another_reading() -> None:
    figure = _read("C1234567")
    figure[3] = figure[3]._replace(probability=0.96)

    assert not is_certain(figure)
