"""Pages declared against pages found: blanks and sheets are counted apart, a sticky note gives one image more.

Thông tư 01/2023/TT-VPCP, Điều 8.2: originals are reconciled with copies; a page with a note gives two images.
"""

from digitize.dossier.arrived import ArrivedFile


def papers_pages(file: ArrivedFile) -> int:
    """Pages that belong to papers; all pages of the file while it is not separated."""
    return file.scan.page_count - file.blank_pages - file.sheet_pages


def agrees(file: ArrivedFile) -> bool:
    """Whether what was declared can be what came: with or without its blanks; True where nothing was declared."""
    said = file.expected
    if said is None or said.page_count is None:
        return True
    declared = said.page_count + len(said.noted_pages)
    with_blanks = papers_pages(file) + file.blank_pages
    return declared in {papers_pages(file), with_blanks, file.scan.page_count}
