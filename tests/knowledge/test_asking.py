from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.knowledge import actions, queries
from onetrip.knowledge.models import Question
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import actions as lobby
from onetrip.people.actions import know
from tests import browsing
from tests.factories import synthetic_identity, synthetic_number
from tests.knowledge.asking import ASKED, Asking


def test_a_question_knows_the_window_the_number_and_the_rules_it_was_asked_under(asking: Asking) -> None:
    ticket = asking.serving()
    one = asking.ask()
    assert (one.window, one.ticket, one.ticket_number, one.visit) == (1, ticket.pk, ticket.number, ticket.visit_id)
    assert (one.matter, one.catalogue, one.state) == ("card", 1, "asked")


def test_a_press_without_words_calls_all_the_same_and_words_can_follow(asking: Asking) -> None:
    asking.serving()
    one = asking.ask("", "")
    assert one.words == ""
    assert asking.do("say_more", one, words=ASKED).words == ASKED


def test_a_double_press_is_one_question(asking: Asking) -> None:
    asking.serving()
    key = uuid.uuid4()
    assert asking.ask(key=key).pk == asking.ask(key=key).pk
    assert Question.objects.count() == 1


def test_asking_again_about_the_same_number_adds_to_the_open_question(asking: Asking) -> None:
    asking.serving()
    first = asking.ask("户口在外地")
    again = asking.ask("居住证只有半年")
    assert again.pk == first.pk
    assert again.words == "户口在外地 居住证只有半年"
    assert Question.objects.count() == 1


def test_a_repeated_key_of_a_question_that_was_added_to_another_finds_that_one(asking: Asking) -> None:
    asking.serving()
    first = asking.ask("户口在外地")
    key = uuid.uuid4()
    asking.ask("居住证只有半年", key=key)
    assert asking.ask("居住证只有半年", key=key).pk == first.pk
    assert Question.objects.get().words == "户口在外地 居住证只有半年"


def test_the_next_number_is_a_new_question_though_the_first_is_open(asking: Asking) -> None:
    first = asking.serving()
    asking.ask()
    asking.hall.at_window("finish", first)
    asking.serving()
    asking.ask()
    assert Question.objects.filter(state="asked").count() == 2


def test_without_a_window_it_is_the_front_desk(asking: Asking) -> None:
    guide = browsing.account("guide")
    one = asking.ask(by=guide)
    assert (one.window, one.ticket, one.ticket_number) == (None, None, "")


@pytest.mark.parametrize(
    "words",
    ["她的电话 138 0013 8000 打不通", "电话021-6552-1234转3", "证号３１０１０５１９９００１０１１２３４怎么读不出"],
)
def test_what_looks_like_a_number_of_somebody_is_refused_and_kept_nowhere(asking: Asking, words: str) -> None:
    asking.serving()
    with pytest.raises(Malformed) as refused:
        asking.ask(words)
    assert refused.value.code == "words-hold-number"
    assert not Question.objects.exists()


def test_a_whole_id_number_is_refused_in_every_place_words_can_be_typed(asking: Asking) -> None:
    number = synthetic_number()
    asking.serving()
    one = asking.ask()
    for refused in (
        lambda: asking.do("say_more", one, words=f"号码 {number}"),
        lambda: asking.answer(one, f"号码是 {number}"),
        lambda: asking.answer(one, question=f"{number} 能不能办"),
    ):
        with pytest.raises(Malformed):
            refused()
    answer = asking.answer(one).answer
    assert answer is not None
    for words in ({"words": number}, {"question": number}, {"why": number}):
        given = {"seen": 1, "question": "问题在这里", "words": "答复在这里", "why": "写错了", **words}
        with pytest.raises(Malformed):
            asking.change("correct", answer, **given)
    with pytest.raises(Malformed):
        asking.change("withdraw_answer", answer, why=number)
    with pytest.raises(Malformed):
        asking.take_up(answer, "nothing", number)


def _known_here(asking: Asking, name: str) -> None:
    ticket = asking.serving()
    resident = know(identity=synthetic_identity(date(1958, 3, 2)), name=name, now=asking.now)
    lobby.recognise(
        ticket_id=ticket.pk,
        account_id=asking.clerk.pk,
        resident_id=resident.pk,
        now=asking.hall.tick(),
        by=asking.clerk.actor,
        key=uuid.uuid4(),
    )


def test_the_name_of_whoever_is_there_is_asked_about_before_it_is_kept(asking: Asking) -> None:
    _known_here(asking, "高兴")
    with pytest.raises(Malformed) as refused:
        asking.ask("高 兴要领卡")
    assert refused.value.code == "words-name-somebody"
    assert asking.ask("居民不高兴，等了很久", not_a_name=True).state == "asked"


def test_a_name_in_an_answer_is_asked_about_too(asking: Asking) -> None:
    _known_here(asking, "王小明")
    one = asking.ask()
    with pytest.raises(Malformed) as refused:
        asking.answer(one, "王小明可以办")
    assert refused.value.field == "words"
    with pytest.raises(Malformed):
        asking.answer(one, question="王小明能不能办")
    one.refresh_from_db()
    assert one.state == "asked"


def test_no_words_and_no_name_stand_in_an_event(asking: Asking) -> None:
    _known_here(asking, "王小明")
    asking.answer(asking.ask())
    told = "".join(str((one.data, one.public)) for one in Event.objects.filter(thing="question"))
    assert told
    for secret in (ASKED, "居住证满一年", "王小明", "李测"):
        assert secret not in told


def test_an_unknown_matter_is_refused(asking: Asking) -> None:
    with pytest.raises(Malformed):
        asking.ask(matter="nothing-like-it")


def test_the_answer_reaches_its_asker_though_the_number_is_long_gone(asking: Asking) -> None:
    ticket = asking.serving()
    one = asking.ask()
    asking.hall.at_window("finish", ticket)
    asking.answer(one)
    mine = queries.of_asker("LF", asking.clerk.pk, asking.now)
    assert [question.state for question in mine] == ["answered"]
    asking.do("judge", one, helped=True)
    assert queries.of_asker("LF", asking.clerk.pk, asking.now) == []


def test_the_answer_follows_the_clerk_and_not_the_number_that_was_sent_on(asking: Asking) -> None:
    ticket = asking.serving()
    one = asking.ask()
    asking.hall.in_hall("transfer", ticket, account_id=asking.clerk.pk, to=2, why="colleague", words="")
    asking.answer(one)
    assert [question.pk for question in queries.of_asker("LF", asking.clerk.pk, asking.now)] == [one.pk]
    assert queries.of_asker("LF", asking.hall.clerks[1].pk, asking.now) == []


def test_an_answer_nobody_reads_leaves_the_window_after_two_weeks(asking: Asking) -> None:
    asking.answer(asking.ask())
    assert queries.of_asker("LF", asking.clerk.pk, asking.now + timedelta(days=13))
    assert not queries.of_asker("LF", asking.clerk.pk, asking.now + timedelta(days=15))


def test_taken_back_it_is_on_no_list_and_nobody_can_answer_it(asking: Asking) -> None:
    one = asking.ask()
    asking.do("withdraw", one)
    assert not queries.asked("LF").exists()
    assert queries.of_asker("LF", asking.clerk.pk, asking.now) == []
    with pytest.raises(Refused):
        asking.answer(one)


@pytest.mark.parametrize("verb", ["say_more", "withdraw", "judge"])
def test_what_belongs_to_the_asker_nobody_else_does(asking: Asking, verb: str) -> None:
    one = asking.ask()
    if verb == "judge":
        asking.answer(one)
    more = {"say_more": {"words": "还有一句"}, "judge": {"helped": True}}.get(verb, {})
    with pytest.raises(Refused) as refused:
        asking.do(verb, one, asking.hall.clerks[1], **more)
    assert refused.value.status == 403


def test_nobody_judges_what_nobody_has_answered(asking: Asking) -> None:
    with pytest.raises(Refused):
        asking.do("judge", asking.ask(), helped=True)


def test_words_that_come_after_the_answer_are_refused(asking: Asking) -> None:
    one = asking.ask()
    asking.answer(one)
    with pytest.raises(Refused):
        asking.do("say_more", one, words="还有一句")


def test_a_question_of_another_centre_does_not_exist_here(asking: Asking) -> None:
    one = asking.ask()
    with pytest.raises(NotFound):
        queries.question("XH", one.pk)
    with pytest.raises(NotFound):
        actions.come(
            centre="XH",
            question_id=one.pk,
            account_id=asking.supervisor.pk,
            now=asking.now,
            by="staff:x",
            key=uuid.uuid4(),
        )


def _broken(**given: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(**given)


def test_the_database_holds_what_a_question_is(asking: Asking) -> None:
    asking.serving()
    one = asking.ask()
    _broken(state="unheard-of")
    _broken(state="coming")
    _broken(state="answered")
    _broken(state="settled")
    _broken(helped="yes")
    _broken(helper=asking.clerk, state="coming", coming_at=asking.now)
    with pytest.raises(IntegrityError) as twice, transaction.atomic():
        Question.objects.create(
            centre_id="LF", account=asking.clerk, ticket=one.ticket, catalogue=1, asked_at=asking.now
        )
    assert "question_open_once" in str(twice.value)
