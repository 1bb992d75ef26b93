"""What has not come: files that were announced, and papers that the procedure needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import ArrivedFile, KnownBy
from digitize.dossier.checklist import Checklist, ChecklistItem
from digitize.dossier.claims import Claim
from digitize.dossier.said_types import declared_item
from digitize.rows import ExpectedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    component: str
    """Code of the checklist item; empty for an announced file that was not said to be one."""
    title: str
    message: str
    known_by: KnownBy


def missing_of(
    expected: Sequence[ExpectedFile],
    files: Sequence[ArrivedFile],
    claims: Sequence[Claim],
    checklist: Checklist | None,
    known_by: KnownBy,
) -> tuple[Missing, ...]:
    """Announced files first, then needed items that nothing which came can be."""
    return (*_files(expected, files), *_items(files, claims, checklist, known_by))


def _files(expected: Sequence[ExpectedFile], files: Sequence[ArrivedFile]) -> Iterator[Missing]:
    came = {file.expected.name for file in files if file.expected is not None}
    for file in expected:
        if file.name not in came:
            yield Missing(
                component=file.component,
                title=file.name,
                message=f"Chưa nhận được tệp {file.name}. Hãy gửi lại tệp này từ máy quét.",
                known_by=KnownBy.DECLARED,
            )


def _items(
    files: Sequence[ArrivedFile],
    claims: Sequence[Claim],
    checklist: Checklist | None,
    known_by: KnownBy,
) -> Iterator[Missing]:
    claimed = {claim.item_code for claim in claims}
    refused = {declared_item(file, checklist) for file in files if not file.is_accepted}
    for item in checklist.items if checklist is not None else ():
        if item.is_needed and item.code not in claimed:
            yield Missing(
                component=item.code,
                title=item.title,
                message=_sentence(item, known_by, is_refused=item.code in refused),
                known_by=known_by,
            )


def _sentence(item: ChecklistItem, known_by: KnownBy, *, is_refused: bool) -> str:
    if is_refused:
        return f"Tệp của thành phần “{item.title}” không dùng được. Hãy quét lại giấy tờ này và gửi bổ sung."
    if known_by is KnownBy.READ:
        return f"Trong các giấy tờ đã đọc không có “{item.title}”. Hãy yêu cầu người nộp đưa giấy tờ này rồi quét bổ sung."
    return f"Chưa thấy “{item.title}” trong các tệp đã gửi. Hãy quét bổ sung, hoặc ghi rõ tệp nào là giấy tờ này."
