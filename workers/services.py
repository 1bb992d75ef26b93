"""The composition root: settings into the adapters that everything else receives as arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self, TextIO

from structlog.typing import FilteringBoundLogger

from config.document_types import load_document_types
from config.settings import Settings
from digitize.doctype import DocumentTypes
from digitize.errors import NoWarehouse
from digitize.pdf.seal_block import SealOptions
from digitize.ports import Catalogue, Clock, ObjectStore
from storage.catalogue import SqlCatalogue
from storage.folder_store import FolderStore
from workers.log import logger_to, open_log
from workers.pool import ChildPool, PoolOptions
from workers.sealing import SealingDesk, SealingOptions
from workers.tools import build_tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    settings: Settings
    store: ObjectStore
    catalogue: Catalogue
    types: DocumentTypes
    clock: Clock
    sealing: SealingDesk
    log: FilteringBoundLogger
    _log_file: TextIO

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.catalogue.close()
        self._log_file.close()


def build_services(settings: Settings) -> Services:
    """Open (and at first make) the warehouse. Raises the store's and `BadConfiguration` errors."""
    warehouse = settings.warehouse
    store = FolderStore(warehouse / "store")
    log_file = open_log(warehouse)
    return Services(
        settings=settings,
        store=store,
        catalogue=SqlCatalogue.open(catalogue_path(settings)),
        types=load_document_types(settings.types),
        clock=utc_now,
        sealing=SealingDesk(store, utc_now, _sealing_options(settings)),
        log=logger_to(log_file),
        _log_file=log_file,
    )


def open_services(settings: Settings) -> Services:
    """The services of a warehouse that is there already. Raises `NoWarehouse`; looking makes nothing."""
    if not catalogue_path(settings).is_file():
        raise NoWarehouse(str(settings.warehouse))
    return build_services(settings)


def catalogue_path(settings: Settings) -> Path:
    return settings.warehouse / "catalogue.sqlite"


def build_pool(settings: Settings) -> ChildPool:
    make_tools: Callable[[], object] = partial(build_tools, settings)
    options = PoolOptions(jobs=settings.jobs, preload=("workers.tasks",))
    return ChildPool(make_tools, options=options)


def _sealing_options(settings: Settings) -> SealingOptions:
    return SealingOptions(
        folder=settings.warehouse / "keys",
        agency_name=settings.agency_name,
        block=SealOptions(form_of_copy=settings.form_of_copy, remark=settings.seal_remark),
        timestamp_url=settings.timestamp_url,
    )


def utc_now() -> datetime:
    return datetime.now(UTC)
