"""Whoever follows the ledger's end is told of the same batches on every database."""

from dataclasses import replace

from storage_factories import a_batch, filed, receive, separated

from storage.catalogue import SqlCatalogue
from storage.changes_since import MOST_ENTRIES, Changes, changes_since


def since(catalogue: SqlCatalogue, seq: int | None) -> Changes:
    return changes_since(catalogue._database, seq)


def named(changes: Changes) -> set[tuple[str, str, bool]]:
    return {(one.batch_id, one.agency, one.is_of_queue) for one in changes.batches}


def test_pages_and_files_are_told_by_their_batch(catalogue: SqlCatalogue) -> None:
    seq = since(catalogue, None).seq
    receive(catalogue)
    assert named(since(catalogue, seq)) == {("batch-1", "H46.1", False)}


def test_documents_are_told_as_of_the_queue_too(catalogue: SqlCatalogue) -> None:
    receive(catalogue)
    seq = since(catalogue, None).seq
    separated(catalogue)
    assert ("batch-1", "H46.1", True) in named(since(catalogue, seq))


def test_bytes_that_two_agencies_hold_are_told_to_both(catalogue: SqlCatalogue) -> None:
    receive(catalogue)
    receive(catalogue, batch=replace(a_batch(batch_id="batch-2"), agency="H46.2"))
    seq = since(catalogue, None).seq
    separated(catalogue)
    agencies = {one.agency for one in since(catalogue, seq).batches}
    assert agencies == {"H46.1", "H46.2"}


def test_nothing_new_is_nothing_told(catalogue: SqlCatalogue) -> None:
    filed(catalogue)
    seq = since(catalogue, None).seq
    assert since(catalogue, seq) == Changes(seq=seq)


def test_a_ledger_that_was_put_back_is_told_as_everything(catalogue: SqlCatalogue) -> None:
    receive(catalogue)
    for seq in (since(catalogue, None).seq + 5, -MOST_ENTRIES):
        assert since(catalogue, seq).is_everything
