"""The shape of Tesseract's networks for scripts written in rows: what each part of it does, by its place among the layers."""

from dataclasses import dataclass

from digitize.ocr.network.graph import ROW_HEIGHT, STEP
from digitize.ocr.network.model_file import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    squares: Layer
    """What is seen in a square of 3 × 3 pixels."""
    columns: Layer
    """Goes through a column of squares from top to bottom; what is known at its end is a step of the row."""
    rows: tuple[Layer, ...]
    """Go through the steps of a row."""
    signs: Layer
    """Says of each step how likely each sign is."""


def layers_of(network: Layer) -> Layers:
    """Raises `ValueError` for a network of another shape."""
    match network.layers:
        case [
            Layer(kind="Input", sizes=(_, int(height), *_)),
            Layer(kind="Series", layers=(Layer(kind="Convolve", sizes=(1, 1)), Layer() as squares)),
            Layer(kind="Maxpool", sizes=(int(across), int(down))),
            Layer(kind="XYTranspose", layers=(Layer(kind="SummLSTM") as columns,)),
            *rows,
            Layer(kind="Softmax") as signs,
        ] if (height, across, down) == (ROW_HEIGHT, STEP, STEP):
            return Layers(squares=squares, columns=columns, rows=tuple(rows), signs=signs)
    raise ValueError("a network of another shape")
