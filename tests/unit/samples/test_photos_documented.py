"""The page on samples names every kind of picture and every mark."""

from pathlib import Path

import pytest

from aktr.samples.photos.kinds import Difficulty, PictureKind
from aktr.samples.photos.severity import MARKS

PAGE = (Path(__file__).parents[3] / "docs" / "samples.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*PictureKind, *Difficulty, *MARKS])
def test_words_for_pictures_are_documented(word: str) -> None:
    assert f"`{word}`" in PAGE
