"""The systemd units are what systemd understands, run commands that exist, and leave the children their walls."""

import os
import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from digitize.cli.table import app

ROOT = Path(__file__).resolve().parents[3]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("digitize*"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
READERS = [
    path for path in SERVICES if path.name in ("digitize.service", "digitize-worker@.service")
]
COMMAND = Path(sys.executable).with_name("digitize")
MOST_EXPOSED = 25  # tenths of systemd's measure from 0 to 10; a unit without any hardening has 9.6

systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine"
)


def settings_of(unit: Path, section: str = "Service") -> dict[str, str]:
    """What a unit says, the last word for each name."""
    parser = RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(unit, encoding="utf-8")
    return dict(parser[section])


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units, with the program where it is on this machine."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/digitize/bin/digitize", str(COMMAND))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


@systemd
def test_systemd_finds_nothing_wrong_with_any_unit(installed: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(installed.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{installed}:"},
    )
    ours = [line for line in done.stderr.splitlines() if str(installed) in line]
    assert (done.returncode, ours) == (0, [])


@systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_service_is_hardened_by_systemds_own_measure(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-200:]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_service_runs_a_command_that_there_is(unit: Path) -> None:
    program, command, *_ = settings_of(unit)["ExecStart"].split()
    assert program == "/opt/digitize/bin/digitize"
    assert command in {found.name for found in app.registered_commands}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_no_unit_holds_a_secret(unit: Path) -> None:
    assert not re.search(r"(?i)password|passphrase|secret|amqp://|postgresql://", unit.read_text())


@pytest.mark.parametrize("unit", READERS, ids=lambda path: path.stem)
def test_one_child_that_dies_of_memory_takes_nobody_along(unit: Path) -> None:
    said = settings_of(unit)
    assert (said["OOMPolicy"], said["KillMode"]) == ("continue", "mixed")


def test_a_timer_starts_a_service_that_there_is() -> None:
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert timers
    assert all(timer.with_suffix(".service").exists() for timer in timers)


@systemd
@pytest.mark.parametrize("unit", READERS, ids=lambda path: path.stem)
def test_the_walls_of_children_stand_behind_the_units_filter(unit: Path, tmp_path: Path) -> None:
    """The same walls as without the unit: its list of system calls is put around the program as systemd would."""
    without = walls_behind([], tmp_path)
    allowed = sorted(calls(settings_of(unit)["SystemCallFilter"].split()))
    assert len(allowed) > 200
    assert walls_behind(allowed, tmp_path) == without
    assert "network=True" in without


def calls(names: list[str]) -> set[str]:
    """Groups into the calls that systemd means by them."""
    found: set[str] = set()
    for name in names:
        if not name.startswith("@"):
            found.add(name)
            continue
        said = subprocess.run(
            ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
        )
        lines = [line.strip() for line in said.stdout.splitlines()[1:]]
        found |= calls([line for line in lines if line and not line.startswith("#")])
    return found


def walls_behind(allowed: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WALLS, str(folder), *allowed],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


WALLS = """
import ctypes, sys
from pathlib import Path

def only(names):
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(0x00050000 | 1)))  # EPERM, as the units say
    for name in names:
        number = library.seccomp_syscall_resolve_name(name.encode())
        library.seccomp_rule_add_array(rules, ctypes.c_uint32(0x7FFF0000), number, 0, None)
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
    assert library.seccomp_load(rules) == 0

if __name__ == "__main__":
    if sys.argv[2:]:
        only(sys.argv[2:])
    from workers.pool import ChildPool, PoolOptions
    from workers.sandbox import try_walls
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        print(pool.call(try_walls, 60.0, Path(sys.argv[1])))
"""
