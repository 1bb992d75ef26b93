"""Good Vietnamese passes, every known kind of junk does not."""

from pathlib import Path

import numpy as np
import pytest
from intake_pdfs import VIETNAMESE, write_typed_pdf

from digitize.intake.pages import open_scan
from digitize.intake.syllables import has_marks, is_syllable
from digitize.intake.text_layer import is_good_language, lies_on_ink
from digitize.model import Box, Line, PageText, Word

WORDS = tuple(" ".join(VIETNAMESE).split())
BOX = Box(left=2, top=2, right=8, bottom=8)


def _text(words: tuple[str, ...], box: Box = BOX) -> PageText:
    return PageText(
        lines=(Line(words=tuple(Word(text=w, box=box, confidence=1.0) for w in words)),)
    )


def _junk(line: str) -> tuple[str, ...]:
    return tuple(line.split()) * 4


JUNK = {
    "no diacritics": _junk("Can cu Luat To chuc chinh quyen dia phuong ngay thang nam"),
    "TCVN3": _junk("Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc"),
    "VNI": _junk("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp Töï do"),
    "another language": _junk("The quick brown fox jumps over the lazy dog again and again"),
    "lost letters": (*WORDS, "\ufffd\ufffd"),
    "private letters": (*WORDS, "\ue001\ue002"),
    "too little": WORDS[:10],
}


def test_good_vietnamese_is_believed() -> None:
    assert is_good_language(_text(WORDS))


@pytest.mark.parametrize("words", JUNK.values(), ids=JUNK)
def test_junk_is_not_believed(words: tuple[str, ...]) -> None:
    assert not is_good_language(_text(words))


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quyết",
        "hoà",
        "hòa",
        "Uỷ",
        "ủy",
        "gì",
        "giữa",
        "khuya",
        "khuỷu",
        "đường",
        "ước",
        "thuở",
    ],
)
def test_syllables_of_every_structure_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["x·", "hoµ", "foxes", "cac", "Coäng", "phưong1", "strr", "bìch"])
def test_impossible_syllables_are_told(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(("word", "marked"), [("đi", True), ("tới", True), ("cho", False)])
def test_marks_are_tones_and_vietnamese_letters(word: str, marked: bool) -> None:
    assert has_marks(word) is marked


def test_text_must_lie_on_the_ink() -> None:
    paper = np.full((20, 20), 255, np.uint8)
    paper[3:7, 3:7] = 0

    assert lies_on_ink(_text(WORDS), paper)
    assert not lies_on_ink(_text(WORDS, Box(left=12, top=12, right=18, bottom=18)), paper)


def test_ink_without_words_over_it_speaks_against_the_layer() -> None:
    paper = np.full((40, 40), 255, np.uint8)
    paper[3:7, 3:7] = 0
    paper[20:40, 20:40] = 0

    assert not lies_on_ink(_text(WORDS), paper)


def test_a_typed_page_in_a_legacy_encoding_is_read_anew(tmp_path: Path) -> None:
    file = write_typed_pdf(tmp_path / "a.pdf", (" ".join(JUNK["VNI"][:10]),) * 4)

    with open_scan(tmp_path / "a.pdf", file) as pages:
        page = pages.load(0)

    assert page.text is None
    assert page.notes == ("junk_text_layer",)


@pytest.mark.samples
def test_typed_truth_of_real_papers_reads_as_vietnamese(samples: Path) -> None:
    pages = sorted((samples / "texts").glob("*/pages/*.txt"))
    texts = [tuple(page.read_text("utf-8").split()) for page in pages]
    judged = [is_good_language(_text(words)) for words in texts if len(words) > 150]

    assert sum(judged) / len(judged) > 0.95
