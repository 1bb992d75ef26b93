"""What the network's two graphs are written with: ONNX nodes one after another and the constants they take.

`column_graph` makes of strips what stands for each step of a row, `row_graph` of those the probabilities of signs.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROW_HEIGHT = 36
"""Pixels; the height of the rows Tesseract's models are taught with."""
STEP = 3
"""Columns of pixels a step."""
_OPSET = 17
_IR_VERSION = 9


class Graph:
    """What was written so far; values go by their names."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []

    def floats(self, name: str, *sides: int | str) -> str:
        """An input, 32 bits; a side that differs from call to call goes by a name."""
        return self._input(name, TensorProto.FLOAT, sides)

    def whole_numbers(self, name: str, *sides: int | str) -> str:
        """An input, 32 bits."""
        return self._input(name, TensorProto.INT32, sides)

    def constant(self, value: np.ndarray) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def places(self, *numbers: int) -> str:
        """A constant: sides, axes or indices."""
        return self.constant(np.array(numbers, np.int64))

    def node(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """The name of what the node gives."""
        name = name or f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def model(self, output: str, *sides: int | str) -> bytes:
        """The whole, for ONNX Runtime."""
        given = helper.make_tensor_value_info(output, TensorProto.FLOAT, sides)
        graph = helper.make_graph(self._nodes, "network", self._inputs, [given], self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        model.ir_version = _IR_VERSION
        return bytes(model.SerializeToString())

    def _input(self, name: str, kind: int, sides: Sequence[int | str]) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, kind, sides))
        return name
