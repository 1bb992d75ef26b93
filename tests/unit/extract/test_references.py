import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract.references import ReferenceKind, parse_reference

N, A, P = ReferenceKind.NORMATIVE, ReferenceKind.ADMINISTRATIVE, ReferenceKind.PARTY


@pytest.mark.parametrize(
    ("printed", "kind", "type_symbol"),
    [
        ("2311/QĐ-UBND", A, "QĐ"),
        ("01/2023/TT-VPCP", N, "TT"),
        ("3523/VPUBND-HCTC", A, ""),
        ("48-NQ/TU", P, "NQ"),
        ("155-KH/TU", P, "KH"),
        ("43/2021/QĐ-UBND", N, "QĐ"),
        ("1014/UBND-KSTT", A, ""),
        ("20/2023/QH15", N, ""),
        ("07-TB/CQTTBCĐ", P, "TB"),
        ("82/TTHCC", A, ""),
        ("12a/HĐ-UBND", A, "HĐ"),
    ],
)
def test_grammar_tells_the_kind(printed: str, kind: ReferenceKind, type_symbol: str) -> None:
    reference = parse_reference(f"Số: {printed}")
    assert reference is not None
    assert (reference.text, reference.kind, reference.type_symbol) == (printed, kind, type_symbol)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("Số: 2.311 / QD – UBND", "2311/QĐ-UBND"),
        ("2311lQĐ-UBND", "2311/QĐ-UBND"),
        ("07/2023/NQ-HDND", "07/2023/NQ-HĐND"),
        ("1014/UBND- KSTT", "1014/UBND-KSTT"),
        ("51/⁄2025/TT-BCA", "51/2025/TT-BCA"),
        ("45/2020/ND-CP", "45/2020/NĐ-CP"),
    ],
)
def test_scan_damage_is_repaired(read: str, value: str) -> None:
    reference = parse_reference(read)
    assert reference is not None
    assert reference.text == value


def test_two_kinds_with_the_same_letters_stay_as_read() -> None:
    reference = parse_reference("12/HD-SNV")
    assert reference is not None
    assert reference.text == "12/HD-SNV"


@pytest.mark.parametrize("blank", ["Số:      /QĐ-UBND", "Số: 2311", "", "Điều 1"])
def test_without_number_or_symbol_there_is_none(blank: str) -> None:
    assert parse_reference(blank) is None


@given(
    st.integers(1, 99_999), st.sampled_from(["QĐ", "TB", "KH"]), st.sampled_from(["UBND", "SNV"])
)
def test_what_is_printed_right_is_kept(number: int, kind: str, organ: str) -> None:
    printed = f"{number:02}/{kind}-{organ}"
    reference = parse_reference(printed)
    assert reference is not None
    assert reference.text == printed


@given(st.text())
def test_any_text_gives_a_reference_or_none(text: str) -> None:
    reference = parse_reference(text)
    assert reference is None or reference.number
