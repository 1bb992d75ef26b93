"""`digitize audit`: proof that every page is accounted for, every stored byte is as it was and no history was rewritten."""

from dataclasses import asdict

from config.settings import Settings
from digitize.errors import StoreReadOnly
from storage.audit import AuditReport, attest
from storage.audit import audit as audit_warehouse
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, say_error
from workers.services import Services, open_services


def audit(settings: Settings, *, as_json: bool) -> ExitCode:
    with open_services(settings) as services:
        report = audit_warehouse(services.catalogue, services.store)
        _attest(services, report)
    if as_json:
        print_json(asdict(report))
    else:
        _print(report)
    return ExitCode.OK if report.ok else ExitCode.LEDGER_MISMATCH


def _attest(services: Services, report: AuditReport) -> None:
    """Leave the proof in the ledger; a warehouse that can only be read is audited all the same."""
    try:
        attest(
            services.catalogue,
            services.store,
            report,
            actor=services.settings.officer,
            at=services.clock(),
        )
    except StoreReadOnly as error:
        say_error(error)


def _print(report: AuditReport) -> None:
    print_lines("Sổ cái, trang và dữ liệu khớp." if report.ok else "KHÔNG khớp:")
    print_lines(*(f"- {problem}" for problem in report.problems))
    pages = report.pages
    print_lines(
        f"Trang: nhận {pages['received']} = lưu kho {pages['filed']} + đang chờ {pages['waiting']}"
        f" + để riêng {pages['set_aside']} + bị loại {pages['rejected']}"
    )
    counts = ", ".join(f"{status} {count}" for status, count in report.documents.items())
    print_lines(f"Giấy tờ: {counts or 'chưa có'}", f"Tệp quét: {report.scans}")
