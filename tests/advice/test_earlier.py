"""Answers of earlier consultations: used again only when the resident agrees, as long as they last, and on record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onetrip.advice import actions, queries
from onetrip.advice.earlier import LASTING_DAYS, LASTING_DAYS_IF_SENSITIVE, Answered, reusable
from onetrip.advice.memory import Stored, kept
from onetrip.catalogue.schema import read
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.people import queries as people
from onetrip.people.models import Consent
from onetrip.rules import Known, KnownFacts, Origin, Value
from onetrip.staff.models import Account
from tests.advice.conftest import BY, Talk
from tests.advice.town import CONSISTENT, TOWN
from tests.factories import NOW, TODAY, make_account, make_centre, synthetic_number

NUMBER = synthetic_number(date(1961, 11, 1))
LATER = NOW + timedelta(days=21)
_consistent = read(
    CONSISTENT
    | {
        "facts.yaml": TOWN["facts.yaml"].replace("  order: 30\n", "  order: 30\n  lasting_days: 10\n")
        + """\
in_a_hurry:
  type: bool
  label: {zh: 赶时间, en: in a hurry}
  question: {zh: 今天赶时间吗？, en: Are you in a hurry today?}
  order: 95
  lasting_days: 0
"""
    }
).catalogue
assert _consistent is not None
BOOK = _consistent.book


def answered(on: date, origin: Origin = Origin.SAID, *, learned: date | None = None, **values: Value) -> Answered:
    facts: Stored = {name: kept(value, origin, learned) for name, value in values.items()}
    return Answered(f"of {on}", "LF", "desk", on, facts)


def said(**values: Value) -> dict[str, Known]:
    return {name: Known(value, Origin.SAID) for name, value in values.items()}


def reused(*earlier: Answered, known: KnownFacts | None = None, skipped: tuple[str, ...] = ()) -> dict[str, Value]:
    found = reusable(earlier, known or {}, skipped, BOOK, TODAY)
    return {name: each.known.value for name, each in found.items()}


def without_ids(text: str) -> str:
    """`text` without ids and tokens drawn by lot, which have every short number in them one day."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{64}", "", text)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_of_several_answers_the_newest_is_used_wherever_it_was_given() -> None:
    older, newer = answered(ago(40), hukou="elsewhere"), answered(ago(3), hukou="shanghai")

    assert reused(older, newer) == reused(newer, older) == {"hukou": "shanghai"}


def test_what_is_answered_or_skipped_now_stays_as_it_is() -> None:
    earlier = answered(ago(3), hukou="shanghai", retired=True)

    assert reused(earlier, known=said(hukou="elsewhere"), skipped=("retired",)) == {}


@pytest.mark.parametrize(
    ("values", "days"),
    [({"hukou": "shanghai"}, LASTING_DAYS), ({"income": 900}, LASTING_DAYS_IF_SENSITIVE), ({"retired": True}, 10), ({"in_a_hurry": True}, 0)],
)  # fmt: skip
def test_an_answer_is_used_as_long_as_its_fact_lasts(values: dict[str, Value], days: int) -> None:
    assert reused(answered(ago(days), **values)) == values
    assert reused(answered(ago(days + 1), **values)) == {}


def test_what_was_used_again_does_not_grow_younger_by_it() -> None:
    again = answered(ago(5), Origin.EARLIER, learned=ago(11), retired=True)

    assert reused(again) == {}


def test_ages_and_what_the_card_says_are_never_carried() -> None:
    earlier = answered(ago(3), birth_date=date(1961, 11, 1), age=65, sex="female", hukou="shanghai")

    assert reused(earlier) == {"hukou": "shanghai"}


def test_what_the_catalogue_does_not_know_any_more_is_left_behind() -> None:
    assert reused(answered(ago(3), hukou="moon", gone="x", income=-1)) == {}


def test_what_cannot_be_true_beside_what_is_known_now_is_asked_again() -> None:
    earlier = answered(ago(3), retired=True, hukou="shanghai")

    assert reused(earlier, known=said(birth_date=date(1995, 1, 1))) == {"hukou": "shanghai"}
    assert reused(earlier, known=said(birth_date=date(1961, 1, 1))) == {"hukou": "shanghai", "retired": True}


def test_what_was_derived_is_derived_again_and_what_a_register_said_stays_that() -> None:
    found = reusable(
        [answered(ago(3), Origin.DERIVED, retired=True), answered(ago(3), Origin.REGISTER, hukou="shanghai")],
        {},
        (),
        BOOK,
        TODAY,
    )

    assert {name: each.known.origin for name, each in found.items()} == {"hukou": Origin.REGISTER}


_answers = st.fixed_dictionaries(
    {},
    optional={
        "hukou": st.sampled_from(["shanghai", "elsewhere", "moon"]),
        "retired": st.booleans(),
        "income": st.sampled_from([0, 900, 500_000, -3]),
        "birth_date": st.sampled_from([date(1961, 11, 1), date(1995, 1, 1), date(1910, 1, 1)]),
    },
)


@given(st.lists(st.tuples(st.integers(-3, 400), _answers), max_size=5), _answers)
def test_nothing_carried_overrides_lapses_or_contradicts(
    past: list[tuple[int, dict[str, Value]]], now: dict[str, Value]
) -> None:
    known = {name: item for name, item in said(**now).items() if BOOK.vocabulary.facts[name].can_be(item.value, TODAY)}
    earlier = [answered(ago(days), **values) for days, values in past]
    found = reusable(earlier, known, (), BOOK, TODAY)

    assert not found.keys() & (known.keys() | {"birth_date", "age", "sex"})
    for name, each in found.items():
        assert each.on <= TODAY
        assert BOOK.vocabulary.facts[name].can_be(each.known.value, TODAY)
        assert each.within.facts[name]["value"] == each.known.value
    if not BOOK.impossible.conflicts(known, TODAY):
        assert not BOOK.impossible.conflicts({**known, **{name: each.known for name, each in found.items()}}, TODAY)


# --- In a consultation --------------------------------------------------------------------------------------------


@pytest.fixture
def before(begin: Callable[..., Talk]) -> Talk:
    """Three weeks ago somebody of 65 answered two questions at the desk."""
    talk = begin()
    talk.hear("aid")
    talk.read_card(NUMBER)
    talk.answer("hukou", "shanghai")
    talk.answer("income", "900")
    return talk


@pytest.fixture
def now(before: Talk, begin: Callable[..., Talk]) -> Talk:
    """The same person today, whose card has just been read."""
    talk = begin(now=LATER)
    talk.hear("elder-card")
    talk.read_card(NUMBER)
    return talk


def agree(talk: Talk) -> None:
    actions.agree_to_reuse(consultation_id=talk.id, now=talk.now, by=talk.by)


def reuse(talk: Talk) -> tuple[str, ...]:
    return actions.reuse_answers(consultation_id=talk.id, now=talk.now, by=talk.by)


def withdraw(talk: Talk) -> None:
    actions.withdraw_reuse(consultation_id=talk.id, now=talk.now, by=talk.by)


def test_without_consent_nothing_is_carried(now: Talk) -> None:
    with pytest.raises(Refused, match="consent-missing"):
        reuse(now)

    assert set(now.row.facts) == {"birth_date", "sex"}


def test_with_consent_the_answers_are_known_with_their_day_and_can_be_changed(now: Talk) -> None:
    agree(now)

    assert set(reuse(now)) == {"hukou", "income"}
    assert now.state.known["hukou"] == Known("shanghai", Origin.EARLIER)
    assert now.row.facts["hukou"]["on"] == "2026-11-24"
    now.answer("hukou", "elsewhere")
    assert now.state.known["hukou"] == Known("elsewhere", Origin.SAID)
    assert "on" not in now.row.facts["hukou"]


def test_consent_holds_until_it_is_withdrawn_and_then_what_was_carried_goes(
    now: Talk, begin: Callable[..., Talk]
) -> None:
    agree(now)
    agree(now)
    reuse(now)
    now.answer("retired", "yes")
    withdraw(now)

    assert set(now.row.facts) == {"birth_date", "sex", "retired"}
    with pytest.raises(Refused, match="consent-missing"):
        reuse(now)
    next_time = begin(now=LATER + timedelta(days=1))
    next_time.read_card(NUMBER)
    with pytest.raises(Refused, match="consent-missing"):
        reuse(next_time)
    agree(next_time)
    assert "retired" in reuse(next_time)
    assert [each.withdrawn_at is None for each in Consent.objects.order_by("given_at")] == [False, True]


def somebody_else_comes(talk: Talk, *, by_proxy: bool = True) -> None:
    actions.come_by_proxy(consultation_id=talk.id, by_proxy=by_proxy, now=talk.now, by=talk.by)


def test_where_somebody_else_comes_nothing_the_resident_answered_is_offered_or_carried(now: Talk) -> None:
    agree(now)
    somebody_else_comes(now)
    with pytest.raises(Refused, match="proxy-sees-no-answers"):
        reuse(now)
    assert queries.earlier_answers(now.state, now=now.now) is None


def test_what_was_carried_goes_when_it_is_said_that_somebody_else_comes(now: Talk) -> None:
    agree(now)
    assert set(reuse(now)) == {"hukou", "income"}
    somebody_else_comes(now)
    assert set(now.row.facts) == {"birth_date", "sex", "by_proxy"}
    somebody_else_comes(now, by_proxy=False)
    assert set(reuse(now)) == {"hukou", "income"}  # the resident comes after all


def test_who_came_the_last_time_is_no_answer_for_this_time() -> None:
    assert "by_proxy" not in reused(answered(TODAY - timedelta(days=3), by_proxy=True, income=900))


def test_nobody_carries_the_answers_of_another_resident(before: Talk, begin: Callable[..., Talk]) -> None:
    other = begin(now=LATER)
    other.read_card(synthetic_number(date(1961, 11, 1)))
    agree(other)

    assert reuse(other) == ()
    assert queries.earlier_answers(other.state, now=LATER) is None


def test_a_consent_of_one_resident_is_none_of_another(now: Talk, begin: Callable[..., Talk]) -> None:
    agree(now)
    other = begin(now=LATER)
    other.read_card(synthetic_number(date(1970, 1, 1)))

    with pytest.raises(Refused, match="consent-missing"):
        reuse(other)


def test_while_it_is_not_known_who_it_is_nothing_can_be_agreed_to(before: Talk, begin: Callable[..., Talk]) -> None:
    nobody = begin(now=LATER)

    for verb in (agree, reuse, withdraw):
        with pytest.raises(Refused, match="resident-unknown"):
            verb(nobody)


def test_events_name_facts_and_never_what_was_answered(now: Talk) -> None:
    agree(now)
    reuse(now)
    withdraw(now)

    verbs = ["give-consent", "reuse-answers", "withdraw-consent", "drop-earlier"]
    found = list(Event.objects.filter(verb__in=verbs).order_by("id"))
    assert [event.verb for event in found] == verbs
    told = without_ids(json.dumps([event.data for event in found]))
    assert found[1].data["facts"] == ["hukou", "income"]
    for secret in ("shanghai", "900", NUMBER, NUMBER[-4:]):
        assert secret not in told


def test_another_centre_that_reads_the_answers_leaves_an_event_where_they_were_given(now: Talk, before: Talk) -> None:
    make_centre("PT")
    there = Talk(actions.begin(centre="PT", channel="desk", now=LATER, by="staff:wu").pk, LATER, "staff:wu")
    there.read_card(NUMBER)
    agree(there)
    reuse(there)

    (event,) = Event.objects.filter(verb="answers-read")
    assert (event.centre, event.thing_id, event.actor) == ("LF", str(before.id), "staff:wu")
    assert event.data == {"facts": ["hukou", "income"], "at": "PT", "consultation": str(there.id)}


def test_a_second_press_carries_nothing_twice(now: Talk) -> None:
    agree(now)
    reuse(now)

    assert reuse(now) == ()
    assert Event.objects.filter(verb="reuse-answers").count() == 1


def test_what_is_carried_stands_behind_the_slip(now: Talk) -> None:
    agree(now)
    reuse(now)

    slip = now.issue()

    assert slip.facts["hukou"] == {"value": "shanghai", "origin": "earlier", "on": "2026-11-24"}
    assert queries.read(slip).plan.promise_holds


# --- At the desk --------------------------------------------------------------------------------------------------


def area(desk: Client, account: Account, talk: Talk, act: str = "") -> str:
    """The desk when the talk is held, after a press if one is named; signed in then, because sign-ins do not last weeks."""
    where = f"/desk/{talk.id}/{act}"
    with time_machine.travel(talk.now):
        desk.force_login(account)
        answer = desk.post(where, {}, headers={"HX-Request": "true"}) if act else desk.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_says_that_there_are_answers_and_not_what_was_answered(
    client: Client, guide: Account, now: Talk
) -> None:
    page = area(client, guide, now)

    assert "2026 年 11 月 24 日答过的，有 2 项还算数" in page
    assert "本人同意，带过来" in page
    card = without_ids(page.split('class="card earlier"')[1].split("</form>")[0])
    for secret in ("上海", "900", "户籍", "每月收入"):
        assert secret not in card


def test_who_may_see_identities_sees_which_questions_but_no_sensitive_one(client: Client, now: Talk) -> None:
    card = without_ids(area(client, make_account("clerk"), now).split('class="card earlier"')[1].split("</form>")[0])

    assert "户籍" in card
    assert "每月收入" not in card
    assert "900" not in card


def test_one_press_agrees_and_carries_and_another_withdraws(client: Client, guide: Account, now: Talk) -> None:
    page = area(client, guide, now, "reuse")

    assert "以前答过，2026 年 11 月 24 日" in page
    assert "以前答过的 2 项，已带过来" in page
    assert people.consent(now.row.resident_id, Consent.Purpose.REUSE_ANSWERS) is not None
    page = area(client, guide, now, "withdraw")
    assert "以前答过，2026" not in page
    assert "本人同意，带过来" in page
    assert people.consent(now.row.resident_id, Consent.Purpose.REUSE_ANSWERS) is None


def test_a_phone_can_neither_agree_nor_reuse(client: Client, now: Talk) -> None:
    where = client.post("/ask/begin", {"matter": "elder-card", "said": "老年卡"})["Location"]

    for act in ("reuse", "withdraw"):
        assert client.post(f"{where}{act}").status_code == 404


def test_staff_are_named_in_the_consent_that_they_wrote_down(now: Talk) -> None:
    agree(now)

    consent = Consent.objects.get()
    assert (consent.given_by, consent.channel, consent.centre, consent.given_at) == (BY, "desk", "LF", LATER)
