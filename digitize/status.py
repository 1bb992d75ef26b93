"""A document's status and the legal moves between statuses; the catalogue makes every move through `require_move`.

received → separated → read → described → sealed → filed
                                 ↓            ↑    ↖
                            needs_check → checked → to_sign       anything not yet sealed → rejected

Where a signer seals what people checked, a checked document waits for one (`to_sign`), who may send it back.

A person may arrange pages otherwise (split, merge, turn, set aside) until the document is sealed: it goes back to `separated`
and through the same steps again, since what was read, frozen and understood was that of other pages.
"""

from enum import StrEnum

from digitize.errors import IllegalMove


class DocumentStatus(StrEnum):
    RECEIVED = "received"  # its scan is in custody; its pages are counted as waiting
    SEPARATED = "separated"  # its page range is known
    READ = "read"  # every page has its text and the searchable PDF is frozen
    DESCRIBED = "described"  # type and fields are known and nothing is doubtful
    NEEDS_CHECK = "needs_check"  # a person has to look, for the reasons it carries
    CHECKED = "checked"  # a person approved type and fields
    TO_SIGN = "to_sign"  # it waits for a signer
    SEALED = "sealed"  # signed and verified after writing (or it arrived signed)
    FILED = "filed"  # a record in its owner's warehouse
    REJECTED = "rejected"  # will never be filed, for the reason it carries


MOVES: dict[DocumentStatus, frozenset[DocumentStatus]] = {
    DocumentStatus.RECEIVED: frozenset({DocumentStatus.SEPARATED, DocumentStatus.REJECTED}),
    DocumentStatus.SEPARATED: frozenset({DocumentStatus.READ, DocumentStatus.REJECTED}),
    DocumentStatus.READ: frozenset(
        {
            DocumentStatus.DESCRIBED,
            DocumentStatus.NEEDS_CHECK,
            DocumentStatus.SEPARATED,
            DocumentStatus.REJECTED,
        }
    ),
    DocumentStatus.DESCRIBED: frozenset(
        {
            DocumentStatus.SEALED,
            DocumentStatus.NEEDS_CHECK,
            DocumentStatus.SEPARATED,
            DocumentStatus.REJECTED,
        }
    ),
    DocumentStatus.NEEDS_CHECK: frozenset(
        {DocumentStatus.CHECKED, DocumentStatus.SEPARATED, DocumentStatus.REJECTED}
    ),
    DocumentStatus.CHECKED: frozenset(
        {
            DocumentStatus.TO_SIGN,
            DocumentStatus.SEALED,
            DocumentStatus.NEEDS_CHECK,
            DocumentStatus.SEPARATED,
            DocumentStatus.REJECTED,
        }
    ),
    DocumentStatus.TO_SIGN: frozenset(
        {
            DocumentStatus.SEALED,
            DocumentStatus.NEEDS_CHECK,
            DocumentStatus.SEPARATED,
            DocumentStatus.REJECTED,
        }
    ),
    DocumentStatus.SEALED: frozenset({DocumentStatus.FILED}),
    DocumentStatus.FILED: frozenset(),
    DocumentStatus.REJECTED: frozenset(),
}


def is_final(status: DocumentStatus) -> bool:
    """True where no move leads on."""
    return not MOVES[status]


def require_move(before: DocumentStatus, after: DocumentStatus) -> None:
    """Raise `IllegalMove` unless the table above allows the step."""
    if after not in MOVES[before]:
        raise IllegalMove(f"{before} -> {after}")
