"""Which matters a kiosk offers, and where it sends people with the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.schema import read
from onetrip.centres.models import Device
from onetrip.kiosk.errands.offered import kind_of, lacks, not_offered
from tests.kiosk.errands import town

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found = read(town.FILES).catalogue
    assert found is not None
    return found


def kiosk(*has: str) -> Device:
    return Device(kind="kiosk", number=1, capabilities=list(has))


@pytest.mark.parametrize("matter", ["photo-free", "reissue", "record-print", "archive-print", "pension-query"])
def test_what_can_be_run_is_offered(catalogue: Catalogue, matter: str) -> None:
    assert not_offered(catalogue.matters[matter], None, DAY) is None


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        ("card", "窗口"),
        ("elsewhere", "婚姻登记中心"),
        ("unconnected", "网上"),
        ("june", "6 月 1 日"),
        ("kiosk-only", "接口还没接到"),
    ],
)
def test_what_cannot_is_told_with_where_to_go(catalogue: Catalogue, matter: str, says: str) -> None:
    told = not_offered(catalogue.matters[matter], None, DAY)
    assert told is not None
    assert says in told.zh
    assert told.en


def test_a_matter_that_needs_what_this_kiosk_lacks_is_not_offered(catalogue: Catalogue) -> None:
    matter = replace(catalogue.matters["record-print"], needs_device=("printer", "card_slot"))
    poor, whole = kiosk("printer", "camera"), kiosk("printer", "card_slot", "a4_printer", "id_reader")
    assert lacks(poor, matter) == ("a4_printer", "id_reader", "card_slot")
    told = not_offered(matter, poor, DAY)
    assert told is not None
    assert "社保卡插口" in told.zh
    assert "social-security card slot" in told.en
    assert not_offered(matter, whole, DAY) is None


def test_a_look_up_that_is_reviewed_first_is_run_as_a_print(catalogue: Catalogue, shanghai: Catalogue) -> None:
    assert kind_of(shanghai.matters["marriage-archive"]) == "print"
    assert kind_of(catalogue.matters["pension-query"]) == "query"


def test_every_source_that_the_city_names_is_simulated_for_the_demonstration(shanghai: Catalogue) -> None:
    from onetrip.kiosk.errands import sources

    named = {matter.at_kiosk.source for matter in shanghai.matters.values() if matter.at_kiosk.source}
    assert named
    assert all(sources.find(name) for name in named)
