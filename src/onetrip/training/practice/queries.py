"""What can be asked about practice. What somebody answered is shown to them alone; for whoever runs training there are counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import Count, Max, Q

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.knowledge.queries import for_training
from onetrip.ledger.refusals import NotFound
from onetrip.lobby.quiet_hours import QuietHour
from onetrip.lobby.quiet_queries import quiet_hours_of
from onetrip.staff.models import Account, counting
from onetrip.staff.permissions import Permission
from onetrip.staff.queries import qualified_on
from onetrip.staff.roles import ROLES
from onetrip.training import items
from onetrip.training.items.shapes import Item, Judged
from onetrip.training.practice import cases
from onetrip.training.practice.cases import CaseItem
from onetrip.training.practice.coming import as_it_will_be
from onetrip.training.practice.models import PracticeCard, PracticeReview, PracticeTerms, RuleChange
from onetrip.training.practice.order import order_of
from onetrip.training.practice.terms import Terms, example
from onetrip.training.practice.timing import next_quiet, spent

_WINDOW = sorted(name for name, role in ROLES.items() if Permission.SERVE_AT_WINDOW in role.permissions)
_LEARNING = sorted(name for name, role in ROLES.items() if Permission.LEARN in role.permissions)
_MOST_LOOKED_AT = 40
"""Cards that may be passed over before somebody is told to come back: those whose rule has just gone out of force."""


@dataclass(frozen=True)
class Asked:
    """A question to be asked: by which catalogue it is judged on which day, and how often it was answered before.

    `change` is what made it due, with `is_coming` while that is not in force.
    """

    item: Item | CaseItem
    catalogue: Catalogue
    day: date
    edition: int
    change: RuleChange | None
    is_coming: bool

    @property
    def is_case(self) -> bool:
        """Whether it is a colleague's difficult case, which is turned over instead of judged."""
        return isinstance(self.item, CaseItem)

    def judge(self, chosen: frozenset[str]) -> Judged:
        """What was chosen, judged as of its day."""
        if isinstance(self.item, CaseItem):
            return cases.judge(self.item, chosen)
        return items.judge(self.catalogue, self.item, chosen, self.day)

    @property
    def is_new(self) -> bool:
        """Whether it was never answered and no change brought it."""
        return self.edition == 0 and self.change is None


@dataclass(frozen=True)
class Today:
    """A day of practice so far. `due` are the cards to be asked now, `unseen` whether there are questions never asked, which
    the day still has room for; `next_at` when the next card is due (None: none is known)."""

    answered: int
    right: int
    spent: timedelta
    left: timedelta
    due: int
    changed: int
    new_left: int
    next_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether the minutes of the day are used up."""
        return self.left <= timedelta()

    @property
    def minutes_left(self) -> int:
        """Whole minutes, at least one while there is time."""
        return max(1, round(self.left / timedelta(minutes=1)))


@dataclass(frozen=True)
class Counted:
    """All that whoever runs training sees of somebody's practice: days with an answer this week, and cards that are due."""

    account: Account
    days: int
    due: int
    last_day: date | None


def terms_of(centre: str) -> Terms:
    """How the centre practises: its newest version, or the example of the house."""
    newest = PracticeTerms.objects.filter(centre_id=centre).order_by("-version").first()
    if newest is None:
        return example()
    house = example()
    return Terms(
        minutes=newest.minutes,
        new_a_day=newest.new_a_day,
        retention=newest.retention,
        longest_pause=house.longest_pause,
        five=house.five,
        version=newest.version,
        is_example=False,
    )


def today_of(account: Account, centre: str, now: datetime) -> Today:
    """How far somebody is today, on the clock of the centre in which they are."""
    place, terms = settled(centre).centre, terms_of(centre)
    reviews = _since(account.pk, _midnight(place, now))
    used = spent([one.at for one in reviews], terms.longest_pause)
    cards = PracticeCard.objects.filter(account=account).exclude(state=PracticeCard.State.RETIRED)
    fresh = sum(one.number == 1 and one.card.inherits_id is None and one.card.change_id is None for one in reviews)
    return Today(
        answered=len(reviews),
        right=sum(one.was_right for one in reviews),
        spent=used,
        left=terms.length - used,
        due=cards.filter(due_at__lte=now).count(),
        changed=cards.filter(due_at__lte=now, change__isnull=False).count(),
        new_left=max(0, terms.new_a_day - fresh),
        next_at=cards.filter(due_at__gt=now).order_by("due_at").values_list("due_at", flat=True).first(),
    )


def next_of(account: Account, centre: str, now: datetime) -> Asked | None:
    """The question to ask now: what is due, changed rules first, then a new one in the order of the plan while the day has
    room for new ones. None: nothing. The same as long as nothing is answered, so that a reload changes nothing."""
    for card in _due(account, now)[:_MOST_LOOKED_AT]:
        asked = asked_of(card, centre, now)
        if asked is not None:
            return asked
    if today_of(account, centre, now).new_left > 0:
        return next(_unseen(account, centre, now), None)
    return None


def asked_of(card: PracticeCard, centre: str, now: datetime) -> Asked | None:
    """The question of a card as it is asked now; None where its rule is not in force (any more) and none is coming."""
    is_coming = card.state == PracticeCard.State.COMING
    if card.state == PracticeCard.State.RETIRED:
        return None
    if is_coming:
        change = card.change
        catalogue = as_it_will_be(change.draft) if change is not None and change.draft is not None else None
        day = change.from_day if change is not None else None
    else:
        catalogue, day = catalogues.current(), settled(centre).centre.day_of(now)
    if catalogue is None or day is None:
        return None
    item = _find(catalogue, card.item, day)
    return Asked(item, catalogue, day, card.edition, card.change, is_coming) if item is not None else None


def asked_by_id(account: Account, centre: str, item: str, now: datetime) -> Asked | None:
    """The question with this id as this person would be asked it now; None where no rule in force or coming asks it."""
    card = PracticeCard.objects.select_related("change").filter(account=account, item=item).first()
    if card is not None and card.state != PracticeCard.State.RETIRED:
        return asked_of(card, centre, now)
    day, catalogue = settled(centre).centre.day_of(now), catalogues.current()
    found = _find(catalogue, item, day)
    edition = card.edition if card is not None else 0
    return Asked(found, catalogue, day, edition, None, is_coming=False) if found is not None else None


def _find(catalogue: Catalogue, item: str, day: date) -> Item | CaseItem | None:
    return cases.find(catalogue, item) if cases.is_case(item) else items.find(catalogue, item, day)


def review_of(account: Account, review_id: uuid.UUID) -> PracticeReview:
    """An answer of one's own. Raises NotFound, also for somebody else's."""
    found = PracticeReview.objects.select_related("card__change").filter(pk=review_id, account=account).first()
    if found is None:
        raise NotFound("review-unknown", "没有这次回答。", "There is no such answer.")
    return found


def is_newest(review: PracticeReview) -> bool:
    """Whether nothing was answered after it, so that how it felt may still be changed."""
    later = PracticeReview.objects.filter(account_id=review.account_id, at__gt=review.at)
    return review.card.edition == review.number and not later.exists()


def quiet_next(centre: str, now: datetime) -> tuple[date, QuietHour] | None:
    """The next hour in which this hall is usually quiet, with its day; None where its numbers do not say."""
    found = quiet_hours_of(centre, now)
    return next_quiet(found.hours, settled(centre).centre.local(now)) if found is not None else None


def changes_of(matter: str, most: int = 10) -> Sequence[RuleChange]:
    """The changes of a matter's rule that came or are coming, the newest first."""
    known = RuleChange.objects.filter(matter=matter).exclude(state=RuleChange.State.WITHDRAWN)
    return list(known.order_by("-from_day", "-found_at")[:most])


def counts_of(centre: str, now: datetime) -> list[Counted]:
    """Everybody of the centre who practises or might, by name: counts and nothing else."""
    place = settled(centre).centre
    monday = _midnight(place, now) - timedelta(days=place.day_of(now).weekday())
    people = learners(centre, now)
    days: dict[int, set[date]] = {}
    for account, at in PracticeReview.objects.filter(account__in=people, at__gte=monday).values_list("account", "at"):
        days.setdefault(account, set()).add(place.day_of(at))
    due = dict(
        PracticeCard.objects.filter(account__in=people, due_at__lte=now)
        .exclude(state=PracticeCard.State.RETIRED)
        .values_list("account")
        .annotate(n=Count("pk"))
    )
    last = dict(PracticeReview.objects.filter(account__in=people).values_list("account").annotate(at=Max("at")))
    return [
        Counted(
            one, len(days.get(one.pk, ())), due.get(one.pk, 0), place.day_of(last[one.pk]) if one.pk in last else None
        )
        for one in people
    ]


def learners(centre: str, now: datetime) -> list[Account]:
    """Who may practise in a centre, by name."""
    held = counting(now, "grants__") & Q(grants__role__in=_LEARNING, grants__centre__in=(centre, "*"))
    return list(Account.objects.filter(held, is_active=True).distinct().order_by("name", "username"))


def handlers(matter: str, category: str, day: date, now: datetime) -> list[int]:
    """The ids of those who serve at windows anywhere and are qualified for a matter on `day`."""
    held = counting(now, "grants__") & Q(grants__role__in=_WINDOW)
    serving = Account.objects.filter(held, is_active=True).values_list("pk", flat=True).distinct().order_by("pk")
    qualified = qualified_on(day)
    return [
        one
        for one in serving
        if one not in qualified or matter in qualified[one].matters or category in qualified[one].categories
    ]


def _due(account: Account, now: datetime) -> Sequence[PracticeCard]:
    """What is due: first what a change made due, by its day; then the longest due."""
    cards = PracticeCard.objects.select_related("change").filter(account=account, due_at__lte=now)
    due = list(cards.exclude(state=PracticeCard.State.RETIRED))
    return sorted(
        due, key=lambda one: (one.change is None, one.change.from_day if one.change else date.max, one.due_at, one.item)
    )


def _unseen(account: Account, centre: str, now: datetime) -> Iterator[Asked]:
    """Questions that were never asked, in the order of the plan; of a matter first what colleagues stumbled over."""
    catalogue, day = catalogues.current(), settled(centre).centre.day_of(now)
    known = set(PracticeCard.objects.filter(account=account).values_list("item", flat=True))
    difficult = cases.items_of(catalogue, for_training())
    for matter in order_of(account, centre, now):
        stumbled_over = [one for one in difficult if one.matter == matter]
        asked: Iterable[Item | CaseItem] = chain(stumbled_over, items.items_of(catalogue, matter, day))
        for item in asked:
            if item.id not in known:
                yield Asked(item, catalogue, day, 0, None, is_coming=False)


def _since(account: int, begin: datetime) -> list[PracticeReview]:
    return list(PracticeReview.objects.select_related("card").filter(account=account, at__gte=begin).order_by("at"))


def _midnight(place: Centre, now: datetime) -> datetime:
    return place.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
