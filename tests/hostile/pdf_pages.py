"""PDFs whose pages lie: boxes, turns, content that never ends, forms, patterns, fonts and colours in loops."""

import base64
import zlib

from tests.hostile.raw_pdf import one_page, packed, stream, written


def files() -> dict[str, bytes]:
    return {**_boxes(), **_filters(), **_contents(), **_loops(), **_fonts()}


def _boxes() -> dict[str, bytes]:
    boxes = {
        "huge": b"/MediaBox [0 0 1000000000 1000000000]",
        "beyond-float": b"/MediaBox [0 0 1" + b"0" * 400 + b" 9]",
        "zero": b"/MediaBox [0 0 0 0]",
        "negative": b"/MediaBox [0 0 -200 -280]",
        "turned-inside-out": b"/MediaBox [200 280 0 0]",
        "nan": b"/MediaBox [0 0 nan inf]",
        "short": b"/MediaBox [0 0 200]",
        "strings": b"/MediaBox [(a) (b) (c) (d)]",
        "number": b"/MediaBox 7",
        "missing": b"",
        "tiny": b"/MediaBox [0 0 0.0001 0.0001]",
        "long": b"/MediaBox [0 0 1 14400]",
        "crop-elsewhere": b"/MediaBox [0 0 200 280] /CropBox [1000 1000 2000 2000]",
        "crop-odd": b"/MediaBox [0 0 200 280] /CropBox [null null null null]",
        "unit-huge": b"/MediaBox [0 0 200 280] /UserUnit 1000000000",
        "unit-negative": b"/MediaBox [0 0 200 280] /UserUnit -3",
        "unit-name": b"/MediaBox [0 0 200 280] /UserUnit /Big",
        "rotate-45": b"/MediaBox [0 0 200 280] /Rotate 45",
        "rotate-huge": b"/MediaBox [0 0 200 280] /Rotate 99999999999999999999",
        "rotate-name": b"/MediaBox [0 0 200 280] /Rotate /Left",
    }
    return {f"box-{name}": written(one_page(box=box)) for name, box in boxes.items()}


def _filters() -> dict[str, bytes]:
    ink = b"0 g 20 40 90 12 re f\n"
    zeros = ink + b" " * 40 * 1024**2
    chain = ink
    for _ in range(5):
        chain = zlib.compress(chain)
    hundred = b" ".join([b"/FlateDecode"] * 1000)
    made = {
        "flate-bomb": packed(zeros),
        "flate-thrice-bomb": stream(
            zlib.compress(zlib.compress(zlib.compress(zeros, 9), 9), 9),
            b"/Filter [/FlateDecode /FlateDecode /FlateDecode]",
        ),
        "flate-of-flate": stream(chain, b"/Filter [" + b" ".join([b"/FlateDecode"] * 5) + b"]"),
        "flate-1000-times": stream(zlib.compress(ink), b"/Filter [" + hundred + b"]"),
        "flate-cut": stream(zlib.compress(ink * 99)[:40], b"/Filter /FlateDecode"),
        "lzw-rubbish": stream(bytes(range(256)) * 40, b"/Filter /LZWDecode"),
        "runlength-bomb": stream(b"\x81 " * 500_000, b"/Filter [/RunLengthDecode]"),
        "runlength-nested": stream(
            b"\x81\x81" * 60_000, b"/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]"
        ),
        "ascii85-nested": stream(
            base64.a85encode(base64.a85encode(ink) + b"~>") + b"~>",
            b"/Filter [/ASCII85Decode /ASCII85Decode]",
        ),
        "ascii85-zeros": stream(b"z" * 3_000_000 + b"~>", b"/Filter [/ASCII85Decode]"),
        "filter-of-no-name": stream(ink, b"/Filter /Nonsense"),
        "filter-is-number": stream(ink, b"/Filter 12"),
        "predictor-lies": packed(
            ink, b"/DecodeParms << /Predictor 15 /Colors 99999999 /Columns 99999999 >>"
        ),
        "crypt-filter": stream(ink, b"/Filter /Crypt /DecodeParms << /Name /Nobody >>"),
    }
    return {name: written(one_page(more={4: content})) for name, content in made.items()}


def _contents() -> dict[str, bytes]:
    made = {
        "states-deep": b"q " * 100_000,
        "operators-without-operands": b"cm re Tf Do gs cs scn sh BI ID EI " * 50,
        "operands-without-operator": b"1 " * 300_000,
        "numbers-huge": b"1" + b"0" * 500 + b" 0 0 1 0 0 cm 0 0 9 9 re f",
        "numbers-not": b"nan inf -- 1.2.3 0 0 cm 0 0 9 9 re f",
        "matrix-of-zeros": b"0 0 0 0 0 0 cm 0 0 9 9 re f",
        "inline-image-bomb": b"q 200 0 0 280 0 0 cm BI /W 200000 /H 200000 /BPC 8 /CS /G /F /Fl ID "
        + zlib.compress(bytes(9_000)) + b" EI Q",
        "inline-image-unended": b"BI /W 10 /H 10 /BPC 8 /CS /G ID " + bytes(50_000),
        "inline-images-many": b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI " * 30_000,
        "strings-unended": b"BT (" * 1_000 + b"Tj",
        "dash-bomb": b"[0.0001] 0 d 0 0 m 200 280 l S " * 20,
        "paths-many": b"0 0 m 9 9 l S " * 40_000,
        "binary": bytes(range(256)) * 200,
    }  # fmt: skip
    return {name: written(one_page(content)) for name, content in made.items()}


def _loops() -> dict[str, bytes]:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 200 280] "
    own = b"/Resources << /XObject << /F %d 0 R >> >>"
    laughs = {
        n: stream(b"/F Do " * 10, form + own % (n + 1)) for n in range(5, 15)
    } | {15: stream(b"0 g 0 0 9 9 re f", form)}  # fmt: skip
    x_object = b"/XObject << /F 5 0 R >>"
    group = b"/Group << /S /Transparency /CS /DeviceRGB >> "
    cases: dict[str, tuple[bytes, bytes, dict[int, bytes]]] = {
        "form-in-itself": (b"/F Do", x_object, {5: stream(b"/F Do", form + own % 5)}),
        "forms-in-each-other": (b"/F Do", x_object, {5: stream(b"/F Do", form + own % 6), 6: stream(b"/F Do", form + own % 5)}),
        "forms-laughing": (b"/F Do", x_object, laughs),
        "form-box-huge": (b"/F Do", x_object, {5: stream(b"0 g 0 0 9 9 re f", b"/Subtype /Form /BBox [0 0 1e30 1e30] " + group)}),
        "form-matrix-odd": (b"/F Do", x_object, {5: stream(b"0 g 0 0 9 9 re f", form + b"/Matrix [1 2 (x)]")}),
        "form-without-subtype": (b"/F Do", x_object, {5: stream(b"0 g", b"")}),
        "pattern-in-itself": (b"/Pattern cs /P scn 0 0 200 280 re f", b"/Pattern << /P 5 0 R >>", {5: stream(b"/Pattern cs /P scn 0 0 9 9 re f", b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << /Pattern << /P 5 0 R >> >>")}),
        "pattern-steps-tiny": (b"/Pattern cs /P scn 0 0 200 280 re f", b"/Pattern << /P 5 0 R >>", {5: stream(b"0 g 0 0 1 1 re f", b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.01 /YStep 0.01 /Resources << >>")}),
        "soft-mask-of-itself": (b"/G gs 0 0 99 99 re f", b"/ExtGState << /G 5 0 R >>", {5: b"<< /SMask << /S /Alpha /G 6 0 R >> >>", 6: stream(b"/G gs 0 0 9 9 re f", form + group + b"/Resources << /ExtGState << /G 5 0 R >> >>")}),
        "colour-space-of-itself": (b"/C cs 0 scn 0 0 99 99 re f", b"/ColorSpace << /C 5 0 R >>", {5: b"[/Indexed 5 0 R 1 <0011>]"}),
        "shading-function-of-itself": (b"/S sh", b"/Shading << /S 5 0 R >>", {5: b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function 6 0 R >>", 6: b"<< /FunctionType 3 /Domain [0 1] /Functions [6 0 R] /Bounds [] /Encode [0 1] >>"}),
        "state-odd": (b"/G gs 0 0 99 99 re f", b"/ExtGState << /G << /ca (x) /BM 3 /SMask 4 >> >>", {}),
        "layer-odd": (b"/OC /L BDC 0 0 99 99 re f EMC", b"/Properties << /L 5 0 R >>", {5: b"<< /Type /OCMD /OCGs 5 0 R >>"}),
    }  # fmt: skip
    return {
        name: written(one_page(content, resources=resources, more=more))
        for name, (content, resources, more) in cases.items()
    }


def _fonts() -> dict[str, bytes]:
    content = b"BT /F 12 Tf 20 200 Td (chu ky) Tj <0001ffff> Tj ET"
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 9 9] /%s 7 0 R >>"
    rubbish = stream(bytes(range(256)) * 9, b"/Length1 999999 /Length2 -5 /Length3 0")
    composite = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding %s /DescendantFonts [%s] /ToUnicode 8 0 R >>"
    cmap = b"/CIDInit begincmap 1 begincodespacerange <00> <ffff> endcodespacerange 1 beginbfrange <0000> <ffffffff> <0041> endbfrange endcmap"
    fonts: dict[str, tuple[bytes, dict[int, bytes]]] = {
        "type1-rubbish": (b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor 6 0 R >>", {6: descriptor % b"FontFile", 7: rubbish}),
        "truetype-rubbish": (b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R /Widths 3 >>", {6: descriptor % b"FontFile2", 7: rubbish}),
        "cff-rubbish": (b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor 6 0 R >>", {6: descriptor % b"FontFile3", 7: stream(b"\1\0\4\4" + b"\xff" * 500, b"/Subtype /Type1C")}),
        "descendant-of-itself": (composite % (b"/Identity-H", b"5 0 R"), {8: stream(cmap)}),
        "cmap-of-itself": (composite % (b"9 0 R", b"6 0 R"), {6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 [1] 5 3] >>", 8: stream(cmap), 9: stream(cmap, b"/Type /CMap /UseCMap 9 0 R")}),
        "type3-in-itself": (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> /Encoding << /Differences [0 /a 99 /a] >> /FirstChar 0 /LastChar 255 /Widths [1] /Resources << /Font << /F 5 0 R >> >> >>", {6: stream(b"9 0 d0 BT /F 1 Tf (ccc) Tj ET")}),
        "font-is-number": (b"17", {}),
        "size-huge": (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", {4: stream(b"BT /F 99999999 Tf (A) Tj ET")}),
    }  # fmt: skip
    return {
        f"font-{name}": written(
            one_page(content, resources=b"/Font << /F 5 0 R >>", more={5: font, **more})
        )
        for name, (font, more) in fonts.items()
    }
