"""The life of a paper between the house and a bridge: at most once knowingly, and nobody left without a word."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from onetrip.bridge.states import Outcome, PartKind
from onetrip.devices import actions
from onetrip.devices.lifecycle import FETCH_WITHIN, PRINT_JOB, PRINT_LEASE, TAKE_LEASE
from onetrip.devices.models import Part, PrintJob, Station
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.devices.places import Place, make_place
from tests.factories import make_centre
from tests.together import together

LEASE = PRINT_LEASE[PartKind.ESCPOS].total_seconds() + 1


@pytest.fixture
def place(db: None) -> Place:
    make_centre()
    return make_place()


def ask(place: Place, reference: str = "0") -> PrintJob:
    with transaction.atomic():
        return actions.ask(
            kind="slip",
            reference=reference,
            printer=place.printer,
            origin="http://onetrip.example/",
            language="zh",
            now=place.now,
            by="staff:guide",
        )


def state(job: PrintJob) -> str:
    return PrintJob.objects.get(pk=job.pk).state


@pytest.mark.django_db
class TestOnePaper:
    def test_it_is_taken_sent_and_printed_each_step_on_record(self, place: Place) -> None:
        job = ask(place)
        place.prints()
        assert state(job) == "printed"
        steps = Event.objects.filter(thing="print-job", thing_id=str(job.pk)).order_by("pk")
        assert [(step.verb, step.to_state) for step in steps] == [
            ("ask", "queued"),
            ("take", "taken"),
            ("send", "sent"),
            ("printed", "printed"),
        ]
        # Only who has to wake up is woken: the bridge, and whoever looks at the outcome.
        assert [step.public is not None for step in steps] == [True, False, False, True]

    def test_the_same_lease_gives_the_same_paper_and_another_one_none(self, place: Place) -> None:
        job = ask(place)
        lease = uuid.uuid4()
        assert place.take(lease) == job
        assert place.take(lease) == job
        assert place.take() is None

    def test_a_bridge_that_died_before_it_sent_gives_the_paper_back(self, place: Place) -> None:
        job = ask(place)
        place.take()
        place.beat(fresh=True)
        assert state(job) == "queued"
        place.prints()
        assert state(job) == "printed"

    def test_a_bridge_that_died_after_it_sent_leaves_a_paper_that_may_be_printed_and_nobody_prints_it_again(
        self, place: Place
    ) -> None:
        job = ask(place)
        place.sent(place.take())  # type: ignore[arg-type]
        place.beat(fresh=True)
        assert (state(job), PrintJob.objects.get().reason) == ("unknown", "not-reported")
        assert place.take() is None

    def test_silence_after_sending_comes_to_the_same(self, place: Place) -> None:
        job = ask(place)
        place.sent(place.take())  # type: ignore[arg-type]
        actions.sweep(now=place.later(LEASE))
        assert state(job) == "unknown"

    def test_a_late_word_is_still_the_truth(self, place: Place) -> None:
        job = ask(place)
        place.sent(place.take())  # type: ignore[arg-type]
        actions.sweep(now=place.later(LEASE))
        place.ended(job, Outcome.PRINTED)
        assert state(job) == "printed"

    def test_a_word_said_twice_changes_nothing_and_the_opposite_word_is_refused(self, place: Place) -> None:
        job = ask(place)
        place.prints()
        events = Event.objects.count()
        place.ended(job, Outcome.PRINTED)
        assert Event.objects.count() == events
        with pytest.raises(Refused):
            place.ended(job, Outcome.FAILED, "paper-out")
        assert state(job) == "printed"

    def test_who_comes_too_late_to_send_is_told_not_to(self, place: Place) -> None:
        job = ask(place)
        place.take()
        actions.sweep(now=place.later(TAKE_LEASE.total_seconds() + 0.1))
        assert state(job) == "queued"
        with pytest.raises(Refused) as refused:
            place.sent(job)
        assert refused.value.code == "print-too-late"

    def test_a_paper_that_nobody_comes_for_fails_and_is_not_printed_later(self, place: Place) -> None:
        job = ask(place)
        actions.sweep(now=place.later(FETCH_WITHIN.total_seconds() + 0.1))
        assert (state(job), PrintJob.objects.get().reason) == ("failed", "not-fetched")
        assert place.take() is None

    def test_a_paper_that_was_begun_before_is_marked_as_a_copy(self, place: Place) -> None:
        assert not ask(place).is_copy
        assert not ask(place).is_copy, "nothing of the first has gone out yet"
        place.prints()
        assert ask(place).is_copy
        assert not ask(place, "1").is_copy

    def test_a_bridge_cannot_touch_a_paper_of_another_place(self, place: Place) -> None:
        job = ask(place)
        place.take()
        other = make_place(kind="window", number=4)
        other.lease = place.lease
        for deed in (other.sent, other.ended):
            with pytest.raises(NotFound):
                deed(job)
        assert other.take() is None

    def test_a_busy_printer_is_given_nothing(self, place: Place) -> None:
        ask(place)
        named = {"station": place.station, "instance": place.instance, "now": place.now}
        assert actions.take(**named, lease=uuid.uuid4(), printers=["page"]) is None
        assert actions.take(**named, lease=uuid.uuid4(), printers=["page", "ticket"]) is not None


@pytest.mark.django_db(transaction=True)
def test_four_takers_at_once_get_one_paper_each(transactional_db: None) -> None:
    make_centre()
    place = make_place()
    jobs = {ask(place, str(number)).pk for number in range(4)}
    named = {"station": place.station, "instance": place.instance, "now": place.now}
    taken = together([lambda: actions.take(**named, lease=uuid.uuid4())] * 4)
    assert {job.pk for job in taken} == jobs


@pytest.mark.django_db(transaction=True)
def test_of_a_word_and_the_sweep_at_the_same_moment_the_word_wins_in_the_end(transactional_db: None) -> None:
    make_centre()
    place = make_place()
    for number in range(5):
        job = ask(place, str(number))
        place.sent(place.take())  # type: ignore[arg-type]
        later = place.later(LEASE)
        together([lambda later=later: actions.sweep(now=later), lambda job=job: place.ended(job)])
        assert state(job) == "printed"


class Life(RuleBasedStateMachine):
    """Any order of asking, taking, sending, reporting, dying, restarting and waiting."""

    def __init__(self) -> None:
        super().__init__()
        for rows in (PrintJob, Part, Station):
            rows.objects.all().delete()
        self.place = make_place()
        self.job = ask(self.place)
        self.sendings = 0

    @rule()
    def take(self) -> None:
        self.place.take()

    @rule()
    def send(self) -> None:
        before = state(self.job)
        try:
            self.place.sent(self.job)
        except Refused:
            return
        if before == "taken":
            self.sendings += 1

    @rule(outcome=st.sampled_from(list(Outcome)))
    def report(self, outcome: Outcome) -> None:
        before = state(self.job)
        try:
            self.place.ended(self.job, outcome)
        except Refused:
            assert state(self.job) == before
            return
        assert before == outcome or PRINT_JOB.allows(outcome, before)

    @rule()
    def restart(self) -> None:
        self.place.beat(fresh=True)

    @rule(seconds=st.sampled_from([0.5, 3, 6, 9, 25]))
    def wait(self, seconds: float) -> None:
        self.place.later(seconds)
        self.place.beat()
        actions.sweep(now=self.place.now)

    @precondition(lambda self: self.sendings > 1)
    @rule()
    def never_twice(self) -> None:
        raise AssertionError("one job was sent twice")

    def teardown(self) -> None:
        assert self.sendings <= 1
        # However it went: within the longest lease everybody has been told how it ended.
        self.place.later(30)
        actions.sweep(now=self.place.now)
        self.place.later(30)
        actions.sweep(now=self.place.now)
        assert state(self.job) in ("printed", "failed", "unknown")


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_no_job_is_sent_twice_and_each_comes_to_an_end(db: None) -> None:
    make_centre()
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
