"""`/v` and `/v/CODE`: is this paper one of ours? For whoever holds it, without signing in.

A code tells what strangers may know; a file that is dropped is held against what is on file, and forgotten. An officer who may
see the record also sees both pictures beside each other, with what differs boxed, and the ledger has that look.
"""

import base64
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from digitize.access import Right, Viewer
from digitize.errors import (
    BadInput,
    DigitizeError,
    EmptyFile,
    NotFound,
    PurposeNeeded,
    TooManyAttempts,
)
from digitize.proof.codes import PATH, grouped
from digitize.proof.findings import FileFinding, FileVerdict
from web.problem import status_of
from web.proving.desk import ProvingDesk, kept_while_looking
from workers.privacy.purposes import require_purpose
from workers.proving.files import Brought
from workers.proving.papers import STRANGER
from workers.proving.words import IN_FORCE, VERDICTS, doubt_words
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look

_ROOT = PATH.rstrip("/")
_TONES = {
    FileVerdict.SAME: "good",
    FileVerdict.AGREES: "good",
    FileVerdict.ALTERED: "bad",
    FileVerdict.DIFFERS: "bad",
    FileVerdict.UNCLEAR: "doubt",
    FileVerdict.OTHER: "doubt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What came with a form."""

    data: bytes
    csrf: str


def proof_pages(desk: ProvingDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(_ROOT)
    def ask(request: Request, code: str = "") -> Response:
        _know_visitor(desk, request)
        return _by_code(desk, request, code[:64]) if code else _page(desk, request)

    @router.get(f"{PATH}{{code}}")
    def by_code(request: Request, code: str) -> Response:
        _know_visitor(desk, request)
        return _by_code(desk, request, code[:64])

    @router.post(_ROOT)
    async def file(request: Request) -> Response:
        return await _by_file(desk, request, "")

    @router.post(f"{PATH}{{code}}")
    async def file_of_code(request: Request, code: str) -> Response:
        return await _by_file(desk, request, code[:64])

    return router


def _by_code(desk: ProvingDesk, request: Request, code: str) -> Response:
    try:
        desk.take_code(request)
        proof = desk.proofs.of_code(code)
    except (NotFound, TooManyAttempts) as error:
        return _page(desk, request, typed=code, error=error)
    return _page(desk, request, typed=grouped(proof.code), proof=proof)


async def _by_file(desk: ProvingDesk, request: Request, code: str) -> Response:
    try:
        desk.take_file(request)
        said = await _said(request)
        return await run_sync(_answered, desk, request, code, said)
    except (BadInput, TooManyAttempts) as error:
        return await run_sync(partial(_page, desk, request, typed=code, error=error))


async def _said(request: Request) -> _Said:
    """Raises `EmptyFile` where no file came."""
    async with request.form(max_files=1, max_fields=2) as form:
        file, csrf = form.get("file"), form.get("csrf", "")
        data = await file.read() if isinstance(file, UploadFile) else b""
    if not data:
        raise EmptyFile("proof")
    return _Said(data=data, csrf=csrf if isinstance(csrf, str) else "")


def _answered(desk: ProvingDesk, request: Request, code: str, said: _Said) -> Response:
    viewer = _officer(desk, request, said.csrf)
    with kept_while_looking(said.data) as path:
        finding = desk.found_out(
            Brought(
                path=path,
                code=code,
                actor=viewer.account if viewer else STRANGER,
                with_pictures=viewer is not None,
            )
        )
    shown = _seen_by(desk, viewer, finding)
    typed = grouped(finding.proof.code) if finding.proof else code
    return _page(desk, request, typed=typed, proof=finding.proof, finding=shown)


def _know_visitor(desk: ProvingDesk, request: Request) -> None:
    """The page around names whoever is signed in."""
    found = desk.gate.visitor(request)
    if found is not None:
        request.state.signed_in = found


def _officer(desk: ProvingDesk, request: Request, csrf: str) -> Viewer | None:
    """Who may see records and sent this from our own page."""
    _know_visitor(desk, request)
    found = getattr(request.state, "signed_in", None)
    if found is None or found.account.must_change or csrf != found.session.csrf:
        return None
    viewer: Viewer = found.account.viewer
    return viewer if viewer.may(Right.FIND) else None


def _seen_by(desk: ProvingDesk, viewer: Viewer | None, finding: FileFinding) -> FileFinding:
    """Pictures only of a record that the viewer may see, and that was looked at then."""
    if finding.proof is not None and viewer is not None and finding.pages:
        try:
            _, document = record_of(desk.services, viewer, finding.proof.record_id)
            require_purpose(desk.services, document, account=viewer.account)
        except (NotFound, PurposeNeeded):
            viewer = None
        else:
            note_look(desk.services, document, purpose=Purpose.PICTURE, actor=viewer.account)
    if viewer is None:
        bare = tuple(replace(page, pictures=None) for page in finding.pages)
        return replace(finding, pages=bare)
    return finding


def _page(
    desk: ProvingDesk,
    request: Request,
    *,
    typed: str = "",
    error: DigitizeError | None = None,
    **found: Any,
) -> Response:
    shown: dict[str, Any] = {"proof": None, "finding": None, **found}
    status = HTTPStatus.OK if error is None else HTTPStatus(status_of(error))
    return desk.pages.page(
        request,
        "proof.html",
        status=status,
        typed=typed,
        error=error,
        is_unknown=isinstance(error, NotFound),
        in_force=IN_FORCE,
        verdicts=VERDICTS,
        tones=_TONES,
        words_of=doubt_words,
        picture=_as_address,
        **shown,
    )


def _as_address(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
