"""Networks that were taught further on worn papers: their weights, kept beside this file under the hash of the network they began as.

`python -m bench.teaching` makes them. Only a network that is what it was, byte for byte, gets the weights that were made of it: another
language, a newer package or `tessdata_best` is read with what its own file says. Made of Debian's trained data they stand under the
licence of that, Apache 2.0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.model_file import Layer

TAUGHT = Path(__file__).with_name("taught_weights")


def taught_further(network: Layer, part: bytes, *, folder: Path = TAUGHT) -> tuple[Layer, str]:
    """The network with the weights it was taught, and their name; as it is and "" where it was not. `part` is its part of the file.

    Raises `ValueError` where the weights do not fit the layers.
    """
    file = folder / f"{sha256(part).hexdigest()}.npz"
    if not file.exists():
        return network, ""
    with np.load(file) as kept:
        weights = [kept[name].astype(np.float32) for name in kept.files]
    return with_weights(network, weights), sha256(file.read_bytes()).hexdigest()[:8]


def with_weights(network: Layer, weights: Sequence[Floats]) -> Layer:
    """The network with other weights, in the order of `weights_of`. Raises `ValueError` where they do not fit its layers."""
    left = iter(weights)
    found = _with(network, left)
    if next(left, None) is not None:
        raise ValueError("more weights than layers")
    return found


def keep(weights: Sequence[Floats], part: bytes, *, folder: Path = TAUGHT) -> Path:
    """Weights in the order of the layers, in 16 bits each, for the network of that part."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{sha256(part).hexdigest()}.npz"
    np.savez_compressed(file, *(weight.astype(np.float16) for weight in weights))
    return file


def weights_of(layer: Layer) -> list[Floats]:
    """Of the layer and those in it, in the order of the file."""
    return [*layer.weights, *(weight for inner in layer.layers for weight in weights_of(inner))]


def _with(layer: Layer, weights: Iterator[Floats]) -> Layer:
    own = tuple(_fitting(weight, next(weights, None)) for weight in layer.weights)
    return replace(
        layer, weights=own, layers=tuple(_with(inner, weights) for inner in layer.layers)
    )


def _fitting(old: Floats, new: Floats | None) -> Floats:
    if new is None or new.shape != old.shape:
        raise ValueError("weights that do not fit their layer")
    return new
