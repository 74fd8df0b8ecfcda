"""The demonstration centre, and a morning played in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from onetrip.advice.models import Slip
from onetrip.cases.models import Case
from onetrip.centres.models import Duty
from onetrip.knowledge import figures, queries
from onetrip.knowledge.models import Question
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import Resident
from onetrip.web.demonstration import centre, difficult, morning
from tests.factories import CATALOGUE, NOW

pytestmark = pytest.mark.django_db
TEN = NOW + timedelta(minutes=30)


@pytest.fixture
def house(db: None) -> None:
    """The demonstration centre with the catalogue of the city."""
    centre.load(catalogue_folder=Path(CATALOGUE), now=NOW)


def test_a_morning_is_played_through_hall_windows_and_phones_as_it_would_have_been(house: None) -> None:
    served = morning.play(code="LF", now=TEN)
    done = Ticket.objects.filter(state="done")
    assert served >= 10
    assert done.count() == served
    assert len(set(Ticket.objects.values_list("prefix", "serial"))) == Ticket.objects.count()
    assert Case.objects.count() >= served / 2
    assert Slip.objects.filter(visits__isnull=False).exists()
    assert not Resident.objects.exists(), "nobody in it is anybody"
    assert Visit.objects.exclude(outcome="").count() == served

    assert not Event.objects.filter(at__gt=TEN).exists(), "nothing happens after now"
    for ticket in done:
        moments = [ticket.drawn_at, ticket.called_at, ticket.started_at, ticket.finished_at]
        assert moments == sorted(moments), "nothing happens before what led to it"

    at_work = set(Duty.objects.filter(ended=None).values_list("window_id", flat=True))
    busy = set(Ticket.objects.filter(state__in=("called", "serving")).values_list("window_id", flat=True))
    assert at_work == busy, "whoever has nobody in front of them has left the window for the next"


@pytest.mark.parametrize("minutes", [-60, -10, 29])
def test_before_an_hour_has_passed_there_is_no_morning_to_play(house: None, minutes: int) -> None:
    opens = NOW - timedelta(hours=1)
    with pytest.raises(Refused, match="morning-to-come"):
        morning.play(code="LF", now=opens + timedelta(minutes=minutes))
    assert not Ticket.objects.exists()


def test_a_day_that_has_begun_is_left_alone(house: None) -> None:
    morning.play(code="LF", now=TEN)
    before = Event.objects.count()
    with pytest.raises(Refused, match="day-begun"):
        morning.play(code="LF", now=TEN)
    assert Event.objects.count() == before


def test_what_an_editor_published_is_not_put_back_when_the_demonstration_is_loaded_again(house: None) -> None:
    from onetrip.catalogue import actions, queries
    from onetrip.catalogue.models import CatalogueVersion

    texts = dict(CatalogueVersion.objects.get().source)
    texts["matters/elder-card.yaml"] += "# looked at\n"
    actions.publish(files=texts, city="shanghai", by="staff:editor2", now=NOW)
    centre.load(catalogue_folder=Path(CATALOGUE), now=NOW)
    assert queries.current().number == 2


def test_the_difficult_cases_of_the_days_before_are_played_once_and_leave_no_window_taken(house: None) -> None:
    assert difficult.play(code="LF", now=TEN) == len(difficult.CASES)
    assert difficult.play(code="LF", now=TEN) == 0
    seen = figures.figures("LF", 30, TEN)
    assert seen.asked == len(difficult.CASES)
    assert {one.times for one in seen.repeats} == {2}
    assert queries.search("LF", "读不出身份证")
    assert not Question.objects.filter(state__in=("asked", "coming")).exists()
    assert not Duty.objects.filter(ended=None).exists()
    assert not Event.objects.filter(at__gt=TEN).exists(), "nothing happens after now"
