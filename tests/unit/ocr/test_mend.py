import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_factories import printed, word_of

from digitize.model import Box, Line, Word
from digitize.ocr.known_words import KnownWords
from digitize.ocr.letter_choices import Letter, UnsureWord
from digitize.ocr.mend import mended

KNOWN = KnownWords.of(
    ["cổ phiếu", "cổ phần", "giao dịch", "thông tin", "của", "công bố", "bão", "số", "tổ chức"]
)


def line(*read: str | tuple[str, float]) -> Line:
    """Words one after the other; a word alone was read surely."""
    pairs = [(item, 0.99) if isinstance(item, str) else item for item in read]
    return Line(
        words=tuple(
            Word(
                text=text,
                box=Box(left=100 * at, top=0, right=100 * at + 90, bottom=30),
                confidence=confidence,
            )
            for at, (text, confidence) in enumerate(pairs)
        )
    )


def unsure(word: Word, *letters: Letter) -> UnsureWord:
    return UnsureWord(text=word.text, box=word.box, confidence=word.confidence, letters=letters)


def mended_text(*read: str | tuple[str, float]) -> str:
    return mended((line(*read),), known=KNOWN)[0].text


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ((("cỗ", 0.8), ("phiều", 0.9)), "cổ phiếu"),
        (("giao", ("địch", 0.9)), "giao dịch"),
        ((("CỖ", 0.8), "PHIẾU"), "CỔ PHIẾU"),
        ((("Thông", 0.99), ("tỉn;", 0.9)), "Thông tin;"),
        ((("(cỗ", 0.8), "phần)"), "(cổ phần)"),
        (("Ban", ("Cỗ", 0.8), "phần"), "Ban Cổ phần"),
    ],
    ids=[
        "both",
        "stroke_of_d",
        "capitals",
        "punctuation_after",
        "bracket_before",
        "task_of_a_body",
    ],
)
def test_words_that_make_no_sense_take_the_marks_that_do(read, said):
    assert mended_text(*read) == said


def test_a_letter_that_the_engine_offers_may_be_taken():
    word = word_of("hố", left=100, confidence=0.9)
    read = Line(words=(*line("công").words, unsure(word, (("h", 0.0), ("b", 8.1)), (("ố", 0.0),))))
    assert mended((read,), known=KNOWN)[0].text == "công bố"


def test_the_page_itself_is_a_witness():
    others = [line("bão", "táp") for _ in range(9)]
    read = mended((*others, line(("bảo", 0.8), "táp")), known=KNOWN)
    assert read[-1].text == "bão táp"


SLIPS = KnownWords.of(
    ["tuyển quân", "trực tuyến", "tuyến", "quân", "chi tiết", "chỉ tiêu", "đối thoại", "đổi"]
)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (("giao", ("tuyến", 0.966), "quân"), "giao tuyển quân"),
        (("giao", ("tuyến", 0.971), "quân"), "giao tuyển quân"),
        (("trực", ("tuyến", 0.966)), "trực tuyến"),
        (("quy", "định", ("chỉ", 0.96), "tiết"), "quy định chi tiết"),
        (("giao", ("chỉ", 0.96), "tiêu"), "giao chỉ tiêu"),
    ],
    ids=["hook", "hook_read_surely", "acute", "dot", "hook_over_i"],
)
def test_a_page_that_repeats_a_slip_does_not_confirm_it(read, said):
    again = mended(tuple(line(*read) for _ in range(3)), known=SLIPS)
    assert {one.text for one in again} == {said}


def test_a_hook_read_surely_is_a_witness_against_its_slip():
    known = KnownWords.of(["kể", "kế", "từ"], shares={"kế": 1e-4, "kể": 1e-5, "từ": 1e-4})
    read = mended((*(line("kể", "từ") for _ in range(3)), line(("kế", 0.96), "từ")), known=known)
    assert read[-1].text == "kể từ"


@pytest.mark.parametrize(
    "read",
    [
        ("Nguyễn", ("Tô", 0.6)),
        ("Nguyễn", ("Cỗ", 0.8), "phần"),
        ("Bộ", "Trần", ("Cỗ", 0.8), "phần"),
        ("số", ("12O", 0.5)),
        (("UBCK", 0.6), "cổ"),
        (("/QĐ-TTg", 0.3), "cổ"),
        (("phiều", 0.98), "này"),
        ("giao,", ("tỗ", 0.8), "-"),
        (("sogtvt@binhphuoc.gov.cua", 0.8), "dịch"),
        (("binhphuoc.gov.cua", 0.8), "dịch"),
    ],
    ids=[
        "name",
        "name_before_small_letters",
        "three_capitalised",
        "figures",
        "abbreviation",
        "abbreviation_of_a_number",
        "read_surely",
        "nothing_beside_it",
        "mail_address",
        "web_address",
    ],
)
def test_what_may_not_be_mended_stays(read):
    words = [item if isinstance(item, str) else item[0] for item in read]
    if words[-1] == "-":
        words, read = ["12", "34"], ("12", ("34", 0.2))
    assert mended_text(*read) == " ".join(words)


def test_a_mended_word_is_never_sure():
    words = mended((line(("cỗ", 0.96), "phiếu"),), known=KNOWN)[0].words
    assert (words[0].text, words[0].confidence, words[1].confidence) == ("cổ", 0.7, 0.99)


def test_no_word_keeps_its_alternatives():
    word = unsure(printed("cỗ", left=0, top=0).words[0], (("c", 0.0),), (("ỗ", 0.0),))
    read = mended((Line(words=(word,)),), known=KNOWN)[0].words[0]
    assert type(read) is Word


@given(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.floats(0, 1)), max_size=12))
def test_every_line_keeps_its_words_and_places(read):
    lines = (line(*read), line("giao", "dịch"))
    again = mended(lines, known=KNOWN)
    assert [[word.box for word in row.words] for row in again] == [
        [word.box for word in row.words] for row in lines
    ]


def test_both_sides_of_a_stroke_are_mended():
    assert mended_text("của", ("người/tỗ", 0.8), "chức") == "của người/tổ chức"


@pytest.mark.parametrize("read", ["II", "LVI", "vii"])
def test_roman_figures_stay(read):
    assert mended_text("Phụ", "lục", (read, 0.5)) == f"Phụ lục {read}"


def test_an_unsure_word_tells_what_the_engine_thinks_likeliest_besides():
    word = unsure(
        word_of("2311", left=100, confidence=0.8),
        (("2", 0.0),),
        (("3", 0.0), ("8", 1.5)),
        (("1", 0.0), ("7", 1.0)),
        (("1", 0.0),),
    )
    (read,) = mended((Line(words=(word,)),), known=KNOWN)
    assert (read.text, read.words[0].others) == ("2311", ("2371", "2811"))


def test_a_mended_word_offers_what_was_read():
    word = unsure(word_of("hố", left=100, confidence=0.9), (("h", 0.0), ("b", 8.1)), (("ố", 0.0),))
    (read,) = mended((Line(words=(*line("công").words, word)),), known=KNOWN)
    assert (read.words[1].text, read.words[1].others) == ("bố", ("hố",))
