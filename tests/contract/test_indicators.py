"""Indicators from rows, trend, what is behind a figure and restatement: the same on both databases."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert
from storage_factories import CITIZEN, NOW, a_batch, filed

from config.settings import Settings
from digitize.access import Role, Viewer
from digitize.errors import NoSuchCursor, NothingNew, PeriodNotOver
from digitize.indicators.definitions import Code
from digitize.indicators.periods import period_of
from digitize.indicators.tally import Slice
from digitize.model import RecordId
from digitize.one_stop import Component, Digitisation, Dossier, DossierFile, Result, Reuse, Way
from digitize.rows import Owner, OwnerBasis, Record
from digitize.warehouse.life import LifeState
from digitize.warehouse.result_codes import CodePlan, CodeTemplate
from storage.dossier_rows import Dossiers
from storage.life_rows import move
from storage.owner_decisions import say_owners
from storage.schema import linked_numbers
from workers.reporting.behind import Question, Wanted, behind
from workers.reporting.publishing import publish_period
from workers.reporting.reports import Report, Reporting
from workers.services import Services, build_services

RECEIVED = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
TODAY = datetime(2026, 4, 15, 3, 0, tzinfo=UTC)
FEBRUARY, MARCH = period_of("2026-02"), period_of("2026-03")
DIGITISED = Component(
    code="to_khai", digitisation=Digitisation.DIGITISED, files=(DossierFile(id="1"),)
)
BARE = Component(code="can_cuoc")
REUSED = Component(code="can_cuoc", files=(DossierFile(id="2", reuse=Reuse.YES),))
RESULT = Result(code="KQ1", link="https://motcua.example/kq1.pdf")


class Clock:
    def __init__(self) -> None:
        self.now = TODAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=["file", "postgres"])
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    with build_services(Settings(warehouse=tmp_path / "kho", database=SecretStr(url))) as opened:
        yield replace(opened, clock=Clock())


@pytest.fixture
def reporting(services: Services) -> Reporting:
    return Reporting(services)


def tell(reporting: Reporting, code: str, **changes: object) -> None:
    plain = Dossier(
        code=code,
        agency="H46.12",
        source="mot-cua",
        procedure_code="1.001193",
        counter="Quầy 1",
        received_at=RECEIVED,
    )
    services = reporting.services
    said = replace(plain, **changes)  # type: ignore[arg-type]
    Dossiers(services.database).tell(said, at=services.clock(), actor="mot-cua")


def five_dossiers(reporting: Reporting) -> None:
    """Of two agencies; by hand: 2 of 5 digitised with a result, 1 reused, 4 handed in on paper of which 2 are complete."""
    tell(reporting, "a", components=(DIGITISED,), results=(RESULT,))
    tell(reporting, "b", components=(DIGITISED, REUSED), results=(RESULT,), counter="Quầy 2")
    tell(reporting, "c", components=(DIGITISED, BARE))
    tell(reporting, "d", components=(BARE,), agency="H46.13", procedure_code="1.000656")
    tell(reporting, "e", components=(DIGITISED,), agency="H46.13", way=Way.ONLINE)
    tell(reporting, "f", components=(DIGITISED,), received_at=RECEIVED + timedelta(days=30))
    tell(reporting, "g", components=(DIGITISED,), received_at=None)


def counts(report: Report, code: Code) -> tuple[int, int]:
    figure = report.line(code).figure
    return figure.numerator, figure.denominator


def test_a_month_counts_what_was_received_in_it(reporting: Reporting) -> None:
    five_dossiers(reporting)
    report = reporting.report(FEBRUARY, scope="")
    assert report.dossiers == 5
    assert counts(report, Code.SO_HOA_GIAY_TO_GIAI_QUYET) == (2, 5)
    assert counts(report, Code.REUSED_DIGITIZED_DATA) == (1, 5)
    # b's second component is mandatory and reused, not digitised anew: reused counts as digitised only where it says so.
    assert counts(report, Code.DIGITISED_AT_RECEPTION) == (1, 4)
    assert counts(report, Code.MANDATORY_PAPERS_DIGITISED) == (4, 7)
    assert str(report.line(Code.SO_HOA_GIAY_TO_GIAI_QUYET).points) == "2.00"  # 40,00 x 4 / 80


def test_an_agency_sees_its_own_figures(reporting: Reporting) -> None:
    five_dossiers(reporting)
    report = reporting.report(FEBRUARY, scope="H46.13")
    assert counts(report, Code.SO_HOA_GIAY_TO_GIAI_QUYET) == (0, 2)


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        (Slice.AGENCY, {"H46.12": (2, 3), "H46.13": (0, 2)}),
        (Slice.PROCEDURE, {"1.000656": (0, 1), "1.001193": (2, 4)}),
        (Slice.COUNTER, {"Quầy 1": (1, 4), "Quầy 2": (1, 1)}),
        (Slice.COMMUNE, {"": (2, 5)}),
        (Slice.MONTH, {"2026-02": (2, 5)}),
    ],
)
def test_parts_make_their_whole(
    reporting: Reporting, by: Slice, parts: dict[str, tuple[int, int]]
) -> None:
    five_dossiers(reporting)
    report = reporting.report(FEBRUARY, scope="", by=by)
    found = {
        part.name: next(
            (line.figure.numerator, line.figure.denominator)
            for line in part.lines
            if line.indicator.code is Code.SO_HOA_GIAY_TO_GIAI_QUYET
        )
        for part in report.parts
    }
    assert found == parts


def test_a_day_in_vietnam_decides_the_month(reporting: Reporting) -> None:
    tell(reporting, "a", received_at=datetime(2026, 1, 31, 17, 30, tzinfo=UTC))
    assert reporting.report(FEBRUARY, scope="").dossiers == 1


def test_filed_papers_count_signatures_fields_and_time(reporting: Reporting) -> None:
    filed(reporting.services.catalogue, batch=a_batch(agency="H46.12"))
    report = reporting.report(MARCH, scope="H46.12", by=Slice.AGENCY)
    assert (report.papers, report.parts[0].papers) == (1, 1)
    assert counts(report, Code.VALID_SIGNATURES) == (1, 1)
    assert counts(report, Code.FIELDS_UNCHANGED) == (1, 1)
    assert report.line(Code.SECONDS_TO_FILING).figure.median == 0
    assert reporting.report(MARCH, scope="H46.13").papers == 0


def test_asking_again_for_what_was_held_is_counted(reporting: Reporting) -> None:
    """The owner's marriage certificate was filed in March; two dossiers of April ask for it, one reuses it."""
    record = filed(reporting.services.catalogue)
    kind = "giay_chung_nhan_ket_hon"
    with reporting.services.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE records SET type_code = '{kind}'")
    april = datetime(2026, 4, 2, 3, tzinfo=UTC)
    asked, taken = Component(code=kind), Component(code=kind, reuse=Reuse.YES)
    tell(reporting, "a", owner=CITIZEN, received_at=april, components=(asked,))
    tell(reporting, "b", owner=CITIZEN, received_at=april, components=(taken,))
    tell(reporting, "c", received_at=april, components=(asked,))
    report = reporting.report(period_of("2026-04"), scope="")
    assert record.owner == CITIZEN
    assert counts(report, Code.NOT_ASKED_AGAIN) == (1, 2)
    another = replace(CITIZEN, number="186123456")
    tell(reporting, "d", owner=another, received_at=april, components=(asked,))
    with reporting.services.database.writing() as connection:
        for number in (CITIZEN.number, another.number):
            values = {"owner_kind": "citizen", "number": number, "person": "p1"}
            connection.execute(insert(linked_numbers).values(**values))
    assert counts(reporting.report(period_of("2026-04"), scope=""), Code.NOT_ASKED_AGAIN) == (1, 3)


def say_owners_of(reporting: Reporting, record: Record, *owners: Owner) -> None:
    with reporting.services.database.writing() as connection:
        say_owners(
            connection,
            record.id,
            owners,
            basis=OwnerBasis.PERSON,
            viewer=Viewer(account="an", roles=frozenset({Role.CHECKER}), agency="H46.1"),
            version=record.version,
            codes=CodePlan(template=CodeTemplate(), agency="H46.1"),
            at=TODAY,
        )


def test_a_paper_was_held_for_whoever_owns_it(reporting: Reporting) -> None:
    """It was filed under another by mistake; an officer said that it is the two spouses'."""
    record = filed(reporting.services.catalogue)
    husband, wife, older = (
        Owner(kind=CITIZEN.kind, number=number)
        for number in ("044088007654", "044188007654", "186123456")
    )
    say_owners_of(reporting, record, husband, wife)
    april = datetime(2026, 4, 2, 3, tzinfo=UTC)
    with reporting.services.database.writing() as connection:
        for one in (wife, older):
            values = {"owner_kind": "citizen", "number": one.number, "person": "p1"}
            connection.execute(insert(linked_numbers).values(**values))
    held = []
    for owner in (CITIZEN, husband, wife, older):
        before = counts(reporting.report(period_of("2026-04"), scope=""), Code.NOT_ASKED_AGAIN)
        tell(reporting, f"of-{owner.number}", owner=owner, received_at=april)
        after = counts(reporting.report(period_of("2026-04"), scope=""), Code.NOT_ASKED_AGAIN)
        held.append(after[1] - before[1])
    assert held == [0, 1, 1, 1]
    tell(reporting, "early", owner=husband, received_at=NOW - timedelta(hours=1))
    assert counts(reporting.report(MARCH, scope=""), Code.NOT_ASKED_AGAIN) == (0, 0)


def test_a_held_result_counts_until_it_runs_out(reporting: Reporting) -> None:
    held = replace(RESULT, link="", record_id=RecordId("r-1"))
    tell(reporting, "a", results=(replace(held, valid_until=date(2026, 2, 27)),))
    tell(reporting, "b", results=(replace(held, valid_until=date(2026, 2, 28)),))
    tell(reporting, "c", results=(RESULT,))
    report = reporting.report(FEBRUARY, scope="")
    assert counts(report, Code.RESULTS_DIGITISED) == (1, 3)
    assert counts(report, Code.RESULTS_SYNCED) == (1, 3)


def test_what_is_behind_a_figure_comes_in_pages(reporting: Reporting) -> None:
    five_dossiers(reporting)
    asked = Question(code=Code.SO_HOA_GIAY_TO_GIAI_QUYET, period=FEBRUARY, scope="")
    first = behind(reporting, asked, cursor="", limit=3)
    rest = behind(reporting, asked, cursor=first.cursor or "", limit=3)
    assert [item.key for item in (*first.items, *rest.items)] == ["a", "b", "c", "d", "e"]
    assert rest.cursor is None
    assert sum(item.numerator for item in (*first.items, *rest.items)) == 2
    missing = behind(reporting, replace(asked, wanted=Wanted.MISSING), cursor="", limit=9)
    assert [item.key for item in missing.items] == ["c", "d", "e"]
    of_all = replace(asked, by=Slice.COUNTER)
    assert len(behind(reporting, of_all, cursor="", limit=9).items) == 5
    of_part = replace(asked, by=Slice.COUNTER, part="Quầy 2")
    assert [item.key for item in behind(reporting, of_part, cursor="", limit=9).items] == ["b"]


def test_procedures_and_papers_have_lists_too(reporting: Reporting) -> None:
    five_dossiers(reporting)
    record = filed(reporting.services.catalogue)
    procedures = Question(code=Code.ELECTRONIC_CERTIFIED_COPY, period=FEBRUARY, scope="")
    page = behind(reporting, procedures, cursor="", limit=1)
    rest = behind(reporting, procedures, cursor=page.cursor or "", limit=1)
    assert [item.key for item in (*page.items, *rest.items)] == ["1.000656", "1.001193"]
    papers = Question(code=Code.VALID_SIGNATURES, period=MARCH, scope="")
    assert [item.key for item in behind(reporting, papers, cursor="", limit=1).items] == [record.id]


@pytest.mark.parametrize("cursor", ["???", "W10", "WzFd", "WyJhIl0", "WyJhIiwiYiJd"])
def test_no_other_cursor_is_taken(reporting: Reporting, cursor: str) -> None:
    asked = Question(code=Code.ON_TIME, period=FEBRUARY, scope="")
    with pytest.raises(NoSuchCursor):
        behind(reporting, asked, cursor=cursor, limit=1)


def test_no_moment_that_cannot_be_is_taken(reporting: Reporting) -> None:
    asked = Question(code=Code.VALID_SIGNATURES, period=FEBRUARY, scope="")
    for at in ("0001-01-01T00:00:00+14:00", "2026-02-01T00:00:00", "soon"):
        cursor = base64.urlsafe_b64encode(json.dumps([at, "r"]).encode()).decode().rstrip("=")
        with pytest.raises(NoSuchCursor):
            behind(reporting, asked, cursor=cursor, limit=1)


def test_late_data_restates_a_period_visibly(reporting: Reporting) -> None:
    clock = reporting.services.clock
    assert isinstance(clock, Clock)
    five_dossiers(reporting)
    first = publish_period(reporting, FEBRUARY, scope="", actor="lan")
    with pytest.raises(NothingNew):
        publish_period(reporting, FEBRUARY, scope="", actor="lan")
    clock.now += timedelta(days=1)
    tell(reporting, "late", components=(DIGITISED,), results=(RESULT,))
    report = reporting.report(FEBRUARY, scope="")
    change = report.changes[1]
    assert change.indicator is Code.SO_HOA_GIAY_TO_GIAI_QUYET
    assert (change.before.numerator, change.before.denominator) == (2, 5)
    assert (change.after.numerator, change.after.denominator) == (3, 6)
    assert report.late_dossiers == 1
    second = publish_period(reporting, FEBRUARY, scope="", actor="minh")
    kept = reporting.report(FEBRUARY, scope="").editions
    assert kept == [first, second]
    assert (second.number, second.late_dossiers, second.computed_by) == (2, 1, "minh")
    assert second.ledger_seq > first.ledger_seq
    assert kept[0].parts["H46.13"].keys() == kept[0].figures.keys()
    assert reporting.report(FEBRUARY, scope="").changes == ()


def test_a_period_that_goes_on_is_not_published(reporting: Reporting) -> None:
    with pytest.raises(PeriodNotOver):
        publish_period(reporting, period_of("2026-04"), scope="", actor="lan")


def revoke(reporting: Reporting, record: Record) -> None:
    with reporting.services.database.writing() as connection:
        said = {"version": 0, "reason": "cấp sai", "actor": "an", "at": NOW}
        move(connection, record.id, LifeState.REVOKED, **said)


def give_to_another(reporting: Reporting, record: Record) -> None:
    say_owners_of(reporting, record, replace(CITIZEN, number="044088007654"))


@pytest.mark.parametrize(("say", "after"), [(revoke, (1, 1)), (give_to_another, (0, 0))])
def test_a_trend_hears_what_is_said_of_older_papers(
    reporting: Reporting, say: Callable[[Reporting, Record], None], after: tuple[int, int]
) -> None:
    def not_asked_again() -> tuple[int, int]:
        (month,) = reporting.trend(period_of("2026-04"), scope="", months=1)
        figure = month.lines[Code.NOT_ASKED_AGAIN].figure
        return figure.numerator, figure.denominator

    record = filed(reporting.services.catalogue)
    kind = "giay_chung_nhan_ket_hon"
    with reporting.services.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE records SET type_code = '{kind}'")
    april = datetime(2026, 4, 2, 3, tzinfo=UTC)
    tell(reporting, "a", owner=CITIZEN, received_at=april, components=(Component(code=kind),))
    assert not_asked_again() == (0, 1)
    say(reporting, record)
    assert not_asked_again() == after


def test_a_trend_is_counted_anew_where_something_changed(reporting: Reporting) -> None:
    def digitised() -> list[tuple[int, int]]:
        months = reporting.trend(MARCH, scope="", months=3)
        lines = [month.lines[Code.SO_HOA_GIAY_TO_GIAI_QUYET] for month in months]
        return [(line.figure.numerator, line.figure.denominator) for line in lines]

    five_dossiers(reporting)
    assert digitised() == [(0, 0), (2, 5), (0, 1)]
    assert digitised() == [(0, 0), (2, 5), (0, 1)]
    tell(reporting, "c", components=(DIGITISED, BARE), results=(RESULT,))
    assert digitised() == [(0, 0), (3, 5), (0, 1)]
