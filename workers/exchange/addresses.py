"""The address of a webhook into the one that may be connected to: looked up once, checked, and connected to as it was checked.

An agency's program says where it wants to be told; the server must not be made to knock at doors inside the house by that
(RFC 1918, loopback, link-local with the clouds' metadata, carriers' networks, IPv4 dressed as IPv6). A name is resolved once
and the connection goes to what was looked at, so that a name that answers differently the second time changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from digitize.errors import BadConfiguration, WebhookRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAPPED_INTO = (
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # NAT64 of one's own network (RFC 8215)
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible, long out of use
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressOptions:
    networks: tuple[Network, ...] = ()
    """Private networks into which may be delivered all the same."""
    plain_http: bool = False
    """Whether without TLS too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a delivery goes, and under which name."""

    address: str
    """As it was checked."""
    port: int
    host: str
    """For the `Host` header and the certificate."""
    scheme: str
    path: str

    @property
    def url(self) -> str:
        literal = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{literal}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        usual = {"https": 443, "http": 80}[self.scheme]
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == usual else f"{name}:{self.port}"


def networks_of(text: str) -> tuple[Network, ...]:
    """Networks as the setting says them. Raises `BadConfiguration`."""
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise BadConfiguration(f"DIGITIZE_WEBHOOK_NETWORKS: {error}") from error


def require_sayable(url: str, *, options: AddressOptions) -> None:
    """Refuse what can be refused without asking anybody. Raises `WebhookRefused`."""
    parts = _parts(url, options)
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return
    if not is_allowed(literal, options.networks):
        raise WebhookRefused("address")


def target_of(url: str, *, options: AddressOptions, resolve: Resolve | None = None) -> Target:
    """Raises `WebhookRefused` where the name leads to any address that may not be connected to, or to none."""
    parts = _parts(url, options)
    host, port = parts.hostname or "", parts.port or {"https": 443, "http": 80}[parts.scheme]
    found = (resolve or _resolve)(host, port)
    if not found:
        raise WebhookRefused("no address")
    for one in found:
        # All of them: a name with one door inside is no honest name.
        if not is_allowed(ipaddress.ip_address(one), options.networks):
            raise WebhookRefused("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(address=found[0], port=port, host=host, scheme=parts.scheme, path=path)


def is_allowed(address: Address, networks: Sequence[Network]) -> bool:
    """A public address of one machine, or one within these networks."""
    plain = _unwrapped(address)
    if any(plain in network for network in networks):
        return True
    if isinstance(plain, ipaddress.IPv6Address) and _leads_elsewhere(plain):
        return False
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _leads_elsewhere(address: ipaddress.IPv6Address) -> bool:
    """Tunnels (6to4, Teredo), the old private addresses, and forms that hide an IPv4 address nobody needs today."""
    is_tunnel = address.sixtofour is not None or address.teredo is not None
    is_inside = address.is_site_local or address.scope_id is not None
    return is_tunnel or is_inside or any(address in one for one in _MAPPED_INTO)


def _parts(url: str, options: AddressOptions) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WebhookRefused("url") from error
    is_plain = parts.scheme == "http" and options.plain_http
    is_clear = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not is_clear or not (parts.scheme == "https" or is_plain):
        raise WebhookRefused("url")
    if not parts.hostname or "@" in parts.netloc or parts.fragment or port == 0:
        raise WebhookRefused("url")
    if not _may_be_looked_up(parts.hostname):
        raise WebhookRefused("url")
    return parts


def _may_be_looked_up(host: str) -> bool:
    """Python looks up no name with a part that is empty or longer than 63 letters: it raises what is no `OSError`."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _resolve(host: str, port: int) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # no such name, nobody to ask, or what no name can be: `a..b`
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))
