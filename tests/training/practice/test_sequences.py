"""Whatever is pressed in whatever order while the rules change: no question twice, none lost, none of a rule not in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils.timezone import get_default_timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.catalogue import actions as catalogue_actions
from onetrip.catalogue import drafts
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import Draft
from onetrip.ledger.refusals import Refused
from onetrip.staff.models import Account
from onetrip.training import items
from onetrip.training.practice import queries
from onetrip.training.practice.models import PracticeCard, PracticeReview
from tests import browsing
from tests.factories import NOW, make_centre
from tests.training.practice import school

pytestmark = pytest.mark.django_db
FIRST = school.matters.FILES[school.CARD]
TEXTS = (
    FIRST,
    school.YOUNGER,
    school.QUICKER,
    FIRST.replace("{paper: booklet, originals: 1}", "{paper: photo, originals: 2}"),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.booleans()),
        st.tuples(st.just("double"), st.booleans()),
        st.tuples(st.just("feel"), st.sampled_from(["guessed", "knew"])),
        st.tuples(st.just("unfeel"), st.none()),
        st.tuples(st.just("publish"), st.integers(0, 3)),
        st.tuples(st.just("schedule"), st.integers(0, 3)),
        st.tuples(st.just("withdraw"), st.none()),
        st.tuples(st.just("follow"), st.none()),
        st.tuples(st.just("wait"), st.sampled_from([1, 30, 60 * 24, 60 * 24 * 9])),
    ),
    min_size=5,
    max_size=25,
)


class RollBack(Exception):
    """Ends an example: nothing of it stays."""


@dataclass
class Life:
    """A clerk, the clock, and what was answered."""

    clerk: Account
    now: datetime = NOW
    newest: PracticeReview | None = None
    answered: set[str] = field(default_factory=set)

    def play(self, step: str, with_: object) -> None:
        self.now += timedelta(seconds=20)
        getattr(self, step)(with_)

    def answer(self, is_right: bool) -> None:
        asked = queries.next_of(self.clerk, "LF", self.now)
        if asked is not None:
            self.newest = school.answered(self.clerk, asked.item, now=self.now, is_right=is_right)
            self.answered.add(asked.item.id)

    def double(self, is_right: bool) -> None:
        asked = queries.next_of(self.clerk, "LF", self.now)
        if asked is not None:
            known = PracticeReview.objects.count()
            for _ in range(2):
                self.newest = school.answered(
                    self.clerk, asked.item, now=self.now, is_right=is_right, edition=asked.edition
                )
            self.answered.add(asked.item.id)
            assert PracticeReview.objects.count() == known + 1

    def feel(self, how: str) -> None:
        self._perhaps(lambda: school.felt(self.newest, how, self.now))

    def unfeel(self, _: None) -> None:
        self._perhaps(lambda: school.unfelt(self.newest, self.now))

    def publish(self, which: int) -> None:
        school.publish(card=TEXTS[which])

    def schedule(self, which: int) -> None:
        if not drafts.open_drafts().exists() and drafts.in_force_texts()[1][school.CARD] != TEXTS[which]:
            school.scheduled(TEXTS[which], (self.now + timedelta(days=9)).date())

    def withdraw(self, _: None) -> None:
        Draft.objects.filter(state="approved").update(state="withdrawn")

    def follow(self, _: None) -> None:
        catalogue_actions.publish_due(now=self.now, zone=get_default_timezone(), by="x")
        school.follow(self.now)
        self.is_in_line()

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def holds(self) -> None:
        """What is true at every moment, whether the clock has come round or not."""
        twice = PracticeCard.objects.values("account", "item").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()
        for card in PracticeCard.objects.annotate(n=Count("reviews")):
            assert card.edition == card.n
        day = self.now.astimezone(get_default_timezone()).date()
        in_force = {
            one.id
            for matter in catalogues.current().matters
            for one in items.items_of(catalogues.current(), matter, day)
        }
        asked = queries.next_of(self.clerk, "LF", self.now)
        if asked is not None and not asked.is_coming:
            assert asked.item.id in in_force
        if asked is not None and asked.is_coming:
            assert asked.change.state == "coming"
        due = PracticeCard.objects.filter(account=self.clerk, state="in-force", due_at__lte=self.now, item__in=in_force)
        assert asked is not None or not due.exists()

    def is_in_line(self) -> None:
        """What is true once the clock has come round: everything answered that the rule still asks has a card that lives."""
        day = self.now.astimezone(get_default_timezone()).date()
        catalogue = catalogues.current()
        in_force = {one.id for matter in catalogue.matters for one in items.items_of(catalogue, matter, day)}
        living = set(PracticeCard.objects.filter(account=self.clerk, state="in-force").values_list("item", flat=True))
        assert living <= in_force
        assert self.answered & in_force <= living

    def _perhaps(self, deed: object) -> None:
        if self.newest is not None:
            try:
                deed()
            except Refused:
                return


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_no_question_twice_none_lost_none_of_a_rule_that_is_not_in_force(steps: Sequence[tuple[str, object]]) -> None:
    with pytest.raises(RollBack), transaction.atomic():
        catalogues.forget()
        make_centre()
        school.publish()
        school.follow()
        life = Life(browsing.account("clerk"))
        for step, with_ in steps:
            life.play(step, with_)
            life.holds()
        life.follow(None)
        life.holds()
        raise RollBack
    catalogues.forget()
