"""`digitize serve`: the warehouse held, the API on its port, the queue behind it, until somebody says stop."""

import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, closing
from types import FrameType

import uvicorn
from fastapi import FastAPI

from config.settings import LogTo, Settings
from digitize.access import Role, Viewer
from digitize.errors import AccountTaken, CannotListen
from storage.accounts import Accounts
from web.app import create_app
from web.bounded_http import BoundedHttp
from web.listening import Listening
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_lines, say
from workers.exchange.sending import webhooks_in_background
from workers.fixity import fixity_in_background
from workers.hot_folder_places import hot_folder_places
from workers.lock import warehouse_lock
from workers.pool import ChildPool
from workers.reading_pool import build_picture_pool, build_pool, build_receiving_pool
from workers.receiving import Receiving
from workers.scan_queue import ScanQueue
from workers.services import Services
from workers.watched import watched

BACKLOG = 256
MAX_CONNECTIONS = 512  # each holds a few hundred kilobytes at most
KEEP_ALIVE_SECONDS = 30
FIRST_ROLES = frozenset({Role.OPERATOR, Role.AGENCY_MANAGER, Role.CHECKER, Role.COUNTER_OFFICER})
SHUTDOWN_SECONDS = 10  # what is under way then is cut, and goes on from there


def serve(settings: Settings) -> ExitCode:
    """Serve until SIGINT or SIGTERM. Raises `WarehouseBusy`, `CannotListen` and the store's errors."""
    with ExitStack() as stack:
        stack.enter_context(warehouse_lock(settings.warehouse))
        house = stack.enter_context(watched(settings))
        services = house.services
        listener = stack.enter_context(closing(_listening(settings)))
        receiving_pool = stack.enter_context(build_receiving_pool(settings))
        on_custody = _working_here(stack, services) if services.outbox is None else _nobody_here
        _watch_hot_folder(stack, services, receiving_pool, on_custody)
        stack.enter_context(fixity_in_background(services))
        stack.enter_context(webhooks_in_background(services))
        app = create_app(
            services,
            Receiving(services, receiving_pool),
            looking=stack.enter_context(build_picture_pool(settings)),
            on_custody=on_custody,
            metrics=house.metrics,
        )
        _announce(services, listener)
        _make_first_account(services)
        _run(app, listener)
    return ExitCode.OK


def _working_here(stack: ExitStack, services: Services) -> Callable[[], None]:
    """The embedded queue, open as long as the stack; what wakes it."""
    # A person waits for a receipt, not for reading.
    pool = build_pool(services.settings, is_idle=True)
    queue = stack.enter_context(ScanQueue(services, pool))
    stack.callback(pool.close)  # before the queue is closed: what waits for a child ends
    stack.callback(queue.stop)
    return queue.wake


def _nobody_here() -> None:
    """The workers of a cluster were told by whoever took it into custody."""


def _watch_hot_folder(
    stack: ExitStack, services: Services, pool: ChildPool, on_custody: Callable[[], None]
) -> None:
    places = hot_folder_places(services.settings)
    if places is not None:
        # Loaded only where a folder is watched: it brings the image libraries, which this process needs for nothing else.
        from workers.hot_folder import HotFolder, HotFolderOptions, watching

        options = HotFolderOptions(after=services.settings.hot_folder_after)
        folder = HotFolder(services, pool, places=places, options=options, on_custody=on_custody)
        stack.enter_context(watching(folder))
        services.log.info("hot_folder.watched")
        _say(services, f"Đang nhận tệp từ thư mục {places.folder}")


def _listening(settings: Settings) -> socket.socket:
    host, port = settings.serve_host, settings.serve_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as fault:
        raise CannotListen(f"{host}:{port}: {fault.strerror}") from fault


def _announce(services: Services, listener: socket.socket) -> None:
    address = _address(listener)
    services.log.info("server.listening", address=address)
    _say(services, f"Máy chủ đang chạy tại {address}")


def _make_first_account(services: Services) -> None:
    """On a new warehouse somebody has to be able to sign in; on one box that is one person for all."""
    if Accounts(services.database).is_anybody():
        return
    new = NewAccount(
        id="quan-tri",
        name="Quản trị",
        roles=FIRST_ROLES,
        agency=services.settings.agency_code,
    )
    system = Viewer(account="system", roles=frozenset({Role.OPERATOR}))
    keeping = KeepingAccounts(services.database, clock=services.clock)
    try:
        password = keeping.make(new, by=system)
    except AccountTaken:  # another server of the house began at the same time, and says it
        return
    # To the terminal alone, never to a log, which may be stderr: whoever stands here owns the machine.
    print_lines(f"Tài khoản đầu tiên: {new.id}, mật khẩu: {password} (phải đổi khi đăng nhập)")


def _say(services: Services, message: str) -> None:
    """To the person at the terminal, unless the log goes there."""
    if services.settings.log_to is not LogTo.STDERR:
        say(message)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(app: FastAPI, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=None,  # the application's own log says what matters, and no address of anybody
        access_log=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stopped)
    _Server(config, app.state.listening).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Lets those go who listen for events, since their answers have no end to wait for."""

    def __init__(self, config: uvicorn.Config, listening: Listening) -> None:
        super().__init__(config)
        self._listening = listening

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._listening.end()
        super().handle_exit(sig, frame)


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    """The server ends in order and then gives the signal back; the rest of the house is closed as on any other end."""
