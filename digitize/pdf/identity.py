"""Whose key signs: a certificate with its private key, loaded once and kept for many signatures."""

from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIdentity:
    certificate: x509.Certificate
    key: SigningKey
    chain: tuple[x509.Certificate, ...] = ()
    """The certificates above, up to the root; those below the root travel inside the signature."""


class KeySigner(Signer):
    """pyHanko's signer over a key that stays loaded; its own reloads and re-checks an RSA key at every signature."""

    def __init__(self, identity: SigningIdentity) -> None:
        chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register_multiple(as_asn1(certificate) for certificate in identity.chain)
        super().__init__(
            signing_cert=as_asn1(identity.certificate),
            cert_registry=chain,
            embed_roots=False,  # no signature covers a root's copy, and a verifier has its own
        )
        self._key = identity.key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  # pyHanko's signature
    ) -> bytes:
        if dry_run:
            return bytes((self._key.key_size + 7) // 8 * 2 + 16)
        algorithm = _HASHES[digest_algorithm]()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), algorithm)
        return self._key.sign(data, ec.ECDSA(algorithm))


_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as pyHanko knows it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
