"""Windows counters run the station: nothing that it loads or calls of ours is POSIX-only, and nothing of it is the server's."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.station_factories import AT, composed, taken
from workers.station.lock import spool_lock
from workers.station.options import StationOptions
from workers.station.reports import (
    FolderReport,
    LineReport,
    write_folder_report,
    write_line_report,
)
from workers.station.spool import Spool

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("digitize", "config", "storage", "workers", "web")
ENTRIES = (
    "digitize.cli",
    "digitize.cli.table",
    "workers.commands.station",
    "workers.station.looking",
)
POSIX_MODULES = {
    "crypt", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource",
    "spwd", "syslog", "termios", "tty",
}  # fmt: skip
POSIX_CALLS = {
    "os": {
        "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "O_SYNC", "chown", "chroot",
        "confstr", "copy_file_range", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "fork_exec",
        "geteuid", "getgid", "getloadavg", "getpgid", "getpriority", "getsid", "getuid", "initgroups",
        "kill_pg", "killpg", "lchown", "lockf", "memfd_create", "mkfifo", "mknod", "nice", "openpty",
        "pathconf", "posix_fadvise", "posix_fallocate", "posix_spawn", "pread", "pwrite", "sched_setaffinity",
        "sched_yield", "sendfile", "setgid", "setpgid", "setpriority", "setsid", "setuid", "splice",
        "statvfs", "sync", "sysconf", "ttyname", "uname", "wait3", "wait4", "waitid",
    },
    "signal": {
        "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm",
        "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait",
    },
    "socket": {"AF_UNIX", "SO_REUSEPORT", "socketpair"},
    "time": {"tzset"},
    "asyncio": {"open_unix_connection", "start_unix_server"},
}  # fmt: skip
SERVER_ONLY = (
    "tesserocr",
    "pytesseract",
    "sqlalchemy",
    "alembic",
    "pyhanko",
    "fastapi",
    "rapidfuzz",
)


def source(module: str) -> Path | None:
    """The file of a module of ours."""
    path = ROOT.joinpath(*module.split("."))
    if path.is_dir():
        return path / "__init__.py"
    return path.with_suffix(".py") if path.with_suffix(".py").is_file() else None


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def at_import(module: ast.Module) -> Iterator[ast.AST]:
    """What runs when the module is loaded: functions' bodies do not, nor what is for type checkers."""
    pending: list[ast.AST] = [module]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        pending.extend(ast.iter_child_nodes(node))


def imports(nodes: Iterator[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def loaded(*entries: str) -> dict[str, Path]:
    """Every module of ours that loading these loads, packages' own files included."""
    found: dict[str, Path] = {}
    pending = list(entries)
    while pending:
        module = pending.pop()
        path = source(module)
        if module in found or path is None or module.split(".")[0] not in ROOMS:
            continue
        found[module] = path
        names = imports(at_import(tree(path)))
        parents = [module.rsplit(".", depth)[0] for depth in range(1, module.count(".") + 1)]
        pending += [*names, *parents]
    return found


STATION = {
    name: path
    for name, path in loaded(*ENTRIES).items()
    if name.startswith(("workers.station", "workers.commands.station"))
}


def guarded(module: ast.Module) -> set[str]:
    """Names asked for through `getattr` or `hasattr`, which may be missing."""
    return {
        node.args[1].value
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("getattr", "hasattr")
        and isinstance(node.args[1], ast.Constant)
    }


def posix_calls(path: Path) -> set[str]:
    return {
        f"{path.relative_to(ROOT)}: {node.value.id}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in POSIX_CALLS.get(node.value.id, set())
        and node.attr not in guarded(tree(path))
    }


def test_the_walk_finds_the_station_and_what_it_stands_on() -> None:
    found = loaded(*ENTRIES)
    assert {
        "workers.station.agent",
        "workers.station.durable",
        "digitize.cli.table",
    } <= found.keys()
    assert {"digitize.intake.identify", "digitize.image.quality", "config.settings"} <= found.keys()
    assert "workers.services" not in found


def test_nothing_that_is_loaded_is_posix_only() -> None:
    strangers = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in loaded(*ENTRIES).values()
        for name in imports(at_import(tree(path)))
        if name.split(".")[0] in POSIX_MODULES
    }
    assert not strangers


def test_nothing_that_the_station_imports_or_calls_later_is_posix_only() -> None:
    late = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in STATION.values()
        for name in imports(ast.walk(tree(path)))
        if name.split(".")[0] in POSIX_MODULES
    }
    assert not late
    assert not set().union(*map(posix_calls, loaded(*ENTRIES).values()))


def test_the_station_needs_neither_engine_nor_database_nor_server() -> None:
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({(*SERVER_ONLY, *sorted(POSIX_MODULES - {'posix', 'fcntl', 'pwd', 'grp', 'resource', 'termios', 'readline'}))}))\n"
        "import digitize.cli.table, workers.commands.station, workers.station.looking\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('storage', 'web')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_the_walk_would_see_a_posix_call() -> None:
    assert posix_calls(ROOT / "storage" / "folder_store.py")


def test_every_name_in_the_spool_is_one_that_ntfs_allows(
    spool: Spool, options: StationOptions
) -> None:
    composed(spool, taken(spool, options, 'a "quoted": name?.jpg'))
    write_folder_report(spool.root, FolderReport(at=AT))
    write_line_report(spool.root, LineReport(at=AT))
    with spool_lock(spool.root):
        names = {path.name for path in spool.root.rglob("*")}
    assert len(names) >= 8
    assert not {
        name for name in names if set(name) & set('<>:"/\\|?*') or name.endswith((".", " "))
    }
