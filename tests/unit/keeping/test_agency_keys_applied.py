"""Keys are made and brought to what was stored before: nothing is left open, nothing is lost, whenever it is killed."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from encryption_factories import AGENCY, OTHER, a_key
from keeping_factories import kept_at, warehouse_with_papers
from storage_factories import NOW, a_batch, a_file, a_scan_id, filed

from digitize.errors import AgencyKeyMissing, AgencyKeyThere, BadConfiguration
from digitize.fault_point import arm
from storage import keys
from storage.agency_keys import AgencyKeys
from storage.audit import audit
from storage.encryption import MAGIC
from storage.ledger import Event
from workers.disposal import dispose
from workers.encrypting.applying import Applied, apply_keys
from workers.encrypting.keyring import fingerprints_of, keys_here, make_agency_key
from workers.services import Services


@pytest.fixture
def khoa(tmp_path: Path) -> Path:
    a_key(tmp_path / "khoa")
    return tmp_path / "khoa"


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """With two papers that lie open."""
    warehouse_with_papers(tmp_path / "kho", "một", "hai")
    return tmp_path / "kho"


def applied(kho: Path, khoa: Path, **settings: object) -> Applied:
    with kept_at(kho, agency_keys=khoa, **settings) as services:
        return apply_keys(services)


def open_objects(kho: Path) -> list[str]:
    """What lies in the store for anybody to read; anchors say nothing."""
    found = [path for path in (kho / "store").rglob("*") if path.is_file()]
    return [
        path.name
        for path in found
        if path.parent.name != "anchors" and not path.read_bytes().startswith(MAGIC)
    ]


def audited(kho: Path, khoa: Path) -> tuple[str, ...]:
    with kept_at(kho, agency_keys=khoa) as services:
        return audit(services.catalogue, services.store).problems


def test_what_lay_open_is_encrypted_and_all_else_is_as_before(kho: Path, khoa: Path) -> None:
    count = len(open_objects(kho))
    first, second = (applied(kho, khoa) for _ in range(2))
    assert (first.encrypted, first.is_complete) == (count, True)
    assert (second.encrypted, second.unchanged, second.is_complete) == (0, count, True)
    assert open_objects(kho) == []
    assert audited(kho, khoa) == ()


def test_a_new_key_takes_the_place_of_the_old_one(kho: Path, khoa: Path) -> None:
    count = applied(kho, khoa).encrypted
    old = AgencyKeys(khoa).newest(AGENCY)
    assert old is not None
    a_key(khoa, is_rotation=True)
    assert applied(kho, khoa).keyed_anew == count
    without(khoa, old.id)
    assert audited(kho, khoa) == ()


def without(khoa: Path, key_id: str) -> None:
    path = khoa / f"{AGENCY}.keys"
    kept = [line for line in path.read_text().splitlines(keepends=True) if key_id not in line]
    path.unlink()
    path.touch(0o600)
    path.write_text("".join(kept))


@pytest.mark.parametrize("number", range(1, 9))
def test_a_run_that_was_killed_is_ended_by_the_next(kho: Path, khoa: Path, number: int) -> None:
    count = len(open_objects(kho))
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(kho, khoa, number))
    process.start()
    process.join()
    assert process.exitcode == -9
    assert len(open_objects(kho)) == count - number
    assert audited(kho, khoa) == ()
    assert applied(kho, khoa).encrypted == count - number


def _killed(kho: Path, khoa: Path, number: int) -> None:
    arm(f"keys.object_applied:{number}")
    applied(kho, khoa)


def test_papers_of_an_agency_without_a_key_are_counted_and_left(kho: Path, khoa: Path) -> None:
    with kept_at(kho) as services:
        other = a_batch(batch_id="batch-2", agency=OTHER)
        filed(services.catalogue, content="ba", batch=other, store=services.store)
    done = applied(kho, khoa)
    assert (done.without_key > 0, done.is_complete) == (True, False)
    assert len(open_objects(kho)) == done.without_key
    a_key(khoa, OTHER)
    assert applied(kho, khoa).is_complete
    assert open_objects(kho) == []


def test_what_is_both_agencies_is_read_with_either_key(kho: Path, khoa: Path) -> None:
    """Its readings, too, which were made when it was one agency's alone."""
    applied(kho, khoa)
    a_key(khoa, OTHER)
    with kept_at(kho, agency_keys=khoa) as services:
        services.catalogue.receive_scan(
            a_scan_id("một"),
            batch=a_batch(batch_id="batch-2", agency=OTHER),
            source="lại.pdf",
            file=a_file(),
            at=NOW,
        )
    assert applied(kho, khoa).keyed_anew > 3
    (khoa / f"{AGENCY}.keys").unlink()
    problems = audited(kho, khoa)
    mot, hai = a_scan_id("một"), a_scan_id("hai")
    assert problems
    assert all("_without_key:" in one and hai[:16] in one for one in problems)
    assert not any(mot[:16] in one for one in problems)


def test_damage_is_named_and_left(kho: Path, khoa: Path) -> None:
    applied(kho, khoa)
    a_key(khoa, is_rotation=True)
    key = keys.original(a_scan_id("một"))
    path = kho / "store" / key
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    done = applied(kho, khoa)
    assert (done.damaged, done.is_complete) == ((key,), False)
    assert audited(kho, khoa) == (f"original_changed:{key}",)


def test_what_is_disposed_of_meanwhile_stays_gone(
    kho: Path, khoa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_keeping_killed import PAST, TEN_YEARS

    with kept_at(kho, agency_keys=khoa, at=PAST) as services:
        record = next(iter(services.catalogue.records()))
        document = services.catalogue.document(record.document_id)
        ended = keys.sealed(document.id)
        replace_object = services.store.store.replace  # type: ignore[attr-defined]

        def slowly(key: str, data: object) -> None:
            """Disposed of between the look and the new name."""
            if key == ended:
                _dispose(services)
                services.store.store.put(key, b"back again")  # type: ignore[attr-defined]
            replace_object(key, data)

        def _dispose(services: Services) -> None:
            dispose(
                services.catalogue,
                services.store,
                document,
                schedule=TEN_YEARS,
                officer="Nguyễn Văn Lưu",
                reason="hết thời hạn lưu trữ",
                at=PAST,
            )

        monkeypatch.setattr(services.store.store, "replace", slowly)  # type: ignore[attr-defined]
        apply_keys(services)
        assert not services.store.exists(ended)


# -- keys


def test_a_key_that_is_made_is_in_the_ledger_without_itself(kho: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mới"
    with kept_at(kho, agency_keys=folder) as services:
        key = make_agency_key(services, AGENCY, is_rotation=False)
        with pytest.raises(AgencyKeyThere):
            make_agency_key(services, AGENCY, is_rotation=False)
        [said] = [one for one in services.catalogue.ledger() if one.event == Event.AGENCY_KEY_MADE]
    assert said.data == {"agency": AGENCY, "fingerprint": key.fingerprint, "rotation": False}
    assert fingerprints_of(folder) == {AGENCY: (key.fingerprint,)}


def test_a_house_that_encrypts_is_not_written_to_by_a_machine_without_keys(
    kho: Path, khoa: Path
) -> None:
    with kept_at(kho, agency_keys=khoa) as services:
        make_agency_key(services, OTHER, is_rotation=False)
    with kept_at(kho) as services, pytest.raises(AgencyKeyMissing):
        filed(services.catalogue, content="ba", store=services.store)
    with kept_at(kho, agency_without_key="plain") as services:
        filed(services.catalogue, content="ba", store=services.store)


def test_who_sends_papers_and_has_no_key_is_listed(kho: Path, tmp_path: Path) -> None:
    with kept_at(kho, agency_keys=tmp_path / "khoa") as services:
        a_key(tmp_path / "khoa", OTHER)
        found = keys_here(services)
    assert {agency: len(have) for agency, have in found.items()} == {
        "000.00.00.H00": 0,
        AGENCY: 0,
        OTHER: 1,
    }


def test_keys_in_the_warehouse_are_refused(kho: Path) -> None:
    with pytest.raises(BadConfiguration), kept_at(kho, agency_keys=kho / "keys" / "agencies"):
        pass


def test_without_the_setting_there_are_none(kho: Path) -> None:
    with kept_at(kho) as services:
        assert keys_here(services) == {}
        with pytest.raises(AgencyKeyMissing):
            make_agency_key(services, AGENCY, is_rotation=False)
    assert fingerprints_of(None) == {}


def test_new_papers_are_encrypted_from_the_first_byte(khoa: Path, tmp_path: Path) -> None:
    kho = tmp_path / "mới"
    with kept_at(kho, agency_keys=khoa) as services:
        given = replace(services, store=services.store.of_agencies([AGENCY]))  # type: ignore[attr-defined]
        filed(given.catalogue, content="một", store=given.store)
    assert open_objects(kho) == []
    assert audited(kho, khoa) == ()
