"""All settings, and the only reader of the environment: `DIGITIZE_*` for each field below, `TESSDATA_PREFIX` as Tesseract knows it,
`AWS_*` as every S3 tool does.

A setting that does not exist is an error, so that a typing slip never passes for a choice.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from digitize.errors import BadConfiguration
from digitize.reuse.grants import GrantLimits
from digitize.warehouse.result_codes import DEFAULT as DEFAULT_RESULT_CODE
from digitize.warehouse.result_codes import CodeTemplate

PREFIX = "DIGITIZE_"
AWS_PREFIX = "AWS_"


class EngineChoice(StrEnum):
    RESIDENT = "resident"  # layout and network in the worker process: the model is loaded once
    ISOLATED = "isolated"  # pytesseract: a Tesseract process for every page
    STUB = "stub"  # reads no letter: for load tests alone, every paper goes to a person


class AfterSending(StrEnum):
    MOVE = "move"  # kept, in the folder for what was sent
    DELETE = "delete"  # removed: the server holds it


class AfterCustody(StrEnum):
    MOVE = "move"  # into the hot folder's `_da_nhan`
    LEAVE = "leave"  # where they are; for folders that others keep


class SealingChoice(StrEnum):
    AUTOMATIC = "automatic"  # at once, with the agency's key
    BY_SIGNER = "by_signer"  # checked papers wait until a signer seals them


class ArchiveProfile(StrEnum):
    FAITHFUL = "faithful"  # the scan's own image streams, byte for byte
    COMPACT = (
        "compact"  # colour pages in layers, at most a third as large; the original stays beside it
    )


class WithoutKey(StrEnum):
    REFUSE = "refuse"  # nothing is stored, their giver keeps them: a forgotten key is noticed at the first paper
    PLAIN = "plain"  # they are stored as they are


class LogTo(StrEnum):
    WAREHOUSE = "warehouse"  # `digitize.log` in the warehouse
    STDERR = "stderr"  # for containers, whose log is what they write


class Settings(BaseSettings):
    """Each field is an environment variable of the same name behind `DIGITIZE_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    warehouse: Path = Path("kho")
    """Folder of the embedded warehouse: store, catalogue, keys."""
    database: SecretStr = SecretStr("")
    """The catalogue on PostgreSQL, `postgresql://user:password@host:port/name`; without it SQLite in the warehouse."""
    jobs: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    """Child processes at work at the same time."""
    language: str = Field(default="vie", pattern=r"^[a-z_]+(\+[a-z_]+)*$")
    """Tesseract language or languages, `vie` or `vie+eng`; the resident engine reads with the first."""
    engine: EngineChoice = EngineChoice.RESIDENT
    """How text is read."""
    stub_page_ms: int = Field(default=0, ge=0, le=60_000)
    """How long the stub engine sleeps over a page, so that a load test can have a page cost what it wants."""
    archive_profile: ArchiveProfile = ArchiveProfile.FAITHFUL
    """What the sealed PDF shows of a page: the scan's own picture, or a small one for portals that limit attachments."""
    tessdata: Path | None = None
    """Folder of Tesseract's language data; without it `TESSDATA_PREFIX`, else where Debian puts it."""
    types: Path | None = None
    """A TOML file with further document types of the agency, in the format of config/doctypes.toml."""
    procedures: Path | None = None
    """A TOML file with the agency's own checklists, in the format of config/procedures.toml."""
    one_stop: Path | None = None
    """A TOML file with what the numbers of the agency's e-one-stop system mean, in the format of config/one_stop.toml."""
    webhook_networks: str = Field(default="", max_length=1000)
    """Private networks that webhooks may be delivered into, as CIDR separated by commas; empty: none."""
    webhook_plain_http: bool = False
    """Whether webhooks may be delivered without TLS."""
    agency_code: str = Field(default="000.00.00.H00", pattern=r"^[A-Z0-9.]{1,35}$")
    """Code of the agency that digitises (QĐ 20/2020/QĐ-TTg)."""
    agency_name: str = Field(default="Cơ quan thử nghiệm", min_length=2, max_length=200)
    """Its name as the seal shows it."""
    form_of_copy: str = Field(default="SAO Y", max_length=60)
    """First line of the agency's block (NĐ 30/2020 PL I, ô số 14)."""
    seal_remark: str = Field(default="", max_length=80)
    """A last line of the agency's block, empty for none."""
    timestamp_url: str | None = Field(default=None, pattern=r"^https?://")
    """RFC 3161 authority; without it seals carry the machine's time alone."""
    clamd: str | None = Field(default=None, pattern=r"^(/.+|[^/\s]+:\d{1,5})$")
    """A ClamAV daemon that is asked about every file before custody: path of its socket, or `host:port`."""
    broker: SecretStr = SecretStr("")
    """Broker of a cluster, `amqp://user:password@host:port/vhost` or `redis://host:port/number`; empty: work is done here."""
    work_attempts: int = Field(default=5, ge=1, le=100)
    """A scan or document that was begun so often without an end is set aside for an operator."""
    work_lease_seconds: float = Field(default=60.0, ge=1, le=3600)
    """So long nobody else takes up what a worker holds; it renews this while it lives."""
    work_sweep_seconds: float = Field(default=15.0, gt=0, le=3600)
    """How often the catalogue is asked for work that the broker lost."""
    work_patience_seconds: float = Field(default=120.0, ge=0, le=86400)
    """Work that was sent so long ago, and that nobody took up since, is sent again."""
    work_drain_seconds: float = Field(default=180.0, ge=0, le=3600)
    """How long workers that are asked to stop may take to finish what they hold."""
    officer: str = Field(default="system", max_length=100)
    """Who works at this command line: the actor in the ledger."""
    sealing: SealingChoice = SealingChoice.AUTOMATIC
    """Who seals what a person checked: the machine at once, or a signer."""
    weighty_fields: str = Field(default="", pattern=r"^([a-z_0-9]+(,[a-z_0-9]+)*)?$")
    """Fields, separated by commas, that a second person enters without seeing the first one's before a document is approved."""
    grant_days: int = Field(default=180, ge=1, le=3650)
    """The longest that an owner may permit the use of a paper."""
    grant_days_by_law: int = Field(default=30, ge=1, le=3650)
    """How long an officer may use a paper for a dossier that the law gives a reason for."""
    papers_per_minute: int = Field(default=30, ge=1, le=10_000)
    """How many papers one person may preview or take out of the warehouse within a minute."""
    papers_per_day: int = Field(default=300, ge=1, le=1_000_000)
    """And within a day: several times what a counter's dossiers need, and far from a warehouse."""
    serve_host: str = Field(default="127.0.0.1", min_length=1, max_length=253)
    """Address the server listens at; beyond this machine it belongs behind a proxy that speaks TLS."""
    serve_port: int = Field(default=8780, ge=0, le=65535)
    """Port the server listens at; 0 takes a free one and says which."""
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+)?$")
    """Where people open the web desk, such as `https://sohoa.tinh.gov.vn`; empty: as each request names it."""
    oidc_issuer: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Who vouches for people by OpenID Connect, as the provider calls itself; empty: local accounts alone."""
    oidc_client_id: str = Field(default="", max_length=200)
    """Under which name the provider knows this desk."""
    oidc_client_secret: SecretStr = SecretStr("")
    """And the secret that proves it."""
    oidc_name_claim: str = Field(default="preferred_username", min_length=1, max_length=100)
    """The claim of the provider that names the account here, the first time somebody comes."""
    hot_folder: Path | None = None
    """A folder on the server whose files `digitize serve` takes into custody as they come."""
    hot_folder_after: AfterCustody = AfterCustody.MOVE
    """What becomes of its files once they are in custody."""
    station_server: str = Field(default="", pattern=r"^(https?://[^\s/]+(/\S*)?)?$")
    """The server a station pushes to, such as `https://sohoa.tinh.gov.vn`."""
    station_key: SecretStr = SecretStr("")
    """The key by which the server knows the station; never printed."""
    station_ca: Path | None = None
    """A PEM file with the authority of the server's certificate, where the system does not know it."""
    station_folder: Path | None = None
    """The folder that the scanner writes to."""
    station_spool: Path = Path("tram")
    """The station's own folder for what is under way; on a local disk."""
    station_sent: Path | None = None
    """Where files go that the server holds; without it `_da_gui` in the watched folder."""
    station_after_sending: AfterSending = AfterSending.MOVE
    """What becomes of a file once the server's receipt carries its SHA-256."""
    station_quiet_seconds: float = Field(default=20.0, ge=0, le=3600)
    """Files that follow each other within this time are one batch."""
    station_stable_seconds: float = Field(default=2.0, ge=0, le=600)
    """A file is looked at when its size and time have stood still for this long."""
    station_poll_seconds: float = Field(default=1.0, gt=0, le=60)
    """How often the folder is listed; listing works on every network share, notices do not."""
    station_free_mb: int = Field(default=1024, ge=0)
    """Free space that the spool leaves on its disk; nothing more is taken in below it."""
    station_history_days: int = Field(default=7, ge=0, le=3650)
    """How long what was sent stays in the list."""
    station_dossier_pattern: str = (
        r"(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}-\d{6}|[A-Y]\d{2}(\.\d{1,3}){0,3}-(20)?\d{6})-\d{4,}"
    )
    """What a dossier code looks like; a sub-folder whose first word is one gives its batch that code."""
    station_procedure_code: str = Field(default="", max_length=100)
    """Procedure code of every batch, for a counter that serves one procedure."""
    station_page_port: int = Field(default=8790, ge=0, le=65535)
    """Port of the station's own page on this machine; 0 for none."""
    bucket: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")
    """Bucket of an S3 service that keeps the bytes, the service named by `AWS_*`; empty: a folder in the warehouse."""
    server_side_encryption: str = Field(default="none", pattern=r"^(none|sse-s3|sse-kms:\S+)$")
    """What the S3 service is asked to encrypt with: `none`, `sse-s3` or `sse-kms:KEY`."""
    retention_days: int = Field(default=0, ge=0, le=36_500)
    """How long the S3 service itself refuses to remove an original, where it has object lock; 0 for no such lock."""
    local_copies_mb: int = Field(default=10_240, ge=64)
    """Space in the warehouse folder for copies of what lies in the bucket; the least recently used go."""
    agency_keys: Path | None = None
    """Folder with the encryption keys of agencies, outside the warehouse; papers are encrypted before they are stored. Empty: not here."""
    agency_without_key: WithoutKey = WithoutKey.REFUSE
    """What becomes of papers of an agency that has no key there."""
    log_to: LogTo = LogTo.WAREHOUSE
    """Where the log goes, one JSON object a line."""
    metrics_host: str = Field(default="127.0.0.1", min_length=1, max_length=253)
    """Address at which worker processes show their metrics."""
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """First port of worker processes' metrics, each takes the next free one; 0 for none. The server has them at `/metrics`."""
    otlp_endpoint: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Address that takes traces by OTLP over HTTP, such as `http://127.0.0.1:4318`; empty for none. Needs the extra `[trace]`."""
    fixity_days: int = Field(default=90, ge=0, le=3650)
    """Every stored object is read anew and compared within so many days, in the background; 0 for never."""
    retention: Path | None = None
    """A TOML file with the agency's own times of retention, in the format of config/retention.toml."""
    indicators: Path | None = None
    """A TOML file with a province's own thresholds, targets, agencies and communes, in the format of config/indicators.toml."""
    archive: Path | None = None
    """A TOML file with what an archivist says of the agency's fonds and files, for `digitize archive export` (config/archive.py)."""
    validity: Path | None = None
    """A TOML file with the agency's own periods of validity, in the format of config/validity.toml."""
    sensitive: Path | None = None
    """A TOML file with the agency's own list of sensitive types and fields, in the format of config/sensitive.toml."""
    purpose_minutes: int = Field(default=30, ge=1, le=480)
    """So long a sensitive paper stays open to the person who said what for."""
    disposal_by_two: bool = False
    """Papers past their time go by a list that one person proposes and another approves, and by no command of one alone."""
    demand_days: int = Field(default=20, ge=1, le=365)
    """Within so many days a person's demand about their data is to be answered (NĐ 356/2025/NĐ-CP; not held against its text)."""
    purposes_days: int = Field(default=1095, ge=30, le=36_500)
    """So long the words are kept that say what sensitive papers were opened for; the ledger keeps the codes."""
    closed_accounts_days: int = Field(default=365, ge=1, le=36_500)
    """After so long a closed account loses its name and number; its id stays, for the ledger names it."""
    owners: Path | None = None
    """A TOML file with the agency's own rules of whose papers are, in the format of config/owners.toml."""
    result_code: str = Field(default=DEFAULT_RESULT_CODE, min_length=1, max_length=120)
    """Template of the code of a digitised result (TT 01/2023/TT-VPCP Đ10): parts `{owner}`, `{type}`, `{agency}`, `{sequence}`."""
    result_component: str = Field(default="ket_qua", pattern=r"^[A-Za-z0-9._-]{1,64}$")
    """The component by which counters and cover sheets call the result of a dossier; such papers get a code `-KQ`."""
    backup_passphrase: SecretStr = SecretStr("")
    """Opens and closes the box of private keys in a backup; only `backup --with-keys` and `restore` ask for it."""
    fault_point: str = ""
    """For tests: `NAME:COUNT`, the step at which the process ends as by a power cut."""

    @property
    def s3_access(self) -> "S3Access":
        """Which S3 service, by the variables that every S3 tool knows. Raises `BadConfiguration` naming what is missing."""
        return _s3_access()

    @field_validator("database")
    @classmethod
    def _is_postgresql(cls, value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("not a postgresql:// address")  # the address has a password
        return value

    @field_validator("result_code")
    @classmethod
    def _is_template(cls, value: str) -> str:
        CodeTemplate(value)
        return value

    @property
    def grant_limits(self) -> GrantLimits:
        return GrantLimits(
            owner=timedelta(days=self.grant_days), law=timedelta(days=self.grant_days_by_law)
        )

    @property
    def weighty_keys(self) -> tuple[str, ...]:
        """Keys of the fields that two people enter."""
        return tuple(filter(None, self.weighty_fields.split(",")))

    @property
    def learned_types_file(self) -> Path:
        """Where `digitize train` keeps what checked papers teach about types."""
        return self.warehouse / "models" / "types.npz"

    @property
    def tessdata_folder(self) -> Path:
        """Where the language data is, by setting, by Tesseract's own variable, or as Debian has it."""
        if self.tessdata is not None:
            return self.tessdata
        return Path(os.environ.get("TESSDATA_PREFIX") or "/usr/share/tesseract-ocr/5/tessdata")


class S3Access(BaseSettings):
    """An S3 service and the keys to it: `AWS_*`, as every S3 tool knows them."""

    model_config = SettingsConfigDict(env_prefix=AWS_PREFIX, frozen=True, extra="ignore")

    access_key_id: str = Field(min_length=1)
    secret_access_key: SecretStr = Field(min_length=1)
    session_token: SecretStr | None = None
    region: str = "us-east-1"
    endpoint_url_s3: str = Field(pattern=r"^https?://[^\s/]+/?$")
    """`https://host[:port]`; over plain http every request still carries the SHA-256 of its body."""
    ca_bundle: Path | None = None
    """PEM file with the authority of its certificate, where public ones do not know it."""


def load_settings(overrides: Mapping[str, object] | None = None) -> Settings:
    """Settings from the environment; `overrides` (what the command line said) win where not None.

    Raises `BadConfiguration` naming the setting at fault.
    """
    _refuse_unknown(os.environ)
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise BadConfiguration(_faults(error, PREFIX)) from error


def fault_point() -> str:
    """The setting of that name alone, for the entry point: it is armed before anything is loaded."""
    return os.environ.get(PREFIX + "FAULT_POINT", "")


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise BadConfiguration(f"no such setting: {', '.join(unknown)}")


def _s3_access() -> S3Access:
    try:
        return S3Access()  # type: ignore[call-arg]  # from the environment
    except ValidationError as error:
        raise BadConfiguration(_faults(error, AWS_PREFIX)) from error


def _faults(error: ValidationError, prefix: str) -> str:
    return "; ".join(f"{_name(fault['loc'], prefix)}: {fault['msg']}" for fault in error.errors())


def _name(location: tuple[int | str, ...], prefix: str) -> str:
    return prefix + ".".join(str(part) for part in location).upper()
