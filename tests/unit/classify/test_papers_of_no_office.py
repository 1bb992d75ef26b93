"""What bears a kind's name in its heading and no letterhead is no paper of an office."""

import pytest
from decree_pages import MIDDLE, reading, row

from config.document_types import load_document_types
from digitize.classify import classify

TYPES = load_document_types()


@pytest.mark.parametrize(
    ("heading", "code"),
    [("HƯỚNG DẪN SỬ DỤNG MÁY LỌC NƯỚC", "khac"), ("HƯỚNG DẪN", "huong_dan")],
)
def test_heading_that_goes_on_without_a_letterhead_names_no_kind(heading: str, code: str) -> None:
    page = reading([row(heading, center=MIDDLE, top=200), row("Lắp lõi lọc", center=500, top=400)])
    assert classify([page], types=TYPES).type_code == code
