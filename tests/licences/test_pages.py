"""The operator's page of the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.licences import registry
from onetrip.licences.contrib.simulated import store as simulated_store
from onetrip.licences.contrib.simulated.moods import MOODS, Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import StoreGate, StoreMinute
from tests import browsing
from tests.factories import NOW, make_account, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def this_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def supervisor(db: None) -> Client:
    make_centre()
    return browsing.visitor(make_account("supervisor"))


def test_it_says_in_words_how_the_store_does(store: SimulatedStore, supervisor: Client) -> None:
    StoreGate.objects.create(
        store="http",
        state="open",
        failures=5,
        openings=1,
        until=NOW + timedelta(seconds=15),
        failed_at=NOW,
        trouble="timeout",
    )
    StoreMinute.objects.create(store="http", minute=NOW, answered=3, failed=5, milliseconds=800)
    page = browsing.words(supervisor.get("/licences/"))
    assert "连着出错，歇到 09:30:15" in page
    assert "超时，没有等到回音" in page
    assert "3 个回音，5 次没有；平均 100 毫秒" in page
    assert "没有欠着的查询" in page
    supervisor.cookies["onetrip_language"] = "en"
    english = browsing.words(supervisor.get("/licences/now"))
    assert "failed repeatedly; left alone until 09:30:15" in english
    assert "No answer in time" in english


def test_before_anybody_asked_and_without_a_store_it_says_so(
    store: SimulatedStore, supervisor: Client, settings
) -> None:
    assert "还没有问过" in browsing.words(supervisor.get("/licences/"))
    registry.use(None)
    settings.LICENCE_STORE = {"provider": "", "address": "", "key": ""}
    assert "没有接电子证照库" in browsing.words(supervisor.get("/licences/"))


def test_the_simulated_store_changes_its_mood_and_a_real_one_has_none(
    store: SimulatedStore, supervisor: Client
) -> None:
    assert supervisor.post("/licences/mood", {"mood": "slow"}).status_code == 404
    assert "演示：" not in browsing.words(supervisor.get("/licences/"))
    registry.use(simulated_store(store.address, store.key))
    assert supervisor.post("/licences/mood", {"mood": "slow"}).status_code == 302
    assert store.mood is Mood.SLOW
    assert "演示：让库换个样子" in browsing.words(supervisor.get("/licences/"))
    assert supervisor.post("/licences/mood", {"mood": "merry"}).status_code == 422


def test_every_mood_has_its_name(db: None) -> None:
    assert set(MOODS) == set(Mood)
    assert all(words.zh and words.en for words in MOODS.values())


def test_a_clerk_has_no_business_there(supervisor: Client) -> None:
    assert browsing.visitor(make_account("clerk")).get("/licences/").status_code == 403
