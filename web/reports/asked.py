"""Which figures an address asks for: period, agency, slice; strict, and only what the viewer may be told."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Viewer
from digitize.indicators.definitions import Code
from digitize.indicators.periods import Period, before, day_in_vietnam, month_of, period_of
from digitize.indicators.tally import Slice
from digitize.limits import MAX_NAME_CHARS
from digitize.ports import Clock
from storage.visible import figures_scope
from workers.reporting.behind import Question, Wanted
from workers.reporting.given import AGENCY, PERIOD

PLAIN = r"^[^\x00-\x1f\x7f]*$"

IndicatorCode = Annotated[Code, Path()]
Limit = Annotated[int, Query(ge=1, le=200)]


class FiguresQuery(BaseModel):
    """What a program asks for; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    period: Annotated[str, Field(pattern=PERIOD, max_length=10)] = ""
    """`2026-11-23`, `2026-11`, `2026-Q4`, `2026`; without it the month that is over."""
    agency: Annotated[str, Field(pattern=AGENCY, max_length=35)] = ""
    """Without it the own one; for an operator all."""
    by: Slice | None = None

    def asked(self, viewer: Viewer, clock: Clock) -> "Asked":
        """Raises `BadPeriod`, and `NotFound` for another agency's."""
        return Asked(
            period=period_of(self.period) if self.period else month_over(clock),
            scope=figures_scope(viewer, self.agency),
            by=self.by,
        )


class BehindQuery(FiguresQuery):
    part: Annotated[str, Field(pattern=PLAIN, max_length=MAX_NAME_CHARS)] | None = None
    """Which part, where `by` is given: without it all, empty the one that is not known."""
    wanted: Wanted = Wanted.ALL
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$", max_length=600)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def question(self, code: Code, asked: "Asked") -> Question:
        return Question(
            code=code,
            period=asked.period,
            scope=asked.scope,
            by=asked.by,
            part=self.part,
            wanted=self.wanted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    period: Period
    scope: str
    by: Slice | None

    def address(self, *, part: str | None = None, **other: str) -> str:
        """The query that asks for the same, with `other` in it or in its place; of a part an empty name is one too."""
        said = {"period": self.period.name, "agency": self.scope, "by": self.by or "", **other}
        kept = {key: value for key, value in said.items() if value}
        return urlencode(kept if part is None else {**kept, "part": part})


def month_over(clock: Clock) -> Period:
    """The last month that has ended."""
    return before(month_of(day_in_vietnam(clock())))


def periods_to_choose(clock: Clock, chosen: Period) -> list[Period]:
    """Two years of months with their quarters and years, the newest first, and the chosen one."""
    today = day_in_vietnam(clock())
    found: list[Period] = []
    month = month_of(today)
    for _ in range(24):
        found.append(month)
        month = before(month)
    quarters = {f"{one.first.year}-Q{(one.first.month + 2) // 3}": None for one in found}
    years = {f"{one.first.year}": None for one in found}
    found.extend(period_of(name) for name in (*quarters, *years))
    return found if chosen in found else [chosen, *found]
