"""Dossiers by the API: pushed by the names of the national portal, asked for, results pulled; others' are not there."""

import os
import weakref
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path, PosixPath
from typing import Any

import httpx
import pytest
from filed_papers import a_filed_paper
from storage_factories import a_batch, filed
from web_factories import AGENCY, Client, app_of, open_warehouse

from digitize.access import Role, Viewer
from digitize.one_stop import Result
from digitize.rows import ExpectedFile, Record
from storage.dossier_rows import find_dossier, keep_held
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.services import Services

OPERATOR = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))
SAID = {
    "MaTTHC": "1.001193",
    "ChuHoSo": "Nguyễn Thị Hòa",
    "LoaiDoiTuong": 1,
    "DinhDanhCHS": "044203001234",
    "NgayTiepNhan": "20260302083000",
    "NgayHenTra": "2026-03-05T17:00:00+07:00",
    "TrangThaiHoSo": "4",
    "HinhThuc": "1",
    "DonViXuLy": AGENCY,
    "NoiNopHoSo": "Trung tâm PVHCC",
    "HoSoCoThanhPhanSoHoa": 0,
    "TaiKhoanDuocXacThucVoiVNeID": "1",
    "DSKetNoiCSDL": ["CSDLDC"],
    "ThanhPhanHoSo": [
        {"MaThanhPhanHoSo": "to_khai", "TenThanhPhanHoSo": "Tờ khai", "SoLuong": 1},
        {"MaThanhPhanHoSo": "giay_chung_sinh", "LoaiBan": 1},
    ],
    "TaiLieuNop": [
        {"TepDinhKemId": 7, "MaThanhPhanHoSo": "to_khai", "DuocSoHoa": 1, "DuocTaiSuDung": 2},
        {"TepDinhKemId": 8, "MaThanhPhanHoSo": "can_cuoc", "DuocLayTuKhoDMQG": "1"},
    ],
    "DanhSachGiayToKetQua": [{"TenGiayTo": "Giấy khai sinh", "MaGiayToKetQua": "KQ1"}],
}


class System:
    """An e-one-stop system with its key."""

    def __init__(self, services: Services, *, agency: str = AGENCY) -> None:
        account = f"mot-cua-{agency[-2:].lower()}-{agency[7:9]}"
        new = NewAccount(id=account, name="Một cửa", roles=frozenset({Role.SYSTEM}), agency=agency)
        keeping = KeepingAccounts(services.database, clock=services.clock)
        self._client = Client(app_of(services), keeping.make(new, by=OPERATOR))
        self._asked = 0
        self.code = ""

    def push(self, **changed: Any) -> httpx.Response:
        self._asked += 1
        key = {"Idempotency-Key": f"k{self._asked}"}
        said = {"MaHoSo": self.code, **SAID, **changed}
        return self._client.request("POST", "/api/v1/dossiers", headers=key, json=said)

    def get(self, what: str = "", **params: Any) -> httpx.Response:
        return self._client.request("GET", f"/api/v1/dossiers{what}", params=params)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with open_warehouse(tmp_path_factory.mktemp("exchange") / "kho") as opened:
        yield opened


@pytest.fixture(scope="module")
def one_system(services: Services) -> System:
    return System(services)


@pytest.fixture
def system(one_system: System) -> System:
    """With a dossier's code of its own for each test."""
    one_system.code = f"H07.16-260302-{next(_numbers):04}"
    return one_system


_numbers = count(1)


def test_a_dossier_is_told_back_as_it_was_pushed(system: System) -> None:
    told = system.push().json()
    assert told == system.get(f"/{system.code}").json()
    assert told["NgayTiepNhan"] == "2026-03-02T01:30:00Z"
    assert (told["TrangThaiHoSo"], told["HinhThuc"]) == ("4", "1")
    states = {one["MaThanhPhanHoSo"]: one["TrangThaiSoHoa"] for one in told["ThanhPhanHoSo"]}
    assert states == {"to_khai": 1, "giay_chung_sinh": 0, "can_cuoc": 0}
    assert [one["BatBuoc"] for one in told["ThanhPhanHoSo"]] == [1, 1, 0]
    assert told["ThanhPhanHoSo"][0]["DuocTaiSuDung"] == 2


def test_an_answer_repeats_nothing_of_the_owner(system: System) -> None:
    text = system.push().text + system.get(f"/{system.code}").text
    assert "Hòa" not in text
    assert "044203001234" not in text


def test_a_correction_raises_the_version(system: System) -> None:
    assert system.push().json()["version"] == 1
    assert system.push().json()["version"] == 1
    told = system.push(TrangThaiHoSo="10", NgayTra="20260304").json()
    assert (told["version"], told["TrangThaiHoSo"]) == (2, "10")
    assert told["NgayTra"] == "2026-03-03T17:00:00Z"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"MaHoSoo": "x"}, 422),
        ({"TrangThaiHoSo": "77"}, 400),
        ({"HoSoCoThanhPhanSoHoa": 2}, 422),
        ({"HoSoCoThanhPhanSoHoa": True}, 422),
        ({"NgayTiepNhan": "02/03/2026"}, 422),
        ({"NgayTiepNhan": "20261345000000"}, 422),
        ({"MaHoSo": "../etc"}, 422),
        ({"ThanhPhanHoSo": [{"MaThanhPhanHoSo": "a"}, {"MaThanhPhanHoSo": "a"}]}, 400),
        ({"DonViXuLy": "H46"}, 403),
        ({"TaiLieuNop": [{"TepDinhKemId": "1", "MaThanhPhanHoSo": "a", "La": 1}]}, 422),
    ],
    ids=[
        "unknown field",
        "unknown code",
        "flag of 2",
        "flag of true",
        "other day",
        "no such day",
        "code with a path",
        "component twice",
        "other agency",
        "unknown field within",
    ],
)
def test_what_cannot_be_is_refused(system: System, changed: Any, status: int) -> None:
    answer = system.push(**changed)
    assert answer.status_code == status, answer.text
    assert "Hòa" not in answer.text
    assert system.get(f"/{system.code}").status_code == 404


def a_held_result(services: Services, system: System) -> Record:
    system.push()
    paper = a_filed_paper(services)
    with services.database.writing() as connection:
        known = find_dossier(connection, AGENCY, system.code)
        assert known is not None
        held = Result(code="KQ1", record_id=paper.id, filed_at=paper.filed_at)
        keep_held(
            connection,
            replace(known.dossier, components=(), results=(held,)),
            at=services.clock(),
        )
    return paper


class _CopyOfABucket(PosixPath):
    """Gone with the last who has its path, like a copy that has to make room."""


def test_a_copy_of_a_bucket_stays_until_its_last_byte_is_sent(
    services: Services, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_held_result(services, system)
    kept = services.store.local_path

    def copied(key: str) -> Path:
        copy = _CopyOfABucket(tmp_path / "copy")
        copy.write_bytes(kept(key).read_bytes())
        weakref.finalize(copy, os.unlink, str(copy))
        return copy

    monkeypatch.setattr(services.store, "local_path", copied)
    pulled = system.get(f"/{system.code}/results/KQ1/sealed", purpose="tra_ket_qua")
    assert (pulled.status_code, pulled.content[:6]) == (200, b"sealed")


def test_a_result_that_is_held_has_the_dossiers_code_once_it_is_told(
    services: Services, system: System
) -> None:
    a_held_result(services, system)
    for title in ("Khai sinh", "Đăng ký khai sinh"):
        (result,) = system.push(TenTTHC=title).json()["DanhSachGiayToKetQua"]
        assert result["dossier_result_code"] == f"{system.code}-KQ1"


def test_a_result_is_pulled_with_its_hash_and_stands_in_the_ledger(
    services: Services, system: System
) -> None:
    paper = a_held_result(services, system)
    (result,) = system.get(f"/{system.code}").json()["DanhSachGiayToKetQua"]
    assert result["HashTepTin"] == paper.pdf.sha256
    where = f"/{system.code}/results/KQ1/sealed"
    assert system.get(where).status_code == 422
    pulled = system.get(where, purpose="tra_ket_qua")
    assert pulled.status_code == 200
    assert pulled.headers["ETag"] == f'"{paper.pdf.sha256}"'
    entries = [(entry.event, dict(entry.data)) for entry in services.catalogue.ledger()]
    assert ("record.read", {"purpose": "get.sealed"}) in entries
    said = next(data for event, data in entries if event == "dossier.result_pulled")
    assert (said["record"], said["purpose"]) == (paper.id, "tra_ket_qua")


def test_a_result_that_is_not_held_is_not_there(system: System) -> None:
    system.push()
    assert (
        system.get(f"/{system.code}/results/KQ1/sealed", purpose="tra_ket_qua").status_code == 404
    )


def test_another_agencys_dossier_is_as_none(services: Services, system: System) -> None:
    system.push()
    other = System(services, agency="000.00.17.H07")
    other.code = system.code
    assert other.get(f"/{system.code}").status_code == 404
    assert other.get().json()["items"] == []
    assert other.push(DonViXuLy="").json()["version"] == 1  # of its own


def test_papers_that_were_filed_count_at_once(services: Services, system: System) -> None:
    system.push()
    file = ExpectedFile(name="quét/a.pdf", component="giay_chung_sinh")
    batch = replace(a_batch(agency=AGENCY), dossier_code=system.code, expected=(file,))
    record = filed(services.catalogue, content="a", batch=batch)
    told = system.get(f"/{system.code}").json()
    of_it = {one["MaThanhPhanHoSo"]: one for one in told["ThanhPhanHoSo"]}["giay_chung_sinh"]
    assert (of_it["TrangThaiSoHoa"], of_it["record"]) == (1, record.id)
    assert told["is_complete"]


def test_a_list_goes_on_and_is_narrowed(system: System) -> None:
    family = "1.004859"
    for number in range(3):
        system.push(MaHoSo=f"H07.16-260303-000{number}", MaTTHC=family)
    first = system.get(limit=2, procedure_code=family).json()
    assert len(first["items"]) == 2
    rest = system.get(limit=2, procedure_code=family, cursor=first["cursor"]).json()
    assert (len(rest["items"]), rest["cursor"]) == (1, None)
    assert system.get(status="done").json()["items"] == []
    found = system.get(received_from="2026-03-02", procedure_code=family).json()["items"]
    assert len(found) == 3
    assert system.get(nothing="1").status_code == 400
