import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitize.ocr.vietnamese import comparable, new_tone_placement, nfc, plain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("Uỷ ban", "Ủy ban"),
        ("thuý", "thúy"),
        ("quý", "quý"),
        ("quỹ", "quỹ"),
        ("hoàn toàn", "hoàn toàn"),
        ("huỳnh", "huỳnh"),
        ("xoáy", "xoáy"),
        ("loà xoà", "lòa xòa"),
    ],
)
def test_only_open_syllables_move_their_tone(old, new):
    assert new_tone_placement(old) == new


@example("oa\u0300\u0300")
@given(st.text(alphabet="aăâeêioôơuưyhknqtgc ̣̀́̉̃ ", max_size=30))
def test_tone_placement_is_stable_and_composed(text):
    moved = new_tone_placement(text)
    assert new_tone_placement(moved) == moved
    assert unicodedata.is_normalized("NFC", moved)


def test_square_metres_stay_square():
    assert nfc("120 m²") == "120 m²"


def test_spelling_case_and_blanks_do_not_matter_for_comparison():
    assert comparable("Uỷ  Ban\nHoà") == comparable("ủy ban hòa")


def test_plain_letters_lose_every_mark():
    assert plain("ĐỘC LẬP – Ưu") == "doc lap – uu"
