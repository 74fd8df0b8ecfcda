"""The plan of each clerk, worked out once a week from what the centre and they themselves did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from onetrip.cases import work
from onetrip.cases.work import Handled
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.queries import settled
from onetrip.ledger import events
from onetrip.ledger.refusals import NotFound
from onetrip.ratings.queries import broken_for_training
from onetrip.staff.models import Account
from onetrip.staff.queries import working_in
from onetrip.training.measuring import NOTHING, on_matters
from onetrip.training.models import Plan, QuizItem
from onetrip.training.plans import Known, plan
from onetrip.training.queries import TRAINED, YEAR, rules_of
from onetrip.training.rules import TrainingRules
from onetrip.walls.scope import everywhere


def monday(day: date) -> date:
    """The first day of the week of `day`."""
    return day - timedelta(days=day.weekday())


def plan_due(*, now: datetime, by: str) -> int:
    """Work out the plans of this week that are not there yet, in every centre run here; how many that were."""

    def of_centre(code: str) -> int:
        week = monday(settled(code).centre.day_of(now))
        planned = set(Plan.objects.filter(centre_id=code, week=week).values_list("account_id", flat=True))
        due = [one for one in working_in(code, TRAINED) if one.pk not in planned]
        if not due:
            return 0
        year = Year.of(code, now)
        for one in due:
            _make(one, code, year, now=now, by=by)
        return len(due)

    return sum(in_each_centre("planning training", of_centre))


def make_plan(*, account: Account, centre: str, now: datetime, by: str) -> Plan:
    """The plan of one person for this week, as when somebody begins in the middle of one; one that is there stays."""
    with everywhere("what somebody did before they came here counts in their plan"):
        return _make(account, centre, Year.of(centre, now), now=now, by=by)


@dataclass(frozen=True)
class Year:
    """What the plans of one centre have in common; `places` has the cases of each centre that was read so far."""

    catalogue: Catalogue
    rules: TrainingRules
    counts: dict[str, int]
    places: dict[str, list[Handled]]

    @classmethod
    def of(cls, centre: str, now: datetime) -> Year:
        """The rolling year of a centre."""
        since = now - YEAR
        places = {centre: work.handled(centre, since, now)}
        return cls(catalogues.current(), rules_of(centre), work.counted(centre, since, now), places)


def _make(account: Account, centre: str, year: Year, *, now: datetime, by: str) -> Plan:
    since = now - YEAR
    where = work.centres_of(account.pk, since, now)
    for code in where:
        if code not in year.places:
            year.places[code] = work.handled(code, since, now)
    broken = Counter(broken_for_training(account.actor, since, now))
    own = on_matters([year.places[code] for code in where], account.pk, broken, year.rules.few_cases)
    tested = _tested(account)
    changed = _changed(tested, year.catalogue)
    known = [
        Known(
            matter=name,
            category=matter.terms.category,
            a_year=year.counts.get(name, 0),
            own=own.get(name, NOTHING),
            tested_in=tested.get(name),
            has_changed=name in changed,
        )
        for name, matter in year.catalogue.matters.items()
    ]
    lines = [line.as_json() for line in plan(known, year.rules)]
    week = monday(settled(centre).centre.day_of(now))
    with transaction.atomic():
        made, is_new = Plan.objects.get_or_create(
            centre_id=centre,
            account=account,
            week=week,
            defaults={
                "made_at": now,
                "catalogue": year.catalogue.number,
                "rules": year.rules.version,
                "lines": lines,
            },
        )
        if is_new:
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="training-plan",
                thing_id=made.pk,
                verb="make",
                data={"account": account.username, "week": week.isoformat(), "lines": len(lines)},
            )
    return made


def _tested(account: Account) -> dict[str, int]:
    """Matter → the newest version of the catalogue in which somebody answered a question of it in a test."""
    answered = QuizItem.objects.filter(
        quiz__account=account, quiz__state__in=["passed", "failed"], answered_at__isnull=False, struck_at=None
    )
    found: defaultdict[str, int] = defaultdict(int)
    for item, number in answered.values_list("item", "catalogue"):
        matter = item.split(":", 1)[0]
        found[matter] = max(found[matter], number)
    return dict(found)


def _changed(tested: dict[str, int], catalogue: Catalogue) -> set[str]:
    """The matters whose definition is another one than in the version they were tested on."""
    return {
        matter
        for matter, number in tested.items()
        if matter in catalogue.matters and number != catalogue.number and _differs(matter, number, catalogue)
    }


def _differs(matter: str, number: int, catalogue: Catalogue) -> bool:
    try:
        before = catalogues.version(number).matter(matter)
    except NotFound:
        return True  # a version that this house no longer has
    return before != catalogue.matter(matter)
