"""The networks, loaded once in a process, each on one thread.

Several processes with one thread read more pages a second than one process with several threads,
and ONNX Runtime's waiting threads burn what the others need.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from aktr.reading.vision.networks.files import (
    CAREFUL_READER,
    DETECTOR,
    ORIENTATION,
    QUICK_READER,
    THOROUGH_DETECTOR,
    ModelFile,
    prepared,
)

Tensor = NDArray[np.float32]


class Network:
    """One network with one input and one output.

    Args:
        model: Which one.
    """

    def __init__(self, model: ModelFile) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Inputs differ in shape from page to page; what a run has worked in is of no use to the
        # next one, and giving it back costs no time.
        options.enable_mem_pattern = False
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            prepared(model), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def __call__(self, tensor: Tensor) -> Tensor:
        """Run the network."""
        answer: Tensor = self._session.run(None, {self._input: tensor})[0]
        return answer


@dataclass(frozen=True, slots=True)
class Models:
    """Everything that reading a picture needs."""

    orientation: Network
    """(1, 3, 224, 224) -> (1, 4): quarter turns counter-clockwise that put the page upright."""
    detector: Network
    """(1, 1, h, w), multiples of 32 -> (1, 1, h, w): how likely each pixel is inside a line."""
    quick_reader: Network
    """(n, 1, 48, w) -> (n, about w / 8, characters + 1)."""
    careful_reader: Network
    """The same, five times slower and better at strokes that stand close."""


@cache
def load_models() -> Models:
    """Load the networks into this process; later calls cost nothing.

    Raises:
        MissingModelsError: The package with the models is missing or damaged.
    """
    cv2.setNumThreads(1)
    # For a process in which somebody else had loaded the library, and for Windows.
    onnxruntime.disable_telemetry_events()
    return Models(
        orientation=Network(ORIENTATION),
        detector=Network(DETECTOR),
        quick_reader=Network(QUICK_READER),
        careful_reader=Network(CAREFUL_READER),
    )


@cache
def load_thorough_detector() -> Network:
    """A detector four times slower, which finds some text that the other passes over.

    Few pages need it, so it is loaded apart, and costs others neither time nor memory.

    Raises:
        MissingModelsError: The package with the models is missing or damaged.
    """
    return Network(THOROUGH_DETECTOR)
