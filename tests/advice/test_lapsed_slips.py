"""A slip is honoured as it was made until its stated day; afterwards everybody is told what differs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from onetrip.advice import queries
from onetrip.advice.models import Slip
from onetrip.catalogue import actions as catalogue
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from tests.advice.conftest import Talk
from tests.browsing import visitor, words
from tests.factories import NOW, TODAY

MATTER = "matters/elder-card.yaml"


def publish(old: str, new: str, name: str = MATTER) -> None:
    """A version in which one text is another."""
    newest = CatalogueVersion.objects.first()
    texts = dict(newest.source)
    assert old in texts[name]
    catalogue.publish(files={**texts, name: texts[name].replace(old, new)}, city=newest.city, by="editor", now=NOW)


def lapse(slip: Slip) -> Slip:
    """As if the slip had been issued long ago: yesterday was its last day."""
    Slip.objects.filter(pk=slip.pk).update(day=date(2026, 1, 1), valid_until=TODAY - timedelta(1))
    slip.refresh_from_db()
    return slip


@pytest.fixture(autouse=True)
def today(time_machine: object) -> None:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]


def test_the_centre_says_how_long_a_slip_counts(elder: Talk) -> None:
    Centre.objects.update(slip_valid_days=30)
    from onetrip.centres import queries as centres

    centres.forget()
    assert elder.issue().valid_until == TODAY + timedelta(30)


def test_until_its_day_nothing_counts_but_the_slip(elder: Talk, client: Client) -> None:
    slip = elder.issue()
    publish("originals: 1", "originals: 2")
    assert queries.changed_since(queries.read(slip), slip.valid_until) == ()
    page = words(client.get(f"/s/{slip.token}"))
    assert "有效承诺" in page
    assert "算数到" in page
    assert "过了日子" not in page


def test_after_its_day_the_same_answer_is_said_to_be_the_same(elder: Talk, client: Client) -> None:
    slip = lapse(elder.issue())
    page = words(client.get(f"/s/{slip.token}"))
    assert "过了日子" in page
    assert "说的还是一样" in page


def test_after_its_day_what_differs_is_told_in_both_languages(elder: Talk) -> None:
    slip = elder.issue()
    publish("originals: 1", "originals: 2")
    lapse(slip)
    (sentence,) = queries.changed_since(queries.read(slip), TODAY)
    assert sentence.zh == "身份证原来是原件 1，现在是原件 2。"
    assert sentence.en == "ID card: was original 1, is original 2 now."
    assert "现在是原件 2" in words(visitor().get(f"/s/{slip.token}"))
    assert "is original 2 now" in words(visitor(language="en").get(f"/s/{slip.token}"))
    assert "现在是原件 2" in words(visitor("guide").get(f"/desk/slip/{slip.token}"))


def test_a_matter_that_is_no_longer_possible_is_named_with_the_reason(elder: Talk) -> None:
    slip = elder.issue()
    newest = CatalogueVersion.objects.first()
    entitled = next(line for line in newest.source[MATTER].splitlines() if line.startswith("entitled:"))
    publish(entitled, 'entitled: hukou == "elsewhere"')
    lapse(slip)
    told = " ".join(sentence.zh for sentence in queries.changed_since(queries.read(slip), TODAY))
    assert "“敬老卡申领”原来是" in told
    assert "现在是“现在不能办”" in told


def test_slips_in_hand_are_counted_by_matter(elder: Talk) -> None:
    slip = elder.issue()
    assert queries.slips_in_hand(["elder-card", "other"], TODAY) == {"elder-card": 1}
    assert queries.slips_in_hand(["elder-card"], slip.valid_until + timedelta(1)) == {}


def test_the_database_refuses_a_slip_that_lapsed_before_it_was_made(elder: Talk) -> None:
    slip = elder.issue()
    with pytest.raises(DatabaseError, match="slip_valid_from_its_day_on"), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(valid_until=slip.day - timedelta(1))
