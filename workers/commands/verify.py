"""`digitize verify`: is this file a record of ours, unchanged and validly signed?"""

from collections.abc import Sequence
from pathlib import Path

from config.settings import Settings
from digitize.errors import DigitizeError, SourceUnreadable
from digitize.model import RecordId, SignatureReport
from workers.commands.exit_codes import ExitCode, exit_code, worst
from workers.commands.output import error_json, print_json, print_lines, say_error
from workers.pool import ChildPool
from workers.reading_pool import build_pool
from workers.records.parts import sha256_of
from workers.records.signatures import note_verified, signatures_of
from workers.services import Services, open_services


def verify(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> ExitCode:
    """One answer a file; 21 where one is not ours, was changed, or bears a signature that does not hold."""
    codes = []
    with open_services(settings) as services, build_pool(settings) as pool:
        for path in paths:
            try:
                codes.append(_verify_one(services, pool, path, as_json=as_json))
            except DigitizeError as error:
                codes.append(exit_code(error))
                _report_error(path, error, as_json=as_json)
    return worst(codes)


def _verify_one(services: Services, pool: ChildPool, path: Path, *, as_json: bool) -> ExitCode:
    record = services.catalogue.find_by_hash(_sha256(path))
    reports = signatures_of(services, pool, path)
    is_intact = record is not None and all(report.is_valid for report in reports)
    if record is not None:
        note_verified(services, record.id, is_intact=is_intact, actor=services.settings.officer)
    _print(path, record.id if record else None, reports, is_intact=is_intact, as_json=as_json)
    return ExitCode.OK if is_intact else ExitCode.SIGNATURE_INVALID


def _print(
    path: Path,
    record: RecordId | None,
    reports: Sequence[SignatureReport],
    *,
    is_intact: bool,
    as_json: bool,
) -> None:
    if as_json:
        print_json(
            {
                "file": str(path),
                "ours": record is not None,
                "intact": is_intact,
                "signatures": [_report_json(report) for report in reports],
                "record": record,
            }
        )
        return
    verdict = "đúng là bản của kho, nguyên vẹn" if is_intact else "KHÔNG xác nhận được"
    print_lines(f"{path}: {verdict}{f' ({record})' if record else ''}")
    for report in reports:
        signed_at = report.signed_at.isoformat(timespec="seconds") if report.signed_at else "?"
        holds = "hợp lệ" if report.is_valid else "KHÔNG hợp lệ"
        print_lines(f"  {report.field_name}: {report.signer}, {signed_at}, {holds}")


def _report_json(report: SignatureReport) -> dict[str, object]:
    return {
        "field": report.field_name,
        "signer": report.signer,
        "signed_at": report.signed_at.isoformat() if report.signed_at else None,
        "timestamp_at": report.timestamp_at.isoformat() if report.timestamp_at else None,
        "intact": report.is_intact,
        "valid": report.is_valid,
        "trusted": report.is_trusted,
        "whole": report.covers_whole_file,
    }


def _report_error(path: Path, error: DigitizeError, *, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(path), "error": error_json(error)})
    else:
        say_error(error, about=str(path))


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise SourceUnreadable(f"{path.name}: {error.strerror}") from error
