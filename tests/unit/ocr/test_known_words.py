import math

import pytest

from digitize.ocr.known_words import KnownWords, known_words, spelt


def test_both_places_of_a_tone_are_one_spelling():
    assert spelt("Hoà") == spelt("HÒA") == "hòa"


def test_neighbours_of_a_word_follow_each_other():
    known = KnownWords.of(["ủy ban nhân dân"])
    assert known.followers == {"ủy": {"ban"}, "ban": {"nhân"}, "nhân": {"dân"}}


def test_syllables_that_differ_in_marks_stand_together():
    assert KnownWords.of(["cổ phần", "cô giáo"]).by_letters["co"] == {"cổ", "cô"}


def test_the_list_of_the_package_knows_words_of_office():
    followers = known_words().followers
    for first, second in (("nghị", "quyết"), ("công", "dân"), ("hồ", "sơ"), ("cổ", "phiếu")):
        assert second in followers[first]


def test_syllables_are_as_usual_as_they_are_written_in_either_spelling():
    usual = KnownWords.of([], shares={"hoà": 1e-4, "hòa": 2e-4, "để": 1e-2, "hiếm": 1e-9}).usual
    assert usual["để"] > usual["hòa"] == pytest.approx(math.log(3e-4 / 1e-7))
    assert "hiếm" not in usual


def test_a_word_of_grammar_is_more_usual_than_one_that_builds_more_words():
    usual = known_words().usual
    assert usual["để"] > usual["đề"]
    assert usual["chỉ"] > usual["chi"]
