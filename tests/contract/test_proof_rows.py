"""A sealed paper has one code for ever, whoever draws it and on whatever database; a code says which paper and nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from storage_factories import NOW, described, filed, separated

from digitize.errors import LostRace
from digitize.proof.codes import ProofCode, new_code, parse_code
from digitize.rows import Document
from storage import proof_rows
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.proof_rows import CodedPaper, ProofCodes, code_of, codes_of, paper_of


@pytest.fixture
def database(catalogue: SqlCatalogue) -> Database:
    return catalogue._database


@pytest.fixture
def document(catalogue: SqlCatalogue) -> Document:
    return catalogue.document(filed(catalogue).document_id)


def draws(monkeypatch: pytest.MonkeyPatch, *codes: ProofCode) -> None:
    """Chance gives these, in this order."""
    given: Iterator[ProofCode] = iter(codes)
    monkeypatch.setattr(proof_rows, "new_code", lambda _draw: next(given))


def a_code(number: int) -> ProofCode:
    return new_code(lambda below: number % below)


def test_a_paper_keeps_the_code_that_it_was_given(database: Database, document: Document) -> None:
    codes = ProofCodes(database)
    code = codes.of(document, at=NOW)
    assert parse_code(code) == code
    assert codes.of(document, at=NOW) == code
    with database.reading() as connection:
        assert code_of(connection, document.id, document.edition) == code
        assert paper_of(connection, code) == CodedPaper(
            document_id=document.id, edition=document.edition, made_at=NOW
        )


def test_a_paper_arranged_otherwise_has_a_code_of_its_own(
    database: Database, document: Document
) -> None:
    codes = ProofCodes(database)
    turned = replace(document, edition="e2")
    first, second = codes.of(document, at=NOW), codes.of(turned, at=NOW)
    assert first != second
    with database.reading() as connection:
        assert [paper_of(connection, one).edition for one in (first, second)] == ["", "e2"]  # type: ignore[union-attr]


def test_what_was_never_given_is_nobodys(database: Database, document: Document) -> None:
    with database.reading() as connection:
        assert paper_of(connection, a_code(1)) is None
        assert code_of(connection, document.id, document.edition) is None


def test_codes_of_many_are_those_of_sealed_papers_as_they_are_arranged_now(
    catalogue: SqlCatalogue, database: Database, document: Document
) -> None:
    codes = ProofCodes(database)
    waiting = catalogue.document(described(catalogue, content="waiting"))
    parted = catalogue.document(separated(catalogue, content="parted"))
    for one in (replace(document, edition="before"), waiting):
        codes.of(one, at=NOW)
    with database.reading() as connection:
        ids = [document.id, waiting.id, parted.id]
        assert codes_of(connection, ids) == {}
    code = codes.of(document, at=NOW)
    with database.reading() as connection:
        assert codes_of(connection, ids) == {document.id: code}
        assert codes_of(connection, []) == {}


def test_many_who_ask_at_once_are_given_the_same_code(
    database: Database, document: Document
) -> None:
    codes = ProofCodes(database)
    with ThreadPoolExecutor(8) as threads:
        given = set(threads.map(lambda _: codes.of(document, at=NOW), range(16)))
    assert len(given) == 1


def test_a_code_that_somebody_has_is_drawn_anew(
    catalogue: SqlCatalogue,
    database: Database,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes, other = ProofCodes(database), catalogue.document(described(catalogue, content="other"))
    draws(monkeypatch, a_code(1), a_code(1), a_code(2))
    assert codes.of(document, at=NOW) == a_code(1)
    assert codes.of(other, at=NOW) == a_code(2)
    draws(monkeypatch, *[a_code(1)] * 5)
    with pytest.raises(LostRace):
        codes.of(replace(other, edition="e2"), at=NOW)
