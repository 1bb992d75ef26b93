"""What the step that files a paper must know of its owner: who it is, which numbers it calls one person's, what codes it gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import match_expected
from digitize.model import Description, PageReading
from digitize.rows import Batch, Document, StatedPair
from digitize.sheets.covers import said_of
from digitize.warehouse.owners import Ownership, ownership
from digitize.warehouse.persons import may_state_pairs, stated_pairs
from digitize.warehouse.result_codes import CodePlan, CodeTemplate
from storage.owner_rows import numbers_of
from storage.paper_origin import origin_of
from workers.importing.register_dossier import dossier_in_register
from workers.services import Services

_BACKLOG = "import"
"""The channel of old results: each of its papers ended a dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    ownership: Ownership
    pairs: tuple[StatedPair, ...]
    codes: CodePlan


def owned(
    services: Services,
    document: Document,
    description: Description,
    readings: Callable[[], Sequence[PageReading]],
) -> Owned:
    """`readings` are asked for only where the type of paper may say two numbers of its owner."""
    with services.database.asking() as connection:
        batch, source = origin_of(connection, document.id)
    type_code = description.verdict.type_code
    kind = services.types.get(type_code)
    found = ownership(
        description,
        family=kind.family if kind is not None else "",
        rules=services.owner_rules,
        declared=_declared(services, batch),
    )
    pairs: tuple[StatedPair, ...] = ()
    if len(found.owners) == 1 and may_state_pairs(type_code):
        pairs = stated_pairs(description, found, readings())
    dossier_code = _dossier_it_ends(services, document, description, batch, source)
    return Owned(ownership=found, pairs=pairs, codes=code_plan(services, dossier_code=dossier_code))


def code_plan(services: Services, *, dossier_code: str = "") -> CodePlan:
    """By the settings of this house."""
    settings = services.settings
    return CodePlan(
        template=CodeTemplate(settings.result_code),
        agency=settings.agency_code,
        dossier_code=dossier_code,
    )


def dossier_it_ends(services: Services, document: Document) -> str:
    """Code of the dossier whose result the paper is; empty where it is another paper, or of no dossier."""
    with services.database.asking() as connection:
        batch, source = origin_of(connection, document.id)
    if document.description is None:
        return ""
    return _dossier_it_ends(services, document, document.description, batch, source)


def _declared(services: Services, batch: Batch) -> frozenset[str]:
    """All numbers of whom the giver called the dossier's owner."""
    if batch.owner is None:
        return frozenset()
    with services.database.asking() as connection:
        return frozenset(one.number for one in numbers_of(connection, batch.owner))


def _dossier_it_ends(
    services: Services, document: Document, description: Description, batch: Batch, source: str
) -> str:
    if not batch.dossier_code:
        is_old = batch.channel == _BACKLOG
        return dossier_in_register(services, document, description) if is_old else ""
    result = services.settings.result_component
    expected = match_expected(source, document.scan_id, batch.expected)
    if expected is not None and expected.component:
        is_result = expected.component == result
    else:
        is_result = batch.channel == _BACKLOG or _lies_behind(services, document, result)
    return batch.dossier_code if is_result else ""


def _lies_behind(services: Services, document: Document, component: str) -> bool:
    """Whether a cover sheet says so."""
    covers = services.catalogue.covers(document.scan_id)
    said = said_of(document.page_indexes[0], covers=covers, separators=()) if covers else None
    return said is not None and said.component == component
