"""Real scans: what their signatures are worth, and that their image streams make PDF/A-2b of ours."""

from datetime import UTC, datetime

import pikepdf
import pytest
import verapdf
from pdf_factories import archive, picture, reading

from digitize.pdf.verify import verify_signatures

pytestmark = pytest.mark.samples
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["qn_04_chithi_2024", "cantho_4427_congvan_2023", "vgp_51_2025_tt_bca", "vgp_01_2016_ttlt"],
)
def test_government_signatures_are_whole_and_unknown_to_us(samples, name):
    reports = verify_signatures(samples / "scans" / f"{name}.pdf", trust=[], at=NOW)
    assert reports
    for report in reports:
        assert report.is_intact
        assert report.is_valid
        assert report.covers_whole_file
        assert not report.is_trusted


def test_a_signature_spoilt_by_a_watermark_is_a_finding(samples):
    scan = samples / "scans" / "danang_5710_ubnd_2023_watermark.pdf"
    (report,) = verify_signatures(scan, trust=[], at=NOW)
    assert not report.is_intact


@pytest.mark.skipif(bool(verapdf.missing()), reason=f"lacks {verapdf.missing()}")
def test_real_image_streams_make_pdfa(samples, tmp_path):
    names = (
        "qn_08_chithi_2018_bw",
        "qn_47_quyetdinh_2025",
        "lv_01_nq_cp_2010",
        "bca_150_2020_tt_color",
    )
    archives = {}
    for name in names:
        with pikepdf.open(samples / "scans" / f"{name}.pdf") as pdf:
            image = next(iter(pdf.pages[0].get_images().values()))
            archives[name] = archive((picture(image), reading("Độc lập - Tự do - Hạnh phúc")))
    assert verapdf.judge(archives, tmp_path) == dict.fromkeys(names, "")
