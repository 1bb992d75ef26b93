"""Which checklist items the papers that came are: by declaration until they are read, then by their types.

A paper read as a known type that its declared item does not allow is not that item; one of unknown type is believed, since
a person will look at it anyway.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digitize.dossier.arrived import ArrivedFile, KnownBy, Paper
from digitize.dossier.checklist import Checklist, item_in_name


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


def declared_item(file: ArrivedFile, checklist: Checklist | None) -> str:
    """What a file was said to be: by its giver, else by its name; empty where neither says."""
    if file.expected is not None and file.expected.component:
        return file.expected.component
    named = item_in_name(file.name, checklist)
    return named.code if named is not None else ""


def fits(paper: Paper, item_code: str, checklist: Checklist | None) -> bool:
    """Whether what was read of a paper allows that it is this item; unknown types and items allow everything."""
    item = checklist.item(item_code) if checklist is not None else None
    if item is None or not item.type_codes or not paper.known_type:
        return True
    return paper.known_type in item.type_codes


def _claims(file: ArrivedFile, checklist: Checklist) -> Iterator[Claim]:
    if not file.is_separated:
        codes = {declared_item(file, checklist), *_by_type(_declared_type(file), checklist)} - {""}
        yield from (_claim(file, code, KnownBy.DECLARED) for code in sorted(codes))
    for paper in file.papers if file.is_separated else ():
        if paper.is_refused:
            continue
        said = paper.component or declared_item(file, checklist)
        read = set(_by_type(paper.known_type, checklist))
        yield from (_claim(file, code, KnownBy.READ) for code in sorted(read))
        if said and said not in read and fits(paper, said, checklist):
            yield _claim(file, said, KnownBy.DECLARED)


def _claim(file: ArrivedFile, code: str, known_by: KnownBy) -> Claim:
    return Claim(item_code=code, file_name=file.name, scan_id=file.scan.id, known_by=known_by)


def _declared_type(file: ArrivedFile) -> str:
    return file.expected.type_code if file.expected is not None else ""


def _by_type(type_code: str, checklist: Checklist) -> tuple[str, ...]:
    return tuple(item.code for item in checklist.of_type(type_code)) if type_code else ()


def _each_scan_once(files: Sequence[ArrivedFile]) -> Iterator[ArrivedFile]:
    seen: set[str] = set()
    for file in files:
        if file.scan.id not in seen:
            seen.add(file.scan.id)
            yield file
