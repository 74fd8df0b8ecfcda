"""At the window: to the right person, once, with who took it on record and nothing of them in plain."""

from __future__ import annotations

import base64
import io
import uuid
from datetime import date

import pytest
from PIL import Image, ImageDraw

from onetrip.cases.delivering import actions, signatures
from onetrip.cases.delivering.actions import Taker
from onetrip.cases.delivering.addresses import Address
from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.models import Authority, Case
from onetrip.cases.proxies.actions import Shown
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.actions import know
from onetrip.people.crypto import Undecipherable
from onetrip.people.identity import Identity
from tests.cases.counter import PRINT
from tests.cases.delivering.room import Room, row_of, state_of
from tests.factories import make_centre, synthetic_identity

pytestmark = pytest.mark.django_db


def drawn(*, ink: bool = True) -> str:
    """A signature as the page sends it."""
    picture, target = Image.new("RGB", (900, 300), "white"), io.BytesIO()
    if ink:
        ImageDraw.Draw(picture).line((100, 200, 400, 80, 700, 220), fill="black", width=8)
    picture.save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


def test_everything_goes_out_in_one_press_and_who_took_it_is_kept_masked(room: Room) -> None:
    first, second = room.done(), room.done()
    room.hand_out(first, second)
    for case in (first, second):
        assert state_of(case) == ("delivered", "done")
        row = row_of(case)
        assert (row.taken_by, row.taker_name) == ("self", "王＊＊")
        assert row.taker_number.endswith(room.identity.last_four)
        assert room.identity.number not in row.taker_number
    event = Event.objects.get(thing="case", verb="deliver", thing_id=first.pk)
    assert (event.actor, event.data["way"], event.data["taken_by"]) == ("staff:clerk", "window", "self")


def test_a_proxy_shows_a_card_of_their_own(room: Room) -> None:
    case, other = room.done(), synthetic_identity(sex="male")
    for taker in (
        Taker(is_proxy=True),
        Taker(is_proxy=True, name="李代办", number="310000196112180011"),
        Taker(is_proxy=True, name="", number=other.number),
        Taker(is_proxy=True, name="李代办", number=room.identity.number),
    ):
        with pytest.raises(Malformed):
            room.hand_out(case, taker=taker)
    assert state_of(case) == ("completed", "ready")
    letter = Shown("letter", until=None, principal_last_four=room.identity.last_four, agent_last_four=other.last_four)
    taker = Taker(True, "李代办", other.number, remark="女儿来取", relation="relative", shown=letter)
    room.hand_out(case, taker=taker)
    row = row_of(case)
    assert (row.taken_by, row.taker_name, row.remark) == ("proxy", "李＊＊", "女儿来取")
    assert all(other.number not in str(event.data) for event in Event.objects.all())


def test_without_an_authority_nobody_else_takes_it(room: Room) -> None:
    case, other = room.done(), synthetic_identity(sex="male")
    with pytest.raises(Refused, match="authority-missing") as refused:
        room.hand_out(case, taker=Taker(True, "李代办", other.number))
    assert "请本人来取" in refused.value.text.zh
    assert state_of(case) == ("completed", "ready")


@pytest.mark.parametrize("wrong", ["expired", "of others", "a proof for an agent"])
def test_a_letter_that_does_not_fit_hands_out_nothing(room: Room, wrong: str) -> None:
    case, other = room.done(), synthetic_identity(sex="male")
    four = {"principal_last_four": room.identity.last_four, "agent_last_four": other.last_four}
    shown = {
        "expired": Shown("letter", until=date(2020, 1, 1), **four),
        "of others": Shown("letter", **four | {"principal_last_four": other.last_four}),
        "a proof for an agent": Shown("court", **four),
    }[wrong]
    with pytest.raises((Malformed, Refused)):
        room.hand_out(case, taker=Taker(True, "李代办", other.number, relation="agent", shown=shown))
    assert state_of(case) == ("completed", "ready")
    assert not Authority.objects.exists()


def authorise(room: Room, case: Case, agent: Identity, *, matters: list[str], until: date) -> Authority:
    return Authority.objects.create(
        centre_id="LF",
        principal=case.resident,
        agent=know(identity=agent, name="李代办", now=room.now),
        kind="letter",
        proof="letter",
        matters=matters,
        since=date(2026, 11, 1),
        until=until,
        registered_at=room.now,
        registered_by="staff:clerk",
    )


def test_a_letter_on_file_is_enough_while_it_holds_and_names_the_matter(room: Room) -> None:
    case, other = room.done(), synthetic_identity(sex="male")
    taker = Taker(True, "李代办", other.number)
    case.refresh_from_db()
    letter = authorise(room, case, other, matters=["card"], until=date(2026, 12, 31))
    with pytest.raises(Refused, match="authority-missing"):
        room.hand_out(case, taker=taker)  # it names another matter
    Authority.objects.update(matters=["reward"])
    Authority.objects.update(ended_at=room.now, ended_by="staff:clerk", ending="revoked")
    with pytest.raises(Refused, match="authority-missing"):
        room.hand_out(case, taker=taker)
    Authority.objects.update(ended_at=None, ended_by="", ending="")
    with pytest.raises(Refused, match="authority-missing"):
        room.hand_out(case, taker=Taker(True, "张某", synthetic_identity(sex="male").number))  # somebody else's
    room.hand_out(case, taker=taker)
    assert row_of(case).taken_by == "proxy"
    assert Event.objects.get(thing="case", verb="deliver").data["authority"] == letter.kind


def test_what_was_done_on_the_spot_went_with_the_proxy_who_came(room: Room) -> None:
    ticket = room.counter.serving()
    visit = room.counter.came(ticket, "relative")
    room.counter.accept(ticket, PRINT)
    room.counter.hall.at_window("finish", ticket)
    actions.close_on_the_spot(now=room.now, by="system:clock")
    row = Delivery.objects.get()
    assert (row.taken_by, row.taker_name, row.taker_number) == ("proxy", "李＊＊", visit.proxy.masked_number)


def test_without_an_authority_it_goes_neither_into_a_cabinet_nor_to_another_name(
    room: Room, office: SimulatedCarrier
) -> None:
    room.cabinet()
    case, other = room.accepted(), synthetic_identity(sex="male")
    proxy = know(identity=other, name="李代办", now=room.now)
    Case.objects.filter(pk=case.pk).update(by_proxy=True, proxy=proxy, relation="agent")
    with pytest.raises(Refused, match="cabinet-needs-authority"):
        room.choose(case, "cabinet")
    with pytest.raises(Refused, match="post-to-the-resident"):
        room.choose(case, "post", address=Address("李代办", "13800000001", "上海市测试区别处路 2 号"))
    assert room.choose(case, "post").way == "post"  # to the resident's own name
    case.refresh_from_db()
    authorise(room, case, other, matters=["reward"], until=date(2026, 12, 31))
    assert room.choose(case, "cabinet").way == "cabinet"


def test_a_card_of_somebody_else_is_not_the_residents(room: Room) -> None:
    case = room.done()
    with pytest.raises(Refused) as refused:
        room.hand_out(case, taker=Taker(number=synthetic_identity(sex="male").number))
    assert refused.value.code == "not-the-resident"
    room.hand_out(case, taker=Taker(number=room.identity.number))
    assert state_of(case) == ("delivered", "done")


def test_where_nobody_read_a_card_at_acceptance_it_is_read_now(room: Room) -> None:
    case = room.done()
    Case.objects.update(resident=None)
    with pytest.raises(Malformed):
        room.hand_out(case)
    room.hand_out(case, taker=Taker(number=room.identity.number))
    assert row_of(case).taker_number.endswith(room.identity.last_four)


def test_all_or_none(room: Room) -> None:
    ready, not_yet = room.done(), room.accepted()
    with pytest.raises(Refused):
        room.hand_out(ready, not_yet)
    assert state_of(ready) == ("completed", "ready")
    with pytest.raises(Malformed):
        room.hand_out()


def test_the_same_press_twice_and_another_window_at_once_deliver_once(room: Room) -> None:
    case, key = room.done(), uuid.uuid4()
    for _ in range(2):
        room.hand_out(case, key=key)
    with pytest.raises(Refused):
        room.hand_out(case)
    assert Event.objects.filter(thing="case", verb="deliver").count() == 1


def test_another_centre_hands_out_nothing(room: Room) -> None:
    make_centre("HK", windows=1)
    case = room.done()
    with pytest.raises(NotFound):
        room.hand_out(case, centre="HK")


def test_a_signature_is_kept_encrypted_and_belongs_to_this_delivery(room: Room) -> None:
    case, other = room.done(), room.done()
    picture = signatures.read_signature(drawn())
    room.hand_out(case, other, taker=Taker(signature=picture))
    row, second = row_of(case), row_of(other)
    assert signatures.opened(row.signature, row.pk) == picture
    assert b"PNG" not in bytes(row.signature)
    with pytest.raises(Undecipherable):
        signatures.opened(row.signature, second.pk)
    assert Event.objects.filter(verb="deliver").first().data["signed"] is True


@pytest.mark.parametrize("sent", ["data:image/png;base64,!!!", "data:image/svg+xml;base64,PHN2Zz4=", drawn(ink=False)])
def test_what_is_no_signature_is_not_taken(sent: str) -> None:
    with pytest.raises(Malformed):
        signatures.read_signature(sent)


def test_nobody_has_to_sign() -> None:
    assert signatures.read_signature("") is None


def test_what_was_done_on_the_spot_went_with_whoever_came_once_the_visit_is_over(room: Room) -> None:
    hall = room.counter.hall
    ticket = room.counter.serving()
    case = room.counter.accept(ticket, PRINT).cases.get()
    close = {"now": hall.tick(), "by": "system:clock"}
    assert actions.close_on_the_spot(**close) == 0  # they are still there
    hall.at_window("finish", ticket)
    assert actions.close_on_the_spot(**close) == 1
    assert state_of(case) == ("delivered", "done")
    assert Event.objects.get(thing="case", verb="deliver").data["on_the_spot"] is True
    assert actions.close_on_the_spot(**close) == 0


def test_what_was_done_on_the_spot_and_is_to_go_elsewhere_waits(room: Room) -> None:
    make_centre("PX", windows=1)
    ticket = room.counter.serving()
    case = room.counter.accept(ticket, PRINT).cases.get()
    room.choose(case, "window", at="PX")
    room.counter.hall.at_window("finish", ticket)
    assert actions.close_on_the_spot(now=room.now, by="system:clock") == 0
    assert state_of(case) == ("completed", "waiting")


def test_the_row_and_the_case_end_together_by_the_older_press_too(room: Room) -> None:
    from tests.cases.test_following import do

    case = room.done()
    do("deliver", case, room.now)
    assert state_of(case) == ("delivered", "done")
    assert Delivery.objects.get().ended_at is not None
