"""Training at the command line: refused with a sentence until checkers have confirmed enough; the score is shown."""

from pathlib import Path

from tests.acceptance.conftest import Digitize, OnePaper


def test_training_asks_for_more_checked_papers_first(
    digitize: Digitize, handwritten_number: OnePaper, tmp_path: Path
) -> None:
    kho = handwritten_number.copied(tmp_path).kho
    answer = digitize("train", "--warehouse", kho)
    assert answer.code == 2
    assert "too_few_examples" in answer.errors
    assert digitize("train", "--history", "--warehouse", kho, "--json").lines == []
