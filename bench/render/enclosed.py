"""Pages that lie behind a paper and belong to it, though some bear a letterhead: annexes, empty forms, attestations.

And one that does not: the draft a submission carries, with a letterhead that nobody has numbered yet.
"""

from collections.abc import Callable
from random import Random

from PIL import Image

from bench.render.letterhead import nation, some_style, title
from bench.render.numbers import slashed
from bench.render.offices import province_committee, some_office
from bench.render.people import some_day, some_name
from bench.render.phrases import SENTENCES, matter
from bench.render.sheet import Paper

_DOTS = "." * 60


def draw_enclosed(kind: str, seed: int) -> Image.Image:
    """One page of this kind; KeyError for an unknown one."""
    return ENCLOSED[kind](Random(f"{kind}:{seed}"))


def draw_draft(seed: int) -> Image.Image:
    """A draft resolution: its number and day are left open."""
    rng = Random(f"draft:{seed}")
    paper, year = Paper(), rng.randint(2016, 2025)
    paper.text("DỰ THẢO", x_mm=paper.left_mm, y_mm=8, bold=True)
    _head(
        paper,
        rng,
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH",
        "Số:        /NQ-HĐND",
        f"ngày     tháng     năm {year}",
    )
    title(paper, "NGHỊ QUYẾT", about=f"Về việc {matter(rng, year)}")
    return _filled(paper, rng)


def _annex(rng: Random) -> Image.Image:
    """A list under `PHỤ LỤC`, with the reference of the paper it was issued with."""
    paper, office = Paper(), some_office(rng)
    day = some_day(rng, 2015, 2025)
    paper.lines(f"<b>PHỤ LỤC {rng.choice(('', 'I', 'II', '01'))}</b>", align="centre", after_mm=0.4)
    paper.lines(
        f"<b>DANH SÁCH {rng.choice(('CÁC ĐƠN VỊ', 'CÁ NHÂN', 'CÁC HỘ'))}</b>", align="centre"
    )
    paper.lines(
        f"<i>(Kèm theo Quyết định số {rng.randint(1, 4000)}/QĐ-UBND ngày {slashed(day)} của {office.name})</i>",
        align="centre",
    )
    for number in range(1, rng.randint(8, 20)):
        paper.lines(f"{number}. {some_name(rng, is_male=rng.random() < 0.5)}", after_mm=0.6)
    return paper.sheets[0]


def _empty_form(rng: Random) -> Image.Image:
    """A form that an annex encloses: letterhead, title and dotted lines."""
    paper = Paper()
    if rng.random() < 0.7:
        paper.text(f"Mẫu số {rng.randint(1, 20):02d}", x_mm=160, y_mm=10, bold=True)
    _head(
        paper,
        rng,
        rng.choice(("TÊN CƠ QUAN, TỔ CHỨC\nTÊN ĐƠN VỊ", "ỦY BAN NHÂN DÂN\nXÃ ............")),
        "Số: ......./" + rng.choice(("QĐ-UBND", "TB-...", "BC-...")),
        "........., ngày ..... tháng ..... năm 20....",
    )
    title(paper, rng.choice(("QUYẾT ĐỊNH", "THÔNG BÁO", "BÁO CÁO")), about=f"Về việc {_DOTS[:30]}")
    for line in ("Căn cứ", "Xét đề nghị của", "Điều 1.", "Điều 2.", "Nơi thực hiện:", "Thời gian:"):
        paper.lines(f"{line} {_DOTS}", align="left")
    return paper.sheets[0]


def _attestation(rng: Random) -> Image.Image:
    """What a committee writes behind a copy."""
    paper = Paper()
    width = paper.width_mm
    nation(paper, rng, x_mm=paper.left_mm, width_mm=width, size=13)
    title(paper, "LỜI CHỨNG CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH")
    day = some_day(rng, 2015, 2025)
    paper.lines(
        f"Hôm nay, ngày {slashed(day)}, tại Ủy ban nhân dân xã, tôi ký chứng thực bản sao này."
    )
    paper.lines(f"Số chứng thực: {rng.randint(1, 9000)} quyển số 01/{day.year}-SCT/BS")
    return paper.sheets[0]


def _later_page(rng: Random) -> Image.Image:
    """A numbered page of running text."""
    paper = Paper(numbers_pages=False)
    paper.text(str(rng.randint(2, 9)), x_mm=paper.middle_mm, y_mm=10, anchor="ma")
    return _filled(paper, rng)


ENCLOSED: dict[str, Callable[[Random], Image.Image]] = {
    "annex": _annex,
    "empty_form": _empty_form,
    "attestation": _attestation,
    "later_page": _later_page,
}


def _head(paper: Paper, rng: Random, organ: str, reference: str, day: str) -> None:
    """Both columns, as they stand where nothing is filled in."""
    style, top, left = some_style(rng), paper.y_mm, paper.left_mm - 8
    width = paper.width_mm * style.left_share
    for line in organ.split("\n"):
        place = f" {province_committee(rng).place_name.upper()}" if line == "TỈNH" else ""
        paper.lines(f"<b>{line}{place}</b>", align="centre", x_mm=left, width_mm=width, after_mm=0)
    paper.skip(3)
    paper.lines(reference, align="centre", x_mm=left, width_mm=width)
    end, paper.y_mm = paper.y_mm, top
    x, wide = left + width + 6, paper.width_mm - width + 6
    nation(paper, rng, size=style.size_pt, x_mm=x, width_mm=wide)
    paper.lines(f"<i>{day}</i>", align="centre", x_mm=x, width_mm=wide)
    paper.y_mm = max(end, paper.y_mm) + 4


def _filled(paper: Paper, rng: Random) -> Image.Image:
    while paper.y_mm < 240 and len(paper.sheets) == 1:
        paper.lines(rng.choice(SENTENCES), indent_mm=12)
    return paper.sheets[0]
