"""A period as it was published, an edition each, and what late data changed since: shown old → new, never written over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from digitize.indicators.definitions import Code
from digitize.indicators.figures import Figure

WHOLE_HOUSE = ""
"""The scope of figures over all agencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    figure: Figure
    value: Decimal | None
    """As it was printed then, by the rules of then."""
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    scope: str
    """Code of the agency, or `WHOLE_HOUSE`."""
    period: str
    number: int
    """1 at first; each restatement has the next."""
    figures: Mapping[Code, PublishedFigure]
    parts: Mapping[str, Mapping[Code, PublishedFigure]]
    """By agency, for the whole house."""
    dossiers: int
    """How many were received in the period, as known then."""
    late_dossiers: int
    """How many of them came only after the edition before."""
    computed_at: datetime
    computed_by: str
    ledger_seq: int
    """The ledger's end that it saw, so that it can be told what it could know."""
    ledger_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An indicator that is no longer what it was."""

    indicator: Code
    before: Figure
    after: Figure


def changes(before: Edition, now: Mapping[Code, Figure]) -> tuple[Change, ...]:
    """In the order of the report; what an edition did not have is no change of it."""
    return tuple(
        Change(indicator=code, before=before.figures[code].figure, after=figure)
        for code, figure in now.items()
        if code in before.figures and before.figures[code].figure != figure
    )
