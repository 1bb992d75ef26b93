"""Rows said letter by letter, certain but for what a test changes."""

import unicodedata

import numpy as np
import pytest

from digitize.model import Box
from digitize.ocr.letter_choices import UnsureWord
from digitize.ocr.network.dictionary import Dictionary
from digitize.ocr.network.spelling import Spelling
from digitize.ocr.network.strips import Strip

SIGNS = (" ", *"abcdefghino", "")
KNOWN = Dictionary(words={"hai", "con", "nga"}, numbers=(), around={" "})
SURE = 0.97


def row(text, changed=(), *, between=()):
    """Each sign on a step of its own with nothing before and after; `changed` has shares by places in the text, `between`
    those of the step before a place."""
    said = np.zeros((2 * len(text) + 1, len(SIGNS)), np.float32)
    said[::2, SIGNS.index("")] = 1
    for place, sign in enumerate(text):
        said[2 * place + 1, SIGNS.index(sign)] = 1
    for step, shares in [
        *((2 * place + 1, shares) for place, shares in dict(changed).items()),
        *((2 * place, shares) for place, shares in dict(between).items()),
    ]:
        said[step] = [shares.get(sign, 0) for sign in SIGNS]
    return said


def words(said, *, dictionary=KNOWN, signs=SIGNS):
    """Of a strip with a stroke for each letter."""
    pixels = np.ones((36, 3 * len(said)), np.float32)
    for step in np.flatnonzero((said.argmax(axis=1) != len(SIGNS) - 1) & (said[:, 0] < 0.5)):
        pixels[10:26, 3 * step : 3 * step + 3] = -1
    box = Box(left=100, top=50, right=100 + 3 * len(said), bottom=86)
    spelling = Spelling(signs, dictionary, sure_confidence=SURE)
    return spelling.words(said, Strip(pixels=pixels, box=box))


def only(said, **others):
    (word,) = words(said, **others)
    return word


def texts(said, **others):
    return [word.text for word in words(said, **others)]


def confidence(share, times=1.0):
    """Tesseract's, of a word whose most doubtful step is that likely."""
    return pytest.approx(1 + 0.35 * times * (np.log(share) - 0.085), abs=1e-5)


def test_words_stand_between_blanks():
    assert texts(row("hai con nga")) == ["hai", "con", "nga"]


def test_where_nothing_is_said_are_no_words():
    assert words(row("")) == ()
    assert words(row(" ")) == ()


def test_blanks_around_a_row_are_no_words():
    assert texts(row(" hai ")) == ["hai"]


def test_words_lie_on_their_ink():
    hai, con = words(row("hai con"))
    assert hai.box == Box(left=103, top=60, right=118, bottom=76)
    assert con.box == Box(left=127, top=60, right=142, bottom=76)


def test_a_sure_word_comes_without_what_its_letters_may_be():
    word = only(row("hai"))
    assert not isinstance(word, UnsureWord)
    assert word.confidence == confidence(1)


def test_a_word_is_as_doubtful_as_its_most_doubtful_letter():
    word = only(row("hai", {0: {"h": 0.8, "": 0.2}, 2: {"i": 0.6, "": 0.4}}))
    assert (word.text, word.confidence) == ("hai", confidence(0.6))


def test_a_word_in_no_list_is_two_and_a_quarter_times_as_doubtful():
    assert only(row("hac")).confidence == confidence(1, times=2.25)
    word = only(row("bbbb", {2: {"b": 0.9, "": 0.1}}))
    assert (word.text, word.confidence) == ("bbbb", confidence(0.9, times=2.25))


def test_a_word_after_a_doubtful_blank_is_as_doubtful():
    hai, con = words(row("hai con", {3: {" ": 0.6, "": 0.4}}))
    assert hai.confidence == confidence(1)
    assert con.confidence == confidence(0.6)


def test_confidence_ends_at_none():
    shares = dict.fromkeys("abcdefghin", 0.09) | {"o": 0.1}
    assert only(row("bbo", {2: shares})).confidence == 0


def test_a_known_word_is_read_instead_where_it_costs_less():
    word = only(row("hoi", {1: {"o": 0.55, "a": 0.45}}))
    assert (word.text, word.confidence) == ("hai", confidence(0.55))


def test_what_a_known_word_costs_is_doubted():
    """Each of two letters is half as likely as what was read."""
    changed = {0: {"o": 0.4, "h": 0.2, "e": 0.4 - 1e-6}, 1: {"o": 0.4, "a": 0.2, "c": 0.4 - 1e-6}}
    word = only(row("ooi", changed))
    assert (word.text, word.confidence) == ("hai", confidence(0.5 * 0.5))


@pytest.mark.parametrize(
    "changed",
    [{1: {"o": 0.95, "a": 0.05}}, {1: {"o": 0.55, "e": 0.45}}],
    ids=["dear", "unknown too"],
)
def test_an_unknown_word_stays_where_no_known_one_is_cheap(changed):
    share = changed[1]["o"]
    word = only(row("hoi", changed))
    assert (word.text, word.confidence) == ("hoi", confidence(share, times=2.25))


def test_a_known_word_is_never_replaced():
    lists = Dictionary(words={"hai", "hoi"}, numbers=(), around={" "})
    assert only(row("hoi", {1: {"o": 0.51, "a": 0.49}}), dictionary=lists).text == "hoi"


def test_two_letters_may_give_way_at_once_but_not_three():
    shares = [{"b": 0.52, "h": 0.48}, {"b": 0.52, "a": 0.48}, {"b": 0.52, "i": 0.48}]
    assert only(row("bbi", {0: shares[0], 1: shares[1]})).text == "hai"
    assert only(row("bbb", dict(enumerate(shares)))).text == "bbb"


def test_two_letters_that_are_cheap_alone_may_be_dear_together():
    assert only(row("hbi", {1: {"b": 0.7, "a": 0.3}})).text == "hai"
    assert only(row("bbi", {0: {"b": 0.7, "h": 0.3}, 1: {"b": 0.7, "a": 0.3}})).text == "bbi"


def test_the_cheapest_known_word_is_taken():
    lists = Dictionary(words={"hai", "hei"}, numbers=(), around={" "})
    shares = {"o": 0.4, "a": 0.25, "e": 0.35}
    assert only(row("hoi", {1: shares}), dictionary=lists).text == "hei"


def test_a_letter_may_be_none():
    word = only(row("haai", {2: {"a": 0.55, "": 0.45}}))
    assert word.text == "hai"
    assert [letter[0][0] for letter in word.letters] == ["h", "a", "i"]


def test_an_unsure_word_comes_with_what_its_letters_may_be():
    word = only(row("hoc", {1: {"o": 0.8, "a": 0.15, "": 0.05}}))
    assert isinstance(word, UnsureWord)
    assert [letter[0] for letter in word.letters] == [("h", 0), ("o", 0), ("c", 0)]
    assert [sign for sign, _ in word.letters[1]] == ["o", "a"]
    assert word.letters[1][1][1] == pytest.approx(2.25 * np.log(0.8 / 0.15), rel=1e-4)


def test_what_was_read_is_offered_beside_the_known_letter():
    word = only(row("hoi", {1: {"o": 0.55, "a": 0.45}}))
    assert [sign for sign, _ in word.letters[1]] == ["a", "o"]


def test_letters_belong_to_their_own_word():
    said = row("hoc hai nbc", {1: {"o": 0.8, "a": 0.2}, 9: {"b": 0.8, "g": 0.2}})
    first, sure, last = words(said)
    assert not isinstance(sure, UnsureWord)
    assert [len(letter) for letter in first.letters] == [1, 2, 1]
    assert [letter[-1][0] for letter in last.letters] == ["n", "g", "c"]


def test_known_words_read_as_one_are_parted_where_a_blank_is_cheap():
    assert texts(row("haicon", between={3: {"": 0.7, " ": 0.3}})) == ["hai", "con"]


@pytest.mark.parametrize(
    ("text", "blank"),
    [("haicon", 0.03), ("haicob", 0.3), ("haibcon", 0.3)],
    ids=["dear", "second unknown", "first unknown"],
)
def test_words_read_as_one_stay_so_otherwise(text, blank):
    place = text.index("co")
    assert texts(row(text, between={place: {"": 1 - blank, " ": blank}})) == [text]


def test_a_known_word_is_not_parted():
    lists = Dictionary(words={"hai", "con", "haicon"}, numbers=(), around={" "})
    said = row("haicon", between={3: {"": 0.6, " ": 0.4}})
    assert texts(said, dictionary=lists) == ["haicon"]


def test_text_is_composed_whatever_the_models_signs_are():
    signs = [unicodedata.normalize("NFD", "ộ") if sign == "o" else sign for sign in SIGNS]
    assert texts(row("con"), signs=signs) == ["cộn"]


def test_a_word_with_a_letter_passed_over_is_not_believed():
    said = np.insert(row("hai"), 2, np.eye(len(SIGNS))[[-1] * 6], axis=0)
    pixels = np.full((36, 3 * len(said)), -1, np.float32)
    box = Box(left=0, top=0, right=3 * len(said), bottom=36)
    (word,) = Spelling(SIGNS, KNOWN, sure_confidence=SURE).words(
        said, Strip(pixels=pixels, box=box)
    )
    assert word.text == "hai"
    assert word.confidence < 0.5
