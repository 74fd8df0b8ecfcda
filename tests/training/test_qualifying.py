"""Somebody new is called for nothing until they have passed; what is done by hand has a reason."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Ticket
from onetrip.staff import queries as staff
from onetrip.staff.models import Enrolment, Qualification
from onetrip.training import actions, queries
from onetrip.training.models import Path, Plan
from tests import browsing
from tests.factories import NOW, TODAY, make_centre
from tests.training.school import CATEGORY, School, cases

pytestmark = pytest.mark.django_db


def by_hand(
    school: School, name: str = CATEGORY, *, of: str = "category", reason: str = "以前就会", **given: object
) -> None:
    given = {"account_id": school.clerk.pk, "by": school.head, "now": NOW, "key": uuid.uuid4(), **given}
    actions.qualify_by_hand(centre="LF", of=of, name=name, reason=reason, **given)


def end(
    school: School, name: str = CATEGORY, *, of: str = "category", reason: str = "先停一停", **given: object
) -> int:
    given = {"account_id": school.clerk.pk, "by": school.head, "now": NOW, "key": uuid.uuid4(), **given}
    return actions.end_by_hand(centre="LF", of=of, name=name, reason=reason, **given)


# --- what the lobby calls ---


def test_before_the_trial_the_call_does_not_give_her_these_matters_and_after_it_does(school: School) -> None:
    hall = school.hall
    school.enrol()
    first = hall.arrive(wanted=["elder-card"])
    assert hall.call(0) is None
    assert hall.call(1).pk == first.pk
    school.take(school.begin())
    second = hall.arrive(wanted=["elder-card"])
    other = hall.arrive(wanted=["residence-permit"])
    assert hall.call(0).pk == second.pk
    hall.at_window("start", Ticket.objects.get(pk=second.pk), 0)
    hall.at_window("finish", Ticket.objects.get(pk=second.pk), 0)
    assert hall.call(0) is None, "what she has not been tested on is still somebody else's"
    assert hall.call(2).pk == other.pk


def test_who_training_has_said_nothing_of_is_called_as_before(school: School) -> None:
    ticket = school.hall.arrive(wanted=["elder-card"])
    assert school.hall.call(1).pk == ticket.pk


def test_picking_by_hand_and_who_walks_up_to_her_window_are_as_before(school: School) -> None:
    hall = school.hall
    school.enrol()
    picked = hall.arrive(wanted=["elder-card"])
    assert hall.call(0, ticket_id=picked.pk).pk == picked.pk
    hall.at_window("start", Ticket.objects.get(pk=picked.pk), 0)


def test_what_nobody_on_duty_is_qualified_for_is_served_all_the_same(school: School) -> None:
    hall = school.hall
    for account in hall.clerks:
        school.enrol(account)
    ticket = hall.arrive(wanted=["elder-card"])
    assert hall.call(0).pk == ticket.pk


def test_a_number_without_a_matter_may_be_called_by_anybody(school: School) -> None:
    school.enrol()
    ticket = school.hall.arrive()
    assert school.hall.call(0).pk == ticket.pk


# --- enrolling ---


def test_enrolling_begins_with_nothing_and_a_plan(school: School) -> None:
    school.enrol()
    assert staff.qualified_on(TODAY)[school.clerk.pk] == staff.Qualified(frozenset(), frozenset())
    assert Plan.objects.get().lines
    school.enrol()
    assert Event.objects.filter(verb="enrol").count() == 1


def test_an_enrolment_of_the_wrong_person_is_taken_back_and_one_with_qualifications_is_not(school: School) -> None:
    school.enrol()
    given = {"account_id": school.clerk.pk, "centre": "LF", "by": school.head, "now": NOW}
    assert actions.take_enrolment_back(key=uuid.uuid4(), **given)
    assert school.clerk.pk not in staff.qualified_on(TODAY)
    school.on_trial()
    with pytest.raises(Refused) as refused:
        actions.take_enrolment_back(key=uuid.uuid4(), **given)
    assert refused.value.code == "has-qualifications"
    assert Enrolment.objects.exists()


def test_a_test_of_somebody_who_may_do_everything_takes_nothing_from_them(school: School) -> None:
    """A row would narrow them down to this one category."""
    assert school.take(school.begin()).state == "passed"
    assert not Qualification.objects.exists()
    assert school.clerk.pk not in staff.qualified_on(TODAY)


def test_a_test_of_one_matter_qualifies_for_nothing(school: School) -> None:
    school.enrol()
    assert school.take(school.begin(matter="elder-card")).state == "passed"
    assert not Qualification.objects.exists()


def test_a_test_passed_on_trial_or_after_it_changes_nothing(school: School) -> None:
    path = school.on_trial()
    later = NOW + timedelta(days=50)
    school.take(school.begin(now=later), now=later)
    after = Path.objects.get()
    assert (after.state, after.follow_up_on, after.quiz_id) == ("trial", path.follow_up_on, path.quiz_id)


def test_where_the_rules_ask_for_a_role_play_the_trial_waits_for_it(school: School) -> None:
    values = {**queries.rules_of("LF").values(), "oral_first": True}
    actions.set_rules(centre="LF", values=values, reason="先口试", now=NOW, by="x", key=uuid.uuid4())
    school.enrol()
    school.take(school.begin())
    assert Path.objects.get().state == "tested"
    assert not Qualification.objects.exists()
    given = {
        "account_id": school.clerk.pk,
        "centre": "LF",
        "minutes": 15,
        "words": "清楚",
        "by": school.head,
        "now": NOW,
    }
    actions.record_oral(matter="elder-card", is_passed=False, key=uuid.uuid4(), **given)
    actions.record_oral(matter="residence-permit", is_passed=True, key=uuid.uuid4(), **given)
    assert Path.objects.get().state == "tested", "failed, and one of another category"
    actions.record_oral(matter="elder-card", is_passed=True, key=uuid.uuid4(), **given)
    assert Path.objects.get().state == "trial"


# --- by hand ---


def test_by_hand_is_for_good_with_its_reason_on_record(school: School) -> None:
    school.enrol()
    by_hand(school)
    row = Qualification.objects.get()
    assert (row.until_day, "以前就会" in row.source) == (None, True)
    assert Path.objects.get().state == "confirmed"


def test_by_hand_somebody_who_may_do_everything_is_not_narrowed_down_unawares(school: School) -> None:
    with pytest.raises(Refused) as refused:
        by_hand(school)
    assert refused.value.code == "not-enrolled"


def test_by_hand_a_trial_is_not_passed_over(school: School) -> None:
    school.on_trial()
    with pytest.raises(Refused) as refused:
        by_hand(school)
    assert refused.value.code == "qualify-not-allowed"
    assert Qualification.objects.get().until_day is not None


def test_ending_by_hand_ends_it_from_today_and_closes_what_waits(school: School) -> None:
    school.on_trial(now=NOW - timedelta(days=91))
    actions.bring_due(now=NOW, by="house")
    assert end(school) == 1
    staff.forget()
    assert staff.qualified_on(TODAY)[school.clerk.pk].categories == frozenset()
    assert Path.objects.get().state == "withdrawn"
    assert queries.open_follow_ups("LF") == []
    assert queries.follow_ups_of(school.clerk.pk)[0].words == "先停一停"


def test_what_began_today_ends_with_the_day(school: School) -> None:
    school.on_trial()
    end(school)
    staff.forget()
    assert staff.qualified_on(TODAY + timedelta(days=1))[school.clerk.pk].categories == frozenset()


def test_one_matter_by_hand(school: School) -> None:
    school.enrol()
    by_hand(school, "elder-card", of="matter")
    assert staff.qualified_on(TODAY)[school.clerk.pk].matters == {"elder-card"}
    assert not Path.objects.exists()
    assert end(school, "elder-card", of="matter") == 1


@pytest.mark.parametrize("deed", [by_hand, end])
def test_by_hand_takes_a_reason_somebody_else_and_somebody_of_this_centre(school: School, deed: object) -> None:
    school.enrol()
    with pytest.raises(Malformed):
        deed(school, reason=" ")
    with pytest.raises(Refused) as refused:
        deed(school, account_id=school.head.pk)
    assert refused.value.code == "about-oneself"
    make_centre("PX", windows=1)
    stranger = browsing.account("clerk", centre="PX")
    with pytest.raises(NotFound):
        deed(school, account_id=stranger.pk)


@pytest.mark.parametrize(("of", "name"), [("category", "no-such"), ("matter", "no-such"), ("else", CATEGORY), ("", "")])
def test_by_hand_names_something_that_there_is(school: School, of: str, name: str) -> None:
    school.enrol()
    with pytest.raises(NotFound):
        by_hand(school, name, of=of)


# --- what is shown ---


def test_the_matrix_shows_each_state_and_who_is_free(school: School) -> None:
    school.on_trial()
    school.enrol(school.other)
    by_hand(school, "residence", account_id=school.other.pk)
    rows = {row.account.pk: row for row in queries.matrix("LF", TODAY)}

    def state(account: object, category: str) -> str:
        return next(cell.state for cell in rows[account.pk].cells if cell.category == category)  # type: ignore[attr-defined]

    assert state(school.clerk, CATEGORY) == "trial"
    assert state(school.clerk, "residence") == ""
    assert state(school.other, "residence") == "confirmed"
    assert state(school.hall.clerks[2], "residence") == "free"


def test_too_few_who_can_is_said_of_those_who_are_there(school: School) -> None:
    cases(school.clerk, "elder-card", 1, at=NOW - timedelta(days=1))
    for account in school.hall.clerks:
        school.enrol(account)
    by_hand(school)
    found = queries.thin("LF", TODAY, NOW, queries.who_is_there("LF", NOW))
    said = {one.category: one.people for one in found}
    assert (said["ageing"], said["residence"]) == (2, 1), "the supervisor has done something today and is free"
    roster = queries.thin("LF", TODAY + timedelta(days=3), NOW, lambda _day: {school.clerk.pk})
    assert next(one.people for one in roster if one.category == CATEGORY) == 1
    assert queries.thin("LF", TODAY, NOW, lambda _day: set()) == []


def test_a_press_about_the_longest_name_is_kept_and_still_told_from_another(school: School) -> None:
    from onetrip.training.actions.claiming import deed

    long, other = "m" * 80, "m" * 79 + "n"
    assert deed("qualify", 7, "ageing") == "qualify 7 ageing"
    assert len(deed("qualify", 2**43, long)) <= 60
    assert deed("qualify", 2**43, long) != deed("qualify", 2**43, other)
