"""Where the house may send: public addresses over https, and private networks that the operator has named.

Whoever can enter an address could otherwise have the house ask machines that only the house can reach: its own database, a
router, the service beside it (server-side request forgery). A name is looked up once, by the connection itself (`posting`),
so that it cannot mean one machine when it is checked and another when it is asked.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from onetrip.ledger.refusals import Malformed

MOST = 300
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_CARRIES_ANOTHER = tuple(
    ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Addresses in which another one is hidden: NAT64, 6to4, Teredo."""


def check_address(text: str) -> str:
    """An address as it is kept. Raises Malformed (field "address") with what is wrong with it."""
    said = text.strip()
    if not said or len(said) > MOST or not said.isascii() or any(sign.isspace() for sign in said):
        raise _wrong("请写完整的 https 地址", "please give a whole https address")
    try:
        parts = urlsplit(said)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise _wrong("读不懂这个地址", "it cannot be read") from error
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise _wrong("不要写账号密码，也不要带 #", "no user name, no password and no #")
    literal = literal_of(host)
    if literal is not None and not may_reach(literal):
        raise _wrong("不能是内部地址", "it is an internal address")
    if literal is None and ("." not in host or host.endswith((".local", ".internal", ".localhost"))):
        raise _wrong("不能是内部名字", "it is an internal name")
    if parts.scheme != "https" and not _is_a_test_here(parts, literal):
        raise _wrong("只发 https", "only https is used")
    return said


def literal_of(host: str) -> Address | None:
    """The IP address that stands in a URL in place of a name; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def may_reach(address: Address) -> bool:
    """Whether the house may send to this machine."""
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return may_reach(inner)
    if any(address in network for network in _allowed() if network.version == address.version):
        return True
    if address.version == 6 and any(address in network for network in _CARRIES_ANOTHER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_a_test_here(parts: SplitResult, literal: Address | None) -> bool:
    """Plain http is for a receiver on this machine, where the operator allows this machine at all."""
    return parts.scheme == "http" and literal is not None and literal.is_loopback and may_reach(literal)


def _allowed() -> list[Network]:
    return [ipaddress.ip_network(one) for one in settings.WEBHOOK_NETWORKS]


def _wrong(zh: str, en: str) -> Malformed:
    return Malformed("address", f"这个地址不能用：{zh}。", f"This address cannot be used: {en}.", field="address")
