"""A frozen PDF into a sealed one: PAdES signatures appended behind its bytes, which stay as they are.

Two signatures have their field and place: the scanning officer's first, the agency's last. Each is an incremental
update, so the second leaves the first valid. With a time-stamping authority the signature is PAdES B-T, otherwise B-B.
"""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from digitize.errors import DamagedFile, SealFailed
from digitize.model import PageReading, SealRole
from digitize.pdf.identity import KeySigner, SigningIdentity
from digitize.pdf.proof_mark import Area, Drawn, lay_out_mark
from digitize.pdf.seal_appearance import (
    Rectangle,
    SealFace,
    SealStyle,
    field_area,
    page_rectangle,
    seen_area,
)
from digitize.pdf.seal_block import Block, SealOptions, SealPage, block_text, lay_out_block
from digitize.ports import Sealer
from digitize.proof.codes import ProofMark

FIELD_NAMES = {SealRole.OFFICER: "ChuKyNguoiSoHoa", SealRole.AGENCY: "ChuKyCoQuan"}
REASONS = {
    SealRole.OFFICER: "Ký bản số hóa (Điều 8 Thông tư 01/2023/TT-VPCP)",
    SealRole.AGENCY: "Chuyển đổi từ văn bản giấy (khoản 1 Điều 12 Luật Giao dịch điện tử 20/2023/QH15)",
}
TIMESTAMP_SECONDS = 10.0  # an authority that takes longer is down; the job is tried again


class PadesSealer:
    """Seals with one identity; keep it, for its key and font are loaded once. Implements the `Sealer` port."""

    def __init__(
        self,
        identity: SigningIdentity,
        *,
        font: Path,
        options: SealOptions | None = None,
        timestamp_url: str | None = None,
    ) -> None:
        """`font` is a file of `prepare_seal_font`, `timestamp_url` an RFC 3161 service over HTTP."""
        self._signer = KeySigner(identity)
        self._face = SealFace(font)
        self._options = options or SealOptions()
        self._timestamps = (
            HTTPTimeStamper(timestamp_url, timeout=TIMESTAMP_SECONDS) if timestamp_url else None
        )

    def seal(
        self,
        pdf: bytes,
        *,
        role: SealRole,
        name: str,
        at: datetime,
        first_page: PageReading | None = None,
        mark: ProofMark | None = None,
    ) -> bytes:
        """The PDF with one signature more. Raises `DamagedFile`, `SealFailed` (also where the role has signed)."""
        writer, page = _open(pdf)
        seen = SealPage.of(first_page, width=page.seen_width, height=page.seen_height)
        text = block_text(role, name=name, at=at, options=self._options)
        block = self._block(role, text, seen)
        drawn = self._mark(mark, seen, block=block, fields=page.fields) if mark else None
        signer = _PdfSigner(
            self._metadata(role),
            self._signer,
            timestamper=self._timestamps,
            stamp_style=SealStyle(
                border_width=0,
                block=block,
                mark=drawn,
                face=self._face,
                rotate_degrees=page.rotate_degrees,
            ),
            new_field_spec=SigFieldSpec(
                FIELD_NAMES[role], box=page.rectangle(field_area(block, drawn))
            ),
        )
        signer.at = at
        return _sign(signer, writer)

    def _metadata(self, role: SealRole) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD_NAMES[role],
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=REASONS[role],
            location="VN",
        )

    def _block(self, role: SealRole, lines: Sequence[str], page: SealPage) -> Block:
        return lay_out_block(
            [self._face.writable(line) for line in lines],
            place=self._options.place(role),
            options=self._options,
            page=page,
            measure=self._face.measure,
        )

    def _mark(
        self, mark: ProofMark, page: SealPage, *, block: Block, fields: Sequence[Area]
    ) -> Drawn:
        """Clear of what is printed and of all seals, this one's own included."""
        printed = [
            Area(left=left, top=top, width=right - left, height=bottom - top)
            for left, top, right, bottom in page.printed
        ]
        return lay_out_mark(
            mark,
            width=page.width,
            height=page.height,
            taken=[*printed, field_area(block, None), *fields],
            measure=self._face.measure,
            writable=self._face.writable,
        )


class _PdfSigner(PdfSigner):
    """pyHanko's signer, told the time instead of asking the clock."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002  # pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _sign(signer: PdfSigner, writer: IncrementalPdfFileWriter) -> bytes:
    try:
        out = signer.sign_pdf(writer)
    except (SigningError, PdfError, ValueError) as error:
        raise SealFailed(f"sign: {error}") from error
    except (TimestampRequestError, aiohttp.ClientError, OSError) as error:
        raise SealFailed(f"timestamp: {error}") from error
    return bytes(out.getbuffer())


@dataclass(frozen=True, slots=True)
class _FirstPage:
    width: float
    height: float
    rotate_degrees: int
    fields: tuple[Area, ...] = ()
    """Where signatures made before show themselves, as seen."""

    @property
    def seen_width(self) -> float:
        return self.height if self.rotate_degrees % 180 == 90 else self.width

    @property
    def seen_height(self) -> float:
        return self.width if self.rotate_degrees % 180 == 90 else self.height

    def rectangle(self, area: Area) -> Rectangle:
        return page_rectangle(
            area, rotate_degrees=self.rotate_degrees, width=self.width, height=self.height
        )


def _open(pdf: bytes) -> tuple[IncrementalPdfFileWriter, _FirstPage]:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        page = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]
        left, bottom, right, top = (float(value) for value in page["/MediaBox"])
        size, turn = (right - left, top - bottom), int(page.get("/Rotate", 0)) % 360
        rectangles = [
            [float(value) for value in annotation.get_object()["/Rect"]]
            for annotation in page.get("/Annots", ())
        ]
        fields = tuple(seen_area(found, rotate_degrees=turn, size=size) for found in rectangles)
        return writer, _FirstPage(*size, turn, fields)
    except (PdfError, LookupError, ValueError, TypeError) as error:
        raise DamagedFile(f"seal: {error}") from error


# ---- after a crash --------------------------------------------------------------------------------


def is_seal_of(sealed: bytes, *, frozen_sha256: str) -> bool:
    """Does the PDF begin with the frozen one of this hash? A restart then adopts it instead of sealing twice."""
    running, start = hashlib.sha256(), 0
    for end in (found.end() for found in _END_OF_REVISION.finditer(sealed)):
        running.update(sealed[start:end])
        start = end
        if running.hexdigest() == frozen_sha256 and end < len(sealed):
            return True
    return False


_END_OF_REVISION = re.compile(rb"%%EOF\r?\n?")


class MemorySealer:
    """Appends a comment instead of a signature: for tests and trials without keys. Implements the `Sealer` port."""

    def seal(
        self,
        pdf: bytes,
        *,
        role: SealRole,
        name: str,
        at: datetime,
        first_page: PageReading | None = None,  # noqa: ARG002  # nothing to keep clear of
        mark: ProofMark | None = None,  # noqa: ARG002  # nothing is drawn
    ) -> bytes:
        return pdf + f"% {role} {name} {at.isoformat()}\n%%EOF\n".encode()


_SEALERS: tuple[type[Sealer], ...] = (PadesSealer, MemorySealer)  # mypy holds both to the port
