"""Reads rows of a page with Tesseract's network."""

from collections.abc import Sequence
from pathlib import Path

from digitize.errors import MissingDependency
from digitize.model import Box, Pixels, Word
from digitize.ocr.network.dictionary import dictionary_of
from digitize.ocr.network.doubted_words import looked_at_again
from digitize.ocr.network.model_file import Part, network_of, parts_of, signs_of
from digitize.ocr.network.network import Network
from digitize.ocr.network.spelling import Spelling
from digitize.ocr.network.strips import cut
from digitize.ocr.network.taught import taught_further


class RowReader:
    """Serves one thread."""

    def __init__(self, model: Path, *, sure_confidence: float = 0.97) -> None:
        """Load the model. Raises `MissingDependency` where it is not there or not of a kind that is read here."""
        parts = parts_of(model)
        part = parts[Part.NETWORK]
        try:
            network, taught = taught_further(network_of(part), part)
            self._network = Network(network)
            signs = signs_of(parts)
        except ValueError as error:
            raise MissingDependency(f"tesseract model {model.name}: {error}") from error
        self.name = f"{model.stem} taught {taught}" if taught else model.stem
        self._spelling = Spelling(signs, dictionary_of(parts), sure_confidence=sure_confidence)

    def read(self, gray: Pixels, rows: Sequence[Box]) -> list[tuple[Word, ...]]:
        """The words of each row, boxes on the page; none where nothing was read. Raises `EngineFailed`."""
        places = [(at, strip) for at, row in enumerate(rows) if (strip := cut(gray, row))]
        strips = [strip for _, strip in places]
        likely = dict(self._network.probabilities([strip.pixels for strip in strips]))
        seen = [likely[place] for place in range(len(strips))]
        read = [self._spelling.words(*pair) for pair in zip(seen, strips, strict=True)]
        for place, better in looked_at_again(gray, strips, seen, read, self._network):
            read[place] = self._spelling.words(better, strips[place])
        words: list[tuple[Word, ...]] = [()] * len(rows)
        for (at, _), found in zip(places, read, strict=True):
            words[at] = found
        return words
