"""The words of page 1 into the types that checked papers of the same words had: a linear model over word weights.

It stands beside the marks of the law and never above them: it knows forms whose heading a stamp has hidden or a copier
lost, but it only knows what this warehouse's checkers have seen. So it may suggest a type where the marks find none, and
doubt one where it is sure of another; a person decides both. Trained by `workers/training.py`; here it is only applied,
in NumPy, because every child process carries it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from digitize.doctype import OTHER
from digitize.errors import BadConfiguration
from digitize.model import PageReading, Verdict
from digitize.text import fold

Weights = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]{2,}")
_TOP_SHARE = 0.35  # letterhead and title lie in the upper third of a page


@dataclass(frozen=True, kw_only=True)
class LearnedTypes:
    """A trained model: `scores = weights @ x + bias` over the unit vector x of weighted features."""

    features: tuple[str, ...]
    rarity: Weights
    """Per feature: how much it tells apart (inverse document frequency)."""
    types: tuple[str, ...]
    weights: Weights
    """Types × features."""
    bias: Weights

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {feature: index for index, feature in enumerate(self.features)}

    def probabilities(self, readings: Sequence[PageReading]) -> dict[str, float]:
        """How likely each type is, by page 1; empty where none of its words is known."""
        counts = Counter(feature for feature in page_features(readings) if feature in self._place)
        if not counts:
            return {}
        places = np.fromiter((self._place[feature] for feature in counts), dtype=np.int64)
        amounts = np.log1p(np.fromiter(counts.values(), dtype=np.float32)) * self.rarity[places]
        amounts /= np.linalg.norm(amounts)
        scores = self.weights[:, places] @ amounts + self.bias
        shares = np.exp(scores - scores.max())
        return dict(zip(self.types, (shares / shares.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinionOptions:
    suggests: float = 0.6
    """Least probability at which a type is suggested where the marks find none."""
    contradicts: float = 0.9
    """Least probability of another type at which the marks' type is doubted."""
    doubted: float = 0.75
    """Confidence of what a person shall decide; below `JudgeOptions.min_type_confidence`."""
    beyond_doubt: float = 0.97
    """Marks this sure (a heading and its symbol agree) are not doubted by likeness of words."""


def with_second_opinion(
    verdict: Verdict,
    readings: Sequence[PageReading],
    learned: LearnedTypes,
    *,
    options: SecondOpinionOptions | None = None,
) -> Verdict:
    """The marks' verdict, completed or doubted by what checked papers teach; never made surer."""
    options = options or SecondOpinionOptions()
    likely = learned.probabilities(readings)
    if not likely:
        return verdict
    best = max(likely, key=lambda code: (likely[code], code))
    note = f"learned {best} {likely[best]:.2f}"
    if verdict.type_code == OTHER and best != OTHER and likely[best] >= options.suggests:
        confidence = round(min(likely[best], options.doubted), 3)
        others = tuple(code for code in verdict.runners_up if code != best)
        return Verdict(type_code=best, confidence=confidence, marks=(note,), runners_up=others)
    disagrees = best != verdict.type_code and likely[best] >= options.contradicts
    if disagrees and verdict.confidence < options.beyond_doubt:
        confidence = min(verdict.confidence, options.doubted)
        others = tuple(dict.fromkeys((best, *verdict.runners_up)))
        marks = (*verdict.marks, note)
        return replace(verdict, confidence=confidence, marks=marks, runners_up=others)
    return verdict


def page_features(readings: Sequence[PageReading]) -> Iterator[str]:
    """Words and pairs of words of the first page that has any, and which of them stand at its top."""
    page = next((reading for reading in readings if reading.text.lines), None)
    if page is None:
        return
    for line in page.text.lines:
        words = _WORD.findall(fold(line.text))
        is_top = bool(line.words) and line.words[0].box.top < _TOP_SHARE * page.height
        for index, word in enumerate(words):
            yield word
            if index + 1 < len(words):
                pair = f"{word} {words[index + 1]}"
                yield pair
                if is_top:
                    yield f"^{pair}"


def to_bytes(learned: LearnedTypes) -> bytes:
    """The model as an `.npz` archive of plain arrays: nothing in it can run."""
    out = BytesIO()
    np.savez_compressed(
        out,
        features=np.array(learned.features, dtype=np.str_),
        rarity=learned.rarity,
        types=np.array(learned.types, dtype=np.str_),
        weights=learned.weights.astype(np.float16),
        bias=learned.bias,
    )
    return out.getvalue()


def from_bytes(data: bytes) -> LearnedTypes:
    """What `to_bytes` gave. Raises `BadConfiguration` for anything else."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            learned = LearnedTypes(
                features=tuple(arrays["features"].tolist()),
                rarity=arrays["rarity"].astype(np.float32),
                types=tuple(arrays["types"].tolist()),
                weights=arrays["weights"].astype(np.float32),
                bias=arrays["bias"].astype(np.float32),
            )
    except (ValueError, KeyError, OSError, BadZipFile, EOFError) as error:
        raise BadConfiguration(f"learned types: {error}") from error
    if learned.weights.shape != (len(learned.types), len(learned.features)):
        raise BadConfiguration("learned types: weights of another size")
    return learned
