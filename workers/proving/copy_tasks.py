"""What children are asked to do with a file that a stranger brought: find codes on it, hold a page of it against one on file.

The file is opened here and nowhere else, behind the walls of the pool (`workers/sandbox.py`). What a child is sent comes from
the store or from the folder of the upload.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitize.errors import BadInput
from digitize.model import Box, FileKind, Pixels
from digitize.proof.agreement import PageComparison
from digitize.proof.codes import ProofCode, code_in_address, parse_code

if TYPE_CHECKING:
    from digitize.proof.printed_copy import Compared
    from workers.tools import Tools

MOST_PAGES = 20
"""Of a file; a page takes some seconds, and a longer paper is compared in parts."""
_LINE_PX = 3
_RED = (38, 38, 200)
_QUALITY = 70
_WIDTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFile:
    page_count: int
    codes: tuple[ProofCode | None, ...]
    """By page, of the first `MOST_PAGES`: the code that its QR code says."""
    written: ProofCode | None
    """The code that the PDF's own text says, as every sealed PDF of ours does."""


def codes_on(_tools: "Tools", path: Path) -> SeenFile:
    """Raises `BadInput` where the file is no scan at all."""
    from digitize.intake.barcodes import find_barcodes
    from digitize.intake.identify import identify
    from digitize.intake.pages import open_scan

    file = identify(path)
    codes: list[ProofCode | None] = []
    with open_scan(path, file) as pages:
        for index in range(min(file.page_count, MOST_PAGES)):
            found = find_barcodes(pages.load(index).image)
            seen = (code_in_address(barcode.text) for barcode in found)
            codes.append(next(filter(None, seen), None))
    written = _written_code(path) if file.kind is FileKind.PDF else None
    return SeenFile(page_count=file.page_count, codes=tuple(codes), written=written)


def compare_page(
    _tools: "Tools",
    path: Path,
    page_index: int,
    sealed: Path,
    number: int,
    with_pictures: bool,  # noqa: FBT001
) -> tuple[PageComparison, tuple[bytes, bytes] | None]:
    """Page `page_index` of the file against page `number` of the sealed PDF; pictures where asked. Raises `BadInput`."""
    from digitize.intake.identify import identify
    from digitize.intake.pages import open_scan
    from digitize.proof.printed_copy import compare

    with open_scan(path, identify(path)) as pages:
        copy = pages.load(page_index).image.gray
    on_file = _on_file(sealed, number - 1)
    found = compare(on_file, copy)
    pictures = _pictures(on_file, found) if with_pictures else None
    return found.comparison, pictures


def _written_code(path: Path) -> ProofCode | None:
    from digitize.pdf.pdftotext import layer_text

    try:
        texts = layer_text(path)
    except BadInput:
        return None
    found = (parse_code(match.group()) for text in texts[:1] for match in _WRITTEN.finditer(text))
    return next(filter(None, found), None)


def _on_file(sealed: Path, page_index: int) -> Pixels:
    """As it is printed: with the seal's block and code."""
    import cv2
    import numpy as np

    from digitize.intake.render import load_rendered, rendered_window
    from digitize.proof.printed_copy import REFERENCE_DPI

    window = rendered_window(sealed, first=page_index, last=page_index, dpi=REFERENCE_DPI)
    with window as files:
        rendered = load_rendered(files[page_index])
    return np.asarray(cv2.cvtColor(rendered, cv2.COLOR_RGB2GRAY), np.uint8)


def _pictures(on_file: Pixels, found: "Compared") -> tuple[bytes, bytes] | None:
    if found.laid is None:
        return None
    places = found.comparison.places
    return _picture(on_file, places), _picture(found.laid, places)


def _picture(gray: Pixels, places: tuple[Box, ...]) -> bytes:
    import cv2

    shown = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
    for box in places:
        corners = (box.left - 6, box.top - 6), (box.right + 6, box.bottom + 6)
        cv2.rectangle(shown, *corners, _RED, _LINE_PX)
    height = round(gray.shape[0] * _WIDTH / gray.shape[1])
    small = cv2.resize(shown, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()


_WRITTEN = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}\s+[0-9A-Z]{4}-[0-9A-Z]{4}")
