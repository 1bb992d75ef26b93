"""Errors to exit codes: the one table (DESIGN.md section 6; OCRmyPDF's numbers where the meaning is the same)."""

from collections.abc import Iterable
from enum import IntEnum

from digitize import errors


class ExitCode(IntEnum):
    OK = 0
    BAD_ARGUMENTS = 1
    BAD_INPUT = 2
    MISSING_DEPENDENCY = 3
    INVALID_OUTPUT = 4
    FILE_ACCESS = 5
    CHILD_FAILED = 7
    ENCRYPTED = 8
    BAD_CONFIGURATION = 9
    PDFA_FAILED = 10
    OTHER = 15
    NEEDS_CHECK = 20
    SIGNATURE_INVALID = 21
    STORE_UNAVAILABLE = 22
    LEDGER_MISMATCH = 23
    INTERRUPTED = 130


_BY_ERROR: tuple[tuple[type[errors.DigitizeError], ExitCode], ...] = (
    # The first class that fits decides, so a special case stands before its kind.
    (errors.EncryptedFile, ExitCode.ENCRYPTED),
    (errors.BadInput, ExitCode.BAD_INPUT),
    (errors.TooFewExamples, ExitCode.BAD_INPUT),
    (errors.SourceUnreadable, ExitCode.FILE_ACCESS),
    (errors.CannotWriteOutput, ExitCode.FILE_ACCESS),
    (errors.CannotListen, ExitCode.FILE_ACCESS),
    (errors.StationTaken, ExitCode.BAD_ARGUMENTS),
    (errors.CannotArchive, ExitCode.INVALID_OUTPUT),
    (errors.BadCorrection, ExitCode.BAD_ARGUMENTS),
    (errors.BadSheet, ExitCode.BAD_ARGUMENTS),
    (errors.BadPeriod, ExitCode.BAD_ARGUMENTS),
    (errors.PeriodNotOver, ExitCode.BAD_ARGUMENTS),
    (errors.NothingNew, ExitCode.BAD_ARGUMENTS),
    (errors.TotalsDoNotAdd, ExitCode.BAD_INPUT),
    (errors.RequestInvalid, ExitCode.BAD_INPUT),
    (errors.AgencyKeyMissing, ExitCode.BAD_CONFIGURATION),
    (errors.StoreUnavailable, ExitCode.STORE_UNAVAILABLE),
    (errors.VirusScannerUnavailable, ExitCode.STORE_UNAVAILABLE),
    (errors.WarehouseBusy, ExitCode.STORE_UNAVAILABLE),
    (errors.StationBusy, ExitCode.STORE_UNAVAILABLE),
    (errors.BrokerUnavailable, ExitCode.STORE_UNAVAILABLE),
    (errors.WorkSetAside, ExitCode.CHILD_FAILED),
    (errors.WorkerDied, ExitCode.CHILD_FAILED),
    (errors.ServerUnreachable, ExitCode.STORE_UNAVAILABLE),
    (errors.StoreCorrupt, ExitCode.STORE_UNAVAILABLE),
    (errors.NotInStore, ExitCode.STORE_UNAVAILABLE),
    (errors.BackupDamaged, ExitCode.LEDGER_MISMATCH),
    (errors.BackupFailed, ExitCode.FILE_ACCESS),
    (errors.OfficerNotNamed, ExitCode.BAD_ARGUMENTS),
    (errors.ReasonMissing, ExitCode.BAD_ARGUMENTS),
    (errors.Disposed, ExitCode.BAD_ARGUMENTS),
    (errors.NoChecklist, ExitCode.BAD_ARGUMENTS),
    (errors.NoSuchType, ExitCode.BAD_ARGUMENTS),
    (errors.PurposeNeeded, ExitCode.BAD_ARGUMENTS),
    (errors.PurposeUnclear, ExitCode.BAD_ARGUMENTS),
    (errors.NotFound, ExitCode.BAD_ARGUMENTS),
    (errors.IllegalMove, ExitCode.BAD_ARGUMENTS),
    (errors.LostRace, ExitCode.OTHER),
    (errors.LedgerMismatch, ExitCode.LEDGER_MISMATCH),
    (errors.ChildFailed, ExitCode.CHILD_FAILED),
    (errors.ChildDisturbed, ExitCode.CHILD_FAILED),
    (errors.Interrupted, ExitCode.INTERRUPTED),
    (errors.MissingDependency, ExitCode.MISSING_DEPENDENCY),
    (errors.EngineFailed, ExitCode.MISSING_DEPENDENCY),
    (errors.BadConfiguration, ExitCode.BAD_CONFIGURATION),
    (errors.ArchiveProfileFailed, ExitCode.PDFA_FAILED),
    (errors.InvalidOutput, ExitCode.INVALID_OUTPUT),
)

_WORST_FIRST = (
    ExitCode.INTERRUPTED,
    ExitCode.LEDGER_MISMATCH,
    ExitCode.STORE_UNAVAILABLE,
    ExitCode.MISSING_DEPENDENCY,
    ExitCode.BAD_CONFIGURATION,
    ExitCode.OTHER,
    ExitCode.PDFA_FAILED,
    ExitCode.INVALID_OUTPUT,
    ExitCode.CHILD_FAILED,
    ExitCode.FILE_ACCESS,
    ExitCode.BAD_INPUT,
    ExitCode.ENCRYPTED,
    ExitCode.SIGNATURE_INVALID,
    ExitCode.BAD_ARGUMENTS,
    ExitCode.NEEDS_CHECK,
    ExitCode.OK,
)


def exit_code(error: errors.DigitizeError) -> ExitCode:
    """What the process ends with because of this error."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), ExitCode.OTHER)


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """One code for many files: what the person must deal with first."""
    return min(codes, key=_WORST_FIRST.index, default=ExitCode.OK)
