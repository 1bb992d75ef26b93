"""`digitize verify`: is this file a record of ours, unchanged and validly signed, or a printed copy that is as on file?"""

from collections.abc import Sequence
from pathlib import Path

from config.settings import Settings
from digitize.errors import BadInput, DigitizeError, SourceUnreadable
from digitize.model import RecordId, SignatureReport
from digitize.proof.codes import grouped
from digitize.proof.findings import FileFinding, FileVerdict
from workers.commands.exit_codes import ExitCode, exit_code, worst
from workers.commands.output import error_json, print_json, print_lines, say_error
from workers.pool import ChildPool
from workers.proving.files import Brought, found_out
from workers.proving.papers import Proofs
from workers.proving.words import IN_FORCE, VERDICTS, doubt_words
from workers.reading_pool import build_pool
from workers.records.parts import sha256_of
from workers.records.signatures import note_verified, signatures_of
from workers.services import Services, open_services


def verify(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> ExitCode:
    """One answer a file; 21 where one is not ours, was changed, or bears a signature that does not hold."""
    codes = []
    with open_services(settings) as services, build_pool(settings) as pool:
        proofs = Proofs(services, pool)
        for path in paths:
            try:
                codes.append(_verify_one(services, pool, proofs, path, as_json=as_json))
            except DigitizeError as error:
                codes.append(exit_code(error))
                _report_error(path, error, as_json=as_json)
    return worst(codes)


def _verify_one(
    services: Services, pool: ChildPool, proofs: Proofs, path: Path, *, as_json: bool
) -> ExitCode:
    record = services.catalogue.find_by_hash(_sha256(path))
    reports = signatures_of(services, pool, path)
    finding = _found_out(services, pool, proofs, path)
    proof = finding.proof
    if record is not None:
        is_intact = all(report.is_valid for report in reports)
        note_verified(services, record.id, is_intact=is_intact, actor=services.settings.officer)
        said_of: RecordId | None = record.id
    else:
        is_intact = finding.verdict is FileVerdict.AGREES and proof is not None and proof.holds
        said_of = proof.record_id if proof and finding.pages else None
        reports = proof.signatures if proof and finding.pages else reports
    if as_json:
        print_json(
            {
                "file": str(path),
                "ours": said_of is not None,
                "intact": is_intact,
                "signatures": [_report_json(report) for report in reports],
                "record": said_of,
                "code": grouped(proof.code) if proof else None,
                "in_force": proof.in_force if proof else None,
                "verdict": finding.verdict,
                "pages": [_page_json(finding, index) for index in range(len(finding.pages))],
            }
        )
    else:
        _print(path, said_of, reports, finding, is_intact=is_intact)
    return ExitCode.OK if is_intact else ExitCode.SIGNATURE_INVALID


def _found_out(services: Services, pool: ChildPool, proofs: Proofs, path: Path) -> FileFinding:
    """A file that cannot be read as pages is no print of ours."""
    brought = Brought(path=path, actor=services.settings.officer)
    try:
        return found_out(services, pool, proofs, brought)
    except BadInput:
        return FileFinding(verdict=FileVerdict.OTHER)


def _print(
    path: Path,
    record: str | None,
    reports: Sequence[SignatureReport],
    finding: FileFinding,
    *,
    is_intact: bool,
) -> None:
    verdict = "đúng là bản của kho, nguyên vẹn" if is_intact else "KHÔNG xác nhận được"
    print_lines(f"{path}: {verdict}{f' ({record})' if record else ''}")
    print_lines(f"  {VERDICTS[finding.verdict]}")
    if finding.proof is not None:
        code, in_force = grouped(finding.proof.code), IN_FORCE[finding.proof.in_force]
        print_lines(f"  mã tra cứu {code}: {in_force}")
    for page in finding.pages:
        print_lines(f"  trang {page.number}: {doubt_words(page.comparison)}")
    for report in reports:
        signed_at = report.signed_at.isoformat(timespec="seconds") if report.signed_at else "?"
        holds = "hợp lệ" if report.is_valid else "KHÔNG hợp lệ"
        print_lines(f"  {report.field_name}: {report.signer}, {signed_at}, {holds}")


def _page_json(finding: FileFinding, index: int) -> dict[str, object]:
    page = finding.pages[index]
    found = page.comparison
    return {
        "page": page.number,
        "agreement": found.agreement,
        "doubt": found.doubt,
        "share": round(found.share, 4),
        "places": [[box.left, box.top, box.right, box.bottom] for box in found.places],
    }


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
