"""The graphs against the same network gone through by hand, one value after another."""

import numpy as np
import pytest
from network_factories import STATES, along, lstm, said_of, small_network, steps_of, strips_of

from digitize.errors import EngineFailed
from digitize.ocr.network.column_graph import PIXELS, column_graph
from digitize.ocr.network.layers import layers_of
from digitize.ocr.network.model_file import Layer
from digitize.ocr.network.network import Network, output_of
from digitize.ocr.network.row_graph import row_graph
from digitize.ocr.network.runtime import onnxruntime

WIDTHS = (3, 4, 5, 6, 40, 121, 122, 123)


def run(graph, **given):
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    return session.run(None, given)[0]


def said_together(network, strips):
    return dict(Network(network).probabilities(strips))


def test_each_strip_is_read_as_by_hand():
    network, strips = small_network(), strips_of(*WIDTHS)
    said = said_together(network, strips)
    assert said.keys() == set(range(len(strips)))
    for place, strip in enumerate(strips):
        np.testing.assert_allclose(said[place], said_of(network, strip), atol=1e-5)


def test_a_strip_of_many_columns_is_read_to_its_end():
    network, strips = small_network(), strips_of(3010, 9, 3010)
    said = said_together(network, strips)
    assert [len(said[place]) for place in range(3)] == [1003, 3, 1003]
    np.testing.assert_allclose(said[2], said_of(network, strips[2]), atol=1e-5)


@pytest.mark.parametrize("width", [30, 31, 32])
def test_what_is_read_beside_a_strip_changes_nothing_of_it(width):
    network, (strip,) = small_network(), strips_of(width)
    alone = said_together(network, [strip])[0]
    dark = [np.full((36, columns), -1, np.float32) for columns in (29, 30, 31, 600)]
    among = said_together(network, [*dark[:2], strip, *dark[2:]])[2]
    np.testing.assert_allclose(among, alone, atol=1e-6)


def test_no_strips_are_read_as_none():
    assert said_together(small_network(), []) == {}


def test_a_column_is_summed_up_from_top_to_bottom():
    network, (strip,) = small_network(), strips_of(60)
    layers = layers_of(network)
    steps = run(column_graph(layers), **{PIXELS: strip[None, None]})
    np.testing.assert_allclose(steps, steps_of(layers.squares, layers.columns, strip), atol=1e-5)
    upside_down = run(column_graph(layers), **{PIXELS: strip[None, None, ::-1].copy()})
    assert np.abs(upside_down - steps).max() > 0.01


@pytest.mark.parametrize("is_backwards", [False, True], ids=["forwards", "backwards"])
def test_rows_are_gone_through_to_their_own_ends(is_backwards):
    random = np.random.default_rng(3)
    layer = lstm(random, STATES, STATES)
    if is_backwards:
        layer = Layer(kind="RTLReversed", layers=(layer,))
    network = small_network(rows=[layer])
    steps = random.normal(0, 1, (9, 2, STATES)).astype(np.float32)
    steps[4:, 1] = 100  # what lies after a row's end
    graph = row_graph(layers_of(network))
    said = run(graph, steps=steps, lengths=np.array([9, 4], np.int32))
    weights = network.layers[-1].weights[0]
    for row, length in enumerate((9, 4)):
        scores = along(layer, steps[:length, row]) @ weights[:, :-1].T + weights[:, -1]
        likely = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(said[:length, row], likely, atol=1e-5)


@pytest.mark.parametrize(
    "network",
    [
        small_network(height=48),
        Layer(kind="Series", layers=small_network().layers[:-1]),
        Layer(kind="Input", sizes=(1, 36, 0, 1, 0)),
        small_network(rows=[Layer(kind="Parallel", layers=())]),
    ],
    ids=["other height", "no signs", "no series", "unknown way along a row"],
)
def test_a_network_of_another_shape_is_refused(network):
    with pytest.raises(ValueError, match=r"another shape|kind Parallel"):
        Network(network)


def test_what_onnx_runtime_cannot_do_is_a_failing_engine():
    graph = column_graph(layers_of(small_network()))
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    with pytest.raises(EngineFailed):
        output_of(session, {PIXELS: np.zeros((1, 1, 35, 30), np.float32)})


def test_a_network_that_gives_less_than_its_signs_are_made_of_is_refused():
    random = np.random.default_rng(1)
    with pytest.raises(ValueError, match="dimensions"):
        Network(small_network(rows=(lstm(random, STATES, STATES - 1),)))
