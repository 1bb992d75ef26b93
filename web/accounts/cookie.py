"""The session's token on its way to the browser and back."""

from fastapi import Request, Response

_OVER_TLS = "__Host-digitize"
_PLAIN = (
    "digitize"  # a browser takes a `__Host-` cookie over TLS only, and one box is tried without
)


def token_in(request: Request) -> str:
    """Empty where there is none."""
    return request.cookies.get(_name(request), "")


def give(response: Response, request: Request, token: str) -> None:
    """It ends with the browser; when it counts no more, the server decides."""
    response.set_cookie(
        _name(request), token, secure=is_tls(request), httponly=True, samesite="lax", path="/"
    )


def take_back(response: Response, request: Request) -> None:
    response.delete_cookie(
        _name(request), secure=is_tls(request), httponly=True, samesite="lax", path="/"
    )


def is_tls(request: Request) -> bool:
    """Did the browser ask over TLS? A proxy on this machine says so in `X-Forwarded-Proto`."""
    return request.url.scheme == "https"


def _name(request: Request) -> str:
    return _OVER_TLS if is_tls(request) else _PLAIN
