"""A dossier as it was said into the domain's, by the codes of the agency's system; what nobody said stays absent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from digitize.access import Viewer
from digitize.dossier.checklist import Checklist
from digitize.errors import NotAllowed, RequestInvalid
from digitize.one_stop import Codes, Component, Digitisation, Dossier, DossierFile, Result, Reuse
from digitize.rows import Owner
from web.exchange.said import ComponentSaid, DossierSaid, FileSaid, ResultSaid

_T = TypeVar("_T")


def dossier_of(
    said: DossierSaid, *, codes: Codes, checklist: Checklist | None, viewer: Viewer
) -> Dossier:
    """Raises `RequestInvalid` for codes that mean nothing or are said twice, `NotAllowed` for another agency's dossier."""
    if said.DonViXuLy and said.DonViXuLy != viewer.agency:
        raise NotAllowed("DonViXuLy")
    return Dossier(
        code=said.MaHoSo,
        agency=viewer.agency,
        source=viewer.account,
        procedure_code=said.MaTTHC.replace(" ", ""),
        procedure_title=said.TenTTHC,
        owner=_owner(said, codes),
        counter=said.NoiNopHoSo,
        way=_meant(codes.ways, said.HinhThuc, "HinhThuc"),
        status=_meant(codes.statuses, said.TrangThaiHoSo, "TrangThaiHoSo"),
        received_at=said.NgayTiepNhan,
        due_at=said.NgayHenTra,
        decided_at=said.NgayKetThucXuLy,
        returned_at=said.NgayTra,
        says_digitised=bool(said.HoSoCoThanhPhanSoHoa),
        is_account_verified=bool(said.TaiKhoanDuocXacThucVoiVNeID),
        is_paid_online=bool(said.DuocThanhToanTrucTuyen),
        databases=tuple(said.DSKetNoiCSDL),
        components=_components(said, checklist),
        results=_results(said.DanhSachGiayToKetQua),
    )


def _owner(said: DossierSaid, codes: Codes) -> Owner | None:
    kind = _meant(codes.owner_kinds, said.LoaiDoiTuong, "LoaiDoiTuong")
    if not said.DinhDanhCHS and not said.ChuHoSo:
        return None
    return Owner(kind=kind, number=said.DinhDanhCHS, name=said.ChuHoSo)


def _components(said: DossierSaid, checklist: Checklist | None) -> tuple[Component, ...]:
    """Those that are named as such, then those that only a file names."""
    files: dict[str, list[DossierFile]] = defaultdict(list)
    for file in said.TaiLieuNop:
        if not file.IsDeleted:
            files[file.MaThanhPhanHoSo].append(_file(file))
    named = [
        _component(one, files.pop(one.MaThanhPhanHoSo, []), checklist) for one in said.ThanhPhanHoSo
    ]
    _refuse_twice([one.code for one in named], "ThanhPhanHoSo")
    others = [
        Component(
            code=code, is_mandatory=_is_needed(code, checklist, otherwise=False), files=tuple(of_it)
        )
        for code, of_it in files.items()
    ]
    return (*named, *others)


def _component(
    said: ComponentSaid, files: Sequence[DossierFile], checklist: Checklist | None
) -> Component:
    attached = [
        DossierFile(
            id=one.IdGiayTo, name=one.TenGiayTo, sha256=one.HashTepTin, result_code=one.MaKetQua
        )
        for one in said.GiayToDinhKem
    ]
    needed = _is_needed(said.MaThanhPhanHoSo, checklist, otherwise=True)
    return Component(
        code=said.MaThanhPhanHoSo,
        name=said.TenThanhPhanHoSo,
        is_mandatory=needed if said.BatBuoc is None else bool(said.BatBuoc),
        copies=said.SoLuong,
        copy_kind=said.LoaiBan,
        digitisation=Digitisation(said.TrangThaiSoHoa),
        files=(*files, *attached),
    )


def _file(said: FileSaid) -> DossierFile:
    return DossierFile(
        id=said.TepDinhKemId,
        name=said.TenTepDinhKem,
        link=said.DuongDanTaiTepTin,
        result_code=said.MaKetQuaThayThe,
        is_digitised=bool(said.DuocSoHoa),
        reuse=Reuse(said.DuocTaiSuDung),
        is_from_store=bool(said.DuocLayTuKhoDMQG),
    )


def _results(said: Sequence[ResultSaid]) -> tuple[Result, ...]:
    _refuse_twice([one.MaGiayToKetQua for one in said], "DanhSachGiayToKetQua")
    return tuple(
        Result(
            code=one.MaGiayToKetQua,
            name=one.TenGiayTo,
            component_code=one.MaThanhPhanHoSo,
            paper_id=one.GiayToId,
            link=one.DuongDanTepTinKetQua,
            valid_until=one.NgayHetHieuLuc,
            is_signed=bool(one.DuocKySo),
        )
        for one in said
    )


def _is_needed(code: str, checklist: Checklist | None, *, otherwise: bool) -> bool:
    item = checklist.item(code) if checklist is not None else None
    return otherwise if item is None else item.is_needed


def _meant(words: Mapping[str, _T], code: str, name: str) -> _T:
    try:
        return words[code]
    except KeyError:
        raise RequestInvalid(f"{name}: no such code") from None


def _refuse_twice(codes: Sequence[str], name: str) -> None:
    if len(set(codes)) != len(codes):
        raise RequestInvalid(f"{name}: a code twice")
