"""Checked papers into a model of types, with the score it reached on papers it was not made from.

Every fifth scan is held out, chosen by its hash, so that a paper stays on its side from one training to the next and the
scores of two trainings compare. The model that is kept is made from all papers; the score is that of the one made without
the held-out ones.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digitize.classify.learned import LearnedTypes, page_features, to_bytes
from digitize.errors import TooFewExamples
from digitize.model import PageReading, ScanId

_HELD_OUT_OF = 5
MIN_OF_A_TYPE = 3  # fewer papers of a type teach their accidents
MIN_TYPES = 2
_MIN_PAPERS_OF_A_FEATURE = 2
_MAX_FEATURES = 20_000
_REGULARISATION = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A paper whose type a person has confirmed."""

    scan_id: ScanId
    type_code: str
    features: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What came of a training, as it is recorded in the ledger and shown."""

    model: bytes
    version: str
    """First 12 hex digits of the model's SHA-256."""
    examples: Mapping[str, int]
    """How many papers of each type it was made from."""
    held_out: int
    """Papers it was judged by."""
    right: int
    """How many of them it named rightly; papers of types it did not know count as wrong."""


def example(scan_id: ScanId, type_code: str, readings: Sequence[PageReading]) -> Example:
    """A checked document as the trainer takes it."""
    return Example(scan_id=scan_id, type_code=type_code, features=Counter(page_features(readings)))


def train(examples: Iterable[Example]) -> Training:
    """A model from all examples, judged by one made without the held-out fifth. Raises `TooFewExamples`."""
    known = [one for one in examples if one.features]
    kept = _of_frequent_types(known)
    rest = _of_frequent_types([one for one in known if not _is_held_out(one)])
    held_out = [one for one in known if _is_held_out(one)]
    model = to_bytes(fit(kept))
    return Training(
        model=model,
        version=hashlib.sha256(model).hexdigest()[:12],
        examples=dict(sorted(Counter(one.type_code for one in kept).items())),
        held_out=len(held_out),
        right=_right(fit(rest), held_out) if held_out and _is_enough(rest) else 0,
    )


def fit(examples: Sequence[Example]) -> LearnedTypes:
    """Multinomial logistic regression on logarithmic counts weighted by rarity. Raises `TooFewExamples`."""
    if not _is_enough(examples):
        raise TooFewExamples(f"{len(examples)} papers of types with {MIN_OF_A_TYPE} or more")
    # scikit-learn takes a second to load and only training needs it.
    from sklearn.linear_model import LogisticRegression

    features, rarity = _vocabulary(examples)
    rows = np.stack([_row(one.features, features, rarity) for one in examples])
    classes = [one.type_code for one in examples]
    model = LogisticRegression(C=_REGULARISATION, max_iter=300, class_weight="balanced")
    model.fit(rows, classes)
    types, weights, bias = model.classes_, model.coef_, model.intercept_
    if len(types) == 2:  # one row says both
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return LearnedTypes(
        features=tuple(features),
        rarity=rarity,
        types=tuple(str(code) for code in types),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _vocabulary(examples: Sequence[Example]) -> tuple[dict[str, int], np.ndarray]:
    papers = Counter(feature for one in examples for feature in one.features)
    common = [
        (feature, count)
        for feature, count in sorted(papers.items(), key=lambda item: (-item[1], item[0]))
        if count >= _MIN_PAPERS_OF_A_FEATURE
    ][:_MAX_FEATURES]
    rarity = [np.log((1 + len(examples)) / (1 + count)) + 1 for _, count in common]
    features = {feature: index for index, (feature, _) in enumerate(common)}
    return features, np.array(rarity, dtype=np.float32)


def _row(counts: Mapping[str, int], features: Mapping[str, int], rarity: np.ndarray) -> np.ndarray:
    row = np.zeros(len(features), dtype=np.float32)
    for feature, count in counts.items():
        if (place := features.get(feature)) is not None:
            row[place] = np.log1p(count) * rarity[place]
    length = float(np.linalg.norm(row))
    return row / length if length else row


def _right(model: LearnedTypes, papers: Sequence[Example]) -> int:
    features = {feature: index for index, feature in enumerate(model.features)}
    rows = np.stack([_row(one.features, features, model.rarity) for one in papers])
    best = (rows @ model.weights.T + model.bias).argmax(axis=1)
    return sum(model.types[place] == one.type_code for place, one in zip(best, papers, strict=True))


def _is_enough(examples: Sequence[Example]) -> bool:
    return len({one.type_code for one in examples}) >= MIN_TYPES


def _of_frequent_types(examples: Sequence[Example]) -> list[Example]:
    papers = Counter(one.type_code for one in examples)
    return [one for one in examples if papers[one.type_code] >= MIN_OF_A_TYPE]


def _is_held_out(one: Example) -> bool:
    return int(one.scan_id[:8], 16) % _HELD_OUT_OF == 0
