"""What `digitize doctor` says of the catalogue's database: which it is, in which version, and how well it keeps a promise."""

from collections.abc import Iterator

from sqlalchemy import text

from config.settings import Settings
from digitize.errors import DigitizeError
from storage.database import Database
from workers.commands.finding import Finding
from workers.services import open_catalogue_database

_FORGETFUL = "máy chủ có thể quên điều đã hứa khi mất điện: đặt fsync = on, synchronous_commit = on"
_SORTS_BY_LANGUAGE = "nên tạo cơ sở dữ liệu với LOCALE 'C': thứ tự theo ngôn ngữ đổi theo hệ điều hành và làm hỏng chỉ mục"


def database_findings(settings: Settings) -> Iterator[Finding]:
    """Of a server; the file of an embedded warehouse is seen with the warehouse."""
    if not settings.database:
        return
    try:
        database = open_catalogue_database(settings)
    except DigitizeError as error:
        yield Finding(name="database", is_ok=False, detail=f"{error.message} {error.detail}")
        return
    yield Finding(name="database", is_ok=True, detail=database.name)
    yield from _habits(database)
    database.close()


def _habits(database: Database) -> Iterator[Finding]:
    with database.reading() as connection:
        said = connection.execute(_HABITS).one()
    for name, is_ok, remedy in (
        ("database: durable", said.fsync == "on" and said.commit != "off", _FORGETFUL),
        (
            "database: order",
            said.collation in ("C", "POSIX", "C.UTF-8", "C.utf8"),
            _SORTS_BY_LANGUAGE,
        ),
    ):
        detail = "" if is_ok else remedy
        yield Finding(name=name, is_ok=is_ok, detail=detail, is_needed=False)


_HABITS = text(
    "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,"
    " (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation"
)
