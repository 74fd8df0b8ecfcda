"""Papers and results on their way between centres: each thing in one place, and nothing lost in silence."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases import actions, queries
from onetrip.cases.models import Case, HandOver, HandOverLine
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests import browsing
from tests.cases.counter import REWARD, Counter
from tests.cases.test_following import do
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


class Post:
    """Two centres and their clerks."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        make_centre("PX", windows=1)

    def case(self) -> Case:
        ticket = self.counter.serving()
        case = self.counter.accept(ticket, REWARD).cases.get()
        self.counter.hall.at_window("finish", ticket)
        return case

    def do(self, verb: str, centre: str = "LF", **given: Any) -> Any:
        told = {"now": self.counter.hall.tick(), "by": f"staff:{centre.lower()}", "key": uuid.uuid4(), **given}
        return getattr(actions, verb)(centre=centre, **told)

    def put(self, case: Case, to: str = "PX", **given: Any) -> HandOver:
        return self.do("put_on_list", case_id=case.pk, to=to, **given)

    def sent(self, *cases: Case) -> HandOver:
        for case in cases:
            going = self.put(case)
        return self.do("send", hand_over_id=going.pk, carrier="老张")


@pytest.fixture
def post(counter: Counter) -> Post:
    return Post(counter)


def lines_of(hand_over: HandOver) -> dict[str, uuid.UUID]:
    """The lines by the number of their case."""
    return dict(hand_over.lines.values_list("case__number", "pk"))


def test_papers_lie_here_then_nowhere_then_there_and_every_step_is_on_record(post: Post) -> None:
    case = post.case()
    assert [one.pk for one in queries.to_send_on("LF")] == [case.pk]
    going = post.put(case)
    assert going.number == "LF-20261124-J0001"
    assert list(queries.to_send_on("LF")) == []
    assert post.do("send", hand_over_id=going.pk, carrier="老张").state == "sent"
    case.refresh_from_db()
    assert (case.papers_at_id, case.accepting_centre_id) == (None, "PX")
    arrived = post.do("arrive", "PX", hand_over_id=going.pk, found=set(lines_of(going).values()))
    case.refresh_from_db()
    assert (arrived.state, case.papers_at_id) == ("arrived", "PX")
    assert [one.pk for one in queries.to_accept("PX")] == [case.pk]
    assert list(queries.lists_of("LF")) == list(queries.lists_of("PX")) == []
    told = Event.objects.filter(thing="case", thing_id=case.pk).order_by("pk").values_list("verb", "centre")
    assert list(told) == [("receive", "LF"), ("papers-list", "LF"), ("papers-send", "LF"), ("papers-arrive", "PX")]
    assert list(Event.objects.filter(thing="hand-over").order_by("pk").values_list("verb", flat=True)) == [
        "open", "send", "arrive",
    ]  # fmt: skip


def test_what_goes_the_same_way_goes_on_one_list_and_what_comes_after_on_the_next(post: Post) -> None:
    first, second, third = post.case(), post.case(), post.case()
    going = post.sent(first, second)
    assert set(lines_of(going)) == {first.number, second.number}
    assert post.put(third).number == "LF-20261124-J0002"


def test_what_was_not_in_the_parcel_stays_missing_until_it_turns_up(post: Post) -> None:
    here, lost = post.case(), post.case()
    going = post.sent(here, lost)
    with pytest.raises(Malformed) as malformed:
        post.do("arrive", "PX", hand_over_id=going.pk, found={lines_of(going)[here.number]})
    assert malformed.value.field == "remark"
    post.do("arrive", "PX", hand_over_id=going.pk, found={lines_of(going)[here.number]}, remark="少一份，已经打电话")
    lost.refresh_from_db()
    assert lost.papers_at_id is None
    assert [one.pk for one in queries.lists_of("LF")] == [one.pk for one in queries.lists_of("PX")] == [going.pk]
    with pytest.raises(Refused):
        post.put(lost)
    line = post.do("turn_up", line_id=lines_of(going)[lost.number])  # it never left
    lost.refresh_from_db()
    assert (line.found, lost.papers_at_id) == (True, "LF")
    assert post.put(lost).state == "open"


def test_a_line_is_taken_off_before_it_is_sent_and_not_after(post: Post) -> None:
    case, other = post.case(), post.case()
    going = post.put(case)
    post.do("take_off_list", line_id=lines_of(going)[case.number])
    assert [one.pk for one in queries.to_send_on("LF")] == [case.pk, other.pk]
    again = post.put(case)
    line = again.lines.get(is_under_way=True)
    post.do("send", hand_over_id=again.pk, carrier="老张")
    with pytest.raises(Refused):
        post.do("take_off_list", line_id=line.pk)


def test_an_empty_list_is_not_sent(post: Post) -> None:
    going = post.put(post.case())
    post.do("take_off_list", line_id=going.lines.get().pk)
    with pytest.raises(Refused) as refused:
        post.do("send", hand_over_id=going.pk, carrier="老张")
    assert refused.value.code == "list-empty"


def test_a_press_sent_twice_does_its_step_once(post: Post) -> None:
    case, keys = post.case(), [uuid.uuid4() for _ in range(3)]
    for _ in range(2):
        going = post.put(case, key=keys[0])
    for _ in range(2):
        post.do("send", hand_over_id=going.pk, carrier="老张", key=keys[1])
    for _ in range(2):
        post.do("arrive", "PX", hand_over_id=going.pk, found=set(lines_of(going).values()), key=keys[2])
    assert HandOverLine.objects.count() == 1
    assert Event.objects.filter(thing="hand-over").count() == 3


def test_a_result_goes_where_it_is_collected_and_is_handed_over_there(post: Post) -> None:
    case = post.case()
    going = post.sent(case)
    post.do("arrive", "PX", hand_over_id=going.pk, found=set(lines_of(going).values()))
    now = post.counter.hall.tick
    do("accept", case, now(), centre="PX")
    do("complete", case, now(), centre="PX")
    assert [one.pk for one in queries.to_send_on("PX")] == [case.pk]
    with pytest.raises(Refused) as refused:
        do("deliver", case, now())
    assert refused.value.code == "done-elsewhere"
    back = post.do("put_on_list", "PX", case_id=case.pk, to="LF")
    post.do("send", "PX", hand_over_id=back.pk, carrier="老李")
    with pytest.raises(Refused) as refused:
        do("deliver", case, now())
    assert refused.value.code == "result-on-its-way"
    post.do("arrive", hand_over_id=back.pk, found=set(lines_of(back).values()))
    case.refresh_from_db()
    assert (case.result_at_id, case.collect_at_id) == ("LF", "LF")
    assert do("deliver", case, now()).state == "delivered"


@pytest.mark.parametrize(("to", "error"), [("LF", Malformed), ("XX", NotFound)], ids=["to itself", "to nowhere"])
def test_a_way_that_leads_nowhere_is_refused(post: Post, to: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        post.put(post.case(), to)
    assert not HandOver.objects.exists()


def test_other_centres_see_and_sign_for_nothing_of_it(post: Post) -> None:
    make_centre("HK", windows=1)
    going = post.sent(post.case())
    for centre in ("HK", "LF"):
        with pytest.raises(NotFound):
            post.do("arrive", centre, hand_over_id=going.pk, found=set())
    with pytest.raises(NotFound):
        queries.hand_over_by_number(going.number, centre="HK")


def test_a_line_of_another_list_is_not_signed_for(post: Post) -> None:
    going, stranger = post.sent(post.case()), post.put(post.case())
    with pytest.raises(Malformed):
        post.do("arrive", "PX", hand_over_id=going.pk, found={stranger.lines.get().pk})


def test_the_database_keeps_one_open_list_each_way_and_a_thing_in_one_parcel(post: Post, counter: Counter) -> None:
    going, now = post.put(post.case()), counter.hall.now
    line = going.lines.get()
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (HandOver, {"number": "x", "sender_id": "LF", "taker_id": "PX", "opened_at": now}),
        (HandOver, {"number": "x", "sender_id": "LF", "taker_id": "LF", "opened_at": now}),
        (HandOver, {"number": "x", "sender_id": "PX", "taker_id": "LF", "opened_at": now, "state": "sent"}),
        (HandOverLine, {"hand_over": going, "case": line.case, "of": "papers"}),
    ]
    for model, values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)


def test_the_pages_lead_from_what_is_to_be_sent_to_the_signature(post: Post) -> None:
    case, clerk = post.case(), browsing.visitor("clerk")
    other = browsing.visitor(browsing.account("clerk", centre="PX"))
    assert case.number in browsing.words(clerk.get("/hand-over/"))
    press = {"idempotency_key": browsing.key()}
    wrong = clerk.post(f"/hand-over/put/{case.number}", {**press, "to": "火星"})
    assert "没有这个中心" in browsing.words(wrong)
    going = clerk.post(f"/hand-over/put/{case.number}", {**press, "to": "PX"})["Location"]
    assert "还差一处" in browsing.words(clerk.post(f"{going}/send", {**press, "carrier": " "}))
    assert clerk.post(f"{going}/send", {"idempotency_key": browsing.key(), "carrier": "老张"}).status_code == 302
    assert "正在来的 1" in browsing.words(other.get("/hand-over/"))
    line = HandOverLine.objects.get()
    signed = other.post(f"{going}/arrive", {"idempotency_key": browsing.key(), "found": str(line.pk)})
    assert signed.status_code == 302
    assert "等受理 1" in browsing.words(other.get("/hand-over/"))
    assert other.post(f"/cases/{case.number}/accept", {"idempotency_key": browsing.key()}).status_code == 302
    assert "已受理" in browsing.words(clerk.get(f"/cases/{case.number}"))
