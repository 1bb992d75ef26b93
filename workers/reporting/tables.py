"""A report → rows of cells, which CSV, Excel and the terminal print; and CSV itself.

CSV is for Excel as it stands on desks here: UTF-8 with a mark at its head, semicolons between cells, a comma before decimals.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from digitize.indicators.definitions import Unit
from digitize.indicators.figures import NOTHING, unit_sign
from digitize.indicators.periods import Period, PeriodKind
from digitize.indicators.rounding import vietnamese
from digitize.indicators.tally import Slice
from digitize.sentence import Sentence
from workers.reporting.reports import Line, Report

Row = Sequence[str]

SLICES = {
    Slice.AGENCY: "Cơ quan",
    Slice.COMMUNE: "Xã, phường",
    Slice.PROCEDURE: "Thủ tục",
    Slice.COUNTER: "Quầy",
    Slice.OFFICER: "Cán bộ",
    Slice.MONTH: "Tháng",
    Slice.DAY: "Ngày",
}
UNITS = {
    Unit.DOSSIER: "hồ sơ",
    Unit.COMPONENT: "giấy tờ",
    Unit.RESULT: "kết quả",
    Unit.PAPER: "giấy tờ",
    Unit.FIELD: "giá trị",
    Unit.CHARACTER: "ký tự",
    Unit.SECOND: "giây",
    Unit.PROCEDURE: "thủ tục",
}
COLUMNS = (
    "Mục",
    "Mã",
    "Chỉ tiêu",
    "Tử số",
    "Mẫu số",
    "Kết quả",
    "Đơn vị",
    "Mục tiêu",
    "Điểm",
    "Điểm tối đa",
    "Tử số là",
    "Mẫu số là",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = "\ufeff"


def title_of(period: Period) -> Sentence:
    """`Tháng 11/2026`, `Quý IV/2026`; pages say it in their language."""
    first = period.first
    if period.kind is PeriodKind.DAY:
        return Sentence("Ngày {day}", day=f"{first:%d/%m/%Y}")
    if period.kind is PeriodKind.MONTH:
        return Sentence("Tháng {month}", month=f"{first:%m/%Y}")
    if period.kind is PeriodKind.QUARTER:
        quarter = ("I", "II", "III", "IV")[first.month // 3]
        return Sentence("Quý {quarter}/{year}", quarter=quarter, year=first.year)
    return Sentence("Năm {year}", year=first.year)


def line_cells(line: Line) -> Row:
    """In the order of `COLUMNS`; figures as in Vietnam, without dots so that a sheet can count with them."""
    indicator, figure = line.indicator, line.figure
    return (
        indicator.number,
        indicator.code,
        indicator.title,
        str(figure.numerator),
        str(figure.denominator),
        _decimal(line.value),
        unit_sign(indicator.code),
        _decimal(line.target),
        _decimal(line.points),
        str(indicator.max_points) if indicator.max_points else "",
        indicator.numerator,
        indicator.denominator,
    )


def csv_of(report: Report) -> str:
    """The whole first, then every part with its name before each line."""
    out = io.StringIO()
    out.write(_BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in _csv_rows(report):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def safe(cell: str) -> str:
    """A spreadsheet must not take what somebody typed for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def value_text(line: Line) -> str:
    """`83,90 %`, or a dash."""
    if line.value is None:
        return NOTHING
    return f"{vietnamese(line.value)} {unit_sign(line.indicator.code)}"


def _csv_rows(report: Report) -> Iterator[Row]:
    by = SLICES[report.by] if report.by else ""
    yield ("Kỳ", "Phạm vi", *((by, "Mã phần") if by else ()), *COLUMNS)
    start = (report.period.name, report.scope or "toàn bộ")
    for line in report.lines:
        yield (*start, *(("Tất cả", "") if by else ()), *line_cells(line))
    for part in report.parts:
        for line in part.lines:
            yield (*start, part.title, part.name, *line_cells(line))


def _decimal(value: object) -> str:
    return "" if value is None else str(value).replace(".", ",")
