"""A paper whose own days or whose law ended it: no longer a valid result, and asked for again with right."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from service_factories import memory_services
from sqlalchemy import update
from storage_factories import CITIZEN, NOW, filed

from digitize.indicators.facts import DossierFacts
from digitize.indicators.periods import month_of
from digitize.one_stop import Component, Dossier, Result
from storage.dossier_rows import Dossiers
from storage.indicator_rows import dossier_facts
from storage.schema import records
from workers.reporting.rules import fact_rules, indicator_settings
from workers.services import Services

DAY = date(2026, 3, 12)


def _facts(services: Services) -> DossierFacts:
    rules = fact_rules(services, indicator_settings(services), today=date(2026, 4, 30))
    rules = replace(rules, types_of=lambda _procedure, _code: frozenset({"giay_xac_nhan_hon_nhan"}))
    with services.database.reading() as connection:
        (found,) = dossier_facts(connection, month_of(DAY), agency="H46.1", rules=rules)
    return found


def _a_dossier_with(services: Services, **fields: str) -> DossierFacts:
    """Of the owner of a filed paper with these fields, which is its result, too."""
    record = filed(services.catalogue)
    values: dict[str, Any] = {"type_code": "giay_xac_nhan_hon_nhan", "fields": json.dumps(fields)}
    with services.database.writing() as connection:
        connection.execute(update(records).values(**values))
    said = Dossier(
        code="H46.1-260312-0001",
        agency="H46.1",
        source="x",
        owner=CITIZEN,
        received_at=NOW + timedelta(days=10),
        components=(Component(code="a"),),
        results=(Result(code="KQ1", record_id=record.id, filed_at=NOW),),
    )
    Dossiers(services.database).tell(said, at=NOW, actor="x")
    return _facts(services)


@pytest.mark.parametrize(
    ("fields", "was_held", "is_valid"),
    [
        ({"issued_date": "2026-02-01"}, True, True),
        ({"issued_date": "2025-01-01"}, False, False),
        ({"issued_date": "2025-09-12"}, True, False),
        ({"issued_date": "2025-01-01", "valid_until": "2026-12-31"}, True, True),
        ({"valid_until": "2026-03-11"}, False, False),
        ({}, True, True),
    ],
    ids=["within", "six_months_ago", "ended_since", "says_longer", "says_shorter", "says_nothing"],
)
def test_a_paper_that_ended_is_neither_held_nor_a_valid_result(
    fields: dict[str, str],
    was_held: bool,
    is_valid: bool,
) -> None:
    found = _a_dossier_with(memory_services(), **fields)
    assert found.components[0].was_held is was_held
    assert found.results[0].is_valid is is_valid
