"""Words that were looked for, marked in what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from workers.records.marking import stretches


def found(text: str, words: str) -> list[str]:
    return [part.text for part in stretches(text, words) if part.is_found]


def test_words_are_marked_whatever_their_signs() -> None:
    assert found("Quyết định hòa giải ở cơ sở", "quyet dinh HOÀ") == ["Quyết định hòa"]


def test_a_word_with_its_signs_leaves_others_unmarked() -> None:
    assert found("Ủy ban và địa bàn", "ủy ban") == ["Ủy ban"]


def test_a_reference_is_marked_whole() -> None:
    assert found("Số: 2311/QĐ-UBND, 311/QĐ-UBND", "2311/qd-ubnd") == ["2311/QĐ-UBND"]


def test_a_number_of_a_person_is_marked_and_masked() -> None:
    assert found("căn cước 044203001234 cấp", "044203001234") == ["********1234"]


@given(st.text(max_size=80), st.text(max_size=20))
def test_stretches_are_the_whole_text(text: str, words: str) -> None:
    shown = "".join(part.text for part in stretches(text, words))
    assert len(shown) == len(text)
