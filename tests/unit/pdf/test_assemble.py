"""An archived PDF holds the scan's own bytes, its text and its facts, and is the same every time."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pdf_factories import (
    A4,
    AT,
    archive,
    assembled,
    fax,
    image_of,
    jpeg,
    letter,
    metadata,
    picture,
    png,
    raw_image,
    reading,
)

from digitize.errors import ArchiveProfileFailed, InvalidOutput, NoPages
from digitize.model import SealRole
from digitize.pdf.archive_metadata import ranges
from digitize.pdf.check_archive import check_archive
from digitize.pdf.check_sealed import check_sealed
from digitize.pdf.xmp import pdf_date


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def images(pdf: bytes) -> list[pikepdf.Object]:
    return list(opened(pdf).pages[0].Resources.XObject.values())


@pytest.mark.parametrize(
    "data", [jpeg(), jpeg(mode="L"), png(), fax()], ids=["rgb", "grey", "png", "fax"]
)
@pytest.mark.parametrize("turned", [0, 90])
def test_image_stream_goes_in_untouched(data, turned):
    source = image_of(data)
    with opened(archive((picture(source), reading("chữ", turned=turned)))) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.read_raw_bytes() == source.read_raw_bytes()
        assert image.Filter == source.Filter


def test_forbidden_packing_is_unpacked_without_loss():
    lzw = raw_image(
        b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=pikepdf.Name.LZWDecode, Width=9, Height=1
    )
    with opened(archive((picture(lzw), reading()))) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.Filter == pikepdf.Name.FlateDecode
        assert image.read_bytes() == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


def test_same_input_gives_the_same_bytes():
    assert archive(letter()) == archive(letter())
    assert archive(letter()) != assembled(letter(), title="Quyết định khác")[0]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_page_keeps_its_size_and_turns(rotate):
    with opened(archive((picture(size=(420, 595), rotate=rotate), reading(turned=90)))) as pdf:
        assert [float(v) for v in pdf.pages[0].MediaBox] == [0, 0, 420, 595]
        assert int(pdf.pages[0].get("/Rotate", 0)) == (rotate + 90) % 360


def test_metadata_agree_and_bear_the_mark_of_conversion():
    with opened(archive(letter())) as pdf, pdf.open_metadata() as xmp:
        info, facts = pdf.docinfo, metadata()
        assert xmp["dc:title"] == str(info.Title) == facts.title
        assert xmp["dc:description"] == str(info.Subject) == facts.description
        assert xmp["dc:source"] == f"urn:sha256:{facts.scan_id}"
        assert xmp["pdf:Producer"] == str(info.Producer)
        assert "20/2023/QH15" in facts.description
        assert facts.converter in facts.description
        assert str(info.CreationDate) == pdf_date(AT) == "D:20261122030305+00'00'"
        assert str(pdf.Root.Lang) == "vi-VN"


def test_title_with_markup_and_controls_stays_one_line():
    pdf, _ = assembled(letter(), title="A < B & \x07\nC")
    with opened(pdf) as opened_pdf, opened_pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "A < B & C"


def test_no_pages_is_an_error():
    with pytest.raises(NoPages):
        assembled()


@pytest.mark.parametrize(
    ("numbers", "said"), [((1,), "1"), ((1, 2, 3, 5), "1-3, 5"), ((2, 4), "2, 4"), ((), "")]
)
def test_page_ranges(numbers, said):
    assert ranges(numbers) == said


# ---- the check after writing ----------------------------------------------------------------------


def test_what_was_assembled_passes_its_check():
    page = letter()
    pdf, done = assembled(page)
    check_archive(pdf, readings=[page[1]], assembled=done)


def test_other_text_is_noticed():
    page = letter()
    pdf, done = assembled(page)
    with pytest.raises(InvalidOutput, match="text layer differs on page 1"):
        check_archive(pdf, readings=[reading("khác")], assembled=done)


def test_a_page_without_words_needs_no_poppler(monkeypatch):
    page = (letter()[0], reading())
    pdf, done = assembled(page)
    monkeypatch.setenv("PATH", "")
    check_archive(pdf, readings=[page[1]], assembled=done)


def test_text_on_a_page_without_words_is_noticed():
    pdf, done = assembled(letter())
    with pytest.raises(InvalidOutput, match="text layer differs on page 1"):
        check_archive(pdf, readings=[reading()], assembled=done)


def test_other_image_is_noticed():
    page = letter()
    pdf, done = assembled(page)
    with pytest.raises(InvalidOutput, match="images differ on page 1"):
        check_archive(pdf, readings=[page[1]], assembled=replace(done, image_hashes=(("0",),)))


def test_lost_profile_is_noticed():
    page = letter()
    pdf, done = assembled(page)
    with opened(pdf) as changed:
        del changed.Root.Metadata
        out = io.BytesIO()
        changed.save(out)
    with pytest.raises(ArchiveProfileFailed):
        check_archive(out.getvalue(), readings=[page[1]], assembled=done)


def test_cut_file_is_noticed():
    page = letter()
    pdf, done = assembled(page)
    with pytest.raises(InvalidOutput):
        check_archive(pdf[:-200], readings=[page[1]], assembled=done)


@pytest.fixture
def sealed_check(seal_kit):
    pages = [letter(), (picture(size=A4), reading("trang hai"))]
    frozen = archive(*pages)
    sealed = seal_kit.agency.seal(frozen, role=SealRole.AGENCY, name="Sở Y tế", at=AT)

    def check(pdf: bytes = sealed, **changes):
        facts = {
            "frozen": frozen,
            "readings": [page for _, page in pages],
            "roles": [SealRole.AGENCY],
            "trust": [seal_kit.authority.root],
            "at": AT,
        }
        return check_sealed(pdf, **(facts | changes))

    return sealed, check


def test_sealed_passes_its_check(sealed_check):
    _, check = sealed_check
    (report,) = check()
    assert report.is_trusted


def test_flipped_byte_fails_the_check(sealed_check):
    sealed, check = sealed_check
    at = sealed.rindex(b"/ByteRange") - 900
    with pytest.raises(InvalidOutput):
        check(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])


@pytest.mark.parametrize(
    "changes",
    [
        {"frozen": b"%PDF-other"},
        {"roles": [SealRole.OFFICER, SealRole.AGENCY]},
        {"trust": []},
        {"readings": [reading("khác"), reading("trang hai")]},
    ],
    ids=["other start", "missing role", "untrusted", "other text"],
)
def test_sealed_that_is_not_as_intended_fails(sealed_check, changes):
    _, check = sealed_check
    with pytest.raises(InvalidOutput):
        check(**changes)
