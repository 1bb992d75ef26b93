"""Terms: what people type meets what the paper prints."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import fold, mark, query_terms, terms

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
ANYTHING = st.text(max_size=60)


def folded(text: str) -> list[str]:
    return [term.folded for term in query_terms(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hoà"), ("thủy", "thuỷ"), ("HÒA", "hoà"), ("khỏe", "khoẻ"), ("Quý", "qúy")],
)
def test_old_and_new_tone_placement_are_the_same_word(one: str, other: str) -> None:
    assert mark(one) == mark(other)
    assert mark(one) != fold(one)


def test_words_with_other_signs_are_other_marked_words() -> None:
    assert len({mark(word) for word in ("ma", "má", "mà", "mả", "mã", "mạ", "mâ", "mấ")}) == 8


@pytest.mark.parametrize(
    ("printed", "plain"),
    [("Đường", "duong"), ("ĐỒNG", "dong"), ("nghĩa", "nghia"), ("Ủy", "uy"), ("Thuỷ", "thuy")],
)
def test_folding_keeps_letters_only(printed: str, plain: str) -> None:
    assert fold(printed) == plain


@given(VIETNAMESE)
def test_folding_gives_plain_letters(text: str) -> None:
    assert fold(text).isascii()


@given(ANYTHING)
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    nfc = unicodedata.normalize("NFC", text)
    nfd = unicodedata.normalize("NFD", text)
    assert {t.marked for t in query_terms(nfc)} == {t.marked for t in query_terms(nfd)}
    assert set(folded(nfc)) == set(folded(nfd))


@given(ANYTHING)
def test_every_term_asked_for_is_among_the_terms_of_the_same_text(text: str) -> None:
    printed = {term.marked for term in terms(unicodedata.normalize("NFC", text))}
    assert {term.marked for term in query_terms(text)} <= printed


@given(ANYTHING)
def test_a_term_says_where_it_was_printed(text: str) -> None:
    for term in terms(text):
        assert 0 <= term.start < term.end <= len(text)
        assert query_terms(text[term.start : term.end])[0].folded in term.folded


@given(ANYTHING)
def test_no_term_has_a_quote_or_a_blank(text: str) -> None:
    for term in terms(text):
        for form in (term.marked, term.folded):
            assert form
            assert '"' not in form
            assert not any(char.isspace() for char in form)


def test_a_reference_is_one_term_to_ask_for_and_more_to_be_found_by() -> None:
    assert folded("số 2311/QĐ-UBND,") == ["so", "2311/qd-ubnd"]
    printed = [term.folded for term in terms("2311/QĐ–UBND.")]
    assert printed == ["2311/qd-ubnd", "2311", "qd", "ubnd"]


def test_a_compound_without_a_number_is_its_words() -> None:
    assert folded("QĐ-UBND Độc lập - Tự do") == ["qd", "ubnd", "doc", "lap", "tu", "do"]


def test_what_is_no_word_is_ignored() -> None:
    assert query_terms('"*() - : \u0301 🎉 _') == ()


@given(ANYTHING)
def test_some_terms_are_found_where_all_are(text: str) -> None:
    for wanted in terms(text):
        among = {wanted.folded, "nothing"}
        assert list(terms(text, among=among)) == [
            term for term in terms(text) if term.folded in among
        ]
