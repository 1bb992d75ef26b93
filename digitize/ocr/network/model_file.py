"""Tesseract's trained data (`vie.traineddata`): an index of parts, among them the network's layers, its signs and its word lists.

The format is Tesseract's, little-endian throughout; parts that an engine of ours does not need are passed over. Weights are whole
numbers of 8 bits with one scale an output (`tessdata_fast`, what Debian ships) or numbers of 64 bits (`tessdata_best`).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np

from digitize.errors import MissingDependency
from digitize.ocr.network.floats import Floats

_INT8_WEIGHTS = 1  # flags of a matrix's first byte
_DOUBLES = 128  # what is no whole number has 64 bits
_IN_TRAINING = 1  # what training needs of its weights stands behind them
_LAYER_RATES = 64  # a flag of a series: learning rates follow its layers
_SERIES = frozenset({"Series", "Parallel", "RTLReversed", "TTBReversed", "XYTranspose"})
_GATES = 4


class Part(IntEnum):
    """Places in the file's index."""

    NETWORK = 17
    PUNCTUATION = 18
    WORDS = 19
    NUMBERS = 20
    SIGNS = 21
    CODES = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer as the file has it; what a kind does not have is empty."""

    kind: str
    """Tesseract's names: Series, Input, Convolve, Maxpool, LSTM, SummLSTM, Softmax, Tanh, XYTranspose, RTLReversed."""
    layers: tuple["Layer", ...] = ()
    sizes: tuple[int, ...] = ()
    """Of Input: batch, height, width, depth, loss; of Convolve: half width and height; of Maxpool: steps in x and y."""
    weights: tuple[Floats, ...] = ()
    """Outputs × (inputs + 1), the last column is added; of an LSTM: cell input, input gate, forget gate, output gate."""


def parts_of(file: Path) -> Mapping[Part, bytes]:
    """Raises `MissingDependency` where the file is not there, is no trained data, or has no network or no signs."""
    try:
        return _parts(file.read_bytes())
    except (OSError, ValueError) as error:
        raise MissingDependency(f"tesseract model {file.name}: {error}") from error


def network_of(part: bytes) -> Layer:
    """Raises `ValueError` for layers or weights of a kind that is not read here, and where the part is damaged."""
    return _layer(_Reader(part))


def signs_of(parts: Mapping[Part, bytes]) -> tuple[str, ...]:
    """What each output of the network says: a sign, a blank, or nothing. Raises `ValueError` where the parts are damaged."""
    names = _names(parts[Part.SIGNS])
    if Part.CODES not in parts:
        return names
    signs: dict[int, str] = {}
    for name, codes in zip(names, _codes(parts[Part.CODES]), strict=True):
        if len(codes) != 1:
            raise ValueError("a sign of several codes")
        signs.setdefault(codes[0], name)
    return tuple(signs.get(code, "") for code in range(max(signs) + 1))


def names_of(parts: Mapping[Part, bytes]) -> tuple[str, ...]:
    """The signs by the numbers that word lists use."""
    return _names(parts[Part.SIGNS])


def _parts(content: bytes) -> Mapping[Part, bytes]:
    reader = _Reader(content)
    offsets = reader.several("q", reader.one("i"))
    ends = [*sorted(offset for offset in offsets if offset >= 0), len(content)]
    if max(ends) > len(content):
        raise ValueError("it ends too early")
    parts = {
        part: content[offsets[part] : next((end for end in ends if end > offsets[part]), None)]
        for part in Part
        if part < len(offsets) and offsets[part] >= 0
    }
    for needed in (Part.NETWORK, Part.SIGNS):
        if needed not in parts:
            raise ValueError(f"it has no {needed.name.lower()}")
    return parts


def _names(part: bytes) -> tuple[str, ...]:
    """A count, then a line a sign, the sign up to the first blank; the first three stand for a blank and for nothing."""
    count, *lines = part.decode().split("\n")
    if len(lines) < int(count):
        raise ValueError("signs that end too early")
    names = [line.split(" ", 1)[0] for line in lines[: int(count)]]
    return (" ", "", "", *names[3:])


def _codes(part: bytes) -> list[tuple[int, ...]]:
    reader = _Reader(part)
    codes = []
    for _ in range(reader.one("I")):
        reader.one("b")
        codes.append(reader.several("i", reader.one("i")))
    return codes


class _Reader:
    """Reads on from where it is; `ValueError` where the content ends before."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def one(self, kind: str) -> int:
        return int(self.several(kind, 1)[0])

    def several(self, kind: str, count: int) -> tuple[int, ...]:
        found = self._bytes(count * struct.calcsize(f"<{kind}"))
        return struct.unpack(f"<{count}{kind}", found)

    def text(self) -> str:
        return self._bytes(self.one("I")).decode()

    def array(self, kind: str, count: int) -> np.ndarray:
        return np.frombuffer(self._bytes(count * np.dtype(kind).itemsize), kind)

    def _bytes(self, count: int) -> bytes:
        end = self._at + count
        if not self._at <= end <= len(self._content):
            raise ValueError("it ends too early")
        found, self._at = self._content[self._at : end], end
        return found


def _layer(reader: _Reader) -> Layer:
    if reader.one("b"):
        raise ValueError("a layer without its kind's name")
    kind = reader.text()
    if reader.several("b", 2)[0] == _IN_TRAINING:
        raise ValueError("a model that is being trained")
    flags = reader.one("i")
    reader.several("i", 3)  # inputs, outputs, weights
    reader.text()  # its name in the network's description
    if kind in _SERIES:
        layers = tuple(_layer(reader) for _ in range(reader.one("I")))
        if flags & _LAYER_RATES:
            reader.array("<f4", reader.one("I"))
        return Layer(kind=kind, layers=layers)
    if kind == "Input":
        return Layer(kind=kind, sizes=reader.several("i", 5))
    if kind in ("Convolve", "Maxpool"):
        return Layer(kind=kind, sizes=reader.several("i", 2))
    if kind in ("LSTM", "SummLSTM"):
        reader.one("i")
        return Layer(kind=kind, weights=tuple(_weights(reader) for _ in range(_GATES)))
    if kind in ("Tanh", "Softmax"):
        return Layer(kind=kind, weights=(_weights(reader),))
    raise ValueError(f"a layer of kind {kind}")


def _weights(reader: _Reader) -> Floats:
    flags = reader.one("B")
    if not flags & _DOUBLES:
        raise ValueError("weights as Tesseract wrote them before version 4.0")
    outputs, inputs = reader.several("i", 2)
    if not flags & _INT8_WEIGHTS:
        reader.array("<f8", 1)  # what an empty place holds
        return reader.array("<f8", outputs * inputs).reshape(outputs, inputs).astype(np.float32)
    reader.array("i1", 1)
    whole = reader.array("i1", outputs * inputs).reshape(outputs, inputs)
    scales = reader.array("<f8", reader.one("I"))[:outputs]
    weights: Floats = (whole * scales[:, None]).astype(np.float32)
    return weights
