"""Labels in the margins: none covers the page or another label, none is wider than its margin."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.explain.callouts import MARGIN_WIDTH, Callout, placed
from digitize.explain.lettering import LABEL_SIZE, typeface, wrapped
from digitize.explain.palette import PLACE
from digitize.model import Box

WIDTH, HEIGHT = 1000, 1400
boxes = st.builds(
    lambda left, top: Box(left=left, top=top, right=left + 60, bottom=top + 20),
    st.integers(0, WIDTH - 60),
    st.integers(0, HEIGHT - 20),
)
callouts = st.builds(
    Callout, text=st.text(max_size=80), colour=st.just(PLACE), box=st.none() | boxes
)


@settings(max_examples=60, deadline=None)
@given(st.lists(callouts, max_size=40))
def test_no_label_covers_another(items):
    found = placed(items, page_width=WIDTH, page_height=HEIGHT)
    for is_left in (True, False):
        column = sorted((each.top, each.height) for each in found if each.is_left is is_left)
        assert all(top + height <= below for (top, height), (below, _) in pairwise(column))


@settings(max_examples=60, deadline=None)
@given(st.lists(callouts, max_size=40))
def test_every_label_stands_beside_the_page(items):
    found = placed(items, page_width=WIDTH, page_height=HEIGHT)
    assert len(found) == len(items)
    for each in found:
        in_left = 0 <= each.left <= each.right < MARGIN_WIDTH
        in_right = MARGIN_WIDTH + WIDTH < each.left <= each.right <= 2 * MARGIN_WIDTH + WIDTH
        assert each.top >= 0
        assert in_left if each.is_left else in_right


def test_a_label_stands_on_the_side_and_at_the_height_of_its_place():
    box = Box(left=700, top=600, right=760, bottom=620)
    (found,) = placed(
        [Callout(text="số", colour=PLACE, box=box)], page_width=WIDTH, page_height=HEIGHT
    )
    assert not found.is_left
    assert found.top < 610 < found.top + found.height


@given(st.text(max_size=200), st.integers(60, 400), st.integers(1, 4))
def test_wrapped_lines_are_no_wider_and_no_more_than_asked(text, width, most):
    face = typeface(LABEL_SIZE)
    lines = wrapped(text, face, width=width, most=most)
    assert len(lines) <= most
    assert all(face.getlength(line) <= width for line in lines)


def test_wrapping_keeps_every_word_where_there_is_room():
    text = "Ủy ban nhân dân tỉnh Quảng Ngãi quyết định"
    lines = wrapped(text, typeface(LABEL_SIZE), width=200, most=9)
    assert " ".join(lines) == text


def test_the_typeface_has_every_vietnamese_letter():
    face = typeface(LABEL_SIZE)
    missing = bytes(face.getmask("\ufffe"))
    letters = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    assert all(bytes(face.getmask(letter)) != missing for letter in letters + letters.upper())
