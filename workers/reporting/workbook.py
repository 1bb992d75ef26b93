"""A report → an Excel workbook: indicators with ratios and points as formulas, parts, and the dossiers behind the figures.

Whoever doubts a figure sees in the workbook how it comes about: the ratio is a formula over numerator and denominator, these are
what the sheet of dossiers sums to.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from digitize.indicators.definitions import INDICATORS, Code, Points, Unit
from digitize.indicators.facts import DossierFacts
from digitize.indicators.figures import Rules
from digitize.indicators.tally import counts_of
from workers.reporting.reports import Line, Part, Report, Reporting
from workers.reporting.tables import SLICES, title_of

MOST_DOSSIERS = 100_000
"""Rows of the sheet of dossiers; a province's year has more than a desk's Excel opens with ease, its months fit."""
_FIGURES, _PARTS, _DOSSIERS = "Chỉ tiêu", "Theo phần", "Hồ sơ"
_HEAD = 4
"""The row with the columns' names."""
_COLUMNS = (
    ("Mục", 7),
    ("Mã", 38),
    ("Chỉ tiêu", 62),
    ("Tử số", 12),
    ("Mẫu số", 12),
    ("Kết quả", 11),
    ("Đơn vị", 8),
    ("Mục tiêu", 10),
    ("Điểm", 9),
    ("Điểm tối đa", 12),
    ("Tử số là", 60),
    ("Mẫu số là", 60),
)
_OF_DOSSIER = [code for code, one in INDICATORS.items() if one.of_dossier is not None]


def write_workbook(reporting: Reporting, report: Report, out: IO[bytes]) -> None:
    """Row by row, so that memory does not grow with dossiers."""
    book = Workbook(write_only=True)
    _figures_sheet(book, report, reporting.rules)
    if report.by is not None:
        _parts_sheet(book, report, reporting.rules)
    _dossiers_sheet(book, reporting, report)
    book.save(out)


def _figures_sheet(book: Any, report: Report, rules: Rules) -> None:
    sheet = _sheet(book, _FIGURES, _COLUMNS)
    scope = report.title or report.scope or "Toàn bộ"
    sheet.append([_text(sheet, f"Chỉ tiêu số hóa, {title_of(report.period)}", is_bold=True)])
    sheet.append([_text(sheet, scope)])
    said = f"Tính lúc {report.computed_at:%Y-%m-%d %H:%M} UTC, sổ cái số {report.ledger_end[0]}"
    sheet.append([_text(sheet, said)])
    _names(sheet, _COLUMNS)
    for number, line in enumerate(report.lines, start=_HEAD + 1):
        sheet.append(_line_cells(sheet, line, rules, row=number, first=1))


def _parts_sheet(book: Any, report: Report, rules: Rules) -> None:
    assert report.by is not None, "only for a report in parts"
    columns = ((SLICES[report.by], 40), ("Mã phần", 24), *_COLUMNS[:-2])
    sheet = _sheet(book, _PARTS, columns)
    _names(sheet, columns)
    lines = ((part, line) for part in report.parts for line in part.lines)
    for number, (part, line) in enumerate(lines, start=2):
        cells = _line_cells(sheet, line, rules, row=number, first=3)[:-2]
        sheet.append([*_part_cells(sheet, part), *cells])


def _part_cells(sheet: Any, part: Part) -> Sequence[Any]:
    return _text(sheet, part.title), _text(sheet, part.name)


def _line_cells(sheet: Any, line: Line, rules: Rules, *, row: int, first: int) -> list[Any]:
    """`first`: the column, from 1, in which the line begins; formulas name their cells by it."""
    indicator, figure = line.indicator, line.figure
    numerator, denominator, value, most = (
        f"{get_column_letter(first + offset)}{row}" for offset in (3, 4, 5, 9)
    )
    nothing = "0" if rules.is_none_zero else '""'
    full = rules.threshold if indicator.points is Points.FULL_AT_THRESHOLD else 100
    ratio = f"=IF({denominator}=0,{nothing},ROUND({numerator}/{denominator}*100,2))"
    points = f'=IF({value}="","",ROUND(MIN({most},{most}*{value}/{full}),2))'
    is_time = indicator.unit is Unit.SECOND
    return [
        _text(sheet, indicator.number),
        _text(sheet, indicator.code),
        _text(sheet, indicator.title),
        figure.numerator,
        figure.denominator,
        figure.median if is_time else ratio,
        _text(sheet, "giây" if is_time else "%"),
        None if line.target is None else float(line.target),
        points if indicator.max_points else None,
        indicator.max_points or None,
        _text(sheet, indicator.numerator),
        _text(sheet, indicator.denominator),
    ]


def _dossiers_sheet(book: Any, reporting: Reporting, report: Report) -> None:
    columns = (
        ("Mã hồ sơ", 30),
        ("Ngày tiếp nhận", 14),
        ("Cơ quan", 16),
        ("Xã, phường", 24),
        ("Thủ tục", 18),
        ("Quầy", 24),
        *((f"{INDICATORS[code].number} {code}".strip(), 14) for code in _OF_DOSSIER),
    )
    sheet = _sheet(book, _DOSSIERS, columns)
    sheet.freeze_panes = "B2"
    _names(sheet, columns)
    with reporting.services.database.reading() as connection:
        facts = reporting.facts(connection, report.period, scope=report.scope)
        for number, fact in enumerate(_dossiers(facts)):
            if number == MOST_DOSSIERS:
                said = f"Chỉ ghi {MOST_DOSSIERS} hồ sơ đầu; hãy lấy từng tháng."
                sheet.append([_text(sheet, said)])
                break
            sheet.append(_dossier_cells(sheet, fact))


def _dossiers(facts: Iterable[object]) -> Iterator[DossierFacts]:
    """They come first; papers have no row."""
    for fact in facts:
        if not isinstance(fact, DossierFacts):
            return
        yield fact


def _dossier_cells(sheet: Any, fact: DossierFacts) -> list[Any]:
    """What it adds to each numerator; empty where it is not asked about."""
    counts = dict(counts_of(fact))
    texts = (fact.agency, fact.commune, fact.procedure, fact.counter)
    return [
        _text(sheet, fact.code),
        fact.received_on,
        *(_text(sheet, text) for text in texts),
        *(_numerator(counts, code) for code in _OF_DOSSIER),
    ]


def _numerator(counts: dict[Code, tuple[int, int]], code: Code) -> int | None:
    numerator, denominator = counts[code]
    return numerator if denominator else None


def _sheet(book: Any, title: str, columns: Sequence[tuple[str, int]]) -> Any:
    sheet = book.create_sheet(title)
    for index, (_name, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    return sheet


def _names(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    cells = [_text(sheet, name, is_bold=True) for name, _width in columns]
    for cell in cells:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append(cells)


def _text(sheet: Any, text: str, *, is_bold: bool = False) -> Any:
    """As text whatever it begins with: nobody's counter or code becomes a formula."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
