"""`digitize fixity`: what is due is read anew and compared now, instead of little by little in the background."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from config.settings import Settings
from storage.ledger import Event
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines
from workers.fixity import FixityCheck
from workers.services import Services, open_services


def fixity(settings: Settings, *, days: int | None, limit: int | None, as_json: bool) -> ExitCode:
    """Scans last checked more than so many days ago (the setting's by default); 23 where anything does not hold.

    Stopped at any moment, the same command goes on: each scan is noted before the next begins.
    """
    days = settings.fixity_days if days is None else days
    scans = objects = damaged = 0
    with open_services(settings) as services:
        check = FixityCheck(services)
        before = services.clock() - timedelta(days=days)
        anchors = check.anchor_problems()
        _say("warehouse", anchors, as_json=as_json)
        for look in check.looks(checked_before=before):
            scans, objects = scans + 1, objects + look.objects
            damaged += bool(look.problems)
            _say(look.scan_id, look.problems, as_json=as_json)
            if limit is not None and scans >= limit:
                break
        state = check.rows.state()
        _note(services, scans=scans, objects=objects, damaged=damaged)
    summary = {
        "ok": damaged == 0 and not anchors,
        "scans": scans,
        "objects": objects,
        "damaged": damaged,
        "oldest": None if state.oldest is None else state.oldest.isoformat(timespec="seconds"),
        "known_damaged": state.damaged,
    }
    if as_json:
        print_json(summary)
    else:
        _print(summary)
    return ExitCode.OK if summary["ok"] else ExitCode.LEDGER_MISMATCH


def _say(subject: str, problems: Sequence[str], *, as_json: bool) -> None:
    if not problems:
        return
    if as_json:
        print_json({"scan": subject, "problems": list(problems)})
    else:
        print_lines(f"KHÔNG khớp: {subject}", *(f"- {one}" for one in problems))


def _note(services: Services, *, scans: int, objects: int, damaged: int) -> None:
    if scans:
        services.catalogue.note(
            Event.FIXITY_RUN,
            "warehouse",
            actor=services.settings.officer,
            data={"scans": scans, "objects": objects, "damaged": damaged},
            at=services.clock(),
        )


def _print(summary: Mapping[str, object]) -> None:
    print_lines(
        f"Đã đọc lại {summary['objects']} đối tượng của {summary['scans']} tệp quét;"
        f" không khớp: {summary['damaged']} tệp quét.",
        f"Lâu nhất chưa đọc lại: từ {summary['oldest'] or 'chưa có'};"
        f" lần xem gần nhất còn hỏng: {summary['known_damaged']}.",
    )
