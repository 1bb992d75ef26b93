"""The pages that both sides get for the comparison of speed, sorted into colour and one bit.

- A signed file would be kept byte-identical by one side and refused by the other, so the signature field is
  taken out for both: form, annotations and permissions; page images stay as they are, byte for byte.
- A page whose text layer is good needs no reading by anyone: left out for both, and counted.
- A page with any other text (junk layers, a printed web address) needs `--mode force` on the other side.
- We get the files as they are; the other side gets the same pages in one file, so that neither pays more than
  one start for a round.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import pikepdf
from ocrmypdf.pdfinfo import PdfInfo

from bench.command import measure

COUNTER_PAGES = 3
GOOD_LETTERS = 200
"""Fewer letters than this are a stamp or a footer, not the text of a page."""
GOOD_SHARE = 0.08
"""Every sixth letter of Vietnamese prose is one that no other language has; a layer read without them has next to none."""

_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


class Ink(StrEnum):
    COLOUR = "colour"  # colour and grey images
    BILEVEL = "bilevel"  # one bit a pixel


@dataclass(frozen=True, slots=True)
class PageRef:
    path: Path
    index: int
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The same pages twice: as files for us, joined for the other side."""

    ink: Ink
    needs_force: bool
    """Every page has some text that is not the page's."""
    ours: tuple[Path, ...]
    theirs: Path
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedSet:
    rounds: tuple[Round, ...]
    left_out: int
    """Pages with a good text layer of their own."""

    def files(self, ink: Ink, *, pages_at_most: int) -> list[Path]:
        """Whole files of that ink from all rounds, as many as the bound lets in, the smallest first; one at least."""
        sizes = [
            (_page_count(file), file)
            for each in self.rounds
            if each.ink is ink
            for file in each.ours
        ]
        chosen: list[Path] = []
        for count, file in sorted(sizes):
            if not chosen or count <= pages_at_most:
                chosen.append(file)
                pages_at_most -= count
        return chosen


def speed_set(paths: Iterable[Path], folder: Path, *, rounds: int, pages_at_most: int) -> SpeedSet:
    """Write the inputs into `folder`; `pages_at_most` for each ink (0: all), in whole files."""
    by_ink: dict[Ink, list[PageRef]] = {ink: [] for ink in Ink}
    left_out = 0
    for number, path in enumerate(paths):
        for ink, page, is_good in _pages(_stripped(path, folder / f"source-{number:02d}.pdf")):
            left_out += is_good
            if not is_good:
                by_ink[ink].append(page)
    made: list[Round] = []
    for ink, pages in by_ink.items():
        chosen = _whole_files(pages, pages_at_most)
        for has_text in (False, True):
            files = _by_file([page for page in chosen if page.has_text is has_text])
            for number, share in enumerate(_shares(files, rounds)):
                target = folder / f"{ink}-{'forced' if has_text else 'plain'}-{number}"
                made.append(_round(share, target, ink=ink, needs_force=has_text))
    return SpeedSet(rounds=tuple(made), left_out=left_out)


def counter_scan(paths: Iterable[Path], target: Path) -> Path | None:
    """The first three pages of the first colour scan at 300 dpi, as a counter would scan them; None where there is none."""
    for path in paths:
        with pikepdf.open(path) as pdf:
            if len(pdf.pages) < COUNTER_PAGES or not all(
                _is_counter_page(path, n) for n in range(3)
            ):
                continue
        return _write([PageRef(path, n, has_text=False) for n in range(COUNTER_PAGES)], target)
    return None


def _is_counter_page(path: Path, index: int) -> bool:
    listed = measure(["pdfimages", "-list", "-f", str(index + 1), "-l", str(index + 1), str(path)])
    rows = [row.split() for row in listed.stdout.splitlines()[2:]]
    return any(
        row[5] == "rgb" and 290 <= int(row[12]) <= 310 and int(row[3]) > 2000 for row in rows
    )


def _page_count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _stripped(source: Path, target: Path) -> Path:
    """Without encryption, form, signatures and annotations; the pages' own streams as they are."""
    with pikepdf.open(source) as pdf:
        for key in ("/AcroForm", "/Perms"):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            if "/Annots" in page:
                del page["/Annots"]
        pdf.save(target)
    return target


def _pages(path: Path) -> list[tuple[Ink, PageRef, bool]]:
    texts = measure(["pdftotext", str(path), "-"]).stdout.split("\f")[:-1]
    inks = _inks(path)
    # What OCRmyPDF calls text decides what it refuses, so it is asked itself: a single space counts.
    texted = [page.has_text for page in PdfInfo(path)]
    return [
        (inks.get(index, Ink.COLOUR), PageRef(path, index, texted[index]), _is_good(text))
        for index, text in enumerate(texts)
    ]


def _inks(path: Path) -> dict[int, Ink]:
    """Page index → what its largest image is; a logo or a stamp beside it does not count."""
    largest: dict[int, tuple[int, Ink]] = {}
    for row in measure(["pdfimages", "-list", str(path)]).stdout.splitlines()[2:]:
        page, _, _, width, height, _, _, bits, *_ = row.split()
        ink = Ink.BILEVEL if bits == "1" else Ink.COLOUR
        entry = (int(width) * int(height), ink)
        largest[int(page) - 1] = max(largest.get(int(page) - 1, (0, ink)), entry)
    return {index: ink for index, (_, ink) in largest.items()}


def _is_good(text: str) -> bool:
    letters = re.findall(r"[^\W\d_]", unicodedata.normalize("NFC", text))
    own = _VIETNAMESE.findall("".join(letters))
    return len(letters) >= GOOD_LETTERS and len(own) / len(letters) >= GOOD_SHARE


def _whole_files(pages: list[PageRef], at_most: int) -> list[PageRef]:
    """Whole files, so that documents keep their first page and can be sealed; drawn by hash, not by ease."""
    files = sorted(_by_file(pages), key=lambda file: sha256(file[0].path.name.encode()).digest())
    chosen: list[PageRef] = []
    for file in files:
        if not at_most or len(chosen) + len(file) <= at_most:
            chosen += file
    return chosen


def _by_file(pages: list[PageRef]) -> list[list[PageRef]]:
    files: dict[Path, list[PageRef]] = {}
    for page in pages:
        files.setdefault(page.path, []).append(page)
    return list(files.values())


def _shares(files: list[list[PageRef]], count: int) -> list[list[list[PageRef]]]:
    """Files into `count` rounds of about as many pages each; never an empty one."""
    shares: list[list[list[PageRef]]] = [[] for _ in range(min(count, len(files)))]
    for pages in sorted(files, key=len, reverse=True):
        min(shares, key=lambda share: sum(map(len, share))).append(pages)
    return shares


def _round(files: list[list[PageRef]], target: Path, *, ink: Ink, needs_force: bool) -> Round:
    target.mkdir()
    ours = [_write(pages, target / f"{number:02d}.pdf") for number, pages in enumerate(files)]
    everything = [page for pages in files for page in pages]
    return Round(
        ink=ink,
        needs_force=needs_force,
        ours=tuple(ours),
        theirs=_write(everything, target / "joined.pdf"),
        pages=len(everything),
    )


def _write(pages: list[PageRef], target: Path) -> Path:
    with pikepdf.new() as joined:
        for path in dict.fromkeys(page.path for page in pages):
            with pikepdf.open(path) as source:
                wanted = [page.index for page in pages if page.path == path]
                joined.pages.extend([source.pages[index] for index in wanted])
        joined.save(target)
    return target
