"""Tesseract's trained data, written as its training writes it: an index, a network, signs and their codes, lists of words."""

import struct
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.model_file import Layer, Part

PARTS = 24
SERIES = ("Series", "RTLReversed", "XYTranspose")
DOUBLES, INT8, ADAM = 128, 1, 4
OWN_RATES = 64
LETTERS = tuple("abcdegino")
"""Signs behind the blank and the two that say nothing."""


def trained_data(parts: Mapping[int, bytes]) -> bytes:
    offsets, at = [-1] * PARTS, 4 + 8 * PARTS
    for part, content in sorted(parts.items()):
        offsets[part], at = at, at + len(content)
    index = struct.pack(f"<i{PARTS}q", PARTS, *offsets)
    return index + b"".join(content for _, content in sorted(parts.items()))


def parts_with(
    network: Layer, letters: Sequence[str] = LETTERS, **written: int
) -> dict[int, bytes]:
    """A network, its signs and their codes; the last code says nothing."""
    return {
        Part.NETWORK: layer_written(network, **written),
        Part.SIGNS: signs_written(letters),
        Part.CODES: codes_written([0, len(letters) + 1, len(letters) + 1, *letter_codes(letters)]),
    }


def letter_codes(letters: Sequence[str]) -> range:
    return range(1, len(letters) + 1)


def signs_written(letters: Sequence[str]) -> bytes:
    names = ["NULL 0 Common 0", "Joined 7 0,255 Latin 1", "|Broken|0|1 f 0,255 Common 2"]
    names += [f"{letter} 3 0,255 Latin {at}\t# {letter}" for at, letter in enumerate(letters, 3)]
    return "\n".join([str(len(names)), *names, ""]).encode()


def codes_written(codes: Iterable[int | tuple[int, ...]]) -> bytes:
    each = [code if isinstance(code, tuple) else (code,) for code in codes]
    written = (struct.pack(f"<bi{len(code)}i", 1, len(code), *code) for code in each)
    return struct.pack("<I", len(each)) + b"".join(written)


def layer_written(
    layer: Layer, *, inputs: int = 1, flags: int = DOUBLES | INT8 | ADAM, training: int = 0
) -> bytes:
    """`flags` are those of its weights."""
    has_rates = layer.kind == "Series"
    head = struct.pack("<b", 0) + _text(layer.kind) + struct.pack("<bb", training, 0)
    sizes = (OWN_RATES * has_rates, inputs, outputs_of(layer, inputs), 0)
    head += struct.pack("<4i", *sizes) + _text("its name")
    if layer.kind in SERIES:
        body = struct.pack("<I", len(layer.layers))
        for each in layer.layers:
            body += layer_written(each, inputs=inputs, flags=flags, training=training)
            inputs = outputs_of(each, inputs)
        rates = [0.001] * len(layer.layers)
        return head + body + struct.pack(f"<I{len(rates)}f", len(rates), *rates) * has_rates
    body = struct.pack(f"<{len(layer.sizes)}i", *layer.sizes)
    if layer.kind.endswith("LSTM"):
        body += struct.pack("<i", layer.weights[0].shape[1] - 1)
    return head + body + b"".join(_weights(each, flags) for each in layer.weights)


def outputs_of(layer: Layer, inputs: int) -> int:
    if layer.weights:
        return len(layer.weights[0])
    for each in layer.layers:
        inputs = outputs_of(each, inputs)
    return inputs * 9 if layer.kind == "Convolve" else inputs


def recognizer_end(nothing: int) -> bytes:
    """What stands behind the network: how it was described and trained, and the code that says nothing."""
    return _text("[1,36,0,1]") + struct.pack("<4i3f", 64, 1, 1, nothing, 0.999, 0.001, 0.5)


def in_whole_numbers(weights: Floats) -> tuple[np.ndarray, np.ndarray]:
    """As Tesseract makes them small: the greatest of an output is 127."""
    scales = np.abs(weights).max(axis=1).astype(float) / 127
    return np.round(weights / scales[:, None]).astype(np.int8), scales


def _weights(weights: Floats, flags: int) -> bytes:
    sides = struct.pack("<Bii", flags, *weights.shape)
    if not flags & INT8:
        return sides + struct.pack("<d", 0) + weights.astype("<f8").tobytes()
    whole, scales = in_whole_numbers(weights)
    # Tesseract fills them up for its processor's registers.
    filled = [*scales, *[0.0] * (-len(scales) % 4)]
    return sides + b"\0" + whole.tobytes() + struct.pack(f"<I{len(filled)}d", len(filled), *filled)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode()


def words_written(words: Iterable[str], letters: Sequence[str] = LETTERS) -> bytes:
    """A list of words as a graph of letters; a blank in them is the sign that any digit or word stands for."""
    numbers = {" ": 0} | {letter: at for at, letter in enumerate(letters, 3)}
    words = set(words)
    begun = sorted({word[:end] for word in words for end in range(len(word))}, key=len)
    following = {
        start: sorted({word[len(start)] for word in words if word[: len(start)] == start != word})
        for start in begun
    }
    places, at = {}, 0
    for start in begun:
        places[start], at = at, at + len(following[start])
    shift = (len(numbers) + 2).bit_length()
    edges = [
        _edge(
            numbers[sign],
            shift,
            goes_to=places.get(start + sign, 0),
            is_last=sign == following[start][-1],
            is_word=start + sign in words,
        )
        for start in begun
        for sign in following[start]
    ]
    return struct.pack(f"<hii{len(edges)}Q", 42, len(numbers) + 2, len(edges), *edges)


def _edge(sign: int, shift: int, *, goes_to: int, is_last: bool, is_word: bool) -> int:
    return sign | (is_last | is_word << 2) << shift | goes_to << (shift + 3)
