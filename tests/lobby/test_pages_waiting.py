from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine

from onetrip.centres.models import Hall as Place
from onetrip.lobby.models import Ticket
from tests import browsing
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def page(hall: Hall, ticket: Ticket, **given: str) -> str:
    with time_machine.travel(hall.now, tick=False):
        return browsing.words(browsing.visitor(**given).get(f"/t/{ticket.pk}"))


def test_whoever_waits_sees_how_many_are_ahead_and_a_range_of_minutes(hall: Hall) -> None:
    tickets = [hall.arrive() for _ in range(6)]
    seen = page(hall, tickets[-1])
    assert "A006" in seen
    assert "前面 5 位，约 7 到 17 分钟" in seen
    assert "5 people ahead, about 7 to 17 minutes" in page(hall, tickets[-1], language="en")


def test_the_first_in_line_is_told_so(hall: Hall) -> None:
    assert "下一个就是您" in page(hall, hall.arrive())


def test_with_no_window_calling_nobody_pretends_to_know_the_wait(hall: Hall) -> None:
    from onetrip.centres.models import Duty
    from onetrip.lobby import queries

    hall.arrive()
    ticket = hall.arrive()
    Duty.objects.update(paused="break")
    queries.forget()
    assert "估不出要等多久" in page(hall, ticket)


def test_a_called_number_sees_the_window(hall: Hall) -> None:
    hall.arrive()
    ticket = hall.call(2)
    seen = page(hall, ticket)
    assert "请到 3 号窗口" in seen
    assert "轮到您了" in seen


def test_who_is_called_to_another_hall_is_told_where_it_is(hall: Hall) -> None:
    words = {"name_zh": "二号厅", "name_en": "Hall 2", "where_zh": "二楼", "where_en": "second floor"}
    hall.windows[2].hall = Place.objects.create(centre=hall.centre, number=2, **words)
    hall.windows[2].save()
    hall.arrive()
    hall.arrive()
    elsewhere, here = hall.call(2), hall.call(0)
    assert "请到 3 号窗口在二号厅（二楼）。" in page(hall, elsewhere)
    assert "Please go to window 3in Hall 2 (second floor)." in page(hall, elsewhere, language="en")
    assert "二号厅" not in page(hall, here)


def test_the_moving_part_is_small(hall: Hall) -> None:
    ticket = hall.arrive()
    with time_machine.travel(hall.now):
        answer = browsing.visitor().get(f"/t/{ticket.pk}/now")
    assert "A001" in browsing.words(answer)
    assert len(answer.content) < 4096


def test_a_missed_number_is_told_what_to_do(hall: Hall) -> None:
    hall.arrive()
    ticket = hall.call()
    hall.at_window("call_again", ticket)
    hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    assert "号还在" in page(hall, ticket)


def test_a_number_of_yesterday_says_that_it_is_over(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.now += timedelta(days=1)
    assert "过期了" in page(hall, ticket)


def test_a_resident_may_go_and_the_number_with_them(hall: Hall) -> None:
    ticket, key = hall.arrive(), browsing.key()
    with time_machine.travel(hall.now):
        for _ in range(2):
            answer = browsing.visitor().post(f"/t/{ticket.pk}/leave", {"idempotency_key": key})
            assert answer.status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == "left"
    assert "已经取消" in page(hall, ticket)


def test_a_number_at_a_window_cannot_be_cancelled_by_phone(hall: Hall) -> None:
    ticket = hall.serving()
    ticket = Ticket.objects.get(state="serving")
    with time_machine.travel(hall.now):
        answer = browsing.visitor().post(f"/t/{ticket.pk}/leave", {"idempotency_key": browsing.key()})
    assert answer.status_code == 409
    assert "在办" in browsing.words(answer)


def test_an_id_that_names_no_ticket_is_answered_in_words(hall: Hall) -> None:
    answer = browsing.visitor().get(f"/t/{uuid.UUID(int=1)}")
    assert answer.status_code == 404
    assert "没有这个号" in browsing.words(answer)


def test_the_paper_is_a_pdf(hall: Hall) -> None:
    ticket = hall.arrive()
    with time_machine.travel(hall.now):
        answer = browsing.visitor().get(f"/t/{ticket.pk}/80mm.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
