"""The scoring rules, on cases counted by hand."""

import pytest

from bench.scoring import (
    comparable_text,
    comparable_value,
    edit_runs,
    new_tone_placement,
    same_value,
    score_text,
    total,
)


@pytest.mark.parametrize(
    ("old", "new"),
    [("hoà", "hòa"), ("uỷ ban", "ủy ban"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("xoá", "xóa")],
)
def test_old_tone_placement_becomes_new(old: str, new: str) -> None:
    assert new_tone_placement(old) == new


@pytest.mark.parametrize("word", ["hoàn", "toán", "quý", "quỹ", "thuyết", "huỳnh", "hòa", "ngoài"])
def test_other_tones_stay(word: str) -> None:
    assert new_tone_placement(word) == word


def test_text_is_folded_before_it_is_compared() -> None:
    read = "“Họ\u0323  tên”:........ Hoà–Bình ____ …"
    assert comparable_text(read.replace("Họ\u0323", "Họ")) == '"họ tên": hòa-bình'


def test_two_dots_are_kept() -> None:
    assert comparable_text("v.v..") == "v.v.."


def test_error_rates_divide_by_the_truth() -> None:
    score = score_text("một hai ba", "mot hai")
    assert (score.edits, score.characters) == (4, 10)  # ộ→o, and " ba" is missing
    assert (score.word_edits, score.words) == (2, 3)
    assert score.cer == pytest.approx(0.4)
    assert score.wer == pytest.approx(2 / 3)


def test_small_edits_leave_out_passages_that_were_dropped() -> None:
    score = score_text("quyết định số mười hai nơi nhận như trên", "quyêt định số mười hai")
    assert score.edits == 1 + len(" nơi nhận như trên")
    assert score.small_edits == 1


def test_neighbouring_edits_make_one_run() -> None:
    assert edit_runs("abcdef", "abXYZf") == [3]
    assert edit_runs("abcdef", "Xbcdef") == [1]
    assert edit_runs("abcdef", "XbcdeY") == [1, 1]


def test_total_weighs_pages_by_length() -> None:
    both = total([score_text("a" * 90, "a" * 90), score_text("b" * 10, "c" * 10)])
    assert both.cer == pytest.approx(0.1)


def test_values_differ_only_in_letters() -> None:
    assert same_value("ỦY BAN NHÂN DÂN TỈNH", "Ủy ban  nhân dân tỉnh.")
    assert same_value("2311/QĐ-UBND", "2311/qđ-ubnd")
    assert not same_value("2311/QĐ-UBND", "2311/QD-UBND")
    assert not same_value("2311/QĐ-UBND", None)


def test_only_outer_punctuation_is_stripped() -> None:
    assert comparable_value('"Nguyễn Văn A",') == "nguyễn văn a"
    assert comparable_value("48-NQ/TU.") == "48-nq/tu"
