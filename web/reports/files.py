"""A report as a file that a browser saves: CSV, Excel, a chart as SVG."""

import tempfile
from collections.abc import Iterator
from typing import IO

from fastapi import Response
from fastapi.responses import StreamingResponse

from digitize.indicators.definitions import Code
from web.records.downloads import disposition
from web.reports.asked import Asked
from workers.reporting.pictures import Say, chart_of
from workers.reporting.reports import Reporting
from workers.reporting.tables import csv_of
from workers.reporting.workbook import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 64 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def csv_file(reporting: Reporting, asked: Asked) -> Response:
    report = reporting.report(asked.period, scope=asked.scope, by=asked.by)
    name = f"chi-tieu-{asked.period.name}.csv"
    return Response(csv_of(report).encode(), media_type="text/csv", headers=_headers(name))


def xlsx_file(reporting: Reporting, asked: Asked) -> Response:
    report = reporting.report(asked.period, scope=asked.scope, by=asked.by)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_workbook(reporting, report, out)
    out.seek(0)
    name = f"chi-tieu-{asked.period.name}.xlsx"
    return StreamingResponse(_pieces(out), media_type=XLSX, headers=_headers(name))


def svg_file(reporting: Reporting, asked: Asked, code: Code, *, say: Say = str) -> Response:
    """By parts where the question has some, else over twelve months."""
    svg = chart_of(reporting, asked.period, scope=asked.scope, by=asked.by, code=code, say=say)
    name = f"{code.lower()}-{asked.period.name}.svg"
    return Response(svg.encode(), media_type="image/svg+xml", headers=_headers(name))


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while piece := out.read(_PIECE):
            yield piece


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": _ALONE,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
