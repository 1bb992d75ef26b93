"""What the routes of proving work with, and the file that somebody brings: bounded, on the disk for as long as it is looked at."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from digitize.errors import RequestInvalid, TooManyAttempts, TooManyBytes
from digitize.limits import MAX_PROOF_BYTES
from digitize.proof.findings import FileFinding
from web.accounts.gate import Gate
from web.accounts.rates import RateOptions, Rates
from web.pages.rendering import Pages
from workers.pool import ChildPool
from workers.proving.files import Brought, found_out
from workers.proving.papers import Proofs
from workers.services import Services

_CODES = RateOptions(at_once=30, per_second=0.5)
_FILES = RateOptions(at_once=5, per_second=0.05)
"""A comparison takes some seconds of a processor; who has a stack of copies signs in or uses the command line."""
_FILES_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvingDesk:
    services: Services
    gate: Gate
    pages: Pages
    looking: ChildPool
    proofs: Proofs
    code_rates: Rates = field(default_factory=lambda: Rates(_CODES))
    file_rates: Rates = field(default_factory=lambda: Rates(_FILES))
    turns: threading.Semaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_FILES_AT_ONCE)
    )

    def take_code(self, request: Request) -> None:
        """Raises `TooManyAttempts`."""
        self.code_rates.take(_address(request))

    def take_file(self, request: Request) -> None:
        """Raises `TooManyAttempts`; `RequestInvalid`, `TooManyBytes` before anything of the body is read."""
        said = request.headers.get("content-length", "")
        if "transfer-encoding" in request.headers or not said.isdecimal():
            raise RequestInvalid("content-length")
        if int(said) > MAX_PROOF_BYTES:
            raise TooManyBytes(f"over {MAX_PROOF_BYTES} bytes")
        self.file_rates.take(_address(request))

    def found_out(self, brought: Brought) -> FileFinding:
        """Raises what `workers.proving.files.found_out` does, and `TooManyAttempts` where all who may are at it."""
        if not self.turns.acquire(blocking=False):
            raise TooManyAttempts
        try:
            return found_out(self.services, self.looking, self.proofs, brought)
        finally:
            self.turns.release()


@contextmanager
def kept_while_looking(data: bytes) -> Iterator[Path]:
    """The file on the disk, gone with the block."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        yield path


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
