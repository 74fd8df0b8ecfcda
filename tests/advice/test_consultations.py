"""A consultation: what is heard, answered, taken back; what is kept and what is not."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.advice import actions
from onetrip.advice.models import Consultation
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.models import Resident
from onetrip.planning import Standing
from onetrip.rules import Origin
from tests.advice.conftest import BY, Talk
from tests.factories import NOW, synthetic_number


def standings(talk: Talk) -> dict[str, Standing]:
    return {item.matter: item.standing for item in talk.state.plan.items}


def test_a_card_and_one_answer_decide_the_elder_card_and_what_follows_from_it(elder: Talk) -> None:
    assert standings(elder) == {"elder-card": Standing.NOW, "allowance": Standing.AUTOMATIC}
    assert [paper.paper for paper in elder.state.plan.bring] == ["id-card"]


def test_facts_are_encrypted_at_rest_and_carry_their_origin(elder: Talk) -> None:
    known = elder.state.known
    assert known["birth_date"].origin is Origin.ID_NUMBER
    assert known["birth_date"].value == date(1961, 11, 1)
    assert known["hukou"].origin is Origin.SAID
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM advice_consultation WHERE id = %s", [elder.id])
        stored = bytes(cursor.fetchone()[0])
    assert b"shanghai" not in stored
    assert b"1961" not in stored


def test_reading_a_card_links_the_resident_and_spares_their_answers(elder: Talk) -> None:
    assert elder.row.resident == Resident.objects.get()
    for fact in ("birth_date", "age", "sex"):
        with pytest.raises(Refused) as refused:
            elder.answer(fact, "19700101" if fact == "birth_date" else "50" if fact == "age" else "male")
        assert refused.value.code == "fact-settled"


def test_the_same_card_twice_changes_nothing_and_another_card_is_refused(elder: Talk) -> None:
    before = Event.objects.count()
    elder.read_card(str(elder.row.resident.number))  # type: ignore[union-attr]
    assert Event.objects.count() == before
    with pytest.raises(Refused) as refused:
        elder.read_card(synthetic_number(date(1980, 1, 1)))
    assert refused.value.code == "other-resident"


def test_a_number_that_cannot_be_right_begins_nothing(talk: Talk) -> None:
    for wrong in ("", "123", synthetic_number()[:-1] + "?", "x" * 10_000):
        with pytest.raises(Malformed) as refused:
            talk.read_card(wrong or " ")
        assert refused.value.field == "id_number"
    assert not Resident.objects.exists()
    assert talk.row.facts == {}


def test_an_age_instead_of_a_birth_date_is_not_asked_for_again_and_the_window_confirms(talk: Talk) -> None:
    talk.hear("elder-card")
    assert talk.state.question is not None
    talk.answer("hukou", "shanghai")
    talk.answer("birth_date", "64")
    assert talk.state.known["age"].value == 64
    question = talk.state.question
    assert question is None or question.fact not in ("birth_date", "age")
    talk.back()
    assert "age" not in talk.state.known
    assert talk.row.skipped == []


def test_taking_back_undoes_answers_one_by_one_in_the_order_they_came(talk: Talk) -> None:
    talk.hear("elder-card")
    talk.answer("hukou", "shanghai")
    talk.skip("birth_date")
    assert talk.row.asked == ["hukou", "birth_date"]
    talk.back()
    assert (talk.row.asked, talk.row.skipped) == (["hukou"], [])
    talk.back()
    assert (talk.row.asked, talk.row.facts) == ([], {})
    talk.back()
    assert talk.row.asked == []


def test_a_double_click_takes_back_one_answer_and_not_two(talk: Talk) -> None:
    talk.answer("hukou", "shanghai")
    talk.answer("retired", "yes")
    talk.back("retired")
    talk.back("retired")
    assert talk.row.asked == ["hukou"]


def test_an_answer_can_be_corrected(talk: Talk) -> None:
    talk.hear("elder-card")
    talk.answer("birth_date", "1950-01-01")
    talk.answer("hukou", "shanghai")
    talk.answer("hukou", "elsewhere")
    assert standings(talk) == {"elder-card": Standing.NOT_ENTITLED}
    assert talk.row.asked == ["birth_date", "hukou"]


def test_a_skipped_question_is_not_asked_again_until_it_is_answered(talk: Talk) -> None:
    talk.hear("elder-card")
    first = talk.state.question
    assert first is not None
    talk.skip(first.fact)
    second = talk.state.question
    assert second is None or second.fact != first.fact
    assert first.fact in talk.state.plan.skipped


def test_hearing_twice_asks_once_and_unhearing_keeps_the_words_for_the_editor(talk: Talk) -> None:
    talk.hear("elder-card", "老年卡")
    talk.hear("elder-card", "老年卡")
    assert talk.row.wanted == ["elder-card"]
    actions.unhear(consultation_id=talk.id, matter="elder-card", now=NOW, by=BY)
    assert talk.row.wanted == []
    assert talk.row.heard == [{"said": "老年卡", "matter": "elder-card", "kept": False}]


def test_an_id_number_typed_as_words_is_not_kept(talk: Talk) -> None:
    talk.hear("booklet", f"病历本 {synthetic_number()}")
    assert talk.row.heard[0]["said"] == ""


def test_what_is_declined_leaves_the_plan_and_what_is_accepted_comes_back(elder: Talk) -> None:
    elder.answer("retired", "yes")
    assert standings(elder)["pension-check"] is Standing.NOW
    actions.decline(consultation_id=elder.id, matter="pension-check", now=NOW, by=BY)
    assert "pension-check" not in standings(elder)
    actions.accept_offer(consultation_id=elder.id, matter="pension-check", now=NOW, by=BY)
    assert standings(elder)["pension-check"] is Standing.NOW
    assert elder.row.declined == []


def test_coming_by_proxy_adds_papers_and_counts_as_no_question(elder: Talk) -> None:
    actions.come_by_proxy(consultation_id=elder.id, by_proxy=True, now=NOW, by=BY)
    assert {"proxy-id-card", "authority-letter"} <= {paper.paper for paper in elder.state.plan.bring}
    assert elder.row.asked == ["hukou"]
    actions.come_by_proxy(consultation_id=elder.id, by_proxy=False, now=NOW, by=BY)
    assert [paper.paper for paper in elder.state.plan.bring] == ["id-card"]


def test_sensitive_questions_come_only_when_everything_is_asked_for(elder: Talk) -> None:
    elder.answer("retired", "no")
    assert elder.state.question is None
    actions.ask_everything(consultation_id=elder.id, now=NOW, by=BY)
    question = elder.state.question
    assert question is not None
    assert question.fact == "income"


@pytest.mark.parametrize(
    "verb",
    [
        lambda talk: talk.answer("shoe_size", "43"),
        lambda talk: talk.answer("hukou'; --", "x"),
        lambda talk: talk.skip("shoe_size"),
        lambda talk: talk.hear("flying"),
        lambda talk: actions.decline(consultation_id=talk.id, matter="flying", now=NOW, by=BY),
    ],
)
def test_facts_and_matters_that_do_not_exist_are_refused_and_nothing_changes(
    talk: Talk, verb: Callable[[Talk], None]
) -> None:
    with pytest.raises(Malformed):
        verb(talk)
    row = talk.row
    assert (row.facts, row.wanted, row.asked, row.skipped, row.declined) == ({}, [], [], [], [])
    assert Event.objects.filter(thing="consultation").count() == 1


def test_a_consultation_that_does_not_exist_is_not_found(centre: object) -> None:
    with pytest.raises(NotFound):
        Talk(uuid.uuid4()).hear("booklet")


def test_events_tell_what_happened_and_nothing_about_the_person(elder: Talk) -> None:
    number = str(elder.row.resident.number)  # type: ignore[union-attr]
    events = list(Event.objects.filter(thing="consultation").order_by("pk"))
    assert [event.verb for event in events] == ["begin", "hear", "read-identity", "answer"]
    told = json.dumps([[event.data, event.public, event.thing_id, event.actor] for event in events], ensure_ascii=False)
    for secret in (number, number[-4:], "shanghai", "1961", "老娘", "王测试"):
        assert secret not in told


def test_a_consultation_goes_on_by_the_catalogue_it_began_with(talk: Talk) -> None:
    from tests.advice.town import TOWN, published_town

    talk.hear("booklet")
    published_town({name: text for name, text in TOWN.items() if "booklet" not in name})
    assert [item.matter for item in talk.state.plan.items] == ["booklet"]


_steps = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(["hukou", "retired", "birth_date", "age"])),
        st.tuples(st.just("skip"), st.sampled_from(["hukou", "retired", "birth_date", "age"])),
        st.tuples(st.just("back"), st.none()),
    ),
    max_size=12,
)
_RAW = {"hukou": "shanghai", "retired": "yes", "birth_date": "19611101", "age": "65"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(steps=_steps)
def test_asked_answered_and_skipped_always_agree(centre: object, steps: list[tuple[str, str | None]]) -> None:
    talk = Talk(actions.begin(centre="LF", channel="desk", now=NOW, by=BY).pk)
    for verb, fact in steps:
        if verb == "answer" and fact:
            talk.answer(fact, _RAW[fact])
        elif verb == "skip" and fact:
            talk.skip(fact)
        else:
            talk.back()
    row = Consultation.objects.get(pk=talk.id)
    assert len(set(row.asked)) == len(row.asked)
    assert set(row.skipped) <= set(row.asked)
    assert set(row.facts) <= set(row.asked)
    for fact in row.asked:
        assert fact in row.facts or fact in row.skipped
    for _ in range(len(row.asked)):
        talk.back()
    row = Consultation.objects.get(pk=talk.id)
    assert (row.asked, row.facts, row.skipped) == ([], {}, [])


@pytest.mark.parametrize(
    "number",
    [
        synthetic_number(date(2026, 11, 25), serial=1),
        synthetic_number(date(1800, 1, 1), serial=1),
        synthetic_number(date(1961, 12, 18), serial=1)[:-1] + "0",
        "31000019610230001X",
        "19000019611218001X",
        "310000",
    ],
)
def test_of_a_number_that_cannot_be_right_nothing_is_kept(talk: Talk, number: str) -> None:
    before = talk.row
    with pytest.raises(Malformed):
        talk.read_card(number)

    assert not Resident.objects.exists()
    assert (talk.row.facts, talk.row.resident) == (before.facts, None)
    assert not Event.objects.filter(verb="read-identity").exists()


@pytest.mark.parametrize(
    ("fact", "raw"), [("hukou", "moon"), ("birth_date", "2026-11-25"), ("birth_date", "1890-01-01"), ("income", "-1")]
)
def test_of_an_answer_that_cannot_be_right_nothing_is_kept(talk: Talk, fact: str, raw: str) -> None:
    with pytest.raises(Malformed) as refused:
        talk.answer(fact, raw)

    assert refused.value.field == "answer"
    assert (talk.row.facts, talk.row.asked, talk.row.skipped) == ({}, [], [])
    assert not Event.objects.filter(verb="answer").exists()


def test_what_is_said_of_papers_is_kept_encrypted_and_the_last_word_counts(talk: Talk) -> None:
    talk.have("passport")
    talk.lack("id-card")
    assert (talk.state.plan.held, talk.state.plan.lacking) == (("passport",), ("id-card",))
    talk.lack("passport")
    assert (talk.row.held, talk.row.lacking) == ([], ["id-card", "passport"])
    talk.forget("passport")
    talk.forget("id-card")
    assert (talk.row.held, talk.row.lacking) == ([], [])
    talk.have("passport")
    with connection.cursor() as cursor:
        cursor.execute("SELECT held FROM advice_consultation WHERE id = %s", [talk.id])
        assert b"passport" not in bytes(cursor.fetchone()[0])


def test_another_paper_is_brought_instead_and_each_step_can_be_taken_back(talk: Talk) -> None:
    talk.hear("archive")
    assert [paper.paper for paper in talk.state.plan.bring] == ["id-card"]
    talk.have("passport", "id-card")
    assert [paper.paper for paper in talk.state.plan.bring] == ["passport"]
    talk.lack("passport")
    assert [paper.lacking for paper in talk.state.plan.bring] == [True], "nothing else will do"
    talk.forget("id-card")
    assert [paper.paper for paper in talk.state.plan.bring] == ["id-card"]


def test_saying_the_same_of_a_paper_twice_is_one_event_that_does_not_tell_what_was_said(talk: Talk) -> None:
    before = Event.objects.count()
    talk.have("passport")
    talk.have("passport")
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("pk")
    assert (event.verb, event.data) == ("say-of-papers", {"papers": ["passport"]})


def test_a_paper_that_does_not_exist_is_refused(talk: Talk) -> None:
    for say in (talk.have, talk.lack, talk.forget):
        with pytest.raises(Malformed) as refused:
            say("no-such-paper")
        assert refused.value.code == "paper-unknown"
    with pytest.raises(Malformed):
        talk.have("passport", "no-such-paper")
    assert (talk.row.held, talk.row.lacking) == ([], [])
