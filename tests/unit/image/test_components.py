import cv2
import numpy as np
import pytest

from digitize.image.components import labelled, pieces_of


@pytest.mark.parametrize(
    ("share", "label_bytes"), [(0.01, 2), (0.2, 4)], ids=["print", "grain beyond two bytes"]
)
def test_pieces_are_those_of_labels_with_four_bytes(share, label_bytes):
    ink = np.random.default_rng(5).random((700, 900)) < share
    _, wanted_labels, wanted, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))

    labels, pieces = labelled(ink)

    assert labels.itemsize == label_bytes
    assert (labels == wanted_labels).all()
    assert (pieces == wanted).all()


def test_pieces_of_has_no_paper():
    ink = np.zeros((20, 30), dtype=np.bool_)
    ink[2:5, 3:9] = True

    assert pieces_of(ink).tolist() == [[3, 2, 6, 3, 18]]


def test_a_turned_picture_has_its_pieces_too():
    ink = np.zeros((20, 30), dtype=np.bool_)
    ink[2:5, 3:9] = True

    assert pieces_of(np.rot90(ink)).tolist() == [[2, 21, 3, 6, 18]]
