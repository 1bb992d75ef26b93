"""A period's figures as of now → its next edition; what was published before stays as it was."""

from collections.abc import Sequence

from digitize.errors import LostRace, NothingNew, PeriodNotOver
from digitize.indicators.definitions import Code
from digitize.indicators.editions import WHOLE_HOUSE, Edition, PublishedFigure
from digitize.indicators.periods import Period, day_in_vietnam
from digitize.indicators.tally import Slice
from storage.published_rows import editions_of, publish, take_turn
from workers.reporting.reports import Line, Report, Reporting


def publish_period(reporting: Reporting, period: Period, *, scope: str, actor: str) -> Edition:
    """The first edition of a period, or the next where late data changed anything; of the whole house with its agencies.

    Raises `PeriodNotOver`, `NothingNew`, `TotalsDoNotAdd`, and `LostRace` where somebody was quicker.
    """
    if period.last >= day_in_vietnam(reporting.services.clock()):
        raise PeriodNotOver(period.name)
    by = Slice.AGENCY if scope == WHOLE_HOUSE else None
    report = reporting.report(period, scope=scope, by=by)
    if report.editions and not report.changes:
        raise NothingNew(period.name)
    edition = _edition(report, actor=actor)
    # Counted before: a year takes seconds, in which nobody else could write.
    with reporting.services.database.writing() as connection:
        take_turn(connection, scope, period.name)
        if len(editions_of(connection, scope, period.name)) != len(report.editions):
            raise LostRace(f"{period.name} was published meanwhile")
        publish(connection, edition, reporting.rules)
    return edition


def _edition(report: Report, *, actor: str) -> Edition:
    seq, last_hash = report.ledger_end
    return Edition(
        scope=report.scope,
        period=report.period.name,
        number=len(report.editions) + 1,
        figures=_published(report.lines),
        parts={part.name: _published(part.lines) for part in report.parts},
        dossiers=report.dossiers,
        late_dossiers=report.late_dossiers,
        computed_at=report.computed_at,
        computed_by=actor,
        ledger_seq=seq,
        ledger_hash=last_hash,
    )


def _published(lines: Sequence[Line]) -> dict[Code, PublishedFigure]:
    return {
        line.indicator.code: PublishedFigure(
            figure=line.figure, value=line.value, points=line.points
        )
        for line in lines
    }
