"""Warehouses on disk with a few filed papers, for tests of what keeps them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from storage_factories import NOW, filed

from config.settings import Settings
from digitize.rows import Record
from workers.services import Services, build_services


@contextmanager
def kept_at(warehouse: Path, *, at: datetime = NOW, **settings: object) -> Iterator[Services]:
    """The services of a warehouse, at a time that the test says."""
    with build_services(Settings(warehouse=warehouse, **settings)) as services:
        yield replace(services, clock=lambda: at)


def warehouse_with_papers(warehouse: Path, *contents: str, **settings: object) -> list[Record]:
    """A warehouse with a filed paper for each content."""
    with kept_at(warehouse, **settings) as services:
        return [
            filed(services.catalogue, content=content, store=services.store) for content in contents
        ]


def make_keys(warehouse: Path) -> None:
    """The keys that would seal its papers."""
    with kept_at(warehouse) as services:
        assert services.sealing.authority
