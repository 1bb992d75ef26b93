"""The parts that every official paper shares: two-column head, title, signature block (Nghị định 30/2020, Phụ lục I)."""

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.render import pen
from bench.render.numbers import long_date
from bench.render.offices import Office, Signing
from bench.render.sheet import Paper
from bench.render.typeface import DPI, TIMES

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadStyle:
    """What differs from office to office within the rules."""

    size_pt: float = 12.5
    left_share: float = 0.4
    pen_number: bool = False
    pen_day: bool = False


def some_style(rng: Random) -> HeadStyle:
    return HeadStyle(
        size_pt=rng.choice((12, 12.5, 13)),
        left_share=rng.uniform(0.38, 0.44),
        pen_number=rng.random() < 0.12,
        pen_day=rng.random() < 0.12,
    )


def head(
    paper: Paper,
    rng: Random,
    *,
    office: Office,
    reference: str,
    day: date | None,
    style: HeadStyle,
    about: str = "",
) -> None:
    """Organ, reference and (for a letter) its matter on the left; nation, motto, place and day on the right."""
    left_width = paper.width_mm * style.left_share
    right_width = paper.width_mm - left_width + 6
    right_x = paper.left_mm + left_width - 2
    left_x = paper.left_mm - 8
    top = paper.y_mm
    _organ(paper, office, x_mm=left_x, width_mm=left_width, size=style.size_pt)
    left_end = _reference(paper, rng, reference, x_mm=left_x, width_mm=left_width, style=style)
    if about:
        paper.y_mm = left_end + 0.8
        paper.lines(
            f"V/v {about}",
            align="centre",
            x_mm=left_x,
            width_mm=left_width,
            size_pt=style.size_pt - 0.5,
        )
        left_end = paper.y_mm
    paper.y_mm = top
    nation(paper, rng, x_mm=right_x, width_mm=right_width, size=style.size_pt)
    if day:
        _place_and_day(
            paper, rng, office.place_name, day, x_mm=right_x, width_mm=right_width, style=style
        )
    paper.y_mm = max(left_end, paper.y_mm) + 4


def nation(paper: Paper, rng: Random, *, x_mm: float, width_mm: float, size: float) -> None:
    spelled = NATION[0] if rng.random() < 0.75 else NATION[1]
    while paper.face.font(size, bold=True).getlength(spelled) * 25.4 / DPI > width_mm:
        size -= 0.5  # typists shrink it rather than break it
    paper.lines(
        f"<b>{spelled}</b>", align="centre", x_mm=x_mm, width_mm=width_mm, size_pt=size, after_mm=0
    )
    paper.lines(
        f"<b>{MOTTO}</b>",
        align="centre",
        x_mm=x_mm,
        width_mm=width_mm,
        size_pt=size + 0.7,
        after_mm=0.3,
    )
    half = paper.face.font(size + 0.7, bold=True).getlength(MOTTO) * 25.4 / DPI / 2
    middle = x_mm + width_mm / 2
    paper.rule(middle - half, middle + half, paper.y_mm)
    paper.skip(2.2)


def title(paper: Paper, words: str, *, about: str = "", size: float = 14) -> None:
    """The name of the paper in capitals and, below it in bold, what it is about."""
    paper.lines(f"<b>{words}</b>", align="centre", size_pt=size, after_mm=0.4)
    if about:
        paper.lines(
            f"<b>{about}</b>",
            align="centre",
            x_mm=paper.left_mm + 12,
            width_mm=paper.width_mm - 24,
            after_mm=0.8,
        )
        paper.rule(paper.middle_mm - 14, paper.middle_mm + 14, paper.y_mm)
    paper.skip(3.5)


def signature(
    paper: Paper,
    rng: Random,
    *,
    office: Office,
    signing: Signing,
    recipients: tuple[str, ...] = (),
    room_mm: float = 36.0,
) -> None:
    """Authority and title, room for the hand, name; the seal over the left third of the signature; recipients left."""
    gap = room_mm + rng.uniform(-3, 4)
    paper.keep_together(gap + 24)
    paper.skip(3)
    top, x, width = paper.y_mm, paper.middle_mm + 4, paper.width_mm / 2 + 2
    _signed(paper, rng, office=office, signing=signing, x_mm=x, width_mm=width, gap_mm=gap)
    end = paper.y_mm
    if recipients:
        paper.y_mm = top
        _recipients(paper, recipients)
    paper.y_mm = max(end, paper.y_mm)


def joint_signature(
    paper: Paper,
    rng: Random,
    *,
    signed: tuple[tuple[Office, Signing], ...],
    recipients: tuple[str, ...],
) -> None:
    """One block for each organ side by side, who leads on the right; the recipients below them."""
    gap = 36 + rng.uniform(-3, 4)
    paper.keep_together(gap + 60)
    paper.skip(3)
    top, width = paper.y_mm, paper.width_mm / len(signed)
    for place, (office, signing) in enumerate(reversed(signed)):
        paper.y_mm, x = top, paper.left_mm + place * width
        _signed(paper, rng, office=office, signing=signing, x_mm=x, width_mm=width, gap_mm=gap)
    paper.skip(4)
    _recipients(paper, recipients)


def _signed(
    paper: Paper,
    rng: Random,
    *,
    office: Office,
    signing: Signing,
    x_mm: float,
    width_mm: float,
    gap_mm: float,
) -> None:
    block = "\n".join(filter(None, (signing.authority, signing.title)))
    for line in block.split("\n"):
        paper.lines(f"<b>{line}</b>", align="centre", x_mm=x_mm, width_mm=width_mm, after_mm=0)
    middle, hand = x_mm + width_mm / 2, paper.y_mm + gap_mm * 0.5
    paper.y_mm += gap_mm
    paper.lines(f"<b>{signing.name}</b>", align="centre", x_mm=x_mm, width_mm=width_mm)
    end = paper.y_mm
    pen.sign(paper, rng, x_mm=middle + 3, y_mm=hand)
    pen.seal(
        paper,
        rng,
        office.name,
        x_mm=middle - 16 + rng.uniform(-5, 4),
        y_mm=hand + rng.uniform(-1, 4),
    )
    paper.y_mm = end


def _organ(paper: Paper, office: Office, *, x_mm: float, width_mm: float, size: float) -> None:
    if office.parent:
        above = _folded(paper, office.parent, width_mm=width_mm, size=size, bold=False)
        paper.lines(above, align="centre", x_mm=x_mm, width_mm=width_mm, size_pt=size, after_mm=0)
    name = _folded(paper, office.name, width_mm=width_mm, size=size, bold=True)
    paper.lines(
        f"<b>{name}</b>", align="centre", x_mm=x_mm, width_mm=width_mm, size_pt=size, after_mm=0.3
    )
    middle = x_mm + width_mm / 2
    paper.rule(middle - 11, middle + 11, paper.y_mm)
    paper.skip(2.2)


def _folded(paper: Paper, name: str, *, width_mm: float, size: float, bold: bool) -> str:
    """A typist breaks a long name before the place, never in the middle of it."""
    if paper.face.font(size, bold=bold).getlength(name) * 25.4 / DPI <= width_mm:
        return name
    return re.sub(r" (?=(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|VÀ) )", "\n", name, count=1)


def _reference(
    paper: Paper, rng: Random, reference: str, *, x_mm: float, width_mm: float, style: HeadStyle
) -> float:
    if not reference:
        return paper.y_mm
    number, _, rest = reference.partition("/")
    if not style.pen_number:
        paper.lines(
            f"Số: {reference}", align="centre", x_mm=x_mm, width_mm=width_mm, size_pt=13, after_mm=0
        )
        return paper.y_mm
    line = f"Số:             /{rest}"
    length = TIMES.font(13).getlength(line) * 25.4 / DPI
    start = x_mm + (width_mm - length) / 2
    paper.text(line, x_mm=start, size_pt=13)
    pen.write_digits(paper, rng, number, x_mm=start + 9, y_mm=paper.y_mm - 1)
    paper.skip(6)
    return paper.y_mm


def _place_and_day(
    paper: Paper,
    rng: Random,
    place: str,
    day: date,
    *,
    x_mm: float,
    width_mm: float,
    style: HeadStyle,
) -> None:
    words = f"{place}, {long_date(day)}"
    if style.pen_day:
        words = words.replace(f"ngày {day.day:02d}", "ngày         ")
    length = paper.face.font(13, italic=True).getlength(words) * 25.4 / DPI
    start = x_mm + max(0.0, (width_mm - length) / 2)
    paper.text(words, x_mm=start, size_pt=13, italic=True)
    if style.pen_day:
        before = paper.face.font(13, italic=True).getlength(f"{place}, ngày ") * 25.4 / DPI
        pen.write_digits(paper, rng, f"{day.day:02d}", x_mm=start + before, y_mm=paper.y_mm - 0.8)
    paper.skip(7)


def _recipients(paper: Paper, recipients: tuple[str, ...]) -> None:
    paper.text("Nơi nhận:", x_mm=paper.left_mm, size_pt=12, bold=True, italic=True)
    paper.skip(5.2)
    for position, recipient in enumerate(recipients):
        ending = "." if position == len(recipients) - 1 else ";"
        paper.text(f"- {recipient}{ending}", x_mm=paper.left_mm, size_pt=11)
        paper.skip(4.6)
