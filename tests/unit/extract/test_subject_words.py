from dataclasses import replace

import pytest
from line_factories import word_of

from digitize.extract.subject_words import begins_torn, has_lost_stroke, put_right


def put_right_text(text: str, *, confidence: float = 0.96) -> str:
    words = [
        word_of(word, left=100 * at, confidence=confidence) for at, word in enumerate(text.split())
    ]
    return " ".join(word.text for word in put_right(words))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("trong mùa lũ quý H", "trong mùa lũ quý II"),
        ("quốc phòng, an ninh khóa IH", "quốc phòng, an ninh khóa III"),
        ("Quỹ khen thưởng và chỉ mừng thọ", "Quỹ khen thưởng và chi mừng thọ"),
        ("quyền hạn và “cơ cấu", "quyền hạn và cơ cấu"),
        ("Mở thêm| làn đường", "Mở thêm làn đường"),
    ],
    ids=["two", "three", "noun", "lone_quote", "edge_of_a_stamp"],
)
def test_a_known_misreading_is_put_right(read, printed):
    assert put_right_text(read) == printed


@pytest.mark.parametrize(
    "read",
    [
        "giao chỉ tiêu tuyển quân",
        "kiện toàn Ban Chỉ đạo",
        "cấp chứng chỉ hành nghề",
        "phong trào “Tuổi trẻ” năm 2024",
        "nhà H của quý 1 năm 2024",
    ],
    ids=["target", "steering", "certificate", "quoted", "no_number"],
)
def test_what_may_well_be_printed_stays(read):
    assert put_right_text(read) == read


def test_a_word_put_right_is_not_sure():
    quarter, number = put_right([word_of("quý", left=0), word_of("H", left=100, confidence=0.97)])
    assert (quarter.text, number.text, number.confidence) == ("quý", "II", 0.7)


@pytest.mark.parametrize(
    ("read", "width", "is_lost"),
    [("II", 50, True), ("II", 35, False), ("I", 33, True), ("I", 17, False), ("III", 60, False)],
    ids=["three as two", "two", "two as one", "one", "three"],
)
def test_a_roman_number_as_wide_as_the_next_has_lost_a_stroke(read, width, is_lost):
    word = word_of(read, left=100, height=30)
    word = replace(word, box=replace(word.box, right=100 + width))
    assert has_lost_stroke([word_of("khóa"), word]) is is_lost


@pytest.mark.parametrize(
    ("subject", "is_torn"),
    [("v việc tiêm phòng", True), ("ý kiến về phí", False), ("tiêm phòng", False)],
)
def test_a_subject_does_not_begin_with_a_consonant(subject, is_torn):
    assert begins_torn(subject) is is_torn
