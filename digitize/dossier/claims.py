"""Which checklist items the papers that came are: by declaration until they are read, then by their types.

A paper read as a known type that its declared item does not allow is not that item; one of unknown type is believed, since
a person will look at it anyway.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import ArrivedFile, KnownBy
from digitize.dossier.checklist import Checklist
from digitize.dossier.said_types import declared_item, declared_type, fits, said_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That something which came is an item of the checklist."""

    item_code: str
    file_name: str
    scan_id: str
    known_by: KnownBy


def claims_of(files: Sequence[ArrivedFile], *, checklist: Checklist | None) -> tuple[Claim, ...]:
    """One claim for each paper (for each file not yet separated) and item; what was refused claims nothing."""
    if checklist is None:
        return ()
    return tuple(
        claim
        for file in _each_scan_once(files)
        if file.is_accepted
        for claim in _claims(file, checklist)
    )


def _claims(file: ArrivedFile, checklist: Checklist) -> Iterator[Claim]:
    if not file.is_separated:
        codes = {declared_item(file, checklist), *_by_type(declared_type(file), checklist)} - {""}
        yield from (_claim(file, code, KnownBy.DECLARED) for code in sorted(codes))
        return
    for paper, said in said_items(file, checklist):
        if paper.is_refused:
            continue
        read = set(_by_type(paper.known_type or _believed_type(file), checklist))
        yield from (_claim(file, code, KnownBy.READ) for code in sorted(read))
        if said and said not in read and fits(paper, said, checklist):
            yield _claim(file, said, KnownBy.DECLARED)


def _believed_type(file: ArrivedFile) -> str:
    """What a file of one paper was declared as, while its paper is of no known type."""
    return declared_type(file) if len(file.papers) == 1 else ""


def _claim(file: ArrivedFile, code: str, known_by: KnownBy) -> Claim:
    return Claim(item_code=code, file_name=file.name, scan_id=file.scan.id, known_by=known_by)


def _by_type(type_code: str, checklist: Checklist) -> tuple[str, ...]:
    return tuple(item.code for item in checklist.of_type(type_code)) if type_code else ()


def _each_scan_once(files: Sequence[ArrivedFile]) -> Iterator[ArrivedFile]:
    seen: set[str] = set()
    for file in files:
        if file.scan.id not in seen:
            seen.add(file.scan.id)
            yield file
