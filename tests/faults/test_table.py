"""The table of faults in the README names tests that exist."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_every_fault_in_the_table_has_its_test() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (HERE / "README.md").read_text())
    assert len(named) > 25
    for file, name in named:
        path = ROOT / file if "/" in file else HERE / file
        found = {
            node.name
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef)
        }
        assert name in found, f"{file}::{name}"
