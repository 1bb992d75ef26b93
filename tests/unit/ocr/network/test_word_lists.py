import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trained_data_factories import LETTERS, signs_written, words_written

from digitize.ocr.network.dictionary import Dictionary, dictionary_of
from digitize.ocr.network.model_file import Part, parts_of
from digitize.ocr.resident import DEBIAN_TESSDATA

LISTS = Dictionary(
    words=frozenset({"phường", "Nam", "m2"}),
    numbers=frozenset({"    ", "  ,  ", "  %"}),
    around=frozenset({" ", " ;", "( )", "..."}),
)
WORDS = st.sets(st.text(st.sampled_from(LETTERS), min_size=1, max_size=6), min_size=1, max_size=30)


def lists_of(**lists):
    parts = {Part[name.upper()]: content for name, content in lists.items()}
    return dictionary_of({Part.SIGNS: signs_written(LETTERS), **parts})


@pytest.mark.parametrize(
    "text",
    [
        "phường",
        "phường;",
        "(phường)",
        "Nam",
        "m2",
        "2023",
        "2023;",
        "(12,50)",
        "15%",
        "(15%)",
        "...",
    ],
)
def test_words_numbers_and_signs_around_them_are_known(text):
    assert LISTS.has(text)


@pytest.mark.parametrize(
    "text",
    [
        "phưởng",
        "phườn",
        "phườngg",
        "nam",
        "phường!",
        ";phường",
        "(phường",
        "phường;;",
        "m3",
        "202",
        "12,5",
        "5%",
        "15%%",
        "%",
        ";",
        "",
    ],
)
def test_what_is_in_no_list_is_unknown(text):
    assert not LISTS.has(text)


@given(WORDS)
def test_every_word_of_a_list_is_found_and_no_other(words):
    assert lists_of(words=words_written(words)).words == words


def test_a_word_may_end_where_another_goes_on():
    lists = lists_of(words=words_written({"an", "ang", "ban"}))
    assert [lists.has(text) for text in ("an", "ang", "ban", "a", "ba", "bang")] == [
        *[True] * 3,
        *[False] * 3,
    ]


def test_each_list_has_its_own_meaning():
    lists = lists_of(
        words=words_written({"ngo"}),
        numbers=words_written({"  e", "a "}),
        punctuation=words_written({" ", "o "}),
    )
    assert (lists.words, lists.numbers, lists.around) == ({"ngo"}, {"  e", "a "}, {" ", "o "})
    assert lists.has("42e")
    assert not lists.has("4e")


def test_a_model_without_lists_knows_nothing():
    lists = lists_of()
    assert not lists.has("ngo")
    assert not lists.has("42")


def test_edges_that_lead_back_are_no_words():
    back, last, word = 2, 1, 4
    shift = (len(LETTERS) + 3).bit_length()
    edges = [3 | word << shift, 4 | (back | last | word) << shift]
    part = struct.pack("<hii2Q", 42, len(LETTERS) + 3, len(edges), *edges)
    assert lists_of(words=part).words == {LETTERS[0]}


@pytest.mark.parametrize(
    "text", ["Quyết", "phường", "(phường)", "ngày:", "2023", "12,5", "19/5", "15%", "100%;"]
)
def test_debians_lists_know_what_papers_say(text):
    assert dictionary_of(parts_of(DEBIAN_TESSDATA / "vie.traineddata")).has(text)


@pytest.mark.parametrize("text", ["phưởngx", "QuyếtĐịnh", "215/QĐ", "ngày;;"])
def test_debians_lists_do_not_know_what_nobody_writes(text):
    assert not dictionary_of(parts_of(DEBIAN_TESSDATA / "vie.traineddata")).has(text)


def test_no_number_of_debians_list_has_more_signs_at_an_end_than_are_tried():
    numbers = dictionary_of(parts_of(DEBIAN_TESSDATA / "vie.traineddata")).numbers
    ends = [re.fullmatch(r"(\W*?)(?:[ \w].*[ \w]|[ \w])(\W*)", number, re.S) for number in numbers]
    assert ends
    assert max(len(sign.strip()) for end in ends if end for sign in end.groups()) <= 2


def test_a_row_of_dots_around_a_letter_is_no_word():
    assert not LISTS.has("." * 400 + "a" + "." * 400)
