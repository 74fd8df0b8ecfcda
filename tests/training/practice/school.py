"""A small centre for tests of practice: clerks, a catalogue of few matters, and how its rules change."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from onetrip.catalogue import actions as catalogue_actions
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.staff.models import Account
from onetrip.training import items
from onetrip.training.items.shapes import Item
from onetrip.training.practice import actions, queries
from onetrip.training.practice.actions.following import Followed
from onetrip.training.practice.cases import CaseItem
from onetrip.training.practice.models import PracticeReview
from onetrip.training.practice.scheduling import fresh as fresh
from tests.cases import matters as matters
from tests.catalogue import drafting
from tests.factories import NOW, TODAY

CARD = "matters/card.yaml"
YOUNGER = matters.FILES[CARD].replace("age >= 65", "age >= 60")
"""The card from 60 instead of 65."""
QUICKER = matters.FILES[CARD].replace("decide: 30 working_days", "decide: 20 working_days")


def publish(**files: str) -> CatalogueVersion:
    """The small catalogue in force; `card` is another text of that matter."""
    changed = {CARD: files["card"]} if "card" in files else {}
    return catalogue_actions.publish(by="system", now=NOW, files={**matters.FILES, **changed}, city="test")


def scheduled(text: str, on: date) -> Draft:
    """The card's new text, approved for a day."""
    return drafting.ready(text, name=CARD, publish_on=on)


def follow(now: datetime = NOW) -> Followed:
    return actions.follow(now=now, by="system:clock")


def card_items(day: date = TODAY) -> list[Item]:
    """The questions about the card by the rule in force."""
    return list(items.items_of(catalogues.current(), "card", day))


def right(item: Item, day: date = TODAY) -> list[str]:
    """What is right by the rule in force."""
    return sorted(items.judge(catalogues.current(), item, frozenset(), day).right)


def wrong(item: Item, day: date = TODAY) -> list[str]:
    """An answer that is not."""
    return [next(option.id for option in item.options if option.id not in right(item, day))]


def answered(
    account: Account, item: Item | CaseItem, *, now: datetime = NOW, is_right: bool = True, edition: int | None = None
) -> PracticeReview:
    """The question answered, as the page would send it."""
    asked = queries.asked_by_id(account, "LF", item.id, now)
    assert asked is not None
    judged = asked.judge(frozenset())
    chosen = sorted(judged.right) if is_right else [next(o.id for o in item.options if o.id not in judged.right)]
    return actions.answer(
        account=account,
        centre="LF",
        item=item.id,
        edition=asked.edition if edition is None else edition,
        chosen=chosen,
        now=now,
        key=uuid.uuid4(),
    )


def felt(review: PracticeReview, how: str, now: datetime = NOW + timedelta(seconds=5)) -> PracticeReview:
    return actions.feel(account=review.account, centre="LF", review_id=review.pk, felt=how, now=now, key=uuid.uuid4())


def unfelt(review: PracticeReview, now: datetime = NOW + timedelta(seconds=9)) -> PracticeReview:
    return actions.unfeel(account=review.account, centre="LF", review_id=review.pk, now=now, key=uuid.uuid4())


def all_items(day: date = TODAY) -> list[Item]:
    """Every question of the rule in force."""
    catalogue = catalogues.current()
    return [item for matter in catalogue.matters for item in items.items_of(catalogue, matter, day)]
