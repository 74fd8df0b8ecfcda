"""Where a request comes from: what a browser writes itself is not believed."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from onetrip.ledger.visitors import address_of, browser_of, network_of, place_of

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36 Edg/143.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; V2408A) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"


def request(forwarded: str = "", address: str = "10.0.0.1", agent: str = "") -> HttpRequest:
    """A request as the server hands it over."""
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    if agent:
        headers["user-agent"] = agent
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (1, "", "10.0.0.1"),
        (1, "1.1.1.1, nonsense", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
    ],
)
def test_as_many_proxies_are_believed_as_the_house_has(settings, hops: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_HOPS = hops
    assert address_of(request(forwarded)) == address


def test_tries_are_counted_by_address_and_of_ipv6_by_household(settings) -> None:
    settings.TRUSTED_HOPS = 0
    assert place_of(request(address="203.0.113.7")) == "203.0.113.7"
    assert place_of(request(address="2001:db8:1:2::1")) == place_of(request(address="2001:db8:1:2:ffff::9"))
    assert place_of(request(address="2001:db8:1:3::1")) != place_of(request(address="2001:db8:1:2::1"))
    assert place_of(request(address="")) == ""


def test_a_network_is_wider_than_an_address(settings) -> None:
    settings.TRUSTED_HOPS = 0
    assert network_of(request(address="203.0.113.7")) == "203.0.113.0/24"
    assert network_of(request(address="::ffff:203.0.113.7")) == "203.0.113.0/24"
    assert network_of(request(address="2001:db8:1:2::1")) == "2001:db8:1::/48"
    assert network_of(request(address="")) == ""


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (EDGE, "Edge · Windows"),
        (PHONE, "WeChat · Android"),
        (MAC, "Safari · macOS"),
        ("", ""),
        ("curl/8.5.0", "curl"),
        ("x" * 5000, "x" * 20),
    ],
)
def test_a_browser_is_known_by_its_family_and_system(agent: str, family: str) -> None:
    assert browser_of(request(agent=agent)) == family
