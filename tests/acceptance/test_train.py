"""Training at the command line: refused with a sentence until checkers have confirmed enough; the score is shown."""

from pathlib import Path

from tests.acceptance.conftest import Digitize


def test_training_asks_for_more_checked_papers_first(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    kho = tmp_path / "kho"
    scan = next(demo_scans.glob("08-so-viet-tay*"))
    assert digitize("run", scan, "--warehouse", kho).code == 20
    answer = digitize("train", "--warehouse", kho)
    assert answer.code == 2
    assert "too_few_examples" in answer.errors
    assert digitize("train", "--history", "--warehouse", kho, "--json").lines == []
