"""What an import's reconciliation found, said three ways at once: a table for people, JSON Lines for programs, CSV for the office."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from digitize.errors import CannotWriteOutput, error_of_code
from digitize.model import BatchId
from workers.commands.output import print_json, print_lines, print_table, say
from workers.importing.findings import TITLES, Finding, FindingKind
from workers.importing.reconcile import Reconciliation

_SHOWN_EACH = 20
"""Findings of a kind that the table shows; the CSV file has all."""
_COLUMNS = (
    "Loại",
    "Dòng trong sổ",
    "Tệp",
    "Trường",
    "Sổ ghi",
    "Giấy tờ ghi",
    "Trang",
    "Trùng với dòng",
    "Trùng với",
    "Cần làm",
)
_ADVICE = {
    FindingKind.NO_PAPER: "Xem lại bản quét: có thể quét nhầm mặt sau.",
    FindingKind.UNFINISHED: "Chạy lại cùng lệnh để làm tiếp.",
    FindingKind.DISAGREES: "Xem ảnh: giữ đúng theo giấy tờ, sửa sổ nếu sổ sai.",
    FindingKind.SAME_BYTES: "Hai dòng chỉ cùng một tệp: kiểm tra tên tệp trong sổ.",
    FindingKind.SAME_PAPER: "Giữ một bản; loại bản kia bằng `digitize check reject --reason duplicate`.",
    FindingKind.SAME_NUMBER: "Hai giấy tờ khác nhau cùng số: kiểm tra lại số trên ảnh.",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_report(
    reconciliation: Reconciliation, batch_id: BatchId, *, table: Path, as_json: bool
) -> Counter[FindingKind]:
    """Every finding as it is found; how many of each kind there are. Raises store errors."""
    counts: Counter[FindingKind] = Counter()
    shown: list[Finding] = []
    with _csv_file(table) as file:
        writer = None if file is None else csv.writer(file)
        if writer is not None:
            writer.writerow(_COLUMNS)
        for finding in reconciliation.findings():
            counts[finding.kind] += 1
            if counts[finding.kind] <= _SHOWN_EACH:
                shown.append(finding)
            if writer is not None:
                writer.writerow(_safe(cell) for cell in _cells(finding))
            if as_json:
                print_json(_json(finding))
    if as_json:
        print_json(_sum_json(reconciliation, batch_id, counts, None if file is None else table))
    else:
        _print_table(reconciliation, batch_id, counts, shown, None if file is None else table)
    return counts


@contextmanager
def _csv_file(path: Path) -> Iterator[TextIO | None]:
    """A file that spreadsheets open as UTF-8; None, and said, where it cannot be written."""
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as fault:
        say(f"{path}: {CannotWriteOutput().message} ({fault.strerror})")
        yield None
        return
    with file:
        yield file


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        TITLES[finding.kind],
        _number(finding.row),
        finding.file,
        finding.field,
        finding.said,
        finding.paper,
        _number(finding.page),
        _number(finding.other_row),
        finding.other,
        _advice(finding),
    )


def _advice(finding: Finding) -> str:
    return error_of_code(finding.code).message if finding.code else _ADVICE.get(finding.kind, "")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _safe(cell: str) -> str:
    """A spreadsheet must not take what somebody typed for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _json(finding: Finding) -> dict[str, object]:
    said = {key: value for key, value in asdict(finding).items() if key != "kind"}
    return {"finding": finding.kind.value, **said}


def _sum_json(
    reconciliation: Reconciliation,
    batch_id: BatchId,
    counts: Counter[FindingKind],
    table: Path | None,
) -> dict[str, object]:
    return {
        "batch": batch_id,
        **asdict(reconciliation.tally),
        "findings": {kind.value: counts[kind] for kind in FindingKind},
        "csv": None if table is None else str(table),
    }


def _print_table(
    reconciliation: Reconciliation,
    batch_id: BatchId,
    counts: Counter[FindingKind],
    shown: Iterable[Finding],
    table: Path | None,
) -> None:
    tally = reconciliation.tally
    rows = [_short(finding) for finding in shown]
    if rows:
        print_table(("Dòng", "Tệp", "Điều thấy", "Sổ ghi / giấy tờ ghi / trùng với"), rows)
    print_lines(
        f"Lô {batch_id}: {tally.rows} dòng, {tally.in_custody} tệp đã nhận, {tally.pages} trang.",
        f"So với giấy tờ: {tally.compared} giá trị, {tally.agreed} giá trị khớp.",
        *(f"  {TITLES[kind]}: {counts[kind]}" for kind in FindingKind if counts[kind]),
    )
    if table is not None:
        print_lines(f"Bảng đầy đủ: {table}")


def _short(finding: Finding) -> tuple[str, ...]:
    what = TITLES[finding.kind]
    if finding.field:
        what = f"{what}: {finding.field}"
    if finding.kind is FindingKind.DISAGREES:
        beside = f"{finding.said} / {finding.paper} (trang {finding.page})"
    else:
        place = f"dòng {finding.other_row}" if finding.other_row is not None else ""
        beside = ", ".join(part for part in (place, finding.other, finding.code) if part)
    return _number(finding.row), finding.file, what, beside
