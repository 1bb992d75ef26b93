"""Registers come in every encoding that Vietnamese offices have used; each is found, said, and read as what was meant."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import BadRegister
from workers.importing.encodings import Encoding, detect_encoding, lines
from workers.importing.tcvn3 import from_tcvn3

TEXT = "Số, ký hiệu;Trích yếu\n12/QĐ-UBND;Về việc cấp giấy chứng nhận quyền sử dụng đất cho hộ ông Nguyễn Văn Hưởng\n"
TCVN3 = "Sè, ký hiÖu;TrÝch yÕu\n12/Q§-UBND;VÒ viÖc cÊp giÊy chøng nhËn quyÒn sö dông ®Êt cho hé «ng NguyÔn V¨n H\u00adëng\n"


def as_1258(text: str) -> bytes:
    """Windows-1258 has vowels with their roof or breve whole, and tones as marks behind them."""
    spelled = []
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = next(
            (mark for mark in decomposed[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"), ""
        )
        spelled.append(unicodedata.normalize("NFC", decomposed.replace(tone, "")) + tone)
    return "".join(spelled).encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode(), Encoding.UTF_8, id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), Encoding.UTF_8_BOM, id="utf-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), Encoding.UTF_16, id="utf-16 with mark"),
        pytest.param(TEXT.encode("utf-16-le"), Encoding.UTF_16_LE, id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), Encoding.UTF_16_BE, id="utf-16-be"),
        pytest.param(as_1258(TEXT), Encoding.WINDOWS_1258, id="windows-1258"),
        pytest.param(TCVN3.encode("latin-1"), Encoding.TCVN3, id="tcvn3"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), Encoding.UTF_8, id="nfd"),
    ],
)
def test_every_encoding_is_found_and_gives_the_same_text(
    data: bytes, encoding: Encoding, tmp_path: Path
) -> None:
    register = tmp_path / "so.csv"
    register.write_bytes(data)
    assert detect_encoding(register) is encoding
    assert "".join(lines(register, encoding)).lstrip("\ufeff") == TEXT


def test_another_encoding_is_refused_and_not_guessed(tmp_path: Path) -> None:
    register = tmp_path / "so.csv"
    register.write_bytes("Số hiệu;Ngày ban hành".encode()[:-1] + b"\xff\x81\x90")
    with pytest.raises(BadRegister):
        detect_encoding(register)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    register = tmp_path / "so.csv"
    register.write_text("a" * 2_000_000)
    with pytest.raises(BadRegister):
        list(lines(register, Encoding.UTF_8))


def test_every_tcvn3_letter_is_one_vietnamese_letter() -> None:
    meant = from_tcvn3("".join(map(chr, range(0xA1, 0x100))))
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    alphabet = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}
    assert alphabet - set("aeiouy") <= set(meant)
    assert set("đĐĂÂÊÔƠƯ") <= set(meant)


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_text_or_a_bad_register(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    register = tmp_path_factory.mktemp("any") / "so.csv"
    register.write_bytes(data)
    try:
        text = "".join(lines(register, detect_encoding(register)))
    except BadRegister:
        return
    assert all(line == unicodedata.normalize("NFC", line) for line in text.splitlines())
