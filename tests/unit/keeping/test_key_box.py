"""A box of keys opens with its passphrase and with nothing else, and notices every changed byte."""

import pytest

from digitize.errors import WrongPassphrase
from workers.backup.key_box import close_box, open_box

FILES = {"authority/root.key": b"bytes \x00 of a key", "authority/root.crt": b"certificate"}


def test_a_box_gives_back_what_was_put_in() -> None:
    assert open_box(close_box(FILES, "cụm mật khẩu"), "cụm mật khẩu") == FILES


@pytest.mark.parametrize("place", [3, 20, 35, -1], ids=["magic", "salt", "nonce", "keys"])
def test_a_changed_byte_closes_the_box_for_good(place: int) -> None:
    box = bytearray(close_box(FILES, "cụm mật khẩu"))
    box[place] ^= 1
    with pytest.raises(WrongPassphrase):
        open_box(bytes(box), "cụm mật khẩu")


def test_what_is_no_box_is_refused() -> None:
    with pytest.raises(WrongPassphrase):
        open_box(b"", "cụm mật khẩu")
