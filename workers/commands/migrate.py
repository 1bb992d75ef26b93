"""`digitize migrate`: an embedded warehouse moves to the cluster, and the audit of the target says that all of it came."""

from pydantic import SecretStr

from config.settings import Settings
from digitize.errors import BadConfiguration
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines
from workers.migrating import Migrated
from workers.migrating import migrate as migrate_warehouse


def migrate(settings: Settings, *, to: str | None, bucket: str | None, as_json: bool) -> ExitCode:
    """0 where everything is proved to be there, 23 where it is not. Without `to` the target is the settings' own."""
    into = settings.model_copy(
        update={
            "database": settings.database if to is None else SecretStr(to),
            "bucket": settings.bucket if bucket is None else bucket,
        }
    )
    if not into.database:
        raise BadConfiguration("--to, DIGITIZE_DATABASE: where to?")
    done = migrate_warehouse(settings, into=into)
    if as_json:
        print_json(_json(done))
    else:
        _print(done)
    return ExitCode.OK if done.is_proved else ExitCode.LEDGER_MISMATCH


def _json(done: Migrated) -> dict[str, object]:
    return {
        "ok": done.is_proved,
        "rows": dict(done.rows),
        "copied_objects": done.copied_objects,
        "differing": list(done.differing),
        "problems": list(done.report.problems),
        "ledger": {"seq": done.report.ledger_seq, "hash": done.report.ledger_hash},
    }


def _print(done: Migrated) -> None:
    rows = sum(done.rows.values())
    print_lines(
        f"Đã chuyển {rows} dòng dữ liệu, sao {done.copied_objects} tệp mới."
        f" Sổ cái {done.report.ledger_seq} mục: {done.report.ledger_hash}"
    )
    print_lines(*(f"- KHÁC: {name}" for name in done.differing))
    print_lines(*(f"- {problem}" for problem in done.report.problems))
    if done.is_proved:
        print_lines("Kho đích đầy đủ và khớp sổ cái. Kho cũ còn nguyên, không bị xóa.")
