"""The models come from an installed package, are checked, and are prepared once."""

from dataclasses import replace

import pytest

from aktr.reading.vision.model_files import (
    CAREFUL_READER,
    CHARACTERS,
    MODEL_FILES,
    QUICK_READER,
    MissingModelsError,
    ModelFile,
    prepared,
)


def test_every_model_is_there() -> None:
    assert all(prepared(model).stat().st_size > 1_000_000 for model in MODEL_FILES)


def test_the_readers_are_cut_to_the_characters_of_a_report() -> None:
    # As shipped, the two have 4.5 and 21 million bytes.
    assert prepared(QUICK_READER).stat().st_size < 2_500_000
    assert prepared(CAREFUL_READER).stat().st_size < 12_500_000


def test_preparing_again_gives_the_same_file() -> None:
    path = prepared(QUICK_READER)
    before = path.stat().st_mtime_ns

    assert prepared(QUICK_READER) == path
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("model", MODEL_FILES, ids=lambda model: model.name)
def test_a_file_with_another_content_is_not_used(model: ModelFile) -> None:
    other = replace(model, sha256="0" * 64)

    with pytest.raises(MissingModelsError, match="not the file that aktr was tested with"):
        prepared(other)


def test_each_character_has_one_place() -> None:
    assert len(set(CHARACTERS)) == len(CHARACTERS)
    assert set("PA.VIII.B.K2a Ñúñez’s") <= set(CHARACTERS)
