"""Dossiers as other systems tell and ask for them: told, with what came of each component, and the sealed PDF of a result."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from digitize.access import Viewer
from digitize.errors import NotFound
from digitize.model import RecordId
from digitize.one_stop import Component, Dossier, KnownDossier, Result
from digitize.rows import Document, Record
from storage import ledger
from storage.dossier_rows import Dossiers
from storage.record_reads import note_reads_in
from storage.record_rows import get_record
from storage.result_code_rows import ResultCodes, codes_of
from workers.exchange.papers import follow_a_stretch
from workers.records.part_names import RecordPart
from workers.records.parts import Part, part_of
from workers.records.reads import Purpose
from workers.services import Services
from workers.warehouse.dossier_codes import give_dossier_code


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """What is held of a component or a result, as another system is told of it."""

    result_code: str
    """MaKetQua; empty where it was given none."""
    dossier_result_code: str
    """`<dossier>-KQ<n>`; empty where the paper ended no dossier."""
    sha256: str
    """HashTepTin: of the sealed PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAnswer:
    known: KnownDossier
    held: Mapping[RecordId, HeldPaper]


def tell(services: Services, said: Dossier, *, viewer: Viewer) -> DossierAnswer:
    """What a system says; papers that came before it spoke count at once."""
    follow_a_stretch(services)
    known = Dossiers(services.database).tell(said, at=services.clock(), actor=viewer.account)
    for result in known.dossier.results:
        if result.record_id is not None:
            with suppress(NotFound):  # a bag may bring a dossier and some of its papers
                give_dossier_code(services, result.record_id, known.dossier.code)
    return answer_of(services, known)


def dossier(services: Services, code: str, *, viewer: Viewer) -> DossierAnswer:
    """As things stand. Raises `NotFound`, the same for another agency's as for none."""
    follow_a_stretch(services)
    return answer_of(services, Dossiers(services.database).get(code, viewer=viewer))


def answer_of(services: Services, known: KnownDossier) -> DossierAnswer:
    papers: tuple[Component | Result, ...] = (*known.dossier.components, *known.dossier.results)
    record_ids = {one.record_id for one in papers if one.record_id is not None}
    with services.database.reading() as connection:
        codes = codes_of(connection, sorted(record_ids))
        held = {}
        for record_id in record_ids:
            with suppress(NotFound):  # a bag may bring a dossier and some of its papers
                held[record_id] = HeldPaper(
                    sha256=get_record(connection, record_id).pdf.sha256,
                    result_code=codes.get(record_id, ResultCodes()).digitised,
                    dossier_result_code=codes.get(record_id, ResultCodes()).dossier,
                )
    return DossierAnswer(known=known, held=held)


def pull_result(
    services: Services, code: str, result_code: str, *, purpose: str, viewer: Viewer
) -> Part:
    """The sealed PDF of one result, in the ledger before anything of it is given. Raises `NotFound`, `Disposed`."""
    found = dossier(services, code, viewer=viewer).known.dossier
    result = next((one for one in found.results if one.code == result_code), None)
    if result is None or result.record_id is None:
        raise NotFound(f"dossier {code} has no result {result_code} here")
    record, document = _record(services, result.record_id, viewer)
    part = part_of(services, document, RecordPart.SEALED)
    now = services.clock()
    with services.database.writing() as connection:
        note_reads_in(
            connection,
            [record.id],
            purpose=f"{Purpose.GET}.{RecordPart.SEALED}",
            actor=viewer.account,
            at=now,
        )
        ledger.append(
            connection,
            "dossier.result_pulled",
            code,
            data={"agency": found.agency, "record": record.id, "purpose": purpose},
            at=now,
            actor=viewer.account,
        )
    return part


def _record(services: Services, record_id: RecordId, viewer: Viewer) -> tuple[Record, Document]:
    with services.database.reading() as connection:
        record = get_record(connection, record_id, viewer=viewer)
    return record, services.catalogue.document(record.document_id)
