"""Papers that nobody was asked for, by matter and month, from the events alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from onetrip.insight import spared
from onetrip.insight.spared import months_until, spared_page
from onetrip.ledger import events
from tests import browsing
from tests.cases import matters
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(db: None):
    made = make_centre()
    matters.publish()
    return made


def an_acceptance(at: datetime, matter: str, *, centre: str = "LF", **counts: int) -> None:
    data: dict[str, Any] = {"number": "LF-1", "matter": matter}
    if counts:
        data["spared"] = counts
    with transaction.atomic():
        events.record(now=at, centre=centre, actor="staff:clerk1", thing="case", thing_id="1", verb="accept", data=data)


def test_the_twelve_months_end_with_this_one() -> None:
    months = months_until(date(2026, 2, 28), 12)
    assert (months[0], months[-1], len(set(months))) == (date(2025, 3, 1), date(2026, 2, 1), 12)


def test_papers_are_added_up_by_matter_and_month(centre) -> None:
    make_centre("PX")
    last_month = NOW - timedelta(days=30)
    an_acceptance(NOW, "card", issued=1, licence=2)
    an_acceptance(NOW, "card", licence=1)
    an_acceptance(last_month, "reward", licence=1)
    an_acceptance(NOW, "reward")
    an_acceptance(NOW, "card", centre="PX", licence=9)
    an_acceptance(NOW - timedelta(days=400), "card", licence=9)
    page = spared_page(centre, NOW)
    assert (page.issued, page.licence, page.total, page.this_month) == (1, 4, 5, 4)
    assert [(line.name.zh, line.by_month[-2:], line.total) for line in page.lines] == [
        ("老人卡", (0, 4), 4),
        ("奖励金", (1, 0), 1),
    ]


def test_a_month_begins_at_midnight_of_the_centre(centre) -> None:
    an_acceptance(datetime(2026, 10, 31, 16, 30, tzinfo=UTC), "card", licence=1)
    assert spared_page(centre, NOW).month_totals[-2:] == (0, 1)


def test_this_month_is_read_anew_and_the_past_is_remembered(centre) -> None:
    an_acceptance(NOW - timedelta(days=30), "card", licence=1)
    assert spared_page(centre, NOW).total == 1
    an_acceptance(NOW, "card", licence=1)
    an_acceptance(NOW - timedelta(days=30), "card", licence=1)
    assert spared_page(centre, NOW).month_totals[-2:] == (1, 1)
    spared.forget()
    assert spared_page(centre, NOW).month_totals[-2:] == (2, 1)


def test_the_events_are_found_by_their_own_index(centre) -> None:
    given = {"zone": "Asia/Shanghai", "centre": "LF", "since": NOW - timedelta(days=365), "until": NOW}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + spared._SPARED, given)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "event_spared" in plan


@pytest.mark.parametrize(("language", "words"), [("zh", "没让交的材料"), ("en", "Papers not asked for")])
def test_the_page_says_it_in_both_languages(centre, language: str, words: str) -> None:
    an_acceptance(NOW, "card", issued=1, licence=2)
    with time_machine.travel(NOW, tick=False):
        page = browsing.words(browsing.visitor("director", language=language).get("/director/spared"))
    assert words in page
    assert ("老人卡" if language == "zh" else "Card") in page
