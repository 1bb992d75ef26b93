"""Lessons of about one width together, drawn by processes of their own while the network learns from those before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from bench.teaching.faces import Faces
from bench.teaching.rows import Lesson, lessons
from bench.teaching.sayings import Sayings, running_text
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import ROW_HEIGHT, STEP

_WIDTHS = (120, 240, 360, 480, 600, 720, 840, 960, 1200)
"""Columns; a wider row is left out."""
_COLUMNS_A_BATCH = 19_200
_MOST_SIGNS = 96
_DRAWN_AT_ONCE = 40
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Batch:
    strips: Floats
    """Strips × 36 × columns."""
    lengths: npt.NDArray[np.int32]
    """Steps of each."""
    says: npt.NDArray[np.int32]
    """Strips × signs."""
    ends: npt.NDArray[np.int32]
    """Signs of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where text and fonts lie, and which signs are known, by their codes."""

    help_pages: Path
    fonts: Path
    signs: Sequence[str]


def batches(source: Source, *, seed: str, processes: int = 1) -> Iterator[Batch]:
    """Without end. The same seed gives the same batches, whatever the number of processes."""
    waiting: dict[int, list[Lesson]] = defaultdict(list)
    codes = _codes(source.signs)
    for lesson in _drawn(source, seed, processes):
        if not _fits(lesson):
            continue
        width = next(width for width in _WIDTHS if width >= lesson.pixels.shape[1])
        waiting[width].append(lesson)
        if len(waiting[width]) * width >= _COLUMNS_A_BATCH:
            yield batch_of(waiting.pop(width), width, codes)


def batch_of(together: Sequence[Lesson], width: int, codes: dict[str, int]) -> Batch:
    strips = np.zeros((len(together), ROW_HEIGHT, width), np.float32)
    says = np.zeros((len(together), _MOST_SIGNS), np.int32)
    for place, lesson in enumerate(together):
        strips[place, :, : lesson.pixels.shape[1]] = lesson.pixels
        says[place, : len(lesson.text)] = [codes[sign] for sign in lesson.text]
    lengths = np.array([lesson.pixels.shape[1] // STEP for lesson in together], np.int32)
    ends = np.array([len(lesson.text) for lesson in together], np.int32)
    return Batch(strips, lengths, says, ends)


def _drawn(source: Source, seed: str, processes: int) -> Iterator[Lesson]:
    # Started anew: what learns has threads, which a fork would cut off.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, _begin, (source,)) as pool:
        seeds = (f"{seed}:{number}" for number in count())
        ahead = [pool.submit(_some, next(seeds)) for _ in range(_AHEAD * processes)]
        while True:
            done = ahead.pop(0)
            ahead.append(pool.submit(_some, next(seeds)))
            yield from done.result()


def _fits(lesson: Lesson) -> bool:
    """Wide enough for its signs, each and a blank between, and no wider than the widest batch."""
    width = lesson.pixels.shape[1]
    return 2 * len(lesson.text) <= width // STEP and width <= _WIDTHS[-1]


def _codes(signs: Sequence[str]) -> dict[str, int]:
    return {sign: code for code, sign in reversed(list(enumerate(signs)))}


# ---- of a drawing process ------------------------------------------------------------------------

_tools: list[tuple[Sayings, Faces]] = []


def _begin(source: Source) -> None:
    sayings = Sayings(running_text(source.help_pages), frozenset(source.signs) - {""})
    _tools[:] = [(sayings, Faces(source.fonts))]


def _some(seed: str) -> list[Lesson]:
    rng = Random(seed)
    found: list[Lesson] = []
    while len(found) < _DRAWN_AT_ONCE:
        found += lessons(rng, *_tools[0])
    return found
