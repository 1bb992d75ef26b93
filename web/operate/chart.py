"""A day's work as bars: numbers into the shapes that a template draws as SVG, without any script."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.house_rows import Hour
from storage.ledger import Event
from web.pages.times import VIETNAM

WIDTH, HEIGHT = 720, 160
_GAP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """In units of the chart's `viewBox`."""

    left: float
    top: float
    width: float
    height: float
    label: str
    """The hour of Vietnam it begins at, `08`."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    bars: Sequence[Bar]
    most: int
    total: int


def chart_of(hours: Sequence[Hour], event: Event) -> Chart:
    """One bar an hour, the tallest as high as the chart."""
    counts = [hour.events.get(event, 0) for hour in hours]
    most = max(counts, default=0)
    step = WIDTH / max(1, len(hours))
    bars = [
        _bar(hour, count, left=index * step, width=step - _GAP, most=most)
        for index, (hour, count) in enumerate(zip(hours, counts, strict=True))
    ]
    return Chart(bars=bars, most=most, total=sum(counts))


def _bar(hour: Hour, count: int, *, left: float, width: float, most: int) -> Bar:
    height = HEIGHT * count / most if most else 0.0
    return Bar(
        left=round(left, 1),
        top=round(HEIGHT - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        label=f"{hour.at.astimezone(VIETNAM):%H}",
        count=count,
    )
