"""Papers that nobody else has, and boxes of old results with their register: what comes in while processes die."""

import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import img2pdf
import numpy as np
from PIL import Image

BOX_FILES = 6
SMALL, LARGE = (160, 120), (640, 640)
"""Pixels of noise: the large one is sent in several chunks."""


@dataclass(slots=True)
class Papers:
    """Draws papers and remembers the bytes and pages of every one it gave away."""

    seed: int
    page_counts: dict[str, int] = field(default_factory=dict)
    """SHA-256 of a file to its pages."""
    _numbers: Iterator[int] = field(default_factory=count)

    def draw(self) -> bytes:
        """A PDF of one to three pages; every fifth is large."""
        number = next(self._numbers)
        random_of_it = random.Random(f"{self.seed} paper {number}")
        size = LARGE if number % 5 == 4 else SMALL
        pages = [self._page(random_of_it, size) for _ in range(random_of_it.randint(1, 3))]
        data = img2pdf.convert(pages)
        self.page_counts[hashlib.sha256(data).hexdigest()] = len(pages)
        return data

    def _page(self, draw: random.Random, size: tuple[int, int]) -> bytes:
        pixels = np.random.default_rng(draw.getrandbits(64)).integers(0, 256, size, dtype=np.uint8)
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=90, dpi=(300, 300))
        return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Old results and the register that names them."""

    register: Path
    files: Path


def draw_box(folder: Path, papers: Papers, *, number: int, shared: bytes | None) -> Box:
    """`shared` is a paper that a counter sent as well."""
    box = Box(register=folder / f"so-{number}.csv", files=folder / f"tep-{number}")
    box.files.mkdir(parents=True)
    lines = ["Số, ký hiệu;Ngày ban hành;Tên tệp"]
    for row in range(BOX_FILES):
        name = f"qd-{number}-{row}.pdf"
        is_shared = row == 0 and shared is not None
        (box.files / name).write_bytes(shared if is_shared else papers.draw())
        lines.append(f"{number * BOX_FILES + row}/QĐ-UBND;0{row + 1}/03/2019;{name}")
    box.register.write_text("\r\n".join(lines), encoding="utf-8-sig")
    return box
