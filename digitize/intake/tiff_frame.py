"""One page of a TIFF into a TIFF of its own, its compressed strips untouched, so that img2pdf need not recode them."""

import io
from pathlib import Path

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from digitize.errors import DamagedFile

_STRIP_OFFSETS, _STRIP_BYTES = 273, 279
_KEPT = (
    256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 282, 283, 284, 292, 293, 296, 317, 320, 338, 339, 347,
    529, 530, 531, 532,
)  # fmt: skip  # what a decoder needs (TIFF 6.0); the rest names people and programs


def one_page_tiff(path: Path, directory: ImageFileDirectory_v2) -> bytes | None:
    """A complete file with the directory's page alone; None for a tiled page, which has no strips to copy."""
    if _STRIP_OFFSETS not in directory:
        return None
    strips = _strips(path, directory)
    own = ImageFileDirectory_v2(prefix=directory.prefix)
    for tag in _KEPT:
        if tag in directory:
            own[tag] = directory[tag]
            own.tagtype[tag] = directory.tagtype[tag]
    own[_STRIP_OFFSETS] = _starts(strips)
    file = io.BytesIO()
    own.save(file)
    file.write(b"".join(strips))
    return file.getvalue()


def _strips(path: Path, directory: ImageFileDirectory_v2) -> list[bytes]:
    places = zip(directory[_STRIP_OFFSETS], directory[_STRIP_BYTES], strict=True)
    with path.open("rb") as file:
        strips = []
        for offset, size in places:
            file.seek(offset)
            strips.append(file.read(size))
            if len(strips[-1]) != size:
                raise DamagedFile("tiff: a strip ends early")
    return strips


def _starts(strips: list[bytes]) -> tuple[int, ...]:
    """Offsets from the end of the directory, where Pillow expects the data of a directory it writes."""
    starts = [0]
    for strip in strips[:-1]:
        starts.append(starts[-1] + len(strip))
    return tuple(starts)
