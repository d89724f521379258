"""Pictures made smaller, each pixel the mean of those it stands for."""

import cv2
import numpy as np

from aktr.reading.vision.picture.decode import Grey


def shrunk(picture: Grey, width: int, height: int) -> Grey:
    """A picture at a smaller size.

    Args:
        picture: Any picture.
        width: Columns of the result, no more than the picture has.
        height: Rows of the result, likewise.
    """
    return _resized(_nearly_shrunk(picture, width, height), width, height, cv2.INTER_AREA)


def shrunk_for_detector(picture: Grey, width: int, height: int) -> Grey:
    """A picture at a smaller size for the detector, each pixel drawn between others.

    It was trained on such pictures; to take the mean of parts of pixels takes seven times as long.

    Args:
        picture: Any picture.
        width: Columns of the result, no more than the picture has.
        height: Rows of the result, likewise.
    """
    return _resized(_nearly_shrunk(picture, width, height), width, height, cv2.INTER_LINEAR)


def _nearly_shrunk(picture: Grey, width: int, height: int) -> Grey:
    """Whole numbers of pixels put together, for which the library is several times as fast.

    What is left of the last row or column of them is less than a pixel of the result.
    """
    step = min(picture.shape[1] // width, picture.shape[0] // height)
    if step <= 1:
        return picture
    rows, columns = picture.shape[0] // step, picture.shape[1] // step
    return _resized(picture[: rows * step, : columns * step], columns, rows, cv2.INTER_AREA)


def _resized(picture: Grey, width: int, height: int, way: int) -> Grey:
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), dtype=np.uint8)
