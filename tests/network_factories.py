"""Small networks of the shape of Tesseract's, with weights drawn by lot, and what Tesseract's own rules make of them, step by step."""

from collections.abc import Sequence

import numpy as np

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import ROW_HEIGHT
from digitize.ocr.network.model_file import Layer

SQUARES, STATES, SIGNS = 4, 5, 7


def lstm(
    random: np.random.Generator, inputs: int, states: int, *, kind: str = "LSTM", spread: float = 1
) -> Layer:
    gates = random.normal(0, spread, (4, states, inputs + states + 1)).astype(np.float32)
    return Layer(kind=kind, weights=tuple(gates))


def plain_layer(random: np.random.Generator, kind: str, inputs: int, outputs: int) -> Layer:
    return Layer(
        kind=kind, weights=(random.normal(0, 1, (outputs, inputs + 1)).astype(np.float32),)
    )


def small_network(
    seed: int = 1, *, rows: Sequence[Layer] | None = None, height: int = ROW_HEIGHT
) -> Layer:
    """Squares, columns, forwards and backwards along the row, signs."""
    random = np.random.default_rng(seed)
    if rows is None:
        back = Layer(kind="RTLReversed", layers=(lstm(random, 6, STATES),))
        rows = (lstm(random, STATES, 6), back)
    squares = plain_layer(random, "Tanh", 9, SQUARES)
    columns = lstm(random, SQUARES, STATES, kind="SummLSTM")
    return Layer(
        kind="Series",
        layers=(
            Layer(kind="Input", sizes=(1, height, 0, 1, 0)),
            Layer(kind="Series", layers=(Layer(kind="Convolve", sizes=(1, 1)), squares)),
            Layer(kind="Maxpool", sizes=(3, 3)),
            Layer(kind="XYTranspose", layers=(columns,)),
            *rows,
            plain_layer(random, "Softmax", STATES, SIGNS),
        ),
    )


def strips_of(*widths: int, seed: int = 2) -> list[Floats]:
    """Rows of dots, each 36 × its width."""
    random = np.random.default_rng(seed)
    return [random.uniform(-1, 1, (ROW_HEIGHT, width)).astype(np.float32) for width in widths]


def said_of(network: Layer, strip: Floats) -> Floats:
    """The probabilities of one strip alone, steps × signs, as Tesseract's rules have it: one value after another."""
    _, squares, _, columns, *rows, signs = network.layers
    values = steps_of(squares.layers[1], columns.layers[0], strip)
    for layer in rows:
        values = along(layer, values)
    weights = signs.weights[0]
    scores = values @ weights[:, :-1].T + weights[:, -1]
    likely: Floats = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return likely


def steps_of(squares: Layer, columns: Layer, strip: Floats) -> Floats:
    """What stands for each step of a strip, steps × states."""
    seen = _strongest(_seen(squares.weights[0], strip))
    return np.array([_run(columns, seen[:, step])[-1] for step in range(seen.shape[1])])


def along(layer: Layer, values: Floats) -> Floats:
    if layer.kind == "RTLReversed":
        return _run(layer.layers[0], values[::-1])[::-1]
    return _run(layer, values)


def _seen(weights: Floats, strip: Floats) -> Floats:
    """Of each pixel's square, stacked column by column: height × width × values."""
    height, width = strip.shape
    edged = np.pad(strip, 1)
    squares = np.array(
        [[edged[y : y + 3, x : x + 3].T.ravel() for x in range(width)] for y in range(height)]
    )
    return np.tanh(squares @ weights[:, :-1].T + weights[:, -1])


def _strongest(seen: Floats) -> Floats:
    height, width, values = seen.shape
    steps = width // 3
    return seen[:, : steps * 3].reshape(height // 3, 3, steps, 3, values).max(axis=(1, 3))


def _run(layer: Layer, inputs: Floats) -> Floats:
    """What an LSTM knows after each input."""
    taken, into, forget, out = layer.weights
    known, held = np.zeros(len(taken)), np.zeros(len(taken))
    after = []
    for given in inputs:
        all_of = np.concatenate([given, known, [1]])
        held = held * _gate(forget @ all_of) + np.tanh(taken @ all_of) * _gate(into @ all_of)
        known = np.tanh(held) * _gate(out @ all_of)
        after.append(known)
    return np.array(after)


def _gate(values: Floats) -> Floats:
    opened: Floats = 1 / (1 + np.exp(-values))
    return opened
