"""Who may import whom: `workers → config → storage → digitize`; `digitize/cli/` is the entry point above them all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_IMPORT = {
    "digitize": {"digitize"},
    "storage": {"storage", "digitize"},
    "config": {"config", "storage", "digitize"},
    "workers": {"workers", "config", "storage", "digitize"},
    "web": {"web", "workers", "config", "storage", "digitize"},
}
ENTRY_POINT = ROOT / "digitize" / "cli"
DOMAIN_NEVER = {
    "os.environ",
    "socket",
    "urllib",
    "http",
    "requests",
    "sqlite3",
    "sqlalchemy",
    "minio",
}


def modules(room: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / room).rglob("*.py")) if ENTRY_POINT not in path.parents)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", [room for room in MAY_IMPORT if (ROOT / room).is_dir()])
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    upwards = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.split(".")[0] in MAY_IMPORT.keys() - MAY_IMPORT[room]
    }
    assert not upwards


def test_the_domain_knows_no_network_and_no_database() -> None:
    strangers = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("digitize")
        for name in imported(path)
        if name.split(".")[0] in DOMAIN_NEVER
    }
    assert not strangers


def environment_reads(path: Path) -> int:
    """Uses of `os.environ` and `os.getenv` but for setting a variable."""
    tree = ast.parse(path.read_text())
    uses = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
    ]
    sets = [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Attribute) and node.attr == "setdefault")
    ]
    return len([use for use in uses if not any(node.value is use for node in sets)])


def test_only_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for room in MAY_IMPORT
        if (ROOT / room).is_dir()
        for path in (ROOT / room).rglob("*.py")
        if environment_reads(path)
    }
    assert readers == {"config/settings.py"}


def test_nothing_imports_the_entry_point() -> None:
    importers = {
        str(path.relative_to(ROOT))
        for room in MAY_IMPORT
        if (ROOT / room).is_dir()
        for path in modules(room)
        if any(name.startswith("digitize.cli") for name in imported(path))
    }
    assert not importers
