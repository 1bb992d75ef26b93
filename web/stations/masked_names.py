"""What became of a batch, for people: files are often named by a person's number, and a list shows none in full.

A station is answered with the names as it gave them, since it knows its own files by them.
"""

import json
from typing import Any

from digitize.access import Viewer
from digitize.codec import to_json
from digitize.privacy.masking import masked
from web.stations.pushers import is_station

_WORDS = frozenset({"name", "message"})


def json_for(viewer: Viewer, value: object) -> bytes:
    """The value as JSON, as this viewer may have it."""
    whole = to_json(value)
    if is_station(viewer):
        return whole
    return json.dumps(_masked(json.loads(whole)), ensure_ascii=False).encode()


def _masked(piece: Any) -> Any:
    if isinstance(piece, list):
        return [_masked(one) for one in piece]
    if not isinstance(piece, dict):
        return piece
    return {
        key: masked(one) if key in _WORDS and isinstance(one, str) else _masked(one)
        for key, one in piece.items()
    }
