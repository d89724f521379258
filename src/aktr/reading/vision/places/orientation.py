"""Which way up a page lies."""

from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.networks.models import Network, Tensor
from aktr.reading.vision.picture.decode import Grey
from aktr.reading.vision.picture.shrinking import shrunk

_TURNS: Final = (
    None,
    cv2.ROTATE_90_COUNTERCLOCKWISE,
    cv2.ROTATE_180,
    cv2.ROTATE_90_CLOCKWISE,
)
"""By the number of quarter turns counter-clockwise."""
_SHORT_SIDE: Final = 256
_INPUT: Final = 224
_MEAN: Final = np.array([0.485, 0.456, 0.406], dtype=np.float32).reshape(3, 1, 1)
_DEVIATION: Final = np.array([0.229, 0.224, 0.225], dtype=np.float32).reshape(3, 1, 1)


def likely_turns(picture: Grey, network: Network) -> list[int]:
    """The four ways a page can lie, the most likely first.

    Args:
        picture: The page as it came.
        network: The network that tells the four apart.

    Returns:
        Quarter turns counter-clockwise that put the page upright: a permutation of 0 to 3.
    """
    scores = network(_tensor(picture))[0]
    return [int(turns) for turns in np.argsort(-scores, kind="stable")]


def turned(picture: Grey, quarter_turns: int) -> Grey:
    """The picture turned counter-clockwise."""
    turn = _TURNS[quarter_turns % 4]
    return picture if turn is None else np.asarray(cv2.rotate(picture, turn), dtype=np.uint8)


def _tensor(picture: Grey) -> Tensor:
    height, width = picture.shape
    scale = _SHORT_SIDE / min(height, width)
    size = max(_SHORT_SIDE, round(width * scale)), max(_SHORT_SIDE, round(height * scale))
    # Squeezing the whole page into the square instead makes lines of text illegible.
    small = shrunk(picture, *size)
    top, left = (small.shape[0] - _INPUT) // 2, (small.shape[1] - _INPUT) // 2
    middle = small[top : top + _INPUT, left : left + _INPUT].astype(np.float32) / 255
    return ((middle[None] - _MEAN) / _DEVIATION)[None].astype(np.float32)
