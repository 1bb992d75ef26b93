"""What lies in the store as it would be put now: encrypted, for every agency whose it is, by their newest keys.

One object after the other, each replaced in one step, so that a run that was killed anywhere goes on when it is given again and
no paper is ever not there. The server may work meanwhile. A paper that is disposed of at the same moment stays disposed of.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from digitize.errors import (
    AgencyKeyMissing,
    AgencyKeysUnusable,
    KeptAsItLies,
    LostRace,
    NotFound,
    NotInStore,
    StoreCorrupt,
)
from digitize.fault_point import reached
from digitize.model import DocumentId, ScanId
from digitize.ports import Catalogue
from storage import keys
from storage.encrypted_store import Change, EncryptedStore
from storage.expected_objects import expected_of_scan
from storage.keys import KeyKind
from storage.ledger import Event
from workers.services import Services

_OF_SCANS = (KeyKind.ORIGINAL, KeyKind.READING, KeyKind.RENDERING)
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    encrypted: int
    """Objects that lay as they are."""
    keyed_anew: int
    """Objects whose newest key is another now, or that are a further agency's."""
    unchanged: int
    without_key: int
    """Objects of an agency whose key is not here."""
    kept: int
    """Objects that the service refuses to change before a day, or that are being disposed of."""
    unclaimed: int
    """Objects that lie as they are and that no row knows: a killed run left them, and its next run claims them."""
    damaged: tuple[str, ...]
    """The first that cannot be read."""

    @property
    def is_complete(self) -> bool:
        """Whether a key that is not an agency's newest is needed by no object any more."""
        return not (self.without_key or self.kept or self.unclaimed or self.damaged)


class _Outcome:
    """Of one object, beside `Change`."""

    WITHOUT_KEY, KEPT, UNCLAIMED, DAMAGED, GONE = (
        "without_key",
        "kept",
        "unclaimed",
        "damaged",
        "gone",
    )


def apply_keys(services: Services) -> Applied:
    """Go through the whole store. Raises `AgencyKeysUnusable` and the store's errors where it does not answer."""
    store = services.store
    if not isinstance(store, EncryptedStore):
        raise AssertionError("services have their store behind keys")
    store.end_replacing()
    counted: Counter[str] = Counter()
    damaged: list[str] = []
    for key in store.keys(""):
        outcome = _brought_up(services.catalogue, store, key)
        counted[outcome] += 1
        if outcome == _Outcome.DAMAGED and len(damaged) < _NAMED:
            damaged.append(key)
        reached("keys.object_applied")
    _note(services, counted)
    return Applied(
        encrypted=counted[Change.ENCRYPTED],
        keyed_anew=counted[Change.KEYED_ANEW],
        unchanged=counted[Change.NONE],
        without_key=counted[_Outcome.WITHOUT_KEY],
        kept=counted[_Outcome.KEPT],
        unclaimed=counted[_Outcome.UNCLAIMED],
        damaged=tuple(damaged),
    )


def _brought_up(catalogue: Catalogue, store: EncryptedStore, key: str) -> str:
    parsed = keys.parse(key)
    if parsed is not None and parsed.kind is KeyKind.ANCHOR:
        return Change.NONE
    try:
        agencies = store.holders(key) or _named_in(store, key)
        if not agencies:
            return _Outcome.UNCLAIMED
        return _changed(catalogue, store.of_agencies(agencies), key)
    except AgencyKeysUnusable:
        raise
    except AgencyKeyMissing:
        return _Outcome.WITHOUT_KEY
    except KeptAsItLies:
        return _Outcome.KEPT
    except NotInStore:
        return _Outcome.GONE
    except StoreCorrupt:
        return _Outcome.DAMAGED


def _named_in(store: EncryptedStore, key: str) -> Collection[str]:
    """Of what no row knows, its header tells: a killed run left it, and its next run takes it up."""
    header = store.header(key)
    return () if header is None else header.holders


def _changed(catalogue: Catalogue, store: EncryptedStore, key: str) -> str:
    if store.due(key) is Change.NONE:
        return Change.NONE
    head = catalogue.ledger_head()
    if _may_be_gone(catalogue, key):
        return _Outcome.KEPT
    change = _replaced(store, key)
    if catalogue.ledger_head() != head and _may_be_gone(catalogue, key):
        store.dispose(key)  # disposed of while it was replaced
        return _Outcome.GONE
    return change


def _replaced(store: EncryptedStore, key: str) -> Change:
    """A server that does the same at the same time is met by looking again."""
    with suppress(LostRace):
        return store.bring_up(key)
    return store.bring_up(key)


def _may_be_gone(catalogue: Catalogue, key: str) -> bool:
    """Whether an officer ordered its removal, or it is of a secret paper."""
    with suppress(NotFound):
        wanted = expected_of_scan(catalogue, _scan_of(catalogue, key)).get(key)
        return wanted is not None and wanted.may_be_gone
    return False


def _scan_of(catalogue: Catalogue, key: str) -> ScanId:
    """Raises `NotFound`."""
    parsed = keys.parse(key)
    if parsed is None:
        raise NotFound(key)
    if parsed.kind in _OF_SCANS:
        return ScanId(parsed.subject)
    return catalogue.document(DocumentId(parsed.subject)).scan_id


def _note(services: Services, counted: Mapping[str, int]) -> None:
    data = {str(name): count for name, count in sorted(counted.items())}
    services.catalogue.note(
        Event.AGENCY_KEYS_APPLIED,
        "warehouse",
        actor=services.settings.officer,
        data=data,
        at=services.clock(),
    )
