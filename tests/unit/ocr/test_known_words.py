from digitize.ocr.known_words import KnownWords, known_words, spelt


def test_both_places_of_a_tone_are_one_spelling():
    assert spelt("Hoà") == spelt("HÒA") == "hòa"


def test_neighbours_of_a_word_are_pairs():
    known = KnownWords.of(["ủy ban nhân dân"])
    assert known.pairs == {("ủy", "ban"), ("ban", "nhân"), ("nhân", "dân")}


def test_syllables_that_differ_in_marks_stand_together():
    assert KnownWords.of(["cổ phần", "cô giáo"]).by_letters["co"] == {"cổ", "cô"}


def test_the_list_of_the_package_knows_words_of_office():
    pairs = known_words().pairs
    assert {("nghị", "quyết"), ("công", "dân"), ("hồ", "sơ"), ("cổ", "phiếu")} <= pairs
