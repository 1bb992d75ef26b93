"""`python -m bench.teaching --out FILE`: show Debian's network drawn rows, print how wrong it still is, keep its weights now and then.

`--keep FILE` puts what was learned where the engine looks for it, mixed with what the network was before: what is half way between
the two weights reads worn print nearly as well as the taught one, and what no drawn row shows (seals, pens, odd print) as Debian's.
"""

import argparse
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import optax
from rapidfuzz.distance import Levenshtein

from bench.teaching import faces, sayings
from bench.teaching.batches import Batch, Source, batches
from bench.teaching.learner import Learner
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.model_file import Part, network_of, parts_of, signs_of
from digitize.ocr.network.taught import keep, weights_of, with_weights
from digitize.ocr.resident import DEBIAN_TESSDATA

_WARM_UP = 200
_HARDEST_TURN = 1.0
_LAST_RATE = 0.02
"""Of the highest."""
_KEPT_EVERY = 250
_ASKED = 24
"""Batches that are read, and never taught."""
_MEMORY = 0.998
"""Of the running mean of the weights, which reads better than the last ones."""


def main() -> None:
    chosen = _arguments()
    parts = parts_of(chosen.model)
    network, signs = network_of(parts[Part.NETWORK]), signs_of(parts)
    if chosen.keep:
        mixed = _mixed(weights_of(network), _loaded(chosen.keep), chosen.share)
        print(keep(mixed, parts[Part.NETWORK]).name)
        return
    if chosen.go_on:
        network = with_weights(network, _loaded(chosen.go_on))
    source = Source(help_pages=chosen.help_pages, fonts=chosen.fonts, signs=signs)
    rate = optax.warmup_cosine_decay_schedule(
        0, chosen.rate, _WARM_UP, max(chosen.steps, _WARM_UP + 1), chosen.rate * _LAST_RATE
    )
    optimiser = optax.chain(optax.clip_by_global_norm(_HARDEST_TURN), optax.adam(rate))
    learner = Learner(network, optimiser, nothing=signs.index(""))
    asked = list(islice(batches(source, seed="asked"), _ASKED))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    taught = batches(source, seed=chosen.seed, processes=chosen.processes)
    _teach(learner, islice(taught, chosen.steps), asked, nothing=signs.index(""), out=chosen.out)


def _teach(
    learner: Learner, taught: Iterable[Batch], asked: Sequence[Batch], *, nothing: int, out: Path
) -> None:
    mean = [np.array(weight) for weight in learner.weights]
    print(f"before: {_share_wrong(learner, mean, asked, nothing):.4f} of signs wrong", flush=True)
    began, strips, wrongs = time.monotonic(), 0, []
    for number, batch in enumerate(taught, start=1):
        wrongs.append(learner.taught(batch))
        strips += len(batch.ends)
        mean = _mixed(mean, learner.weights, max(1 - _MEMORY, 20 / (number + 20)))
        if number % _KEPT_EVERY == 0:
            np.savez(out, *mean)
            share = _share_wrong(learner, mean, asked, nothing)
            print(
                f"{number} steps, {strips} strips, {time.monotonic() - began:.0f} s, "
                f"cost {np.mean(wrongs):.4f}: {share:.4f} of signs wrong",
                flush=True,
            )
            wrongs = []


def _mixed(old: Sequence[Floats], new: Sequence[Floats], share: float) -> list[Floats]:
    """So much of the new ones in the old."""
    return [(1 - share) * a + share * np.asarray(b) for a, b in zip(old, new, strict=True)]


def _share_wrong(
    learner: Learner, weights: Sequence[Floats], asked: Iterable[Batch], nothing: int
) -> float:
    wrong = said = 0
    for batch in asked:
        read = learner.read(batch, [jnp.array(weight) for weight in weights])
        for row, length, says, end in zip(read, batch.lengths, batch.says, batch.ends, strict=True):
            wrong += Levenshtein.distance(
                _spoken(row[:length], nothing), tuple(says[:end].tolist())
            )
            said += int(end)
    return wrong / said


def _spoken(row: np.ndarray, nothing: int) -> tuple[int, ...]:
    """The same sign on neighbouring steps is one."""
    begins = np.append(True, row[1:] != row[:-1])
    return tuple(code for code in row[begins].tolist() if code != nothing)


def _loaded(file: Path) -> list[Floats]:
    with np.load(file) as kept:
        return [kept[name] for name in kept.files]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(".build/taught.npz"))
    parser.add_argument("--model", type=Path, default=DEBIAN_TESSDATA / "vie.traineddata")
    parser.add_argument("--go-on", type=Path, help="weights of an earlier run")
    parser.add_argument("--keep", type=Path, help="weights the engine is to read with")
    parser.add_argument("--share", type=float, default=0.6, help="of them in what is kept")
    parser.add_argument("--help-pages", type=Path, default=sayings.HELP)
    parser.add_argument("--fonts", type=Path, default=faces.FONTS)
    parser.add_argument("--seed", default="taught")
    parser.add_argument("--steps", type=int, default=3_000)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--processes", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
