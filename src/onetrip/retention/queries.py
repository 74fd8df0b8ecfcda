"""What can be asked about what is kept: what will go and what went, who looked at whom for what, what is held or asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet

from onetrip.ledger.models import Event
from onetrip.people.keeping import Rule, rules
from onetrip.people.models import IdentityView
from onetrip.people.purposes import NAMES, Purpose
from onetrip.retention import actions
from onetrip.retention.models import Erasure, Hold
from onetrip.rules import Text
from onetrip.staff.models import Account
from onetrip.walls.scope import everywhere

AHEAD = timedelta(days=30)
"""How far ahead the report looks, and how far back."""


@dataclass(frozen=True)
class Line:
    """One kind: its rule, how much is over now, how much more will be within AHEAD, how much went in the AHEAD before.

    `by_clock` False: the clock of this house lets none of it go."""

    rule: Rule
    by_clock: bool
    over: int
    soon: int
    went: int


@dataclass(frozen=True)
class Looks:
    """How often one person who works here looked, by purpose."""

    by: str
    name: Text
    number: int
    purposes: tuple[tuple[Text, int], ...]


def report(now: datetime) -> tuple[Line, ...]:
    """Every kind, in the order of the rules' file."""
    clock = {one.kind: one for one in actions.goes_by_the_clock()}
    went = _went(now - AHEAD)
    lines = []
    for kind, said in rules().items():
        over = soon = 0
        before, later = said.cutoff(now), said.cutoff(now + AHEAD)
        one = clock.get(kind)
        if one is not None and before is not None and later is not None:
            with everywhere("the clock lets go for the whole house, and only numbers are shown"):
                over = actions.count(one, actions.going_before(before, now=now, by="report"))
                soon = actions.count(one, actions.going_before(later, now=now, by="report")) - over
        lines.append(Line(said, one is not None and before is not None, over, max(0, soon), went.get(kind, 0)))
    return tuple(lines)


def last_run(now: datetime) -> datetime | None:
    """When the last letting go was done."""
    found = Event.objects.filter(thing="retention", verb="run", at__lte=now).order_by("-pk").first()
    return found.at if found else None


def holds() -> QuerySet[Hold]:
    """Cases that are held, the latest first."""
    return Hold.objects.filter(lifted_at=None).select_related("case").order_by("-placed_at")


def erasures(centre: str) -> QuerySet[Erasure]:
    """Wishes of erasure of a centre: open ones first, by the day of answer, then those that ended, the latest first."""
    return Erasure.objects.filter(centre_id=centre).order_by(F("ended_at").desc(nulls_first=True), "answer_by")


def looks(centre: str, since: datetime) -> tuple[Looks, ...]:
    """Who looked at full numbers and pictures in a centre since a moment, and what for; who looked most at the top."""
    found = IdentityView.objects.filter(centre=centre, at__gte=since)
    counted: dict[str, dict[str | None, int]] = {}
    for by, reason, number in found.values_list("by", "reason").annotate(number=Count("pk")).order_by("by", "reason"):
        counted.setdefault(by, {})[reason] = number
    names = _names(counted)
    lines = [
        Looks(by, names.get(by, Text(by, by)), sum(kinds.values()), tuple((_purpose(r), n) for r, n in kinds.items()))
        for by, kinds in counted.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.number, one.by)))


def looks_of(centre: str, by: str, since: datetime) -> QuerySet[IdentityView]:
    """The looks of one person, the latest first."""
    return IdentityView.objects.filter(centre=centre, by=by, at__gte=since).order_by("-at", "-pk")


def _names(actors: Mapping[str, object]) -> dict[str, Text]:
    usernames = [actor.removeprefix("staff:") for actor in actors]
    found = Account.objects.filter(username__in=usernames).only("username", "name", "name_en")
    return {f"staff:{one.username}": Text(one.name, one.name_en or one.name) for one in found}


def _purpose(reason: str | None) -> Text:
    return NAMES[Purpose(reason)] if reason in set(Purpose) else Text("以前写的用途", "a purpose in words, from before")


def _went(since: datetime) -> dict[str, int]:
    went: dict[str, int] = {}
    for event in Event.objects.filter(thing="retention", verb="let-go", at__gte=since):
        went[event.thing_id] = went.get(event.thing_id, 0) + int(event.data.get("number", 0))
    return went


def name_of(kind: str) -> Text:
    """What a kind is called; the contacts alone, of whoever is still known, are no kind of their own."""
    if kind == "contacts":
        return Text("电话、邮箱等联系方式", "telephone, e-mail and the like")
    found = rules().get(kind)
    return found.name if found else Text(kind, kind)
