from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from onetrip.knowledge import actions, queries
from onetrip.knowledge.lifecycle import QUESTION
from onetrip.knowledge.models import Answer, Given, Question
from onetrip.knowledge.rules import rules
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff.models import Account
from onetrip.walls.scope import everywhere
from tests import browsing
from tests.knowledge.asking import ANSWERED, ASKED, Asking, open_asking


def test_whoever_opens_it_is_on_record_and_the_window_is_told_of_the_first(asking: Asking) -> None:
    one = asking.ask()
    for who in (asking.supervisor, asking.other):
        actions.see(centre="LF", question_id=one.pk, account_id=who.pk, now=asking.hall.tick(), by=who.actor)
    one.refresh_from_db()
    assert one.seen_at == asking.now - timedelta(minutes=1)
    assert Event.objects.filter(thing="question", verb="see").count() == 2


def test_its_asker_is_not_the_supervisor_who_has_seen_it(asking: Asking) -> None:
    one = asking.ask(by=asking.supervisor)
    actions.see(
        centre="LF", question_id=one.pk, account_id=asking.supervisor.pk, now=asking.now, by=asking.supervisor.actor
    )
    one.refresh_from_db()
    assert one.seen_at is None


def test_coming_settling_and_writing_it_down_afterwards(asking: Asking) -> None:
    one = asking.do("come", asking.ask())
    one = asking.do("settle", one)
    assert (one.state, one.answer) == ("settled", None)
    assert list(queries.to_write_up("LF", asking.supervisor.pk)) == [one]
    one = asking.do("write_up", one, words=ANSWERED, question=ASKED, matter="card")
    assert one.state == "settled"
    assert not queries.to_write_up("LF", asking.supervisor.pk).exists()
    assert [found.version.words for found in queries.search("LF", "外地老人")] == [ANSWERED]
    with pytest.raises(Refused):
        asking.do("write_up", one, words="又一遍", question=ASKED, matter="card")


def test_an_answer_is_found_in_the_moment_it_is_given(asking: Asking) -> None:
    assert queries.search("LF", "外地老人") == []
    asking.answer(asking.ask())
    assert [found.version.words for found in queries.search("LF", "外地老人")] == [ANSWERED]


def test_what_was_asked_without_words_is_answered_with_words_to_find_it_by(asking: Asking) -> None:
    one = asking.ask("", "")
    with pytest.raises(Malformed) as refused:
        asking.answer(one, question="")
    assert refused.value.field == "question"
    asking.answer(one, question=ASKED)
    assert queries.search("LF", "外地老人")


def test_nobody_answers_their_own_question(asking: Asking) -> None:
    one = asking.ask(by=asking.supervisor)
    known = asking.known()
    for refused in (
        lambda: asking.do("come", one),
        lambda: asking.answer(one),
        lambda: asking.do("use_answer", one, answer_id=known.pk),
        lambda: asking.do("pass_on", one, to="director"),
    ):
        with pytest.raises(Refused):
            refused()


def test_the_second_supervisor_is_told_who_was_first(asking: Asking) -> None:
    one = asking.do("come", asking.ask())
    Account.objects.filter(pk=asking.supervisor.pk).update(name="赵一")
    for refused in (
        lambda: asking.do("come", one, asking.other),
        lambda: asking.answer(one, by=asking.other),
        lambda: asking.do("settle", one, asking.other),
        lambda: asking.do("pass_on", one, asking.other, to="director"),
    ):
        with pytest.raises(Refused) as told:
            refused()
        assert "赵一" in told.value.text.zh


def test_whoever_is_coming_may_answer_on_the_screen_after_all(asking: Asking) -> None:
    assert asking.answer(asking.do("come", asking.ask())).state == "answered"


def test_handed_on_it_is_asked_anew_and_says_whom_for(asking: Asking) -> None:
    one = asking.do("pass_on", asking.do("come", asking.ask()), to=str(asking.other.pk))
    assert (one.state, one.helper, one.passed_to_id, one.coming_at) == ("asked", None, asking.other.pk, None)
    one = asking.do("pass_on", one, asking.other, to="director")
    assert (one.for_director, one.passed_to) == (True, None)


@pytest.mark.parametrize("to", ["", "0", "clerk", "999999999", "-1", "٣"])
def test_it_is_handed_to_nobody_who_may_not_answer(asking: Asking, to: str) -> None:
    one = asking.ask()
    with pytest.raises(Malformed):
        asking.do("pass_on", one, to=str(asking.hall.clerks[1].pk) if to == "clerk" else to)


def test_an_earlier_answer_is_used_again_and_counted(asking: Asking) -> None:
    known = asking.known()
    one = asking.do("use_answer", asking.ask("外地户口怎么领卡", ""), answer_id=known.pk)
    assert (one.state, one.answer_id, one.matter) == ("answered", known.pk, "card")
    assert Given.objects.get(question=one).how == "reused"
    assert queries.answer("LF", known.pk).used == 1
    assert Answer.objects.count() == 1


def test_an_answer_found_while_typing_spares_the_call(asking: Asking) -> None:
    known = asking.known()
    key = uuid.uuid4()
    for _ in range(2):
        actions.spare(
            centre="LF",
            account_id=asking.hall.clerks[1].pk,
            answer_id=known.pk,
            now=asking.now,
            by="staff:clerk",
            key=key,
        )
    assert Given.objects.filter(how="spared").count() == 1
    assert Question.objects.count() == 1


def test_nobody_takes_it_so_they_are_reminded_and_then_it_is_the_directors(asking: Asking) -> None:
    one, limits = asking.ask(), rules()
    for minutes, reminded, director in (
        (limits.remind_after_minutes - 1, False, False),
        (limits.remind_after_minutes, True, False),
        (limits.director_after_minutes, True, True),
    ):
        actions.remind(now=one.asked_at + timedelta(minutes=minutes), by="system:clock")
        one.refresh_from_db()
        assert (one.reminded_at is not None, one.for_director) == (reminded, director)
    actions.remind(now=one.asked_at + timedelta(minutes=limits.director_after_minutes + 1), by="system:clock")
    assert Event.objects.filter(thing="question", verb="remind").count() == 1


def test_what_somebody_has_taken_reminds_nobody(asking: Asking) -> None:
    one = asking.do("come", asking.ask())
    actions.remind(now=one.asked_at + timedelta(hours=1), by="system:clock")
    one.refresh_from_db()
    assert (one.reminded_at, one.for_director) == (None, False)


@pytest.mark.parametrize("state", list(QUESTION.states))
def test_every_step_that_the_table_does_not_list_is_refused(asking: Asking, state: str) -> None:
    begun: dict[str, Callable[[], Question]] = {
        "asked": asking.ask,
        "coming": lambda: asking.do("come", asking.ask()),
        "answered": lambda: asking.answer(asking.ask()),
        "settled": lambda: asking.do("settle", asking.do("come", asking.ask())),
        "withdrawn": lambda: asking.do("withdraw", asking.ask()),
    }
    words = {"words": ANSWERED, "question": ASKED, "matter": "card"}
    more = {"answer": words, "write-up": words, "pass-on": {"to": "director"}}
    one = begun[state]()
    for step in QUESTION.steps:
        if state in step.sources:
            continue
        with pytest.raises(Refused):
            asking.do(step.verb.replace("-", "_"), one, **more.get(step.verb, {}))
        one.refresh_from_db()
        assert one.state == state


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_who_press_at_once_one_takes_it() -> None:
    asking = open_asking()
    one = asking.ask()
    helpers = [asking.supervisor, asking.other, *(browsing.account("supervisor") for _ in range(4))]
    barrier, taken, refused = threading.Barrier(len(helpers)), list[int](), list[int]()

    def press(who: Account) -> None:
        try:
            barrier.wait()
            with everywhere("threads of a test"):
                actions.come(
                    centre="LF", question_id=one.pk, account_id=who.pk, now=asking.now, by=who.actor, key=uuid.uuid4()
                )
            taken.append(who.pk)
        except Refused:
            refused.append(who.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(who,)) for who in helpers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.refresh_from_db()
    assert taken == [one.helper_id]
    assert len(refused) == len(helpers) - 1
    assert Event.objects.filter(thing="question", verb="come").count() == 1
