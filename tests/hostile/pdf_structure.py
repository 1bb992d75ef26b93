"""PDFs whose skeleton lies: cross-references, object streams, page trees, outlines, forms, encryption."""

import zlib

from tests.hostile.raw_pdf import one_page, packed, stream, written


def files() -> dict[str, bytes]:
    return {**_references(), **_object_streams(), **_page_trees(), **_other_trees(), **_encrypted()}


def _references() -> dict[str, bytes]:
    good = written(one_page())
    start = good.rindex(b"startxref")
    at = good.rindex(b"xref\n0")
    again = b"trailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (at, at)
    return {
        "xref-shifted": written(one_page(), shift=7),
        "xref-of-itself": good[: good.rindex(b"trailer")] + again,
        "xref-beyond-end": good[:start] + b"startxref\n99999999999\n%%EOF",
        "xref-negative": good[:start] + b"startxref\n-1\n%%EOF",
        "xref-huge": good.replace(b"xref\n0 5\n", b"xref\n0 99999999\n"),
        "xref-size-lies": good.replace(b"/Size 5", b"/Size 2147483647"),
        "xref-missing": good[:at],
        "trailer-without-root": good.replace(b"/Root 1 0 R", b""),
        "root-is-number": good.replace(b"/Root 1 0 R", b"/Root 17"),
        "length-of-itself": written(one_page(more={4: b"<< /Length 4 0 R >>\nstream\nq Q\nendstream"})),
        "length-negative": written(one_page(more={4: b"<< /Length -9 >>\nstream\nq Q\nendstream"})),
        "reference-loop": written(one_page(more={4: b"6 0 R", 6: b"4 0 R"})),
        "arrays-deep": written(one_page(page=b"/X " + b"[" * 100_000)),
        "dictionaries-deep": written(one_page(page=b"/X " + b"<</A" * 50_000)),
        "cut-in-object": good[: good.index(b"/Contents")],
        "header-only": b"%PDF-1.7\n",
        "zeros-behind-header": b"%PDF-1.7\n" + bytes(50_000),
    }  # fmt: skip


def _object_streams() -> dict[str, bytes]:
    return {
        "object-stream-lies": _with_xref_stream(count=b"100000000", first=b"999999"),
        "object-stream-in-itself": _with_xref_stream(held=6),
        "object-stream-extends-itself": _with_xref_stream(entries=b"/Extends 6 0 R"),
        "object-stream-bomb": _with_xref_stream(padding=30 * 1024**2),
        "xref-stream-bomb": _with_xref_stream(index=b"/Index [0 1000000000]"),
        "xref-stream-widths-lie": _with_xref_stream(widths=b"[9 9 9]"),
    }


def _with_xref_stream(
    *,
    count: bytes = b"1",
    first: bytes = b"4",
    held: int = 3,
    entries: bytes = b"",
    padding: int = 0,
    index: bytes = b"",
    widths: bytes = b"[1 4 2]",
) -> bytes:
    """A file whose page lies in object stream 6, found by cross-reference stream 7."""
    objects = one_page()
    page = objects.pop(3)
    body = b"%d 0 " % held + page + b" " * padding
    facts = b"/Type /ObjStm /N %s /First %s %s" % (count, first, entries)
    objects[6] = packed(body, facts)
    out, rows = bytearray(b"%PDF-1.7\n"), {0: (0, 0, 65535), 3: (2, 6, 0)}
    for number, text in objects.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(out)
    rows[7] = (1, start, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + number.to_bytes(2, "big")
        for kind, place, number in (rows.get(n, (0, 0, 0)) for n in range(8))
    )
    facts = b"/Type /XRef /Size 8 /Root 1 0 R /W %s %s" % (widths, index)
    out += b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (packed(table, facts), start)
    return bytes(out)


def _page_trees() -> dict[str, bytes]:
    deep = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 5_010)}
    many = b"3 0 R " * 50_000
    trees = {
        "kids-of-itself": {2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
        "kids-loop": {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
                      6: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"},
        "kids-deep": {**deep, 2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>", 5_010: one_page()[3]},
        "kids-are-numbers": {2: b"<< /Type /Pages /Kids [1 2 (x) null /N] /Count 5 >>"},
        "kids-missing": {2: b"<< /Type /Pages /Count 5 >>"},
        "kids-one-page-50000-times": {2: b"<< /Type /Pages /Kids [%s] /Count 50000 >>" % many},
        "count-huge": {2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"},
        "count-negative": {2: b"<< /Type /Pages /Kids [3 0 R] /Count -1 >>"},
        "count-zero": {2: b"<< /Type /Pages /Kids [3 0 R] /Count 0 >>"},
        "pages-is-page": {2: one_page()[3]},
        "page-of-nothing": {3: b"null"},
        "page-is-array": {3: b"[1 2 3]"},
        "parent-of-itself": {3: b"<< /Type /Page /Parent 3 0 R >>"},
        "contents-2000-times": {3: one_page()[3].replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 2_000 + b"]")},
        "contents-is-number": {3: one_page()[3].replace(b"/Contents 4 0 R", b"/Contents 12")},
        "resources-is-array": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] /Contents 4 0 R /Resources [1] >>"},
        "xobjects-is-number": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] /Contents 4 0 R /Resources << /XObject 7 >> >>"},
    }  # fmt: skip
    return {name: written(one_page(more=more)) for name, more in trees.items()}


def _other_trees() -> dict[str, bytes]:
    roots = {
        "outlines-loop": (b"/Outlines 6 0 R", {6: b"<< /First 7 0 R /Last 7 0 R /Count 9 >>", 7: b"<< /Title (a) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>"}),
        "names-loop": (b"/Names << /EmbeddedFiles 6 0 R >>", {6: b"<< /Kids [6 0 R] >>"}),
        "names-odd": (b"/Names << /EmbeddedFiles 7 >>", {}),
        "fields-loop": (b"/AcroForm << /Fields [6 0 R] >>", {6: b"<< /Kids [6 0 R 6 0 R] /T (a) >>"}),
        "fields-odd": (b"/AcroForm << /Fields 3 >>", {}),
        "form-is-array": (b"/AcroForm [1 2]", {}),
        "actions-loop": (b"/OpenAction 6 0 R", {6: b"<< /S /GoTo /Next [6 0 R 6 0 R] >>"}),
        "actions-odd": (b"/OpenAction << /S 3 /Next 4 >> /AA 5", {}),
        "layers-odd": (b"/OCProperties << /D 3 /OCGs 4 >>", {}),
        "layers-odder": (b"/OCProperties << /D << /OFF 3 /BaseState /OFF >> >>", {}),
        "signature-rubbish": (b"/AcroForm << /Fields [6 0 R] /SigFlags 3 >>", {6: b"<< /FT /Sig /T (s) /V 7 0 R >>", 7: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 999999999999 5 -7] /Contents <30820102> >>"}),
        "signature-odd": (b"/AcroForm << /Fields [6 0 R] >>", {6: b"<< /FT /Sig /T (s) /V << /Contents 3 /ByteRange (x) >> >>"}),
        "labels-loop": (b"/PageLabels 6 0 R", {6: b"<< /Kids [6 0 R] >>"}),
        "structure-loop": (b"/StructTreeRoot 6 0 R", {6: b"<< /K 6 0 R >>"}),
        "metadata-laughs": (b"/Metadata 6 0 R", {6: stream(_laughs(), b"/Type /Metadata /Subtype /XML")}),
        "metadata-odd": (b"/Metadata 17", {}),
    }  # fmt: skip
    made = {name: written(one_page(root=root, more=more)) for name, (root, more) in roots.items()}
    notes = b"/Annots [6 0 R 6 0 R 5 null (x)]"
    made["annotation-loop"] = written(
        one_page(page=notes, more={6: b"<< /Subtype /Popup /Parent 6 0 R /A 6 0 R /Next 6 0 R >>"})
    )
    made["annotations-odd"] = written(one_page(page=b"/Annots 12 /AA 3"))
    return made


def _laughs() -> bytes:
    """Entities that unfold to ten thousand million."""
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{steps}]><x>&e10;</x>'.encode()


def _encrypted() -> dict[str, bytes]:
    def locked(entries: bytes) -> bytes:
        trailer = b"/Encrypt 6 0 R /ID [<00><00>]"
        return written(one_page(more={6: b"<< /Filter /Standard %s >>" % entries}), trailer=trailer)

    return {
        "encryption-of-no-version": locked(b"/V 99 /R 99 /P -1 /O (a) /U (b)"),
        "encryption-short-keys": locked(b"/V 2 /R 3 /Length 128 /P -1 /O (a) /U (b)"),
        "encryption-length-zero": locked(b"/V 2 /R 3 /Length 0 /P -1 /O <%s> /U <%s>" % (b"00" * 32, b"00" * 32)),
        "encryption-filter-loop": locked(b"/V 5 /R 6 /Length 256 /P -1 /CF << /StdCF 6 0 R >> /StmF /StdCF /O <00> /U <00>"),
        "encryption-is-number": written(one_page(), trailer=b"/Encrypt 9 /ID [<00><00>]"),
    }  # fmt: skip


def compressed_again(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data
