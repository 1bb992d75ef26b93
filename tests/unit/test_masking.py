"""Numbers of persons in lists: all but the last digits hidden, everything else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document_types import load_document_types
from digitize.masking import masked, masked_values


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Số: 044203001234", "Số: •••••••••234"),
        ("CMND 024123456,", "CMND ••••••456,"),
        ("căn cước 044 203 001 234 cấp", "căn cước ••• ••• ••• 234 cấp"),
        ("CMND 024.123.456 do", "CMND •••.•••.456 do"),
        ("ĐT 0912345678", "ĐT •••••••678"),
        ("ĐT: 0912 345 678", "ĐT: •••• ••• 678"),
    ],
    ids=["personal id", "older card", "in groups", "with dots", "telephone", "telephone in groups"],
)
def test_a_persons_number_shows_its_last_digits(printed: str, shown: str) -> None:
    assert masked(printed) == shown


@pytest.mark.parametrize(
    "printed",
    [
        "2311/QĐ-UBND ngày 29/12/2023",
        "120.000.000 đồng",
        "1.234.567.890 đ",
        "000.00.16.H07-210101-0001",
        "mã số doanh nghiệp 2300123456",
        "250.000.000đ",
    ],
)
def test_what_is_no_persons_number_stays(printed: str) -> None:
    assert masked(printed) == printed


@given(st.text(alphabet="0123456789 .,đa", max_size=60))
def test_masking_keeps_every_place_and_is_done_once(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(
        new == old or (new == "•" and old.isdigit()) for new, old in zip(shown, text, strict=True)
    )


def test_fields_are_masked_by_their_kind() -> None:
    kind = load_document_types()["giay_khai_sinh"]
    values = {"full_name": "Nguyễn Thị Hòa", "personal_id": "044203001234"}
    assert masked_values(values, kind) == values | {"personal_id": "•••••••••234"}
