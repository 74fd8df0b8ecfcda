from __future__ import annotations

import uuid
from datetime import date, timedelta

from onetrip.knowledge import queries
from onetrip.knowledge.models import Question
from onetrip.lobby import actions as lobby
from onetrip.people.actions import know
from onetrip.people.holdings import Going, holding
from onetrip.people.models import Resident
from tests.factories import synthetic_identity
from tests.knowledge.asking import ANSWERED, ASKED, Asking

KIND = "difficult-cases"


def known_at_window(asking: Asking) -> Resident:
    ticket = asking.serving()
    resident = know(identity=synthetic_identity(date(1958, 3, 2)), name="王小明", now=asking.now)
    lobby.recognise(
        ticket_id=ticket.pk,
        account_id=asking.clerk.pk,
        resident_id=resident.pk,
        now=asking.hall.tick(),
        by=asking.clerk.actor,
        key=uuid.uuid4(),
    )
    return resident


def due(asking: Asking, **given: object) -> list[Question]:
    going = Going(asking.now + timedelta(days=1), asking.now, "system:clock", **given)  # type: ignore[arg-type]
    found = holding(KIND).due
    assert found is not None
    return list(found(going))


def test_whoever_it_was_about_is_told_what_was_asked(asking: Asking) -> None:
    resident = known_at_window(asking)
    asking.answer(asking.ask())
    told = list(holding(KIND).tell(resident))
    assert [{key: value for key, _, value in one.fields} for one in told] == [{"matter": "card", "words": ASKED}]
    somebody = know(identity=synthetic_identity(date(1970, 1, 2)), name="李别人", now=asking.now)
    assert list(holding(KIND).tell(somebody)) == []


def test_words_and_the_visit_go_and_the_answer_and_the_figures_stay(asking: Asking) -> None:
    known_at_window(asking)
    one = asking.answer(asking.ask())
    assert due(asking) == [one]
    let_go = holding(KIND).let_go
    assert let_go is not None
    assert let_go([one.pk], Going(asking.now, asking.now, "system:clock")) == 1
    one.refresh_from_db()
    assert (one.words, one.ticket, one.ticket_number, one.visit, one.slip) == ("", None, "", None, None)
    assert (one.state, one.matter, one.helper_id) == ("answered", "card", asking.supervisor.pk)
    assert [found.version.words for found in queries.search("LF", ASKED)] == [ANSWERED]
    assert due(asking) == []


def test_what_is_open_does_not_go_nor_what_is_held_nor_what_is_somebody_elses(asking: Asking) -> None:
    resident = known_at_window(asking)
    one = asking.ask()
    assert due(asking) == []
    asking.answer(one)
    desk = asking.answer(asking.ask(by=asking.hall.clerks[1]))
    assert due(asking, held_people=frozenset({resident.pk})) == [desk]
    assert due(asking, resident=resident.pk) == [one]
    assert due(asking, resident=uuid.uuid4()) == []
    assert due(asking, elsewhere=frozenset({"LF"})) == []
