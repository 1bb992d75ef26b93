"""PDF pages that are not scanner images into pixels, by poppler through pdf2image, a window of pages at a launch.

poppler writes the window to a temporary folder and one page of it at a time comes into memory: a window of eight colour
pages would take 200 MB twice over if it came back through a pipe.
"""

import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from pdf2image import convert_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFPopplerTimeoutError

from digitize.errors import ChildDisturbed, DamagedFile, MissingDependency, StoreFull
from digitize.limits import MAX_PIXELS_PER_PAGE, RENDER_DPI, RENDER_SECONDS
from digitize.model import Pixels

_COLOUR_BYTES = 3
_PAPER_SHARE = 0.5  # a typeset page is mostly paper of one white; a photographed one is never
_JPEG_QUALITY = 92
_BUSY_SHARE = 0.2
"""Of its time that a page without end computes, on a machine that has other work too."""
_LEAST_FREE_BYTES = 1024**2  # poppler does not say that it could not write a page to its end
_PNG_LEVEL = 3  # a third of the time of OpenCV's densest, 10 % larger


def render_dpi(width_pt: float, height_pt: float) -> float:
    """`RENDER_DPI`, or less where a poster would not fit the memory of a child."""
    square_inches = max(width_pt * height_pt / 72**2, 1e-6)
    return min(float(RENDER_DPI), math.sqrt(MAX_PIXELS_PER_PAGE / _COLOUR_BYTES / square_inches))


@contextmanager
def rendered_window(path: Path, *, first: int, last: int, dpi: float) -> Iterator[dict[int, Path]]:
    """Pages first..last (indexes) as PPM files by page index, for as long as the context is open.

    Raises `DamagedFile` where poppler gives none of them, `MissingDependency` where it is not installed, `StoreFull` where
    they do not fit, `ChildDisturbed` where it had too little of the processor to be done in time.
    """
    used_before = _used_seconds()
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        try:
            files = convert_from_path(
                path,
                dpi=dpi,  # type: ignore[arg-type]  # poppler takes fractions of a dpi too
                first_page=first + 1,
                last_page=last + 1,
                output_folder=folder,
                output_file="page",
                paths_only=True,
                use_cropbox=True,
                timeout=RENDER_SECONDS,
            )
        except PDFInfoNotInstalledError as cause:
            raise MissingDependency("poppler-utils") from cause
        except PDFPopplerTimeoutError as cause:
            if _used_seconds() - used_before < _BUSY_SHARE * RENDER_SECONDS:
                raise ChildDisturbed("poppler found no free processor") from cause
            raise DamagedFile(f"pages {first + 1}-{last + 1} take too long") from cause
        except (PDFPageCountError, ValueError) as cause:
            raise DamagedFile(f"pages {first + 1}-{last + 1} cannot be rendered") from cause
        if shutil.disk_usage(folder).free < _LEAST_FREE_BYTES:
            raise StoreFull("rendered pages")
        yield {_page_index(Path(str(file))): Path(str(file)) for file in files}


def load_rendered(file: Path) -> Pixels:
    """Height × width × 3, RGB. Raises `DamagedFile` where poppler left no whole picture."""
    pixels = cv2.imread(str(file), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise DamagedFile(f"{file.name} cannot be read")
    return np.asarray(pixels, dtype=np.uint8)


def encoded(gray: Pixels, colour: Pixels | None) -> bytes:
    """A rendered page for the archive: PNG where it is mostly one white (typeset), else JPEG.

    Both are written without a time or a name, so that the same page gives the same bytes.
    """
    pixels = gray if colour is None else np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2BGR))
    if float(np.count_nonzero(gray == 255)) >= _PAPER_SHARE * gray.size:
        done, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_LEVEL])
    else:
        done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not done:
        raise DamagedFile("rendered page cannot be encoded")
    return data.tobytes()


def _used_seconds() -> float:
    """Of processors, by all programs that this process started and that ended."""
    times = os.times()
    return times.children_user + times.children_system


def _page_index(file: Path) -> int:
    return int(file.stem.rsplit("-", 1)[1]) - 1
