"""Trial, follow-up and decision: the real figures, a proposal, and a person who decides."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff import queries as staff
from onetrip.staff.actions import close_account
from onetrip.staff.models import Account, Grant, Qualification
from onetrip.training import actions, queries
from onetrip.training.actions.tending import take_along
from onetrip.training.lifecycle import PATH
from onetrip.training.models import FollowUp, Path
from tests.factories import NOW, TODAY, make_centre
from tests.together import together
from tests.training.school import CATEGORY, School, broken_promise, cases

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=91)
"""The day on which a trial that began today is followed up."""


def tend(now: datetime = LATER) -> FollowUp | None:
    actions.tend(now=now, by="house")
    return FollowUp.objects.order_by("-due_on").first()


def decide(
    school: School,
    one: FollowUp,
    decision: str,
    words: str = "可以了，放心办",
    *,
    by: Account | None = None,
    now: datetime = LATER,
) -> FollowUp:
    return actions.decide(
        follow_up_id=one.pk,
        centre="LF",
        decision=decision,
        words=words,
        by=by or school.head,
        now=now,
        key=uuid.uuid4(),
    )


def holds(account: Account, day: date) -> bool:
    staff.forget()
    return CATEGORY in staff.qualified_on(day)[account.pk].categories


def test_passing_gives_a_trial_that_outlasts_the_follow_up(school: School) -> None:
    path = school.on_trial()
    assert (path.state, path.trial_from, path.follow_up_on) == ("trial", TODAY, TODAY + timedelta(days=91))
    row = Qualification.objects.get()
    assert row.until_day == path.until_day == TODAY + timedelta(days=121)
    assert path.quiz_id.hex[:8] in row.source
    assert "10/10" in row.source
    assert [event.to_state for event in Event.objects.filter(thing="training").order_by("id")] == ["tested", "trial"]


def test_the_day_before_nothing_is_brought_and_on_the_day_once(school: School) -> None:
    school.on_trial()
    assert tend(LATER - timedelta(days=1)) is None
    assert tend() is not None
    tend()
    assert FollowUp.objects.count() == 1
    assert Path.objects.get().state == "due"


def test_the_real_figures_stand_beside_the_test(school: School) -> None:
    school.on_trial()
    mine = cases(
        school.clerk, "elder-card", 20, at=NOW + timedelta(days=10), minutes=12, returned=1, taken_back=1, level=5
    )
    cases(school.other, "elder-card", 20, at=NOW + timedelta(days=11), minutes=8)
    cases(school.clerk, "residence-permit", 5, at=NOW + timedelta(days=10), minutes=60, returned=5)  # another category
    cases(school.clerk, "elder-card", 5, at=NOW - timedelta(days=10), returned=5)  # before the trial
    broken_promise(school.clerk, mine[0])
    broken_promise(school.clerk, mine[1], cause="rule")  # the rule was wrong, not she
    one = tend()
    assert one is not None
    figures = one.figures
    assert (figures["cases"], figures["returned"], figures["taken_back"], figures["broken"]) == (20, 1, 1, 1)
    assert (figures["ratio"], figures["ratings"], figures["bad_ratings"]) == (1.5, 20, 0)
    assert one.proposal == "practise"
    assert "没培训到" in one.reason["zh"]


def test_a_resident_who_withdraws_later_is_no_fault(school: School) -> None:
    from tests.training.school import take_back

    school.on_trial()
    made = cases(school.clerk, "elder-card", 12, at=NOW + timedelta(days=10))
    for case in made[:6]:
        take_back(case, NOW + timedelta(days=13))
    one = tend()
    assert one is not None
    assert (one.figures["taken_back"], one.proposal) == (0, "confirm")


def test_without_a_case_it_is_said_so_and_never_bad(school: School) -> None:
    school.on_trial()
    one = tend()
    assert one is not None
    assert (one.proposal, one.figures["cases"], one.figures["ratio"]) == ("extend", 0, None)


def test_nobody_falls_out_before_somebody_has_decided(school: School) -> None:
    school.on_trial()
    tend()
    for days in range(0, 400, 10):
        now = LATER + timedelta(days=days)
        actions.tend(now=now, by="house")
        assert holds(school.clerk, now.date())


def test_confirming_makes_it_permanent(school: School) -> None:
    school.on_trial()
    one = tend()
    decide(school, one, "confirm")
    assert Path.objects.get().state == "confirmed"
    assert holds(school.clerk, TODAY + timedelta(days=4000))


def test_practising_brings_the_figures_again_of_the_whole_trial(school: School) -> None:
    school.on_trial()
    one = tend()
    decide(school, one, "practise")
    path = Path.objects.get()
    assert (path.state, path.follow_up_on) == ("practise", LATER.date() + timedelta(days=42))
    again = tend(LATER + timedelta(days=42))
    assert again.pk != one.pk
    assert FollowUp.objects.count() == 2


def test_testing_again_leaves_some_weeks_and_passing_begins_a_new_trial(school: School) -> None:
    school.on_trial()
    decide(school, tend(), "again")
    assert holds(school.clerk, LATER.date() + timedelta(days=28))
    assert not holds(school.clerk, LATER.date() + timedelta(days=29)), "the trial's longer row does not keep it alive"
    passed_at = LATER + timedelta(days=7)
    school.take(school.begin(now=passed_at), now=passed_at)
    path = Path.objects.get()
    assert (path.state, path.trial_from) == ("trial", passed_at.date())
    assert holds(school.clerk, LATER.date() + timedelta(days=60))


def test_extending_goes_on_with_the_trial(school: School) -> None:
    school.on_trial()
    decide(school, tend(), "extend")
    path = Path.objects.get()
    assert (path.state, path.follow_up_on) == ("trial", LATER.date() + timedelta(days=91))
    assert holds(school.clerk, path.follow_up_on)


def test_withdrawing_ends_it_from_that_day_on(school: School) -> None:
    school.on_trial()
    decide(school, tend(), "withdraw")
    assert not holds(school.clerk, LATER.date())
    assert Path.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("decision", "words"), [("", "可以"), ("nonsense", "可以"), ("confirm", ""), ("confirm", " x ")]
)
def test_a_decision_takes_a_choice_and_words(school: School, decision: str, words: str) -> None:
    school.on_trial()
    one = tend()
    with pytest.raises(Malformed):
        decide(school, one, decision, words)
    assert Path.objects.get().state == "due"


def test_nobody_decides_about_themselves(school: School) -> None:
    actions.enrol(account_id=school.head.pk, centre="LF", by=school.deputy, now=NOW, key=uuid.uuid4())
    school.take(school.begin(school.head))
    one = tend()
    with pytest.raises(Refused) as refused:
        decide(school, one, "confirm", by=school.head)
    assert (refused.value.code, refused.value.status) == ("about-oneself", 403)
    assert decide(school, one, "confirm", by=school.deputy).decision == "confirm"


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once_and_the_other_is_told(school: School) -> None:
    school.on_trial()
    one = tend()
    found = together(
        [
            lambda: decide(school, one, "confirm", by=school.head),
            lambda: decide(school, one, "withdraw", by=school.deputy),
        ]
    )
    assert sorted(getattr(each, "code", "") for each in found) == ["", "decided-already"]
    one.refresh_from_db()
    assert Path.objects.get().state == {"confirm": "confirmed", "withdraw": "withdrawn"}[one.decision]


def test_the_same_press_twice_decides_once(school: School) -> None:
    school.on_trial()
    one, key = tend(), uuid.uuid4()
    given = {"follow_up_id": one.pk, "centre": "LF", "decision": "extend", "words": "再看看", "by": school.head}
    for _ in range(2):
        actions.decide(now=LATER, key=key, **given)
    assert Event.objects.filter(thing="training", verb="extend").count() == 1


def test_an_account_closed_in_between_brings_nothing_and_is_not_decided(school: School) -> None:
    school.on_trial()
    school.on_trial(school.other)
    actions.bring_due(now=LATER, by="house")
    waiting = FollowUp.objects.get(account=school.other)
    for gone in (school.clerk, school.other):
        close_account(username=gone.username, by="x", now=LATER)
    assert queries.open_follow_ups("LF") == []
    with pytest.raises(Refused) as refused:
        decide(school, waiting, "confirm")
    assert refused.value.code == "account-closed"


def test_an_account_closed_before_the_day_brings_no_follow_up(school: School) -> None:
    school.on_trial()
    close_account(username=school.clerk.username, by="x", now=NOW)
    assert tend() is None


def test_somebody_who_moved_takes_the_trial_along_and_cases_of_both_places_count(school: School) -> None:
    school.on_trial()
    make_centre("PX", windows=1)
    cases(school.clerk, number=8, at=NOW + timedelta(days=5))
    Grant.objects.filter(account=school.clerk).update(centre="PX")
    assert take_along(now=NOW + timedelta(days=20), by="house") == 1
    assert take_along(now=NOW + timedelta(days=20), by="house") == 0
    cases(school.clerk, number=8, at=NOW + timedelta(days=30), centre="PX")
    one = tend()
    assert one is not None
    assert (one.path.centre_id, one.figures["cases"], one.proposal) == ("PX", 16, "confirm")
    assert queries.open_follow_ups("LF") == []
    assert [each.pk for each in queries.open_follow_ups("PX")] == [one.pk]


def test_what_was_set_later_changes_no_proposal_that_was_made(school: School) -> None:
    school.on_trial()
    one = tend()
    values = {**queries.rules_of("LF").values(), "few_cases": 1}
    actions.set_rules(centre="LF", values=values, reason="改线", now=LATER, by="x", key=uuid.uuid4())
    assert queries.rules_then("LF", one.rules).few_cases == 10


# --- the table of steps, and the database ---


def test_every_state_can_be_reached_and_left_but_what_is_for_good_is_left_only_by_hand() -> None:
    reached = {step.target for step in PATH.steps} | {Path.State.LEARNING}
    assert reached == set(PATH.states)
    assert [step.verb for step in PATH.steps if Path.State.CONFIRMED in step.sources] == ["end"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"state": "half"}, "path_state_known"),
        ({"state": "trial", "until_day": None}, "path_trial_has_its_days"),
        ({"follow_up_on": date(2030, 1, 1)}, "path_trial_has_its_days"),
    ],
)
def test_the_database_refuses_a_path_that_cannot_be(school: School, change: dict[str, object], named: str) -> None:
    path = school.on_trial()
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Path.objects.filter(pk=path.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"decision": "confirm"}, "follow_up_decided_whole"),
        ({"words": "好"}, "follow_up_decided_whole"),
        ({"proposal": "withdraw"}, "follow_up_proposal_known"),
    ],
)
def test_the_database_refuses_half_a_decision(school: School, change: dict[str, object], named: str) -> None:
    school.on_trial()
    one = tend()
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        FollowUp.objects.filter(pk=one.pk).update(**change)
    whole = {"decision": "confirm", "words": "好的", "decided_at": LATER, "decided_by": school.clerk}
    with pytest.raises(IntegrityError, match="follow_up_not_about_oneself"), transaction.atomic():
        FollowUp.objects.filter(pk=one.pk).update(**whole)
    with pytest.raises(IntegrityError, match="follow_up_one_open"), transaction.atomic():
        FollowUp.objects.create(
            path=one.path, account=school.clerk, due_on=date(2030, 1, 1), brought_at=NOW, figures={},
            proposal="confirm", reason={}, rules=0,
        )  # fmt: skip


def test_the_database_refuses_a_second_path_and_a_second_follow_up_of_a_day(school: School) -> None:
    path = school.on_trial()
    one = tend()
    decide(school, one, "extend")
    with pytest.raises(IntegrityError, match="path_once_a_category"), transaction.atomic():
        Path.objects.create(centre_id="LF", account=school.clerk, category=CATEGORY, since=NOW)
    with pytest.raises(IntegrityError, match="follow_up_once_a_day"), transaction.atomic():
        FollowUp.objects.create(
            path=path, account=school.clerk, due_on=one.due_on, brought_at=NOW, figures={}, proposal="confirm",
            reason={}, rules=0,
        )  # fmt: skip


@given(st.lists(st.sampled_from([step.verb for step in PATH.steps]), max_size=12))
def test_however_steps_are_tried_a_qualification_for_good_takes_a_person(verbs: list[str]) -> None:
    """Whatever is tried in whatever order: confirmed is reached by a decision or by hand alone, and a trial by a test."""
    state, passed, decided = str(Path.State.LEARNING), False, False
    for verb in verbs:
        if not PATH.allows(verb, state):
            with pytest.raises(Refused):
                PATH.move(verb, state, "x")
            continue
        state = PATH.move(verb, state, "x")
        passed = passed or verb == "pass"
        decided = decided or verb in ("confirm", "qualify")
        assert passed or state not in ("tested", "trial", "due", "practise")
        assert decided or state != "confirmed"
