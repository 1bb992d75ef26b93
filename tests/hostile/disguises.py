"""Files that are something else than their name says, or two things at once."""

import io
import zipfile

from tests.hostile.jpegs import photo
from tests.hostile.raw_pdf import one_page, written


def files() -> dict[str, bytes]:
    pdf, jpeg, archive = written(one_page()), photo(), _zip()
    html = b"<html><script>alert(1)</script><!--\n"
    return {
        "zip-as.pdf": archive,
        "word-file.pdf": _zip("word/document.xml"),
        "page.html.pdf": html + b"--></html>",
        "program.exe.pdf": b"MZ" + bytes(500),
        "program.elf.pdf": b"\x7fELF" + bytes(500),
        "script.sh.jpg": b"#!/bin/sh\ntouch /tmp/owned\n",
        "drawing.svg.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "gif.jpg": b"GIF89a" + bytes(99),
        "gzip.tif": b"\x1f\x8b\x08" + bytes(99),
        "postscript.pdf": b"%!PS-Adobe-3.0\n(%pipe%touch /tmp/owned) (w) file\n",
        "pdf-and-zip.pdf": pdf + archive,
        "pdf-behind-html.pdf": html + pdf,
        "pdf-behind-1100-bytes.pdf": b" " * 1_100 + pdf,
        "pdf-behind-900-bytes.pdf": b" " * 900 + pdf,
        "jpeg-with-pdf-behind.jpg": jpeg + pdf,
        "jpeg-with-pdf-in-comment.jpg": jpeg[:2]
        + b"\xff\xfe"
        + (len(pdf) + 2).to_bytes(2, "big")
        + pdf
        + jpeg[2:],
        "two-pdfs.pdf": pdf + pdf,
    }


def _zip(name: str = "giay-to.pdf") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(50_000))
    return out.getvalue()
