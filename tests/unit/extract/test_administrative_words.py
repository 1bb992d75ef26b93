"""Closed lists put lost tone marks back and nothing else; no page, however strange, stops the extraction."""

import pytest
from decree_pages import first_page, reading
from factories import line, page, word
from hypothesis import given, settings
from hypothesis import strategies as st

from config.document_types import load_document_types
from config.provinces import load_provinces
from digitize.classify import classify
from digitize.extract.administrative import extract_administrative
from digitize.extract.administrative_organ import has_initials_of
from digitize.extract.letterhead import find_letterhead
from digitize.extract.offices import office_in, with_surname
from digitize.extract.organ_words import restored
from digitize.extract.own_words import has_frail_word, respelled
from digitize.model import Line
from digitize.text import fold

TYPES = load_document_types()
PROVINCES = load_provinces()


@pytest.mark.parametrize("name", [province.name.upper() for province in PROVINCES])
def test_every_province_survives_the_loss_of_its_marks(name: str) -> None:
    bare = fold(f"TỈNH {name}").upper()
    assert fold(restored(bare, PROVINCES)) == fold(bare)
    assert restored(restored(bare, PROVINCES), PROVINCES) == restored(bare, PROVINCES)
    assert restored(f"TỈNH {name}", PROVINCES).endswith(restored(name, PROVINCES))


@given(st.text(alphabet="ABCĐEGHIKLMNƯỜÁ ,-", max_size=40))
def test_restoring_keeps_the_number_of_words(name: str) -> None:
    assert len(restored(name, PROVINCES).split()) == len(name.split())


@pytest.mark.parametrize(
    ("abbreviation", "organ", "fits"),
    [
        ("UBND", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", True),
        ("TTg", "THỦ TƯỚNG CHÍNH PHỦ", True),
        ("ĐHKTCN", "TRƯỜNG ĐẠI HỌC KỸ THUẬT - CÔNG NGHỆ CẦN THƠ", True),
        ("TW", "BAN CHẤP HÀNH TRUNG ƯƠNG", True),
        ("BYT", "BỘ TÀI CHÍNH", False),
        ("", "BỘ TÀI CHÍNH", False),
    ],
)
def test_initials(abbreviation: str, organ: str, fits: bool) -> None:
    assert has_initials_of(abbreviation, organ) is fits


@pytest.mark.parametrize(
    ("read", "office"),
    [
        ("CHỦ TỊCH.", "CHỦ TỊCH"),
        ("PHÓ CHỦ NHIÊM", "PHÓ CHỦ NHIỆM"),
        ("THU TUONG", "THỦ TƯỚNG"),
        ("GIAM ĐỐC SỞ NỘI VỤ", "GIÁM ĐỐC SỞ NỘI VỤ"),
        ("NGƯỜI LÀM ĐƠN", None),
        ("CHỦ", None),
    ],
)
def test_office_is_one_of_the_list_or_none(read: str, office: str | None) -> None:
    assert office_in(read) == office


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("SỞ TÀI NGUYÊN V À MỖI TRƯỜNG", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"),
        ("ỦY BAN NHÂNDÂN TỈNH HÀ TĨNH", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"),
        ("UBND XÃ HOÀN GIANG", "UBND XÃ HOÀN GIANG"),
        ("UBND HUYỆN KRÔNG PA", "UBND HUYỆN KRÔNG PA"),
    ],
    ids=["blank too many", "blank lost", "ends as a province", "other language"],
)
def test_blanks_come_back_only_about_words_that_are_no_syllables(read: str, name: str) -> None:
    assert restored(read, PROVINCES) == name


@pytest.mark.parametrize(
    ("name", "spelled", "is_known"),
    [
        ("Trân Văn An", "Trần Văn An", True),
        ("NGUYÊN VĂN AN", "NGUYỄN VĂN AN", True),
        ("Ha Văn An", "Ha Văn An", False),
        ("Xyz Văn An", "Xyz Văn An", False),
    ],
    ids=["one spelling", "capitals", "two spellings", "no surname"],
)
def test_surname_gets_its_marks_only_when_one_is_meant(
    name: str, spelled: str, is_known: bool
) -> None:
    assert with_surname(name.split()) == (spelled, is_known)


def test_word_that_the_document_spells_nowhere_else_stays() -> None:
    words = (word("Chiêng", confidence=0.5), word("Cơi"))
    assert respelled(words, [page("Nghị quyết này có hiệu lực")]) == words


def test_surely_read_word_needs_more_than_one_other_spelling() -> None:
    words = (word("Chiêng"), word("Cơi"))
    once = page("phường Chiềng Cơi")
    often = page("phường Chiềng Cơi", "xã Chiềng Cơi", confidence=0.96)
    assert respelled(words, [once]) == words
    assert respelled(words, [often])[0].text == "Chiềng"


def test_printed_tone_placement_stays() -> None:
    words = (word("văn"), word("hoá"))
    assert [item.text for item in respelled(words, [page("văn hóa", "văn hóa")])] == ["văn", "hoá"]


def test_set_phrase_is_a_second_witness_of_a_badly_read_word() -> None:
    read = respelled((word("phê"), word("duyêt", confidence=0.4)), [])
    assert [item.text for item in read] == ["phê", "duyệt"]
    assert min(item.confidence for item in read) > 0.9


@pytest.mark.parametrize(
    ("text", "frail"), [("dự toán chi", False), ("ban chỉ đạo", False), ("mức chỉ mới", True)]
)
def test_word_with_or_without_a_hook_is_frail_outside_set_phrases(text: str, frail: bool) -> None:
    assert has_frail_word([word(part) for part in text.split()], hooks_lost=False) is frail


def test_half_covered_national_heading_is_still_found() -> None:
    found = find_letterhead(first_page(nation=("CỌNG HOÀ XÃ HỘI ÑÄM",)))
    assert found is not None
    assert [row.text for row in found.organ] == ["BỘ TÀI CHÍNH"]


def test_motto_stands_in_for_a_lost_heading() -> None:
    found = find_letterhead(first_page(nation=("###", "Độc lập - Tự do - Hạnh phúc")))
    assert found is not None
    assert found.reference is not None


PRINTED = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Số: /QĐ-UBND 12/TB- ngày tháng năm 2010 QUYẾT ĐỊNH V/v TM. KT. "
    "CHỦ TỊCH Nguyễn Văn An Nơi nhận: - & ˆ | 07 Kính gửi: — Luật số: , . * Căn cứ Điều 1."
)
SCRAPS = st.sampled_from(PRINTED.split())
lines = st.builds(
    lambda texts, left, top: line(
        *(word(text, left=left + 90 * i, top=top) for i, text in enumerate(texts))
    ),
    st.lists(SCRAPS, min_size=1, max_size=8),
    st.integers(0, 900),
    st.integers(0, 2200),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(lines, max_size=12), max_size=3))
def test_no_page_stops_classification_or_extraction(pages: list[list[Line]]) -> None:
    readings = [reading(found, page_index=index) for index, found in enumerate(pages)]
    assert 0 <= classify(readings, types=TYPES).confidence <= 1
    for kind in ("quyet_dinh", "cong_van", "thong_tu_lien_tich"):
        fields = extract_administrative(readings, TYPES[kind], provinces=PROVINCES)
        assert all(field.value and 0 <= field.confidence <= 1 for field in fields)


def test_words_joined_by_a_dash_are_spelled_by_the_neighbours_of_each() -> None:
    words = tuple(word(text, confidence=0.6) for text in ("Nhâm", "Dần-năm", "2022"))
    slip = page("Nhâm Dân-năm 2022", "Nhâm Dần năm 2022", "Nhâm Dần năm 2022")
    assert respelled(words, [slip])[1].text == "Dần-năm"
