"""Sheets and receipt forms name the dossier of what lies behind them; other codes on papers change nothing."""

from dataclasses import replace

import pytest
from factories import page, qr

from digitize.intake.separate import separate
from digitize.model import Barcode, CoverNote, PageOutcome, PageReading, Separation
from digitize.sheets.covers import said_of
from digitize.sheets.payload import Sheet, payload_of

DOSSIER, OTHER = "000.00.19.H46-231225-0001", "H46.12.34-240105-0012"
FORM = ("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mã hồ sơ: " + DOSSIER)
SIGNED = "NGƯỜI NỘP HỒ SƠ          NGƯỜI TIẾP NHẬN HỒ SƠ"


def sheet(number: int = 1, *, dossier: str = DOSSIER, component: str = "") -> PageReading:
    said = Sheet(
        print_id="K7M2QX",
        sheet_number=number,
        sheet_count=3,
        dossier_code=dossier,
        component=component,
    )
    return separator(qr(payload_of(said)))


def separator(*codes: Barcode) -> PageReading:
    return replace(page(barcodes=codes), outcome=PageOutcome.SEPARATOR)


def form(*more: str, code: str = DOSSIER) -> PageReading:
    return page(*FORM, *more, barcodes=(qr(code),))


def separated(*pages: PageReading) -> Separation:
    return separate([replace(reading, page_index=i) for i, reading in enumerate(pages)])


def said(found: Separation, document: int) -> tuple[str, str] | None:
    sheets = [index for index, outcome in found.set_aside if outcome is PageOutcome.SEPARATOR]
    note = said_of(found.documents[document][0], covers=found.covers, separators=sheets)
    return None if note is None else (note.dossier_code, note.component)


PAPER = page("Đơn đề nghị", "Kính gửi: Ủy ban nhân dân xã")


def test_pages_behind_a_cover_belong_to_its_dossier_and_component() -> None:
    found = separated(sheet(1), PAPER, sheet(2, component="to_khai"), PAPER, PAPER)
    assert found.documents == ((1,), (3, 4))
    assert said(found, 0) == (DOSSIER, "")
    assert said(found, 1) == (DOSSIER, "to_khai")


def test_a_plain_separator_keeps_the_dossier_and_ends_the_component() -> None:
    plain = separator(qr("TACH-TAI-LIEU"))
    found = separated(sheet(component="to_khai"), PAPER, plain, PAPER)
    assert said(found, 1) == (DOSSIER, "")
    assert len(found.covers) == 1


def test_the_next_cover_begins_another_dossier() -> None:
    found = separated(sheet(1), PAPER, sheet(1, dossier=OTHER), PAPER)
    assert [said(found, number) for number in (0, 1)] == [(DOSSIER, ""), (OTHER, "")]


def test_papers_before_the_first_cover_belong_to_no_dossier() -> None:
    assert said(separated(PAPER, sheet(1), PAPER), 0) is None


def test_a_sheet_that_cannot_be_trusted_separates_and_is_noted() -> None:
    found = separated(PAPER, separator(qr("TACH-TAI-LIEU:1:K7M2QX:1/3:X:::00000000")), PAPER)
    assert found.documents == ((0,), (2,))
    assert found.covers == (CoverNote(page_index=1, note="bad_checksum"),)


def test_one_whole_code_of_two_is_enough() -> None:
    both = separator(qr("TACH-TAI-LIEU:1:K"), *sheet(2).barcodes)
    assert separated(both, PAPER).covers[0].sheet_number == 2


@pytest.mark.parametrize(
    ("printed", "number", "note"),
    [("{}", 2, ""), ("'{}", 2, ""), ("{}0", 0, "bad_checksum")],
    ids=["whole", "with dirt before it", "misread"],
)
def test_a_sheet_whose_codes_are_lost_is_known_by_its_printed_text(
    printed: str, number: int, note: str
) -> None:
    text = payload_of(Sheet(print_id="K7M2QX", sheet_number=2, sheet_count=3, dossier_code=DOSSIER))
    found = separated(PAPER, page("TỜ BÌA HỒ SƠ", printed.format(text)), PAPER)
    assert found.documents == ((0,), (2,))
    assert found.set_aside == ((1, PageOutcome.SEPARATOR),)
    assert [(cover.sheet_number, cover.note) for cover in found.covers] == [(number, note)]


def test_a_paper_that_quotes_a_sheet_stays_a_paper() -> None:
    text = payload_of(Sheet(print_id="K7M2QX", sheet_number=2, sheet_count=3))
    long = page(*["một dòng dài của giấy tờ có nhiều chữ"] * 20, text)
    assert separated(long).documents == ((0,),)


def test_a_receipt_form_is_kept_as_a_paper_and_names_what_follows() -> None:
    found = separated(form(SIGNED), PAPER, PAPER)
    assert found.documents == ((0,), (1, 2))
    assert found.set_aside == ()
    assert found.covers == (CoverNote(page_index=0, dossier_code=DOSSIER),)
    assert said(found, 1) == (DOSSIER, "")


@pytest.mark.parametrize(
    "lookup", ["https://dvc.example/tra-cuu?ma={}", "{}", "HS={};TTHC=1.000656"]
)
def test_a_receipt_form_may_say_its_code_in_a_longer_text(lookup: str) -> None:
    assert separated(form(code=lookup.format(DOSSIER))).covers[0].dossier_code == DOSSIER


def test_a_form_of_two_pages_ends_where_it_is_signed() -> None:
    found = separated(form("Thành phần hồ sơ"), page("4. Bản sao", SIGNED), PAPER)
    assert found.documents == ((0, 1), (2,))


def test_a_cover_before_a_form_has_the_last_word() -> None:
    found = separated(sheet(dossier=OTHER), form(SIGNED), PAPER)
    assert found.documents == ((1, 2),)
    assert said(found, 0) == (OTHER, "")


def test_a_form_in_the_middle_of_a_paper_does_not_part_it() -> None:
    assert separated(PAPER, form(SIGNED), PAPER).documents == ((0, 1, 2),)


@pytest.mark.parametrize(
    "other",
    [
        page(*FORM),
        page("Đơn đề nghị", barcodes=(qr(DOSSIER),)),
        page(*FORM, barcodes=(qr("001099012345|123456789|NGUYEN VAN AN|01011999|Nam||"),)),
        page(*FORM, barcodes=(qr(DOSSIER), qr(OTHER, top=900))),
    ],
    ids=["no code", "another paper", "a card's code", "two dossiers"],
)
def test_other_first_pages_name_no_dossier(other: PageReading) -> None:
    found = separated(other, PAPER)
    assert found.documents == ((0, 1),)
    assert found.covers == ()
