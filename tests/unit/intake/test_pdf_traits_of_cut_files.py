"""A PDF that lost its end may refer to pictures that are gone: it is repaired, never a failure of the reader."""

from pathlib import Path

import pikepdf

from digitize.intake.identify import identify
from digitize.model import FileTrait


def test_a_picture_lost_with_the_end_of_a_file_is_no_failure(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Contents = pdf.make_stream(b"/Im0 Do")
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_stream(b"1")))
    pdf.save(tmp_path / "whole.pdf")
    data = (tmp_path / "whole.pdf").read_bytes()
    picture = int(data.split(b"/Im0 ")[1].split()[0])
    cut = data.replace(b"\n%d 0 obj" % picture, b"\n999 0 obj").split(b"startxref")[0]
    (tmp_path / "cut.pdf").write_bytes(cut)
    assert FileTrait.REPAIRED in identify(tmp_path / "cut.pdf").traits
