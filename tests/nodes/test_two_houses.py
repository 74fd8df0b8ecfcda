"""A city and a centre with databases of their own, and a line between them that breaks at every step.

Of what has many cases, `make test` tries one or two and `make soak` all (marked `soak`; more in `test_every_step`).
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.factories import synthetic_number
from tests.house import House
from tests.nodes.journeys import JOURNEYS, play
from tests.nodes.line import Fault, line_to
from tests.nodes.town import (
    EVENTS,
    MATTER,
    PAPERS,
    Town,
    a_slip,
    a_ticket,
    a_visit,
    come_and_go,
    command,
    cut,
    heal,
    looked_up,
    press,
    served,
    signed_in,
    take_window,
    wait_until,
)


def test_a_node_that_has_joined_holds_what_the_city_held_of_it(healed: Town) -> None:
    healed.wait_until_equal()
    assert healed.centre.ask("SELECT count(*) FROM centres_window") == [(9,)]
    assert healed.centre.ask("SELECT count(*) FROM catalogue_catalogueversion WHERE number = 1") == [(1,)]


def test_a_whole_visit_while_the_line_is_cut_is_at_the_city_afterwards_with_the_same_bytes(healed: Town) -> None:
    cut(healed)
    of_ours = "SELECT count(*) FROM ledger_event WHERE centre = 'LF'"
    before = healed.city.ask(of_ours)
    visit = a_visit(healed, id_number=synthetic_number())
    director = signed_in(healed.centre, "director")
    _, page, _ = director.get("/nodes/")
    assert "线路断着，大厅照常办" in page.decode()
    _, notice, _ = director.get("/nodes/notice")
    assert "断开，大厅照常办" in notice.decode()
    assert healed.city.ask(of_ours) == before, "the line was not cut"
    heal(healed)
    healed.wait_until_equal()
    assert healed.city.ask(EVENTS) == healed.centre.ask(EVENTS)
    _, notice, _ = director.get("/nodes/notice")
    at_city, at_centre = signed_in(healed.city, "guide"), signed_in(healed.centre, "guide")
    assert at_city.get(f"/s/{visit.slip}")[0] == at_centre.get(f"/s/{visit.slip}")[0] == 200
    told = [json.loads(one.get(f"/api/advice/slips/{visit.slip}")[1]) for one in (at_city, at_centre)]
    assert told[0]["plan"] == told[1]["plan"]
    assert visit.receipt_number in at_city.get(f"/r/{visit.receipt}")[1].decode()
    level = "SELECT level FROM ratings_rating r JOIN ratings_invitation i ON i.id = r.invitation_id WHERE i.token = %s"
    assert healed.city.ask(level, visit.rating) == [(5,)]


@pytest.mark.parametrize(
    "places",
    [(0, 500, 2000), pytest.param((0, 1, 200, 500, 900, 2000, 4000), marks=pytest.mark.soak)],
    ids=["at three places", "at seven places"],
)
def test_a_line_that_breaks_after_any_number_of_bytes_loses_nothing_and_sends_nothing_twice(
    healed: Town, places: tuple[int, ...]
) -> None:
    guide, struck = signed_in(healed.centre, "guide"), healed.line.struck
    faults = [
        Fault(**{way: place}, how=how)
        for way, place, how in itertools.product(("up", "down"), places, ("reset", "close"))
    ]
    for fault in faults:
        come_and_go(guide)
        healed.line.faults.append(fault)
        wait_until(lambda: not healed.line.faults, 60, healed.state)
    assert healed.line.struck - struck > 2 * len(places)
    healed.wait_until_equal()
    assert healed.city.ask(EVENTS) == healed.centre.ask(EVENTS)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(up=300, how="stall"), marks=pytest.mark.soak),
        Fault(down=100, how="stall"),
        pytest.param(Fault(slow=0.3, times=4), marks=pytest.mark.soak),
        Fault(twice=True, times=6),
    ],
    ids=["stalls on the way up", "stalls on the way down", "drips", "gives every call twice"],
)
def test_a_line_that_stalls_drips_or_repeats_changes_nothing(healed: Town, fault: Fault) -> None:
    guide = signed_in(healed.centre, "guide")
    healed.line.faults[:] = [replace(fault)]
    for _ in range(3):
        come_and_go(guide)
    healed.wait_until_equal()
    assert healed.city.ask(EVENTS) == healed.centre.ask(EVENTS)


def test_a_slip_issued_elsewhere_is_fetched_while_the_line_is_up_and_said_to_be_away_while_it_is_not(
    healed: Town,
) -> None:
    healed.city.add_centre("PX")
    away = signed_in(healed.city, "guide-px")
    cards = [synthetic_number() for _ in range(3)]
    slips = [a_slip(away, MATTER, id_number=card) for card in cards]
    guide = signed_in(healed.centre, "guide")
    status, told, _ = guide.get(f"/api/advice/slips/{slips[0]}")
    assert status == 200, told
    assert healed.centre.ask("SELECT token FROM advice_slip WHERE token = ANY(%s)", slips) == [(slips[0],)]
    ((number,),) = healed.city.ask("SELECT number FROM advice_slip WHERE token = %s", slips[2])
    status, told = looked_up(healed.centre, number, cards[2])
    assert status == 302, told
    cut(healed)
    ((number,),) = healed.city.ask("SELECT number FROM advice_slip WHERE token = %s", slips[1])
    status, told = looked_up(healed.centre, number, cards[1])
    assert status == 503
    assert "线路断了" in told
    assert healed.centre.ask("SELECT 1 FROM advice_lookupbrake WHERE number = %s", number) == [], "no wrong try"
    assert looked_up(healed.centre, "LF11249999", cards[1])[0] == 404, "our own are all here"
    status, told, _ = guide.get(f"/api/advice/slips/{slips[1]}")
    assert (status, json.loads(told)["code"]) == (503, "slip-elsewhere-line-down")
    a_ticket(guide, slips[0])
    assert served(signed_in(healed.centre, "clerk1"), 1, MATTER, PAPERS)["number"].startswith("LF-")
    heal(healed)
    healed.wait_until_equal()
    state = "SELECT state FROM advice_slip WHERE token = %s"
    assert healed.city.ask(state, slips[0]) == [("honoured",)]
    assert guide.get("/api/advice/slips/" + "x" * 32)[0] == 404


def test_a_slip_that_is_held_here_is_brought_late_elsewhere_by_somebody_whom_nobody_knew_and_given_back_again(
    healed: Town,
) -> None:
    healed.city.add_centre("PX")
    guide, clerk = signed_in(healed.city, "guide-px"), signed_in(healed.city, "clerk-px")
    held, other = a_slip(guide, MATTER), a_slip(guide, MATTER)
    assert signed_in(healed.centre, "guide").get(f"/api/advice/slips/{held}")[0] == 200
    ticket = a_ticket(guide)
    take_window(clerk, 1)
    assert clerk.post("lobby/windows/1/call-next")["ticket"]["id"] == ticket
    brought = "SELECT r.number_hash FROM lobby_visit v JOIN advice_slip s ON s.id = v.slip_id LEFT JOIN people_resident r ON r.id = v.resident_id WHERE s.token = %s"
    press(clerk, "/window/recognise", ticket=ticket, scan=f"{healed.city.address}/s/{held}")
    healed.wait_until_equal()
    assert healed.centre.ask(brought, held) == [(None,)]
    press(clerk, "/window/recognise", ticket=ticket, scan=synthetic_number())
    healed.wait_until_equal()
    assert healed.centre.ask(brought, held) == healed.city.ask(brought, held) != [(None,)]
    press(clerk, "/window/recognise", ticket=ticket, scan=f"{healed.city.address}/s/{other}")
    healed.wait_until_equal()
    assert healed.centre.ask(brought, held) == []


def test_a_slip_used_at_two_centres_meanwhile_is_kept_twice_and_decided_by_a_person(healed: Town) -> None:
    healed.city.add_centre("PX")
    before = [key for (key,) in healed.city.ask("SELECT id FROM nodes_conflict")]
    away, here = signed_in(healed.city, "guide-px"), signed_in(healed.centre, "guide")
    slip = a_slip(away, MATTER, id_number=synthetic_number())
    assert here.get(f"/api/advice/slips/{slip}")[0] == 200
    cut(healed)
    a_ticket(here, slip)
    served(signed_in(healed.centre, "clerk1"), 1, MATTER, PAPERS)
    a_ticket(away, slip)
    served(signed_in(healed.city, "clerk-px"), 1, MATTER, PAPERS)
    # and once more, so that both are open at the same time
    again = a_slip(away, MATTER, id_number=synthetic_number())
    heal(healed)
    assert here.get(f"/api/advice/slips/{again}")[0] == 200
    cut(healed)
    a_ticket(away, again)
    a_ticket(here, again)
    heal(healed)
    healed.wait_until_quiet()
    found = healed.city.ask("SELECT kind, centre, other FROM nodes_conflict WHERE id <> ALL(%s) ORDER BY kind", before)
    assert found == [("matter-twice", "PX", "LF"), ("slip-twice", "LF", "PX")]
    both = "SELECT count(*) FROM lobby_visit v JOIN advice_slip s ON s.id = v.slip_id WHERE s.token = %s"
    assert healed.city.ask(both, again) == [(2,)], "both visits are taken as they are"
    served(signed_in(healed.city, "clerk-px"), 1, MATTER, PAPERS)
    served(signed_in(healed.centre, "clerk1"), 1, MATTER, PAPERS)
    healed.wait_until_equal()
    there = healed.city.ask("SELECT kind, same FROM nodes_conflict WHERE id <> ALL(%s) ORDER BY 1, 2", before)
    assert [kind for kind, _ in there] == ["matter-twice", "matter-twice", "slip-twice"], there
    same = [same for _, same in there]
    assert healed.centre.ask("SELECT kind, same FROM nodes_conflict WHERE same = ANY(%s) ORDER BY 1, 2", same) == there


def test_what_belongs_to_the_other_side_is_refused_in_words(healed: Town) -> None:
    guide = signed_in(healed.city, "guide")
    status, told, _ = post_raw(guide, "lobby/arrivals")
    assert (status, json.loads(told)["code"]) == (409, "owned-by-centre")


def test_a_visit_rated_on_both_sides_meanwhile_is_one_conflict_that_the_city_decides_for_both(healed: Town) -> None:
    guide, clerk = signed_in(healed.centre, "guide"), signed_in(healed.centre, "clerk1")
    a_ticket(guide)
    receipt = served(clerk, 1, MATTER, PAPERS)
    healed.wait_until_equal()
    cut(healed)
    ((rating,),) = healed.centre.ask(
        "SELECT i.token FROM ratings_invitation i JOIN cases_receipt r ON r.visit_id = i.visit_id WHERE r.token = %s",
        receipt["token"],
    )
    guide.post(f"ratings/{rating}", {"level": 5})
    signed_in(healed.city, "guide").post(f"ratings/{rating}", {"level": 1, "words": "等太久"})
    heal(healed)
    healed.wait_until_quiet()
    level = "SELECT level FROM ratings_rating r JOIN ratings_invitation i ON i.id = r.invitation_id WHERE i.token = %s"
    assert (healed.centre.ask(level, rating), healed.city.ask(level, rating)) == ([(5,)], [(1,)])
    asked = "SELECT id::text FROM nodes_conflict WHERE kind = 'not-both' AND decided_at IS NULL"
    found = healed.city.ask(asked)
    assert len(found) == len(healed.centre.ask(asked)) == 1
    kept = healed.centre.ask('SELECT "row" FROM nodes_withheld WHERE "table" = \'ratings_rating\'')
    assert "等太久" in kept[0][0], "the other one is kept whole"
    for house, side in ((healed.city, "left"), (healed.centre, "right")):
        told = signed_in(house, "director").get("/nodes/")[1].decode()
        assert "评价“非常满意”" in told, side
        assert "评价“非常不满意”，写了：“等太久”" in told
    decide(healed, found[0][0], "keep-city")
    wait_until(lambda: healed.centre.ask(level, rating) == healed.city.ask(level, rating) == [(1,)], 60, healed.state)
    said = "SELECT words FROM ratings_rating r JOIN ratings_invitation i ON i.id = r.invitation_id WHERE i.token = %s"
    assert healed.centre.ask(said, rating) == [("等太久",)]


def decide(town: Town, conflict: str, choice: str) -> None:
    """The director of the centre decides at the city, by the form of the page."""
    director = signed_in(town.city, "director")
    assert director.get(f"/nodes/conflicts/{conflict}")[0] == 200
    press(director, f"/nodes/conflicts/{conflict}/decide", choice=choice, note="居民说以手机上的为准")


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_line_that_is_cut_at_every_other_step_changes_nothing_of_what_was_done(healed: Town, name: str) -> None:
    play(healed, JOURNEYS[name], lambda step: step % 2 == 0)


@pytest.mark.soak
def test_events_sealed_at_the_centre_hold_at_the_city(healed: Town) -> None:
    come_and_go(signed_in(healed.centre, "guide"))
    command(healed.folder / "centre", "ledger", "seal")
    command(healed.folder / "city", "ledger", "seal")  # nothing of LF: the chain of a centre is its node's
    healed.wait_until_quiet()
    chain = "SELECT position, digest FROM ledger_seal WHERE centre = 'LF' ORDER BY position"
    assert healed.city.ask(chain) == healed.centre.ask(chain) != []
    assert "0 breaks" in command(healed.folder / "city", "ledger", "verify")


def test_a_catalogue_published_while_the_line_is_cut_comes_later_and_slips_made_meanwhile_stand(healed: Town) -> None:
    conflicts = healed.city.ask("SELECT count(*) FROM nodes_conflict")
    newest = "SELECT max(number) FROM catalogue_catalogueversion"
    ((before,),) = healed.city.ask(newest)
    cut(healed)
    slip = a_slip(signed_in(healed.centre, "guide"), MATTER)
    catalogue = healed.folder / "catalogue"
    matter = catalogue / "matters" / f"{MATTER}.yaml"
    matter.write_text(matter.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
    command(healed.folder / "city", "catalogue", "publish", str(catalogue))
    heal(healed)
    wait_until(lambda: healed.centre.ask(newest) == healed.city.ask(newest) == [(before + 1,)], 60, healed.state)
    used = "SELECT c.number, s.state FROM advice_slip s JOIN catalogue_catalogueversion c ON c.id = s.catalogue_id WHERE token = %s"
    a_ticket(signed_in(healed.centre, "guide"), slip)
    served(signed_in(healed.centre, "clerk1"), 1, MATTER, PAPERS)
    assert healed.centre.ask(used, slip) == [(before, "honoured")]
    assert healed.city.ask("SELECT count(*) FROM nodes_conflict") == conflicts


@pytest.mark.browser
@pytest.mark.parametrize(
    "is_killed", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["lost answer", "then killed"]
)
def test_a_window_whose_server_is_gone_between_press_and_answer_says_so_and_repeats_safely(
    healed: Town, chromium: Browser, *, is_killed: bool
) -> None:
    guide, clerk = signed_in(healed.centre, "guide"), signed_in(healed.centre, "clerk2")
    take_window(clerk, 2)
    drawn = [a_ticket(guide) for _ in range(2)]
    asked = "SELECT count(*) FROM ledger_event WHERE thing = 'ticket' AND verb = 'call' AND thing_id = ANY(%s)"

    def calls() -> int:
        return int(healed.centre.ask(asked, drawn)[0][0])

    with line_to(healed.centre.address) as own:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": n, "value": v, "url": own.address} for n, v in clerk.cookies.items()])
        page = context.new_page()
        page.goto(f"{own.address}/window/")
        # The request arrives and is done, the answer is lost.
        own.is_mute = True
        page.get_by_role("button", name="叫下一位").click()
        said = page.locator("#said")
        expect(said).to_contain_text("再按一次不会办两遍", timeout=15_000)
        own.is_mute = False
        wait_until(lambda: calls() == 1, 30, healed.state)
        if is_killed:
            kill(healed.centre)
            page.get_by_role("button", name="叫下一位").click()
            expect(said).to_contain_text("再按一次不会办两遍", timeout=15_000)
            healed.restart_centre()
            own.port = int(healed.centre.address.rsplit(":", 1)[1])
        page.get_by_role("button", name="叫下一位").click()
        expect(page.get_by_role("button", name="叫下一位")).to_have_count(0, timeout=15_000)
        assert calls() == 1, "pressed more than once, called once"
        context.close()
    healed.wait_until_equal()


@pytest.mark.parametrize("victim", ["centre", pytest.param("city", marks=pytest.mark.soak)])
def test_a_house_that_is_killed_while_messages_flow_goes_on_where_it_was(healed: Town, victim: str) -> None:
    guide = signed_in(healed.centre, "guide")
    healed.line.faults[:] = [Fault(slow=0.05, times=1000)]
    for _ in range(10):
        come_and_go(guide)
    kill(getattr(healed, victim))
    healed.line.heal()
    getattr(healed, f"restart_{victim}")()
    come_and_go(signed_in(healed.centre, "guide"))
    healed.wait_until_equal()
    assert healed.city.ask(EVENTS) == healed.centre.ask(EVENTS)


def kill(a_house: House) -> None:
    """Power gone: the house, its servers and its database at once."""
    family = psutil.Process(a_house.process.pid).children(recursive=True)
    postmaster = int((a_house.folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    family += [psutil.Process(postmaster), *psutil.Process(postmaster).children(recursive=True)]
    a_house.process.kill()
    for process in family:
        if process.is_running():
            process.kill()
    a_house.process.wait(timeout=30)
    psutil.wait_procs(family, timeout=30)


def post_raw(browser, path: str) -> tuple[int, bytes, object]:
    """The answer to a changing request, whatever it is."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": "00000000-0000-4000-8000-000000000001",
        "X-CSRFToken": browser.cookies["onetrip_csrf"],
    }
    return browser._ask("POST", f"/api/{path}", "{}", headers)
