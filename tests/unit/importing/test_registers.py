"""Registers as offices keep them: title rows, column numbers, cells of every kind; anything else is refused, never a crash."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from digitize.errors import BadInput, BadMapping, BadRegister
from workers.importing.mapping import ColumnMapping
from workers.importing.register import RegisterRow, open_register

HEADINGS = ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Cơ quan ban hành", "Tên tệp"]
FIRST = ["1", "12/QĐ-UBND", "05/03/2019", "Về việc cấp đất", "UBND huyện Lệ Thủy", "a/12.pdf"]


def rows_of(path: Path, mapping: ColumnMapping | None = None) -> list[RegisterRow]:
    return list(open_register(path, mapping).rows())


def a_csv(folder: Path, *rows: list[str], delimiter: str = ";") -> Path:
    path = folder / "so.csv"
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    return path


def a_workbook(folder: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "so.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter: str, tmp_path: Path) -> None:
    quoted = [f'"{cell}"' for cell in HEADINGS]
    (row,) = rows_of(a_csv(tmp_path, quoted, FIRST, delimiter=delimiter))
    assert row == RegisterRow(
        number=2,
        file="a/12.pdf",
        said={
            "reference": "12/QĐ-UBND",
            "issued_date": "05/03/2019",
            "subject": "Về việc cấp đất",
            "organ_name": "UBND huyện Lệ Thủy",
        },
    )


def test_title_rows_and_column_numbers_are_passed_over(tmp_path: Path) -> None:
    title = ["ỦY BAN NHÂN DÂN HUYỆN", "", "", "", "", ""]
    numbers = [f"({number})" for number in range(1, 7)]
    register = open_register(a_csv(tmp_path, title, [""] * 6, HEADINGS, numbers, FIRST))
    assert register.header.row == 3
    assert [row.number for row in register.rows()] == [5]
    assert register.unused_headings == ("STT",)


def test_a_cell_with_line_breaks_is_one_cell(tmp_path: Path) -> None:
    broken = [*FIRST[:3], '"Về việc\r\ncấp đất"', *FIRST[4:]]
    rows = rows_of(a_csv(tmp_path, HEADINGS, broken, FIRST))
    assert [(row.number, row.said["subject"]) for row in rows] == [
        (2, "Về việc cấp đất"),
        (3, "Về việc cấp đất"),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(datetime(2019, 3, 5), "2019-03-05", id="date cell"),  # noqa: DTZ001 - as Excel has it
        pytest.param(date(2019, 3, 5), "2019-03-05", id="date"),
        pytest.param("05/03/2019", "05/03/2019", id="date as text"),
        pytest.param(2019.0, "2019", id="whole number"),
    ],
)
def test_cells_of_a_workbook_are_read_as_a_person_types_them(
    cell: object, text: str, tmp_path: Path
) -> None:
    workbook = a_workbook(
        tmp_path, ["SỔ KẾT QUẢ"], ["Số, ký hiệu", "Ngày ban hành", "Tên tệp"], [12, cell, "12.pdf"]
    )
    (row,) = rows_of(workbook)
    assert (row.number, row.file) == (3, "12.pdf")
    assert row.said == {"reference": "12", "issued_date": text}


def test_an_old_workbook_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "so.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(BadRegister, match="xls"):
        open_register(path)


def test_a_register_without_known_headings_asks_for_them(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="header_row"):
        open_register(a_csv(tmp_path, ["alpha", "beta"], ["1", "2"]))


def test_a_mapping_names_columns_by_heading_or_number(tmp_path: Path) -> None:
    mapping = ColumnMapping(columns={"file": 2, "reference": "alpha"}, header_row=1)
    (row,) = rows_of(a_csv(tmp_path, ["alpha", "beta"], ["12/QĐ-UBND", "x.pdf"]), mapping)
    assert (row.file, row.said) == ("x.pdf", {"reference": "12/QĐ-UBND"})


def test_a_register_without_a_file_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="file"):
        open_register(a_csv(tmp_path, HEADINGS[:-1], FIRST[:-1]))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_a_register_or_bad_input(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "so.csv"
    path.write_text("Tên tệp;Ngày ban hành\n" + text, encoding="utf-8", newline="")
    try:
        rows = rows_of(path)
    except BadInput:
        return
    assert all(row.number > 0 and (row.file or row.said) for row in rows)


@settings(deadline=None, max_examples=60)
@given(st.binary(min_size=1, max_size=60), st.integers(0, 5_000))
def test_a_damaged_workbook_is_a_register_or_bad_input(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, place: int
) -> None:
    whole = _workbook_bytes()
    path = tmp_path_factory.mktemp("any") / "so.xlsx"
    place %= len(whole)
    path.write_bytes(whole[:place] + junk + whole[place + len(junk) :])
    try:
        rows_of(path)
    except BadInput:
        return


def _workbook_bytes() -> bytes:
    book = Workbook()
    book.active.append(["Số, ký hiệu", "Tên tệp"])
    book.active.append(["12/QĐ-UBND", "12.pdf"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
