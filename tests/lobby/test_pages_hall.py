"""The pages of those who run the hall: the duty desk, the minutes of priorities, and a number put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from onetrip.centres import actions as centres
from onetrip.centres.queries import duty_of
from onetrip.ledger.models import Event
from onetrip.lobby.models import PriorityWeight, Ticket, TidalAlert, Visit
from onetrip.lobby.weights import priorities_of
from onetrip.people.actions import know
from onetrip.people.personal_code import LASTS, PREFIX, make_code
from tests import browsing
from tests.factories import NOW, TODAY, published_catalogue, synthetic_identity
from tests.insight.past import a_slip, a_visit
from tests.lobby.hall import Hall
from tests.markup import page as read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    published_catalogue()


def post(client, path: str, **fields: object):
    return client.post(path, {"idempotency_key": browsing.key(), **fields})


def crowd(hall: Hall, people: int = 12) -> None:
    for _ in range(people):
        hall.arrive()


# The duty desk --------------------------------------------------------------------------------------------------------


def test_a_quiet_hall_says_so_in_words(hall: Hall) -> None:
    page = browsing.words(browsing.visitor("supervisor").get("/hall/watch"))
    assert "现在没有人等" in page
    assert "今天没有人挑号，都按顺序叫" in page
    assert "过线" not in page


def test_a_long_wait_stands_first_with_its_time_and_what_to_do(hall: Hall) -> None:
    centres.pause_window(duty=duty_of(hall.clerks[2].pk), reason="back-office", now=NOW, by="x")
    crowd(hall)
    with time_machine.travel(hall.now, tick=False):
        page = browsing.words(browsing.visitor("supervisor").get("/hall/watch"))
    assert re.search(r"9:\d\d 起超过 15 分钟（示例线）", page)
    assert "3 号恢复叫号" in page
    english = browsing.words(browsing.visitor("supervisor", language="en").get("/hall/watch"))
    assert "Window 3 calls again" in english


def test_a_guide_sees_the_alert_and_may_say_so_but_asks_nobody(hall: Hall) -> None:
    crowd(hall)
    guide, alert = browsing.visitor("guide"), TidalAlert.objects.get()
    page = guide.get("/hall/").content.decode()
    assert "过线了" in page
    assert f"/hall/tidal/{alert.pk}/ask" not in page
    assert post(guide, f"/hall/tidal/{alert.pk}/see", next="/hall/")["Location"] == "/hall/"
    assert post(guide, f"/hall/tidal/{alert.pk}/ask", window=1, account=1).status_code == 403
    alert.refresh_from_db()
    assert alert.seen_by.startswith("staff:guide")


@pytest.mark.parametrize("path", ["/hall/", "/hall/alert", "/hall/watch", "/hall/watch/now"])
def test_whoever_presses_seen_comes_back_to_a_whole_page_whatever_part_the_button_stood_in(
    hall: Hall, path: str
) -> None:
    crowd(hall)
    supervisor = browsing.visitor("supervisor")
    form = read_page(supervisor.get(path)).first("form", kind="tidal-seen")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    answer = supervisor.post(form.attributes["action"], fields)
    assert answer["Location"] == ("/hall/watch" if "watch" in path else "/hall/")
    assert "<html" in supervisor.get(answer["Location"]).content.decode()


def test_whoever_presses_seen_after_a_refused_number_comes_back_to_the_page(hall: Hall) -> None:
    crowd(hall)
    guide = browsing.visitor("guide")
    refused = guide.post("/hall/arrivals", {"idempotency_key": browsing.key(), "scan": "not a code"})
    form = read_page(refused).first("form", kind="tidal-seen")
    assert form.first("input", name="next").attributes["value"] == "/hall/"


def test_a_clerk_who_is_asked_reads_it_on_their_own_page(hall: Hall) -> None:
    centres.pause_window(duty=duty_of(hall.clerks[2].pk), reason="back-office", now=NOW, by="x")
    crowd(hall)
    alert, clerk = TidalAlert.objects.get(), browsing.visitor(hall.clerks[2])
    assert "值班长请您" not in browsing.words(clerk.get("/window/"))
    answer = post(
        browsing.visitor("supervisor"),
        f"/hall/tidal/{alert.pk}/ask",
        window=3,
        account=hall.clerks[2].pk,
        next="/hall/watch",
    )
    assert answer["Location"] == "/hall/watch"
    for path in ("/window/", "/window/queue"):
        assert "值班长请您恢复叫号" in browsing.words(clerk.get(path))
    assert "值班长请您" not in browsing.words(browsing.visitor(hall.clerks[0]).get("/window/"))


def test_the_duty_desk_relieves_a_window_by_its_number(hall: Hall) -> None:
    supervisor = browsing.visitor("supervisor")
    assert 'action="/hall/watch/relieve"' in supervisor.get("/hall/watch").content.decode()
    assert post(supervisor, "/hall/watch/relieve", window="zwei").status_code == 422
    assert post(supervisor, "/hall/watch/relieve", window=2)["Location"] == "/hall/watch"
    assert duty_of(hall.clerks[1].pk) is None
    assert post(browsing.visitor("clerk"), "/hall/watch/relieve", window=1).status_code == 403


def test_nobody_is_led_out_of_the_house_after_a_press(hall: Hall) -> None:
    crowd(hall)
    alert = TidalAlert.objects.get()
    answer = post(browsing.visitor("guide"), f"/hall/tidal/{alert.pk}/see", next="https://elsewhere.example/")
    assert answer["Location"] == "/staff/"


# The minutes of priorities --------------------------------------------------------------------------------------------


def yesterday(hall: Hall) -> None:
    for minute in range(0, 40, 2):
        visit = a_visit(hall.centre, TODAY - timedelta(days=1), drew=f"9:{10 + minute}", waited=minute)
        if minute % 8 == 0:
            Ticket.objects.filter(visit=visit).update(reason="elder")


def sent(**minutes: object) -> dict[str, object]:
    return {one.code: one.minutes for one in priorities_of("LF").all} | {"onto": priorities_of("LF").version} | minutes


def test_the_page_shows_what_other_minutes_would_have_meant_before_they_count(hall: Hall) -> None:
    yesterday(hall)
    supervisor = browsing.visitor("supervisor")
    page = supervisor.get("/hall/weights?elder=0")
    assert "放在 11 月 23 日 会怎样" in browsing.words(page)
    assert "改成这样" in browsing.words(page)
    assert page.content.decode().count('class="will"') == 2 * 3  # two groups: a line, a dot and an end each
    assert not PriorityWeight.objects.exists()


def test_the_minutes_count_once_they_are_set_and_who_did_it_is_shown(hall: Hall) -> None:
    director = browsing.visitor("director")
    assert post(director, "/hall/weights/set", **sent(infant=25))["Location"] == "/hall/weights"
    assert hall.arrive(reason="infant").credit_minutes == 25
    page = browsing.words(director.get("/hall/weights"))
    assert "带婴儿 25" in page
    assert "director-page" in page


def test_minutes_that_cannot_be_read_change_nothing_and_keep_what_was_typed(hall: Hall) -> None:
    answer = post(browsing.visitor("supervisor"), "/hall/weights/set", **sent(elder="99"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#minutes-elder"' in page
    assert 'name="elder" value="99"' in page
    assert not PriorityWeight.objects.exists()


def test_without_a_day_before_the_page_says_what_will_stand_there(hall: Hall) -> None:
    assert "还没有一天可以比" in browsing.words(browsing.visitor("director").get("/hall/weights/effect?elder=3"))


@pytest.mark.parametrize("path", ["/hall/watch", "/hall/weights", "/hall/watch/now", "/hall/weights/effect"])
@pytest.mark.parametrize("role", ["guide", "clerk", "device", "editor"])
def test_nobody_else_runs_the_hall(hall: Hall, role: str, path: str) -> None:
    assert browsing.visitor(role).get(path).status_code == 403


# A number put right ---------------------------------------------------------------------------------------------------


def test_a_guide_gives_a_priority_adds_a_matter_and_sees_both(hall: Hall) -> None:
    guide, ticket = browsing.visitor("guide"), hall.arrive()
    shown = post(guide, f"/hall/tickets/{ticket.pk}/priority", reason="pregnant", why="seen")["Location"]
    post(guide, f"/hall/tickets/{ticket.pk}/matters", add="elder-card")
    page = browsing.words(guide.get(shown))
    assert f"改 {ticket.number}" in page
    assert "怀孕，会早一点叫" in page
    assert "敬老卡申领" in page
    assert Event.objects.get(verb="prioritise").actor.startswith("staff:guide")


def test_a_guide_parks_sends_on_and_cancels(hall: Hall) -> None:
    guide = browsing.visitor("guide")
    held, sent_on, gone = hall.arrive(), hall.arrive(), hall.arrive()
    post(guide, f"/hall/tickets/{held.pk}/send", verb="hold", why="away")
    post(guide, f"/hall/tickets/{sent_on.pk}/send", verb="transfer", to=2, why="low-counter")
    post(guide, f"/hall/tickets/{gone.pk}/leave")
    page = browsing.words(guide.get("/hall/"))
    assert "走开一会儿" in page
    assert "只等 2 号" in page
    post(guide, f"/hall/tickets/{held.pk}/release")
    states = dict(Ticket.objects.values_list("serial", "state"))
    assert states == {1: "waiting", 2: "waiting", 3: "left"}


def test_a_ticket_machine_puts_nothing_right(hall: Hall) -> None:
    ticket, machine = hall.arrive(), browsing.visitor("device")
    for verb in ("priority", "slip", "matters", "send", "leave", "release"):
        assert post(machine, f"/hall/tickets/{ticket.pk}/{verb}").status_code == 403


def test_a_parked_number_that_is_scanned_at_the_machine_is_back_in_the_queue(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.in_hall("hold", ticket, why="fetching")
    post(browsing.visitor("device"), "/hall/arrivals", scan=f"http://testserver/t/{ticket.pk}")
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    assert Ticket.objects.count() == 1


# The window -----------------------------------------------------------------------------------------------------------


def test_the_window_parks_and_another_goes_on_and_reads_why(hall: Hall) -> None:
    ticket = hall.serving()
    first, second = browsing.visitor(hall.clerks[0]), browsing.visitor(hall.clerks[1])
    post(first, f"/window/tickets/{ticket.pk}/hold", why="copying", words="差一份户口簿")
    assert "差一份户口簿" in browsing.words(second.get("/window/"))
    post(second, f"/window/tickets/{ticket.pk}/resume")
    page = browsing.words(second.get("/window/"))
    assert "1 号窗口转来：去复印、拍照。差一份户口簿" in page
    assert "正在办理" in page


def test_the_window_sends_on_and_the_word_for_the_colleague_is_for_the_colleague(hall: Hall) -> None:
    ticket = hall.serving()
    post(
        browsing.visitor(hall.clerks[0]), f"/window/tickets/{ticket.pk}/transfer", to=3, why="colleague", words="脾气急"
    )
    phone = browsing.words(browsing.visitor().get(f"/t/{ticket.pk}"))
    assert "请等 3 号窗口叫您" in phone
    hall.call(2)
    assert "脾气急" in browsing.words(browsing.visitor(hall.clerks[2]).get("/window/"))
    for path in (f"/t/{ticket.pk}", f"/t/{ticket.pk}/now"):
        assert "脾气急" not in browsing.words(browsing.visitor().get(path))
    assert "脾气急" not in str(list(Event.objects.values("data", "public")))


def test_a_window_that_is_reloaded_between_call_and_start_still_has_its_number(hall: Hall) -> None:
    ticket = hall.arrive()
    clerk = browsing.visitor(hall.clerks[0])
    post(clerk, "/window/call")
    for _ in range(2):
        page = browsing.words(clerk.get("/window/"))
        assert ticket.number in page
        assert "人到了，开始" in page
    post(clerk, f"/window/tickets/{ticket.pk}/start")
    assert "正在办理" in browsing.words(clerk.get("/window/"))
    assert Event.objects.filter(verb="call").count() == 1


# The phone ------------------------------------------------------------------------------------------------------------


def test_who_is_third_in_line_is_told_to_come_back_into_the_hall(hall: Hall) -> None:
    tickets = [hall.arrive() for _ in range(4)]
    third, fourth = (browsing.visitor().get(f"/t/{one.pk}").content.decode() for one in tickets[2:])
    assert 'data-ahead="2"' in third
    assert "快到您了" in third
    assert 'data-ahead="3"' in fourth
    assert "快到您了" not in fourth


def test_a_parked_number_is_told_that_it_still_counts(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.in_hall("hold", ticket, why="fetching", words="给银行")
    page = browsing.words(browsing.visitor().get(f"/t/{ticket.pk}"))
    assert "先放一放" in page
    assert "去取材料，今天回来" in page
    assert "给银行" not in page
    assert "Kept aside for you" in browsing.words(browsing.visitor(language="en").get(f"/t/{ticket.pk}"))


# A resident's own code ------------------------------------------------------------------------------------------------


def test_a_slip_with_an_identity_shows_a_code_that_draws_a_number(hall: Hall) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    slip = a_slip(hall.centre, TODAY)
    slip.resident, slip.token = resident, "a-token-that-is-long-enough"
    slip.save()
    page = browsing.visitor().get(f"/me/{slip.token}")
    assert page.headers["Cache-Control"].find("no-store") >= 0
    assert "取号时扫这个码" in browsing.words(page)
    assert str(resident.pk) not in page.content.decode()
    post(browsing.visitor("device"), "/hall/arrivals", scan=make_code(resident.pk, NOW).lower())
    assert Visit.objects.get().resident == resident


def test_a_slip_without_an_identity_says_what_to_do_instead(hall: Hall) -> None:
    slip = a_slip(hall.centre, TODAY)
    slip.token = "a-token-that-is-long-enough"
    slip.save()
    page = browsing.words(browsing.visitor().get(f"/me/{slip.token}"))
    assert "没有登记身份" in page


@pytest.mark.parametrize("late", [LASTS, LASTS + timedelta(days=1)])
def test_a_code_that_has_run_out_draws_nothing_and_says_how_to_get_a_new_one(hall: Hall, late: timedelta) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    answer = post(browsing.visitor("device"), "/hall/arrivals", scan=make_code(resident.pk, NOW - late))
    assert answer.status_code == 422
    assert "过期了" in browsing.words(answer)
    assert not Visit.objects.exists()


def test_a_code_that_was_not_made_here_draws_nothing(hall: Hall) -> None:
    good = make_code(know(identity=synthetic_identity(), now=NOW).pk, NOW)
    turned = good[:-3] + ("A" if good[-3] != "A" else "B") + good[-2:]
    for wrong in (turned, PREFIX + "A" * 84, PREFIX + "7" * 61):
        answer = post(browsing.visitor("device"), "/hall/arrivals", scan=wrong)
        assert answer.status_code == 422
        assert wrong not in answer.content.decode()
    assert not Visit.objects.exists()


def test_two_codes_of_one_person_have_nothing_in_common(hall: Hall) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    one, other = make_code(resident.pk, NOW), make_code(resident.pk, NOW)
    body, again = one.removeprefix(PREFIX), other.removeprefix(PREFIX)
    assert sum(a == b for a, b in zip(body, again, strict=True)) < len(body) / 4


def test_a_code_read_at_the_window_says_who_is_there(hall: Hall) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    ticket = hall.serving()
    clerk = browsing.visitor(hall.clerks[0])
    post(clerk, "/window/recognise", ticket=ticket.pk, scan=make_code(resident.pk, NOW))
    assert Visit.objects.get().resident == resident
