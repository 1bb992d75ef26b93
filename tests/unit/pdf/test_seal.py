"""Sealing appends and never changes; a changed bit is noticed; two signatures live together."""

import hashlib
import io
from dataclasses import replace

import pikepdf
import pytest
from asn1crypto import cms
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pdf_factories import A4, AT, archive, letter, picture, reading

from digitize.errors import DamagedFile, SealFailed
from digitize.model import SealRole
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.seal import MemorySealer, PadesSealer, is_seal_of
from digitize.pdf.verify import verify_signatures

NAME = "Ủy ban nhân dân phường Hải Châu, thành phố Đà Nẵng"


@pytest.fixture(scope="module")
def frozen() -> bytes:
    return archive(letter())


@pytest.fixture(scope="module")
def sealed(seal_kit, frozen) -> bytes:
    return seal_kit.agency.seal(frozen, role=SealRole.AGENCY, name=NAME, at=AT)


@pytest.fixture
def verify(seal_kit):
    return lambda pdf: verify_signatures(pdf, trust=[seal_kit.authority.root], at=AT)


def test_frozen_bytes_stay_at_the_start(frozen, sealed):
    assert sealed.startswith(frozen)
    assert is_seal_of(sealed, frozen_sha256=hashlib.sha256(frozen).hexdigest())


def test_the_frozen_pdf_itself_and_another_are_no_seal_of_it(frozen, sealed):
    other = archive((picture(), reading("khác")))
    assert not is_seal_of(frozen, frozen_sha256=hashlib.sha256(frozen).hexdigest())
    assert not is_seal_of(sealed, frozen_sha256=hashlib.sha256(other).hexdigest())


def test_agency_signature_holds(sealed, verify):
    (report,) = verify(sealed)
    assert report.field_name == "ChuKyCoQuan"
    assert report.signed_at == AT
    assert report.is_intact
    assert report.is_valid
    assert report.is_trusted
    assert report.covers_whole_file


def test_officer_then_agency_leaves_both_valid(seal_kit, frozen, verify):
    once = seal_kit.officer.seal(frozen, role=SealRole.OFFICER, name="Nguyễn Thị Ánh", at=AT)
    twice = seal_kit.agency.seal(once, role=SealRole.AGENCY, name=NAME, at=AT)
    reports = verify(twice)
    assert {report.field_name for report in reports} == {"ChuKyNguoiSoHoa", "ChuKyCoQuan"}
    assert all(r.is_valid and r.is_trusted and r.covers_whole_file for r in reports)
    assert twice.startswith(once)


def test_a_role_signs_once(seal_kit, sealed):
    with pytest.raises(SealFailed):
        seal_kit.agency.seal(sealed, role=SealRole.AGENCY, name=NAME, at=AT)


def test_block_says_form_agency_and_vietnam_time(sealed):
    shown = layer_text(sealed)[0].split("\n")
    assert shown[-3:] == ["SAO Y", NAME, "Thời gian ký: 22-11-2026 10:03:05 +07:00"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, (420, 595), (243, 153)], ids=["A4", "A5", "card"])
def test_block_lies_at_the_top_right_as_seen(seal_kit, rotate, size):
    page = archive((picture(size=size, rotate=rotate), reading()))
    sealed = seal_kit.agency.seal(page, role=SealRole.AGENCY, name=NAME, at=AT)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        left, bottom, right, top = (float(v) for v in pdf.pages[0].Annots[0].Rect)
    width, height = size
    far = {
        0: (right, top),
        90: (width - left, top),
        180: (width - left, height - bottom),
        270: (right, height - bottom),
    }
    edges = {
        0: (width - right, height - top),
        90: (left, height - top),
        180: (left, bottom),
        270: (width - right, bottom),
    }
    assert all(0 <= edge <= 30 for edge in edges[rotate])
    assert all(distance > 0 for distance in far[rotate])
    assert layer_text(sealed)[0].startswith("SAO Y\n")


def wrapping_of_the_signature(sealed: bytes) -> set[int]:
    """What RFC 5652 leaves unsigned: versions, names of algorithms and signer, lengths. The signed attributes, the
    certificate and the signature's value say the same again, and are not in it."""
    start = sealed.rindex(b"/Contents <") + 11
    content = bytes.fromhex(sealed[start : sealed.index(b">", start)].decode())
    signed = cms.ContentInfo.load(content)
    (signer,) = signed["content"]["signer_infos"]
    (certificate,) = signed["content"]["certificates"]
    length = len(signed.dump())
    wrapping = set(range(start, start + 2 * length))
    for part in (certificate, signer["signed_attrs"], signer["signature"]):
        body = part.contents if part is not certificate else certificate.chosen.dump()
        at = start + 2 * content.rindex(body)
        wrapping -= set(range(at, at + 2 * len(body)))
    return wrapping


@settings(
    deadline=None, max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(place, bit, sealed, verify):
    at = int(place * len(sealed))
    assume(at not in wrapping_of_the_signature(sealed))
    flipped = bytearray(sealed)
    flipped[at] ^= 1 << bit
    try:
        reports = verify(bytes(flipped))
    except DamagedFile:
        return
    assert not reports or not all(
        r.is_valid and r.is_trusted and r.covers_whole_file for r in reports
    )


@pytest.mark.parametrize("digit", [b"1", b"f"])
def test_flip_in_the_padding_of_the_signature_is_noticed(sealed, verify, digit):
    end = sealed.rindex(b"0>", 0, sealed.rindex(b"/ByteRange") + 40_000)
    (report,) = verify(sealed[:end] + digit + sealed[end + 1 :])
    assert not report.is_intact


def test_change_of_case_in_the_signature_is_noticed(sealed, verify):
    start = sealed.rindex(b"/Contents <") + 11
    at = next(i for i in range(start, start + 400) if sealed[i : i + 1].isalpha())
    (report,) = verify(sealed[:at] + sealed[at : at + 1].swapcase() + sealed[at + 1 :])
    assert not report.is_intact


def test_what_is_appended_later_is_noticed(sealed, verify):
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        size = int(pdf.trailer.Size)
    start = sealed.rindex(b"startxref") + 9
    previous = int(sealed[start:].split()[0])
    root = len(sealed)
    extra = f"{size} 0 obj\n<< /Type /Catalog >>\nendobj\n"
    table = f"xref\n{size} 1\n{root:010} 00000 n \ntrailer\n<< /Size {size + 1} /Root {size} 0 R /Prev {previous} >>\nstartxref\n{root + len(extra)}\n%%EOF\n"
    try:
        reports = verify(sealed + (extra + table).encode())
    except DamagedFile:
        return
    assert not any(report.covers_whole_file for report in reports)


def test_unknown_authority_is_not_trusted(sealed):
    (report,) = verify_signatures(sealed, trust=[], at=AT)
    assert report.is_valid
    assert not report.is_trusted


def test_unsigned_pdf_has_no_reports(frozen, verify):
    assert verify(frozen) == ()


@pytest.mark.parametrize("junk", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_damaged(seal_kit, verify, junk):
    with pytest.raises(DamagedFile):
        verify(junk)
    with pytest.raises(DamagedFile):
        seal_kit.agency.seal(junk, role=SealRole.AGENCY, name=NAME, at=AT)


def test_unreachable_timestamp_authority_fails_the_seal(seal_kit, frozen):
    sealer = PadesSealer(
        seal_kit.authority.signer, font=seal_kit.font, timestamp_url="http://127.0.0.1:9/"
    )
    with pytest.raises(SealFailed):
        sealer.seal(frozen, role=SealRole.AGENCY, name=NAME, at=AT)


def test_letters_the_font_lacks_are_left_out(seal_kit, frozen):
    sealed = seal_kit.agency.seal(frozen, role=SealRole.AGENCY, name="Sở 漢 Y tế", at=AT)
    assert "Sở Y tế" in " ".join(layer_text(sealed)[0].split())


def test_memory_sealer_appends_too(frozen):
    sealed = MemorySealer().seal(frozen, role=SealRole.AGENCY, name=NAME, at=AT)
    assert is_seal_of(sealed, frozen_sha256=hashlib.sha256(frozen).hexdigest())


def test_block_keeps_above_the_first_words(seal_kit):
    page = reading("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM CHÍNH PHỦ VIỆT NAM")
    words = [replace(w, box=replace(w.box, top=70, bottom=106)) for w in page.text.words]
    page = reading(words)
    sealed = seal_kit.agency.seal(
        archive((picture(), page)), role=SealRole.AGENCY, name=NAME, at=AT, first_page=page
    )
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        bottom = float(pdf.pages[0].Annots[0].Rect[1])
    assert A4[1] - bottom <= 70 * 72 / 200
