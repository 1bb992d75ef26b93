"""Rows of dossiers, components and results into values and back."""

import json
from datetime import date
from typing import Any

from sqlalchemy import Row

from digitize.codec import from_json, to_json
from digitize.model import RecordId
from digitize.one_stop import (
    Component,
    Digitisation,
    Dossier,
    DossierFile,
    DossierStatus,
    KnownDossier,
    Result,
    Reuse,
    Way,
)
from digitize.rows import Owner, OwnerKind


def dossier_values(known: KnownDossier) -> dict[str, Any]:
    """All columns but the key."""
    one, owner = known.dossier, known.dossier.owner
    day = one.received_day
    return {
        "source": one.source,
        "procedure_code": one.procedure_code,
        "procedure_title": one.procedure_title,
        "owner_kind": owner and owner.kind,
        "owner_number": owner and owner.number,
        "owner_name": owner and owner.name,
        "counter": one.counter,
        "way": one.way,
        "status": one.status,
        "received_at": one.received_at,
        "received_day": day and day.isoformat(),
        "due_at": one.due_at,
        "decided_at": one.decided_at,
        "returned_at": one.returned_at,
        "says_digitised": one.says_digitised,
        "is_account_verified": one.is_account_verified,
        "is_paid_online": one.is_paid_online,
        "databases": json.dumps(one.databases, ensure_ascii=False),
        "version": known.version,
        "said_at": known.said_at,
        "changed_at": known.changed_at,
    }


def dossier_of(
    row: Row[Any], *, components: tuple[Component, ...], results: tuple[Result, ...]
) -> KnownDossier:
    dossier = Dossier(
        code=row.code,
        agency=row.agency,
        source=row.source,
        procedure_code=row.procedure_code,
        procedure_title=row.procedure_title,
        owner=_owner(row),
        counter=row.counter,
        way=Way(row.way),
        status=DossierStatus(row.status),
        received_at=row.received_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        returned_at=row.returned_at,
        says_digitised=row.says_digitised,
        is_account_verified=row.is_account_verified,
        is_paid_online=row.is_paid_online,
        databases=tuple(json.loads(row.databases)),
        components=components,
        results=results,
    )
    return KnownDossier(
        dossier=dossier, version=row.version, said_at=row.said_at, changed_at=row.changed_at
    )


def component_values(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "agency": dossier.agency,
            "dossier_code": dossier.code,
            "code": one.code,
            "ordinal": ordinal,
            "name": one.name,
            "is_mandatory": one.is_mandatory,
            "copies": one.copies,
            "copy_kind": one.copy_kind,
            "digitisation": int(one.digitisation),
            "reuse": int(one.reuse),
            "is_from_store": one.is_from_store,
            "files": json.dumps(
                [json.loads(to_json(file)) for file in one.files], ensure_ascii=False
            ),
            "record_id": one.record_id,
            "filed_at": one.filed_at,
        }
        for ordinal, one in enumerate(dossier.components)
    ]


def component_of(row: Row[Any]) -> Component:
    return Component(
        code=row.code,
        name=row.name,
        is_mandatory=row.is_mandatory,
        copies=row.copies,
        copy_kind=row.copy_kind,
        digitisation=Digitisation(row.digitisation),
        reuse=Reuse(row.reuse),
        is_from_store=row.is_from_store,
        files=tuple(from_json(DossierFile, json.dumps(file)) for file in json.loads(row.files)),
        record_id=None if row.record_id is None else RecordId(row.record_id),
        filed_at=row.filed_at,
    )


def result_values(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "agency": dossier.agency,
            "dossier_code": dossier.code,
            "code": one.code,
            "ordinal": ordinal,
            "name": one.name,
            "component_code": one.component_code,
            "paper_id": one.paper_id,
            "link": one.link,
            "valid_until": one.valid_until and one.valid_until.isoformat(),
            "is_signed": one.is_signed,
            "record_id": one.record_id,
            "filed_at": one.filed_at,
        }
        for ordinal, one in enumerate(dossier.results)
    ]


def result_of(row: Row[Any]) -> Result:
    return Result(
        code=row.code,
        name=row.name,
        component_code=row.component_code,
        paper_id=row.paper_id,
        link=row.link,
        valid_until=None if row.valid_until is None else date.fromisoformat(row.valid_until),
        is_signed=row.is_signed,
        record_id=None if row.record_id is None else RecordId(row.record_id),
        filed_at=row.filed_at,
    )


def _owner(row: Row[Any]) -> Owner | None:
    if row.owner_kind is None:
        return None
    return Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number, name=row.owner_name or "")
