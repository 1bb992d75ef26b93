"""The network with its slopes: the layers that `digitize.ocr.network` runs, in JAX, and how wrong they are of a batch of strips.

Weights are a list in the order of the file: squares, four gates of the columns, four of every layer along the row, signs; each
outputs × (inputs + 1), as `model_file.Layer` has them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from bench.teaching.batches import Batch
from digitize.ocr.network.graph import STEP
from digitize.ocr.network.layers import layers_of
from digitize.ocr.network.model_file import Layer
from digitize.ocr.network.taught import weights_of

Weights = list[jax.Array]
Scores = Callable[[Weights, jax.Array, jax.Array], jax.Array]
_GATES = 4
_SIDE = 3
"""Pixels of a square's side."""


class Learner:
    """A network on its way."""

    def __init__(
        self, network: Layer, optimiser: optax.GradientTransformation, *, nothing: int
    ) -> None:
        """`nothing` is the code that says nothing. Raises `ValueError` for a network of another shape than Tesseract's."""
        self.weights: Weights = [jnp.array(weight) for weight in weights_of(network)]
        self._state = optimiser.init(self.weights)
        seen = partial(scores, backwards=backwards_of(network))
        self._step = _learning(partial(wrongness, scores=seen, nothing=nothing), optimiser)
        self._read = jax.jit(seen)

    def taught(self, batch: Batch) -> float:
        """How wrong it was of the batch, a sign, before it learned from it."""
        self.weights, self._state, wrong = self._step(
            self.weights, self._state, batch.strips, batch.lengths, batch.says, batch.ends
        )
        return float(wrong)

    def read(self, batch: Batch, weights: Weights) -> np.ndarray:
        """The likeliest code of each step, strips × steps, with these weights."""
        return np.asarray(self._read(weights, batch.strips, batch.lengths)).argmax(axis=2)


def backwards_of(network: Layer) -> tuple[bool, ...]:
    """Of each layer along the row: does it go through it from its end."""
    return tuple(layer.kind == "RTLReversed" for layer in layers_of(network).rows)


def scores(
    weights: Weights, strips: jax.Array, lengths: jax.Array, *, backwards: tuple[bool, ...]
) -> jax.Array:
    """Strips × 36 × columns (a multiple of three) and the steps of each: strips × steps × signs, logarithms of shares but for a sum."""
    squares, columns, out = weights[0], weights[1 : 1 + _GATES], weights[-1]
    values = _steps(squares, columns, strips)
    inside = (jnp.arange(values.shape[0])[:, None] < lengths).astype(values.dtype)[..., None]
    for place, is_backwards in enumerate(backwards, start=1):
        gates = weights[1 + _GATES * place : 1 + _GATES * (place + 1)]
        values = _lstm(gates, values, inside, is_backwards=is_backwards)
    return jnp.swapaxes(values @ out[:, :-1].T + out[:, -1], 0, 1)


def wrongness(
    weights: Weights,
    strips: jax.Array,
    lengths: jax.Array,
    says: jax.Array,
    ends: jax.Array,
    *,
    scores: Scores,
    nothing: int,
) -> jax.Array:
    """What it costs to read the strips as they are, a sign; `says` strips × signs, of each as many as `ends` has."""
    seen = scores(weights, strips, lengths)
    beyond = (jnp.arange(seen.shape[1]) >= lengths[:, None]).astype(seen.dtype)
    unsaid = (jnp.arange(says.shape[1]) >= ends[:, None]).astype(seen.dtype)
    costs = optax.ctc_loss(seen, beyond, says, unsaid, blank_id=nothing)
    return jnp.sum(costs) / jnp.sum(ends)


def _learning(
    wrongness: Callable[..., jax.Array], optimiser: optax.GradientTransformation
) -> Callable[..., tuple[Weights, Any, jax.Array]]:
    @partial(jax.jit, donate_argnums=(0, 1))
    def step(weights: Weights, state: Any, *batch: jax.Array) -> tuple[Weights, Any, jax.Array]:
        wrong, slopes = jax.value_and_grad(wrongness)(weights, *batch)
        updates, state = optimiser.update(slopes, state, weights)
        return optax.apply_updates(weights, updates), state, wrong

    return step


def _steps(squares: jax.Array, gates: Weights, strips: jax.Array) -> jax.Array:
    """What stands for each step, steps × strips × states."""
    count, height, columns = strips.shape
    # Tesseract stacks a square column by column.
    kernel = squares[:, :-1].reshape(-1, 1, _SIDE, _SIDE).swapaxes(2, 3)
    seen = jax.lax.conv_general_dilated(strips[:, None], kernel, (1, 1), "SAME")
    seen = jnp.tanh(seen + squares[:, -1][:, None, None])
    seen = seen.reshape(count, -1, height // STEP, STEP, columns // STEP, STEP).max((3, 5))
    downwards = seen.transpose(2, 3, 0, 1).reshape(height // STEP, -1, seen.shape[1])
    everywhere = jnp.ones((1, 1, 1), strips.dtype)
    known = _lstm(gates, downwards, everywhere, is_backwards=False)[-1]
    return known.reshape(columns // STEP, count, -1)


def _lstm(gates: Weights, values: jax.Array, inside: jax.Array, *, is_backwards: bool) -> jax.Array:
    """Steps × rows × inputs to steps × rows × states; what lies beyond a row's end is forgotten at once."""
    states, wide = gates[0].shape
    inputs = wide - 1 - states
    joined = jnp.concatenate(gates)
    given = values @ joined[:, :inputs].T + joined[:, -1]
    of_known = joined[:, inputs:-1].T

    def step(
        carried: tuple[jax.Array, jax.Array], at: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
        known, held = carried
        gate, is_inside = at
        taken, into, forget, out = jnp.split(gate + known @ of_known, _GATES, axis=-1)
        held = held * jax.nn.sigmoid(forget) + jnp.tanh(taken) * jax.nn.sigmoid(into)
        held = is_inside * held
        known = is_inside * jnp.tanh(held) * jax.nn.sigmoid(out)
        return (known, held), known

    nothing = jnp.zeros((values.shape[1], states), values.dtype)
    inside = jnp.broadcast_to(inside, (*values.shape[:2], 1))
    _, known = jax.lax.scan(step, (nothing, nothing), (given, inside), reverse=is_backwards)
    return known
