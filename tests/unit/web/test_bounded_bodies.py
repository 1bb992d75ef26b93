"""A stranger's endless form is read no further than any form needs, at every page that takes one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from web_factories import Client, app_of, open_warehouse

from digitize.limits import MAX_PROOF_BYTES, MAX_REQUEST_BYTES

PIECE = b"a" * 64 * 1024
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
MULTIPART = "multipart/form-data; boundary=b"
PLACES = ["/sign-in", "/reuse", "/holdings", "/signing/seal", "/demands"]


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Client]:
    with open_warehouse(tmp_path / "kho") as services:
        yield Client(app_of(services), "nobody")


class Flood:
    """A body without end, and how much of it was taken."""

    def __init__(self, beginning: bytes = b"") -> None:
        self.taken, self._beginning = 0, beginning

    async def pieces(self) -> AsyncIterator[bytes]:
        yield self._beginning
        while self.taken < 4 * MAX_PROOF_BYTES:
            self.taken += len(PIECE)
            yield PIECE


@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_says_no_length_is_cut_off(stranger: Client, place: str) -> None:
    flood = Flood(FILE)
    headers = {"content-type": MULTIPART}
    answer = stranger.post(place, headers=headers, content=flood.pieces())
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_many_bytes"
    assert flood.taken <= MAX_REQUEST_BYTES + len(PIECE)


@pytest.mark.parametrize("place", PLACES)
def test_of_a_body_that_says_it_is_too_long_nothing_is_taken(stranger: Client, place: str) -> None:
    flood = Flood(FILE)
    headers = {"content-type": MULTIPART, "content-length": str(MAX_REQUEST_BYTES + 1)}
    answer = stranger.post(place, headers=headers, content=flood.pieces())
    assert (answer.status_code, flood.taken) == (413, 0)


@pytest.mark.parametrize("place", ["/v", "/v/ABCD", "/api/v1/proofs"])
def test_a_file_to_be_proved_has_a_bound_of_its_own(stranger: Client, place: str) -> None:
    flood = Flood(FILE)
    headers = {"content-type": MULTIPART, "content-length": str(MAX_PROOF_BYTES + 1)}
    answer = stranger.post(place, headers=headers, content=flood.pieces())
    assert (answer.status_code, flood.taken) == (413, 0)
    body = FILE + b"a" * (MAX_REQUEST_BYTES + 1) + b"\r\n--b--\r\n"
    answer = stranger.post(place, headers={"content-type": MULTIPART}, content=body)
    assert answer.status_code == 422
