"""The harness itself: what a child cost, what counts as accepted."""

import json
import sys
from pathlib import Path

import pytest

from bench.accuracy import scan_accuracy
from bench.command import CommandFailed, measure
from bench.truth import TrueDocument, TrueScan

BUSY = "sum(i * i for i in range(3_000_000))"


def test_cost_includes_what_the_child_started() -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{BUSY}'], check=True)"
    whole = measure([sys.executable, "-c", parent])
    idle = measure([sys.executable, "-c", "pass"])
    assert whole.cpu_seconds > idle.cpu_seconds + 0.05


def test_a_failed_program_is_not_a_figure() -> None:
    with pytest.raises(CommandFailed, match="out of paper"):
        measure([sys.executable, "-c", "raise SystemExit('out of paper')"])


def _answering(folder: Path, lines: list[dict[str, object]]) -> Path:
    """A program that answers `read` with these lines, as the contract has them."""
    answers = folder / "answers.jsonl"
    answers.write_text("".join(json.dumps(line) + "\n" for line in lines))
    program = folder / "digitize"
    program.write_text(f"#!/bin/sh\ncat {answers}\n")
    program.chmod(0o755)
    return program


def _line(path: Path, *, code: str, reference: str, needs_review: bool) -> dict[str, object]:
    return {
        "source": str(path),
        "pages": [1],
        "type": {"code": code, "confidence": 1.0},
        "fields": {"reference": {"value": reference}},
        "text": [""],
        "needs_review": needs_review,
        "reasons": [{"code": "field_unsure", "field": "reference"}] if needs_review else [],
    }


def test_only_what_nobody_looks_at_can_be_wrongly_accepted(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("right.pdf", "wrong.pdf", "asked.pdf", "lost.pdf")]
    lines = [
        _line(paths[0], code="quyet_dinh", reference="1/QĐ-UBND", needs_review=False),
        _line(paths[1], code="quyet_dinh", reference="7/QĐ-UBND", needs_review=False),
        _line(paths[2], code="chi_thi", reference="9/QĐ-UBND", needs_review=True),
    ]
    true = TrueDocument(pages=(1,), type_code="quyet_dinh", fields={"reference": "1/QĐ-UBND"})
    scans = [TrueScan(path=path, documents=(true,)) for path in paths]
    found = scan_accuracy(_answering(tmp_path, lines), scans)
    assert found.type_accuracy == 2 / 4
    assert found.tally.shares() == {"reference": 1 / 4}
    assert found.accepted_share == 2 / 4
    assert found.tally.unasked_wrong_share == 1 / 2
    assert found.accepted_wrong_share == 1 / 4  # two types and two references were accepted


def test_a_descendant_that_outlives_its_parent_is_counted() -> None:
    busy = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    assert measure([sys.executable, "-c", orphan]).cpu_seconds > 0.5
