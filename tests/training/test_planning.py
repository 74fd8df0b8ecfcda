"""The plans of the week, from what was really done; and the rules of a centre in versions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.training import actions, queries
from onetrip.training.models import Plan, Rules
from onetrip.training.rules import EXAMPLE, LIMITS, NAMES, read
from tests.factories import NOW, make_centre
from tests.training.school import School, cases, change

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def plan_of(school: School) -> dict[str, dict[str, object]]:
    plan = queries.plan_of(school.clerk.pk, "LF")
    assert plan is not None
    return {line["matter"]: line for line in plan.lines}


def set_rules(**given: object) -> None:
    values = {**queries.rules_of("LF").values(), **given}
    actions.set_rules(centre="LF", values=values, reason="我们中心的", now=NOW, by="staff:x", key=uuid.uuid4())


def test_everybody_who_is_trained_gets_one_plan_a_week(school: School) -> None:
    assert actions.plan_due(now=NOW, by="house") == 4  # three clerks and the supervisor
    assert actions.plan_due(now=NOW + timedelta(days=5), by="house") == 0  # the Sunday
    assert actions.plan_due(now=NOW + timedelta(days=6), by="house") == 4  # the next Monday
    assert {plan.week for plan in Plan.objects.all()} == {date(2026, 11, 23), date(2026, 11, 30)}


def test_a_clerk_without_a_single_case_has_a_plan_that_says_what_to_begin_with(school: School) -> None:
    cases(school.other, "residence-permit", 3, at=NOW - timedelta(days=9))
    actions.plan_due(now=NOW, by="house")
    plan = queries.plan_of(school.clerk.pk, "LF")
    assert plan is not None
    assert plan.lines[0]["matter"] == "residence-permit"
    assert [one["zh"] for one in plan.lines[0]["why"]] == ["一年 3 件", "还没考过"]


def test_a_plan_keeps_everything_it_was_worked_out_from(school: School) -> None:
    cases(school.clerk, "elder-card", 4, at=NOW - timedelta(days=9), returned=2, taken_back=1)
    actions.plan_due(now=NOW, by="house")
    line = plan_of(school)["elder-card"]
    assert line["known"]["a_year"] == 3, "what was taken back is no case of the centre"
    assert {"cases": 4, "returned": 2, "taken_back": 1}.items() <= line["known"]["own"].items()
    assert line["weight"] == pytest.approx(3 * line["gap"], abs=0.1)


def test_a_case_older_than_a_year_counts_no_more(school: School) -> None:
    cases(school.clerk, "elder-card", 1, at=NOW - timedelta(days=366))
    cases(school.clerk, "residence-permit", 1, at=NOW - timedelta(days=364))
    assert queries.a_year("LF", NOW) == {"residence-permit": 1}


def test_what_was_tested_leaves_the_plan_until_its_rule_changes(school: School) -> None:
    cases(school.clerk, "elder-card", 1, at=NOW - timedelta(days=9))
    school.take(school.begin(matter="elder-card"))
    actions.plan_due(now=NOW, by="house")
    assert "elder-card" not in plan_of(school)
    change("elder-card", "months_until(age=65) <= 1", "months_until(age=65) <= 2")
    actions.plan_due(now=NOW + WEEK, by="house")
    assert "考过以后规则改了" in [one["zh"] for one in plan_of(school)["elder-card"]["why"]]


def test_a_test_that_was_given_up_is_no_test(school: School) -> None:
    quiz = school.begin(matter="elder-card")
    school.take(quiz, most=1)
    actions.abandon(quiz_id=quiz.pk, account=school.clerk, now=NOW, key=uuid.uuid4())
    actions.plan_due(now=NOW, by="house")
    assert plan_of(school)["elder-card"]["known"]["tested_in"] is None


def test_what_somebody_did_in_another_centre_counts_as_theirs_and_not_as_frequent_here(school: School) -> None:
    make_centre("PX", windows=1)
    cases(school.clerk, "elder-card", 12, at=NOW - timedelta(days=9), centre="PX", returned=6)
    actions.make_plan(account=school.clerk, centre="LF", now=NOW, by="house")
    known = plan_of(school)["elder-card"]["known"]
    assert (known["a_year"], known["own"]["cases"], known["own"]["returned"]) == (0, 12, 6)


def test_high_frequency_is_above_the_threshold_of_the_centre(school: School) -> None:
    cases(school.clerk, "elder-card", 3, at=NOW - timedelta(days=9))
    cases(school.clerk, "residence-permit", 2, at=NOW - timedelta(days=9))
    assert queries.high_frequency("LF", NOW) == []
    set_rules(high_frequency=2)
    assert queries.high_frequency("LF", NOW) == ["elder-card"]


def test_the_database_refuses_a_second_plan_and_a_week_from_tuesday(school: School) -> None:
    actions.plan_due(now=NOW, by="house")
    plan = Plan.objects.first()
    assert plan is not None
    given = {"centre_id": "LF", "account": plan.account, "made_at": NOW, "catalogue": 1, "rules": 0, "lines": []}
    with pytest.raises(IntegrityError, match="training_plan_once_a_week"), transaction.atomic():
        Plan.objects.create(week=plan.week, **given)
    with pytest.raises(IntegrityError, match="training_plan_week_from_monday"), transaction.atomic():
        Plan.objects.create(week=plan.week + timedelta(days=1), **given)


# --- rules in versions ---


def test_the_examples_hold_until_a_centre_sets_its_own_and_every_version_stays(school: School) -> None:
    assert queries.rules_of("LF") == EXAMPLE
    assert EXAMPLE.is_example
    set_rules(pass_percent=90)
    set_rules(pass_percent=70)
    assert (queries.rules_of("LF").version, queries.rules_of("LF").pass_percent) == (2, 70)
    assert queries.rules_then("LF", 1).pass_percent == 90
    assert queries.rules_then("LF", 0) == EXAMPLE
    with pytest.raises(NotFound):
        queries.rules_then("LF", 3)


def test_a_test_goes_on_by_the_mark_it_began_with(school: School) -> None:
    quiz = school.begin()
    set_rules(pass_percent=100)
    assert school.take(quiz, wrong=2).state == "passed"


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_limits_and_one_beyond_them_is_refused_at_its_field(school: School, name: str) -> None:
    with pytest.raises(Malformed) as malformed:
        set_rules(**{name: LIMITS[name].most + 1})
    assert malformed.value.field == name
    assert not Rules.objects.exists()


def test_half_a_day_and_lines_that_cross_are_refused() -> None:
    for wrong in ({"trial_days": 90.5}, {"again_percent": 5, "fault_percent": 10}, {"quiz_items": "ten"}):
        with pytest.raises(ValueError, match=r"trial_days|again_percent|quiz_items"):
            read({**EXAMPLE.values(), **wrong}, 1)


def test_a_change_of_rules_takes_a_reason_and_the_database_too(school: School) -> None:
    with pytest.raises(Malformed):
        actions.set_rules(centre="LF", values=EXAMPLE.values(), reason="", now=NOW, by="x", key=uuid.uuid4())
    given = {"centre_id": "LF", "values": {}, "said_at": NOW, "said_by": "x"}
    with pytest.raises(IntegrityError, match="training_rules_have_a_reason"), transaction.atomic():
        Rules.objects.create(version=1, reason="", **given)
    with pytest.raises(IntegrityError, match="training_rules_version_from_1"), transaction.atomic():
        Rules.objects.create(version=0, reason="x", **given)
    Rules.objects.create(version=1, reason="x", **given)
    with pytest.raises(IntegrityError, match="training_rules_version_once"), transaction.atomic():
        Rules.objects.create(version=1, reason="x", **given)
