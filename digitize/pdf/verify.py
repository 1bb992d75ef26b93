"""A PDF into a report on each of its signatures, whoever made them.

A bad signature is a finding, not an error: every field that holds one is reported, also when nothing of it can be read.
pyHanko decides about bytes, certificate and what was appended later; the one place that no signature covers, the
digits of the signature itself, is looked at here.
"""

import asyncio
import io
import logging
import re
import unicodedata
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import parser
from cryptography import x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from digitize.errors import DamagedFile, EncryptedFile
from digitize.model import SignatureReport
from digitize.pdf.identity import as_asn1

_UNREADABLE = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    zlib.error,  # a cross-reference stream that does not unpack
)
"""What pyHanko raises on objects that are not what they should be."""

# its words name signers; what it finds is in the report, and a person's data is not for logs
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def verify_signatures(
    pdf: Path | bytes, *, trust: Sequence[x509.Certificate], at: datetime
) -> tuple[SignatureReport, ...]:
    """A report on every signature, in the order of the file's fields; none where it has none.

    `trust` are the authorities to which a certificate must chain at the moment `at`; nothing is fetched from a network.
    Raises `DamagedFile` where the PDF cannot be read at all, `EncryptedFile` where it asks for a password.
    """
    data = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    try:
        reader = _open(data)
        fields = [
            (name, field) for name, _, field in enumerate_sig_fields(reader, filled_status=True)
        ]
    except _UNREADABLE as error:
        raise DamagedFile(f"verify: {error}") from error
    context = ValidationContext(
        trust_roots=[as_asn1(certificate) for certificate in trust],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return asyncio.run(_report_all(reader, fields, context, data))


def _open(data: bytes) -> PdfFileReader:
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
        raise EncryptedFile("verify")
    return reader


async def _report_all(
    reader: PdfFileReader,
    fields: Sequence[tuple[str, DictionaryObject]],
    context: ValidationContext,
    data: bytes,
) -> tuple[SignatureReport, ...]:
    return tuple([await _report(reader, name, field, context, data) for name, field in fields])


async def _report(
    reader: PdfFileReader,
    name: str,
    field: DictionaryObject,
    context: ValidationContext,
    data: bytes,
) -> SignatureReport:
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        is_clean = _has_clean_digits(signature, data)
        if signature.sig_object_type == "/DocTimeStamp":
            stamp = await async_validate_pdf_timestamp(signature, context)
            return _of_timestamp(name, signature, stamp, is_clean=is_clean)
        status = await async_validate_pdf_signature(signature, context)
        return _of_signature(name, signature, status, is_clean=is_clean)
    except _UNREADABLE:
        return _unreadable(name)


def _of_signature(
    name: str, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, is_clean: bool
) -> SignatureReport:
    is_intact = status.intact and is_clean
    stamp = status.timestamp_validity
    return SignatureReport(
        field_name=name,
        signer=_common_name(signature),
        signed_at=signature.self_reported_timestamp,
        is_intact=is_intact,
        is_valid=is_intact and status.valid,
        is_trusted=is_intact and status.valid and status.trusted,
        covers_whole_file=is_clean and bool(status.docmdp_ok),
        timestamp_at=stamp.timestamp if stamp is not None and _is_sound(stamp) else None,
    )


def _is_sound(stamp: TimestampSignatureStatus) -> bool:
    """A time is only believed from an authority that is trusted."""
    return bool(stamp.intact and stamp.valid and stamp.trusted)


def _of_timestamp(
    name: str, signature: EmbeddedPdfSignature, stamp: DocumentTimestampStatus, *, is_clean: bool
) -> SignatureReport:
    is_intact = stamp.intact and is_clean
    return SignatureReport(
        field_name=name,
        signer=_common_name(signature),
        signed_at=stamp.timestamp,
        is_intact=is_intact,
        is_valid=is_intact and stamp.valid,
        is_trusted=is_intact and stamp.valid and stamp.trusted,
        covers_whole_file=is_clean and bool(stamp.docmdp_ok),
        timestamp_at=stamp.timestamp if is_clean and _is_sound(stamp) else None,
    )


def _unreadable(name: str) -> SignatureReport:
    return SignatureReport(
        field_name=name,
        signer="",
        signed_at=None,
        is_intact=False,
        is_valid=False,
        is_trusted=False,
        covers_whole_file=False,
    )


def _common_name(signature: EmbeddedPdfSignature) -> str:
    subject = signature.signer_cert.subject
    names = subject.native.get("common_name", subject.human_friendly)
    return unicodedata.normalize("NFC", names if isinstance(names, str) else ", ".join(names))


def _has_clean_digits(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    """Is the gap between the signed ranges exactly the signature, in digits of one case, and zeros behind it?

    Everything else in the file is signed; a change here would go unseen otherwise.
    """
    _, first_length, second_start, _ = (int(value) for value in signature.byte_range)
    gap = data[first_length:second_start]
    if not _ONE_CASE.fullmatch(gap):
        return False
    written = bytes.fromhex(gap[1:-1].decode("ascii"))
    return written == signature.pkcs7_content and not any(written[parser.peek(written) :])


_ONE_CASE = re.compile(rb"<(?:(?:[0-9a-f]{2})*|(?:[0-9A-F]{2})*)>")
