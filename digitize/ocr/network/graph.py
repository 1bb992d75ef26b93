"""The layers of Tesseract's network as an ONNX graph: rows of pixels in, probabilities of signs out.

Tesseract goes through a row one step at a time; here all rows of a batch take each step together, so that a step is one product of
matrices. Values between the layers stay what they are, where Tesseract rounds them to 8 bits.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.model_file import Layer

PIXELS, LENGTHS, PROBABILITIES = "pixels", "lengths", "probabilities"
ROW_HEIGHT = 36
"""Pixels; the height of the rows Tesseract's models are taught with."""
STEP = 3
"""Columns of pixels a step."""
_OPSET = 17
_IR_VERSION = 9


def as_graph(network: Layer) -> bytes:
    """An ONNX model: `pixels` rows × 1 × 36 × columns (-1 black to 1 white) and `lengths` rows (steps, int32) to `probabilities`
    steps × rows × signs.

    Raises `ValueError` for a network of another shape than Tesseract's models for scripts written in rows.
    """
    match network.layers:
        case [
            Layer(kind="Input", sizes=(_, int(height), *_)),
            Layer(kind="Series", layers=(Layer(kind="Convolve", sizes=(1, 1)), Layer() as mixing)),
            Layer(kind="Maxpool", sizes=(int(across), int(down))),
            Layer(kind="XYTranspose", layers=(Layer(kind="SummLSTM") as columns,)),
            *rows,
            Layer(kind="Softmax") as signs,
        ] if (height, across, down) == (ROW_HEIGHT, STEP, STEP):
            graph = _Graph()
            graph.squares(mixing)
            graph.columns(columns)
            for layer in rows:
                graph.along_the_row(layer)
            graph.signs(signs)
            return graph.model()
    raise ValueError("a network of another shape")


class _Graph:
    """What was written so far; `_last` is the value that the next layer takes."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._last = PIXELS

    def squares(self, mixing: Layer) -> None:
        """Squares of 3 × 3 pixels, then the strongest of 3 × 3 of them."""
        weights = mixing.weights[0]
        # Tesseract stacks a square column by column.
        kernel = weights[:, :-1].reshape(-1, 1, 3, 3).transpose(0, 1, 3, 2)
        squares = [self._last, self._constant(kernel), self._constant(weights[:, -1])]
        self._then("Conv", squares, pads=[1, 1, 1, 1])
        self._then("Tanh")
        self._then("MaxPool", kernel_shape=[STEP, STEP], strides=[STEP, STEP])

    def columns(self, layer: Layer) -> None:
        """Each column of squares from top to bottom; what is known at its end stands for it: steps × rows × values."""
        squares = self._last
        depth = layer.weights[0].shape[1] - 1 - len(layer.weights[0])
        self._then("Transpose", perm=[2, 0, 3, 1])
        self._then("Reshape", [self._last, self._whole(ROW_HEIGHT // STEP, -1, depth)])
        self._lstm(layer, ["", self._name()])
        shape = self._named("Shape", [squares])
        sides = [self._named("Gather", [shape, self._whole(side)]) for side in (0, 3)]
        sides.append(self._whole(len(layer.weights[0])))
        self._then("Reshape", [self._last, self._named("Concat", sides, axis=0)])
        self._then("Transpose", perm=[1, 0, 2])

    def along_the_row(self, layer: Layer) -> None:
        """Forwards, or backwards from each row's own end."""
        is_backwards = layer.kind == "RTLReversed"
        inner = layer.layers[0] if is_backwards else layer
        if inner.kind != "LSTM":
            raise ValueError(f"a layer of kind {inner.kind} along a row")
        direction = "reverse" if is_backwards else "forward"
        self._lstm(inner, [self._name()], lengths=LENGTHS, direction=direction)
        self._then("Squeeze", [self._last, self._whole(1)])

    def signs(self, layer: Layer) -> None:
        weights = layer.weights[0]
        self._then("MatMul", [self._last, self._constant(weights[:, :-1].T)])
        self._then("Add", [self._last, self._constant(weights[:, -1])])
        self._then("Softmax", outputs=[PROBABILITIES], axis=-1)

    def model(self) -> bytes:
        graph = helper.make_graph(
            self._nodes,
            "rows",
            [
                helper.make_tensor_value_info(
                    PIXELS, TensorProto.FLOAT, ["rows", 1, ROW_HEIGHT, "columns"]
                ),
                helper.make_tensor_value_info(LENGTHS, TensorProto.INT32, ["rows"]),
            ],
            [
                helper.make_tensor_value_info(
                    PROBABILITIES, TensorProto.FLOAT, ["steps", "rows", "signs"]
                )
            ],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        model.ir_version = _IR_VERSION
        return bytes(model.SerializeToString())

    def _lstm(
        self, layer: Layer, outputs: list[str], lengths: str = "", direction: str = "forward"
    ) -> None:
        taken, *gates = layer.weights
        into, forget, out = gates
        states = len(taken)
        ordered = [into, out, forget, taken]  # ONNX's order
        inputs = taken.shape[1] - 1 - states
        weights = self._stacked(ordered, lambda gate: gate[:, :inputs])
        again = self._stacked(ordered, lambda gate: gate[:, inputs:-1])
        added = self._stacked([*ordered, *ordered], lambda gate: gate[:, -1])
        # ONNX adds twice; Tesseract once.
        added[:, 4 * states :] = 0
        constants = [self._constant(value) for value in (weights, again, added)]
        inputs_of = [self._last, *constants, lengths]
        self._then("LSTM", inputs_of, outputs=outputs, hidden_size=states, direction=direction)

    def _stacked(self, gates: Sequence[Floats], part: Callable[[Floats], Floats]) -> Floats:
        return np.concatenate([part(gate) for gate in gates])[None]

    def _then(
        self,
        kind: str,
        inputs: Sequence[str] | None = None,
        outputs: Sequence[str] | None = None,
        **attributes: Any,
    ) -> None:
        outputs = outputs or [self._name()]
        node = helper.make_node(kind, inputs or [self._last], outputs, **attributes)
        self._nodes.append(node)
        self._last = outputs[-1]

    def _named(self, kind: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Beside the way of the values: the name of what it gives."""
        last = self._last
        self._then(kind, inputs, **attributes)
        self._last, name = last, self._last
        return name

    def _name(self) -> str:
        return f"value{len(self._nodes)}"

    def _constant(self, value: np.ndarray) -> str:
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _whole(self, *numbers: int) -> str:
        return self._constant(np.array(numbers, np.int64))
