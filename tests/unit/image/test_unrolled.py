import numpy as np

from digitize.image.unrolled import Unrolling


def test_a_ring_becomes_a_straight_line_and_a_ring_again():
    rows, columns = np.indices((201, 221))
    ring = np.rint(np.hypot(columns - 110, rows - 100)) == 80

    unrolling = Unrolling((201, 221), x=110, y=100, furthest=95)
    unrolled = unrolling.unrolled(ring)

    assert unrolled.mean(axis=0).argmax() == 80
    assert unrolled[:, 80].mean() > 0.9
    assert (unrolling.rolled(unrolled) & ring).sum() > 0.9 * ring.sum()


def test_what_lies_outside_of_the_picture_is_empty():
    unrolling = Unrolling((50, 60), x=5, y=6, furthest=40)

    unrolled = unrolling.unrolled(np.ones((50, 60), dtype=np.bool_))

    assert not unrolled[len(unrolled) // 2, 10:].any()  # to the left
    assert unrolled[0].all()  # to the right


def test_nothing_unrolled_gives_nothing_back():
    unrolling = Unrolling((50, 60), x=30, y=25, furthest=40)
    nothing = np.zeros_like(unrolling.unrolled(np.zeros((50, 60), dtype=np.bool_)))

    assert not unrolling.rolled(nothing).any()
