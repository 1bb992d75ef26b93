"""What a document says twice: agreement confirms, difference asks, holes are filled only by what fits them."""

from decree_pages import MIDDLE, row
from factories import CHARACTER_WIDTH, line, page, word
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract.echoes import find_echoes, letters_of
from digitize.extract.repeated import Held, held_against
from digitize.layout import Segment
from digitize.model import Word

ABOUT = "Quy định hệ số điều chỉnh giá đất trên địa bàn tỉnh"
BODY = (
    f"Ủy ban nhân dân ban hành Quyết định {ABOUT.lower()} như sau và giao các sở tổ chức thi hành"
)


def words_of(text: str) -> list[Word]:
    return [word(part) for part in text.split()]


def held(*rows: str, body: str = BODY, is_whole: bool = True) -> Held:
    """Rows centred as they stand, `_` for letters under a stamp."""
    found = []
    for number, text in enumerate(rows):
        whole = row(text, center=MIDDLE, top=500 + 40 * number).words
        found.append(Segment(words=tuple(item for item in whole if set(item.text) != {"_"})))
    return held_against(found, words_of(body), middle=MIDDLE, is_whole=is_whole)


def text_of(found: Held) -> str:
    return " ".join(item.text for item in found.words)


def test_a_subject_that_the_body_repeats_is_confirmed() -> None:
    found = held(ABOUT)
    assert (text_of(found), found.is_confirmed, found.is_disputed) == (ABOUT, True, False)


def test_a_subject_that_nothing_repeats_stays_as_read() -> None:
    found = held(ABOUT, body="Căn cứ Luật Tổ chức chính quyền địa phương")
    assert (text_of(found), found.is_confirmed, found.is_disputed) == (ABOUT, False, False)


def test_a_word_spelled_otherwise_elsewhere_is_disputed_and_stays() -> None:
    read = ABOUT.replace("giá", "già")
    found = held(read)
    assert (text_of(found), found.is_disputed) == (read, True)


def test_a_comma_that_no_other_place_has_is_disputed() -> None:
    read = ABOUT.replace("chỉnh", "chỉnh,")
    assert held(read).is_disputed
    assert not held(read, body=BODY.replace("chỉnh", "chỉnh,")).is_disputed


def test_a_word_that_is_no_vietnamese_gives_way_to_the_echo() -> None:
    found = held(ABOUT.replace("điều", "đi§u"))
    assert text_of(found) == ABOUT
    assert found.is_disputed


def test_a_mark_that_engines_lose_comes_back_from_an_echo_that_has_it() -> None:
    found = held("Giao chỉ tiêu tuyến quân cho các xã", body="giao chỉ tiêu tuyển quân cho các xã")
    assert (text_of(found), found.is_disputed) == ("Giao chỉ tiêu tuyển quân cho các xã", True)


def test_a_comma_misread_comes_back_from_the_echo() -> None:
    body = "quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Sở"
    found = held("Quy định chức năng, nhiệm vụ; quyền hạn và cơ cấu tổ chức", body=body)
    assert text_of(found) == "Quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức"


def test_another_first_word_in_the_echo_is_disputed() -> None:
    about = "tà soát quỹ đất công ích do xã quản lý"
    assert held(about, body="việc rà soát quỹ đất công ích do xã quản lý").is_disputed


def test_figures_are_never_mended() -> None:
    found = held(f"{ABOUT} năm 2023", body=f"{BODY} và {ABOUT.lower()} năm 2024 theo đó")
    assert text_of(found).endswith("2023")


def test_a_word_lost_inside_a_row_is_put_into_its_hole() -> None:
    found = held(ABOUT.replace("chỉnh", "_____"))
    assert text_of(found) == ABOUT
    assert found.is_disputed


def test_a_word_that_only_the_body_has_is_not_put_in_where_there_is_no_hole() -> None:
    found = held(ABOUT.replace("chỉnh ", ""))
    assert "chỉnh" not in text_of(found)


def test_the_beginning_under_a_stamp_comes_from_the_echo() -> None:
    found = held(ABOUT.replace("Quy định", "___ ____"), is_whole=False)
    assert text_of(found).lower() == ABOUT.lower()


def test_the_end_under_a_stamp_comes_from_the_echo() -> None:
    found = held(ABOUT.replace("địa bàn tỉnh", "địa ___ ____"), is_whole=False)
    assert text_of(found) == ABOUT
    assert found.is_disputed


def test_a_stamp_left_of_the_last_row_opens_no_hole_at_its_right() -> None:
    stamp = row("ĐẾN PHỦ", center=MIDDLE - 40 * CHARACTER_WIDTH, top=500).words
    words = (*stamp, *row(ABOUT, center=MIDDLE, top=500).words)
    found = held_against(
        [Segment(words=words)], words_of(f"{BODY}. {BODY}"), middle=MIDDLE, is_whole=False
    )
    assert text_of(found).endswith(ABOUT)


def test_the_end_is_not_filled_where_the_row_has_no_hole() -> None:
    found = held(ABOUT.removesuffix(" tỉnh"), is_whole=False)
    assert text_of(found) == ABOUT.removesuffix(" tỉnh")


def test_a_stamps_capitals_that_no_place_repeats_are_left_out() -> None:
    found = held(ABOUT.replace("giá", "ĐẾN giá"), body=f"{BODY}. {BODY}", is_whole=False)
    assert text_of(found) == ABOUT


def test_dashes_stay() -> None:
    about = ABOUT.replace("trên", "- trên")
    assert text_of(held(about)) == about


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), max_size=30), st.data())
def test_echo_pieces_cover_the_stretch_in_order(text: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stretch = [word(part) for part in text[start : start + 8]]
    for echo in find_echoes(stretch, [word(part) for part in text]):
        ends = [piece.end for piece in echo.pieces]
        assert [piece.start for piece in echo.pieces[1:]] == ends[:-1]
        assert all(
            letters_of(stretch[piece.start]) == letters_of(piece.words[0])
            for piece in echo.pieces
            if piece.is_same
        )


def test_an_echo_is_found_over_line_and_page_breaks() -> None:
    pages = [page("Điều 1. Thành lập phường", "Chiềng Cơi"), page("thuộc thành phố")]
    text = [item for reading in pages for item in reading.text.words]
    (echo,) = find_echoes(words_of("thành lập phường Chiềng Cơi thuộc thành phố"), text)
    assert all(piece.is_same for piece in echo.pieces)
    assert [item.text for item in echo.before] == ["Điều", "1."]


def test_rows_far_from_the_middle_have_no_holes_where_the_middle_is_unknown() -> None:
    segment = Segment(
        words=line(*row(ABOUT, center=MIDDLE + 40 * CHARACTER_WIDTH, top=500).words).words
    )
    found = held_against([segment], words_of(BODY), middle=None, is_whole=True)
    assert text_of(found) == ABOUT
