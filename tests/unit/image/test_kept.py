import gc

import numpy as np
import pytest

from digitize.image import kept
from digitize.image.ink import shrunk


def _pixels():
    return np.random.default_rng(2).integers(0, 256, (400, 300), dtype=np.uint8)


def test_the_same_small_picture_is_made_once():
    pixels = _pixels()
    assert shrunk(pixels, 0.25, 0.25) is shrunk(pixels, 0.25, 0.25)


def test_a_kept_picture_is_the_same_as_one_made_anew():
    pixels = _pixels()
    shrunk(pixels, 0.5, 0.5)
    assert (shrunk(pixels, 0.3, 0.3) == shrunk(pixels.copy(), 0.3, 0.3)).all()


def test_nobody_writes_to_a_kept_picture():
    pixels = _pixels()
    with pytest.raises(ValueError, match="read-only"):
        shrunk(pixels, 0.5, 0.5)[0, 0] = 0


def test_pixels_that_are_left_as_they_are_stay_writable():
    pixels = _pixels()
    assert shrunk(pixels, 1.0, 1.0) is pixels
    assert pixels.flags.writeable


def test_what_is_kept_goes_with_the_pixels():
    gc.collect()
    before = len(kept._KEPT)
    pixels = _pixels()
    shrunk(pixels, 0.2, 0.2)
    del pixels
    gc.collect()
    assert len(kept._KEPT) == before
