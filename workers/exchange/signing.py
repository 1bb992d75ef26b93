"""Webhooks signed so that who gets one knows it is ours, whole and fresh: the Standard Webhooks form (HMAC-SHA256).

webhook-id: msg_812_wh1a2b3c            the same in every attempt
webhook-timestamp: 1795400000           seconds; too old is for the receiver to refuse
webhook-signature: v1,<base64 of HMAC over `id.timestamp.body`>
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

_SECRET = "whsec_"  # noqa: S105 - what every secret begins with


def new_secret() -> str:
    """Said once to who makes the webhook."""
    return _SECRET + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(
    secret: str, *, delivery_id: str, body: bytes, at: datetime
) -> Mapping[str, str]:
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(secret, delivery_id, stamp, body)}",
    }


def signature(secret: str, delivery_id: str, stamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_SECRET))
    said = f"{delivery_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
