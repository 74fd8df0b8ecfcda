"""The pages of the line: what a director reads, what a person decides, what the staff see while the line is down."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as house_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from onetrip.ledger.models import Event
from onetrip.nodes import queries
from onetrip.nodes.choices import CHOICES, KINDS
from onetrip.nodes.models import Conflict, Here, Line, Node, Outgoing
from tests.factories import NOW, make_account, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def centres() -> Iterator[None]:
    queries.forget()
    make_centre("LF")
    make_centre("PX")
    yield
    queries.forget()


def signed_in(role: str, centre: str = "LF") -> Client:
    client = Client()
    client.force_login(make_account(role, centre=centre))
    return client


def a_line(**state: object) -> Line:
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    return Line.objects.create(city="https://city.example", since=NOW, **state)


def a_conflict(**more: object) -> Conflict:
    left = {
        "centre": "PX",
        "at": NOW.isoformat(),
        "zh": "受理了“就医记录册”",
        "en": "accepted “medical record booklet”",
    }
    right = {**left, "centre": "LF", "at": (NOW + timedelta(minutes=5)).isoformat()}
    given = {"kind": "matter-twice", "same": str(uuid.uuid4()), "centre": "LF", "other": "PX", "found_at": NOW} | more
    return Conflict.objects.create(left=left, right=right, **given)


def decided(client: Client, conflict: Conflict, **form: str):
    given = {"choice": "first-stands", "note": "打过电话了", "idempotency_key": str(uuid.uuid4())} | form
    return client.post(f"/nodes/conflicts/{conflict.pk}/decide", given)


def test_while_the_line_is_down_the_page_says_since_when_and_that_the_hall_goes_on() -> None:
    a_line(is_up=False)
    Outgoing.objects.create(to="city", transaction=1, table="lobby_visit", deed="I", key="1", row="{}", at=NOW)
    page = signed_in("director").get("/nodes/").content.decode()
    assert "线路断着，大厅照常办" in page
    assert "9:30 起断" in page
    assert "data-waiting>1<" in page


def test_while_it_is_up_the_page_says_so_in_english_too() -> None:
    a_line(is_up=True)
    director = signed_in("director")
    assert "线路通着" in director.get("/nodes/").content.decode()
    director.cookies["onetrip_language"] = "en"
    page = director.get("/nodes/").content.decode()
    assert "The line is up" in page
    assert "线路" not in page


def test_why_the_city_takes_nothing_stands_on_the_page() -> None:
    a_line(is_up=True, trouble={"code": "x", "zh": "对方的版本比这边新。", "en": "The other side is newer."})
    assert "对方的版本比这边新。" in signed_in("director").get("/nodes/").content.decode()


def test_a_house_that_stands_alone_says_that_there_are_no_nodes() -> None:
    assert "没有中心节点" in signed_in("director").get("/nodes/").content.decode()


def test_at_the_city_a_node_that_has_not_called_is_shown_as_not_reached_and_stopped_ones_come_first() -> None:
    Here.objects.create(role="city", since=NOW)
    Node.objects.create(centre_id="LF", number=1, added_at=NOW, last_at=timezone.now())
    Node.objects.create(
        centre_id="PX", number=2, added_at=NOW, trouble={"zh": "停了", "en": "stopped"}, trouble_since=NOW
    )
    states = queries.nodes(now=timezone.now())
    assert [(one.node.pk, one.is_silent) for one in states] == [("PX", True), ("LF", False)]
    assert [one.node.pk for one in queries.nodes(now=timezone.now(), centre="LF")] == ["LF"]


@pytest.mark.parametrize(
    ("node", "is_up", "shown"), [("centre", False, True), ("centre", True, False), ("", False, False)]
)
def test_staff_pages_say_in_one_line_that_the_line_is_down(
    settings: Settings, node: str, is_up: bool, shown: bool
) -> None:
    settings.NODE = node
    a_line(is_up=is_up)
    text = signed_in("clerk").get("/nodes/notice").content.decode()
    assert ("与市里的线路 9:30 断开，大厅照常办" in text) is shown


def test_a_line_that_nobody_has_tried_for_long_is_not_said_to_be_up(settings: Settings) -> None:
    settings.NODE = "centre"
    a_line(is_up=True, tried_at=timezone.now() - queries.UNTRIED - timedelta(minutes=1))
    clerk = signed_in("director")
    assert "断开，大厅照常办" in clerk.get("/nodes/notice").content.decode()
    assert "线路断着" in clerk.get("/nodes/").content.decode()
    queries.forget()
    Line.objects.update(tried_at=timezone.now() - timedelta(seconds=90))
    assert "断开" not in clerk.get("/nodes/notice").content.decode()


def test_while_something_is_in_the_way_the_page_does_not_say_that_everything_arrives() -> None:
    a_line(is_up=True, tried_at=timezone.now(), trouble={"code": "x", "zh": "出了错。", "en": "A mistake."})
    page = signed_in("director").get("/nodes/").content.decode()
    assert "几秒内传到市里" not in page
    assert "就按先后补传" in page


def test_staff_pages_of_a_centre_node_watch_the_line_and_those_of_others_do_not(settings: Settings) -> None:
    clerk = signed_in("director")
    assert "/nodes/notice" not in clerk.get("/director/").content.decode()
    settings.NODE = "centre"
    assert "/nodes/notice" in clerk.get("/director/").content.decode()
    assert "/nodes/notice" not in Client().get("/").content.decode(), "residents are not alarmed"


def test_both_facts_stand_side_by_side_with_what_can_be_decided() -> None:
    conflict = a_conflict()
    page = signed_in("supervisor").get(f"/nodes/conflicts/{conflict.pk}").content.decode()
    assert page.count("受理了“就医记录册”") == 2
    for choice in CHOICES["matter-twice"]:
        assert choice.words.zh in page


def test_a_decision_is_kept_with_its_reason_and_told_to_both_centres() -> None:
    conflict = a_conflict()
    assert decided(signed_in("director"), conflict).status_code == 302
    conflict.refresh_from_db()
    assert (conflict.decision, conflict.note) == ("first-stands", "打过电话了")
    told = Event.objects.filter(thing="conflict", thing_id=str(conflict.pk)).values_list("centre", "to_state")
    assert sorted(told) == [("LF", "first-stands"), ("PX", "first-stands")]


def test_a_decision_is_final_and_the_same_request_again_is_no_second_one() -> None:
    conflict, director, key = a_conflict(), signed_in("director"), str(uuid.uuid4())
    for _ in range(2):
        assert decided(director, conflict, idempotency_key=key).status_code == 302
    assert decided(director, conflict, choice="both-stand").status_code == 409
    assert Event.objects.filter(thing="conflict").count() == 2


@pytest.mark.parametrize(("form", "words"), [({"choice": ""}, "请选一个处理办法"), ({"note": " "}, "为什么这样定")])
def test_a_decision_without_choice_or_reason_is_asked_for_again_with_what_was_typed(form: dict, words: str) -> None:
    conflict = a_conflict()
    answer = decided(signed_in("director"), conflict, **form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    conflict.refresh_from_db()
    assert conflict.decided_at is None


def test_the_page_asks_no_more_for_many_conflicts_than_for_one() -> None:
    director = signed_in("director")
    Here.objects.create(role="city", since=NOW)

    def queries_asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            director.get("/nodes/state")
        return len(asked)

    decided(director, a_conflict())
    a_conflict()
    few = queries_asked()
    for number in range(60):
        decided(director, a_conflict()) if number < 5 else a_conflict()
    assert queries_asked() <= few + 1, "how many more there are is asked for once"
    page = director.get("/nodes/state").content.decode()
    assert "还有 6 条" in page
    assert ">56</span>" in page


def test_nobody_sees_or_decides_the_conflict_of_other_centres() -> None:
    conflict = a_conflict(centre="PX", other="")
    director = signed_in("director")
    assert director.get(f"/nodes/conflicts/{conflict.pk}").status_code == 404
    assert decided(director, conflict).status_code == 404
    assert str(conflict.pk) not in director.get("/nodes/").content.decode()


def test_at_a_centre_node_the_citys_word_is_waited_for() -> None:
    conflict = a_conflict()
    a_line(is_up=True)
    director = signed_in("director")
    assert "由市里来定" in director.get(f"/nodes/conflicts/{conflict.pk}").content.decode()
    assert decided(director, conflict).status_code == 409


def test_every_kind_of_conflict_has_its_words_and_its_choices() -> None:
    kinds = set(Conflict.Kind.values)
    assert set(KINDS) == set(CHOICES) == kinds
    for choices in CHOICES.values():
        assert len({choice.code for choice in choices}) == len(choices) >= 2
    assert house_settings.NODE == ""
