"""The slip: numbered without gaps or doubles, frozen as promised, readable for ever."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from onetrip.advice import actions, queries
from onetrip.advice.lifecycle import SLIP
from onetrip.advice.models import Slip, SlipCounter
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.planning import Standing
from tests.advice.conftest import BY, Talk
from tests.advice.town import TOWN, published_town
from tests.factories import NOW, make_centre


def test_a_slip_has_the_centre_the_day_and_four_digits(elder: Talk) -> None:
    slip = elder.issue()
    assert slip.number == "LF11240001"
    assert len(slip.token) >= 22
    assert (slip.questions_asked, slip.papers_asked) == (1, 1)
    assert slip.state == Slip.State.ISSUED


def test_numbers_count_up_and_begin_anew_each_day_and_in_each_centre(begin: Callable[..., Talk]) -> None:
    make_centre("QP")
    numbers = []
    for now in (NOW, NOW, NOW + timedelta(days=1)):
        talk = begin(now=now)
        talk.hear("booklet")
        numbers.append(talk.issue().number)
    other = Talk(actions.begin(centre="QP", channel="desk", now=NOW, by=BY).pk)
    other.hear("booklet")
    numbers.append(other.issue().number)
    assert numbers == ["LF11240001", "LF11240002", "LF11250001", "QP11240001"]


def test_the_day_of_a_slip_is_the_day_in_the_centre_and_not_in_greenwich(begin: Callable[..., Talk]) -> None:
    after_midnight_in_shanghai = NOW.replace(hour=16, minute=30)
    talk = begin(now=after_midnight_in_shanghai)
    talk.hear("booklet")
    assert talk.issue().number == "LF11250001"


def test_the_same_key_gives_the_same_slip(elder: Talk) -> None:
    key = uuid.uuid4()
    assert elder.issue(key=key) == elder.issue(key=key)
    assert Slip.objects.count() == 1


def test_the_same_plan_again_gives_the_same_slip_and_no_second_number(elder: Talk) -> None:
    assert elder.issue() == elder.issue()
    assert SlipCounter.objects.get().last == 1


def test_a_key_cannot_be_used_for_another_consultation(elder: Talk, begin: Callable[..., Talk]) -> None:
    key = uuid.uuid4()
    elder.issue(key=key)
    other = begin()
    other.hear("booklet")
    with pytest.raises(Refused) as refused:
        other.issue(key=key)
    assert refused.value.code == "key-used-otherwise"


def test_nothing_on_the_plan_is_nothing_to_promise(talk: Talk) -> None:
    with pytest.raises(Refused) as refused:
        talk.issue()
    assert refused.value.code == "nothing-on-the-plan"
    talk.hear("elder-card")
    talk.answer("birth_date", "1990-01-01")
    talk.answer("hukou", "elsewhere")
    with pytest.raises(Refused):
        talk.issue()
    assert not Slip.objects.exists()
    assert not SlipCounter.objects.exists()


def test_wrong_last_four_characters_issue_nothing(talk: Talk) -> None:
    talk.hear("booklet")
    for wrong in ("12", "12345", "abcd", "1\x0023"):
        with pytest.raises(Malformed) as refused:
            talk.issue(wrong)
        assert refused.value.field == "last_four"
    assert not Slip.objects.exists()


def test_last_four_given_later_make_the_slip_findable_without_a_new_number(talk: Talk) -> None:
    talk.hear("booklet")
    slip = talk.issue()
    assert talk.issue("1234") == slip
    assert queries.find_slip(number=slip.number, last_four="1234", now=NOW) == slip


def test_a_changed_answer_makes_a_new_slip_and_the_old_one_says_so(elder: Talk) -> None:
    first = elder.issue()
    elder.answer("retired", "yes")
    second = elder.issue()
    first.refresh_from_db()
    assert second.number != first.number
    assert first.state == Slip.State.REPLACED
    assert queries.newer_slip(first) == second
    assert queries.newer_slip(second) is None


def test_the_slip_keeps_its_plan_whatever_becomes_of_consultation_and_catalogue(elder: Talk) -> None:
    slip = elder.issue()
    promised = slip.plan
    elder.answer("hukou", "elsewhere")
    published_town({name: text for name, text in TOWN.items() if "elder-card" not in name and "allowance" not in name})
    issued = queries.read(queries.slip_by_token(slip.token))
    assert issued.plan.to_json() == promised
    assert issued.plan.item("elder-card") is not None
    assert issued.plan.item("elder-card").standing is Standing.NOW  # type: ignore[union-attr]
    assert issued.catalogue.matter("elder-card") is not None


def test_plan_and_facts_of_a_slip_are_encrypted_at_rest(elder: Talk) -> None:
    elder.issue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan, facts, last_four_hash FROM advice_slip")
        stored = [bytes(value) for value in cursor.fetchone()]
    for value in stored:
        assert b"elder-card" not in value
        assert b"shanghai" not in value
    number = str(elder.row.resident.number)  # type: ignore[union-attr]
    assert number[-4:].encode() not in stored[2]


def test_asking_again_begins_with_what_was_wanted_and_replaces_the_slip_at_the_end(elder: Talk) -> None:
    slip = elder.issue()
    again = actions.begin_again(slip=slip, centre="LF", channel="phone", with_facts=False, now=NOW, by="resident")
    assert (again.wanted, again.facts, again.resident) == (["elder-card"], {}, None)
    talk = Talk(again.pk)
    newer = talk.issue()
    slip.refresh_from_db()
    assert slip.state == Slip.State.REPLACED
    assert queries.newer_slip(slip) == newer


def test_staff_ask_again_with_the_answers_the_slip_was_made_from(elder: Talk) -> None:
    slip = elder.issue()
    again = actions.begin_again(slip=slip, centre="LF", channel="desk", with_facts=True, now=NOW, by=BY)
    assert again.facts == slip.facts
    assert again.resident == slip.resident


def test_a_token_that_does_not_exist_is_not_found(centre: object) -> None:
    for token in ("", "x" * 41, "nothing", "../../etc/passwd", "’"):
        with pytest.raises(NotFound):
            queries.slip_by_token(token)


def test_events_of_a_slip_count_and_name_nobody(elder: Talk) -> None:
    slip = elder.issue()
    with transaction.atomic():
        actions.honour(slip_id=slip.pk, now=NOW, by=BY, centre="LF")
    issued, kept = Event.objects.filter(thing="slip").order_by("pk")
    assert (issued.verb, issued.from_state, issued.to_state) == ("issue", "", "issued")
    assert issued.data == {
        "number": "LF11240001", "matters": 1, "papers": 1, "questions": 1, "seconds": 0, "channel": "desk",
    }  # fmt: skip
    assert (kept.verb, kept.from_state, kept.to_state) == ("honour", "issued", "honoured")
    assert "王" not in json.dumps([issued.data, kept.data], ensure_ascii=False)


VERBS = {"honour": actions.honour, "break": actions.break_promise}


@pytest.mark.parametrize("state", list(SLIP.states))
@pytest.mark.parametrize("verb", list(VERBS))
def test_every_state_and_verb_of_a_slip_goes_by_the_one_table(elder: Talk, state: str, verb: str) -> None:
    slip = elder.issue()
    Slip.objects.filter(pk=slip.pk).update(state=state)
    before = Event.objects.count()
    with transaction.atomic():
        changed = VERBS[verb](slip_id=slip.pk, now=NOW, by=BY, centre="LF")
    slip.refresh_from_db()
    allowed = SLIP.allows(verb, state)
    assert changed is allowed
    assert slip.state == (SLIP.step(verb).target if allowed else state)
    assert Event.objects.count() - before == int(allowed)


def test_a_broken_promise_stays_broken_when_the_papers_are_taken_after_all(elder: Talk) -> None:
    slip = elder.issue()
    with transaction.atomic():
        assert actions.break_promise(slip_id=slip.pk, now=NOW, by=BY, centre="LF")
        assert not actions.honour(slip_id=slip.pk, now=NOW, by=BY, centre="LF")
    slip.refresh_from_db()
    assert slip.state == Slip.State.BROKEN


def test_the_database_refuses_a_number_twice_and_a_state_nobody_knows(elder: Talk) -> None:
    slip = elder.issue()
    with pytest.raises(IntegrityError, match="slip_state_known"), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(state="lost")
    twin = Slip.objects.get(pk=slip.pk)
    twin.pk, twin.token = uuid.uuid4(), "another"
    with pytest.raises(IntegrityError, match="slip_number_once"), transaction.atomic():
        twin.save(force_insert=True)
    with pytest.raises(IntegrityError, match="slip_counter_once"), transaction.atomic():
        SlipCounter.objects.create(centre_id="LF", day=slip.day, last=9)
    twin.serial, twin.token = 2, slip.token
    with pytest.raises(IntegrityError, match="token"), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_eight_desks_at_once_get_eight_numbers_and_one_key_one_slip() -> None:
    make_centre()
    published_town()
    talks = [Talk(actions.begin(centre="LF", channel="desk", now=NOW, by=BY).pk) for _ in range(8)]
    for talk in talks:
        talk.hear("booklet")
    key = uuid.uuid4()

    def issue(work: tuple[Talk, uuid.UUID]) -> str:
        try:
            return work[0].issue(key=work[1]).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(issue, [(talk, uuid.uuid4()) for talk in talks]))
        assert sorted(numbers) == [f"LF1124{serial:04d}" for serial in range(1, 9)]
        changed = Talk(actions.begin(centre="LF", channel="desk", now=NOW, by=BY).pk)
        changed.hear("booklet")
        same = set(pool.map(issue, [(changed, key)] * 8))
        also_one = set(pool.map(issue, [(changed, uuid.uuid4()) for _ in range(8)]))
    assert len(same) == 1
    assert also_one == same
    assert Slip.objects.count() == 9


def test_a_slip_keeps_what_was_said_of_papers_and_can_be_computed_again_from_itself(talk: Talk) -> None:
    talk.hear("archive")
    talk.have("passport", "id-card")
    issued = queries.read(queries.slip_by_token(talk.issue().token))

    assert (issued.plan.held, issued.plan.lacking) == (("passport",), ("id-card",))
    assert queries.as_of_today(issued, issued.plan.day).bring == issued.plan.bring


def test_whoever_asks_again_with_the_answers_need_not_say_again_what_they_have(talk: Talk) -> None:
    talk.hear("archive")
    talk.have("passport", "id-card")
    slip = talk.issue()
    known = actions.begin_again(slip=slip, centre="LF", channel="desk", with_facts=True, now=NOW, by=BY)
    unknown = actions.begin_again(slip=slip, centre="LF", channel="phone", with_facts=False, now=NOW, by="resident")

    assert (known.held, known.lacking) == (["passport"], ["id-card"])
    assert (unknown.held, unknown.lacking) == ([], [])


def test_the_same_plan_with_something_else_said_of_papers_is_another_slip(talk: Talk) -> None:
    talk.hear("archive")
    first = talk.issue()
    talk.lack("id-card")
    assert talk.issue().pk != first.pk
