"""`digitize report`: a period's indicators as a table, JSON Lines, CSV, Excel or a chart; what the pages show, by the same functions."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from config.settings import Settings
from digitize.errors import CannotWriteOutput, SourceUnreadable
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.figures import printed, unit_sign
from digitize.indicators.given_totals import require_adding_up
from digitize.indicators.periods import Period, before, day_in_vietnam, month_of, period_of
from digitize.indicators.rounding import vietnamese
from digitize.indicators.tally import Slice
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.reporting.behind import Question, Wanted, behind
from workers.reporting.given import totals_in
from workers.reporting.pictures import chart_of
from workers.reporting.publishing import publish_period
from workers.reporting.reports import Line, Report, Reporting
from workers.reporting.tables import SLICES, csv_of, title_of, value_text
from workers.reporting.workbook import write_workbook
from workers.services import open_services

_AT_ONCE = 200
_COLUMNS = ("Mục", "Chỉ tiêu", "Kết quả", "Tử số", "Mẫu số", "Mục tiêu", "Điểm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for."""

    period: str = ""
    """Empty: the month that is over."""
    agency: str = ""
    """Empty: all."""
    by: Slice | None = None
    out: Path | None = None
    as_json: bool = False


def report(settings: Settings, wish: Wish, *, as_csv: bool, as_xlsx: bool) -> ExitCode:
    """The table, or the file that was asked for."""
    with open_services(settings) as services:
        reporting = Reporting(services)
        found = reporting.report(_period(reporting, wish), scope=wish.agency, by=wish.by)
        if as_xlsx:
            with tempfile.TemporaryFile() as file:
                write_workbook(reporting, found, file)
                file.seek(0)
                _write(file, wish.out)
            return ExitCode.OK
    if as_csv:
        _write(BytesIO(csv_of(found).encode()), wish.out)
    elif wish.as_json:
        _print_json(found)
    else:
        _print(found, reporting)
    return ExitCode.OK


def chart(settings: Settings, wish: Wish, code: Code) -> ExitCode:
    """An indicator over twelve months, or by its parts, as SVG."""
    with open_services(settings) as services:
        reporting = Reporting(services)
        svg = chart_of(
            reporting, _period(reporting, wish), scope=wish.agency, by=wish.by, code=code
        )
    _write(BytesIO(svg.encode()), wish.out)
    return ExitCode.OK


def what_is_behind(settings: Settings, wish: Wish, code: Code, wanted: Wanted) -> ExitCode:
    """The dossiers, papers or procedures behind a figure, by their codes: all of them, page after page."""
    with open_services(settings) as services:
        reporting = Reporting(services)
        asked = Question(
            code=code, period=_period(reporting, wish), scope=wish.agency, wanted=wanted
        )
        cursor: str | None = ""
        while cursor is not None:
            page = behind(reporting, asked, cursor=cursor, limit=_AT_ONCE)
            for one in page.items:
                _print_item(one.key, one.numerator, one.denominator, as_json=wish.as_json)
            cursor = page.cursor
    return ExitCode.OK


def publish(settings: Settings, wish: Wish) -> ExitCode:
    """The period's next edition. Raises `PeriodNotOver`, `NothingNew`."""
    with open_services(settings) as services:
        reporting = Reporting(services)
        period = _period(reporting, wish)
        edition = publish_period(reporting, period, scope=wish.agency, actor=settings.officer)
    said = {
        "period": edition.period,
        "edition": edition.number,
        "dossiers": edition.dossiers,
        "late_dossiers": edition.late_dossiers,
        "ledger_seq": edition.ledger_seq,
    }
    if wish.as_json:
        print_json(said)
    else:
        print_lines(
            f"Đã công bố {title_of(period)}, lần {edition.number}: {edition.dossiers} hồ sơ,"
            f" {edition.late_dossiers} đến muộn."
        )
    return ExitCode.OK


def check_given(settings: Settings, path: Path, *, as_json: bool) -> ExitCode:
    """Totals that somebody else gives. Raises `TotalsDoNotAdd` with every reason."""
    try:
        said = totals_in(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(path.name) from error
    figures = {}
    if said.compares:
        with open_services(settings) as services:
            lines = Reporting(services).report(period_of(said.period), scope=said.agency).lines
            figures = {line.indicator.code: line.figure for line in lines}
    require_adding_up(said.given(), figures)
    if as_json:
        print_json({"adds_up": True})
    else:
        say("Số liệu khớp.")
    return ExitCode.OK


def _period(reporting: Reporting, wish: Wish) -> Period:
    if wish.period:
        return period_of(wish.period)
    return before(month_of(day_in_vietnam(reporting.services.clock())))


def _print(found: Report, reporting: Reporting) -> None:
    scope = found.title or "toàn bộ"
    title = f"{title_of(found.period)}, {scope}: {vietnamese(found.dossiers)} hồ sơ tiếp nhận,"
    title += f" {vietnamese(found.papers)} giấy tờ vào kho"
    print_table(_COLUMNS, [_cells(line) for line in found.lines], title=title)
    for part in found.parts:
        assert found.by is not None, "parts have a slice"
        title = f"{SLICES[found.by]}: {part.title}"
        print_table(_COLUMNS, [_cells(line) for line in part.lines], title=title)
    if found.changes:
        last = found.editions[-1]
        print_lines(
            f"Khác lần công bố {last.number} ({last.computed_at:%Y-%m-%d});"
            f" {vietnamese(found.late_dossiers)} hồ sơ đến muộn:"
        )
    for change in found.changes:
        rules = reporting.rules
        old, new = printed(change.before, rules), printed(change.after, rules)
        print_lines(f"  {INDICATORS[change.indicator].title}: {old} → {new}")


def _cells(line: Line) -> Sequence[str]:
    indicator, figure = line.indicator, line.figure
    points = "" if line.points is None else f"{vietnamese(line.points)}/{indicator.max_points}"
    return (
        indicator.number,
        indicator.title,
        value_text(line),
        vietnamese(figure.numerator),
        vietnamese(figure.denominator),
        "" if line.target is None else vietnamese(line.target),
        points,
    )


def _print_json(found: Report) -> None:
    for line in found.lines:
        print_json(_json(found, line, part=None))
    for part in found.parts:
        for line in part.lines:
            print_json(_json(found, line, part=part.name))


def _json(found: Report, line: Line, *, part: str | None) -> dict[str, object]:
    """Decimals as text, so that no reader rounds them again."""
    indicator, figure = line.indicator, line.figure
    return {
        "period": found.period.name,
        "agency": found.scope,
        "by": found.by if part is not None else None,
        "part": part,
        "indicator": indicator.code,
        "number": indicator.number,
        "title": indicator.title,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": None if line.value is None else str(line.value),
        "unit": unit_sign(indicator.code),
        "target": None if line.target is None else str(line.target),
        "target_met": line.is_met,
        "points": None if line.points is None else str(line.points),
        "max_points": indicator.max_points,
    }


def _print_item(key: str, numerator: int, denominator: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"key": key, "numerator": numerator, "denominator": denominator})
    else:
        print_lines(f"{key}  {numerator}/{denominator}")


def _write(data: IO[bytes], out: Path | None) -> None:
    if out is None:
        shutil.copyfileobj(data, sys.stdout.buffer)
        return
    try:
        with out.open("wb") as file:
            shutil.copyfileobj(data, file)
    except OSError as error:
        raise CannotWriteOutput(f"{out}: {error.strerror}") from error
