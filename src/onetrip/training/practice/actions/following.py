"""The cards follow the catalogue: exactly the questions that a change touches are due, before it takes effect and when it does."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from onetrip.catalogue import drafts
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.comparing import changed_matters
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.ledger import events
from onetrip.rules import Text
from onetrip.training import items
from onetrip.training.practice import cases, inheriting, queries
from onetrip.training.practice.coming import as_it_will_be
from onetrip.training.practice.differing import differences
from onetrip.training.practice.inheriting import matter_of
from onetrip.training.practice.models import FollowedVersion, PracticeCard, RuleChange
from onetrip.training.practice.scheduling import due_at_once, fresh, inherited
from onetrip.training.practice.terms import example

_AT_ONCE = 500
_ANOTHER_AMOUNT = Text("它用到的金额，从这天起是新的数。", "An amount that it uses is another one as of this day.")


@dataclass(frozen=True)
class Followed:
    """How many changes of rules were found, and how many cards were made due and retired."""

    changes: int = 0
    due: int = 0
    retired: int = 0

    def __add__(self, other: Followed) -> Followed:
        return Followed(self.changes + other.changes, self.due + other.due, self.retired + other.retired)


def follow(*, now: datetime, by: str) -> Followed:
    """Bring the cards in line with the version in force and with the drafts that are approved for a day.

    Nothing is done, in one cheap look, where they are already. Both sides of the house may do it at once: one waits for
    the other.
    """
    newest = catalogues.newest_number()
    if not newest:
        return Followed()
    scheduled = [[str(one.pk), one.edition, one.publish_on.isoformat()] for one in drafts.scheduled() if one.publish_on]
    before = FollowedVersion.objects.order_by("-number").first()
    today = timezone.localtime(now).date()
    if before is not None and (before.number, before.drafts) == (newest, scheduled) and before.day >= today:
        return Followed()
    with transaction.atomic():
        # Whoever makes the row brings the version into effect, and the other one waits here until that is done.
        _, is_new = FollowedVersion.objects.get_or_create(number=newest, defaults={"at": now, "day": today})
        here = FollowedVersion.objects.select_for_update().get(number=newest)
        done = Followed()
        if is_new:
            done += _take_effect(before.number, newest, now) if before is not None else _first_look(now)
        elif here.day < today:
            done += _day_turns(here.day, today, now)
        done += _see_coming(now)
        here.drafts, here.at, here.day = scheduled, now, max(today, here.day)
        here.save(update_fields=["drafts", "at", "day"])
        if done != Followed():
            _record(newest, done, now, by)
    return done


def _first_look(now: datetime) -> Followed:
    """Nobody knows what came before: what the version in force does not ask is retired, and nothing is due for it."""
    catalogue, day = catalogues.current(), timezone.localtime(now).date()
    cards = PracticeCard.objects.filter(state=PracticeCard.State.IN_FORCE).exclude(item__contains=cases.MARK)
    gone = [item for item in set(cards.values_list("item", flat=True)) if items.find(catalogue, item, day) is None]
    return Followed(retired=_retire(gone, PracticeCard.State.IN_FORCE, PracticeCard.Why.RULE_CHANGED, now))


def _take_effect(before: int, number: int, now: datetime) -> Followed:
    """A version came into force: what it touches is retired or due."""
    old, new = catalogues.version(before), catalogues.version(number)
    published = CatalogueVersion.objects.defer("source").get(number=number)
    day = timezone.localtime(published.published_at).date()
    changed = items.changed(old, new, day)
    draft = Draft.objects.filter(version=published).values_list("pk", flat=True).first()
    changes = {
        matter: _in_force(matter, draft, old, new, day=day, number=number, now=now)
        for matter in sorted({*changed_matters(old, new), *(matter_of(each) for each in changed.gone | changed.come)})
    }
    due = _make_due(changed.come, changed.gone, changes, new, PracticeCard.State.IN_FORCE, now)
    retired = _retire(changed.gone, PracticeCard.State.IN_FORCE, PracticeCard.Why.RULE_CHANGED, now)
    return Followed(len(changes), due, retired)


def _day_turns(before: date, today: date, now: datetime) -> Followed:
    """Dated amounts of the same version are others today: what they touch is retired or due."""
    catalogue = catalogues.current()
    was, is_now = _asked_on(catalogue, before), _asked_on(catalogue, today)
    gone, come = was - is_now, is_now - was
    changes = {}
    for matter in sorted({matter_of(each) for each in gone | come}):
        changes[matter], _ = RuleChange.objects.get_or_create(
            number=catalogue.number,
            matter=matter,
            from_day=today,
            defaults={
                "state": RuleChange.State.IN_FORCE,
                "differs": [_both(_ANOTHER_AMOUNT)],
                "based_on": catalogue.number,
                "found_at": now,
            },
        )
    due = _make_due(come, gone, changes, catalogue, PracticeCard.State.IN_FORCE, now)
    retired = _retire(gone, PracticeCard.State.IN_FORCE, PracticeCard.Why.RULE_CHANGED, now)
    return Followed(len(changes), due, retired)


def _asked_on(catalogue: Catalogue, day: date) -> frozenset[str]:
    return frozenset(item.id for matter in catalogue.matters for item in items.items_of(catalogue, matter, day))


def _see_coming(now: datetime) -> Followed:
    """What the scheduled drafts touch is due beforehand; what was announced and will not come is retired."""
    in_force = catalogues.current()
    done, kept_items, kept_changes = Followed(), set[str](), list[uuid.UUID]()
    for draft in drafts.scheduled():
        after = as_it_will_be(draft.pk)
        if after is None or draft.publish_on is None:
            continue
        changed = items.changed(in_force, after, draft.publish_on)
        changes = {}
        for matter in sorted({matter_of(each) for each in changed.gone | changed.come}):
            told = [_both(text) for text in differences(in_force, after, matter, draft.publish_on)]
            changes[matter], _ = RuleChange.objects.update_or_create(
                draft=draft.pk,
                matter=matter,
                defaults={
                    "from_day": draft.publish_on,
                    "state": RuleChange.State.COMING,
                    "differs": told,
                    "edition": draft.edition,
                    "based_on": in_force.number,
                    "found_at": now,
                },
            )
        due = _make_due(changed.come, changed.gone, changes, after, PracticeCard.State.COMING, now)
        done += Followed(len(changes), due)
        kept_items |= changed.come
        kept_changes += [each.pk for each in changes.values()]
    announced = PracticeCard.objects.filter(state=PracticeCard.State.COMING).exclude(item__in=kept_items)
    retired = announced.update(
        state=PracticeCard.State.RETIRED, retired_at=now, retired_why=PracticeCard.Why.CHANGE_WITHDRAWN
    )
    open_ones = RuleChange.objects.filter(state=RuleChange.State.COMING).exclude(pk__in=kept_changes)
    open_ones.update(state=RuleChange.State.WITHDRAWN)
    return done + Followed(retired=retired)


def _in_force(
    matter: str, draft: uuid.UUID | None, old: Catalogue, new: Catalogue, *, day: date, number: int, now: datetime
) -> RuleChange:
    """The change of a matter, now in force: the one that was announced where there is one."""
    told = [_both(text) for text in differences(old, new, matter, day)]
    known = RuleChange.objects.filter(draft=draft, matter=matter).first() if draft is not None else None
    change = known or RuleChange(matter=matter, draft=draft, found_at=now)
    change.state, change.number, change.based_on = RuleChange.State.IN_FORCE, number, old.number
    change.from_day, change.differs = day, told
    change.save()
    return change


def _make_due(
    come: frozenset[str],
    gone: frozenset[str],
    changes: Mapping[str, RuleChange],
    catalogue: Catalogue,
    state: PracticeCard.State,
    now: datetime,
) -> int:
    """The questions that `come` are due for everybody who handles their matter or has practised what is `gone`."""
    practised = PracticeCard.objects.filter(item__in=gone, state=PracticeCard.State.IN_FORCE).order_by("item")
    olds: dict[tuple[int, str], list[PracticeCard]] = {}
    for card in practised:
        olds.setdefault((card.account_id, card.matter), []).append(card)
    due, missing = 0, []
    for matter in sorted({matter_of(each) for each in come}):
        of_matter = sorted(each for each in come if matter_of(each) == matter)
        definition = catalogue.matters[matter]
        category = definition.terms.category
        handling = queries.handlers(matter, category, changes[matter].from_day, now)
        accounts = {*handling, *(account for account, name in olds if name == matter)}
        there = {(one.account_id, one.item): one for one in PracticeCard.objects.filter(item__in=of_matter)}
        for one in there.values():
            due += _again(one, state, changes[matter], now)
        for account in sorted(accounts):
            for item in of_matter:
                if (account, item) not in there:
                    missing.append(
                        _card(account, item, category, olds.get((account, matter), ()), state, changes[matter], now)
                    )
    PracticeCard.objects.bulk_create(missing, batch_size=_AT_ONCE, ignore_conflicts=True)
    return due + len(missing)


def _again(card: PracticeCard, state: PracticeCard.State, change: RuleChange, now: datetime) -> bool:
    """A card that is there already is due at once where the change moves it; one announced before is left as it is."""
    if card.state == state and card.change_id == change.pk and state == PracticeCard.State.COMING:
        return False
    if card.state == PracticeCard.State.IN_FORCE and state == PracticeCard.State.COMING:
        return False  # asked by the rule in force all the same
    card.state, card.change, card.retired_at, card.retired_why = state, change, None, ""
    card.memory = due_at_once(card.memory, now)
    card.due_at = now
    card.save(update_fields=["state", "change", "retired_at", "retired_why", "memory", "due_at"])
    return True


def _card(
    account: int,
    item: str,
    category: str,
    olds: Iterable[PracticeCard],
    state: PracticeCard.State,
    change: RuleChange,
    now: datetime,
) -> PracticeCard:
    """A new card, due at once: with how hard the one was whose place it takes."""
    old = inheriting.predecessor(item, {one.item: one for one in olds})
    memory = inherited(old.memory, now, example().retention) if old is not None else fresh(now)
    return PracticeCard(
        account_id=account,
        item=item,
        matter=matter_of(item),
        category=category,
        state=state,
        memory=due_at_once(memory, now),
        due_at=now,
        change=change,
        inherits=old,
        made_at=now,
    )


def _retire(gone: Iterable[str], state: PracticeCard.State, why: PracticeCard.Why, now: datetime) -> int:
    cards = PracticeCard.objects.filter(item__in=list(gone), state=state)
    return cards.update(state=PracticeCard.State.RETIRED, retired_at=now, retired_why=why)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _record(number: int, done: Followed, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="practice",
        thing_id=number,
        verb="follow",
        data={"changes": done.changes, "due": done.due, "retired": done.retired},
    )
