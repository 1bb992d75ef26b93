"""One request at a time writes an upload; a writer whose line went silent gives way to the next.

A connection that broke without a word looks open for minutes. The station that reconnects must not wait for it, and two
that push the same file at once must not push each other out: so who comes second is told to come again while bytes still
flow, and takes over when none came for some seconds.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import anyio

from digitize import limits
from digitize.errors import RequestCutOff, UploadBusy

_REARMED = 1 / 32  # of the silence that is borne; so much sooner may a line be taken for cut
_LOOK_AGAIN_SECONDS = 0.25  # who was still beginning may have bytes flowing by then


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOptions:
    stale_seconds: float = limits.UPLOAD_STALE_SECONDS
    """Silence after which another writer may take over."""
    idle_seconds: float = limits.UPLOAD_IDLE_SECONDS
    """Silence after which the line is taken for cut."""


@dataclass(slots=True, eq=False)
class Turn:
    """What the writer whose turn it is shows to those who come after it."""

    options: TurnOptions
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _scope: anyio.CancelScope | None = None
    _heard_at: float = 0.0
    _armed_at: float = -math.inf

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While bytes come. Raises `RequestCutOff` when none came for too long, or another writer took over."""
        with anyio.CancelScope() as scope:
            self._scope, self._armed_at = scope, -math.inf
            self.heard()
            try:
                yield
            finally:
                self._scope = None
        if scope.cancelled_caught:
            raise RequestCutOff("silent")

    def heard(self) -> None:
        """Bytes came just now. The line's deadline moves on now and then only: bytes come a thousand times a second."""
        self._heard_at = asyncio.get_running_loop().time()
        idle_seconds = self.options.idle_seconds
        if self._scope is not None and self._heard_at - self._armed_at > idle_seconds * _REARMED:
            self._armed_at = self._heard_at
            self._scope.deadline = self._armed_at + idle_seconds

    def give_way(self) -> bool:
        """False while bytes flow; else the writer stops listening, keeps what came and ends."""
        if self._scope is None:
            return True  # it has all bytes and will be done soon
        if anyio.current_time() - self._heard_at < self.options.stale_seconds:
            return False
        self._scope.cancel()
        return True


class Turns:
    """Belongs to one event loop."""

    def __init__(self, options: TurnOptions | None = None) -> None:
        self._options = options or TurnOptions()
        self._held: dict[str, Turn] = {}

    @asynccontextmanager
    async def take(self, name: str) -> AsyncIterator[Turn]:
        """The only turn of this name. Raises `UploadBusy` while another writer's bytes flow."""
        while held := self._held.get(name):
            if not held.give_way():
                raise UploadBusy(name)
            with anyio.move_on_after(_LOOK_AGAIN_SECONDS):
                await held.ended.wait()
        turn = self._held[name] = Turn(self._options)
        try:
            yield turn
        finally:
            del self._held[name]
            turn.ended.set()
