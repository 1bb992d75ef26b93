"""Another paper begins: surely with a letterhead that is filled in, perhaps with less, never with an annex or a later page."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from decree_pages import first_page, last_page, reading, row
from hypothesis import given, settings
from hypothesis import strategies as st

from config.document_types import load_document_types
from digitize.intake.document_starts import Start, document_starts, several_documents
from digitize.intake.separate import separate
from digitize.model import PageOutcome, PageReading
from digitize.reasons import ReasonCode, sentence_of

TYPES = load_document_types()
ORGAN = ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI")
SUBMISSION = first_page(
    organ=("SỞ TÀI CHÍNH",), reference="Số: 12/TTr-STC", heading=("TỜ TRÌNH",), nation=(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
)  # fmt: skip
END = last_page(("GIÁM ĐỐC",))
DECISION = first_page(
    organ=ORGAN,
    reference="Số: 47/QĐ-UBND",
    dateline="Quảng Ngãi, ngày 17 tháng 01 năm 2025",
    heading=("QUYẾT ĐỊNH",),
)
TEXT = reading([row("Điều 2. Quyết định này có hiệu lực từ ngày ký.", center=880, top=300)])


def scan(*pages: PageReading) -> list[PageReading]:
    return [replace(page, page_index=index) for index, page in enumerate(pages)]


def starts(*pages: PageReading) -> dict[int, Start]:
    return dict(document_starts(scan(*pages), types=TYPES))


def with_line(page: PageReading, text: str, *, top: int = 60) -> PageReading:
    lines = (row(text, center=826, top=top), *page.text.lines)
    return replace(page, text=replace(page.text, lines=lines))


def decision(**parts: object) -> PageReading:
    whole: dict[str, object] = {
        "organ": ORGAN,
        "reference": "Số: 47/QĐ-UBND",
        "dateline": "Quảng Ngãi, ngày 17 tháng 01 năm 2025",
        "heading": ("QUYẾT ĐỊNH",),
    }
    return first_page(**(whole | parts))  # type: ignore[arg-type]


def test_a_letterhead_with_number_and_day_begins_a_paper() -> None:
    assert starts(SUBMISSION, END, DECISION, TEXT) == {2: Start.SURE}


def test_papers_of_one_page_are_told_apart() -> None:
    third = decision(reference="Số: 48/QĐ-UBND")
    assert starts(SUBMISSION, DECISION, third) == {1: Start.SURE, 2: Start.SURE}


def test_a_number_left_to_the_pen_is_enough_with_day_and_title() -> None:
    assert starts(SUBMISSION, END, decision(reference="Số: /QĐ-UBND")) == {2: Start.SURE}


@pytest.mark.parametrize(
    "draft",
    [
        decision(reference="Số: /QĐ-UBND", dateline="Quảng Ngãi, ngày tháng năm 2025"),
        decision(reference="Số: ...../QĐ-UBND", dateline="Quảng Ngãi, ngày tháng năm 2025"),
        decision(organ=()),
        decision(dateline=""),
    ],
    ids=["draft", "dotted", "no organ", "no day"],
)
def test_an_empty_or_torn_letterhead_is_a_question(draft: PageReading) -> None:
    assert starts(SUBMISSION, END, draft) == {2: Start.POSSIBLE}


@pytest.mark.parametrize("title", ["PHỤ LỤC", "Phụ lục II", "LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN"])
def test_annex_and_attestation_belong_to_the_paper_before(title: str) -> None:
    assert not starts(SUBMISSION, END, with_line(DECISION, title))


def test_an_enclosed_empty_form_belongs_to_the_paper_before() -> None:
    form = decision(
        reference="Số: ....../QĐ-UBND",
        dateline="........, ngày ..... tháng ..... năm ......",
        body=("Căn cứ ..............................................",),
    )
    assert not starts(SUBMISSION, END, form)
    numbered = decision(reference="", body=("Xét: .....", "Điều 1. .....", "Điều 2. ....."))
    assert not starts(SUBMISSION, END, with_line(numbered, "Mẫu số 03"))


def test_a_page_that_counts_itself_as_later_is_no_sure_start() -> None:
    assert starts(SUBMISSION, with_line(DECISION, "2")) == {1: Start.POSSIBLE}
    assert not starts(SUBMISSION, with_line(decision(reference="", dateline=""), "2"))


def test_the_same_number_once_more_is_the_same_paper() -> None:
    assert starts(DECISION, DECISION) == {1: Start.POSSIBLE}


def test_pages_without_a_national_heading_go_on() -> None:
    assert not starts(SUBMISSION, TEXT, END, with_line(TEXT, "QUY CHẾ", top=200))


def test_blank_pages_between_change_nothing() -> None:
    blank = replace(TEXT, outcome=PageOutcome.BLANK)
    assert starts(SUBMISSION, END, blank, DECISION) == {3: Start.SURE}


def test_a_sure_start_parts_and_every_page_stays_somewhere() -> None:
    pages = scan(SUBMISSION, END, DECISION, TEXT)
    assert separate(pages, sure_starts={2}).documents == ((0, 1), (2, 3))


def test_sheets_are_the_counters_word() -> None:
    sheet = replace(TEXT, outcome=PageOutcome.SEPARATOR)
    pages = scan(sheet, SUBMISSION, DECISION)
    assert separate(pages, sure_starts={2}).documents == ((1, 2),)


def test_what_was_kept_together_asks_once_from_its_first_page() -> None:
    draft = decision(reference="", dateline="")
    (reason,) = several_documents(scan(SUBMISSION, draft, draft), types=TYPES)
    assert (reason.code, reason.page_index) == (ReasonCode.SEVERAL_DOCUMENTS, 1)
    assert "nhiều văn bản" in sentence_of(reason.code)


PAGES = st.sampled_from([SUBMISSION, END, DECISION, TEXT, replace(TEXT, outcome=PageOutcome.BLANK)])


@settings(deadline=None, max_examples=40)
@given(st.lists(PAGES, max_size=7))
def test_parting_keeps_every_page_in_order(pages: Sequence[PageReading]) -> None:
    readings = scan(*pages)
    sure = {
        page for page, how in document_starts(readings, types=TYPES).items() if how is Start.SURE
    }
    found = separate(readings, sure_starts=sure)
    kept = [index for document in found.documents for index in document]
    aside = [index for index, _ in found.set_aside]
    assert kept == sorted(kept)
    assert sorted(kept + aside) == list(range(len(readings)))
    assert {document[0] for document in found.documents} >= sure
