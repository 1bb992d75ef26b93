"""A part of a paper into an answer that a browser saves: under its name, in pieces as asked, and never run as a page of ours.

What comes from outside may be anything; it is sent as an attachment, in a sandbox, with the type it was found to have.
"""

from pathlib import Path
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import FileResponse

from digitize.access import Viewer
from digitize.rows import Document
from workers.records.part_names import RecordPart
from workers.records.parts import Part, part_of
from workers.records.reads import Purpose, note_look
from workers.reuse.moderation import require_moderate
from workers.services import Services

_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def handed_out(
    request: Request, services: Services, viewer: Viewer, document: Document, name: RecordPart
) -> Response:
    """The part, or that what the asker has of it is still right; each time bytes are given the ledger has it before."""
    part = part_of(services, document, name)
    if is_right_still(request, part):
        return Response(status_code=304, headers=_headers(part))
    if document.record_id is not None:
        require_moderate(services, viewer.account, document.record_id)
    note_look(services, document, purpose=f"{Purpose.GET}.{name.value}", actor=viewer.account)
    return as_attachment(part)


def is_right_still(request: Request, part: Part) -> bool:
    """Does the asker have these bytes already?"""
    return _headers(part)["ETag"] in request.headers.get("if-none-match", "")


def as_attachment(part: Part) -> Response:
    headers = _headers(part)
    if isinstance(part.content, Path):
        # The path is held by the answer until its last byte is sent, so a copy of a bucket's object stays as long.
        return FileResponse(part.content, headers=headers, media_type=part.media_type)
    return Response(part.content, headers=headers, media_type=part.media_type)


def _headers(part: Part) -> dict[str, str]:
    return {
        "ETag": f'"{part.sha256}"',
        "Content-Disposition": disposition(part.file_name),
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }


def disposition(file_name: str) -> str:
    """RFC 6266: a name for every program, and the right one for those that know UTF-8."""
    plain = file_name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
