"""Somebody else vouches for a person: OpenID Connect, the code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636).

A person who has an account here, made without a password, is sent there and comes back with a code; the code is changed into
an ID token, whose signature, issuer, audience, time and nonce are checked. Nobody gets an account by being known there.
"""

import base64
import hashlib
import secrets
import threading
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from config.settings import Settings
from digitize.errors import SignInRefused, VoucherUnavailable

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Public keys alone; `none` and shared secrets prove nothing to us."""
SCOPE = "openid profile"
TIMEOUT_SECONDS = 10.0
_LEEWAY_SECONDS = 60
_Said = TypeVar("_Said", bound=BaseModel)


class _Discovered(BaseModel):
    model_config = ConfigDict(extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id_token: str
    access_token: str = ""


class _Told(BaseModel):
    model_config = ConfigDict(extra="allow")

    sub: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherOptions:
    issuer: str
    """As the provider calls itself, such as `https://xacthuc.tinh.gov.vn`."""
    client_id: str
    client_secret: str
    name_claim: str = "preferred_username"
    """The claim that names the account here, the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What the browser keeps while its person is away, so that nobody else comes back instead."""

    state: str
    nonce: str
    verifier: str
    back: str
    """Where the person wants to go afterwards, on this site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    issuer: str
    subject: str
    name: str
    """What the name claim said; empty where it said nothing."""


class Voucher:
    """One provider. Safe to share between threads. Errors: `VoucherUnavailable`."""

    def __init__(self, options: VoucherOptions, *, client: httpx.Client | None = None) -> None:
        self._options = options
        self._client = client or httpx.Client(timeout=TIMEOUT_SECONDS)
        self._lock = threading.Lock()
        self._found: _Discovered | None = None

    def begin(self, *, redirect_uri: str, back: str) -> tuple[str, Errand]:
        """Where to send the person, and what to keep meanwhile."""
        errand = Errand(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            back=back,
        )
        asked = {
            "response_type": "code",
            "client_id": self._options.client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPE,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": _challenge(errand.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._discovered().authorization_endpoint}?{urlencode(asked)}", errand

    def finish(self, errand: Errand, *, code: str, state: str, redirect_uri: str) -> Identity:
        """Who came back. Raises `SignInRefused` where the code, the state or the token is not right."""
        if not secrets.compare_digest(state.encode(), errand.state.encode()):
            raise SignInRefused("state")
        answer = self._asked(
            "POST",
            self._discovered().token_endpoint,
            auth=(self._options.client_id, self._options.client_secret),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
                "code_verifier": errand.verifier,
            },
        )
        if answer.status_code != httpx.codes.OK:
            raise SignInRefused(f"token endpoint answered {answer.status_code}")
        return self._identity(_read(_Tokens, answer), errand)

    def close(self) -> None:
        self._client.close()

    def _identity(self, tokens: _Tokens, errand: Errand) -> Identity:
        keys = self._asked("GET", self._discovered().jwks_uri)
        claims = self._claims(tokens.id_token, keys, errand)
        name = claims.get(self._options.name_claim) or self._name_told(tokens, claims["sub"])
        return Identity(
            issuer=self._options.issuer,
            subject=str(claims["sub"]),
            name=name if isinstance(name, str) else "",
        )

    def _name_told(self, tokens: _Tokens, subject: str) -> object:
        """What the provider says on request, where the ID token has no name (OpenID Connect Core, section 5.3)."""
        place = self._discovered().userinfo_endpoint
        if not place or not tokens.access_token:
            return ""
        answer = self._asked(
            "GET", place, headers={"Authorization": f"Bearer {tokens.access_token}"}
        )
        told = _read(_Told, answer).model_dump()
        return told.get(self._options.name_claim) if told["sub"] == subject else ""

    def _claims(self, id_token: str, keys: httpx.Response, errand: Errand) -> dict[str, Any]:
        required = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._options.issuer},
            aud={"essential": True, "value": self._options.client_id},
            nonce={"essential": True, "value": errand.nonce},
            sub={"essential": True},
            exp={"essential": True},
        )
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys.json()), algorithms=ALGORITHMS)
            required.validate(token.claims)
        except (JoseError, ValueError) as fault:
            raise SignInRefused(f"ID token: {type(fault).__name__}") from fault
        return token.claims

    def _discovered(self) -> _Discovered:
        with self._lock:
            if self._found is None:
                place = f"{self._options.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = _read(_Discovered, self._asked("GET", place))
                if found.issuer != self._options.issuer:
                    raise VoucherUnavailable("another issuer")
                self._found = found
            return self._found

    def _asked(self, method: str, address: str, **given: Any) -> httpx.Response:
        try:
            return self._client.request(method, address, **given)
        except httpx.HTTPError as fault:
            raise VoucherUnavailable(type(fault).__name__) from fault


def open_voucher(settings: Settings) -> Voucher | None:
    """The provider that the settings name; None where they name none."""
    if not settings.oidc_issuer:
        return None
    return Voucher(
        VoucherOptions(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            name_claim=settings.oidc_name_claim,
        )
    )


def _read(kind: type[_Said], answer: httpx.Response) -> _Said:
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as fault:
        raise VoucherUnavailable(f"{kind.__name__}: {answer.status_code}") from fault


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
