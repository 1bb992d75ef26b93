"""Codes of an authenticator application (TOTP, RFC 6238): six figures of thirty seconds."""

from datetime import datetime

import pyotp

STEP_SECONDS = 30
_DRIFT = 1  # a telephone's clock may be half a minute off


def new_secret() -> str:
    """Base32, 160 bits."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step that this code belongs to; None where it is none of the present ones."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    steps = range(now - _DRIFT, now + _DRIFT + 1)
    return next((step for step in steps if totp.verify(code, for_time=step * STEP_SECONDS)), None)


def address(secret: str, *, account_id: str, issuer: str) -> str:
    """What an authenticator application scans as a QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=account_id, issuer_name=issuer
    )
