"""Percentiles of grey values, worked out thousands of times on a page.

They are those of ``np.percentile``, to the last digit, without what that does for arrays of any
shape and kind, which takes ten times as long on arrays as small as these.
"""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

_GREYS: Final = 256


def percentile(values: NDArray[Any], share: float) -> float:
    """The value below which a share of some values lies, between neighbours if need be.

    Args:
        values: Numbers, at least one, of any shape; grey values are counted, others put in order.
        share: 0 to 100.
    """
    place = (values.size - 1) * (share / 100)
    below = int(place)
    above = min(below + 1, values.size - 1)
    if values.dtype == np.uint8:
        counts = cv2.calcHist([values], [0], None, [_GREYS], [0, _GREYS]).cumsum()
        low, high = (int(grey) for grey in counts.searchsorted([below, above], side="right"))
    else:
        low, high = np.partition(values, (below, above), axis=None)[[below, above]]
    part = place - below
    # From the nearer one of the two, in the precision of the values.
    return float(high - (high - low) * (1 - part) if part >= 0.5 else low + (high - low) * part)
