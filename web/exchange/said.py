"""What a system says of a dossier, by the names of the national portal's synchronisation (domain.md 5.6); others are refused.

Systems write flags as 0 and 1 or as "0" and "1", and moments as `yyyyMMddHHmmss` of Vietnam or as RFC 3339: both are read.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from digitize import limits
from web.api.values import NO_CONTROLS, Day
from web.wording import clean_text

_VIETNAM_TIME = timezone(timedelta(hours=7))
_COMPACT = re.compile(r"\d{14}|\d{8}", re.ASCII)
_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII
)


def moment(value: object) -> object:
    """A moment in UTC; a day alone is its beginning. Raises `ValueError`."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and _COMPACT.fullmatch(value):
            read = datetime.strptime(value.ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - its zone follows
            return read.replace(tzinfo=_VIETNAM_TIME).astimezone(UTC)
        if isinstance(value, str) and _RFC_3339.fullmatch(value):
            return datetime.fromisoformat(value).astimezone(UTC)
    except OverflowError as fault:  # the first or last day of all, which is none in UTC
        raise ValueError("not a moment") from fault
    raise ValueError("not a moment")


def _number(value: object) -> object:
    """`"1"` is 1, and `1.0` is; true is no number here."""
    if isinstance(value, bool):
        raise ValueError("not a number")
    if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value, re.ASCII):
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


_MOMENT = {
    "anyOf": [{"type": "string", "maxLength": 40}, {"type": "null"}],
    "description": "yyyyMMddHHmmss in Vietnam, or RFC 3339",
}
Moment = Annotated[
    datetime | None, BeforeValidator(moment), Field(default=None, json_schema_extra=_MOMENT)
]
_NUMBER = {"type": ["integer", "string"], "pattern": r"^\d{1,4}$"}


Flag = Annotated[
    int, BeforeValidator(_number), Field(ge=0, le=1, json_schema_extra={**_NUMBER, "maximum": 1})
]
Reuse = Annotated[
    int, BeforeValidator(_number), Field(ge=0, le=2, json_schema_extra={**_NUMBER, "maximum": 2})
]
State = Annotated[
    int, BeforeValidator(_number), Field(ge=0, le=3, json_schema_extra={**_NUMBER, "maximum": 3})
]
Count = Annotated[
    int, BeforeValidator(_number), Field(ge=0, le=1000, json_schema_extra={**_NUMBER})
]
_PLAIN = {"pattern": NO_CONTROLS}


def _told(value: object) -> object:
    """Ids are numbers in some systems and text in others."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_CODE = r"^[A-Za-z0-9][A-Za-z0-9._/ -]*$"
_NO_CODE = r"^([A-Za-z0-9][A-Za-z0-9._/ -]*)?$"
DossierCode = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Code = Annotated[str, Field(max_length=64, pattern=_CODE)]
ResultCode = Annotated[str, Field(max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
OwnCode = Annotated[
    str,
    BeforeValidator(_told),
    Field(json_schema_extra={"type": ["integer", "string"], "pattern": r"^\d{1,4}$"}),
    Field(max_length=4, pattern=r"^\d{1,4}$"),
]
"""A number of a code list, however JSON wrote it."""
Words = Annotated[
    str,
    Field(max_length=limits.MAX_NAME_CHARS, json_schema_extra=_PLAIN),
    AfterValidator(clean_text),
]
Id = Annotated[
    str,
    BeforeValidator(_told),
    Field(max_length=128, json_schema_extra=_PLAIN),
    AfterValidator(clean_text),
]
Link = Annotated[str, Field(max_length=2000, pattern=r"^(https?://[\x21-\x7e]+)?$")]
Sha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
MOST_OF_A_DOSSIER = 500
"""Components, files or results; the largest dossiers have some dozens."""


class _Said(BaseModel):
    # Not strict: numbers come as text from older systems, and each is checked by itself.
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileSaid(_Said):
    """A file that was handed in."""

    TepDinhKemId: Annotated[Id, Field(min_length=1)]
    TenTepDinhKem: Words = ""
    IsDeleted: bool = False
    MaThanhPhanHoSo: Code
    DuongDanTaiTepTin: Link = ""
    DuocSoHoa: Flag = 0
    DuocTaiSuDung: Reuse = 0
    DuocLayTuKhoDMQG: Flag = 0
    MaKetQuaThayThe: Id = ""


class ResultSaid(_Said):
    """A paper that ends the dossier."""

    TenGiayTo: Words = ""
    MaThanhPhanHoSo: Annotated[str, Field(max_length=64, pattern=_NO_CODE)] = ""
    GiayToId: Id = ""
    DuongDanTepTinKetQua: Link = ""
    MaGiayToKetQua: ResultCode
    NgayHetHieuLuc: Day | None = None
    DuocKySo: Flag = 0


class AttachedSaid(_Said):
    IdGiayTo: Annotated[Id, Field(min_length=1)]
    MaKetQua: Id = ""
    TenGiayTo: Words = ""
    HashTepTin: Sha256 = ""


class ComponentSaid(_Said):
    """A paper that the dossier asks for."""

    MaThanhPhanHoSo: Code
    TenThanhPhanHoSo: Words = ""
    SoLuong: Count = 1
    LoaiBan: Id = ""
    TrangThaiSoHoa: State = 0
    BatBuoc: Flag | None = None
    GiayToDinhKem: Annotated[list[AttachedSaid], Field(max_length=MOST_OF_A_DOSSIER)] = []


class DossierSaid(_Said):
    """A dossier; said again, all of it is said again."""

    MaHoSo: Annotated[DossierCode, Field(min_length=1)]
    MaTTHC: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9. -]*$")] = ""
    TenTTHC: Words = ""
    ChuHoSo: Words = ""
    LoaiDoiTuong: OwnCode = "1"
    DinhDanhCHS: Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] = ""
    NgayTiepNhan: Moment
    NgayHenTra: Moment
    NgayKetThucXuLy: Moment
    NgayTra: Moment
    TrangThaiHoSo: OwnCode = "2"
    HinhThuc: OwnCode = "0"
    DonViXuLy: Annotated[str, Field(max_length=35, pattern=r"^[A-Z0-9.]*$")] = ""
    NoiNopHoSo: Words = ""
    HoSoCoThanhPhanSoHoa: Flag = 0
    TaiKhoanDuocXacThucVoiVNeID: Flag = 0
    DuocThanhToanTrucTuyen: Flag = 0
    DSKetNoiCSDL: Annotated[list[Code], Field(max_length=50)] = []
    ThanhPhanHoSo: Annotated[list[ComponentSaid], Field(max_length=MOST_OF_A_DOSSIER)] = []
    TaiLieuNop: Annotated[list[FileSaid], Field(max_length=MOST_OF_A_DOSSIER)] = []
    DanhSachGiayToKetQua: Annotated[list[ResultSaid], Field(max_length=MOST_OF_A_DOSSIER)] = []
