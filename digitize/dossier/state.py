"""A dossier over all its batches: what came, which papers were found, and the same findings as on a receipt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.doctype import DocumentTypes
from digitize.dossier.arrived import ArrivedFile, KnownBy, Paper
from digitize.dossier.checklist import Checklist
from digitize.dossier.claims import claims_of
from digitize.dossier.differences import Difference, differences_in
from digitize.dossier.doubled import Doubled, doubled_in
from digitize.dossier.item_states import ItemState, item_states
from digitize.dossier.missing import Missing, missing_of
from digitize.dossier.receipt import known_by
from digitize.dossier.said_types import declared_item
from digitize.rows import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPaper:
    document: str
    pages: tuple[int, ...]
    """Numbers from 1 in its file."""
    status: str
    type_code: str
    """Empty until it was described."""
    title: str
    """Of the type as read, else of the item it was declared as."""
    component: str
    """As its cover or its file was declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFile:
    name: str
    batch: str
    scan: str
    received_at: datetime
    page_count: int
    error_code: str
    papers: tuple[DossierPaper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierState:
    dossier_code: str
    procedure_code: str
    procedure_title: str
    has_checklist: bool
    known_by: KnownBy
    batches: tuple[str, ...]
    files: tuple[DossierFile, ...]
    items: tuple[ItemState, ...]
    """The checklist, item by item."""
    missing: tuple[Missing, ...]
    doubled: tuple[Doubled, ...]
    differences: tuple[Difference, ...]


def make_state(
    dossier_code: str,
    came: Sequence[tuple[Batch, Sequence[ArrivedFile]]],
    *,
    procedure_code: str,
    checklist: Checklist | None,
    types: DocumentTypes,
    held: Collection[str] = (),
) -> DossierState:
    """The dossier as things stand. `came`: its batches in the order they were opened, each with what came of it.

    `held` has the items that the owner's warehouse has in force.
    """
    files = [file for _, arrived in came for file in arrived]
    expected = [said for batch, _ in came for said in batch.expected]
    claims = claims_of(files, checklist=checklist)
    missing = missing_of(expected, files, claims, checklist, known_by(files), held=held)
    return DossierState(
        dossier_code=dossier_code,
        procedure_code=procedure_code,
        procedure_title=checklist.title if checklist is not None else "",
        has_checklist=checklist is not None,
        known_by=known_by(files),
        batches=tuple(batch.id for batch, _ in came),
        files=tuple(
            _file(file, batch, checklist, types) for batch, arrived in came for file in arrived
        ),
        items=item_states(checklist, claims, missing, held=held),
        missing=missing,
        doubled=doubled_in(files, before=(), claims=claims, checklist=checklist),
        differences=differences_in(
            files, dossier_code=dossier_code, checklist=checklist, types=types
        ),
    )


def _file(
    file: ArrivedFile, batch: Batch, checklist: Checklist | None, types: DocumentTypes
) -> DossierFile:
    return DossierFile(
        name=file.name,
        batch=batch.id,
        scan=file.scan.id,
        received_at=file.at,
        page_count=file.scan.page_count,
        error_code=file.scan.error_code or "",
        papers=tuple(_paper(paper, file, checklist, types) for paper in file.papers),
    )


def _paper(
    paper: Paper, file: ArrivedFile, checklist: Checklist | None, types: DocumentTypes
) -> DossierPaper:
    component = paper.component or declared_item(file, checklist)
    item = checklist.item(component) if checklist is not None else None
    read = types[paper.known_type].title if paper.known_type in types else ""
    return DossierPaper(
        document=paper.document,
        pages=paper.page_numbers,
        status=paper.status,
        type_code=paper.type_code or "",
        title=read or (item.title if item is not None else component),
        component=component,
    )
