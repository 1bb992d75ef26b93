"""`digitize owners`: what waits for an owner, whose a record is, numbers of one person, codes of what was filed before."""

from collections.abc import Sequence

from config.settings import Settings
from digitize.access import Role, Viewer
from digitize.errors import BadOwner
from digitize.model import RecordId
from digitize.privacy.masking import masked, masked_owner
from digitize.rows import LinkState, NumberLink, Owner, OwnerKind, Record
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look
from workers.services import Services, open_services
from workers.warehouse import deciding_owners, linking
from workers.warehouse.linking import sound_number

_PAGE = 200


def waiting(settings: Settings, *, limit: int, as_json: bool) -> ExitCode:
    """The oldest first, of the settings' agency."""
    with open_services(settings) as services:
        viewer = _viewer(settings)
        rows: list[Record] = []
        cursor: str | None = None
        while len(rows) < limit:
            page = deciding_owners.waiting(
                services, viewer, cursor=cursor, limit=min(_PAGE, limit - len(rows))
            )
            rows += page.records
            cursor = page.cursor
            if cursor is None:
                break
    if as_json:
        for record in rows:
            print_json(
                {
                    "record": record.id,
                    "title": masked(record.title),
                    "type": record.type_code,
                    "filed_at": record.filed_at.isoformat(),
                    "reasons": list(record.owner_doubts),
                }
            )
        return ExitCode.OK
    titles = ("Hồ sơ lưu", "Giấy tờ", "Vì sao chưa chắc của ai")
    print_table(
        titles,
        [
            (record.id, masked(record.title), " ".join(deciding_owners.doubts_of(record)))
            for record in rows
        ],
    )
    return ExitCode.OK


def show(settings: Settings, wanted: str, *, as_json: bool) -> ExitCode:
    """Whose it is and was, and which numbers stand on it. Raises `NotFound`."""
    with open_services(settings) as services:
        record, document = record_of(services, _viewer(settings), wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=settings.officer)
        found = deciding_owners.candidates(services, document)
        codes = deciding_owners.result_codes(services, record.id)
    if as_json:
        print_json(
            {
                "record": record.id,
                "version": record.version,
                "basis": record.owner_basis.value,
                "owners": [_owner_json(one) for one in record.owners],
                "candidates": [
                    _owner_json(one.owner)
                    | {"page": None if one.page_index is None else one.page_index + 1}
                    for one in found
                ],
                "result_code": codes.digitised,
                "dossier_result_code": codes.dossier,
            }
        )
        return ExitCode.OK
    owners = [f"  {one.name} {one.number}" for one in record.owners] or ["  chưa có"]
    print_lines(f"{record.id} bản {record.version}", "Chủ:", *owners, "Các số trên giấy:")
    print_lines(*(f"  {one.owner.kind} {one.owner.number} {one.owner.name}" for one in found))
    print_lines(f"Mã kết quả số hóa: {codes.digitised or 'chưa cấp'}")
    if codes.dossier:
        print_lines(f"Mã kết quả hồ sơ: {codes.dossier}")
    return ExitCode.OK


def decide(settings: Settings, wanted: str, owners: Sequence[str], *, nobody: bool) -> ExitCode:
    """`citizen:044203001234:Họ tên`; with `nobody` the record is no owner's. Raises `BadOwner`, `NotFound`."""
    if bool(owners) == nobody:
        raise BadOwner("owners, or nobody")
    said = [_owner(text) for text in owners]
    with open_services(settings) as services:
        viewer = _viewer(settings)
        record, _ = record_of(services, viewer, wanted)
        after = deciding_owners.decide(
            services, viewer, RecordId(wanted), said, version=record.version
        )
    say(f"{after.id}: bản {after.version}.")
    return ExitCode.OK


def list_links(settings: Settings, *, state: str, as_json: bool) -> ExitCode:
    """Numbers in lists are masked; a link by its id shows both."""
    with open_services(settings) as services:
        found = _all_links(services, _viewer(settings), LinkState(state))
    for link in found:
        ends = [
            masked_owner(Owner(kind=link.kind, number=end)).number for end in (link.one, link.other)
        ]
        if as_json:
            print_json({"link": link.id, "state": link.state.value, "record": link.record_id})
        else:
            print_lines(f"{link.id}  {' – '.join(ends)}  {link.record_id or 'lời của cán bộ'}")
    return ExitCode.OK


def link(settings: Settings, kind: str, one: str, other: str, *, reason: str) -> ExitCode:
    """Raises `BadOwner`, `NumbersOfTwo`, `LinkDecided`."""
    ends = [
        Owner(kind=OwnerKind(kind), number=sound_number(OwnerKind(kind), number))
        for number in (one, other)
    ]
    with open_services(settings) as services:
        made = linking.link(
            services, _viewer(settings), ends[0], ends[1], record_id=None, reason=reason
        )
    print_lines(made)
    return ExitCode.OK


def decide_link(settings: Settings, link_id: str, state: str, *, reason: str) -> ExitCode:
    """Confirm, refuse or unlink. Raises `NotFound`, `LinkDecided`, `NumbersOfTwo`, `BadOwner`."""
    with open_services(settings) as services:
        viewer = _viewer(settings)
        held = linking.link_of(services, viewer, link_id)
        linking.decide(
            services, viewer, link_id, LinkState(state), version=held.version, reason=reason
        )
    return ExitCode.OK


def merged_agencies(settings: Settings, *, confirm: bool) -> ExitCode:
    """What `provinces.csv` says of closed codes; with `confirm` they are linked, by whoever gives the command."""
    if not confirm:
        rows = [
            (one.closed.number, one.closed.name, one.lasting.number, one.lasting.name)
            for one in linking.merged_agencies()
        ]
        print_table(("Mã cũ", "Cơ quan cũ", "Mã nay", "Cơ quan nay"), rows)
        return ExitCode.OK
    with open_services(settings) as services:
        made = linking.link_merged_agencies(services, _viewer(settings))
    say(f"Đã nối {made} mã cơ quan.")
    return ExitCode.OK


def give_codes(settings: Settings) -> ExitCode:
    """To what was filed before there were codes; harmless when given twice or cut off."""
    with open_services(settings) as services:
        given = deciding_owners.give_codes(services)
    say(f"Đã cấp mã kết quả cho {given} hồ sơ lưu.")
    return ExitCode.OK


def _viewer(settings: Settings) -> Viewer:
    """Whoever works at this command line, for the agency that it works for."""
    return Viewer(
        account=settings.officer, roles=frozenset({Role.CHECKER}), agency=settings.agency_code
    )


def _owner(text: str) -> Owner:
    kind, _, rest = text.partition(":")
    number, _, name = rest.partition(":")
    if kind not in set(OwnerKind):
        raise BadOwner("citizen:NUMBER:NAME or organisation:CODE:NAME")
    return Owner(kind=OwnerKind(kind), number=sound_number(OwnerKind(kind), number), name=name)


def _owner_json(owner: Owner) -> dict[str, object]:
    return {"kind": owner.kind.value, "number": owner.number, "name": owner.name}


def _all_links(services: Services, viewer: Viewer, state: LinkState) -> Sequence[NumberLink]:
    found: list[NumberLink] = []
    cursor: str | None = None
    while True:
        page = linking.links(services, viewer, state, cursor=cursor, limit=_PAGE)
        found += page.links
        cursor = page.cursor
        if cursor is None:
            return found
