"""Filed papers of any type with the days and the text that a test names, in a catalogue alone."""

from collections.abc import Mapping
from dataclasses import replace

from storage_factories import NOW, a_batch, a_record, described

from digitize.model import BatchId
from digitize.ports import Catalogue
from digitize.rows import Owner, OwnerKind, Record
from digitize.warehouse.links import LinkKind, SaidLink

HOA = Owner(kind=OwnerKind.CITIZEN, number="044203001234", name="Nguyễn Thị Hòa")
BINH = Owner(kind=OwnerKind.CITIZEN, number="044099005678", name="Trần Bình")


def file_paper(
    catalogue: Catalogue,
    content: str,
    *,
    type_code: str = "quyet_dinh",
    owner: Owner | None = HOA,
    further: tuple[Owner, ...] = (),
    agency: str = "H46.1",
    links: tuple[SaidLink, ...] = (),
    fields: Mapping[str, str] | None = None,
) -> Record:
    batch = replace(a_batch(agency=agency), id=BatchId(f"b-{agency}"))
    document = described(catalogue, content=content, batch=batch)
    new = a_record(document, owner=owner)
    catalogue.seal(document, new.pdf, data={}, at=NOW)
    said = {"reference": f"{content}/QĐ-UBND"} if fields is None else dict(fields)
    return catalogue.file(
        replace(
            new,
            type_code=type_code,
            fields=said,
            links=links,
            title=f"Giấy {content}",
            further_owners=further,
        ),
        at=NOW,
    )


def a_said_link(
    kind: LinkKind = LinkKind.REPLACES, number: str = "12/QĐ-UBND", *, day: str = ""
) -> SaidLink:
    return SaidLink(
        kind=kind,
        number=number,
        day=day,
        page_number=1,
        sentence=f"Quyết định này thay thế Quyết định số {number}.",
        lines=(3, 4),
    )
