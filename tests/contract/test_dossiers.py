"""Dossiers of other systems: the same on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digitize.access import Role, Viewer
from digitize.errors import NotFound
from digitize.model import RecordId
from digitize.one_stop import (
    Component,
    Digitisation,
    Dossier,
    DossierFile,
    DossierStatus,
    Result,
    Reuse,
    Way,
)
from digitize.rows import Owner, OwnerKind
from storage.catalogue import SqlCatalogue
from storage.dossier_rows import DossierFilter, Dossiers, dossiers_naming, keep_held

NOW = datetime(2026, 6, 9, 18, 30, tzinfo=UTC)  # the next day in Vietnam
RECORD = RecordId("r-1")
DOSSIER = Dossier(
    code="G09.20-20260609-0092637",
    agency="H46.12",
    source="mot-cua",
    procedure_code="1.001193",
    owner=Owner(kind=OwnerKind.CITIZEN, number="044203001234", name="Nguyễn Thị Hòa"),
    counter="Trung tâm PVHCC",
    way=Way.POST,
    received_at=NOW,
    due_at=NOW + timedelta(days=3),
    databases=("CSDLDC",),
    components=(
        Component(
            code="to_khai",
            name="Tờ khai",
            files=(DossierFile(id="7", name="tk.pdf", reuse=Reuse.YES),),
        ),
        Component(code="giay_chung_sinh", digitisation=Digitisation.FROM_RESULT),
    ),
    results=(Result(code="KQ.G07.000122", name="Giấy khai sinh", valid_until=date(2030, 1, 1)),),
)
SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.12")


@pytest.fixture
def dossiers(catalogue: SqlCatalogue) -> Dossiers:
    return Dossiers(catalogue._database)


def _held(catalogue: SqlCatalogue, held: Dossier) -> None:
    with catalogue._database.writing() as connection:
        keep_held(connection, held, at=NOW)


def test_a_dossier_is_read_as_it_was_told(dossiers: Dossiers) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    known = dossiers.find("H46.12", DOSSIER.code)
    assert known is not None
    assert known.dossier == DOSSIER
    assert (known.version, known.said_at, known.changed_at) == (1, NOW, NOW)
    assert known.dossier.received_day == date(2026, 6, 10)


def test_the_same_said_again_changes_nothing(catalogue: SqlCatalogue, dossiers: Dossiers) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    again = dossiers.tell(DOSSIER, at=NOW + timedelta(days=1), actor="mot-cua")
    assert (again.version, again.changed_at) == (1, NOW)
    assert [entry.event for entry in catalogue.ledger()] == ["dossier.told"]


def test_a_late_correction_keeps_the_first_saying(dossiers: Dossiers) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    later = NOW + timedelta(days=40)
    done = replace(DOSSIER, status=DossierStatus.RETURNED, returned_at=NOW, components=())
    known = dossiers.tell(done, at=later, actor="mot-cua")
    assert (known.version, known.said_at, known.changed_at) == (2, NOW, later)
    assert dossiers.find("H46.12", DOSSIER.code) == known
    assert known.dossier.components == ()


def test_a_saying_takes_no_filed_paper_away(catalogue: SqlCatalogue, dossiers: Dossiers) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    paper = replace(DOSSIER.components[0], record_id=RECORD, filed_at=NOW)
    _held(catalogue, replace(DOSSIER, components=(paper,), results=()))
    dossiers.tell(replace(DOSSIER, components=(), counter="Quầy 2"), at=NOW, actor="mot-cua")
    known = dossiers.find("H46.12", DOSSIER.code)
    assert known is not None
    assert [one.record_id for one in known.dossier.components] == [RECORD]
    assert known.version == 3
    with catalogue._database.reading() as connection:
        assert dossiers_naming(connection, RECORD) == [("H46.12", DOSSIER.code)]


def test_the_ledger_has_no_word_of_what_was_said(
    catalogue: SqlCatalogue, dossiers: Dossiers
) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    told = " ".join(str(entry) for entry in catalogue.ledger())
    assert DOSSIER.code in told
    assert not any(word in told for word in ("044203001234", "Hòa", "Tờ khai", "tk.pdf"))


def test_another_agencys_dossier_is_as_if_it_were_not_there(dossiers: Dossiers) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    assert dossiers.get(DOSSIER.code, viewer=SYSTEM).dossier == DOSSIER
    other = replace(SYSTEM, agency="H46")
    with pytest.raises(NotFound):
        dossiers.get(DOSSIER.code, viewer=other)
    assert dossiers.page(other, DossierFilter(), after=None, limit=10) == []


def test_a_list_goes_on_behind_its_last_code(dossiers: Dossiers) -> None:
    codes = [f"H46.12-260609-{number:04}" for number in range(5)]
    for code in reversed(codes):
        dossiers.tell(replace(DOSSIER, code=code), at=NOW, actor="mot-cua")
    first = dossiers.page(SYSTEM, DossierFilter(), after=None, limit=3)
    rest = dossiers.page(SYSTEM, DossierFilter(), after=first[-1].dossier.code, limit=3)
    assert [one.dossier.code for one in (*first, *rest)] == codes


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (DossierFilter(procedure_code="1.001193"), 1),
        (DossierFilter(procedure_code="1.000656"), 0),
        (DossierFilter(status=DossierStatus.RECEIVED), 1),
        (DossierFilter(status=DossierStatus.DONE), 0),
        (DossierFilter(received_from=date(2026, 6, 10), received_to=date(2026, 6, 10)), 1),
        (DossierFilter(received_to=date(2026, 6, 9)), 0),
        (DossierFilter(changed_from=NOW + timedelta(seconds=1)), 0),
    ],
    ids=[
        "procedure",
        "other procedure",
        "status",
        "other status",
        "day",
        "day before",
        "unchanged",
    ],
)
def test_a_list_is_narrowed(dossiers: Dossiers, wanted: DossierFilter, count: int) -> None:
    dossiers.tell(DOSSIER, at=NOW, actor="mot-cua")
    assert len(dossiers.page(SYSTEM, wanted, after=None, limit=10)) == count
