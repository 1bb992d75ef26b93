"""What is other than it was said to be: bytes, pages, types, dossiers, and sheets that were printed but not met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.doctype import DocumentTypes
from digitize.dossier.arrived import ArrivedFile, Paper
from digitize.dossier.checklist import Checklist
from digitize.dossier.page_counts import agrees, papers_pages
from digitize.dossier.said_types import contradicted
from digitize.rows import ExpectedFile
from digitize.sentence import Sentence
from digitize.sheets.prints import missing_sheets


class DifferenceKind(StrEnum):
    PAGE_COUNT = "page_count"
    SHA256 = "sha256"
    SIZE_BYTES = "size_bytes"
    TYPE = "type"  # read as another type than declared or printed on its cover
    DOSSIER = "dossier"  # a cover in it names another dossier than the batch
    UNCLEAR_SHEET = "unclear_sheet"  # it parts two papers, but what it says cannot be trusted
    MISSING_SHEET = "missing_sheet"  # a numbered sheet of a print was not met


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    name: str
    """The file; for a missing sheet, the file that has the other sheets of its print."""
    what: DifferenceKind
    expected: int | str
    found: int | str
    message: str


def differences_in(
    files: Sequence[ArrivedFile],
    *,
    before: Sequence[ArrivedFile] = (),
    dossier_code: str,
    checklist: Checklist | None,
    types: DocumentTypes,
) -> tuple[Difference, ...]:
    """By file in the order they came; missing sheets last, and only once every file is separated."""
    return (
        *(
            difference
            for file in files
            for difference in (
                *_of_bytes(file),
                *_of_pages(file),
                *_of_types(file, checklist, types),
                *_of_dossier(file, dossier_code),
                *_unclear_sheets(file),
            )
        ),
        *_of_sheets(files, before),
    )


def _of_bytes(file: ArrivedFile) -> Iterator[Difference]:
    said, scan = file.expected or ExpectedFile(name=file.name), file.scan
    if said.sha256 is not None and said.sha256.lower() != scan.id:
        yield Difference(
            name=file.name,
            what=DifferenceKind.SHA256,
            expected=said.sha256,
            found=scan.id,
            message=Sentence(
                "Nội dung tệp {name} khác với tệp đã khai. Hãy gửi lại đúng tệp từ máy quét.",
                name=file.name,
            ),
        )
    if said.size_bytes is not None and said.size_bytes != scan.size_bytes:
        yield Difference(
            name=file.name,
            what=DifferenceKind.SIZE_BYTES,
            expected=said.size_bytes,
            found=scan.size_bytes,
            message=Sentence(
                "Tệp {name} có {found} byte, khai {declared} byte. Hãy kiểm tra tệp có bị cắt ngang không rồi gửi lại.",
                name=file.name,
                found=scan.size_bytes,
                declared=said.size_bytes,
            ),
        )


def _of_pages(file: ArrivedFile) -> Iterator[Difference]:
    if file.expected is None or not file.is_accepted or agrees(file):
        return
    declared = file.expected.page_count or 0
    yield Difference(
        name=file.name,
        what=DifferenceKind.PAGE_COUNT,
        expected=declared,
        found=papers_pages(file),
        message=_page_sentence(file, declared),
    )


def _page_sentence(file: ArrivedFile, declared: int) -> Sentence:
    if not file.is_separated:
        return _uncounted_sentence(file, declared)
    return Sentence(
        "Tệp {name} khai {declared} trang, có {found} trang giấy tờ ({blank} trang trắng, {sheets} tờ bìa để riêng). Hãy đếm lại số tờ và quét lại nếu thiếu trang.",
        name=file.name,
        declared=declared,
        found=papers_pages(file),
        blank=file.blank_pages,
        sheets=file.sheet_pages,
    )


def _uncounted_sentence(file: ArrivedFile, declared: int) -> Sentence:
    """Of a file whose blank pages and sheets are not known yet."""
    said = {"name": file.name, "declared": declared, "found": file.scan.page_count}
    if file.scan.page_count > declared:
        return Sentence(
            "Tệp {name} khai {declared} trang, nhận được {found} trang. Nếu quét hai mặt thì trang thừa có thể là mặt trắng; hãy đếm lại số tờ.",
            **said,
        )
    return Sentence(
        "Tệp {name} khai {declared} trang, nhận được {found} trang. Hãy đếm lại số tờ và quét lại nếu máy kéo dính trang.",
        **said,
    )


def _of_types(
    file: ArrivedFile, checklist: Checklist | None, types: DocumentTypes
) -> Iterator[Difference]:
    for paper, wanted in contradicted(file, checklist, types):
        yield _type_difference(file, paper, wanted, types[paper.known_type].title)


def _type_difference(file: ArrivedFile, paper: Paper, wanted: str, found: str) -> Difference:
    first = paper.page_numbers[0] if paper.page_numbers else 1
    return Difference(
        name=file.name,
        what=DifferenceKind.TYPE,
        expected=wanted,
        found=found,
        message=Sentence(
            "Tệp {name}, trang {page}: khai là “{wanted}” nhưng đọc được “{found}”. Hãy xem lại giấy tờ và chọn đúng thành phần.",
            name=file.name,
            page=first,
            wanted=wanted,
            found=found,
        ),
    )


def _of_dossier(file: ArrivedFile, dossier_code: str) -> Iterator[Difference]:
    others = dict.fromkeys(cover.dossier_code for cover in file.covers if cover.dossier_code)
    for other in others:
        if dossier_code and other != dossier_code:
            yield Difference(
                name=file.name,
                what=DifferenceKind.DOSSIER,
                expected=dossier_code,
                found=other,
                message=Sentence(
                    "Trong tệp {name} có tờ bìa của hồ sơ {other}, không phải hồ sơ {own}. Hãy tách giấy tờ của hồ sơ kia ra và gửi riêng.",
                    name=file.name,
                    other=other,
                    own=dossier_code,
                ),
            )


def _unclear_sheets(file: ArrivedFile) -> Iterator[Difference]:
    for cover in file.covers:
        if cover.note:
            yield Difference(
                name=file.name,
                what=DifferenceKind.UNCLEAR_SHEET,
                expected="",
                found=cover.note,
                message=Sentence(
                    "Tệp {name}, trang {page}: tờ bìa không đọc được trọn vẹn, giấy tờ sau nó chưa rõ thuộc hồ sơ, thành phần nào. Hãy in lại tờ bìa và quét lại phần này.",
                    name=file.name,
                    page=cover.page_index + 1,
                ),
            )


def _of_sheets(files: Sequence[ArrivedFile], before: Sequence[ArrivedFile]) -> Iterator[Difference]:
    if not all(file.is_separated or not file.is_accepted for file in files):
        return
    earlier = [cover for file in before for cover in file.covers if cover.dossier_code]
    covers = [*earlier, *(cover for file in files for cover in file.covers)]
    here = {cover.print_id: file.name for file in files for cover in file.covers}
    for sheet in missing_sheets(covers):
        if sheet.print_id in here:
            yield Difference(
                name=here[sheet.print_id],
                what=DifferenceKind.MISSING_SHEET,
                expected=f"{sheet.sheet_number}/{sheet.sheet_count}",
                found="",
                message=Sentence(
                    "Thiếu tờ số {number}/{count} của lần in {print_id}. Hãy tìm tờ này, kiểm tra giấy tờ đi sau nó rồi quét lại.",
                    number=sheet.sheet_number,
                    count=sheet.sheet_count,
                    print_id=sheet.print_id,
                ),
            )
