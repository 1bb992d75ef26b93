"""Bodies of requests are read up to what any of them needs, whoever sends them.

A form is taken apart before anybody asks who sent it, and files in it go to the disk; so a stranger's request without end would
fill that. What has more to bring has a bound of its own: pieces of uploads, and files to be proved.
"""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digitize.limits import MAX_REQUEST_BYTES
from digitize.proof.codes import PATH as PROOF_PAGES
from web.api.router import PREFIX
from web.stations import tus

_WITH_OWN_BOUND = (f"{tus.PATH}/", f"{PREFIX}/proofs/", PROOF_PAGES)


class BoundedBodies:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not f"{scope['path']}/".startswith(_WITH_OWN_BOUND):
            receive = _bounded(receive, said=Headers(scope=scope).get("content-length", ""))
        await self._app(scope, receive, send)


def _bounded(receive: Receive, *, said: str) -> Receive:
    """Nothing is taken of a body that says it is too long; of one that does not say it, no more than may be."""
    is_long = said.isdecimal() and int(said) > MAX_REQUEST_BYTES
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        if not is_long:
            message = await receive()
            taken += len(message.get("body", b""))
        if is_long or taken > MAX_REQUEST_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive_bounded
