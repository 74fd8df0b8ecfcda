"""Answers that cannot all be true: named on every screen, changed with one press, and never promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onetrip.advice.models import Slip
from onetrip.centres.models import Centre
from onetrip.ledger.refusals import Refused
from tests.advice.conftest import Talk
from tests.advice.test_phone_pages import answered, begin_at_phone
from tests.advice.town import CONSISTENT, published_town
from tests.factories import synthetic_number

CHILD = synthetic_number(date(2014, 3, 1))


@pytest.fixture
def child(centre: Centre, begin: Callable[..., Talk]) -> Talk:
    """A child of 12, by the card, who came for what only the retired can have."""
    published_town(CONSISTENT)
    talk = begin()
    talk.hear("pension-check")
    talk.read_card(CHILD)
    return talk


def test_what_follows_from_the_card_is_neither_asked_nor_kept_as_an_answer(child: Talk) -> None:
    assert "retired" not in child.row.facts
    assert child.state.question is None or child.state.question.fact != "retired"
    item = child.state.plan.item("pension-check")
    assert item is not None
    assert "“退休”不用问，因为年龄是 12 岁。" in item.why.zh


def test_a_contradiction_is_named_and_no_slip_is_issued_until_it_is_put_right(child: Talk) -> None:
    child.answer("retired", "yes")

    assert [each.again for each in child.state.plan.contradictions] == [("retired",)]
    with pytest.raises(Refused) as refused:
        child.issue()
    assert refused.value.code == "answers-contradict"
    assert "身份证上，年龄是 12 岁" in refused.value.text.zh
    assert "请再看看“退休”" in refused.value.text.zh
    assert "by the ID number, age is 12 years" in refused.value.text.en
    assert not Slip.objects.exists()

    child.answer("retired", "no")
    child.hear("elder-card")
    child.answer("hukou", "shanghai")
    assert child.state.plan.contradictions == ()
    assert child.issue().number


def test_what_is_only_unlikely_is_pointed_out_and_promised(centre: Centre, begin: Callable[..., Talk]) -> None:
    published_town(CONSISTENT)
    talk = begin()
    talk.hear("elder-card")
    talk.read_card(synthetic_number(date(1920, 3, 1)))
    talk.answer("hukou", "shanghai")
    talk.answer("income", "200000")

    assert [each.certain for each in talk.state.plan.contradictions] == [False]
    assert talk.issue().number


def test_the_desk_shows_the_contradiction_with_a_way_to_change_the_answer(desk: Client, child: Talk) -> None:
    child.answer("retired", "yes")

    page = desk.get(f"/desk/{child.id}/").content.decode()

    assert "对不上：身份证上，年龄是 12 岁；您说已经退休。退休最早也要 45 岁。请再看看“退休”。" in page
    assert f'href="/desk/{child.id}/?ask=retired"' in page
    assert "改好了才出小贴士" in page
    assert "印出即承诺" not in page
    again = desk.get(f"/desk/{child.id}/?ask=retired").content.decode()
    assert "您退休了吗？" in again


@pytest.mark.usefixtures("centre")
def test_the_phone_shows_it_on_the_question_and_on_the_plan_and_takes_no_slip(client: Client) -> None:
    published_town(CONSISTENT)
    where = begin_at_phone(client, "pension-check")
    page = answered(client, where, "retired", "yes")
    page = answered(client, where, "birth_date", "20140301", more="1")
    assert "对不上：您说年龄是 12 岁，已经退休。" in page

    page = client.get(f"{where}plan").content.decode()

    assert "对不上：您说年龄是 12 岁，已经退休。" in page
    for fact in ("birth_date", "retired"):
        assert f'href="{where}?fact={fact}"' in page
    assert 'id="h-take"' not in page
    refused = client.post(f"{where}slip", {"idempotency_key": "0b0f7d7e-5a4c-4b58-8d0b-0c5f0c6a2f11"})
    assert refused.status_code == 409
    assert "请再看看" in refused.content.decode()
    english = client.get(f"{where}plan?lang=en").content.decode()
    assert "This does not go together: you said age is 12 years and you are retired." in english
    answered(client, where, "retired", "no")
    assert "对不上" not in client.get(f"{where}plan?lang=zh").content.decode()
