"""Catalogue rows into the state of a dossier: its own batches, and other batches in which a sheet names it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitize.dossier.arrived import ArrivedFile
from digitize.dossier.state import DossierState, make_state
from digitize.rows import Batch
from workers.arrived_files import arrived_files, checklist_of
from workers.services import Services
from workers.warehouse.holdings import held_items


def dossier_state(
    services: Services, dossier_code: str, *, agency: str | None = None
) -> DossierState:
    """As things stand, of one agency's batches where it is named; without batches and files where nothing came for it."""
    own = [
        (batch, arrived_files(services, batch))
        for batch in services.catalogue.batches(dossier_code=dossier_code)
        if agency in (None, batch.agency)
    ]
    by_sheets = _named_by_sheets(services, dossier_code, {batch.id for batch, _ in own})
    came = [*own, *(one for one in by_sheets if agency in (None, one[0].agency))]
    files = [file for _, arrived in came for file in arrived]
    said = next((batch.procedure_code for batch, _ in own if batch.procedure_code), "")
    checklist = checklist_of(services, said, files)
    return make_state(
        dossier_code,
        came,
        procedure_code=said or (checklist.procedure_code if checklist is not None else ""),
        checklist=checklist,
        types=services.types,
        held=held_items(services, _with_owner(own), checklist),
    )


def _with_owner(own: Sequence[tuple[Batch, object]]) -> Batch | None:
    """The batch that says whose dossier it is."""
    return next((batch for batch, _ in own if batch.owner is not None), None)


def _named_by_sheets(
    services: Services, dossier_code: str, own: set[str]
) -> Iterator[tuple[Batch, tuple[ArrivedFile, ...]]]:
    """Files of batches that hold several dossiers, with the papers and sheets of this one alone."""
    named = set(services.catalogue.scans_naming(dossier_code))
    for batch_id in sorted({services.catalogue.scan(scan_id).batch_id for scan_id in named}):
        batch = services.catalogue.batch(batch_id)
        if batch.id not in own and not batch.dossier_code:
            arrived = arrived_files(services, batch, only=named)
            of_dossier = tuple(_part(file, dossier_code) for file in arrived)
            yield replace(batch, expected=()), of_dossier


def _part(file: ArrivedFile, dossier_code: str) -> ArrivedFile:
    papers = tuple(paper for paper in file.papers if paper.dossier_code == dossier_code)
    covers = tuple(cover for cover in file.covers if cover.dossier_code == dossier_code)
    return replace(file, papers=papers, covers=covers, expected=None)
