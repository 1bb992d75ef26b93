"""Settings of the house into what facts and figures are made by."""

import json
from datetime import date
from functools import cache

from config.indicators import IndicatorSettings, load_indicators
from digitize.doctype import ValueKind
from digitize.dossier.checklist import checklist_for
from digitize.warehouse.validity import ValidityRules, validity_of
from storage.indicator_rows import FactRules
from storage.paper_fact_rows import PaperRules
from workers.services import Services


def indicator_settings(services: Services) -> IndicatorSettings:
    """Raises `BadConfiguration`."""
    return load_indicators(services.settings.indicators)


def fact_rules(services: Services, settings: IndicatorSettings, *, today: date) -> FactRules:
    @cache
    def types_of(procedure: str, component: str) -> frozenset[str]:
        checklist = checklist_for(procedure, services.checklists)
        item = checklist.item(component) if checklist else None
        return frozenset(item.type_codes) if item else frozenset()

    return FactRules(
        today=today,
        procedures_without_result=settings.procedures_without_result,
        certified_copy_kinds=settings.certified_copy_kinds,
        commune_of=settings.commune_of,
        types_of=types_of,
        last_day_of=lambda type_code, fields: _last_day(services.validity, type_code, fields),
    )


def _last_day(rules: ValidityRules, type_code: str, fields: str) -> date | None:
    """Most papers say no end and their types have none: these are told without reading their fields."""
    rule = rules.of(type_code)
    says_end = any(f'"{key}"' in fields for key in rule.until_fields)
    if not says_end and rule.months is None and rule.last_day is None:
        return None
    found = validity_of(type_code, json.loads(fields), rules)
    return found.valid_until if found.is_certain else None


def paper_rules(services: Services, settings: IndicatorSettings) -> PaperRules:
    @cache
    def kind_of(type_code: str, key: str) -> ValueKind | None:
        kind = services.types.get(type_code)
        spec = kind.field(key) if kind else None
        return spec.kind if spec else None

    return PaperRules(kind_of=kind_of, commune_of=settings.commune_of)
