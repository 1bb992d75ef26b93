"""The ledger: an unbroken chain is one, every tampering breaks it, and the database itself refuses most of it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storage_factories import LATER, NOW, filed

from digitize.rows import LedgerEntry
from storage.catalogue import SqlCatalogue
from storage.ledger import NO_HASH, broken_at, canonical, entry_hash, sealed_entry


def a_chain(length: int = 5) -> list[LedgerEntry]:
    chain: list[LedgerEntry] = []
    for seq in range(1, length + 1):
        chain.append(
            sealed_entry(
                seq=seq,
                at=NOW,
                event="page.read",
                subject=f"s{seq}",
                actor="system",
                data={"page": seq},
                previous_hash=chain[-1].hash if chain else NO_HASH,
            )
        )
    return chain


def verdict(chain: Sequence[LedgerEntry], *, like: Sequence[LedgerEntry]) -> int | None:
    return broken_at(chain, length=len(like), head_hash=like[-1].hash)


def test_an_unbroken_chain_has_no_break() -> None:
    chain = a_chain()
    assert verdict(chain, like=chain) is None
    assert broken_at([], length=0, head_hash=NO_HASH) is None


@pytest.mark.parametrize(
    "change",
    [
        {"event": "page.lost"},
        {"subject": "other"},
        {"actor": "somebody"},
        {"data": {"page": 99}},
        {"at": LATER},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
        {"seq": 7},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_breaks_the_chain_there(change: dict[str, object]) -> None:
    chain = a_chain()
    tampered = [*chain[:2], replace(chain[2], **change), *chain[3:]]
    assert verdict(tampered, like=chain) == 3


def test_an_entry_sealed_anew_breaks_the_chain_behind_it() -> None:
    chain = a_chain()
    forged = replace(chain[2], subject="other")
    forged = replace(forged, hash=entry_hash(forged))
    assert verdict([*chain[:2], forged, *chain[3:]], like=chain) == 4


def test_removed_doubled_and_swapped_entries_break_the_chain() -> None:
    chain = a_chain()
    assert verdict([*chain[:2], *chain[3:]], like=chain) == 3
    assert verdict([*chain[:3], chain[2], *chain[3:]], like=chain) == 4
    assert verdict([chain[1], chain[0], *chain[2:]], like=chain) == 1


def test_a_cut_tail_is_missed_by_length_and_head() -> None:
    chain = a_chain()
    assert verdict(chain[:4], like=chain) == 5
    assert verdict([], like=chain) == 1


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=4,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=9), JSON))
def test_canonical_text_does_not_depend_on_the_order_of_keys(data: dict[str, object]) -> None:
    shuffled = dict(reversed(list(data.items())))
    assert canonical(data) == canonical(shuffled)
    assert json.loads(canonical(data)) == data


def test_the_same_moment_in_another_zone_hashes_the_same() -> None:
    entry = a_chain(1)[0]
    hanoi = entry.at.astimezone(timezone(timedelta(hours=7)))
    assert entry_hash(replace(entry, at=hanoi)) == entry.hash


def test_a_time_without_zone_is_refused() -> None:
    catalogue = SqlCatalogue.in_memory()
    with pytest.raises(ValueError, match="zone"):
        catalogue.note("x", "y", actor="z", data={}, at=datetime(2026, 1, 1))  # noqa: DTZ001
    catalogue.close()


def test_entries_come_back_as_they_were_sealed(tmp_path: Path) -> None:
    catalogue = SqlCatalogue.open(tmp_path / "c.db")
    filed(catalogue)
    length, head_hash = catalogue.ledger_head()
    assert broken_at(catalogue.ledger(), length=length, head_hash=head_hash) is None
    catalogue.close()


@pytest.mark.parametrize("statement", ["UPDATE ledger SET actor = 'x'", "DELETE FROM ledger"])
def test_the_database_refuses_to_change_the_ledger(tmp_path: Path, statement: str) -> None:
    catalogue = SqlCatalogue.open(tmp_path / "c.db")
    filed(catalogue)
    catalogue.close()
    connection = sqlite3.connect(tmp_path / "c.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_the_ledger_names_no_person_and_no_text() -> None:
    catalogue = SqlCatalogue.in_memory()
    filed(catalogue, content="Nguyễn Văn An", text="hòa giải")
    told = json.dumps([dict(entry.data) for entry in catalogue.ledger()], ensure_ascii=False)
    for secret in ("044203001234", "Nguyễn", "hòa giải", "2311/QĐ-UBND", ".pdf.pdf", "quét"):
        assert secret not in told
    catalogue.close()
