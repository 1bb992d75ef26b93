"""What checked papers teach: a type where the marks find none, a doubt where they disagree, never more sureness."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from decree_pages import reading
from learned_papers import WORDS, paper
from line_factories import printed

from digitize.classify.learned import (
    LearnedTypes,
    from_bytes,
    page_features,
    to_bytes,
    with_second_opinion,
)
from digitize.doctype import OTHER
from digitize.errors import BadConfiguration, TooFewExamples
from digitize.model import ScanId, Verdict
from workers.training import Example, example, fit, train


def examples(count: int, *, first: int = 0) -> list[Example]:
    return [
        example(
            ScanId(hashlib.sha256(f"{code}{seed}".encode()).hexdigest()), code, paper(code, seed)
        )
        for seed in range(first, first + count)
        for code in WORDS
    ]


@pytest.fixture(scope="module")
def learned() -> LearnedTypes:
    return fit(examples(12))


def unknown(confidence: float = 0.2) -> Verdict:
    return Verdict(type_code=OTHER, confidence=confidence)


@pytest.mark.parametrize("code", WORDS)
def test_papers_not_seen_are_told_apart(learned: LearnedTypes, code: str) -> None:
    for seed in range(100, 110):
        likely = learned.probabilities(paper(code, seed))
        assert max(likely, key=lambda one: likely[one]) == code
        assert sum(likely.values()) == pytest.approx(1)


def test_a_type_is_suggested_where_the_marks_find_none_and_a_person_is_asked(
    learned: LearnedTypes,
) -> None:
    verdict = with_second_opinion(unknown(), paper("giay_vay", 200), learned)
    assert verdict.type_code == "giay_vay"
    assert verdict.confidence < 0.8
    assert verdict.marks[0].startswith("learned giay_vay")


def test_agreement_makes_nothing_surer(learned: LearnedTypes) -> None:
    verdict = Verdict(type_code="giay_vay", confidence=0.6, marks=("phrase",))
    assert with_second_opinion(verdict, paper("giay_vay", 201), learned) == verdict


def test_a_sure_contradiction_asks_a_person(learned: LearnedTypes) -> None:
    many = LearnedTypes(
        features=learned.features,
        rarity=learned.rarity,
        types=learned.types,
        weights=learned.weights * 10,
        bias=learned.bias,
    )
    verdict = Verdict(type_code="hop_dong_thue", confidence=0.95, marks=("heading",))
    doubted = with_second_opinion(verdict, paper("giay_vay", 202), many)
    assert (doubted.type_code, doubted.confidence) == ("hop_dong_thue", 0.75)
    certain = Verdict(type_code="hop_dong_thue", confidence=0.99, marks=("heading", "symbol"))
    assert with_second_opinion(certain, paper("giay_vay", 202), many) == certain


def test_a_page_of_unknown_words_gets_no_opinion(learned: LearnedTypes) -> None:
    page = reading([printed("zzz xxx qqq", left=300, top=400)])
    assert learned.probabilities((page,)) == {}
    assert with_second_opinion(unknown(), (page,), learned) == unknown()


def test_words_at_the_top_are_told_from_the_same_below() -> None:
    top = reading([printed("giấy mời", left=300, top=200)])
    low = reading([printed("giấy mời", left=300, top=2000)])
    assert "^giay moi" in set(page_features([top]))
    assert "^giay moi" not in set(page_features([low]))


def test_a_model_comes_back_from_its_bytes(learned: LearnedTypes) -> None:
    again = from_bytes(to_bytes(learned))
    paper_of_one = paper("giay_vay", 203)
    assert again.probabilities(paper_of_one) == pytest.approx(
        learned.probabilities(paper_of_one), abs=1e-3
    )
    assert to_bytes(learned) == to_bytes(learned)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a model" * 100])
def test_other_bytes_are_no_model(data: bytes) -> None:
    with pytest.raises(BadConfiguration):
        from_bytes(data)


# ---- training -----------------------------------------------------------------------------------


def test_the_score_is_that_of_papers_the_model_has_not_seen() -> None:
    training = train(examples(30))
    assert training.examples == {"giay_vay": 30, "hop_dong_thue": 30}
    assert 4 <= training.held_out <= 24
    assert training.right == training.held_out


def test_wrong_labels_show_in_the_score() -> None:
    chance = np.random.default_rng(9)
    shuffled = chance.permutation([one.type_code for one in examples(30)]).tolist()
    mixed = [
        Example(scan_id=one.scan_id, type_code=code, features=one.features)
        for one, code in zip(examples(30), shuffled, strict=True)
    ]
    training = train(mixed)
    assert training.right < 0.85 * training.held_out


def test_the_same_papers_in_any_order_give_the_same_score() -> None:
    papers: Sequence[Example] = examples(20)
    one, two = train(papers), train(list(reversed(papers)))
    assert (one.held_out, one.right, one.examples) == (two.held_out, two.right, two.examples)


def test_too_few_papers_are_refused() -> None:
    with pytest.raises(TooFewExamples):
        train(examples(2))
    with pytest.raises(TooFewExamples):
        train([one for one in examples(9) if one.type_code == "giay_vay"])
