"""The numbers of the ONNX file under the names that torch's BERT has for them, and back.

The file was traced from that very model, so embeddings, norms and biases kept their names.
The matrices lost theirs: each is known by the bias that is added to its product, and stands
transposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

FloatArray = npt.NDArray[np.float32]


class UnexpectedModelError(ValueError):
    """The ONNX file is not laid out as the base model is."""


def read_weights(file: Path) -> dict[str, FloatArray]:
    """Return every weight of the ONNX file by the name that torch's `BertModel` gives it.

    Raises UnexpectedModelError where a matrix has no bias to be known by.
    """
    model = onnx.load(file)
    names = _matrix_names(model.graph)
    found = {}
    for tensor in model.graph.initializer:
        values = np.array(numpy_helper.to_array(tensor))
        if tensor.name in names:
            found[names[tensor.name]] = np.ascontiguousarray(values.T)
        else:
            found[tensor.name] = values
    return found


def write_weights(base: Path, weights: Mapping[str, FloatArray], file: Path) -> None:
    """Write a copy of the ONNX file `base` with other numbers in it.

    The graph, and with it inputs, outputs and pooling, stays what it was. Raises
    UnexpectedModelError where a weight is missing or has another shape.
    """
    model = onnx.load(base)
    names = _matrix_names(model.graph)
    for tensor in model.graph.initializer:
        matrix = tensor.name in names
        values = weights.get(names.get(tensor.name, tensor.name))
        values = values.T if matrix and values is not None else values
        if values is None or list(values.shape) != list(tensor.dims):
            raise UnexpectedModelError(f"no fitting weight for {tensor.name}")
        tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))
    onnx.checker.check_model(model)
    onnx.save(model, file)


def _matrix_names(graph: onnx.GraphProto) -> dict[str, str]:
    """Torch's name of each initialiser that is only multiplied with."""
    held = {tensor.name for tensor in graph.initializer}
    bias_after = {}
    for node in graph.node:
        if node.op_type == "Add":
            biases = [name for name in node.input if name in held]
            bias_after.update({name: biases[0] for name in node.input if biases})
    products = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in held]
    return {node.input[1]: _weight_of(bias_after.get(node.output[0])) for node in products}


def _weight_of(bias: str | None) -> str:
    if bias is None or not bias.endswith(".bias"):
        raise UnexpectedModelError("a matrix is followed by no bias")
    return f"{bias.removesuffix('bias')}weight"
