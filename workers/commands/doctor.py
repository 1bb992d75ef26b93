"""`digitize doctor`: is everything this needs here, and in which version; what is missing is said with its remedy."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from config.settings import Settings
from digitize.errors import DigitizeError
from digitize.limits import CHILD_PAGE_SECONDS
from digitize.pdf.seal_font import system_font
from storage.fixity import FixityRows
from workers.commands.doctor_agency_keys import agency_key_findings
from workers.commands.doctor_database import database_findings
from workers.commands.doctor_store import store_findings
from workers.commands.exit_codes import ExitCode
from workers.commands.finding import Finding, attempt
from workers.commands.output import print_json, print_table
from workers.pool import ChildPool, PoolOptions
from workers.sandbox import try_walls
from workers.services import build_services
from workers.tools import build_engine
from workers.virus_scan import VirusScanner

_LIBRARIES = (
    "pikepdf",
    "opencv-python-headless",
    "tesserocr",
    "pyhanko",
    "sqlalchemy",
    "zxing-cpp",
)
_NAMESPACES = "hãy cho phép user namespaces (sysctl user.max_user_namespaces)"
_MIN_FREE_BYTES = 2 * 1024**3  # a day of a commune's scans; below, a run may end with a full store


def doctor(settings: Settings, *, as_json: bool) -> ExitCode:
    findings = tuple(_findings(settings))
    if as_json:
        for finding in findings:
            print_json({"name": finding.name, "ok": finding.is_ok, "detail": finding.detail})
    else:
        rows = [(one.name, "có" if one.is_ok else "THIẾU", one.detail) for one in findings]
        print_table(("Thành phần", "", "Chi tiết"), rows)
    is_complete = all(one.is_ok or not one.is_needed for one in findings)
    return ExitCode.OK if is_complete else ExitCode.MISSING_DEPENDENCY


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _program("pdftoppm", "-v", package="poppler-utils")
    yield _program("pdftotext", "-v", package="poppler-utils")
    yield _program("jbig2dec", "--version", package="jbig2dec")
    yield _program("tesseract", "--version", package="tesseract-ocr")
    yield from _walls(settings.warehouse)
    yield attempt("engine", lambda: build_engine(settings).name)
    yield attempt("seal font", lambda: str(system_font()))
    yield _full_text_search()
    yield from database_findings(settings)
    yield from store_findings(settings)
    yield attempt("warehouse", lambda: _warehouse(settings))
    yield _keys(settings)
    yield from agency_key_findings(settings)
    yield _fixity(settings)
    yield _free_space(settings.warehouse)
    if settings.clamd is not None:
        yield attempt("clamd", VirusScanner(settings.clamd).version)
    for library in _LIBRARIES:
        yield Finding(name=library, is_ok=True, detail=version(library))


def _program(name: str, version_option: str, *, package: str) -> Finding:
    """An external program, probed by asking for its version."""
    path = shutil.which(name)
    if path is None:
        return Finding(name=name, is_ok=False, detail=f"apt-get install {package}")
    answer = subprocess.run([path, version_option], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", answer.stdout + answer.stderr)
    return Finding(name=name, is_ok=True, detail=found.group() if found else path)


def _walls(warehouse: Path) -> Iterator[Finding]:
    """What holds back the processes that decode foreign files, tried from inside one."""
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        walls = pool.call(try_walls, CHILD_PAGE_SECONDS, _existing(warehouse))
    for name, holds, remedy in (
        ("no network", walls.network, "apt-get install libseccomp2"),
        ("few system calls", walls.calls, "apt-get install libseccomp2"),
        ("few processes", walls.processes, _NAMESPACES),
        ("one folder to write to", walls.writes, "cần Linux 5.13 trở lên, có Landlock"),
    ):
        yield Finding(
            name=f"child processes: {name}",
            is_ok=holds,
            detail="" if holds else remedy,
            is_needed=name == "no network",
        )


def _full_text_search() -> Finding:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    has_fts5 = "ENABLE_FTS5" in options
    detail = sqlite3.sqlite_version if has_fts5 else "Python này thiếu SQLite FTS5"
    return Finding(name="sqlite", is_ok=has_fts5, detail=detail)


def _warehouse(settings: Settings) -> str:
    with build_services(settings) as services:
        certificate = services.sealing.authority.signer.certificate
        return f"{settings.warehouse}, chứng thư đến {certificate.not_valid_after_utc:%Y-%m-%d}"


def _keys(settings: Settings) -> Finding:
    """Whether this machine seals with the keys of its house."""

    def probe() -> str:
        with build_services(settings) as services:
            services.house_keys.require()
            return services.house_keys.own().get("root.crt", "")

    return attempt("sealing keys", probe)


def _fixity(settings: Settings) -> Finding:
    """Whether every scan's objects were read anew within the days that the settings say."""
    try:
        with build_services(settings) as services:
            state, now = FixityRows(services.database).state(), services.clock()
    except DigitizeError as error:
        return Finding(name="fixity", is_ok=False, detail=error.message, is_needed=False)
    days = 0 if state.oldest is None else (now - state.oldest).days
    is_overdue = 0 < settings.fixity_days < days
    detail = f"lâu nhất {days} ngày chưa đọc lại, {state.damaged} tệp quét không khớp"
    remedy = f"{detail}; hãy chạy `digitize fixity` rồi `digitize audit`"
    is_ok = not is_overdue and state.damaged == 0
    return Finding(name="fixity", is_ok=is_ok, detail=detail if is_ok else remedy, is_needed=False)


def _free_space(warehouse: Path) -> Finding:
    free = shutil.disk_usage(_existing(warehouse)).free
    return Finding(name="disk", is_ok=free >= _MIN_FREE_BYTES, detail=f"{free / 1024**3:.1f} GiB")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
