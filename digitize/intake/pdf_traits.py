"""A PDF's structure into page count and traits, without decoding a page; what makes it unusable is raised.

qpdf repairs a broken cross-reference table while opening and says so; such a file is used and a person is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from digitize.errors import (
    DamagedFile,
    DynamicForm,
    EncryptedFile,
    NoPages,
    Portfolio,
    TooManyPages,
    TooManyPixels,
)
from digitize.intake.pdf_values import dictionaries, dictionary, members, whole
from digitize.model import FileTrait

_ACTIVE = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
    }
)
_MAX_ACTIONS = 50  # chained actions; a chain may loop
_MAX_FIELDS = 20_000  # form fields; a tree may loop


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLimits:
    pages: int
    pixels: int
    pixel_side: int


def read_pdf(path: Path, *, limits: PdfLimits) -> tuple[int, frozenset[FileTrait]]:
    """Page count and traits.

    Raises `EncryptedFile` (a password is needed to open), `DamagedFile`, `NoPages`, `TooManyPages`, `TooManyPixels`,
    `DynamicForm` (XFA without pages of its own), `Portfolio`.
    """
    try:
        return _read_as_it_is(path, limits)
    except pikepdf.PasswordError as cause:
        raise EncryptedFile("pdf: user password") from cause
    except (pikepdf.PdfError, RecursionError) as cause:
        raise DamagedFile(f"pdf: {cause}") from cause


def _read_as_it_is(path: Path, limits: PdfLimits) -> tuple[int, frozenset[FileTrait]]:
    try:
        pdf = pikepdf.open(path, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        return _read_repaired(path, limits)
    with pdf:
        return _read(pdf, limits)


def _read_repaired(path: Path, limits: PdfLimits) -> tuple[int, frozenset[FileTrait]]:
    """What qpdf recovers of a file whose structure is broken; at least one page must have something to show."""
    with pikepdf.open(path) as pdf:
        page_count, traits = _read(pdf, limits)
        if not any(_has_content(page) for page in pdf.pages):
            raise DamagedFile("pdf: no page survived the repair", page_count=page_count)
        return page_count, traits | {FileTrait.REPAIRED}


def _read(pdf: pikepdf.Pdf, limits: PdfLimits) -> tuple[int, frozenset[FileTrait]]:
    page_count = len(pdf.pages)
    if page_count == 0:
        raise NoPages("pdf")
    if page_count > limits.pages:
        raise TooManyPages(f"pdf: {page_count} pages", page_count=page_count)
    if "/Collection" in pdf.Root:
        raise Portfolio("pdf", page_count=page_count)
    if _is_dynamic_form(pdf):
        raise DynamicForm("pdf: XFA", page_count=page_count)
    _require_sane_pictures(pdf, limits)
    return page_count, frozenset(_traits(pdf))


def _traits(pdf: pikepdf.Pdf) -> Iterator[FileTrait]:
    if pdf.is_encrypted:
        yield FileTrait.OWNER_PASSWORD
    if any(_is_signature(field) for field in _fields(pdf)):
        yield FileTrait.SIGNED
    if _has_scripts(pdf) or any(_is_active(action) for action in _actions(pdf)):
        yield FileTrait.ACTIVE_CONTENT
    if len(pdf.attachments) or any(_is_attachment(note) for note in _annotations(pdf)):
        yield FileTrait.ATTACHMENTS


def _has_content(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return any(isinstance(part, pikepdf.Stream) for part in parts)


def _require_sane_pictures(pdf: pikepdf.Pdf, limits: PdfLimits) -> None:
    for page in pdf.pages:
        painted = dictionary(page.obj.get("/Resources"), "/XObject")
        for image in painted.as_dict().values():
            if not isinstance(image, pikepdf.Stream):  # lost with the end of a cut file
                continue
            width, height = whole(image.get("/Width")), whole(image.get("/Height"))
            if width * height > limits.pixels or max(width, height) > limits.pixel_side:
                raise TooManyPixels(f"pdf: {width}x{height}", page_count=len(pdf.pages))


def _is_dynamic_form(pdf: pikepdf.Pdf) -> bool:
    """XFA that draws its own pages: the PDF around it holds but a page that asks for another program."""
    form = dictionary(pdf.Root, "/AcroForm")
    if "/XFA" not in form:
        return False
    return bool(pdf.Root.get("/NeedsRendering", False)) or not any(members(form, "/Fields"))


def _fields(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    waiting = list(dictionaries(dictionary(pdf.Root, "/AcroForm"), "/Fields"))
    for _ in range(_MAX_FIELDS):
        if not waiting:
            return
        field = waiting.pop()
        yield field
        waiting.extend(dictionaries(field, "/Kids"))


def _is_signature(field: Dictionary) -> bool:
    """A field that was signed; an empty one is only a place to sign."""
    return field.get("/FT") == Name.Sig and isinstance(field.get("/V"), Dictionary)


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    for page in pdf.pages:
        yield from dictionaries(page.obj, "/Annots")


def _is_attachment(note: Dictionary) -> bool:
    return note.get("/Subtype") == Name.FileAttachment


def _has_scripts(pdf: pikepdf.Pdf) -> bool:
    return "/JavaScript" in dictionary(pdf.Root, "/Names")


def _actions(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Every action that something on the way through the file can set off (ISO 32000-1, 12.6.3)."""
    yield from _chain(pdf.Root.get("/OpenAction"))
    holders = [pdf.Root, *(page.obj for page in pdf.pages), *_annotations(pdf), *_fields(pdf)]
    for holder in holders:
        yield from _chain(holder.get("/A"))
        triggers = holder.get("/AA")
        if isinstance(triggers, Dictionary):
            for name in triggers.keys():  # noqa: SIM118  # a pikepdf dictionary iterates in its own way
                yield from _chain(triggers[name])


def _chain(action: object) -> Iterator[Dictionary]:
    waiting = [action]
    for _ in range(_MAX_ACTIONS):
        if not waiting:
            return
        current = waiting.pop()
        if isinstance(current, Dictionary):
            yield current
            following = current.get("/Next")
            waiting.extend(following if isinstance(following, Array) else [following])


def _is_active(action: Dictionary) -> bool:
    return str(action.get("/S")) in _ACTIVE or "/JS" in action
