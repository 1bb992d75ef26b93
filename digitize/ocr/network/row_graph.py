"""The second of the network's graphs: the steps of several rows in, out the probabilities of signs.

Tesseract goes through a row one step at a time; here all rows of a batch take each step together, so that a step is one product of
matrices. Values between the layers stay what they are, where Tesseract rounds them to 8 bits.
"""

from collections.abc import Callable, Sequence

import numpy as np

from digitize.ocr.network.column_graph import STEPS
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import Graph
from digitize.ocr.network.layers import Layers
from digitize.ocr.network.model_file import Layer

LENGTHS, PROBABILITIES = "lengths", "probabilities"


def row_graph(layers: Layers) -> bytes:
    """An ONNX model: `steps` steps × rows × states and `lengths` rows (steps, int32) to `probabilities` steps × rows × signs.

    Raises `ValueError` for a layer that goes through a row in no way known here.
    """
    graph = Graph()
    values = graph.floats(STEPS, "steps", "rows", len(layers.columns.weights[0]))
    lengths = graph.whole_numbers(LENGTHS, "rows")
    for layer in layers.rows:
        values = _along(graph, layer, values, lengths)
    weights = layers.signs.weights[0]
    values = graph.node("MatMul", values, graph.constant(weights[:, :-1].T))
    values = graph.node("Add", values, graph.constant(weights[:, -1]))
    graph.node("Softmax", values, name=PROBABILITIES, axis=-1)
    return graph.model(PROBABILITIES, "steps", "rows", len(weights))


def _along(graph: Graph, layer: Layer, values: str, lengths: str) -> str:
    """Forwards, or backwards from each row's own end."""
    is_backwards = layer.kind == "RTLReversed"
    inner = layer.layers[0] if is_backwards else layer
    if inner.kind != "LSTM":
        raise ValueError(f"a layer of kind {inner.kind} along a row")
    known = graph.node(
        "LSTM",
        values,
        *(graph.constant(weights) for weights in _weights(inner)),
        lengths,
        hidden_size=len(inner.weights[0]),
        direction="reverse" if is_backwards else "forward",
    )
    return graph.node("Squeeze", known, graph.places(1))


def _weights(layer: Layer) -> tuple[Floats, Floats, Floats]:
    """As ONNX orders them: of what comes in, of what was known a step before, and what is added."""
    taken, into, forget, out = layer.weights
    states, columns = taken.shape
    inputs = columns - 1 - states
    gates = into, out, forget, taken
    added = _stacked(gates, lambda gate: gate[:, -1])
    # ONNX adds twice; Tesseract once.
    return (
        _stacked(gates, lambda gate: gate[:, :inputs]),
        _stacked(gates, lambda gate: gate[:, inputs:-1]),
        np.concatenate([added, np.zeros_like(added)], axis=1),
    )


def _stacked(gates: Sequence[Floats], part: Callable[[Floats], Floats]) -> Floats:
    return np.concatenate([part(gate) for gate in gates])[None]
