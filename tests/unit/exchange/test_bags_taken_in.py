"""What a bag's own manifests cannot tell: holds that go along, parts of a dossier, rows and objects that do not fit."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from filed_papers import a_filed_paper
from storage_factories import NOW
from web_factories import AGENCY, open_warehouse

from digitize.archive.bag import BagInfo, finish
from digitize.archive.metadata import Profile
from digitize.errors import BagConflicts, BagDamaged, StoreCorrupt
from digitize.one_stop import Component, Dossier
from digitize.rows import Hold, HoldKind
from digitize.warehouse.links import LinkKind, SaidLink
from storage import link_rows
from storage.archive_rows import Wanted
from storage.audit import audit
from storage.dossier_rows import Dossiers
from workers import disposal
from workers.exchange.archive import export
from workers.exchange.dossiers import answer_of
from workers.exchange.taking_in import take_in
from workers.services import Services

CODE = "H46.1-260302-0001"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kia") as opened:
        yield opened


def _export(services: Services, folder: Path, **wanted: object) -> Path:
    asked = Wanted(agency=AGENCY, **wanted)  # type: ignore[arg-type]
    export(services, asked, folder, profile=Profile.CV_7197, actor="lan")
    return folder


def _hold(services: Services, subject: str, kind: HoldKind) -> Hold:
    held = Hold(subject=subject, kind=kind, reason="vụ án", officer="lan", placed_at=NOW)
    disposal.hold(services.catalogue, services.store, held)
    return held


def test_a_paper_that_is_held_is_held_there_too(
    services: Services, other: Services, tmp_path: Path
) -> None:
    record = a_filed_paper(services)
    held = _hold(services, record.document_id, HoldKind.DOCUMENT)
    take_in(other, _export(services, tmp_path / "goi"), actor="lan")
    assert list(other.catalogue.holds_on(record.document_id)) == [held]
    assert audit(other.catalogue, other.store).problems == ()


def test_a_hold_that_ended_there_does_not_end_here_by_a_bag(
    services: Services, other: Services, tmp_path: Path
) -> None:
    record = a_filed_paper(services)
    held = _hold(services, record.document_id, HoldKind.DOCUMENT)
    disposal.release(services.catalogue, services.store, held, officer="lan", reason="xong", at=NOW)
    bag = _export(services, tmp_path / "goi")
    other.catalogue.hold(held)
    with pytest.raises(BagConflicts):
        take_in(other, bag, actor="lan")
    assert [one.subject for one in other.catalogue.holds()] == [record.document_id]


def test_what_a_paper_says_of_others_waits_there_too(
    services: Services, other: Services, tmp_path: Path
) -> None:
    record = a_filed_paper(services)
    said = SaidLink(
        kind=LinkKind.REPLACES,
        number="1/QĐ-UBND",
        day="",
        page_number=1,
        sentence="x",
        lines=(0, 0),
    )
    with services.database.writing() as connection:
        link_rows.propose(connection, record.id, [said], at=NOW)
    take_in(other, _export(services, tmp_path / "goi"), actor="lan")
    with other.database.reading() as connection:
        (link,) = link_rows.links_from(connection, record.id)
    assert link.said == said


def test_a_dossier_of_which_a_part_came_can_be_asked_for(
    services: Services, other: Services, tmp_path: Path
) -> None:
    first = a_filed_paper(services, "một")
    later = a_filed_paper(services, "hai", at=NOW + timedelta(days=3))
    components = (
        Component(code="a", record_id=first.id, filed_at=NOW),
        Component(code="b", record_id=later.id, filed_at=later.filed_at),
    )
    said = Dossier(code=CODE, agency=AGENCY, source="x", components=components)
    Dossiers(services.database).tell(said, at=NOW, actor="x")
    take_in(other, _export(services, tmp_path / "goi", filed_to=NOW.date()), actor="lan")
    known = Dossiers(other.database).find(AGENCY, CODE)
    assert known is not None
    assert set(answer_of(other, known).held) == {first.id}
    rest = _export(services, tmp_path / "rest", filed_from=later.filed_at.date())
    take_in(other, rest, actor="lan")
    assert set(answer_of(other, known).held) == {first.id, later.id}
    assert audit(other.catalogue, other.store).problems == ()


def test_bytes_that_changed_in_the_store_go_into_no_bag(services: Services, tmp_path: Path) -> None:
    record = a_filed_paper(services)
    stored = services.store.local_path(record.pdf.key)
    stored.chmod(0o600)
    stored.write_bytes(b"x")
    with pytest.raises(StoreCorrupt):
        _export(services, tmp_path / "goi")
    assert not (tmp_path / "goi").exists()


def test_a_disposed_paper_is_not_found_by_its_words_there(
    services: Services, other: Services, tmp_path: Path
) -> None:
    record = a_filed_paper(services)
    services.catalogue.dispose(record.document_id, officer="lan", reason="hết hạn", at=NOW)
    take_in(other, _export(services, tmp_path / "goi"), actor="lan")
    assert list(other.catalogue.find("hòa giải")) == []
    assert list(other.catalogue.find("2311")) == []


def _change_lines(path: Path, change: Callable[[list[Any]], Sequence[Any]]) -> None:
    lines = change([json.loads(line) for line in path.read_text().splitlines()])
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def _without_a_column(data: Path) -> None:
    _change_lines(data / "rows" / "documents.jsonl", lambda lines: [row[1:] for row in lines])


def _with_fields(said: object) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        def changed(lines: list[Any]) -> list[Any]:
            index = lines[0].index("fields")
            return [lines[0], *([*row[:index], said, *row[index + 1 :]] for row in lines[1:])]

        _change_lines(data / "rows" / "records.jsonl", changed)

    return change


def _with_entries(**said: object) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        _change_lines(data / "ledger.jsonl", lambda lines: [{**one, **said} for one in lines])

    return change


def _without_the_sealed(data: Path) -> None:
    next((data / "objects" / "sealed").rglob("*.pdf")).unlink()


def _with_another(kind: str) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        found = next(one for one in (data / "objects" / kind).rglob("*") if one.is_file())
        found.write_bytes(b"x")

    return change


@pytest.mark.parametrize(
    "harm",
    [
        _without_a_column,
        _with_fields("{nonsense"),
        _with_fields(None),
        _with_fields(["a"]),
        _with_entries(at="hôm qua"),
        _with_entries(at="2026-03-02"),
        _with_entries(event=7),
        _with_entries(data={"pages": 10**12}),
        lambda data: (data / "ledger.jsonl").write_text("[" * 100_000),
        lambda data: (data / "ledger.jsonl").write_text(""),
        _without_the_sealed,
        _with_another("sealed"),
        _with_another("originals"),
        _with_another("readings"),
        _with_another("texts"),
    ],
    ids=[
        *("column", "fields", "null", "nested_value", "moment", "no_zone", "event", "pages"),
        *("nested", "silent", "no_seal", "seal", "original", "reading", "text"),
    ],
)
def test_a_bag_with_right_hashes_of_wrong_things_changes_nothing(
    services: Services, other: Services, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    a_filed_paper(services)
    bag = _export(services, tmp_path / "goi")
    harm(bag / "data")
    info = BagInfo(organisation="x", identifier="y", day=date(2026, 3, 2), more={})
    finish(bag, info)
    with pytest.raises(BagDamaged):
        take_in(other, bag, actor="lan")
    assert other.catalogue.ledger_head()[0] == 0
    assert list(other.store.keys("")) == []
