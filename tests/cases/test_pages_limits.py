"""The page of limits: for those who answer for them, without anybody's data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onetrip.cases import actions
from onetrip.cases.models import Case
from onetrip.cases.views import limits
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted

pytestmark = pytest.mark.django_db


def late_cases(counter: Counter, number: int) -> list[str]:
    """So many cases, each a day later than the one before; their numbers, the oldest first."""
    numbers = []
    for age in range(number):
        case = accepted(counter)
        Case.objects.filter(pk=case.pk).update(due_on=date(2026, 11, 20) - timedelta(days=age))
        numbers.insert(0, case.number)
    return numbers


def test_what_is_late_stands_under_how_late_it_is_and_links_only_those_who_may_open_it(counter: Counter) -> None:
    (number,) = late_cases(counter, 1)
    actions.warn_of_limits(now=counter.hall.now, by="system:clock")
    assert Case.objects.get().alarm == "late"
    for role, links in (("supervisor", 1), ("director", 0)):
        client = browsing.visitor(role)
        page = client.get("/cases/limits")
        words = browsing.words(page)
        assert number in words
        assert "过期 1" in words
        assert page.content.decode().count(f'href="/cases/{number}"') == links
        assert "没有快到期的" in browsing.words(client.get("/cases/limits", {"show": "soon"}))


def test_a_long_list_goes_on_where_the_page_before_ended(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHOWN", 2)
    numbers = late_cases(counter, 5)
    Case.objects.update(alarm="late")
    client, address, seen = browsing.visitor("director"), "/cases/limits?show=late", []
    while address:
        page = client.get(address).content.decode()
        seen += [number for number in numbers if f">{number}</span>" in page]
        _, _, rest = page.partition('class="button" href="')
        address = "/cases/limits" + rest.partition('"')[0].replace("&amp;", "&") if rest else ""
    assert seen == numbers


@pytest.mark.parametrize("after", ["x", "2026-11-20", "2026-11-20.", "2026-13-40.LF-1", "2026-11-20." + "9" * 30])
def test_an_address_that_makes_no_sense_shows_the_list_from_its_beginning(counter: Counter, after: str) -> None:
    (number,) = late_cases(counter, 1)
    Case.objects.update(alarm="late")
    assert number in browsing.words(browsing.visitor("director").get("/cases/limits", {"show": "late", "after": after}))


def test_the_director_is_sent_here_from_the_page_of_today(counter: Counter) -> None:
    late_cases(counter, 1)
    page = browsing.visitor("director").get("/director/").content.decode()
    assert 'href="/cases/limits"' in page
