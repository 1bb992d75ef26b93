"""The machine's own authority: made once, whole or not at all, and never taken for a real one."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509 import KeyUsage
from cryptography.x509.oid import NameOID
from pdf_factories import AT

from digitize.errors import BadConfiguration
from digitize.pdf.authority import open_authority


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authority") / "keys"
    open_authority(folder, at=AT, name="Ủy ban nhân dân phường Hải Châu, thành phố Đà Nẵng")
    return folder


def test_second_start_opens_the_same_authority(keys):
    first, second = open_authority(keys, at=AT), open_authority(keys, at=AT)
    assert first.root == second.root
    assert first.signer.certificate == second.signer.certificate


def test_names_say_that_it_is_a_test(keys):
    authority = open_authority(keys, at=AT)
    for certificate in (authority.root, authority.signer.certificate):
        (organisation,) = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in organisation.value
    (name,) = authority.signer.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value.startswith("THỬ NGHIỆM - Ủy ban")


def test_root_signed_the_signer(keys):
    authority = open_authority(keys, at=AT)
    certificate = authority.signer.certificate
    authority.root.public_key().verify(
        certificate.signature,
        certificate.tbs_certificate_bytes,
        padding.PKCS1v15(),
        certificate.signature_hash_algorithm,
    )
    usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_keys_are_for_the_owner_alone(keys):
    for path in keys.glob("*.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_what_a_crash_left_is_cleared(tmp_path):
    left = tmp_path / ".keys-new-crashed"
    left.mkdir()
    (left / "root.key").write_text("half")
    open_authority(tmp_path / "keys", at=AT)
    open_authority(tmp_path / "keys", at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_passphrase_guards_the_keys(tmp_path):
    open_authority(tmp_path / "keys", at=AT, passphrase="bí mật")
    assert b"ENCRYPTED" in (tmp_path / "keys" / "signer.key").read_bytes()
    with pytest.raises(BadConfiguration):
        open_authority(tmp_path / "keys", at=AT, passphrase="sai")
    with pytest.raises(BadConfiguration):
        open_authority(tmp_path / "keys", at=AT)


@pytest.mark.parametrize("lost", ["root.crt", "signer.crt", "signer.key"])
def test_damaged_keys_are_never_replaced(tmp_path, lost):
    folder = tmp_path / "keys"
    open_authority(folder, at=AT)
    (folder / lost).write_bytes(b"")
    with pytest.raises(BadConfiguration):
        open_authority(folder, at=AT)
    assert (folder / lost).read_bytes() == b""
