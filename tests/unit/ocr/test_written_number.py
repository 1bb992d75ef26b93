"""Figures of a pen: known by their shape, put into the gaps of the letterhead, never believed by themselves."""

from collections.abc import Sequence

import numpy as np
import pytest

from bench.pen_samples import drawn_samples
from bench.pen_strokes import drawn_figures
from digitize.model import Box, Line, PageImage, Pixels, Resolution, Word
from digitize.ocr.digit_cells import figures_in
from digitize.ocr.pen_digits import FIGURES, figure_scores, load_samples
from digitize.ocr.written_number import written_numbers

_HEIGHT = 40


def _word(text: str, left: int, right: int, *, top: int = 100, confidence: float = 0.95) -> Word:
    box = Box(left=left, top=top, right=right, bottom=top + _HEIGHT)
    return Word(text=text, box=box, confidence=confidence)


def _figure(figure: str) -> Pixels:
    """The first sample of the figure's first way, dark on white, as high as print."""
    ink = next(ink for drawn, ink in drawn_figures(60, seed=7) if drawn == figure)
    rows, columns = np.nonzero(ink.max(axis=1))[0], np.nonzero(ink.max(axis=0))[0]
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.asarray(255 - box[::2, ::2], np.uint8)


def _page(figures: str, left: int) -> PageImage:
    gray = np.full((1000, 800), 255, np.uint8)
    for figure in figures:
        ink = _figure(figure)
        gray[104 : 104 + ink.shape[0], left : left + ink.shape[1]] = ink
        left += int(ink.shape[1]) + 8
    return PageImage(
        page_index=0, gray=gray, colour=None, resolution=Resolution(dpi_x=200, dpi_y=200)
    )


HEADING = Line(
    words=(_word("Độc", 500, 560, top=20), _word("lập - Tự do - Hạnh phúc", 570, 760, top=20))
)


def _read(page: PageImage, *lines: Line) -> list[Line]:
    """The lines below the heading, after the pen's figures were looked for."""
    return list(written_numbers(page, [HEADING, *lines]))[1:]


def _text(page: PageImage, words: Sequence[Word]) -> str:
    return _read(page, Line(words=tuple(words)))[0].text


def test_drawn_figures_of_other_hands_are_known() -> None:
    samples = list(drawn_figures(30, seed=99))
    right = sum(FIGURES[int(figure_scores(ink).argmax())] == figure for figure, ink in samples)
    assert right >= 0.9 * len(samples)


def test_the_samples_that_are_kept_are_those_that_are_drawn() -> None:
    (kept, figures), (drawn, drawn_as) = load_samples(), drawn_samples()
    assert np.array_equal(figures, drawn_as)
    assert np.abs(kept - drawn).max() < 1e-3, "python -m bench.pen_samples"


def test_the_same_seed_draws_the_same_samples() -> None:
    one, other = list(drawn_figures(10, seed=3)), list(drawn_figures(10, seed=3))
    assert all(np.array_equal(left[1], right[1]) for left, right in zip(one, other, strict=True))


def test_number_is_put_between_its_label_and_its_symbol() -> None:
    words = [_word("Số:", 50, 100), _word("/CT-UBND", 250, 400)]
    lines = _read(_page("254", 120), Line(words=tuple(words)))
    assert lines[0].text == "Số: 254 /CT-UBND"
    assert lines[0].words[1].confidence < 0.5


def test_bad_reading_gives_way_to_the_figures() -> None:
    words = [
        _word("Số:", 50, 100),
        _word("#?", 120, 200, confidence=0.4),
        _word("/CT-UBND", 250, 400),
    ]
    assert _text(_page("254", 120), words) == "Số: 254 /CT-UBND"


def test_surely_read_number_keeps_its_words() -> None:
    words = [_word("Số:", 50, 100), _word("311", 120, 200), _word("/CT-UBND", 250, 400)]
    assert _text(_page("254", 120), words) == "Số: 311 /CT-UBND"


def test_sure_number_is_as_high_as_its_figures_without_the_tail_of_its_q() -> None:
    words = (_word("Số:", 50, 100), _word("254/QĐ-UBND", 118, 560, top=96))
    number = _read(_page("254", 120), Line(words=words))[0].words[1]
    assert number.text == "254/QĐ-UBND"
    assert number.box.height < _HEIGHT


def test_day_is_put_before_the_month() -> None:
    words = [
        _word("ngày", 50, 130),
        _word("tháng", 250, 345),
        _word("5", 360, 380),
        _word("năm", 400, 470),
    ]
    assert _text(_page("25", 150), words).startswith("ngày 25 tháng")


def test_empty_gap_stays_empty() -> None:
    words = [_word("Số:", 50, 100), _word("/CT-UBND", 250, 400)]
    assert _text(_page("", 120), words) == "Số: /CT-UBND"


@pytest.mark.parametrize("figures", ["2", "25", "254", "7032"])
def test_every_figure_of_a_strip_is_read(figures: str) -> None:
    strip = _page(figures, 20).gray[95:150, :400]
    found = figures_in(strip, print_height=_HEIGHT, fits=lambda _: True)
    assert found is not None
    assert found.digits == figures


def test_what_does_not_fit_is_not_read() -> None:
    strip = _page("95", 20).gray[95:150, :400]
    found = figures_in(strip, print_height=_HEIGHT, fits=lambda digits: int(digits) <= 31)
    assert found is None or int(found.digits) <= 31


def test_what_the_engine_made_of_the_ink_in_a_line_of_its_own_is_gone() -> None:
    label, stray, symbol = (
        _word("Số:", 50, 100),
        _word("4ÿ", 130, 190, top=90, confidence=0.3),
        _word("/CT-UBND", 250, 400),
    )
    lines = _read(_page("254", 120), Line(words=(stray,)), Line(words=(label, symbol)))
    assert [line.text for line in lines] == ["Số: 254 /CT-UBND"]


def test_text_of_a_page_without_letterhead_is_left_alone() -> None:
    line = Line(words=(_word("Số:", 50, 100), _word("/CT-UBND", 250, 400)))
    assert written_numbers(_page("254", 120), [line]) == (line,)


def test_body_text_below_the_letterhead_is_left_alone() -> None:
    page = _page("254", 120)
    low = Line(words=(_word("Số:", 50, 100, top=400), _word("/CT-UBND", 250, 400, top=400)))
    assert _read(page, low) == [low]


def test_ink_too_small_to_be_cut_in_two_is_taken_as_it_is() -> None:
    strip = np.full((4, 4), 255, np.uint8)
    strip[1, 1] = 0
    assert figures_in(strip, print_height=2, fits=str.isdigit) is not None
