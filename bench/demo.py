"""A small set of scans that shows everything the system does, made by the project itself.

    python -m bench.demo DIR

Twelve files, fourteen papers, each with its point: about half are filed without a person; the others wait for a checker
with a reason, are quarantined, or are refused with a sentence. People and places are made up; the same bytes come out
every time. The seeds were chosen so that each paper makes its point: two pages, one page, a number in handwriting.
"""

import argparse
import hashlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

from PIL import Image

from bench.render import files, pen
from bench.render.catalogue import render
from bench.render.damage import Wear, scanned
from bench.render.rendered import Rendered
from bench.render.sheet import Paper
from bench.render.typeface import ARIAL

CLEAN = Wear(dpi=200, noise=1.5, blur_px=0.4, skew_degrees=0.2)
SEPARATOR = "TACH-TAI-LIEU"


def make(folder: Path) -> list[Path]:
    """Write every file of the set into `folder`, which is made if need be; their paths in the order of the story."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in SCANS]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_make_one, paths))
    return paths


def _make_one(path: Path) -> None:
    SCANS[path.name](path, Random(path.name))


def clean_decision(path: Path, rng: Random) -> None:
    """A clean colour page with a red seal: sealed and filed without a person."""
    paper = render("quyet_dinh", 19)
    files.write_pdf(path, _scan(paper, CLEAN, rng), dpi=CLEAN.dpi)


def letter(path: Path, rng: Random) -> None:
    """A letter in one bit, as many scanners are still set."""
    wear = replace(CLEAN, mode="bilevel", dpi=300, skew_degrees=-0.4)
    paper = render("cong_van", 0)
    files.write_pdf(path, _scan(paper, wear, rng), dpi=wear.dpi)


def birth_certificate(path: Path, rng: Random) -> None:
    """A form filled in by labels; the register's number and the dates are checked against each other."""
    paper = render("giay_khai_sinh", 2)
    files.write_pdf(path, _scan(paper, replace(CLEAN, dpi=300), rng), dpi=300)


def identity_card(path: Path, rng: Random) -> None:
    """Front and back on one sheet; its QR code beats reading the letters, what it leaves out a person is asked for."""
    wear = replace(CLEAN, dpi=300, skew_degrees=0.0)
    paper = render("can_cuoc", 4)
    files.write_jpeg(path, _scan(paper, wear, rng)[0], dpi=300, quality=88)


def receipt(path: Path, rng: Random) -> None:
    """The counter's own receipt with its code."""
    paper = render("giay_tiep_nhan", 0)
    files.write_png(path, _scan(paper, replace(CLEAN, mode="grey"), rng)[0], dpi=CLEAN.dpi)


def stack_with_sheets(path: Path, rng: Random) -> None:
    """Three papers fed at once with separator sheets between them; the first has an empty back.

    The second waits alone: its seal lies on the signer's name.
    """
    wear = replace(CLEAN, mode="bilevel", bleed=0.06)
    papers = [
        render("thong_bao", 2),
        render("giay_xac_nhan_hon_nhan", 0),
        render("giay_phep_xay_dung", 0),
    ]
    stack: list[Image.Image] = []
    for number, paper in enumerate(papers):
        stack += [scanned(_separator(number), wear, rng)] if number else []
        stack += _scan(paper, wear, rng)
        stack += [_empty_back(paper.pages[0], wear, rng)] if number == 0 else []
    files.write_tiff(path, stack, dpi=wear.dpi)


def crooked_and_turned(path: Path, rng: Random) -> None:
    """Upside down and three degrees off; straightened before it is read."""
    wear = replace(CLEAN, skew_degrees=3.0, turn_degrees=180, noise=4, border_px=30)
    paper = render("bao_cao", 40)
    files.write_pdf(path, _scan(paper, wear, rng), dpi=wear.dpi)


def written_number(path: Path, rng: Random) -> None:
    """Two pages; the number was put in by pen: not guessed, a person is asked."""
    paper = render("ke_hoach", 18)
    files.write_pdf(path, _scan(paper, CLEAN, rng), dpi=CLEAN.dpi)


def worn_copy(path: Path, rng: Random) -> None:
    """Faint, yellow and spotted, at 150 dpi."""
    wear = Wear(
        dpi=150, fade=0.35, yellowing=0.5, noise=5, blur_px=0.7, specks=150, skew_degrees=-1.1
    )
    paper = render("trich_luc_khai_tu", 0)
    files.write_jpeg(path, _scan(paper, wear, rng)[0], dpi=wear.dpi, quality=60)


def secret_paper(path: Path, rng: Random) -> None:
    """Marked MẬT in red: quarantined at once and not read further."""
    paper = render("to_trinh", 0)
    sheet = Paper()
    sheet.sheets[-1] = paper.pages[0].copy()
    pen.boxed_word(sheet, "MẬT", x_mm=44, y_mm=46)
    marked = paper.with_pages((sheet.image, *paper.pages[1:]))
    files.write_pdf(path, _scan(marked, CLEAN, rng), dpi=CLEAN.dpi)


def broken_file(path: Path, rng: Random) -> None:
    """The first half of a PDF, as a lost connection leaves it: a person decides whether to scan again."""
    paper = render("giay_moi", 0)
    files.write_pdf(path, _scan(paper, replace(CLEAN, mode="bilevel"), rng), dpi=CLEAN.dpi)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def empty_file(path: Path, rng: Random) -> None:  # noqa: ARG001
    path.write_bytes(b"")


SCANS: dict[str, Callable[[Path, Random], None]] = {
    "01-quyet-dinh.pdf": clean_decision,
    "02-cong-van.pdf": letter,
    "03-giay-khai-sinh.pdf": birth_certificate,
    "04-can-cuoc.jpg": identity_card,
    "05-giay-tiep-nhan.png": receipt,
    "06-ba-giay-to-co-to-tach.tif": stack_with_sheets,
    "07-quet-nguoc-va-lech.pdf": crooked_and_turned,
    "08-so-viet-tay.pdf": written_number,
    "09-ban-cu-mo.jpg": worn_copy,
    "10-van-ban-mat.pdf": secret_paper,
    "11-tep-hong.pdf": broken_file,
    "12-tep-rong.pdf": empty_file,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.demo", description=make.__doc__)
    parser.add_argument("folder", type=Path)
    for path in make(parser.parse_args().folder):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path.name}  {path.stat().st_size:>9,} bytes  {digest[:12]}")


def _scan(paper: Rendered, wear: Wear, rng: Random) -> list[Image.Image]:
    return [scanned(page, wear, rng) for page in paper.pages]


def _separator(number: int) -> Image.Image:
    """A sheet that tells the software where one paper ends: QR on one, Code 128 on the other."""
    sheet = Paper(face=ARIAL, numbers_pages=False, top_mm=60)
    sheet.lines("<b>TỜ TÁCH TÀI LIỆU</b>", align="centre", size_pt=28, after_mm=10)
    if number % 2:
        pen.code(sheet, SEPARATOR, x_mm=75, y_mm=110, width_mm=60)
    else:
        pen.bar_code(sheet, SEPARATOR, x_mm=45, y_mm=120, width_mm=120, height_mm=30)
    sheet.text(SEPARATOR, x_mm=105, y_mm=190, size_pt=16, anchor="ma")
    return sheet.image


def _empty_back(front: Image.Image, wear: Wear, rng: Random) -> Image.Image:
    blank = Image.new("RGB", front.size, "white")
    return scanned(blank, wear, rng, back=front)


if __name__ == "__main__":
    main()
