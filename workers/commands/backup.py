"""`digitize backup` and `restore`: a warehouse into a folder and back, said in figures that can be compared."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from config.settings import Settings
from digitize.errors import WrongPassphrase
from workers.backup.making import Backup, make_backup
from workers.backup.manifest import Manifest
from workers.backup.place import BackupPlace
from workers.backup.restoring import Restored, check_backup, restore_backup
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines
from workers.services import open_services
from workers.stores import keys_here


def backup(
    settings: Settings, folder: Path, *, with_keys: bool, kept: int, as_json: bool
) -> ExitCode:
    """A new set; 23 where the warehouse itself lacked something, which the set then says."""
    passphrase = settings.backup_passphrase.get_secret_value() or None
    if with_keys and passphrase is None:
        raise WrongPassphrase("DIGITIZE_BACKUP_PASSPHRASE is empty")
    with open_services(settings) as services:
        made = make_backup(services, folder, passphrase=passphrase if with_keys else None)
    removed = BackupPlace(folder).remove_sets_before(kept)
    if as_json:
        print_json(_backup_json(made, removed=len(removed)))
    else:
        _print_backup(made)
    return ExitCode.LEDGER_MISMATCH if made.manifest.problems else ExitCode.OK


def restore(settings: Settings, folder: Path, *, set_name: str | None, as_json: bool) -> ExitCode:
    """An empty warehouse filled and audited; 23 where the audit finds anything."""
    passphrase = settings.backup_passphrase.get_secret_value() or None
    done = restore_backup(settings, folder, set_name=set_name, passphrase=passphrase)
    if as_json:
        print_json(_restored_json(done))
    else:
        _print_restored(done, settings)
    return ExitCode.OK if done.report.ok else ExitCode.LEDGER_MISMATCH


def check(settings: Settings, folder: Path, *, set_name: str | None, as_json: bool) -> ExitCode:
    """Is every byte of a set as it was written?"""
    name, manifest = check_backup(folder, set_name=set_name, keys=keys_here(settings))
    if as_json:
        print_json({"ok": True, **_set_json(name, manifest)})
    else:
        print_lines(f"Bản sao lưu {name} còn nguyên vẹn.", *_figures(manifest))
    return ExitCode.OK


def _set_json(name: str, manifest: Manifest) -> dict[str, object]:
    return {
        "set": name,
        "taken_at": manifest.taken_at.isoformat(timespec="seconds"),
        "schema": manifest.schema,
        "rows": {table: file.lines - 1 for table, file in manifest.rows.items()},
        "objects": manifest.objects.lines,
        "bytes": manifest.object_bytes,
        "ledger": {"seq": manifest.ledger_seq, "hash": manifest.ledger_hash},
        "keys": dict(manifest.key_fingerprints),
        "agency_keys": {agency: list(found) for agency, found in manifest.agency_keys.items()},
        "has_private_keys": manifest.key_box is not None,
    }


def _backup_json(made: Backup, *, removed: int) -> dict[str, object]:
    return _set_json(made.name, made.manifest) | {
        "copied": {"objects": made.copied_objects, "bytes": made.copied_bytes},
        "removed_sets": removed,
        "problems": list(made.manifest.problems),
    }


def _restored_json(done: Restored) -> dict[str, object]:
    return _set_json(done.set_name, done.manifest) | {
        "ok": done.report.ok,
        "problems": list(done.report.problems),
        "missing_keys": dict(done.missing_keys),
        "audit": asdict(done.report),
    }


def _print_backup(made: Backup) -> None:
    manifest = made.manifest
    print_lines(
        f"Đã sao lưu: {made.name}",
        *_figures(manifest),
        f"Mới chép: {made.copied_objects} đối tượng, {made.copied_bytes} byte",
    )
    if manifest.problems:
        print_lines(
            "Kho có dữ liệu thiếu hoặc sai; bản sao lưu ghi lại đúng như vậy:",
            *(f"- {problem}" for problem in manifest.problems),
        )
    if manifest.agency_keys:
        print_lines(
            "Khóa mã hóa của các cơ quan KHÔNG nằm trong bản sao lưu; thiếu chúng thì không phục hồi được:",
            *(
                f"- {agency}: {one}"
                for agency, all_of in manifest.agency_keys.items()
                for one in all_of
            ),
        )
    if manifest.key_box is None:
        print_lines(
            "Khóa ký số KHÔNG nằm trong bản sao lưu. Hãy cất riêng thư mục keys của kho, có dấu vân tay:",
            *_keys(manifest.key_fingerprints),
        )


def _print_restored(done: Restored, settings: Settings) -> None:
    print_lines(
        f"Đã phục hồi: {done.set_name}",
        *_figures(done.manifest),
        "Đối soát sau phục hồi: khớp." if done.report.ok else "Đối soát sau phục hồi KHÔNG khớp:",
        *(f"- {problem}" for problem in done.report.problems),
    )
    if done.missing_keys:
        print_lines(
            f"Chưa có khóa ký số. Hãy đặt lại vào {settings.warehouse / 'keys'} các khóa của chứng thư sau"
            " (kho tìm và kiểm chứng được ngay, nhưng chưa ký được):",
            *_keys(done.missing_keys),
        )


def _figures(manifest: Manifest) -> tuple[str, ...]:
    rows = sum(file.lines - 1 for file in manifest.rows.values())
    return (
        f"Dòng: {rows}; đối tượng: {manifest.objects.lines}, {manifest.object_bytes} byte",
        f"Sổ cái: {manifest.ledger_seq} mục, kết thúc bằng {manifest.ledger_hash}",
    )


def _keys(found: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"- {name}: {value}" for name, value in found.items())
