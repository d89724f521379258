"""Pictures made smaller, each pixel the mean of those it stands for."""

import cv2
import numpy as np

from aktr.reading.vision.decode import Grey


def shrunk(picture: Grey, width: int, height: int) -> Grey:
    """A picture at a smaller size.

    Whole numbers of pixels are put together first, for which the library is several times as
    fast; what is left of the last row or column of them is less than a pixel of the result.

    Args:
        picture: Any picture.
        width: Columns of the result, no more than the picture has.
        height: Rows of the result, likewise.
    """
    step = min(picture.shape[1] // width, picture.shape[0] // height)
    if step > 1:
        rows, columns = picture.shape[0] // step, picture.shape[1] // step
        whole = picture[: rows * step, : columns * step]
        picture = np.asarray(
            cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)
