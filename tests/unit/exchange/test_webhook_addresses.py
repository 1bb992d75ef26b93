"""Where webhooks may be delivered to: public addresses of one machine, and what the setting opens."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import BadConfiguration, WebhookRefused
from workers.exchange.addresses import (
    AddressOptions,
    is_allowed,
    networks_of,
    require_sayable,
    target_of,
)

PUBLIC = "93.184.215.14"
INSIDE = AddressOptions(networks=networks_of("10.1.0.0/16, fd00::/8"), plain_http=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.5",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
    ],
)
def test_no_address_inside_is_allowed(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), ())
    with pytest.raises(WebhookRefused):
        target_of(
            "https://noi.example/", options=AddressOptions(), resolve=lambda _h, _p: [address]
        )


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), ())


@given(st.ip_addresses(v=4))
def test_an_address_dressed_as_another_kind_is_judged_the_same(
    address: ipaddress.IPv4Address,
) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert is_allowed(mapped, ()) == is_allowed(address, ())


@given(st.ip_addresses(network="10.1.0.0/16") | st.ip_addresses(network="fd00::/8"))
def test_the_setting_opens_its_networks_and_no_other(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert is_allowed(address, INSIDE.networks)
    assert not is_allowed(ipaddress.ip_address("10.2.0.1"), INSIDE.networks)


def test_one_door_inside_refuses_the_whole_name() -> None:
    with pytest.raises(WebhookRefused):
        target_of(
            "https://hai.example/",
            options=AddressOptions(),
            resolve=lambda _h, _p: [PUBLIC, "10.0.0.1"],
        )


def test_a_name_is_asked_for_once_and_its_answer_is_what_counts() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    target = target_of(
        "https://doi.example:8443/x?y=1",
        options=AddressOptions(),
        resolve=lambda _h, _p: next(answers),
    )
    assert target.url == f"https://{PUBLIC}:8443/x?y=1"
    assert (target.host, target.host_header) == ("doi.example", "doi.example:8443")


@pytest.mark.parametrize(
    "url",
    [
        "http://noi.example/",
        "ftp://noi.example/",
        "https:///khong-ten",
        "https://ai:matkhau@noi.example/",
        "https://noi.example\\@127.0.0.1/",
        "https://noi.example/#a",
        "https://noi.example:0/",
        "https://noi.example:99999/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://noi.example/a b",
        "https://nơi.example/",
    ],
)
def test_an_address_that_cannot_be_is_refused_when_it_is_said(url: str) -> None:
    with pytest.raises(WebhookRefused):
        require_sayable(url, options=AddressOptions())


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost"])
def test_other_ways_to_write_this_machine_are_refused(host: str) -> None:
    """The system's resolver says what they mean, and that is what is judged."""
    with pytest.raises(WebhookRefused):
        target_of(f"https://{host}/", options=AddressOptions())


@pytest.mark.parametrize("host", ["a..b", ".b", f"{'a' * 64}.vn"])
def test_what_no_name_can_be_is_refused_when_it_is_looked_up(host: str) -> None:
    """The resolver says so by an error of its own, which must not end a delivery in the middle."""
    with pytest.raises(WebhookRefused):
        target_of(f"https://{host}/", options=AddressOptions())


def test_a_network_that_is_none_is_an_error_of_the_setting() -> None:
    with pytest.raises(BadConfiguration):
        networks_of("10.0.0.0/33")
