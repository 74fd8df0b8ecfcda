"""What residents do at the centre, step by step: before each step a journey says its name, so that the line can be cut or
healed there. After the last one it looks whether both houses have what it did."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator

from tests.devices import cards
from tests.drawn import picture, signature
from tests.factories import synthetic_number
from tests.lean_browser import Browser
from tests.nodes.town import (
    EVENTS,
    KIOSK_MATTER,
    MATTER,
    PAPERS,
    Town,
    a_slip,
    a_ticket,
    cut,
    heal,
    press,
    signed_in,
    take_window,
    wait_until,
)

Journey = Callable[[Town], Iterator[str]]
ACT = "/kiosk/errands/now/do/"


def key() -> str:
    return str(uuid.uuid4())


def visit(town: Town) -> Iterator[str]:
    """Somebody is asked, gets slip and number, is called, has papers checked, is accepted, is done and rates."""
    guide, clerk = signed_in(town.centre, "guide"), signed_in(town.centre, "clerk1")
    take_window(clerk, 1)
    yield "slip"
    slip = a_slip(guide, MATTER, id_number=synthetic_number())
    yield "draw"
    ticket = a_ticket(guide, slip)
    yield "call"
    assert clerk.post("lobby/windows/1/call-next")["ticket"]["id"] == ticket
    yield "start"
    clerk.post(f"lobby/tickets/{ticket}/start")
    yield "check papers"
    press(clerk, "/window/check", ticket=ticket, taken=PAPERS[0])
    yield "accept"
    receipt = clerk.post("cases/accept", {"ticket": ticket, "matters": [{"matter": MATTER, "papers": PAPERS}]})
    yield "finish"
    clerk.post(f"lobby/tickets/{ticket}/finish")
    yield "rate"
    rating = (
        "SELECT i.token FROM ratings_invitation i JOIN cases_receipt r ON r.visit_id = i.visit_id WHERE r.token = %s"
    )
    ((token,),) = town.centre.ask(rating, receipt["token"])
    guide.post(f"ratings/{token}", {"level": 4})
    yield "look"
    for house in (town.centre, town.city):
        assert house.ask("SELECT state FROM lobby_ticket WHERE id = %s", ticket) == [("done",)]
        assert house.ask("SELECT state FROM advice_slip WHERE token = %s", slip) == [("honoured",)]
        cases = "SELECT count(*) FROM cases_case c JOIN cases_receipt r ON r.id = c.receipt_id WHERE r.token = %s"
        assert house.ask(cases, receipt["token"]) == [(1,)]
        level = (
            "SELECT level FROM ratings_rating r JOIN ratings_invitation i ON i.id = r.invitation_id WHERE token = %s"
        )
        assert house.ask(level, token) == [(4,)]


def a_kiosk(town: Town) -> Browser:
    """The first kiosk of the hall, at the centre's own house: paired with the address that the city gave out."""
    addresses = (town.folder / "city" / "devices.txt").read_text()
    found = re.search(r"^kiosk-1 (\S+)$", addresses, re.MULTILINE)
    assert found
    kiosk = signed_in(town.centre, None)
    kiosk.get(found.group(1))
    assert kiosk.get("/kiosk/")[0] == 200
    return kiosk


def errand(town: Town) -> Iterator[str]:
    """Somebody applies at the kiosk with the card on the reader, and is accepted by rule."""
    kiosk = a_kiosk(town)
    yield "begin"
    kiosk.send(f"/kiosk/errands/{KIOSK_MATTER}/begin", whom="self", idempotency_key=key())
    yield "card"
    kiosk.send(f"{ACT}identify", **cards.sent(town.bridge_key, synthetic_number()))
    yield "form"
    kiosk.send(f"{ACT}form")
    yield "papers"
    kiosk.send(f"{ACT}papers")
    yield "sign"
    assert kiosk.send_picture("/kiosk/errands/now/sign", signature(), "image/png") == {"kept": True}
    yield "submit"
    kiosk.send(f"{ACT}submit", idempotency_key=key())
    ((token, number),) = town.centre.ask("SELECT token, number FROM kiosk_errand ORDER BY started_at DESC LIMIT 1")
    clerk = (
        "SELECT a.username FROM kiosk_errand e JOIN cases_case c ON c.receipt_id = e.receipt_id "
        "JOIN staff_account a ON a.id = c.clerk_id WHERE e.token = %s"
    )
    yield "look"
    for house in (town.centre, town.city):
        assert house.ask("SELECT state FROM kiosk_errand WHERE token = %s", token) == [("accepted",)]
        assert number in signed_in(house, None).get(f"/e/{token}")[1].decode()
        assert house.ask(clerk, token) == [("onetrip.house",)]


def reviewed_errand(town: Town) -> Iterator[str]:
    """Somebody applies at the kiosk with a typed number and a photograph; a person looks at it and accepts."""
    kiosk, clerk = a_kiosk(town), signed_in(town.centre, "clerk2")
    clerk.get("/review/")
    yield "begin"
    kiosk.send(f"/kiosk/errands/{KIOSK_MATTER}/begin", whom="self", idempotency_key=key())
    yield "number"
    kiosk.send(f"{ACT}identify", id_number=synthetic_number(), name="王测试", idempotency_key=key())
    yield "form"
    kiosk.send(f"{ACT}form")
    yield "photograph"
    assert kiosk.send_picture("/kiosk/errands/now/camera/id-card", picture(), "image/jpeg") == {"kept": True}
    yield "papers"
    kiosk.send(f"{ACT}papers")
    yield "sign"
    kiosk.send_picture("/kiosk/errands/now/sign", signature(), "image/png")
    yield "submit"
    kiosk.send(f"{ACT}submit", idempotency_key=key())
    found = "SELECT id::text, token FROM kiosk_errand ORDER BY started_at DESC LIMIT 1"
    ((errand_id, token),) = town.centre.ask(found)
    yield "review"
    clerk.send(f"/review/{errand_id}/accept", idempotency_key=key())
    yield "look"
    for house in (town.centre, town.city):
        assert house.ask("SELECT state FROM kiosk_errand WHERE token = %s", token) == [("accepted",)]


def booking(town: Town) -> Iterator[str]:
    """Somebody books a half hour from home, changes it and gives it up; somebody else keeps theirs."""
    phone = signed_in(town.centre, None)
    free = [
        {"day": day["day"], "starts": slot["starts"]}
        for day in town_days(phone)
        for slot in day["slots"]
        if slot["free"] > 1
    ]
    assert phone.get(f"/book/{free[-1]['day']}?at=LF")[0] == 200
    yield "book"
    kept = phone.post("appointments/bookings", {"centre": "LF", **free[-1]})
    yield "book another"
    other = phone.post("appointments/bookings", {"centre": "LF", **free[-2]})
    yield "change"
    phone.post(f"appointments/bookings/{other['token']}/change", free[-3])
    yield "cancel"
    phone.post(f"appointments/bookings/{other['token']}/cancel")
    yield "look"
    state = "SELECT state, starts::text FROM appointments_appointment WHERE number = %s ORDER BY id"
    for house in (town.centre, town.city):
        assert [row[0] for row in house.ask(state, kept["number"])] == ["booked"]
        assert house.ask(state, other["number"])[0][0] == "cancelled"
        page = signed_in(house, None).get(f"/b/{kept['token']}")[1].decode()
        assert kept["number"] in page
    at_city = signed_in(town.city, None)
    status, told, _ = at_city.get("/book/?at=LF")
    assert status == 409, "the city cannot take it, and says so before a half hour is chosen"
    assert "请打" in told.decode()


def town_days(phone: Browser) -> list[dict]:
    """The days that can be booked at the centre."""
    status, told, _ = phone.get("/api/appointments/days?centre=LF")
    assert status == 200, told
    days: list[dict] = json.loads(told)["days"]
    return days


def play(town: Town, journey: Journey, is_cut: Callable[[int], bool]) -> None:
    """Play it with the line cut before some steps and whole before the others; then both houses have to be the same."""
    conflicts, number = town.city.ask("SELECT count(*) FROM nodes_conflict"), 0
    for number, name in enumerate(journey(town)):
        if name == "look":
            heal(town)
            town.wait_until_equal()
        else:
            (cut if is_cut(number) else heal)(town)
    assert number > 3
    # The clock of a house may do something of its own meanwhile: that arrives too.
    wait_until(lambda: town.city.ask(EVENTS) == town.centre.ask(EVENTS), 60, town.difference)
    assert town.city.ask("SELECT count(*) FROM nodes_conflict") == conflicts


JOURNEYS: dict[str, Journey] = {"visit": visit, "errand": errand, "booking": booking}
EVERY_JOURNEY: dict[str, Journey] = {**JOURNEYS, "reviewed errand": reviewed_errand}
