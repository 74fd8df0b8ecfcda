"""Where the house sends: to public addresses over https, and into private networks only where the operator says so."""

from __future__ import annotations

import asyncio
import ipaddress
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onetrip.departments.webhooks import schedule
from onetrip.departments.webhooks.guard import check_address, may_reach
from onetrip.departments.webhooks.posting import Forbidden, _Guarded
from onetrip.ledger.refusals import Malformed

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://minzheng.example.cn/",
        "ftp://minzheng.example.cn/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://user:secret@minzheng.example.cn/",
        "https://minzheng.example.cn/#x",
        "https://minzheng.example.cn:99999/",
        "https://localhost/",
        "https://database/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://a b.example.cn/",
        "https://民政.example.cn/",
        "https://minzheng.example.cn/" + "x" * 300,
    ],
)
def test_an_address_inside_or_without_tls_is_refused(address: str) -> None:
    with pytest.raises(Malformed):
        check_address(address)


@pytest.mark.parametrize("address", ["https://minzheng.example.cn/hooks?a=1", "https://8.8.8.8:8443/"])
def test_a_public_address_is_taken(address: str) -> None:
    assert check_address(f" {address} ") == address


def test_the_network_of_the_government_is_allowed_by_the_operator(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["10.12.0.0/16"]
    assert check_address("https://10.12.3.4/hooks")
    for address in ("https://10.13.3.4/", "http://10.12.3.4/", "https://127.0.0.1/"):
        with pytest.raises(Malformed):
            check_address(address)
    assert may_reach(ipaddress.ip_address("::ffff:10.12.0.1"))
    assert not may_reach(ipaddress.ip_address("::ffff:10.13.0.1"))


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
def test_a_name_that_leads_inside_is_found_out_by_the_connection_itself(host: str) -> None:
    async def look() -> None:
        guarded = _Guarded()
        try:
            await guarded.resolve(host, 443)
        finally:
            await guarded.close()

    # In a thread of its own: a browser that an earlier test drove leaves a loop running in this one.
    with ThreadPoolExecutor(1) as beside, pytest.raises(Forbidden):
        beside.submit(lambda: asyncio.run(look())).result()


def test_waits_grow_and_end() -> None:
    waits = [schedule.next_try(tries, 7, NOW) for tries in range(1, len(schedule.WAITS) + 2)]
    assert waits[-1] is None
    known = [one - NOW for one in waits if one is not None]
    assert known == sorted(known)
    assert all(planned <= one <= planned * 1.1 for planned, one in zip(schedule.WAITS, known, strict=True))
    assert len({schedule.next_try(1, delivery, NOW) for delivery in range(50)}) > 40, "all would come back at once"


def test_what_a_receiver_asks_for_is_given_but_not_for_ever() -> None:
    asked = schedule.next_try(1, 7, NOW, wait=timedelta(days=90))
    assert asked == NOW + schedule.LONGEST_WAIT


def test_an_address_rests_longer_and_longer_but_never_for_more_than_an_hour() -> None:
    assert schedule.rests_until(schedule.ENOUGH - 1, NOW) is None
    rests = [schedule.rests_until(failures, NOW) for failures in range(schedule.ENOUGH, 400)]
    assert rests == sorted(rests)  # type: ignore[type-var]
    assert rests[-1] == NOW + schedule.LONGEST_REST


@pytest.mark.parametrize(
    ("status", "failures", "days", "because"),
    [(410, 1, 0, "gone"), (500, 50, 2, ""), (500, 9, 30, ""), (500, 10, 3, "failing"), (None, 10, 3, "failing")],
)
def test_an_address_is_given_up_when_it_says_so_or_after_days(
    status: int | None, failures: int, days: int, because: str
) -> None:
    assert schedule.off_because(status, failures, NOW - timedelta(days=days), NOW) == because
