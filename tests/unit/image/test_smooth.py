from dataclasses import replace

import numpy as np

from digitize.image.smooth import smoothed


def test_one_bit_print_gets_soft_edges(text_page):
    jagged = np.where(text_page.gray < 128, 0, 255).astype(np.uint8)
    soft = smoothed(replace(text_page, gray=jagged, is_bilevel=True))
    assert np.unique(soft.gray).size > 50
    assert abs(soft.gray.mean() - jagged.mean()) < 0.5


def test_print_with_greys_of_its_own_is_returned_as_it_is(text_page):
    assert smoothed(text_page) is text_page
