"""Segments and rows lose no word, whatever order the engine read them in."""

from decree_pages import reading
from factories import LETTER_HEIGHT, line, word
from hypothesis import given
from hypothesis import strategies as st

from digitize.layout import Segment, cut_at_gaps, has_sign, rows, segments
from digitize.model import Word

places = st.tuples(st.integers(0, 1600), st.integers(0, 2300))
words = st.builds(
    lambda text, place: word(text, left=place[0], top=place[1]),
    st.text(alphabet="abcĐƯ19/.-", min_size=1, max_size=8),
    places,
)


def in_order(found: list[Segment]) -> list[Word]:
    return sorted((word for segment in found for word in segment.words), key=repr)


@given(st.lists(words, max_size=20))
def test_rows_lose_no_word(given_words: list[Word]) -> None:
    assert in_order(rows(given_words)) == sorted(given_words, key=repr)


@given(st.lists(words, max_size=20))
def test_cutting_loses_no_word(given_words: list[Word]) -> None:
    assert in_order(cut_at_gaps(given_words)) == sorted(given_words, key=repr)


def test_line_is_cut_where_columns_part() -> None:
    parts = cut_at_gaps([word("BỘ"), word("TÀI", left=130), word("CỘNG", left=600)])
    assert [part.text for part in parts] == ["BỘ TÀI", "CỘNG"]


def test_words_of_one_height_are_one_row_left_to_right() -> None:
    found = rows(
        [
            word("hai", left=300, top=104),
            word("dưới", top=100 + 2 * LETTER_HEIGHT),
            word("một", left=100, top=100),
        ]
    )
    assert [row.text for row in found] == ["một hai", "dưới"]


def test_segments_come_from_top_to_bottom() -> None:
    page = reading([line(word("dưới", top=300)), line(word("trên", top=100))])
    assert [segment.text for segment in segments(page.text)] == ["trên", "dưới"]


def test_capitals_tolerate_a_small_letter() -> None:
    assert Segment(words=(word("QUYếT"), word("ĐỊNH"))).is_capitals
    assert not Segment(words=(word("Quyết"), word("định"))).is_capitals
    assert not Segment(words=(word("2023"),)).is_capitals


def test_marks_without_letters_are_no_signs() -> None:
    assert not any(has_sign(word(text)) for text in ("ˆ", "—", "...", "‹"))
    assert has_sign(word("ố"))
