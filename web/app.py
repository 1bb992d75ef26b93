"""The server's application: its collaborators in, one ASGI application out. Composition only; each route is in its room."""

import contextlib
from collections.abc import AsyncIterator, Callable

import anyio
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from storage.stations import Stations
from web.headers import HeaderRules
from web.health import health_routes
from web.problem import answer_problems
from web.stations.batches import batch_routes
from web.stations.doorkeeper import Doorkeeper
from web.stations.tus import tus_routes
from web.stations.upload_desk import UploadDesk, UploadOptions
from workers.metrics import Metrics
from workers.readiness import readiness_of
from workers.receiving import Receiving
from workers.services import Services

THREADS = 64  # each waits for a disk; 30 stations at once need one or two each
EXPIRE_EVERY_SECONDS = 3600.0


def create_app(
    services: Services,
    receiving: Receiving,
    *,
    on_custody: Callable[[], None] = lambda: None,
    options: UploadOptions | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """`receiving` takes files into custody; `on_custody` is told, in some thread, that there is work.

    `metrics` are what `/metrics` shows; without them, of an application that nobody watches, they are empty.
    """
    options = options or UploadOptions()
    desk = UploadDesk(services, receiving, on_custody=on_custody, options=options)
    doorkeeper = Doorkeeper(Stations(services.database), clock=services.clock)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.recover)
            tasks.start_soon(_expire_now_and_then, desk)
            yield
            tasks.cancel_scope.cancel()

    app = FastAPI(
        title="digitize", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    answer_problems(app, services.log)
    app.include_router(health_routes(readiness_of(services), metrics or Metrics()))
    app.include_router(batch_routes(services, desk, doorkeeper.station_of))
    app.include_router(tus_routes(desk, doorkeeper.station_of))
    app.add_middleware(HeaderRules)
    return app


async def _expire_now_and_then(desk: UploadDesk) -> None:
    while True:
        await desk.expire()
        await anyio.sleep(EXPIRE_EVERY_SECONDS)
