"""The server's application: its collaborators in, one ASGI application out. Composition only; each route is in its room."""

import contextlib
from collections.abc import AsyncIterator, Callable

import anyio
from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import FastAPI

from storage.stations import Stations
from web.accounts.api import session_routes
from web.accounts.gate import Gate
from web.accounts.keeping_api import keeping_routes
from web.accounts.keeping_pages import keeping_pages
from web.accounts.pages import AccountDesk, account_pages
from web.accounts.rates import Rates
from web.accounts.vouched_pages import vouched_pages
from web.bounded_bodies import BoundedBodies
from web.checking.room import checking_room, forget_old
from web.counter.api import counter_routes
from web.counter.pages import CounterDesk, counter_pages
from web.events import event_routes
from web.exchange.api import dossier_routes
from web.exchange.webhooks_api import webhook_routes
from web.headers import HeaderRules
from web.health import health_routes
from web.holdings.api import holding_routes
from web.holdings.asking import AskingRates
from web.holdings.life_api import life_routes
from web.holdings.life_pages import life_pages
from web.holdings.pages import HoldingsDesk, holding_pages
from web.home import home_pages
from web.listening import Listening
from web.operate.api import operate_routes
from web.operate.pages import operate_pages
from web.operate.systems_api import systems_routes
from web.operate.systems_pages import systems_pages
from web.pages.places import PLACES
from web.pages.refusals import Refusals
from web.pages.rendering import Pages
from web.pages.static_files import KeptStaticFiles
from web.privacy.desk import PrivacyDesk
from web.privacy.room import privacy_room
from web.problem import answer_problems
from web.proving.api import proof_routes
from web.proving.desk import ProvingDesk
from web.proving.pages import proof_pages
from web.records.api import record_routes
from web.records.desk import RecordDesk
from web.records.pages import record_pages
from web.reports.room import report_room
from web.reuse.room import reuse_rooms
from web.signing.room import signing_room
from web.stations.batches import batch_routes
from web.stations.doorkeeper import Doorkeeper
from web.stations.pushers import Pushers
from web.stations.tus import tus_routes
from web.stations.upload_desk import UploadDesk, UploadOptions
from web.warehouse.room import owner_room
from workers.accounts.keeping import KeepingAccounts
from workers.accounts.signing_in import SigningIn
from workers.accounts.vouching import open_voucher
from workers.metrics import Metrics
from workers.pool import ChildPool
from workers.privacy.forgetting import forget_what_is_old
from workers.proving.papers import Proofs
from workers.readiness import readiness_of
from workers.receiving import Receiving
from workers.services import Services

THREADS = 64  # each waits for a disk; 30 stations at once need one or two each
EXPIRE_EVERY_SECONDS = 3600.0


def create_app(
    services: Services,
    receiving: Receiving,
    *,
    looking: ChildPool,
    on_custody: Callable[[], None] = lambda: None,
    options: UploadOptions | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """`receiving` takes files into custody; `on_custody` is told, in some thread, that there is work.

    `looking` has children that decode what people look at.

    `metrics` are what `/metrics` shows; without them, of an application that nobody watches, they are empty.
    """
    options = options or UploadOptions()
    desk = UploadDesk(services, receiving, on_custody=on_custody, options=options)
    signing_in = SigningIn(services.database, clock=services.clock)
    gate = Gate(signing_in)
    doorkeeper = Doorkeeper(Stations(services.database), clock=services.clock)
    pushers = Pushers(doorkeeper, gate)
    listening = Listening(services.database)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.recover)
            tasks.start_soon(_tidy_now_and_then, services, desk, signing_in)
            tasks.start_soon(listening.watch)
            yield
            tasks.cancel_scope.cancel()

    app = FastAPI(
        title="digitize",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    pages = Pages(PLACES)
    answer_problems(app, services.log, pages=Refusals(pages))
    app.include_router(health_routes(readiness_of(services), metrics or Metrics()))
    app.include_router(batch_routes(services, desk, pushers))
    app.include_router(tus_routes(desk, pushers))
    app.include_router(event_routes(listening, signing_in, gate))
    app.include_router(counter_routes(services, pushers))
    app.include_router(
        counter_pages(CounterDesk(services=services, gate=gate, pages=pages, looking=looking))
    )
    app.state.listening = listening  # whoever ends the server does not wait for them
    _add_desk(app, services, pages, signing_in=signing_in, gate=gate)
    app.include_router(dossier_routes(services, gate))
    app.include_router(webhook_routes(services, gate))
    _add_holdings(app, HoldingsDesk(services=services, gate=gate, pages=pages, rates=AskingRates()))
    _add_records(app, RecordDesk(services=services, gate=gate, pages=pages, looking=looking))
    for room in checking_room(services, gate, pages, looking=looking, wake=on_custody):
        app.include_router(room)
    for room in signing_room(services, gate, pages, wake=on_custody):
        app.include_router(room)
    _add_proofs(app, services, pages, gate=gate, looking=looking)
    app.mount("/static", KeptStaticFiles())
    app.add_middleware(BoundedBodies)
    app.add_middleware(HeaderRules)
    return app


def _add_desk(
    app: FastAPI, services: Services, pages: Pages, *, signing_in: SigningIn, gate: Gate
) -> None:
    """What people use in a browser, and the same for programs."""
    rates = Rates()
    keeping = KeepingAccounts(services.database, clock=services.clock)
    voucher = open_voucher(services.settings)
    if voucher is not None:
        app.include_router(
            vouched_pages(voucher, signing_in, rates, public_url=services.settings.public_url)
        )
    app.include_router(session_routes(signing_in, gate, rates, keeping))
    app.include_router(
        account_pages(
            AccountDesk(
                pages=pages,
                gate=gate,
                signing_in=signing_in,
                keeping=keeping,
                rates=rates,
                has_voucher=voucher is not None,
            )
        )
    )
    app.include_router(keeping_routes(services, gate, keeping))
    app.include_router(keeping_pages(pages, gate, keeping))
    app.include_router(operate_routes(services, gate))
    app.include_router(operate_pages(services, pages, gate))
    app.include_router(systems_routes(services, gate))
    app.include_router(systems_pages(services, pages, gate))
    for room in report_room(services, gate, pages):
        app.include_router(room)
    for room in owner_room(services, gate, pages):
        app.include_router(room)
    app.include_router(home_pages(gate))


def _add_holdings(app: FastAPI, desk: HoldingsDesk) -> None:
    app.include_router(holding_routes(desk.services, desk.gate, desk.rates))
    app.include_router(holding_pages(desk))
    app.include_router(life_routes(desk.services, desk.gate))
    app.include_router(life_pages(desk.services, desk.pages, desk.gate))


def _add_proofs(
    app: FastAPI, services: Services, pages: Pages, *, gate: Gate, looking: ChildPool
) -> None:
    proofs = Proofs(services, looking)
    desk = ProvingDesk(services=services, gate=gate, pages=pages, looking=looking, proofs=proofs)
    app.include_router(proof_routes(desk))
    app.include_router(proof_pages(desk))


def _add_records(app: FastAPI, desk: RecordDesk) -> None:
    privacy = PrivacyDesk(services=desk.services, gate=desk.gate, pages=desk.pages)
    for room in privacy_room(privacy):
        app.include_router(room)
    for room in reuse_rooms(desk):
        app.include_router(room)
    app.include_router(record_routes(desk))
    app.include_router(record_pages(desk))


async def _tidy_now_and_then(services: Services, desk: UploadDesk, signing_in: SigningIn) -> None:
    while True:
        await desk.expire()
        await run_sync(signing_in.forget_old)
        await run_sync(forget_old, services)
        await run_sync(forget_what_is_old, services)
        await anyio.sleep(EXPIRE_EVERY_SECONDS)
