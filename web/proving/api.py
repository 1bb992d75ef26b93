"""`/api/v1/proofs`: what a code proves and what a file is, for anybody; nobody signs in, and nothing is kept or changed."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Query, Request

from digitize.errors import RequestInvalid
from web.api.router import PREFIX, PROBLEMS
from web.proving.answers import FileAnswer, ProofAnswer, file_answer, proof_answer
from web.proving.desk import ProvingDesk, kept_while_looking
from workers.proving.files import Brought

_CODE_SIGNS = r"^[0-9A-Za-z-]*$"
Code = Annotated[str, Path(min_length=1, max_length=32, pattern=_CODE_SIGNS)]
_MEDIA = ("application/pdf", "image/jpeg", "image/png", "image/tiff", "application/octet-stream")
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA},
    }
}


def proof_routes(desk: ProvingDesk) -> APIRouter:
    router = APIRouter(prefix=PREFIX, tags=["proofs"], responses=PROBLEMS)

    @router.get("/proofs/{code}")
    def proof(request: Request, code: Code) -> ProofAnswer:
        """404 for what is no code and for one that nobody was given, alike."""
        _refuse_parameters(request, set())
        desk.take_code(request)
        return proof_answer(desk.proofs.of_code(code))

    @router.post("/proofs", openapi_extra=_BODY)
    async def file(
        request: Request,
        code: Annotated[str, Query(max_length=32, pattern=_CODE_SIGNS)] = "",
    ) -> FileAnswer:
        """The body is the file: a PDF, or a picture of a printed copy; `code` where its QR code cannot be read."""
        _refuse_parameters(request, {"code"})
        desk.take_file(request)
        return await run_sync(_found_out, desk, await request.body(), code)

    return router


def _found_out(desk: ProvingDesk, data: bytes, code: str) -> FileAnswer:
    with kept_while_looking(data) as path:
        return file_answer(desk.found_out(Brought(path=path, code=code)))


def _refuse_parameters(request: Request, known: set[str]) -> None:
    if not request.query_params.keys() <= known:
        raise RequestInvalid("unknown parameter")
