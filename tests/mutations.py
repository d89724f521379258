"""Damages files in every way in which disks, networks and enemies do."""

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image, ImageDraw

from aktr.samples.generate import make_samples
from aktr.samples.photos.heic import heic
from pdfs import report_pdf

Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
"""Makes a damaged file from a file, and others to take parts of."""

_NUMBER: Final = re.compile(rb"\b\d{1,10}\b")
_NAME: Final = re.compile(rb"/[A-Za-z0-9]{1,20}")
_ODD_NUMBERS: Final = (b"0", b"-1", b"1", b"65535", b"2147483647", b"4294967296", b"9" * 30, b"0.5")
_ODD_PIECES: Final = (
    b"\x00" * 64,
    b"\xff" * 64,
    b"endstream endobj ",
    b"stream\r\n",
    b"<<" * 40,
    b"[" * 200,
    b"(" * 200,
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\x00",
    b"<html><script>alert(1)</script>",
    b"PK\x03\x04",
    b"\xff\xda",
    b"startxref\n0\n%%EOF\n",
    b"1 0 R ",
)


def _place(rng: random.Random, content: bytes) -> int:
    return rng.randrange(len(content) + 1)


def _stretch(rng: random.Random, content: bytes) -> tuple[int, int]:
    start = _place(rng, content)
    return start, min(len(content), start + int(rng.paretovariate(0.5)) + 1)


def cut_end(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return content[: _place(rng, content)]


def cut_start(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return content[min(_place(rng, content), 2000) :]


def flip_bits(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 2, 8, 40, 300))):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def flip_bits_of_the_head(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 2, 8))):
        damaged[rng.randrange(min(len(damaged), 300))] = rng.randrange(256)
    return bytes(damaged)


def remove(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:start] + content[end:]


def repeat(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:end] + content[start:end] * rng.randrange(1, 20) + content[end:]


def overwrite(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, content)
    return content[:start] + rng.randbytes(end - start) + content[end:]


def insert(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    place = _place(rng, content)
    return content[:place] + rng.choice(_ODD_PIECES) + content[place:]


def splice(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another, often of another kind."""
    other = rng.choice(others)
    return content[: _place(rng, content)] + other[_place(rng, other) :]


def lay_over(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Two whole files in one, so that it depends on the reader which one it is."""
    other = rng.choice(others)
    return rng.choice((other[:1000] + content, content + other, other[:64] + content))


def change_numbers(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return _change(rng, content, _NUMBER, _ODD_NUMBERS)


def change_names(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    return _change(rng, content, _NAME, _NAME.findall(content) or [b"/X"])


def point_elsewhere(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Let references lead to other objects, or to themselves."""
    targets = [b"%d 0 R" % number for number in range(12)]
    return _change(rng, content, re.compile(rb"\b\d+ 0 R\b"), targets)


def grow_big_endian_numbers(rng: random.Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Lengths and sizes in pictures."""
    damaged = bytearray(content)
    place = rng.randrange(min(len(damaged), 2000))
    damaged[place : place + 4] = rng.choice(
        (b"\x7f\xff\xff\xff", b"\xff" * 4, b"\0\0\0\0", b"\0\1\0\0")
    )
    return bytes(damaged)


def twice(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    once = rng.choice(_DAMAGES[:-1])(rng, content, others) or content
    return rng.choice(_DAMAGES[:-1])(rng, once, others)


def _change(
    rng: random.Random, content: bytes, what: re.Pattern[bytes], by: Sequence[bytes]
) -> bytes:
    found = list(what.finditer(content))
    for match in sorted(
        rng.sample(found, min(len(found), rng.choice((1, 3, 10)))),
        key=lambda match: match.start(),
        reverse=True,
    ):
        content = content[: match.start()] + rng.choice(by) + content[match.end() :]
    return content


_DAMAGES: Final[tuple[Damage, ...]] = (
    cut_end,
    cut_start,
    flip_bits,
    flip_bits_of_the_head,
    remove,
    repeat,
    overwrite,
    insert,
    splice,
    lay_over,
    change_numbers,
    change_names,
    point_elsewhere,
    grow_big_endian_numbers,
    twice,
)


def damaged_files(seeds: Mapping[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files, always the same ones for the same seeds and the same number.

    Args:
        seeds: Whole files by their names.
        count: How many damaged ones are wanted.
        seed: Chooses among all that there could be.

    Yields:
        What was done to which file, and the result.
    """
    names, others = list(seeds), list(seeds.values())
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 - no secret
        name = names[number % len(names)]
        damage = rng.choice(_DAMAGES)
        yield f"{seed}-{number}-{damage.__name__}-{name}", damage(rng, seeds[name], others)


def seed_files(folder: Path) -> dict[str, bytes]:
    """Whole files to be damaged: sample reports, the same in other structures, small pictures.

    Args:
        folder: An empty one, in which samples are made.
    """
    samples = [truth.file for truth in make_samples(10, 7, folder).files]
    files = {name: (folder / name).read_bytes() for name in samples}
    return {**files, **_structures(report_pdf()), **_pictures()}


def _structures(pdf: bytes) -> dict[str, bytes]:
    """The same PDF as different programs would save it."""
    ways: dict[str, dict[str, Any]] = {
        "streams.pdf": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        "linear.pdf": {"linearize": True},
        "plain.pdf": {"stream_decode_level": pikepdf.StreamDecodeLevel.all},
        "sealed.pdf": {"encryption": pikepdf.Encryption(owner="tower", user="", R=6)},
    }
    files = {}
    for name, way in ways.items():
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as document:
            document.save(target, **way)
        files[name] = target.getvalue()
    return files


def _pictures() -> dict[str, bytes]:
    """A few lines of print in each kind of file; reading what is left of them takes no time."""
    page = Image.new("L", (480, 320), 255)
    ImageDraw.Draw(page).text((20, 40), "Airman Knowledge Test Report\nPA.I.B.K1a", 0, font_size=24)
    files = {"picture.heic": heic(np.asarray(page.convert("RGB")))}
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "picture.jpeg": ("JPEG", {"quality": 60}),
        "progressive.jpeg": ("JPEG", {"quality": 60, "progressive": True}),
        "picture.png": ("PNG", {}),
        "picture.webp": ("WEBP", {"quality": 50}),
        "lzw.tiff": ("TIFF", {"compression": "tiff_lzw"}),
        "group4.tiff": ("TIFF", {"compression": "group4"}),
    }
    for name, (kind, options) in ways.items():
        target = io.BytesIO()
        (page.convert("1") if name.startswith("group4") else page).save(target, kind, **options)
        files[name] = target.getvalue()
    return files
