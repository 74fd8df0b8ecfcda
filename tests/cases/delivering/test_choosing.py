"""Chosen at acceptance, changed until it is under way, and never sent where nobody asked for it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from onetrip.cases import queries as cases
from onetrip.cases.delivering import actions
from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.models import Case
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.cases.delivering.room import HOME, Room, row_of, state_of
from tests.cases.test_following import do
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


def test_who_says_nothing_collects_it_here_and_no_row_is_written_before_it_is_ready(room: Room) -> None:
    case = room.accepted()
    assert not Delivery.objects.exists()
    do("complete", case, room.now)
    assert state_of(case) == ("completed", "ready")
    assert row_of(case).way == "window"


def test_a_result_for_another_centre_travels_there_and_is_ready_when_it_arrives(room: Room) -> None:
    make_centre("PX", windows=1)
    case = room.accepted()
    room.choose(case, "window", at="PX")
    do("complete", case, room.now)
    assert state_of(case) == ("completed", "waiting")
    assert [one.pk for one in cases.to_send_on("LF")] == [case.pk]
    from onetrip.cases import actions

    told = {"now": room.now, "by": "staff:x"}
    going = actions.put_on_list(centre="LF", case_id=case.pk, to="PX", key=uuid.uuid4(), **told)
    with pytest.raises(Refused) as refused:
        room.choose(case, "window")  # it is on a list
    assert refused.value.code == "result-on-a-list"
    with pytest.raises(Refused):
        room.hand_out(case)
    actions.send(centre="LF", hand_over_id=going.pk, carrier="老张", key=uuid.uuid4(), **told)
    lines = set(going.lines.values_list("pk", flat=True))
    actions.arrive(centre="PX", hand_over_id=going.pk, found=lines, key=uuid.uuid4(), **told)
    assert state_of(case) == ("completed", "ready")
    with pytest.raises(Refused) as refused:
        room.hand_out(case)  # at LF, where it does not lie any more
    assert refused.value.code == "done-elsewhere"
    room.hand_out(case, centre="PX")
    assert state_of(case) == ("delivered", "done")


def test_one_who_turns_up_before_it_is_sent_on_gets_it_where_it_lies(room: Room) -> None:
    make_centre("PX", windows=1)
    case = room.accepted()
    room.choose(case, "window", at="PX")
    do("complete", case, room.now)
    room.hand_out(case)
    assert state_of(case) == ("delivered", "done")


def test_it_is_changed_until_it_is_under_way_and_not_after(room: Room, office: SimulatedCarrier) -> None:
    case = room.done("post")
    room.choose(case, "window")
    assert (row_of(case).way, row_of(case).address, row_of(case).state) == ("window", None, "ready")
    room.choose(case, "post")
    room.do("post", case_id=case.pk)
    with pytest.raises(Refused) as refused:
        room.choose(case, "window")
    assert refused.value.code == "choose-not-allowed"


def test_an_address_is_encrypted_and_stands_in_no_event(room: Room, office: SimulatedCarrier) -> None:
    from django.db import connection

    case = room.accepted()
    room.choose(case, "post")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM cases_delivery")
        kept = bytes(cursor.fetchone()[0])
    for secret in (HOME.name, HOME.telephone, HOME.address):
        assert secret.encode() not in kept
        assert all(secret not in str(event.data) for event in Event.objects.all())
    assert row_of(case).address == HOME.stored()


@pytest.mark.parametrize("verb", ["withdraw", "terminate"])
def test_a_case_that_ends_without_a_result_forgets_the_address(room: Room, office: SimulatedCarrier, verb: str) -> None:
    case = room.accepted()
    room.choose(case, "post")
    do(verb, case, room.now)
    assert row_of(case).address is None
    with pytest.raises(Refused):
        room.choose(case, "window")


def test_an_electronic_result_is_delivered_in_the_moment_it_is_done(room: Room) -> None:
    case = room.done("electronic")
    assert state_of(case) == ("delivered", "done")
    event = Event.objects.get(thing="case", verb="deliver")
    assert (event.data["way"], event.from_state) == ("electronic", "completed")


def test_what_cannot_be_is_refused(room: Room) -> None:
    case = room.accepted()
    for given, code in (
        ({"way": "pigeon"}, "way-unknown"),
        ({"way": "cabinet"}, "no-cabinet"),
        ({"way": "post"}, "no-carrier"),
        ({"way": "post", "address": None}, "post-address"),
        ({"way": "window", "address": HOME}, "post-address"),
    ):
        with pytest.raises(Refused) as refused:
            room.choose(case, **given)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        room.choose(case, "window", at="XX")
    room.cabinet()
    Case.objects.update(resident=None)
    with pytest.raises(Refused) as refused:
        room.choose(case, "cabinet")
    assert refused.value.code == "resident-unknown"
    assert not Delivery.objects.exists()


def test_another_centre_changes_nothing(room: Room) -> None:
    make_centre("HK", windows=1)
    with pytest.raises(NotFound):
        room.choose(room.accepted(), "window", at="HK", centre="HK")


def test_a_press_sent_twice_is_one_choice(room: Room) -> None:
    case, key = room.accepted(), uuid.uuid4()
    for _ in range(2):
        room.choose(case, "electronic", key=key)
    assert Event.objects.filter(thing="delivery", verb="choose").count() == 1


def test_addresses_are_read_as_people_write_them() -> None:
    from onetrip.cases.delivering.addresses import masked, read_address

    read = read_address(" 王测试 ", "+86 138-0000-0000", "上海市测试区测试路１号")
    assert (read.name, read.telephone, read.address) == ("王测试", "13800000000", "上海市测试区测试路1号")
    assert masked(read.stored()) == "王＊＊ 138****0000 上海市测试区…"
    for wrong, field in (
        (("王", "13800000000", HOME.address), "post_name"),
        (("王测试", "12345", HOME.address), "post_telephone"),
        (("王测试", "13800000000", "家里"), "post_address"),
    ):
        with pytest.raises(Malformed) as malformed:
            read_address(*wrong)
        assert malformed.value.field == field


def chosen_by_resident(room: Room, case: Case, **given: Any) -> None:
    told = {"way": "window", "at": "PX", "last_four": room.identity.last_four, "key": uuid.uuid4(), **given}
    actions.choose_by_resident(receipt=case.receipt, case_ids=[case.pk], now=room.counter.hall.tick(), **told)


def test_the_resident_chooses_another_centre_with_the_receipt_and_the_last_four(room: Room) -> None:
    make_centre("PX", windows=1)
    case = room.accepted()
    chosen_by_resident(room, case)
    case.refresh_from_db()
    assert case.collect_at_id == "PX"
    event = Event.objects.filter(thing="delivery", verb="choose").latest("pk")
    assert (event.actor, event.data["at"]) == ("resident", "PX")
    do("complete", case, room.counter.hall.tick())
    assert [one.pk for one in cases.to_send_on("LF")] == [case.pk]


def test_whoever_found_a_receipt_changes_nothing_and_guesses_five_times_at_the_most(room: Room) -> None:
    make_centre("PX", windows=1)
    case = room.accepted()
    for guess in ("", "0000", "zzzz", room.identity.last_four[:3], "12 34"):
        with pytest.raises(Malformed) as refused:
            chosen_by_resident(room, case, last_four=guess)
        assert refused.value.code == "last-four-wrong"
    with pytest.raises(Refused) as braked:
        chosen_by_resident(room, case)  # the right one comes too late: a window does it
    assert braked.value.status == 429
    case.refresh_from_db()
    assert case.collect_at_id == "LF"
    room.later(days=1, minutes=1)
    chosen_by_resident(room, case)
    case.refresh_from_db()
    assert case.collect_at_id == "PX"


def test_what_only_a_window_can_do_is_sent_there_in_words(room: Room) -> None:
    make_centre("PX", windows=1)
    case = room.accepted()
    for way in ("post", "electronic", "pigeon", ""):
        with pytest.raises(Malformed) as refused:
            chosen_by_resident(room, case, way=way)
        assert refused.value.code == "way-at-a-window"
    with pytest.raises(Refused) as no_cabinet:
        chosen_by_resident(room, case, way="cabinet")
    assert no_cabinet.value.code == "no-cabinet"
    Case.objects.filter(pk=case.pk).update(resident=None)
    with pytest.raises(Refused) as unknown:
        chosen_by_resident(room, case)
    assert unknown.value.code == "no-card-was-read"


def test_a_case_of_another_receipt_is_not_changed_with_this_one(room: Room) -> None:
    make_centre("PX", windows=1)
    mine, other = room.accepted(), room.accepted()
    with pytest.raises(Malformed):
        actions.choose_by_resident(
            receipt=mine.receipt,
            case_ids=[mine.pk, other.pk],
            last_four=room.identity.last_four,
            way="window",
            at="PX",
            now=room.now,
            key=uuid.uuid4(),
        )
    assert set(Case.objects.values_list("collect_at", flat=True)) == {"LF"}


def test_what_lies_in_a_cabinet_is_not_moved_from_afar(room: Room) -> None:
    make_centre("PX", windows=1)
    room.cabinet()
    case = room.done("cabinet")
    room.put_in(case)
    with pytest.raises(Refused):
        chosen_by_resident(room, case)
    assert state_of(case) == ("completed", "stored")
