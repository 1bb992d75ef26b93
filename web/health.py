"""Is the server there (`/healthz`), and can it take something in (`/readyz`)?"""

import os

from fastapi import APIRouter

from digitize.errors import StoreReadOnly
from storage.disk_faults import disk_faults
from workers.services import Services


def health_routes(services: Services) -> APIRouter:
    """For whoever watches the machine; no key is needed, nothing is told."""
    router = APIRouter()

    @router.get("/healthz")
    def is_there() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def is_ready() -> dict[str, str]:
        """The problem of the store or the catalogue, where there is one."""
        warehouse = services.settings.warehouse
        with disk_faults("warehouse"):
            if not os.access(warehouse, os.W_OK) or os.statvfs(warehouse).f_flag & os.ST_RDONLY:
                raise StoreReadOnly("warehouse")
        services.catalogue.ledger_head()
        return {"status": "ready"}

    return router
