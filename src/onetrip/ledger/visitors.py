"""Where a request comes from, as far as it can be believed: the address, the network around it, the kind of browser."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

_IPV4_NETWORK, _IPV6_NETWORK, _IPV6_HOUSEHOLD = 24, 48, 64
"""Bits: within one network a machine may get another address; of IPv6 everybody has a whole /64 to choose from."""


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks.

    Behind proxies it stands in X-Forwarded-For, to which each proxy adds whom it heard; of those entries only as many are
    believed as proxies of the house stand in front (TRUSTED_HOPS), counted from the right. Whatever a browser has
    written there itself stands further left and is not read.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    hops = settings.TRUSTED_HOPS
    if not hops:
        return direct
    entries = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    told = entries[-hops] if len(entries) >= hops else (entries[0] if entries else "")
    return told if _parsed(told) is not None else direct


def place_of(request: HttpRequest) -> str:
    """The address by which tries are counted: of IPv6 its /64, or everybody would have addresses without end."""
    address = address_of(request)
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_HOUSEHOLD), strict=False))
    return address


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: 10.1.2.0/24, 2001:db8:1::/48; "" when the address is not known."""
    parsed = _parsed(address_of(request))
    if parsed is None:
        return ""
    bits = _IPV4_NETWORK if isinstance(parsed, ipaddress.IPv4Address) else _IPV6_NETWORK
    return str(ipaddress.ip_network((parsed, bits), strict=False))


_BROWSERS = (("Edge", r"Edg(e|A|iOS)?/"), ("Firefox", r"Firefox/|FxiOS/"), ("WeChat", r"MicroMessenger/"))
_CHROMIUM = (("Chrome", r"Chrom(e|ium)/|CriOS/|HeadlessChrome/"), ("Safari", r"Safari/"))
_SYSTEMS = (("Android", "Android"), ("HarmonyOS", "HarmonyOS"), ("iOS", r"iPhone|iPad"), ("Windows", "Windows"))
_OTHERS = (("macOS", "Macintosh|Mac OS X"), ("Linux", "Linux|X11"))


def browser_of(request: HttpRequest) -> str:
    """The family of the browser and its system, "Chrome · Windows": the same after an update; "" when it does not say."""
    said = request.headers.get("User-Agent", "")
    if not said:
        return ""
    browser = _first(_BROWSERS + _CHROMIUM, said) or said.split("/")[0].split(" ")[0][:20]
    system = _first(_SYSTEMS + _OTHERS, said)
    return f"{browser} · {system}" if system else browser


def _first(patterns: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in patterns if re.search(pattern, said)), "")


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed
