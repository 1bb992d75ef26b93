"""The manager's command: indicators of a period, printed, taken away, published, compared with what others give."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Warehouse
from digitize.cli.process import end
from digitize.indicators.definitions import Code
from digitize.indicators.tally import Slice


def report(
    period: Annotated[
        str,
        typer.Argument(
            metavar="[PERIOD]",
            help="2026-11-23, 2026-11, 2026-Q4 hoặc 2026 (mặc định: tháng vừa hết).",
        ),
    ] = "",
    *,
    agency: Annotated[
        str, typer.Option("--agency", metavar="CODE", help="Mã cơ quan (mặc định: tất cả).")
    ] = "",
    by: Annotated[Slice | None, typer.Option("--by", help="Chia theo.")] = None,
    behind: Annotated[
        Code | None, typer.Option("--behind", help="Liệt kê hồ sơ phía sau chỉ tiêu này.")
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Với --behind: chỉ những hồ sơ còn thiếu.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV cho Excel.")] = False,
    as_xlsx: Annotated[bool, typer.Option("--xlsx", help="Excel, có công thức và hồ sơ.")] = False,
    svg: Annotated[
        Code | None, typer.Option("--svg", help="Biểu đồ của chỉ tiêu này: 12 tháng, hoặc --by.")
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Công bố: giữ nguyên số, lần sau là bản mới.")
    ] = False,
    given: Annotated[
        Path | None,
        typer.Option("--given", metavar="FILE", help="Kiểm số liệu nơi khác gửi (JSON)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Ghi vào tệp.")
    ] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Chỉ tiêu số hóa của một kỳ: tỷ lệ, tử số, mẫu số, điểm, hồ sơ phía sau; bảng, CSV, Excel, biểu đồ."""
    from workers.commands import report as report_command
    from workers.reporting.behind import Wanted

    settings = load_settings({"warehouse": warehouse})
    wish = report_command.Wish(period=period, agency=agency, by=by, out=out, as_json=as_json)
    if given is not None:
        end(report_command.check_given(settings, given, as_json=as_json))
    if publish:
        end(report_command.publish(settings, wish))
    if behind is not None:
        wanted = Wanted.MISSING if missing else Wanted.ALL
        end(report_command.what_is_behind(settings, wish, behind, wanted))
    if svg is not None:
        end(report_command.chart(settings, wish, svg))
    end(report_command.report(settings, wish, as_csv=as_csv, as_xlsx=as_xlsx))
