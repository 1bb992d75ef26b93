"""Filled-in forms: a printed label, then the value typed, set on dots, or written by hand."""

from dataclasses import dataclass
from random import Random

from bench.render import pen
from bench.render.sheet import Paper
from bench.render.typeface import DPI


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStyle:
    """One office fills all its lines alike."""

    value_is_bold: bool = False
    dots: bool = False
    colon: str = ": "
    after_mm: float = 1.8


def some_form_style(rng: Random) -> FormStyle:
    return FormStyle(
        value_is_bold=rng.random() < 0.35,
        dots=rng.random() < 0.35,
        colon=rng.choice((": ", ": ", ":  ")),
        after_mm=rng.uniform(1.0, 2.8),
    )


def line(
    paper: Paper,
    label: str,
    value: str,
    *,
    style: FormStyle,
    x_mm: float | None = None,
    width_mm: float | None = None,
) -> None:
    """`Label: value`, with dots to the end of the line where the form leaves them."""
    shown = f"<b>{value}</b>" if style.value_is_bold else value
    x = paper.left_mm if x_mm is None else x_mm
    width = paper.width_mm if width_mm is None else width_mm
    top = paper.y_mm
    paper.lines(
        f"{label}{style.colon}{shown}",
        align="left",
        x_mm=x,
        width_mm=width,
        after_mm=style.after_mm,
    )
    if style.dots:
        _dots_after(paper, f"{label}{style.colon}{value}", top_mm=top, x_mm=x, width_mm=width)


def pair(paper: Paper, left: tuple[str, str], right: tuple[str, str], *, style: FormStyle) -> None:
    """Two short lines side by side."""
    top, half = paper.y_mm, paper.width_mm / 2
    line(paper, *left, style=style, width_mm=half - 2)
    end, paper.y_mm = paper.y_mm, top
    line(paper, *right, style=style, x_mm=paper.left_mm + half, width_mm=half)
    paper.y_mm = max(end, paper.y_mm)


def by_hand(paper: Paper, rng: Random, label: str, digits: str) -> None:
    """A number that a pen put over the printed dots."""
    width = paper.text(f"{label}: ", x_mm=paper.left_mm)
    paper.text("." * 40, x_mm=paper.left_mm + width)
    pen.write_digits(paper, rng, digits, x_mm=paper.left_mm + width + 3, y_mm=paper.y_mm - 1.4)
    paper.skip(8)


def table(
    paper: Paper,
    rows: list[tuple[str, ...]],
    *,
    widths_mm: tuple[float, ...],
    size_pt: float | None = None,
) -> None:
    """Ruled rows, the first of them bold; every row as tall as its tallest cell."""
    size = size_pt or paper.size_pt - 1
    for number, row in enumerate(rows):
        top, bottom, x = paper.y_mm, paper.y_mm, paper.left_mm
        for cell, width in zip(row, widths_mm, strict=True):
            paper.y_mm = top + 1
            shown = f"<b>{cell}</b>" if number == 0 else cell
            paper.lines(
                shown,
                align="centre" if number == 0 else "left",
                x_mm=x + 1.5,
                width_mm=width - 3,
                size_pt=size,
                after_mm=1,
            )
            bottom, x = max(bottom, paper.y_mm), x + width
        x = paper.left_mm
        for width in widths_mm:
            paper.frame(x, top, x + width, bottom)
            x += width
        paper.y_mm = bottom
    paper.skip(3)


def _dots_after(paper: Paper, text: str, *, top_mm: float, x_mm: float, width_mm: float) -> None:
    used = paper.face.font(paper.size_pt).getlength(text) * 25.4 / DPI
    room = width_mm - used - 2
    dot = paper.face.font(paper.size_pt).getlength(".") * 25.4 / DPI
    if room > 6:
        paper.text("." * int(room / dot), x_mm=x_mm + used + 1.5, y_mm=top_mm)
