from hashlib import sha256

import numpy as np
import pytest
from network_factories import small_network, strips_of

from digitize.ocr.network.model_file import Part, network_of, parts_of
from digitize.ocr.network.network import Network
from digitize.ocr.network.taught import TAUGHT, keep, taught_further, weights_of
from digitize.ocr.resident import DEBIAN_TESSDATA, ResidentEngine

PART = b"the network's part of a file"


def test_a_network_gets_back_the_weights_that_were_made_of_it(tmp_path):
    taught = small_network(seed=2)
    keep(weights_of(taught), PART, folder=tmp_path)
    network, name = taught_further(small_network(seed=1), PART, folder=tmp_path)
    assert name
    for got, kept in zip(weights_of(network), weights_of(taught), strict=True):
        assert np.allclose(got, kept, atol=2e-3)
        assert got.dtype == np.float32


def test_what_was_learned_is_what_is_read(tmp_path):
    taught = small_network(seed=2)
    keep(weights_of(taught), PART, folder=tmp_path)
    network, _ = taught_further(small_network(seed=1), PART, folder=tmp_path)
    strips = strips_of(40)
    ((_, wanted),) = Network(taught).probabilities(strips)
    ((_, likely),) = Network(network).probabilities(strips)
    assert np.allclose(likely, wanted, atol=0.02)


def test_another_network_stays_as_its_file_has_it(tmp_path):
    keep(weights_of(small_network(seed=2)), PART, folder=tmp_path)
    network = small_network(seed=1)
    assert taught_further(network, PART + b".", folder=tmp_path) == (network, "")


def _without_the_last(weights):
    return weights[:-1]


def _with_one_more(weights):
    return [*weights, weights[-1]]


def _turned(weights):
    return [weight.T for weight in weights]


@pytest.mark.parametrize("spoilt", [_without_the_last, _with_one_more, _turned])
def test_weights_that_do_not_fit_are_refused(tmp_path, spoilt):
    keep(spoilt(weights_of(small_network(seed=2))), PART, folder=tmp_path)
    with pytest.raises(ValueError, match="weights"):
        taught_further(small_network(seed=1), PART, folder=tmp_path)


def test_debians_network_is_taught_further_and_the_engine_says_so():
    part = parts_of(DEBIAN_TESSDATA / "vie.traineddata")[Part.NETWORK]
    _, name = taught_further(network_of(part), part)
    engine = ResidentEngine()
    assert name
    assert engine.name.endswith(f"taught {name}")
    engine.close()


def test_all_that_was_taught_is_for_a_network():
    assert [file.suffix for file in TAUGHT.iterdir()] == [".npz"]
    assert all(len(file.stem) == len(sha256().hexdigest()) for file in TAUGHT.iterdir())
