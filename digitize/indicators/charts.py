"""Values → SVG without script: a line over months with its target, bars of parts; each says in words what it shows.

Colours are attributes, so that a file taken away shows the same anywhere; a page's style sheet may put others in their place
by the classes. What a chart shows stands in a table beside it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape as escape_markup

from digitize.indicators.rounding import vietnamese

WIDTH = 720
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 96, 56, 34
_LINE_HEIGHT = 240
_WORDS_ABOVE = 24
"""So far above a point its value would reach."""
_ROW, _BAR, _LABEL, _VALUE = 28, 16, 250, 84
_LABEL_LETTERS = 34
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INK, _QUIET, _MARK, _TARGET, _GROUND = "#1b1f24", "#57606a", "#0b5cad", "#a3480f", "#ffffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    label: str
    value: Decimal | None
    """None where nothing can be said: a gap in a line, an empty bar."""
    note: str = ""
    """Numerator and denominator, for whoever points at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    title: str
    points: Sequence[Point]
    unit: str = "%"
    target: Decimal | None = None
    key: str = "chart"
    """Makes ids that are one's own within a page: letters, figures, `_`."""
    say: Callable[[str], str] = str
    """A Vietnamese word in the reader's language; title and labels are in it already."""

    @property
    def top(self) -> Decimal:
        """The value at the upper end of the scale."""
        known = [point.value for point in self.points if point.value is not None]
        most = max([*known, self.target or Decimal(0)], default=Decimal(0))
        return Decimal(100) if self.unit == "%" else max(most, Decimal(1))

    @property
    def words(self) -> str:
        """The same in a sentence, for whoever does not see it."""
        said = [f"{point.label}: {_said(self, point)}" for point in self.points]
        goal = [f"{_goal(self)} {self.say(self.unit)}"] if self.target else []
        return "; ".join([*said, *goal])


def line(chart: Chart) -> str:
    """Over months, left to right; a month without a value parts the line."""
    height = _TOP + _LINE_HEIGHT + _BOTTOM
    return _svg(chart, height, [*_grid(chart), *_target_across(chart), *_line(chart)])


def bars(chart: Chart) -> str:
    """One row a part, in the order given."""
    height = _TOP + _ROW * len(chart.points) + 8
    return _svg(chart, height, [*_rows(chart), *_target_down(chart, height)])


def _svg(chart: Chart, height: int, shapes: Sequence[str]) -> str:
    title, described = f"{chart.key}_title", f"{chart.key}_words"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" aria-labelledby="{title} {described}" font-family="sans-serif" font-size="13">'
    )
    return "\n".join(
        [
            opening,
            f'<title id="{title}">{_escape(chart.title)}</title>',
            f'<desc id="{described}">{_escape(chart.words)}</desc>',
            f'<rect class="ground" width="{WIDTH}" height="{height}" fill="{_GROUND}"/>',
            _text(0, 16, chart.title, anchor="start", kind="ink"),
            *shapes,
            "</svg>",
        ]
    )


def _grid(chart: Chart) -> Iterator[str]:
    for quarter in range(5):
        value = chart.top * quarter / 4
        y = _y(chart, value)
        yield f'<line class="rule" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#d0d7de"/>'
        yield _text(_LEFT - 8, y + 4, vietnamese(round(value)), anchor="end", kind="quiet")
    for index, point in enumerate(chart.points):
        yield _text(
            _x(chart, index), _TOP + _LINE_HEIGHT + 20, point.label, anchor="middle", kind="quiet"
        )


def _target_across(chart: Chart) -> Iterator[str]:
    if chart.target is not None:
        y = _y(chart, chart.target)
        yield (
            f'<line class="target" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"'
            f' stroke="{_TARGET}" stroke-dasharray="6 4" stroke-width="1.5"/>'
        )
        yield _text(WIDTH - _RIGHT + 8, y + 4, _goal(chart), anchor="start", kind="goal")


def _line(chart: Chart) -> Iterator[str]:
    for stretch in _stretches(chart):
        path = " ".join(f"{x},{y}" for x, y in stretch)
        yield f'<polyline class="curve" points="{path}" fill="none" stroke="{_MARK}" stroke-width="2.5"/>'
    known = [(index, point) for index, point in enumerate(chart.points) if point.value is not None]
    for index, point in known:
        assert point.value is not None, "only known ones"
        x, y = _x(chart, index), _y(chart, point.value)
        yield f'<circle class="spot" cx="{x}" cy="{y}" r="4" fill="{_MARK}">{_hint(chart, point)}</circle>'
        if index == known[-1][0]:
            words_at = y + 20 if _is_under_target(chart, y) else max(y - 10, 12)
            yield _text(x, words_at, vietnamese(point.value), anchor="middle", kind="ink")


def _is_under_target(chart: Chart, y: float) -> bool:
    """Whether the line of the target goes where the words above this point would stand."""
    return chart.target is not None and 0 <= y - _y(chart, chart.target) < _WORDS_ABOVE


def _stretches(chart: Chart) -> Iterator[list[tuple[float, float]]]:
    """Runs of at least two months with a value."""
    run: list[tuple[float, float]] = []
    for index, point in enumerate([*chart.points, Point(label="", value=None)]):
        if point.value is not None:
            run.append((_x(chart, index), _y(chart, point.value)))
            continue
        if len(run) > 1:
            yield run
        run = []


def _rows(chart: Chart) -> Iterator[str]:
    for index, point in enumerate(chart.points):
        y = _TOP + index * _ROW
        yield _text(_LABEL - 10, y + 13, _short(point.label), anchor="end", kind="ink")
        width = _width(chart, point.value or Decimal(0))
        yield (
            f'<rect class="beam" x="{_LABEL}" y="{y}" width="{width}" height="{_BAR}" fill="{_MARK}">'
            f"{_hint(chart, point)}</rect>"
        )
        yield _text(WIDTH - 4, y + 13, _said(chart, point), anchor="end", kind="ink")


def _target_down(chart: Chart, height: int) -> Iterator[str]:
    if chart.target is not None and chart.points:
        x = _LABEL + _width(chart, chart.target)
        yield (
            f'<line class="target" x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height - 8}"'
            f' stroke="{_TARGET}" stroke-dasharray="6 4" stroke-width="1.5"/>'
        )
        yield _text(x, _TOP - 12, _goal(chart), anchor="middle", kind="goal")


def _text(x: float, y: float, said: str, *, anchor: str, kind: str) -> str:
    colour = {"ink": _INK, "quiet": _QUIET, "goal": _TARGET}[kind]
    return (
        f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">'
        f"{_escape(said)}</text>"
    )


def _escape(text: str) -> str:
    """Without what XML cannot say at all."""
    return escape_markup(_NO_XML.sub("\ufffd", text))


def _hint(chart: Chart, point: Point) -> str:
    behind = f" ({point.note})" if point.note else ""
    return f"<title>{_escape(f'{point.label}: {_said(chart, point)}{behind}')}</title>"


def _said(chart: Chart, point: Point) -> str:
    if point.value is None:
        return chart.say("chưa có")
    return f"{vietnamese(point.value)} {chart.say(chart.unit)}"


def _goal(chart: Chart) -> str:
    assert chart.target is not None, "asked for where there is one"
    return f"{chart.say('mục tiêu')} {vietnamese(chart.target)}"


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1] + "…"


def _x(chart: Chart, index: int) -> float:
    steps = max(1, len(chart.points) - 1)
    return round(_LEFT + 8 + (WIDTH - _LEFT - _RIGHT - 16) * index / steps, 1)


def _y(chart: Chart, value: Decimal) -> float:
    return round(_TOP + _LINE_HEIGHT * (1 - float(min(value, chart.top) / chart.top)), 1)


def _width(chart: Chart, value: Decimal) -> float:
    room = WIDTH - _LABEL - _VALUE
    return round(room * float(min(value, chart.top) / chart.top), 1)
