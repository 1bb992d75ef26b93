"""`digitize retention`, `hold`, `dispose`: what has passed its time, what is kept all the same, what an officer disposes of."""

from config.retention import load_retention
from config.settings import Settings
from digitize.errors import NotFound, SecondPersonNeeded
from digitize.model import DocumentId, RecordId
from digitize.rows import Hold, HoldKind
from digitize.warehouse.validity import today_of
from workers import disposal
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table
from workers.commands.records import find_document
from workers.pictures import forget_pictures
from workers.services import Services, open_services


def retention(settings: Settings, *, as_json: bool) -> ExitCode:
    """Records whose time has passed and that nothing holds, and disposals whose bytes are not all gone."""
    with open_services(settings) as services:
        schedule = load_retention(settings.retention, types=services.types)
        today = today_of(services.clock())
        passed = list(disposal.past_their_time(services.catalogue, schedule, today=today))
        unfinished = [one for one in services.catalogue.disposals() if one.removed_at is None]
    if as_json:
        for one in passed:
            print_json(
                {
                    "record": one.record.id,
                    "document": one.record.document_id,
                    "type": one.record.type_code,
                    "filed_on": today_of(one.record.filed_at).isoformat(),
                    "ended_on": one.ended_on.isoformat(),
                }
            )
        return ExitCode.OK
    rows = [
        (
            found.record.id,
            found.record.title,
            str(today_of(found.record.filed_at)),
            str(found.ended_on),
        )
        for found in passed
    ]
    print_table(("Mã", "Giấy tờ", "Lưu kho ngày", "Hết thời hạn ngày"), rows)
    print_lines(
        *(
            f"Hủy {one.document_id} chưa xong: hãy chạy lại `digitize dispose {one.document_id}`."
            for one in unfinished
        )
    )
    return ExitCode.OK


def hold(
    settings: Settings, wanted: str | None, *, reason: str, is_release: bool, as_json: bool
) -> ExitCode:
    """Place or end a hold; without an id, list them."""
    with open_services(settings) as services:
        if wanted is None:
            return _list_holds(services, as_json=as_json)
        if is_release:
            _release(services, wanted, reason=reason)
        else:
            _place(services, wanted, reason=reason)
    if as_json:
        print_json({"subject": wanted, "held": not is_release})
    else:
        print_lines(f"{wanted}: {'thôi giữ' if is_release else 'được giữ, không ai hủy được'}.")
    return ExitCode.OK


def dispose(settings: Settings, wanted: str, *, reason: str, as_json: bool) -> ExitCode:
    """Dispose of one document in its officer's name."""
    if settings.disposal_by_two:
        raise SecondPersonNeeded
    with open_services(settings) as services:
        document = find_document(services, wanted)
        ordered = disposal.dispose(
            services.catalogue,
            services.store,
            document,
            schedule=load_retention(settings.retention, types=services.types),
            officer=settings.officer,
            reason=reason,
            at=services.clock(),
        )
        forget_pictures(services, document.scan_id)
    if as_json:
        print_json({"document": ordered.document_id, "officer": ordered.officer, "disposed": True})
    else:
        print_lines(f"Đã hủy {ordered.document_id}; sổ cái ghi người hủy: {ordered.officer}.")
    return ExitCode.OK


def _place(services: Services, wanted: str, *, reason: str) -> None:
    placed = Hold(
        subject=wanted,
        kind=_kind_of(services, wanted),
        reason=reason,
        officer=services.settings.officer,
        placed_at=services.clock(),
    )
    disposal.hold(services.catalogue, services.store, placed)


def _release(services: Services, wanted: str, *, reason: str) -> None:
    held = next((one for one in services.catalogue.holds() if one.subject == wanted), None)
    if held is None:
        raise NotFound(f"no hold on {wanted}")
    disposal.release(
        services.catalogue,
        services.store,
        held,
        officer=services.settings.officer,
        reason=reason,
        at=services.clock(),
    )


def _kind_of(services: Services, wanted: str) -> HoldKind:
    """Whose id it is. Raises `NotFound` for what the warehouse has never seen."""
    for kind, look in (
        (HoldKind.DOCUMENT, lambda: services.catalogue.document(DocumentId(wanted))),
        (HoldKind.RECORD, lambda: services.catalogue.record(RecordId(wanted))),
    ):
        try:
            look()
        except NotFound:
            continue
        return kind
    if services.catalogue.batches(dossier_code=wanted) or services.catalogue.scans_naming(wanted):
        return HoldKind.DOSSIER
    raise NotFound(wanted)


def _list_holds(services: Services, *, as_json: bool) -> ExitCode:
    found = services.catalogue.holds()
    if as_json:
        for one in found:
            print_json(
                {
                    "subject": one.subject,
                    "kind": one.kind.value,
                    "reason": one.reason,
                    "officer": one.officer,
                    "placed_at": one.placed_at.isoformat(timespec="seconds"),
                }
            )
        return ExitCode.OK
    rows = [(one.subject, _KINDS[one.kind], one.officer, one.reason) for one in found]
    print_table(("Mã", "Là", "Người giữ", "Lý do"), rows)
    return ExitCode.OK


_KINDS = {
    HoldKind.DOCUMENT: "giấy tờ",
    HoldKind.RECORD: "hồ sơ lưu",
    HoldKind.DOSSIER: "hồ sơ thủ tục",
}
