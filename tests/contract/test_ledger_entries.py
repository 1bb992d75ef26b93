"""Entries of the ledger on each database: one chain, whoever seals it, the program or the server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from storage_factories import NOW

from digitize.errors import LedgerMismatch
from storage import ledger_postgres
from storage.catalogue import SqlCatalogue
from storage.ledger import append, broken_at

ODD = 'Nguyễn "Văn" \\ A\n\x00:b %s 🖨'
ODD_DATA = {"words": ODD, "numbers": {10: 1.5, 9: None}, "none": [], "files": {"b": "", "a": True}}


def say(catalogue: SqlCatalogue, entries: int) -> None:
    with catalogue._database.writing() as connection:
        for number in range(entries):
            data = {**ODD_DATA, "number": number}
            append(connection, "page.read", f's"{number}', data=data, at=NOW, actor="ấn\\")


@pytest.mark.parametrize("entries", range(1, ledger_postgres.MOST_AT_ONCE + 3))
def test_entries_of_one_change_are_a_chain(catalogue: SqlCatalogue, entries: int) -> None:
    say(catalogue, entries)
    say(catalogue, entries)
    told = list(catalogue.ledger())
    length, head_hash = catalogue.ledger_head()
    assert broken_at(told, length=length, head_hash=head_hash) is None
    assert [entry.data["number"] for entry in told] == 2 * list(range(entries))
    assert {entry.data["words"] for entry in told} == {ODD}


def test_threads_that_write_at_once_leave_one_chain(catalogue: SqlCatalogue) -> None:
    changes = [1 + number % (ledger_postgres.MOST_AT_ONCE + 1) for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda entries: say(catalogue, entries), changes))
    length, head_hash = catalogue.ledger_head()
    assert length == sum(changes)
    assert broken_at(catalogue.ledger(), length=length, head_hash=head_hash) is None


@pytest.mark.parametrize("entries", [1, ledger_postgres.MOST_AT_ONCE + 1])
def test_without_a_head_nothing_is_said(catalogue: SqlCatalogue, entries: int) -> None:
    with catalogue._database.writing() as connection:
        connection.execute(text("DELETE FROM ledger_head"))
    with pytest.raises(LedgerMismatch):
        say(catalogue, entries)
    assert list(catalogue.ledger()) == []
