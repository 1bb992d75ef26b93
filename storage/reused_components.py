"""A dossier's component has a paper that was used again: marked on the rows that indicators count and other systems are told of."""

from dataclasses import replace

from sqlalchemy import Connection

from digitize.one_stop import COUNTER, Component, Digitisation, Dossier, Reuse
from digitize.reuse.hand_overs import HandOver
from storage.dossier_rows import find_dossier, tell
from storage.turns import take_turns_at_dossier


def mark_reused(connection: Connection, made: HandOver) -> None:
    """The dossier's component has the paper, and that it was used again (TaiLieuNop.DuocTaiSuDung)."""
    if not made.component:
        return
    take_turns_at_dossier(connection, made.agency, made.dossier_code)
    known = find_dossier(connection, made.agency, made.dossier_code)
    dossier = known.dossier if known else _unknown(made)
    before = next((one for one in dossier.components if one.code == made.component), None)
    component = replace(
        before or Component(code=made.component),
        digitisation=Digitisation.FROM_RESULT,
        reuse=Reuse.YES,
        record_id=made.record_id,
        filed_at=made.at,
    )
    others = [one for one in dossier.components if one.code != made.component]
    marked = replace(dossier, components=(*others, component))
    tell(connection, marked, at=made.at, actor=made.account)


def _unknown(made: HandOver) -> Dossier:
    """No system told of it yet; when one does, it keeps what is held here."""
    return Dossier(
        code=made.dossier_code,
        agency=made.agency,
        source=COUNTER,
        procedure_code=made.procedure_code,
    )
