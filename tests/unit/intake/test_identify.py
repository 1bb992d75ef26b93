"""What a file is, by content; and for everything unusable the error that says why."""

import io
import os
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_pdfs import gray_paper, jpeg_bytes, raw_gray, write_pdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from PIL import Image

from digitize.errors import (
    BadInput,
    DamagedFile,
    DynamicForm,
    EmptyFile,
    EncryptedFile,
    NoPages,
    Portfolio,
    SourceVanished,
    TooManyBytes,
    TooManyPages,
    TooManyPixels,
    UnknownFormat,
)
from digitize.intake.identify import FileLimits, identify
from digitize.model import FileKind, FileTrait


def _pdf_bytes(change: Callable[[Pdf], None] = lambda _: None, **save: object) -> bytes:
    pdf = pikepdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(120, 170))
        pdf.pages[-1].obj.Contents = pdf.make_stream(b"0 0 10 10 re f")
    change(pdf)
    file = io.BytesIO()
    pdf.save(file, **save)
    return file.getvalue()


def _tiff_bytes(pages: int = 3) -> bytes:
    file = io.BytesIO()
    frames = [Image.fromarray(gray_paper()).convert("1") for _ in range(pages)]
    frames[0].save(
        file, "TIFF", compression="group4", save_all=True, append_images=frames[1:], dpi=(200, 200)
    )
    return file.getvalue()


def _png_bytes(width: int = 240, height: int = 340) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = zlib.compress(bytes(64), 9)  # far fewer than announced: nobody may inflate them
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def _identify(data: bytes, folder: Path, name: str = "scan.bin") -> object:
    (folder / name).write_bytes(data)
    return identify(folder / name)


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (_pdf_bytes(), FileKind.PDF, 3),
        (b"\n\nprinter junk\n" + _pdf_bytes(), FileKind.PDF, 3),
        (_tiff_bytes(), FileKind.TIFF, 3),
        (jpeg_bytes(gray_paper()), FileKind.JPEG, 1),
        (_png_bytes(), FileKind.PNG, 1),
    ],
    ids=["pdf", "pdf behind junk", "tiff", "jpeg", "png"],
)
def test_a_file_is_known_by_its_content(
    data: bytes, kind: FileKind, pages: int, tmp_path: Path
) -> None:
    (tmp_path / "named.txt").write_bytes(data)

    found = identify(tmp_path / "named.txt")

    assert (found.kind, found.page_count, found.size_bytes) == (kind, pages, len(data))


def _names(pdf: Pdf, **keys: object) -> None:
    for key, value in keys.items():
        pdf.Root[f"/{key}"] = value


def _xfa(pdf: Pdf) -> None:
    _names(pdf, AcroForm=Dictionary(XFA=String("<xdp/>"), Fields=Array()))


def _many(pdf: Pdf) -> None:
    for _ in range(2_000):
        pdf.add_blank_page(page_size=(3, 3))


def _bomb(pdf: Pdf) -> None:
    huge = pikepdf.Stream(pdf, b"", Subtype=Name.Image, Width=30_000, Height=30_000)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=huge))


BAD = {
    "empty": (b"", EmptyFile),
    "text": ("Kính gửi".encode(), UnknownFormat),
    "program": (b"MZ" + bytes(600), UnknownFormat),
    "pdf of nothing": (b"%PDF-1.7\n" + bytes(600), DamagedFile),
    "no pages": (_pdf_bytes(lambda pdf: pdf.pages.__delitem__(slice(0, 3))), NoPages),
    "password": (_pdf_bytes(encryption=Encryption(user="a", owner="b")), EncryptedFile),
    "xfa": (_pdf_bytes(_xfa), DynamicForm),
    "portfolio": (_pdf_bytes(lambda pdf: _names(pdf, Collection=Dictionary())), Portfolio),
    "5,000 pages": (_pdf_bytes(_many), TooManyPages),
    "pdf bomb": (_pdf_bytes(_bomb), TooManyPixels),
    "png bomb": (_png_bytes(30_000, 30_000), TooManyPixels),
    "cut png": (_png_bytes()[:-20], DamagedFile),
    "cut jpeg": (jpeg_bytes(gray_paper())[:-400], DamagedFile),
    "cut tiff": (_tiff_bytes()[:-200], DamagedFile),
    "noise as tiff": (b"II*\0" + os.urandom(5000), DamagedFile),
    "tiff in a ring": (b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0", DamagedFile),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD)
def test_what_cannot_be_used_says_why(data: bytes, error: type[BadInput], tmp_path: Path) -> None:
    with pytest.raises(error):
        _identify(data, tmp_path)


def test_the_page_count_goes_with_the_error(tmp_path: Path) -> None:
    with pytest.raises(TooManyPages) as caught:
        _identify(_pdf_bytes(_many), tmp_path)

    assert caught.value.page_count == 2_003


def test_a_file_that_is_not_there_has_vanished(tmp_path: Path) -> None:
    with pytest.raises(SourceVanished):
        identify(tmp_path / "gone.pdf")


def test_limits_can_be_lowered(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_pdf_bytes())

    with pytest.raises(TooManyBytes):
        identify(tmp_path / "a.pdf", limits=FileLimits(size_bytes=100))
    with pytest.raises(TooManyPages):
        identify(tmp_path / "a.pdf", limits=FileLimits(pages=2))


def _signed(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Sig, T=String("s"), V=Dictionary(Type=Name.Sig))
    _names(pdf, AcroForm=Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3))


def _to_be_signed(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Sig, T=String("s"))
    _names(pdf, AcroForm=Dictionary(Fields=Array([pdf.make_indirect(field)])))


def _attached(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = b"text"


def _script(pdf: Pdf) -> None:
    _names(pdf, OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def _hidden_script(pdf: Pdf) -> None:
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    note = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, Next=Array([launch])))
    pdf.pages[2].obj.Annots = Array([pdf.make_indirect(note)])


@pytest.mark.parametrize(
    ("change", "traits"),
    [
        (lambda _: None, set()),
        (_to_be_signed, set()),
        (_signed, {FileTrait.SIGNED}),
        (_attached, {FileTrait.ATTACHMENTS}),
        (_script, {FileTrait.ACTIVE_CONTENT}),
        (_hidden_script, {FileTrait.ACTIVE_CONTENT}),
    ],
    ids=["plain", "empty signature field", "signed", "attachment", "script", "chained launch"],
)
def test_traits_are_noted(
    change: Callable[[Pdf], None], traits: set[FileTrait], tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(_pdf_bytes(change))

    assert identify(tmp_path / "a.pdf").traits == traits


def test_a_password_for_editing_only_is_a_trait(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_pdf_bytes(encryption=Encryption(user="", owner="b")))

    assert identify(tmp_path / "a.pdf").traits == {FileTrait.OWNER_PASSWORD}


def test_a_cut_pdf_with_pages_left_is_repaired(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    write_pdf(tmp_path / "a.pdf", pdf, {"I": raw_gray(pdf, gray_paper())}, "q /I Do Q")
    whole = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[: whole.rindex(b"xref\n")])

    found = identify(tmp_path / "a.pdf")

    assert (found.page_count, found.traits) == (1, {FileTrait.REPAIRED})


@given(
    st.binary(max_size=400),
    st.sampled_from([b"%PDF-1.4\n", b"II*\0", b"MM\0*", b"\xff\xd8\xff", b""]),
)
def test_any_bytes_are_a_scan_or_a_bad_input(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(head + tail)

    with suppress(BadInput):
        assert identify(path).page_count > 0
