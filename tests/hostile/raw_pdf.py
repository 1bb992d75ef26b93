"""PDF files written object by object, so that every lie can be told: nothing here checks what it writes."""

import zlib
from collections.abc import Mapping

Objects = dict[int, bytes]


def written(objects: Mapping[int, bytes], *, trailer: bytes = b"", shift: int = 0) -> bytes:
    """A file with a cross-reference table; `shift` is added to every offset in it."""
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out) + shift
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(offsets) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += (
            b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
        )
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def one_page(
    content: bytes | None = None,
    *,
    resources: bytes = b"",
    page: bytes = b"",
    box: bytes = b"/MediaBox [0 0 200 280]",
    root: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> Objects:
    """Catalogue 1, page tree 2, page 3, its content 4, which paints some ink; `more` adds or replaces objects."""
    ink = b"0 g 20 40 90 12 re f 20 80 120 12 re f"
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << %s >> %s >>"
        % (box, resources, page),
        4: stream(ink if content is None else content),
        **(more or {}),
    }


def image_page(image: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
    """A scanner's page: the image (object 5) fills it."""
    return written(
        one_page(
            b"q 200 0 0 280 0 0 cm /I Do Q",
            resources=b"/XObject << /I 5 0 R >>",
            more={5: image, **(more or {})},
        )
    )


def image(data: bytes, entries: bytes, *, size: tuple[object, object] = (100, 140)) -> bytes:
    facts = f"/Type /XObject /Subtype /Image /Width {size[0]} /Height {size[1]} ".encode()
    return stream(data, facts + entries)
