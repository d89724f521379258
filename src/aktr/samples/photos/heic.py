"""HEIC files, as phones write them, without a video encoder.

Every encoder for HEVC that can be had from a package either is under the GPL or is a large library
of its own. A still picture needs neither: HEVC may carry samples as they are, in PCM blocks (ITU-T
H.265, 7.3.8.7), so all that is left of compression is fewer bits for a sample. Such files are
larger than a phone's, and any decoder reads them.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from aktr.samples.photos.pixels import Image

_BLOCK: Final = 32
"""Side of a coding block; the picture is cut to a whole number of them."""
_LUMA_BITS: Final = 6
_CHROMA_BITS: Final = 5
_VPS, _SPS, _PPS, _IDR = 32, 33, 34, 19
_LEVEL: Final = 180
"""Level 6, which allows 35 million samples."""
_LPS_RANGES: Final = tuple(
    int(number)
    for number in """
    240 227 216 205 195 185 175 166 158 150 142 135 128 122 116 110 104 99 94 89 85 80 76 72 69 65
    62 59 56 53 50 48 45 43 41 39 37 35 33 31 30 28 27 25 24 23 22 21 20 19 18 17 16 15 14 14 13 12
    12 11 11 10 9
    """.split()
)
"""rangeTabLps of H.265, 9.3.4.3.2, for each state, in the column for ranges from 448 on."""


def heic(image: Image, turn: int = 0) -> bytes:
    """A HEIC file of one picture.

    Args:
        image: At least 32 x 32; up to 31 pixels at its right and lower edge are left out.
        turn: Degrees clockwise by which a viewer is told to turn it: 0, 90, 180 or 270.
    """
    height, width = (side // _BLOCK * _BLOCK for side in image.shape[:2])
    parameters = {_VPS: _vps(), _SPS: _sps(width, height), _PPS: _pps()}
    coded = _nal(_IDR, _slice(image[:height, :width]))
    data = struct.pack(">I", len(coded)) + coded
    file_type = _box("ftyp", b"heic", b"\0\0\0\0", b"mif1heic")
    # The place of the data is written into the box that stands before it.
    size = len(file_type) + len(_meta(parameters, width, height, turn, 0, len(data))) + 8
    meta = _meta(parameters, width, height, turn, size, len(data))
    return file_type + meta + _box("mdat", data)


class _Bits:
    """Bits being written, with the codes of H.265, 9.2."""

    def __init__(self) -> None:
        self._bits: list[int] = []

    def u(self, value: int, length: int = 1) -> "_Bits":
        """A number of fixed length."""
        self._bits += [value >> place & 1 for place in range(length - 1, -1, -1)]
        return self

    def ue(self, *values: int) -> "_Bits":
        """Numbers in Exp-Golomb code."""
        for value in values:
            length = (value + 1).bit_length()
            self.u(0, length - 1).u(value + 1, length)
        return self

    def flags(self, values: str) -> "_Bits":
        """Flags as a string of 0 and 1."""
        return self.u(int(values, 2), len(values))

    def closed(self) -> bytes:
        """The bytes, ended by a one and zeros."""
        return self.u(1).aligned()

    def aligned(self) -> bytes:
        """The bytes, filled up with zeros."""
        return np.packbits(np.array(self._bits, np.uint8)).tobytes()


def _profile(bits: _Bits) -> _Bits:
    """Main still picture, which Main and Main 10 decoders read too (7.3.3)."""
    bits.u(3, 8).u(0b0111 << 28, 32).flags("1011").u(0, 44)
    return bits.u(_LEVEL, 8)


def _vps() -> bytes:
    bits = _Bits().u(0, 4).flags("11").u(0, 6).u(0, 3).u(1).u(0xFFFF, 16)
    return _nal(_VPS, _profile(bits).u(1).ue(0, 0, 0).u(0, 6).ue(0).flags("00").closed())


def _sps(width: int, height: int) -> bytes:
    bits = _profile(_Bits().u(0, 4).u(0, 3).u(1)).ue(0, 1, width, height).u(0).ue(0, 0, 0)
    # Blocks of 32 only; transforms, though none is used, from 4 to 32.
    bits.u(1).ue(0, 0, 0).ue(2, 0, 0, 3, 0, 0).flags("000")
    bits.u(1).u(_LUMA_BITS - 1, 4).u(_CHROMA_BITS - 1, 4).ue(2, 0).u(1)
    return _nal(_SPS, bits.ue(0).flags("00000").closed())


def _pps() -> bytes:
    bits = _Bits().ue(0, 0).flags("0000000").ue(0, 0, 0).flags("000").ue(0, 0)
    return _nal(_PPS, bits.flags("0000000").flags("101").flags("00").ue(0).flags("00").closed())


def _slice(image: Image) -> bytes:
    """All blocks of the picture, each as a few coded bits and its samples."""
    header = _Bits().flags("10").ue(0, 2, 0).closed()
    parts = [header]
    for signal, samples in zip(_signals(), _samples(image), strict=False):
        parts += (signal, samples)
    parts.append(_terminated(span=510))
    return b"".join(parts)


def _samples(image: Image) -> Iterator[bytes]:
    """The PCM samples of each block, in the order of blocks."""
    colours = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2YCrCb), np.uint8)
    luma, red, blue = cv2.split(colours)
    planes = [_blocks(np.asarray(luma, np.uint8), _BLOCK, _LUMA_BITS)]
    for plane in (blue, red):
        half = cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        planes.append(_blocks(np.asarray(half, np.uint8), _BLOCK // 2, _CHROMA_BITS))
    for row in np.packbits(np.concatenate(planes, axis=1), axis=1):
        yield row.tobytes()


def _blocks(plane: npt.NDArray[np.uint8], side: int, bits: int) -> npt.NDArray[np.uint8]:
    """The bits of each block of a plane as a row, the samples rounded to so many bits."""
    step = 1 << (8 - bits)
    rounded = np.minimum(plane.astype(np.uint16) + step // 2, 255).astype(np.uint8)
    height, width = plane.shape
    tiles = rounded.reshape(height // side, side, width // side, side).swapaxes(1, 2)
    return np.unpackbits(tiles.reshape(-1, side * side, 1), axis=2)[:, :, :bits].reshape(
        len(tiles.reshape(-1, side * side)), -1
    )


def _signals() -> Iterator[bytes]:
    """What stands before the samples of each block: no end yet, not divided, samples follow.

    The arithmetic coder starts anew after samples, but the state of "not divided" goes on: it gets
    more probable with every block (9.3.4).
    """
    state, span = 0, 510
    while True:
        narrowed = span - _LPS_RANGES[state]
        shifts = int(narrowed < 256)
        yield _terminated(narrowed << shifts, shifts)
        state, span = min(state + 1, 62), 508


def _terminated(span: int, shifts: int = 0) -> bytes:
    """The coder's bits when a flag that ends coding is set (9.3.4.5), filled up to a byte.

    Args:
        span: Width of the coder's interval before the flag, 256 to 510; its lower end is 0.
        shifts: Bits that the coder has put out since its start, all zero.
    """
    # The flag takes the upper two values of the interval; the last bit written is always one.
    return _Bits().u((span - 2) | 1, 9 + shifts).aligned()


def _nal(kind: int, payload: bytes) -> bytes:
    """A unit of the stream; three bytes that would look like the start of another are parted."""
    return bytes((kind << 1, 1)) + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", payload)


def _box(name: str, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, name.encode()) + content


def _full_box(name: str, version: int, *parts: bytes) -> bytes:
    return _box(name, bytes((version, 0, 0, 0)), *parts)


def _meta(
    parameters: dict[int, bytes], width: int, height: int, turn: int, start: int, length: int
) -> bytes:
    """Which picture there is, what it is like, and where its data is (ISO/IEC 23008-12)."""
    properties = (
        _decoder_configuration(parameters),
        _full_box("ispe", 0, struct.pack(">II", width, height)),
        _box("colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80)),
        _box("irot", bytes((-turn // 90 % 4,))),
    )
    essential = (0x81, 0x02, 0x03, 0x84)
    return _full_box(
        "meta",
        0,
        _full_box("hdlr", 0, bytes(4), b"pict", bytes(13)),
        _full_box("pitm", 0, struct.pack(">H", 1)),
        _full_box("iloc", 0, struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, start, length)),
        _full_box(
            "iinf",
            0,
            struct.pack(">H", 1),
            _full_box("infe", 2, struct.pack(">HH4s", 1, 0, b"hvc1"), b"\0"),
        ),
        _box(
            "iprp",
            _box("ipco", *properties),
            _full_box("ipma", 0, struct.pack(">IHB", 1, 1, len(essential)), bytes(essential)),
        ),
    )


def _decoder_configuration(parameters: dict[int, bytes]) -> bytes:
    """What a decoder has to know before the picture (ISO/IEC 14496-15, 8.3.3)."""
    profile = _profile(_Bits()).aligned()
    fixed = bytes((1, *profile, 0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, len(parameters)))
    return _box("hvcC", fixed, *_arrays(parameters.items()))


def _arrays(parameters: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    for kind, unit in parameters:
        yield struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit
