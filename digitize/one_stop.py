"""A dossier as the e-one-stop system tells it: what was asked, of which papers, and what came of it. Values alone.

The words are those of the national portal's synchronisation (domain.md 5.6), each named at its field; what its codes mean
is data (`config/one_stop.toml`), since agencies' systems differ. What a system says of a component and what this house
holds of it are kept apart: a later saying never takes away a paper that was filed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum

from digitize.model import RecordId
from digitize.rows import Owner, OwnerKind

COUNTER = "counter"
"""The source of a dossier that no system told of: papers were pushed for it here."""

_VIETNAM_TIME = timezone(timedelta(hours=7))


class Way(StrEnum):
    """How a dossier came (HinhThuc)."""

    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


class DossierStatus(StrEnum):
    """TrangThaiHoSo."""

    REGISTERED = "registered"
    RECEIVED = "received"
    REFUSED = "refused"
    IN_WORK = "in_work"
    SUPPLEMENT_ASKED = "supplement_asked"
    PAYMENT_ASKED = "payment_asked"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"  # the result was handed over


class Digitisation(IntEnum):
    """TrangThaiSoHoa of a component."""

    NOT_DIGITISED = 0
    DIGITISED = 1
    FROM_COMPONENT = 2  # reused from another component
    FROM_RESULT = 3  # reused from the result of another dossier


class Reuse(IntEnum):
    """DuocTaiSuDung; the portal's own numbers, of which all but 0 count as reused."""

    NO = 0
    YES = 1
    OTHERWISE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFile:
    """A file that a system names (TaiLieuNop, GiayToDinhKem); its bytes may never have come here."""

    id: str
    """TepDinhKemId or IdGiayTo."""
    name: str = ""
    link: str = ""
    """DuongDanTaiTepTin."""
    sha256: str = ""
    """HashTepTin, where it is one."""
    result_code: str = ""
    """MaKetQua (of digitising) or MaKetQuaThayThe: what stands for it."""
    is_digitised: bool = False
    """DuocSoHoa."""
    reuse: Reuse = Reuse.NO
    is_from_store: bool = False
    """DuocLayTuKhoDMQG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that the dossier asks for (ThanhPhanHoSo), with what came for it."""

    code: str
    """MaThanhPhanHoSo."""
    name: str = ""
    is_mandatory: bool = True
    copies: int = 1
    """SoLuong."""
    copy_kind: str = ""
    """LoaiBan, as given: original, certified copy, copy."""
    digitisation: Digitisation = Digitisation.NOT_DIGITISED
    """As said."""
    reuse: Reuse = Reuse.NO
    is_from_store: bool = False
    """DuocLayTuKhoDMQG: taken from the owner's store at the national portal."""
    files: tuple[DossierFile, ...] = ()
    record_id: RecordId | None = None
    """What is held here of it; known by this house, never said by others."""
    filed_at: datetime | None = None

    @property
    def is_digitised(self) -> bool:
        """By what is held here, else by what was said."""
        return (
            self.record_id is not None
            or self.digitisation is not Digitisation.NOT_DIGITISED
            or any(file.is_digitised for file in self.files)
        )

    @property
    def is_reused(self) -> bool:
        by_state = self.digitisation in {Digitisation.FROM_COMPONENT, Digitisation.FROM_RESULT}
        return by_state or bool(self.reuse) or any(file.reuse for file in self.files)

    @property
    def came_from_store(self) -> bool:
        return self.is_from_store or any(file.is_from_store for file in self.files)

    @property
    def state(self) -> Digitisation:
        """TrangThaiSoHoa to tell: digitised here counts, whatever was said before."""
        if self.digitisation is Digitisation.NOT_DIGITISED and self.is_digitised:
            return Digitisation.DIGITISED
        return self.digitisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A paper that ends the dossier (GiayToKetQua)."""

    code: str
    """MaGiayToKetQua."""
    name: str = ""
    """TenGiayTo."""
    component_code: str = ""
    """MaThanhPhanHoSo, where the system numbers results like components."""
    paper_id: str = ""
    """GiayToId."""
    link: str = ""
    """DuongDanTepTinKetQua: where the electronic result is, in the system that made it."""
    valid_until: date | None = None
    is_signed: bool = False
    """As said; what is held here is sealed."""
    record_id: RecordId | None = None
    """What is held here of it."""
    filed_at: datetime | None = None

    @property
    def is_electronic(self) -> bool:
        return bool(self.link) or self.record_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    code: str
    """MaHoSo."""
    agency: str
    """DonViXuLy: whose dossier it is and who alone sees it."""
    source: str
    """The account of the system that told of it last; `COUNTER` where none did."""
    procedure_code: str = ""
    """MaTTHC."""
    procedure_title: str = ""
    owner: Owner | None = None
    """LoaiDoiTuong, DinhDanhCHS, ChuHoSo."""
    counter: str = ""
    """NoiNopHoSo: where it was handed in."""
    way: Way = Way.DIRECT
    status: DossierStatus = DossierStatus.RECEIVED
    received_at: datetime | None = None
    """NgayTiepNhan; a dossier without it is in no period."""
    due_at: datetime | None = None
    """NgayHenTra."""
    decided_at: datetime | None = None
    """NgayKetThucXuLy."""
    returned_at: datetime | None = None
    """NgayTra."""
    says_digitised: bool = False
    """HoSoCoThanhPhanSoHoa, as said."""
    is_account_verified: bool = False
    """TaiKhoanDuocXacThucVoiVNeID."""
    is_paid_online: bool = False
    """DuocThanhToanTrucTuyen."""
    databases: tuple[str, ...] = ()
    """DSKetNoiCSDL: codes of the databases that were asked for it."""
    components: tuple[Component, ...] = ()
    results: tuple[Result, ...] = ()

    @property
    def received_day(self) -> date | None:
        """The day in Vietnam, by which periods count."""
        return None if self.received_at is None else day_in_vietnam(self.received_at)

    @property
    def has_digitised_component(self) -> bool:
        return self.says_digitised or any(one.is_digitised for one in self.components)

    @property
    def is_complete(self) -> bool:
        """Every mandatory component is digitised, and there is at least one."""
        mandatory = [one for one in self.components if one.is_mandatory]
        return bool(mandatory) and all(one.is_digitised for one in mandatory)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDossier:
    """A dossier as it is known now, and since when."""

    dossier: Dossier
    version: int
    """1 at the first saying; a change of anything raises it."""
    said_at: datetime
    """The first saying."""
    changed_at: datetime
    """The last one that changed anything: later than `said_at`, it is a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What a system's numbers (HinhThuc, TrangThaiHoSo, LoaiDoiTuong) mean: code into word."""

    ways: Mapping[str, Way]
    statuses: Mapping[str, DossierStatus]
    owner_kinds: Mapping[str, OwnerKind]


def day_in_vietnam(at: datetime) -> date:
    return at.astimezone(_VIETNAM_TIME).date()
