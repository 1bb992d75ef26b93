"""Machines of one house seal with the same keys, or not at all."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from keeping_factories import kept_at
from storage_factories import NOW

from digitize.errors import ForeignKeys, KeysMissing, OfficerNotNamed, ReasonMissing
from digitize.pdf.authority import open_authority
from storage.audit import audit
from workers.commands import doctor
from workers.commands import keys as keys_command
from workers.commands import run as run_command
from workers.commands.exit_codes import ExitCode
from workers.services import Services
from workers.watched import watched

REASON = {"officer": "Nguyễn Văn Lưu", "reason": "cơ quan được cấp khóa mới"}


@pytest.fixture(scope="module")
def two_authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made once: new keys cost a second."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ours", "others"):
        open_authority(folder / name, at=NOW)
    return folder / "ours", folder / "others"


@pytest.fixture
def house(tmp_path: Path, two_authorities: tuple[Path, Path]) -> Iterator[Services]:
    """A machine with keys, on the catalogue of its house."""
    give(tmp_path / "kho", two_authorities[0])
    with kept_at(tmp_path / "kho") as services:
        yield services


def give(warehouse: Path, authority: Path) -> None:
    shutil.rmtree(warehouse / "keys", ignore_errors=True)
    shutil.copytree(authority, warehouse / "keys" / "authority")


def told(services: Services) -> list[dict[str, object]]:
    return [dict(e.data) for e in services.catalogue.ledger() if e.event == "keys.known"]


def test_the_keys_of_the_first_use_are_the_houses_and_told_once(house: Services) -> None:
    house.house_keys.require()
    assert house.sealing.authority
    house.house_keys.require()
    (entry,) = told(house)
    assert entry["fingerprints"] == house.house_keys.own()
    assert set(house.house_keys.own()) == {"root.crt", "signer.crt"}


def test_other_keys_are_refused_by_name_and_seal_nothing(
    house: Services, two_authorities: tuple[Path, Path]
) -> None:
    house.house_keys.require()
    give(house.settings.warehouse, two_authorities[1])
    with pytest.raises(ForeignKeys, match=r"root\.crt, signer\.crt"):
        house.house_keys.require()
    with pytest.raises(ForeignKeys):
        _ = house.sealing.authority


def test_a_machine_without_keys_makes_no_authority_of_its_own(house: Services) -> None:
    house.house_keys.require()
    shutil.rmtree(house.settings.warehouse / "keys")
    with pytest.raises(KeysMissing):
        _ = house.sealing.authority
    assert not (house.settings.warehouse / "keys").exists()


def test_of_two_machines_that_begin_at_once_the_second_is_refused(
    house: Services, two_authorities: tuple[Path, Path], tmp_path: Path
) -> None:
    """Both find nothing known; what counts is who told the catalogue first."""
    house.house_keys.known.first({"root.crt": "1" * 64}, at=NOW)
    with pytest.raises(ForeignKeys):
        house.house_keys.require()
    assert len(told(house)) == 1


def test_server_worker_and_run_do_not_start_with_other_keys(
    house: Services, two_authorities: tuple[Path, Path], tmp_path: Path
) -> None:
    house.house_keys.require()
    give(house.settings.warehouse, two_authorities[1])
    with pytest.raises(ForeignKeys), watched(house.settings):
        pass
    with pytest.raises(ForeignKeys):
        run_command.run(house.settings, [tmp_path], as_json=True)


def test_the_doctor_says_it(house: Services, two_authorities: tuple[Path, Path]) -> None:
    house.house_keys.require()
    assert doctor._keys(house.settings).is_ok
    give(house.settings.warehouse, two_authorities[1])
    finding = doctor._keys(house.settings)
    assert not finding.is_ok
    assert ForeignKeys().message in finding.detail


def test_an_officer_accepts_new_keys_and_the_ledger_keeps_the_old(
    house: Services, two_authorities: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    house.house_keys.require()
    give(house.settings.warehouse, two_authorities[1])
    assert keys_command.keys(house.settings, as_json=True) == ExitCode.BAD_CONFIGURATION
    assert keys_command.accept(house.settings, **REASON, as_json=True) == ExitCode.OK
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["ok"] for line in shown] == [False, True]
    house.house_keys.require()
    assert [entry["fingerprints"] for entry in told(house)] == [line["known"] for line in shown]
    assert audit(house.catalogue, house.store).ok


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"officer": "system"}, OfficerNotNamed), ({"reason": " "}, ReasonMissing)],
)
def test_nobody_changes_keys_without_name_and_reason(
    house: Services, changes: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        keys_command.accept(house.settings, **{**REASON, **changes}, as_json=True)


def test_a_server_catalogue_knows_keys_too(
    tmp_path: Path, two_authorities: tuple[Path, Path], postgres_url: str
) -> None:
    for name, authority in zip(("một", "hai"), two_authorities, strict=True):
        give(tmp_path / name, authority)
    with kept_at(tmp_path / "một", database=postgres_url) as first:
        first.house_keys.require()
    with kept_at(tmp_path / "hai", database=postgres_url) as second, pytest.raises(ForeignKeys):
        second.house_keys.require()
