"""Reads rows of a page with Tesseract's network."""

from collections.abc import Sequence
from pathlib import Path

import onnxruntime

from digitize.errors import MissingDependency
from digitize.model import Box, Pixels, Word
from digitize.ocr.network.dictionary import dictionary_of
from digitize.ocr.network.graph import LENGTHS, PIXELS, as_graph
from digitize.ocr.network.model_file import Part, network_of, parts_of, signs_of
from digitize.ocr.network.spelling import Spelling
from digitize.ocr.network.strips import batches, cut


class RowReader:
    """Serves one thread."""

    def __init__(self, model: Path, *, sure_confidence: float = 0.97) -> None:
        """Load the model. Raises `MissingDependency` where it is not there or not of a kind that is read here."""
        parts = parts_of(model)
        try:
            graph = as_graph(network_of(parts[Part.NETWORK]))
            signs = signs_of(parts)
        except ValueError as error:
            raise MissingDependency(f"tesseract model {model.name}: {error}") from error
        self._session = onnxruntime.InferenceSession(
            graph, _one_thread(), providers=["CPUExecutionProvider"]
        )
        self._spelling = Spelling(signs, dictionary_of(parts), sure_confidence=sure_confidence)

    def read(self, gray: Pixels, rows: Sequence[Box]) -> list[tuple[Word, ...]]:
        """The words of each row, boxes on the page; none where nothing was read."""
        words: list[tuple[Word, ...]] = [()] * len(rows)
        cuts = [(at, strip) for at, row in enumerate(rows) if (strip := cut(gray, row))]
        for batch, pixels, lengths in batches([strip for _, strip in cuts]):
            (likely,) = self._session.run(None, {PIXELS: pixels, LENGTHS: lengths})
            for place, (row, steps) in enumerate(zip(batch, lengths, strict=True)):
                at, strip = cuts[row]
                words[at] = self._spelling.words(likely[:steps, place], strip)
        return words


def _one_thread() -> onnxruntime.SessionOptions:
    """The pool is the parallelism; memory is given back between pages."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options
