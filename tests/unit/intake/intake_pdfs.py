"""Small scans built in memory: one maker for every way in which scanners pack a page."""

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from digitize.model import FileKind, Pixels, ScanFile

SERIF = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
VIETNAMESE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV,",
    "Ủy ban nhân dân tỉnh quyết định ban hành kèm theo quy chế làm việc",
)


def gray_paper(width: int = 240, height: int = 340) -> Pixels:
    """White paper with black bars of uneven length: no turn or mirror of it equals it."""
    paper = np.full((height, width), 255, np.uint8)
    for row, top in enumerate(range(20, height - 20, 24)):
        paper[top : top + 8, 16 : width - 20 - (row * 37) % (width // 2)] = 0
    return paper


def colour_paper(width: int = 240, height: int = 340) -> Pixels:
    paper = np.repeat(gray_paper(width, height)[..., np.newaxis], 3, axis=2)
    paper[200:260, 120:200] = (200, 20, 30)
    return paper


def fax_bytes(pixels: Pixels) -> bytes:
    """CCITT G4 data of a black and white page, black as PDF has it (Pillow has it the other way)."""
    file = io.BytesIO()
    Image.fromarray(255 - pixels).convert("1").save(
        file, "TIFF", compression="group4", strip_size=2**31
    )
    tags = Image.open(io.BytesIO(file.getvalue())).tag_v2  # type: ignore[attr-defined]
    (start,), (size,) = tags[273], tags[279]
    return file.getvalue()[start : start + size]


def jbig2_bytes(pixels: Pixels) -> bytes:
    """Embedded JBIG2: page information and one generic region in MMR coding (ITU-T T.88, 7.4)."""
    height, width = pixels.shape
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + fax_bytes(pixels)
    head = struct.pack(">IBBBI", 0, 48, 0, 1, len(page))
    return head + page + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region


def jpeg_bytes(pixels: Pixels, quality: int = 92) -> bytes:
    stored = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def image(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], **keys: object) -> Stream:
    width, height = size
    facts = {
        "Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height,
        "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray, **keys,
    }  # fmt: skip
    return Stream(pdf, data, **facts)


def raw_gray(pdf: pikepdf.Pdf, pixels: Pixels, **keys: object) -> Stream:
    height, width = pixels.shape
    data = zlib.compress(pixels.tobytes())
    return image(pdf, data, (width, height), Filter=Name.FlateDecode, **keys)


def write_pdf(
    path: Path,
    pdf: pikepdf.Pdf,
    images: dict[str, Stream],
    content: str,
    *,
    size_pt: tuple[float, float] = (120, 170),
    **page_keys: object,
) -> ScanFile:
    """One page that paints `content`, where `/name` are the images."""
    pdf.add_blank_page(page_size=size_pt)
    page = pdf.pages[-1]
    page.obj.Resources = Dictionary(
        XObject=Dictionary({f"/{name}": stream for name, stream in images.items()})
    )
    page.obj.Contents = Stream(pdf, content.encode())
    for key, value in page_keys.items():
        page.obj[f"/{key}"] = value
    pdf.save(path)
    return ScanFile(kind=FileKind.PDF, page_count=len(pdf.pages), size_bytes=path.stat().st_size)


def write_typed_pdf(
    path: Path, lines: tuple[str, ...], *, copies: int = 5, rotate: int = 0
) -> ScanFile:
    """A born-digital page: real glyphs of an embedded font with a map to Unicode."""
    pdf = pikepdf.new()
    font, glyphs = _font(pdf, "".join(lines))
    shown = [f"<{''.join(f'{glyphs[letter]:04x}' for letter in line)}> Tj T*" for line in lines]
    content = f"BT /F 11 Tf 40 800 Td 15 TL {' '.join(shown * copies)} ET"
    file = write_pdf(path, pdf, {}, content, size_pt=(595, 842), Rotate=rotate)
    with pikepdf.open(path, allow_overwriting_input=True) as again:
        again.pages[0].obj.Resources.Font = Dictionary(F=again.copy_foreign(font))
        again.save(path)
    return file


def _font(pdf: pikepdf.Pdf, letters: str) -> tuple[Dictionary, dict[str, int]]:
    data = Path(SERIF).read_bytes()
    face = TTFont(io.BytesIO(data))
    names, cmap, widths = face.getReverseGlyphMap(), face.getBestCmap(), face["hmtx"]
    glyphs = {letter: names[cmap[ord(letter)]] for letter in set(letters)}
    em = face["head"].unitsPerEm
    file = Stream(pdf, data, Length1=len(data))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Serif, Flags=4, FontBBox=[0, -300, 1000, 1000],
        ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80, FontFile2=pdf.make_indirect(file),
    )  # fmt: skip
    advance = Array()
    for letter, glyph in glyphs.items():
        advance.extend([glyph, Array([round(widths[cmap[ord(letter)]][0] * 1000 / em)])])
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Serif, W=advance,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    pairs = "\n".join(f"<{glyph:04x}> <{ord(letter):04x}>" for letter, glyph in glyphs.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Serif, Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_indirect(Stream(pdf, to_unicode.encode())),
    )  # fmt: skip
    return pdf.make_indirect(font), glyphs
