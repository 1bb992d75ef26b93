import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.text import fold, modern_tone, nfc, squeeze, trim


@given(st.text())
def test_fold_makes_composed_and_decomposed_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_fold_takes_marks_and_strokes_off() -> None:
    assert fold("Điều Ủy, Hoà ƠƯ Ðà") == "dieu uy, hoa ou da"


def test_square_metres_stay() -> None:
    assert nfc("m²") == "m²"


@given(st.text())
def test_trim_and_squeeze_do_nothing_twice(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert trim(trim(text)) == trim(text)


def test_trim_takes_dotted_leaders_off() -> None:
    assert trim(" : Nguyễn Văn An ......... ") == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("Uỷ", "Ủy"),
        ("khoẻ", "khỏe"),
        ("THUÝ", "THÚY"),
        ("quý", "quý"),
        ("quà", "quà"),
    ],
)
def test_old_tone_placement_becomes_new(old: str, new: str) -> None:
    assert modern_tone(old) == new


@given(st.text())
def test_new_tone_placement_stays(text: str) -> None:
    assert modern_tone(modern_tone(text)) == modern_tone(text)
