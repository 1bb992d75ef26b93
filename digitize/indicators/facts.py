"""What is known of dossiers, filed papers and procedures, reduced to what indicators count; nobody's name or number is in it.

The words in brackets are the fields by which one-stop-shop systems tell it (domain.md 5.6).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """How a dossier was handed in."""

    DIRECT = "direct"  # trực tiếp, tại quầy
    POST = "post"  # qua bưu chính công ích
    ONLINE = "online"  # trực tuyến


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFacts:
    """One paper that a dossier asks for (thành phần hồ sơ)."""

    is_mandatory: bool = True
    has_file: bool = False
    is_digitised: bool = False
    """DuocSoHoa = 1."""
    is_reused: bool = False
    """DuocTaiSuDung, or TrangThaiSoHoa 2 or 3."""
    is_from_store: bool = False
    """DuocLayTuKhoDMQG = 1."""
    was_held: bool = False
    """The warehouse already had a valid one of its owner when it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """One result of a dossier (giấy tờ kết quả)."""

    has_file: bool = False
    """A file or a link of the electronic result."""
    is_valid: bool = True
    """Still in force."""
    is_held_signed: bool = False
    """The warehouse has its signed copy."""
    is_synced: bool = False
    """The national warehouse has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    code: str
    received_on: date
    agency: str
    commune: str = ""
    procedure: str = ""
    counter: str = ""
    officer: str = ""
    channel: Channel = Channel.DIRECT
    gives_result: bool = True
    """Its procedure has a result on paper, of which an electronic one is owed."""
    says_digitised: bool = False
    """HoSoCoThanhPhanSoHoa = 1, of a system that may tell no components."""
    is_citizen_verified: bool = False
    """TaiKhoanDuocXacThucVoiVNeID = 1, or a code of a register (DSKetNoiCSDL)."""
    is_of_citizen: bool = True
    asked_databases: bool = False
    """A national database was asked for it (DSKetNoiCSDL), so its procedure is connected."""
    has_certified_copy: bool = False
    """One of its papers is an electronic certified copy."""
    owner_had_papers: bool = False
    """The owner's warehouse had something in it before the dossier came."""
    components: tuple[ComponentFacts, ...] = ()
    results: tuple[ResultFacts, ...] = ()
    due_on: date | None = None
    finished_on: date | None = None
    looked_at_on: date
    """Until when what is not finished is not late."""

    @property
    def day(self) -> date:
        """By which it is in a period."""
        return self.received_on

    @property
    def alike(self) -> tuple[object, ...]:
        """All that an indicator may look at: dossiers of which this is the same count the same."""
        return (
            self.components,
            self.results,
            self.channel,
            self.gives_result,
            self.says_digitised,
            self.is_citizen_verified,
            self.owner_had_papers,
            self.is_late,
            self.has_ended_or_is_late,
        )

    @property
    def is_late(self) -> bool:
        """By whole days: a system that hung in the last hour makes nobody late (domain.md 6.2, P4)."""
        return self.due_on is not None and (self.finished_on or self.looked_at_on) > self.due_on

    @property
    def has_ended_or_is_late(self) -> bool:
        """It can be said whether it was in time."""
        return self.due_on is not None and (self.finished_on is not None or self.is_late)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """One filed paper."""

    key: str
    """Id of the record."""
    filed_on: date
    agency: str
    commune: str = ""
    procedure: str = ""
    counter: str = ""
    officer: str = ""
    has_valid_signature: bool = False
    fields_extracted: int = 0
    """How many values the machine found."""
    fields_unchanged: int = 0
    """How many of them nobody had to change."""
    characters_sampled: int = 0
    """Of values that a person compared with the paper."""
    characters_right: int = 0
    seconds_to_filing: int | None = None
    """From the scan's receipt to the record."""

    @property
    def day(self) -> date:
        """By which it is in a period."""
        return self.filed_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFacts:
    """One procedure, as its dossiers of the period show it."""

    code: str
    is_for_citizens: bool = False
    is_connected: bool = False
    has_certified_copies: bool = False

    def with_dossier(self, dossier: DossierFacts) -> "ProcedureFacts":
        return self | ProcedureFacts(
            code=self.code,
            is_for_citizens=dossier.is_of_citizen,
            is_connected=dossier.asked_databases,
            has_certified_copies=dossier.has_certified_copy,
        )

    def __or__(self, other: "ProcedureFacts") -> "ProcedureFacts":
        """What either shows."""
        return ProcedureFacts(
            code=self.code,
            is_for_citizens=self.is_for_citizens or other.is_for_citizens,
            is_connected=self.is_connected or other.is_connected,
            has_certified_copies=self.has_certified_copies or other.has_certified_copies,
        )
