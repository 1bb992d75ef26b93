"""Dossiers as the API tells them: the names of the national portal's synchronisation, with what this house holds of each paper."""

from datetime import date, datetime

from pydantic import BaseModel

from digitize.model import RecordId
from digitize.one_stop import Codes, Component, Result
from workers.exchange.dossiers import DossierAnswer, HeldPaper


class ComponentShown(BaseModel):
    MaThanhPhanHoSo: str
    TenThanhPhanHoSo: str
    BatBuoc: int
    TrangThaiSoHoa: int
    """0 not digitised, 1 digitised, 2 and 3 reused: what this house holds counts, whatever was said."""
    DuocTaiSuDung: int
    DuocLayTuKhoDMQG: int
    MaKetQua: str
    """Code of the digitised paper; empty where none is held here."""
    HashTepTin: str
    """SHA-256 of its sealed PDF."""
    record: str | None


class ResultShown(BaseModel):
    MaGiayToKetQua: str
    TenGiayTo: str
    MaThanhPhanHoSo: str
    DuongDanTepTinKetQua: str
    """Where to pull the sealed PDF, below this server, where it is held here; else as the system said."""
    NgayHetHieuLuc: date | None
    MaKetQua: str
    dossier_result_code: str
    """The dossier's code and `-KQn` (NĐ 45/2020, Điều 14), once the paper is held here."""
    HashTepTin: str
    record: str | None


class DossierShown(BaseModel):
    MaHoSo: str
    DonViXuLy: str
    MaTTHC: str
    TrangThaiHoSo: str
    HinhThuc: str
    NgayTiepNhan: datetime | None
    NgayHenTra: datetime | None
    NgayKetThucXuLy: datetime | None
    NgayTra: datetime | None
    HoSoCoThanhPhanSoHoa: int
    is_complete: bool
    """Every mandatory component is digitised."""
    ThanhPhanHoSo: list[ComponentShown]
    DanhSachGiayToKetQua: list[ResultShown]
    version: int
    said_at: datetime
    changed_at: datetime


class DossierPage(BaseModel):
    items: list[DossierShown]
    cursor: str | None


def dossier_shown(answer: DossierAnswer, codes: Codes) -> DossierShown:
    """Of the owner it repeats nothing: who asks said it, or has no need of it."""
    one = answer.known.dossier
    return DossierShown(
        MaHoSo=one.code,
        DonViXuLy=one.agency,
        MaTTHC=one.procedure_code,
        TrangThaiHoSo=next(
            (code for code, word in codes.statuses.items() if word is one.status), ""
        ),
        HinhThuc=next((code for code, word in codes.ways.items() if word is one.way), ""),
        NgayTiepNhan=one.received_at,
        NgayHenTra=one.due_at,
        NgayKetThucXuLy=one.decided_at,
        NgayTra=one.returned_at,
        HoSoCoThanhPhanSoHoa=int(one.has_digitised_component),
        is_complete=one.is_complete,
        ThanhPhanHoSo=[
            _component(found, _held(answer, found.record_id)) for found in one.components
        ],
        DanhSachGiayToKetQua=[
            _result(one.code, found, _held(answer, found.record_id)) for found in one.results
        ],
        version=answer.known.version,
        said_at=answer.known.said_at,
        changed_at=answer.known.changed_at,
    )


def _component(one: Component, held: HeldPaper | None) -> ComponentShown:
    return ComponentShown(
        MaThanhPhanHoSo=one.code,
        TenThanhPhanHoSo=one.name,
        BatBuoc=int(one.is_mandatory),
        TrangThaiSoHoa=int(one.state),
        DuocTaiSuDung=max([int(one.reuse), *(int(file.reuse) for file in one.files)]),
        DuocLayTuKhoDMQG=int(one.came_from_store),
        MaKetQua=held.result_code if held else "",
        HashTepTin=held.sha256 if held else "",
        record=one.record_id,
    )


def _result(dossier_code: str, one: Result, held: HeldPaper | None) -> ResultShown:
    own = f"/api/v1/dossiers/{dossier_code}/results/{one.code}/sealed"
    return ResultShown(
        MaGiayToKetQua=one.code,
        TenGiayTo=one.name,
        MaThanhPhanHoSo=one.component_code,
        DuongDanTepTinKetQua=own if held else one.link,
        NgayHetHieuLuc=one.valid_until,
        MaKetQua=held.result_code if held else "",
        dossier_result_code=held.dossier_result_code if held else "",
        HashTepTin=held.sha256 if held else "",
        record=one.record_id,
    )


def _held(answer: DossierAnswer, record_id: RecordId | None) -> HeldPaper | None:
    return None if record_id is None else answer.held.get(record_id)
