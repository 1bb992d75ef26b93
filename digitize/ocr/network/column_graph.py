"""The first of the network's graphs: pixels in, out what stands for each step of a row, a value a state of the layer.

Strips lie side by side in it, since no column of squares knows of another. Its twelve squares are gone through in nodes of their own, all
columns at once with the values above each other: a step is then one product of a small matrix and a wide one, which costs two thirds of
ONNX's own LSTM.
"""

from collections.abc import Sequence

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import ROW_HEIGHT, STEP, Graph
from digitize.ocr.network.layers import Layers
from digitize.ocr.network.model_file import Layer

PIXELS, STEPS = "pixels", "steps"
_SIDE = 3
"""Pixels of a square's side."""
_Gate = tuple[str, str]
"""Names of a gate's weights and of what it adds."""


def column_graph(layers: Layers) -> bytes:
    """An ONNX model: `pixels` 1 × 1 × 36 × columns (-1 black to 1 white) to `steps` steps × states."""
    graph = Graph()
    pixels = graph.floats(PIXELS, 1, 1, ROW_HEIGHT, "columns")
    squares = _squares(graph, layers.squares, pixels)
    known = _downwards(graph, layers.columns, squares)
    graph.node("Transpose", known, name=STEPS, perm=[1, 0])
    return graph.model(STEPS, "steps", len(layers.columns.weights[0]))


def _squares(graph: Graph, layer: Layer, pixels: str) -> list[str]:
    """Squares of 3 × 3 pixels, of 3 × 3 of them the strongest: the twelve below each other, each values × steps."""
    weights = layer.weights[0]
    # Tesseract stacks a square column by column.
    kernel = weights[:, :-1].reshape(-1, 1, _SIDE, _SIDE).transpose(0, 1, 3, 2)
    constants = graph.constant(kernel), graph.constant(weights[:, -1])
    seen = graph.node("Conv", pixels, *constants, pads=[1, 1, 1, 1])
    strongest = graph.node("MaxPool", seen, kernel_shape=[STEP, STEP], strides=[STEP, STEP])
    # Tesseract bends before it seeks the strongest; that is the same one, and here a ninth of the work.
    bent = graph.node("Squeeze", graph.node("Tanh", strongest), graph.places(0))
    return [
        graph.node("Squeeze", graph.node("Gather", bent, graph.places(at), axis=1), graph.places(1))
        for at in range(ROW_HEIGHT // STEP)
    ]


def _downwards(graph: Graph, layer: Layer, squares: Sequence[str]) -> str:
    """What is known after the last square, states × steps."""
    states, taken = layer.weights[0].shape
    of_square = taken - 1 - states
    gates = [_gate(graph, weights, of_square) for weights in layer.weights]
    known, held = _step(graph, gates, squares[0], "")
    gates = [_gate(graph, weights, taken - 1) for weights in layer.weights]
    for square in squares[1:]:
        known, held = _step(graph, gates, graph.node("Concat", square, known, axis=0), held)
    return known


def _gate(graph: Graph, weights: Floats, inputs: int) -> _Gate:
    """Of a layer's inputs the first; above the first square nothing is known yet."""
    return graph.constant(weights[:, :inputs]), graph.constant(weights[:, -1:])


def _step(graph: Graph, gates: Sequence[_Gate], given: str, held: str) -> tuple[str, str]:
    """What is known and held after a square; nothing was held before the first."""

    def at_gate(kind: str, gate: _Gate) -> str:
        weights, added = gate
        return graph.node(kind, graph.node("Gemm", weights, given, added))

    taken, into, forget, out = gates
    new = graph.node("Mul", at_gate("Sigmoid", into), at_gate("Tanh", taken))
    if held:
        new = graph.node("Add", graph.node("Mul", at_gate("Sigmoid", forget), held), new)
    known = graph.node("Mul", at_gate("Sigmoid", out), graph.node("Tanh", new))
    return known, new
