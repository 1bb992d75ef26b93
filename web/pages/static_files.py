"""Styles, scripts and pictures of our own and, below `vendor/`, those that the set-up brought from their registry."""

from fastapi import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.pages.rendering import STATIC


class KeptStaticFiles(StaticFiles):
    """Their address changes with their bytes, so a browser keeps them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if scope["query_string"].startswith(b"v="):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
