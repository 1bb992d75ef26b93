"""What the sheets of a scan say of one of its documents: the dossier until another is named, the component once.

A cover names the dossier of everything behind it. The component it names is that of the next paper alone: a separator in
between, whatever kind it is, begins a paper of which nothing was said.
"""

from collections.abc import Collection, Sequence

from digitize.model import CoverNote


def said_of(
    first_page_index: int, *, covers: Sequence[CoverNote], separators: Collection[int]
) -> CoverNote | None:
    """The cover that a document lies behind (a receipt form is its own), without its component where that was another paper's; None without one.

    `separators`: page indexes of all sheets of the scan, those that say nothing included.
    """
    before = [cover for cover in covers if cover.page_index <= first_page_index]
    naming = [cover for cover in before if cover.dossier_code or cover.component]
    if not naming:
        return None
    last = naming[-1]
    is_next = not any(last.page_index < page < first_page_index for page in separators)
    return CoverNote(
        page_index=last.page_index,
        dossier_code=next((c.dossier_code for c in reversed(naming) if c.dossier_code), ""),
        procedure_code=next((c.procedure_code for c in reversed(naming) if c.procedure_code), ""),
        component=last.component if is_next else "",
    )
