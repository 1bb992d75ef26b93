"""A paper's short code as pages show it: the signs, where to look it up, and its QR code as the bars of an SVG."""

from dataclasses import dataclass
from itertools import groupby

from digitize.pdf.proof_mark import qr_rows
from digitize.proof.codes import PATH, ProofCode, ProofMark, grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    code: str
    """In its groups."""
    link: str
    """To look it up on this desk."""
    site: str
    """Where others look it up; empty where nobody said where the desk is."""
    side: int
    """Of the QR code, in modules, without white around it."""
    bars: str
    """Its dark modules as an SVG path, a module a unit."""


def mark_shown(code: ProofCode, *, public_url: str) -> MarkShown:
    """The same QR code as on the sealed PDF."""
    mark = ProofMark(code=code, public_url=public_url)
    rows = qr_rows(mark.address)
    return MarkShown(
        code=grouped(code),
        link=f"{PATH}{grouped(code)}",
        site=mark.site,
        side=len(rows),
        bars="".join(_bars(at, row) for at, row in enumerate(rows)),
    )


def _bars(at: int, row: tuple[bool, ...]) -> str:
    said, column = "", 0
    for is_dark, run in groupby(row):
        length = sum(1 for _ in run)
        if is_dark:
            said += f"M{column} {at}h{length}v1h-{length}z"
        column += length
    return said
