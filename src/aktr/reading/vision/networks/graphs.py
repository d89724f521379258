"""Networks cut to what a report needs of them: grey pictures, and the characters that it can hold.

What is cut makes no answer: the shades of a grey picture are the same three times over, so one
layer of weights, the sum of the three, does what they do; and the scores of other characters are
left out, each of which stands by itself.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper


class UnknownGraphError(Exception):
    """A network is not built as it is expected to be."""


def adapted(content: bytes, characters: Sequence[int] | None, count: int) -> bytes:
    """A network for grey pictures, and for some characters.

    Args:
        content: The network as it is shipped, for three colours.
        characters: Of a reader: the places of the characters that it keeps, in the new order.
        count: How many it has.

    Returns:
        The network, whose input is one channel instead of three.

    Raises:
        UnknownGraphError: Its first or last layer is another one.
    """
    model: Any = onnx.load_model_from_string(content)
    _take_grey(model.graph)
    if characters is not None:
        _keep_characters(model.graph, characters, count)
    serialized: bytes = model.SerializeToString()
    return serialized


def _take_grey(graph: Any) -> None:  # noqa: ANN401 - a class made at run time
    (picture,) = graph.input
    readers = [node for node in graph.node if picture.name in node.input]
    if len(readers) != 1 or readers[0].op_type != "Conv":
        raise UnknownGraphError("The network's first layer is not one convolution.")
    (weights,) = [each for each in graph.initializer if each.name == readers[0].input[1]]
    _replace(weights, numpy_helper.to_array(weights).sum(axis=1, keepdims=True))
    picture.type.tensor_type.shape.dim[1].dim_value = 1


def _keep_characters(graph: Any, characters: Sequence[int], count: int) -> None:  # noqa: ANN401
    heads = [tensor for tensor in graph.initializer if count in tensor.dims]
    if len(heads) != 2:
        raise UnknownGraphError("The reader's last layer is not a weight and a bias.")
    for tensor in heads:
        axis = list(tensor.dims).index(count)
        _replace(tensor, np.take(numpy_helper.to_array(tensor), characters, axis=axis))


def _replace(tensor: Any, values: Any) -> None:  # noqa: ANN401
    tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))
