"""The grain of pictures taken in poor light.

Grain as coarse as thin strokes fills the gaps between words and puts strokes where none are. A
little blur takes it away, and of the print only what was no longer there.
"""

from typing import Final

import cv2
import numpy as np

from aktr.reading.vision.picture.decode import Grey

_ROUGH: Final = 1.1
"""Deviation of the grey of paper, in steps of it, from which grain is taken for ink. Nine in ten
photos of poor light have less than 0.8."""
_BLUR: Final = 1.2
"""Pixels."""
_CURVATURE: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
"""Is nothing where grey is even or changes evenly, and for grain 6 times its deviation (Immerkaer,
Fast Noise Variance Estimation, 1996)."""
_OF_DEVIATION: Final = 0.6745
"""Half of all grains deviate by less than this share of the deviation."""
_GREYS: Final = 256


def without_grain(picture: Grey) -> Grey:
    """A picture with its grain smoothed, if that is rough; any other as it is.

    Args:
        picture: A page that fills most of it.
    """
    if _grain(picture) < _ROUGH:
        return picture
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _BLUR), dtype=np.uint8)


def _grain(picture: Grey) -> float:
    """Deviation of the grey of the middle of a picture, most of which is paper."""
    height, width = picture.shape
    top, left = height // 4, width // 4
    middle = picture[top : height - top, left : width - left]
    curved = cv2.convertScaleAbs(cv2.filter2D(middle, cv2.CV_16S, _CURVATURE))
    counts = cv2.calcHist([curved], [0], None, [_GREYS], [0, _GREYS])
    shares = counts.ravel().cumsum() / counts.sum()
    half = int(np.searchsorted(shares, 0.5))
    before = shares[half - 1] if half else 0.0
    median = half - 0.5 + float((0.5 - before) / (shares[half] - before))
    return median / (6 * _OF_DEVIATION)
