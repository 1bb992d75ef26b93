"""A receipt says what is missing, doubled or other than declared, first by declaration, then by what was read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dossier_factories import CHECKLIST, NOW, a_batch, a_paper, came

from config.document_types import load_document_types
from digitize import codec
from digitize.dossier.arrived import ArrivedFile, KnownBy
from digitize.dossier.receipt import BatchReceipt, make_receipt
from digitize.model import CoverNote
from digitize.rows import Batch, ExpectedFile
from digitize.status import DocumentStatus

TYPES = load_document_types()


def receipt(
    *files: ArrivedFile, batch: Batch | None = None, before: tuple[ArrivedFile, ...] = ()
) -> BatchReceipt:
    return make_receipt(batch or a_batch(), files, before=before, checklist=CHECKLIST, types=TYPES)


def missing(*files: ArrivedFile, before: tuple[ArrivedFile, ...] = ()) -> list[str]:
    return [item.component for item in receipt(*files, before=before).missing]


def kinds(*files: ArrivedFile, before: tuple[ArrivedFile, ...] = ()) -> list[str]:
    return [difference.what.value for difference in receipt(*files, before=before).differences]


def said(name: str = "x.pdf", **values: object) -> ExpectedFile:
    return ExpectedFile(name=name, **values)


# -- missing


def test_needed_items_are_missing_and_optional_ones_are_not() -> None:
    assert missing() == ["to_khai", "giay_chung_sinh"]


@pytest.mark.parametrize(
    "file",
    [
        came("scan0001.pdf", said=said(component="to_khai")),
        came("scan0001.pdf", said=said(type_code="to_khai")),
        came("01-To-khai.pdf"),
        came("scan0001.pdf", a_paper(component="to_khai")),
        came("scan0001.pdf", a_paper("to_khai")),
    ],
    ids=["component", "type", "name", "cover", "read"],
)
def test_an_item_is_there_by_each_way_of_saying_so(file: ArrivedFile) -> None:
    assert missing(file) == ["giay_chung_sinh"]


def test_a_paper_read_as_another_type_is_not_the_declared_item() -> None:
    file = came("scan.pdf", a_paper("giay_khai_sinh"), said=said(component="to_khai"))
    found = receipt(file)
    assert found.known_by is KnownBy.READ
    assert found.missing[0].component == "to_khai"
    assert "không có “Tờ khai”" in found.missing[0].message
    assert [(d.expected, d.found) for d in found.differences] == [("Tờ khai", "Giấy khai sinh")]


def test_a_paper_of_unknown_type_is_believed_to_be_what_was_declared() -> None:
    assert missing(came("scan.pdf", a_paper("khac"), said=said(component="to_khai"))) == [
        "giay_chung_sinh"
    ]


def test_missing_is_known_by_declaration_until_all_was_read() -> None:
    read, unread = came("a.pdf", a_paper("can_cuoc"), content="a"), came("b.pdf", content="b")
    assert {item.known_by for item in receipt(read, unread).missing} == {KnownBy.DECLARED}
    assert {item.known_by for item in receipt(read).missing} == {KnownBy.READ}


def test_what_came_in_an_earlier_batch_of_the_dossier_is_not_missing() -> None:
    assert missing(came("chung.pdf"), before=(came("to_khai.pdf", content="b"),)) == [
        "giay_chung_sinh"
    ]


def test_a_refused_file_leaves_its_item_missing_and_says_why() -> None:
    file = came("to_khai.pdf", error_code="encrypted_file")
    found = receipt(file)
    assert "không dùng được" in found.missing[0].message
    assert found.files[0].error is not None
    assert found.files[0].error.code == "encrypted_file"
    assert "mật khẩu" in found.files[0].error.message


def test_an_announced_file_that_did_not_come_is_missing_by_its_name() -> None:
    batch = a_batch(said("to_khai.pdf", component="to_khai"), said("b.pdf"))
    first = receipt(came("to_khai.pdf", said=batch.expected[0]), batch=batch).missing[0]
    assert (first.title, first.component) == ("b.pdf", "")
    assert "b.pdf" in first.message


def test_without_a_checklist_only_announced_files_are_missed() -> None:
    found = make_receipt(a_batch(), [came()], checklist=None, types=TYPES)
    assert found.missing == ()


# -- doubled


def test_the_same_bytes_under_two_names_are_doubled_and_claim_one_paper() -> None:
    found = receipt(came("to_khai.pdf"), came("scan2.pdf")).doubled
    assert [(item.names, item.component) for item in found] == [(("to_khai.pdf", "scan2.pdf"), "")]


def test_other_bytes_under_the_same_name_are_told() -> None:
    found = receipt(came("x.pdf", content="a"), came("x.pdf", content="b")).doubled
    assert [item.name for item in found] == ["x.pdf"]


def test_more_of_a_paper_than_asked_for_is_doubled() -> None:
    found = receipt(
        came("a.pdf", a_paper("to_khai"), content="a"),
        came("b.pdf", a_paper("to_khai"), content="b"),
    ).doubled
    assert [(item.component, item.names) for item in found] == [("to_khai", ("a.pdf", "b.pdf"))]


def test_two_files_of_a_paper_that_may_be_split_are_not_doubled() -> None:
    front, back = came("can_cuoc-1.jpg", content="a"), came("can_cuoc-2.jpg", content="b")
    assert receipt(front, back).doubled == ()


def test_bytes_that_came_for_the_dossier_before_are_told() -> None:
    found = receipt(came("again.pdf"), before=(came("first.pdf"),)).doubled
    assert found[0].names == ("first.pdf", "again.pdf")


# -- differences


def test_other_bytes_or_size_than_declared_is_a_difference() -> None:
    assert kinds(came(said=said(sha256="f" * 64, size_bytes=999))) == ["sha256", "size_bytes"]
    assert kinds(came(said=said(sha256="A" * 64, size_bytes=1000))) == []


@pytest.mark.parametrize(
    ("declared", "found"), [(3, []), (5, []), (6, []), (2, ["page_count"]), (4, ["page_count"])]
)
def test_pages_are_compared_with_blanks_and_sheets_counted_apart(
    declared: int, found: list[str]
) -> None:
    file = came("a.pdf", a_paper(), page_count=6, blank_pages=2, sheet_pages=1)
    assert kinds(_declared(file, page_count=declared)) == found


def test_a_declared_note_explains_one_image_more() -> None:
    file = came("a.pdf", a_paper(), page_count=4)
    assert kinds(_declared(file, page_count=3)) == ["page_count"]
    assert kinds(_declared(file, page_count=3, noted_pages=(2,))) == []


def test_a_cover_of_another_dossier_is_a_difference() -> None:
    cover = CoverNote(page_index=0, dossier_code="H46.12.34-240105-0099")
    assert kinds(came("a.pdf", covers=(cover,))) == ["dossier"]


def test_a_sheet_that_says_nothing_is_told_by_its_page() -> None:
    found = receipt(came("a.pdf", covers=(CoverNote(page_index=4, note="bad_checksum"),)))
    assert [item.what.value for item in found.differences] == ["unclear_sheet"]
    assert "trang 5" in found.differences[0].message


def test_sheets_are_missed_only_when_every_file_was_separated() -> None:
    covers = sheets(1, 3, count=3, dossier_code=a_batch().dossier_code)
    file, unread = came("a.pdf", covers=covers), came("b.pdf", content="b")
    assert [d.expected for d in receipt(file).differences] == ["2/3"]
    assert kinds(file, unread) == []


def sheets(*numbers: int, count: int, dossier_code: str) -> tuple[CoverNote, ...]:
    return tuple(
        CoverNote(
            page_index=number,
            dossier_code=dossier_code,
            print_id="k7",
            sheet_number=number,
            sheet_count=count,
        )
        for number in numbers
    )


def test_a_cover_met_in_an_earlier_batch_is_not_missing() -> None:
    code = a_batch().dossier_code
    earlier = came("a.pdf", covers=sheets(1, count=2, dossier_code=code))
    now = came("b.pdf", covers=sheets(2, count=2, dossier_code=code), content="b")
    assert kinds(now, before=(earlier,)) == []
    assert kinds(now) == ["missing_sheet"]


def test_separators_used_in_another_batch_leave_no_gap_in_this_one() -> None:
    earlier = came("a.pdf", covers=sheets(1, 2, 3, count=9, dossier_code=""))
    now = came("b.pdf", covers=sheets(5, 6, count=9, dossier_code=""), content="b")
    assert kinds(now, before=(earlier,)) == []


def test_a_file_with_more_papers_than_announced_is_not_doubted_for_the_rest() -> None:
    papers = (a_paper("giay_khai_sinh", 1), a_paper("to_khai", 2), a_paper("khac", 3))
    found = receipt(came("scan.pdf", *papers, said=said(component="to_khai", type_code="to_khai")))
    assert (found.differences, found.doubled) == ((), ())
    assert [item.component for item in found.missing] == ["giay_chung_sinh"]


def test_a_paper_that_a_person_rejected_is_missing_again() -> None:
    rejected = replace(a_paper("to_khai"), status=DocumentStatus.REJECTED)
    assert missing(came("scan.pdf", rejected)) == ["to_khai", "giay_chung_sinh"]


# -- as a whole


def test_a_receipt_is_final_once_its_batch_is_closed() -> None:
    batch = a_batch()
    closed = type(batch)(
        id=batch.id,
        agency=batch.agency,
        channel=batch.channel,
        opened_at=NOW,
        closed_at=NOW + timedelta(minutes=3),
    )
    assert not receipt(batch=batch).final
    assert receipt(batch=closed).final


def test_pages_expected_are_the_sum_of_what_was_declared() -> None:
    batch = a_batch(said("a.pdf", page_count=2), said("b.pdf", page_count=3), said("c.pdf"))
    found = receipt(came("a.pdf", page_count=2), batch=batch)
    assert (found.pages.expected, found.pages.received) == (5, 2)
    assert receipt(came()).pages.expected is None


def test_a_receipt_survives_the_way_over_json() -> None:
    found = receipt(came(said=said(page_count=9)), came("b.pdf", error_code="empty_file"))
    assert codec.from_json(BatchReceipt, codec.to_json(found)) == found


def _declared(file: ArrivedFile, **values: object) -> ArrivedFile:
    return type(file)(
        name=file.name,
        at=file.at,
        scan=file.scan,
        expected=said(**values),
        papers=file.papers,
        blank_pages=file.blank_pages,
        sheet_pages=file.sheet_pages,
    )
