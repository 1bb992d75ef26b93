"""What an archived PDF says about itself: one set of facts, written twice in agreement (XMP and the old Info).

PDF/A wants both to say the same (ISO 19005-2, 6.6.2). The description is the mark that the law asks of a copy made from paper:
that it was converted, and by whom (khoản 1 Điều 12 Luật Giao dịch điện tử 20/2023/QH15).
"""

import unicodedata
from datetime import datetime
from importlib.metadata import version
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

from digitize.pdf.archive_metadata import ArchiveMetadata

LANGUAGE = "vi-VN"
TOOL = f"digitize {version('digitize')}"


def write_metadata(pdf: Pdf, metadata: ArchiveMetadata) -> None:
    """Set language, XMP packet and Info of the document."""
    packet = Stream(pdf, xmp_packet(metadata))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    created = String(pdf_date(metadata.created_at))
    info = Dictionary(
        Title=String(_text(metadata.title)),
        Subject=String(_text(metadata.description)),
        Creator=String(TOOL),
        Producer=String(TOOL),
        CreationDate=created,
        ModDate=created,
    )
    if metadata.converter:
        info.Author = String(_text(metadata.converter))
    pdf.docinfo = pdf.make_indirect(info)


def xmp_packet(metadata: ArchiveMetadata) -> bytes:
    """The packet with Dublin Core, XMP basic, Adobe PDF and the PDF/A-2b claim."""
    moment = metadata.created_at.replace(microsecond=0).isoformat()
    by = metadata.converter
    return _PACKET.format(
        title=_alternative(metadata.title),
        description=_alternative(metadata.description),
        creator=f"<dc:creator><rdf:Seq>{_item(by)}</rdf:Seq></dc:creator>" if by else "",
        language=f"<rdf:Bag>{_item(LANGUAGE)}</rdf:Bag>",
        source=escape(f"urn:sha256:{metadata.scan_id}"),
        moment=moment,
        tool=escape(TOOL),
    ).encode("utf-8")


_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title>{title}</dc:title>
<dc:description>{description}</dc:description>
{creator}
<dc:language>{language}</dc:language>
<dc:source>{source}</dc:source>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<pdf:Producer>{tool}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(_text(text))}</rdf:li></rdf:Alt>'


def _item(text: str) -> str:
    return f"<rdf:li>{escape(_text(text))}</rdf:li>"


def _text(text: str) -> str:
    """NFC, one line, without characters that XML cannot hold."""
    if not text.isprintable():  # which it nearly always is, and so has none of these
        text = "".join(filter(_is_kept, text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_kept(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _NOT_XML


_NOT_XML = ("Cc", "Cs", "Cn")


def pdf_date(moment: datetime) -> str:
    """`D:20261122100305+07'00'`; the moment must be aware."""
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
