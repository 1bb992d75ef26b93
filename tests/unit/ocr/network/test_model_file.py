import subprocess

import numpy as np
import pytest
from network_factories import SIGNS, small_network
from trained_data_factories import (
    ADAM,
    DOUBLES,
    INT8,
    LETTERS,
    codes_written,
    in_whole_numbers,
    layer_written,
    parts_with,
    recognizer_end,
    trained_data,
)

from digitize.errors import MissingDependency
from digitize.ocr.network.model_file import Layer, Part, network_of, parts_of, signs_of
from digitize.ocr.network.reader import RowReader
from digitize.ocr.resident import DEBIAN_TESSDATA

DEBIANS = DEBIAN_TESSDATA / "vie.traineddata"


def all_weights(layer):
    return [*layer.weights, *(each for inner in layer.layers for each in all_weights(inner))]


def shape(layer):
    return (layer.kind, layer.sizes, tuple(map(shape, layer.layers)))


@pytest.fixture
def kept(tmp_path):
    def keep(content):
        file = tmp_path / "new.traineddata"
        file.write_bytes(content)
        return file

    return keep


def test_parts_are_what_was_written(kept):
    written = {Part.NETWORK: b"network", Part.SIGNS: b"signs", Part.WORDS: b"words", 23: b"version"}
    parts = parts_of(kept(trained_data(written)))
    assert parts == {part: content for part, content in written.items() if part != 23}


def test_weights_of_64_bits_are_read_as_they_are():
    network = small_network()
    read = network_of(layer_written(network, flags=DOUBLES | ADAM))
    assert shape(read) == shape(network)
    for found, true in zip(all_weights(read), all_weights(network), strict=True):
        np.testing.assert_array_equal(found, true)


def test_whole_numbers_have_the_scale_of_their_output():
    network = small_network()
    read = network_of(layer_written(network))
    assert shape(read) == shape(network)
    for found, true in zip(all_weights(read), all_weights(network), strict=True):
        whole, scales = in_whole_numbers(true)
        np.testing.assert_allclose(found, whole * scales[:, None], rtol=1e-6)


def test_tesseract_makes_the_same_whole_numbers_of_64_bits(kept):
    """Tesseract's own tool reads what the factory writes, so the factory writes what Tesseract does."""
    network = small_network()
    parts = parts_with(network, LETTERS[: SIGNS - 2], flags=DOUBLES)
    parts[Part.NETWORK] += recognizer_end(nothing=SIGNS - 1)
    file = kept(trained_data(parts))
    subprocess.run(["combine_tessdata", "-c", file], check=True, capture_output=True)
    read = network_of(parts_of(file)[Part.NETWORK])
    for found, true in zip(all_weights(read), all_weights(network), strict=True):
        whole, scales = in_whole_numbers(true)
        np.testing.assert_allclose(found, whole * scales[:, None], rtol=1e-5)
        assert not np.array_equal(found, true)


@pytest.mark.parametrize("flags", [0, INT8, ADAM], ids=["floats", "whole numbers", "in training"])
def test_weights_of_the_first_fourth_version_are_refused(flags):
    with pytest.raises(ValueError, match=r"before version 4\.0"):
        network_of(layer_written(small_network(), flags=flags))


def test_a_model_in_training_is_refused():
    with pytest.raises(ValueError, match="being trained"):
        network_of(layer_written(small_network(), flags=DOUBLES, training=1))


def test_a_model_that_was_kept_while_training_rested_is_read():
    read = network_of(layer_written(small_network(), flags=DOUBLES, training=2))
    assert shape(read) == shape(small_network())


def test_a_layer_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind Reconfig"):
        network_of(layer_written(Layer(kind="Reconfig")))


def test_a_sign_is_at_its_code():
    parts = parts_with(small_network(), letters="xyz")
    assert signs_of(parts) == (" ", "x", "y", "z", "")
    parts[Part.CODES] = codes_written([4, 3, 3, 2, 0, 1])
    assert signs_of(parts) == ("y", "z", "x", "", " ")


def test_of_signs_with_one_code_the_first_is_said():
    parts = parts_with(small_network(), letters="xyz")
    parts[Part.CODES] = codes_written([0, 3, 3, 1, 2, 1])
    assert signs_of(parts) == (" ", "x", "y", "")


def test_signs_without_codes_are_in_the_order_of_their_list():
    parts = parts_with(small_network(), letters="xyz")
    del parts[Part.CODES]
    assert signs_of(parts) == (" ", "", "", "x", "y", "z")


def test_a_sign_of_two_codes_is_refused():
    parts = parts_with(small_network(), letters="x")
    parts[Part.CODES] = codes_written([0, 3, 3, (1, 2)])
    with pytest.raises(ValueError, match="several codes"):
        signs_of(parts)


def test_a_model_of_ours_is_loaded(kept):
    letters = LETTERS[: SIGNS - 2]
    assert RowReader(kept(trained_data(parts_with(small_network(), letters))))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x18",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        bytes(4000),
        b"\xff" * 4000,
        trained_data({Part.SIGNS: b"0\n"}),
        trained_data({Part.NETWORK: layer_written(small_network())}),
        trained_data(parts_with(small_network()) | {Part.NETWORK: b""}),
        trained_data(parts_with(small_network()) | {Part.NETWORK: bytes(500)}),
        trained_data(parts_with(small_network()) | {Part.SIGNS: b"\xff\xfe"}),
        trained_data(parts_with(small_network()) | {Part.SIGNS: b"12\nNULL 0\n"}),
        trained_data(parts_with(small_network()) | {Part.CODES: b"\x04"}),
        trained_data(parts_with(small_network(), flags=0)),
        trained_data(parts_with(small_network(height=48))),
    ],
    ids=[
        "empty",
        "a byte",
        "a PDF",
        "nothing but zeros",
        "nothing but ones",
        "no network",
        "no signs",
        "an empty network",
        "a network of zeros",
        "signs in no writing",
        "signs cut off",
        "codes cut off",
        "old weights",
        "rows of another height",
    ],
)
def test_damaged_and_foreign_files_are_a_missing_dependency(kept, content):
    with pytest.raises(MissingDependency, match=r"tesseract model new\.traineddata"):
        RowReader(kept(content))


def test_a_model_that_is_not_there_is_a_missing_dependency(tmp_path):
    with pytest.raises(MissingDependency, match=r"model none\.traineddata"):
        RowReader(tmp_path / "none.traineddata")


def test_a_file_cut_off_anywhere_is_a_missing_dependency(kept):
    whole = trained_data(parts_with(small_network()))
    for length in range(0, len(whole), 97):
        with pytest.raises(MissingDependency):
            RowReader(kept(whole[:length]))


def test_a_file_cut_off_before_a_part_has_none_of_its_parts(kept):
    written = {Part.NETWORK: b"network", Part.SIGNS: b"signs", 23: b"version"}
    with pytest.raises(MissingDependency, match="too early"):
        parts_of(kept(trained_data(written)[: -len(b"version") - 1]))


def test_signs_cut_off_are_refused():
    parts = parts_with(small_network(), letters="xyz")
    del parts[Part.CODES]
    parts[Part.SIGNS] = parts[Part.SIGNS][: parts[Part.SIGNS].index(b"\nz")]
    with pytest.raises(ValueError, match="too early"):
        signs_of(parts)


def test_debians_model_is_of_the_size_its_description_says():
    parts = parts_of(DEBIANS)
    network = network_of(parts[Part.NETWORK])
    kinds = [layer.kind for layer in network.layers]
    assert kinds == [
        "Input",
        "Series",
        "Maxpool",
        "XYTranspose",
        "LSTM",
        "RTLReversed",
        "LSTM",
        "Softmax",
    ]
    sizes = [each.shape for each in all_weights(network)]
    assert sizes == [
        (16, 10),
        *[(48, 65)] * 4,
        *[(96, 145)] * 4,
        *[(96, 193)] * 4,
        *[(192, 289)] * 4,
        (269, 193),
    ]


def test_debians_model_has_the_signs_of_vietnamese():
    signs = signs_of(parts_of(DEBIANS))
    assert len(signs) == 269
    assert signs.count(" ") == signs.count("") == 1
    assert set("aăâđêôơưỳẵộ0123456789;/-") <= set(signs)
