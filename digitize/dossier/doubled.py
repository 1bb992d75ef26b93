"""What came more than once: the same bytes, two files under one name, more of a paper than the procedure asks for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import ArrivedFile
from digitize.dossier.checklist import Checklist
from digitize.dossier.claims import Claim
from digitize.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    names: tuple[str, ...]
    """The files concerned, in the order they came."""
    message: str
    component: str = ""
    """The checklist item of which there are too many; empty where it is about a file."""
    name: str = ""
    """The file that came again; empty where it is about an item."""


def doubled_in(
    files: Sequence[ArrivedFile],
    *,
    before: Sequence[ArrivedFile],
    claims: Sequence[Claim],
    checklist: Checklist | None,
) -> tuple[Doubled, ...]:
    """Files first, then checklist items. Only what concerns a file of this batch."""
    return (
        *_same_bytes(files),
        *_same_names(files),
        *_came_before(files, before),
        *_too_many(files, claims, checklist),
    )


def _same_bytes(files: Sequence[ArrivedFile]) -> Iterator[Doubled]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        names[file.scan.id].append(file.name)
    for same in names.values():
        if len(same) > 1:
            yield Doubled(
                name=same[0],
                names=tuple(same),
                message=Sentence(
                    "Các tệp {names} có cùng nội dung, chỉ được tính một lần. Hãy kiểm tra có quét nhầm hoặc thiếu giấy tờ nào không.",
                    names=_listed(same),
                ),
            )


def _same_names(files: Sequence[ArrivedFile]) -> Iterator[Doubled]:
    scans: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        scans[file.name].add(file.scan.id)
    for name, different in scans.items():
        if len(different) > 1:
            yield Doubled(
                name=name,
                names=(name,) * len(different),
                message=Sentence(
                    "Có {count} tệp khác nội dung cùng mang tên {name}, tất cả đều được giữ. Hãy kiểm tra tệp nào đúng và loại tệp thừa.",
                    count=len(different),
                    name=name,
                ),
            )


def _came_before(files: Sequence[ArrivedFile], before: Sequence[ArrivedFile]) -> Iterator[Doubled]:
    earlier = {file.scan.id: file for file in before}
    for file in files:
        if file.scan.id in earlier:
            yield Doubled(
                name=file.name,
                names=(earlier[file.scan.id].name, file.name),
                message=Sentence(
                    "Tệp {name} đã được nhận cho hồ sơ này từ trước nên không cần gửi lại. Hãy kiểm tra có gửi nhầm tệp không.",
                    name=file.name,
                ),
            )


def _too_many(
    files: Sequence[ArrivedFile], claims: Sequence[Claim], checklist: Checklist | None
) -> Iterator[Doubled]:
    in_batch = {file.scan.id for file in files}
    for item in checklist.items if checklist is not None else ():
        of_item = [claim for claim in claims if claim.item_code == item.code]
        concerns_batch = any(claim.scan_id in in_batch for claim in of_item)
        if concerns_batch and len(of_item) > item.copies and not item.may_be_split:
            yield Doubled(
                component=item.code,
                names=tuple(claim.file_name for claim in of_item),
                message=Sentence(
                    "Có {count} giấy tờ là “{title}”, hồ sơ chỉ cần {copies}. Hãy xem có quét thừa hoặc khai nhầm thành phần không.",
                    count=len(of_item),
                    title=item.title,
                    copies=item.copies,
                ),
            )


def _listed(names: Sequence[str]) -> Sentence:
    return Sentence("{others} và {last}", others=", ".join(names[:-1]), last=names[-1])
