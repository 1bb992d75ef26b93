"""What has not come: files that were announced, and papers that the procedure needs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import ArrivedFile, KnownBy
from digitize.dossier.checklist import Checklist, ChecklistItem
from digitize.dossier.claims import Claim
from digitize.dossier.said_types import declared_item
from digitize.rows import ExpectedFile
from digitize.sentence import Sentence


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
    held: Collection[str] = (),
) -> tuple[Missing, ...]:
    """Announced files first, then needed items that nothing which came can be; those that the owner's warehouse has are not missing."""
    items = _items(files, claims, checklist, known_by)
    return (*_files(expected, files), *(item for item in items if item.component not in held))


def _files(expected: Sequence[ExpectedFile], files: Sequence[ArrivedFile]) -> Iterator[Missing]:
    came = {file.expected.name for file in files if file.expected is not None}
    for file in expected:
        if file.name not in came:
            yield Missing(
                component=file.component,
                title=file.name,
                message=Sentence(
                    "Chưa nhận được tệp {name}. Hãy gửi lại tệp này từ máy quét.", name=file.name
                ),
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
        return Sentence(
            "Tệp của thành phần “{title}” không dùng được. Hãy quét lại giấy tờ này và gửi bổ sung.",
            title=item.title,
        )
    if known_by is KnownBy.READ:
        return Sentence(
            "Trong các giấy tờ đã đọc không có “{title}”. Hãy yêu cầu người nộp đưa giấy tờ này rồi quét bổ sung.",
            title=item.title,
        )
    return Sentence(
        "Chưa thấy “{title}” trong các tệp đã gửi. Hãy quét bổ sung, hoặc ghi rõ tệp nào là giấy tờ này.",
        title=item.title,
    )
