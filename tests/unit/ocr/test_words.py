from line_factories import line_of, word_of

from digitize.ocr.words import without_junk


def test_a_speck_read_as_punctuation_is_dropped():
    line = line_of(word_of("Điều"), word_of("~", confidence=0.2), word_of("1."))
    assert without_junk((line,))[0].text == "Điều 1."


def test_a_printed_dash_stays():
    line = line_of(word_of("-", confidence=0.9), word_of("Như"), word_of("trên;"))
    assert without_junk((line,)) == (line,)


def test_a_line_of_specks_goes():
    assert without_junk((line_of(word_of("'", confidence=0.1)),)) == ()


def test_doubtful_letters_stay_for_a_person_to_judge():
    line = line_of(word_of("Nguyển", confidence=0.2))
    assert without_junk((line,)) == (line,)


def test_beside_letters_that_were_dropped_nothing_is_sure():
    line = line_of(word_of("KT."), word_of("tÓ", confidence=0.01), word_of("CHỦ"), word_of("NHIỆM"))
    (read,) = without_junk((line,))
    assert [word.confidence > 0.5 for word in read.words] == [False, False, True]


def test_a_dropped_stroke_says_nothing_of_its_neighbours():
    line = line_of(word_of("Điều"), word_of("l", confidence=0.01), word_of("1."))
    (read,) = without_junk((line,))
    assert [word.confidence for word in read.words] == [
        line.words[0].confidence,
        line.words[2].confidence,
    ]


def test_a_doubtful_word_as_high_as_a_seal_goes():
    lines = (
        line_of(*(word_of("chữ") for _ in range(5))),
        line_of(word_of("Qộ", height=200, confidence=0.2)),
    )
    assert without_junk(lines) == lines[:1]


def test_no_lines_give_no_lines():
    assert without_junk(()) == ()
