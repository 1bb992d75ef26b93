"""Filed papers of a dossier, followed from the ledger into its components and results."""

from dataclasses import replace

from service_factories import memory_services
from storage_factories import NOW, a_batch, a_scan_id, filed

from digitize.access import Role, Viewer
from digitize.one_stop import COUNTER, Component, Dossier, Result
from digitize.rows import Batch, ExpectedFile
from storage import ledger
from storage.dossier_rows import Dossiers
from storage.followers import WINDOW
from workers.exchange.dossiers import dossier, tell
from workers.exchange.papers import follow_filed
from workers.services import Services

CODE = "H46.12-260302-0001"
SAID = Dossier(
    code=CODE,
    agency="H46.1",
    source="mot-cua",
    received_at=NOW,
    components=(Component(code="to_khai"), Component(code="giay_chung_sinh")),
    results=(Result(code=f"{CODE}-KQ1"),),
)


def _batch(content: str, component: str) -> Batch:
    file = ExpectedFile(name=f"quét/{content}.pdf", component=component)
    batch = replace(a_batch(batch_id=f"b-{content}"), dossier_code=CODE, expected=(file,))
    return replace(batch, procedure_code="1.001193")


def _known(services: Services) -> Dossier:
    found = Dossiers(services.database).find("H46.1", CODE)
    assert found is not None
    return found.dossier


def test_a_filed_component_is_digitised() -> None:
    services = memory_services()
    Dossiers(services.database).tell(SAID, at=NOW, actor="mot-cua")
    record = filed(services.catalogue, content="a", batch=_batch("a", "giay_chung_sinh"))
    assert not _known(services).has_digitised_component
    follow_filed(services)
    held = {one.code: one.record_id for one in _known(services).components}
    assert held == {"to_khai": None, "giay_chung_sinh": record.id}


def test_a_dossier_is_complete_with_its_last_mandatory_paper() -> None:
    services = memory_services()
    Dossiers(services.database).tell(SAID, at=NOW, actor="mot-cua")
    for content, component in (("a", "giay_chung_sinh"), ("b", "to_khai")):
        filed(services.catalogue, content=content, batch=_batch(content, component))
    follow_filed(services)
    # A decision is no declaration: what it was said to be is not believed, so the dossier waits on.
    assert not _known(services).is_complete


def test_a_filed_result_is_a_result() -> None:
    services = memory_services()
    Dossiers(services.database).tell(SAID, at=NOW, actor="mot-cua")
    record = filed(services.catalogue, content="kq", batch=_batch("kq", f"{CODE}-KQ1"))
    follow_filed(services)
    assert [one.record_id for one in _known(services).results] == [record.id]
    assert len(_known(services).components) == 2


def test_a_filed_result_gets_the_dossiers_code_and_a_component_none() -> None:
    services = memory_services()
    Dossiers(services.database).tell(SAID, at=NOW, actor="mot-cua")
    result = filed(services.catalogue, content="kq", batch=_batch("kq", f"{CODE}-KQ1"))
    other = filed(services.catalogue, content="a", batch=_batch("a", "giay_chung_sinh"))
    follow_filed(services)
    viewer = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.1")
    again = tell(services, replace(SAID, procedure_title="Khai sinh"), viewer=viewer)
    assert again.held[result.id].dossier_result_code == f"{CODE}-KQ1"
    assert again.held[other.id].dossier_result_code == ""


def test_a_dossier_that_nobody_told_of_is_the_counters() -> None:
    services = memory_services()
    filed(services.catalogue, content="a", batch=_batch("a", "giay_chung_sinh"))
    follow_filed(services)
    own = _known(services)
    assert (own.source, own.received_at, own.procedure_title) == (COUNTER, NOW, "Đăng ký khai sinh")
    assert {one.code for one in own.components if one.is_digitised} == {"giay_chung_sinh"}
    assert own.components[0].is_mandatory


def test_what_was_followed_is_not_looked_at_again() -> None:
    services = memory_services()
    filed(services.catalogue, content="a", batch=_batch("a", "giay_chung_sinh"))
    assert follow_filed(services) > 0
    first = Dossiers(services.database).find("H46.1", CODE)
    follow_filed(services)
    assert follow_filed(services) == 0
    assert Dossiers(services.database).find("H46.1", CODE) == first


def test_who_asks_for_a_dossier_waits_for_one_stretch_of_the_ledger() -> None:
    """A warehouse of an older program has a ledger of years that nobody followed yet."""
    services = memory_services()
    Dossiers(services.database).tell(SAID, at=NOW, actor="mot-cua")
    with services.database.writing() as connection:
        for number in range(2 * WINDOW):
            ledger.append(connection, "record.read", f"r-{number}", data={}, at=NOW)
    record = filed(services.catalogue, content="a", batch=_batch("a", "giay_chung_sinh"))
    viewer = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.1")

    def held() -> set[str | None]:
        known = dossier(services, CODE, viewer=viewer).known
        return {one.record_id for one in known.dossier.components}

    assert [record.id in held() for _ in range(3)] == [False, False, True]


def test_a_batch_without_a_dossier_makes_none() -> None:
    services = memory_services()
    filed(services.catalogue, content="a")
    follow_filed(services)
    assert Dossiers(services.database).find("H46.1", "") is None
    assert a_scan_id("a") in {scan.id for scan in services.catalogue.scans()}
