"""What papers were said to be, against what they were read as.

A cover speaks of the paper right behind it. What is said of a file goes to the first of its papers that can be it, so a
file that holds more than was announced is not doubted for the rest.
"""

from collections.abc import Iterator, Sequence

from digitize.doctype import DocumentTypes
from digitize.dossier.arrived import ArrivedFile, Paper
from digitize.dossier.checklist import Checklist, item_in_name


def declared_item(file: ArrivedFile, checklist: Checklist | None) -> str:
    """What a file was said to be: by its giver, else by its name; empty where neither says."""
    if file.expected is not None and file.expected.component:
        return file.expected.component
    named = item_in_name(file.name, checklist)
    return named.code if named is not None else ""


def declared_type(file: ArrivedFile) -> str:
    return file.expected.type_code if file.expected is not None else ""


def said_items(file: ArrivedFile, checklist: Checklist | None) -> tuple[tuple[Paper, str], ...]:
    """Each paper with the checklist item it was said to be; empty where nothing was said of it."""
    declared = declared_item(file, checklist)
    own = _without_cover(file)
    bearer = _first([paper for paper in own if fits(paper, declared, checklist)] or own)
    return tuple(
        (paper, paper.component or (declared if paper is bearer else "")) for paper in file.papers
    )


def fits(paper: Paper, item_code: str, checklist: Checklist | None) -> bool:
    """Whether what was read of a paper allows that it is this item; unknown types and items allow everything."""
    item = checklist.item(item_code) if checklist is not None else None
    if item is None or not item.type_codes or not paper.known_type:
        return True
    return paper.known_type in item.type_codes


def contradicted(
    file: ArrivedFile, checklist: Checklist | None, types: DocumentTypes
) -> Iterator[tuple[Paper, str]]:
    """Papers read as another type than was said of them, each with the title of what was said."""
    for paper, item_code in said_items(file, checklist):
        item = checklist.item(item_code) if checklist is not None and item_code else None
        if item is not None and not fits(paper, item_code, checklist):
            yield paper, item.title
    said = declared_type(file)
    known = [paper for paper in _without_cover(file) if paper.known_type]
    if said and known and said not in {paper.known_type for paper in known}:
        yield known[0], types[said].title if said in types else said


def _without_cover(file: ArrivedFile) -> list[Paper]:
    return [paper for paper in file.papers if not paper.component and not paper.is_refused]


def _first(papers: Sequence[Paper]) -> Paper | None:
    return papers[0] if papers else None
