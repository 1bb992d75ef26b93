"""Archived and sealed PDFs before independent judges: veraPDF, pdfsig, and a time-stamping authority of openssl."""

import subprocess
from random import Random

import pikepdf
import pytest
import verapdf
from pdf_factories import (
    A4,
    AT,
    archive,
    fax,
    image_of,
    jpeg,
    letter,
    picture,
    png,
    raw_image,
    reading,
)
from timestamp_authority import timestamp_authority

from digitize.model import SealRole
from digitize.pdf.authority import open_authority
from digitize.pdf.seal import PadesSealer
from digitize.pdf.seal_font import prepare_seal_font
from digitize.pdf.verify import verify_signatures
from digitize.proof.codes import ProofMark, new_code

pytestmark = pytest.mark.skipif(bool(verapdf.missing()), reason=f"lacks {verapdf.missing()}")

TEXT = "Độc lập - Tự do - Hạnh phúc"
AGENCY = "Ủy ban nhân dân xã Trà Đốc"


@pytest.fixture(scope="module")
def sealing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seal")
    authority = open_authority(folder / "keys", at=AT)
    font = prepare_seal_font(folder / "font.ttf")
    return authority, PadesSealer(authority.signer, font=font), font


def archived_kinds() -> dict[str, bytes]:
    """One archived PDF for every way a scanner or we pack a page."""
    images = {
        "colour JPEG": image_of(jpeg()),
        "grey JPEG": image_of(jpeg(mode="L")),
        "fax": image_of(fax()),
        "grey PNG": image_of(png()),
        "colour PNG": image_of(png(mode="RGB")),
        "palette PNG": image_of(png(mode="P")),
        "unpacked": raw_image(bytes(64)),
        "interpolated": raw_image(bytes(64), Interpolate=True),
        "CMYK": raw_image(bytes(256), ColorSpace=pikepdf.Name.DeviceCMYK),
        "stencil": raw_image(bytes(8), ImageMask=True, BitsPerComponent=1, ColorSpace=None),
    }
    kinds = {name: archive((picture(image), reading(TEXT))) for name, image in images.items()}
    kinds["faint"] = archive((picture(image_of(png()), opacity=0.4), reading(TEXT)))
    kinds["blank paper"] = archive((picture(), reading()))
    kinds["beyond the first plane"] = archive((picture(), reading("𝐀 𠮷")))
    for turn in (90, 180, 270):
        page = (picture(image_of(jpeg()), rotate=turn), reading(TEXT, turned=90, skew=1.5))
        kinds[f"turned {turn}"] = archive(page)
    return kinds


def test_every_kind_of_page_is_pdfa_2b_before_and_after_sealing(sealing, tmp_path):
    _, sealer, _ = sealing
    kinds = archived_kinds()
    sealed = {
        f"{name}, sealed": sealer.seal(
            pdf,
            role=SealRole.AGENCY,
            name=AGENCY,
            at=AT,
            mark=ProofMark(code=new_code(Random(7).randrange), public_url="https://kho.example.vn"),
        )
        for name, pdf in kinds.items()
    }
    twice = sealer.seal(sealed["fax, sealed"], role=SealRole.OFFICER, name="Lê Thị Ý", at=AT)
    broken = kinds["fax"].replace(b"<pdfaid:part>2<", b"<pdfaid:part>9<")
    verdicts = verapdf.judge(kinds | sealed | {"twice": twice, "broken": broken}, tmp_path)
    assert "6.6.4" in verdicts.pop("broken")
    assert verdicts == dict.fromkeys([*kinds, *sealed, "twice"], "")


def test_pdfsig_finds_the_signature_valid_and_whole(sealing, tmp_path):
    _, sealer, _ = sealing
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealer.seal(archive(letter()), role=SealRole.AGENCY, name=AGENCY, at=AT))
    said = subprocess.run(
        ["pdfsig", "-nocert", path], check=True, capture_output=True, text=True
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_a_configured_authority_stamps_the_time(sealing, tmp_path):
    authority, _, font = sealing
    with timestamp_authority(tmp_path) as (url, tsa):
        sealer = PadesSealer(authority.signer, font=font, timestamp_url=url)
        sealed = sealer.seal(archive(letter()), role=SealRole.AGENCY, name=AGENCY, at=AT)
    now = tsa.not_valid_before_utc.replace(microsecond=0)
    (report,) = verify_signatures(sealed, trust=[authority.root, tsa], at=now)
    assert report.is_valid
    assert report.timestamp_at is not None
    assert report.timestamp_at >= now
    (doubted,) = verify_signatures(sealed, trust=[authority.root], at=now)
    assert doubted.timestamp_at is None


def test_qpdf_finds_nothing_to_say(tmp_path):
    path = tmp_path / "archive.pdf"
    path.write_bytes(archive(letter(), (picture(image_of(fax()), size=A4[::-1]), reading(TEXT))))
    done = subprocess.run(["qpdf", "--check", path], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
