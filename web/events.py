"""Server-sent events at `/api/v1/events`: what the signed-in person may see changed, so that a page asks for it again.

    GET /api/v1/events?topic=batch:b-1&topic=queue
    id: 812
    event: batch
    data: batch:b-1

An event says that something changed, never what: the page asks for it as it would otherwise, and rights are looked at there.
A line that broke goes on with `Last-Event-ID` (or `after` in the address, for a page that closed it by itself).
"""

import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from digitize.access import Viewer
from digitize.errors import DigitizeError, PasswordMustChange, RequestInvalid
from web.accounts.gate import Gate
from web.listening import NEEDED, Kind, Listener, Listening
from workers.accounts.signing_in import SignedIn, SigningIn

PATH = "/api/v1/events"
MEDIA_TYPE = "text/event-stream"
MOST_TOPICS = 20
_TOPIC = re.compile(r"queue|batches|house|batch:[!-~]{1,128}", re.ASCII)
_BEAT = ":\n\n"
_SEQ = Query(ge=0, le=2**53)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOptions:
    beat_seconds: float = 15.0
    """A proxy between cuts a line that is silent for a minute; so long may a session be over before its line ends."""
    retry_milliseconds: int = 3000
    """What a browser waits before it asks again."""


def event_routes(
    listening: Listening, signing_in: SigningIn, gate: Gate, *, options: EventOptions | None = None
) -> APIRouter:
    """Not in OpenAPI, which knows no answer without an end."""
    router = APIRouter(include_in_schema=False)
    lines = Lines(listening, signing_in, options or EventOptions())

    @router.get(PATH)
    async def events(
        found: Annotated[SignedIn, Depends(gate.anybody())],
        topic: Annotated[list[str], Query(min_length=1, max_length=MOST_TOPICS)],
        after: Annotated[int | None, _SEQ] = None,
        last_event_id: Annotated[str, Header(max_length=20)] = "",
    ) -> StreamingResponse:
        if found.account.must_change:
            raise PasswordMustChange
        topics = _wanted(found.account.viewer, topic)
        seq = int(last_event_id) if last_event_id.isdecimal() else after
        return await lines.answer(found, topics, seq)

    return router


def _wanted(viewer: Viewer, topics: list[str]) -> frozenset[str]:
    """Raises `RequestInvalid`, `NotAllowed`. A batch of others is no error: it is simply never told of."""
    for topic in topics:
        if not _TOPIC.fullmatch(topic):
            raise RequestInvalid("topic")
        viewer.require(NEEDED[Kind(topic.partition(":")[0])])
    return frozenset(topics)


class Lines:
    """Open lines into the text of events."""

    def __init__(self, listening: Listening, signing_in: SigningIn, options: EventOptions) -> None:
        self._listening = listening
        self._signing_in = signing_in
        self._options = options

    async def answer(
        self, found: SignedIn, topics: frozenset[str], seq: int | None
    ) -> StreamingResponse:
        """Raises `TooManyListeners` before anything is answered."""
        text = self.text_of(found, topics, seq)
        first = await anext(text)
        return StreamingResponse(
            _with(first, text), media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"}
        )

    async def text_of(
        self, found: SignedIn, topics: frozenset[str], seq: int | None
    ) -> AsyncIterator[str]:
        """An event a piece, until the session or the server ends. Raises `TooManyListeners`."""
        viewer = found.account.viewer
        with self._listening.listener(viewer, topics, seq=seq) as listener:
            begun = await self._listening.begin(listener)
            yield f"retry: {self._options.retry_milliseconds}\nid: {begun}\nevent: open\ndata:\n\n"
            asked_at = time.monotonic()
            while (told := await self._next(listener)) is None or told:
                if time.monotonic() - asked_at >= self._options.beat_seconds:
                    asked_at = time.monotonic()
                    if not await self._goes_on(found):
                        yield "event: ended\ndata:\n\n"
                        return
                yield "".join(_event(topic, listener) for topic in sorted(told or ())) or _BEAT

    async def _goes_on(self, found: SignedIn) -> bool:
        """A line that nobody can say may go on ends; the browser asks for another."""
        with suppress(DigitizeError):
            return await run_sync(self._signing_in.is_as_before, found)
        return False

    async def _next(self, listener: Listener) -> frozenset[str] | None:
        """None where nothing happened for a beat, an empty set when the server ends."""
        with anyio.move_on_after(self._options.beat_seconds):
            return await listener.next()
        return None


def _event(topic: str, listener: Listener) -> str:
    return f"id: {listener.seq}\nevent: {topic.partition(':')[0]}\ndata: {topic}\n\n"


async def _with(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for text in rest:
        yield text
