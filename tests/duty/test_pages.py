from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page

from onetrip.duty import actions
from onetrip.duty.models import Assignment, Leave, Roster, Swap
from tests import browsing
from tests.duty.conftest import BY, MONDAY, NOW, Place, key
from tests.factories import make_centre
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(place: Place) -> Client:
    return browsing.visitor(place.supervisor)


def post(client: Client, address: str, **given: object) -> object:
    return client.post(address, {"idempotency_key": key(), **given})


def test_from_proposal_to_publication_on_the_pages(place: Place, planner: Client) -> None:
    address = post(planner, "/duty/plan/propose", first=MONDAY.isoformat(), weeks="2")["Location"]
    words = browsing.words(planner.get(address))
    assert "草稿" in words
    assert "证明了最好" in words
    assert "示例" in words
    who = place.clerks[0]
    assert post(planner, f"{address}/change", who=who.pk, day=MONDAY.isoformat(), place="").status_code == 302
    post(planner, f"{address}/publish")
    assert "公布了" in browsing.words(planner.get(address))
    mine = browsing.words(browsing.visitor(who).get("/duty/"))
    assert "的排班公布了" in mine
    assert "11 月 30 日 星期一 休息" in mine


def test_an_answer_of_the_rules_is_told_in_words_and_nothing_is_changed(place: Place, planner: Client) -> None:
    made = place.propose()
    place.leave(place.clerks[0], MONDAY)
    again = place.propose()
    answer = post(
        planner, f"/duty/plan/{again.pk}/change", who=place.clerks[0].pk, day=MONDAY.isoformat(), place="b1@window"
    )
    assert answer.status_code == 409
    assert "请了假" in browsing.words(answer)
    assert made.pk != again.pk


def test_whoever_has_said_they_saw_it_is_not_told_again_until_something_changes(place: Place) -> None:
    out = place.publish()
    who = Assignment.objects.filter(roster=out, day=MONDAY, post="window").first().account
    browser = browsing.visitor(who)
    post(browser, f"/duty/seen/{out.pk}")
    assert "的排班公布了" not in browsing.words(browser.get("/duty/"))
    place.change(out, who, MONDAY)
    assert "的排班公布了" in browsing.words(browser.get("/duty/"))


def test_colleagues_see_who_is_on_and_never_why_somebody_is_away(place: Place) -> None:
    place.leave(place.clerks[0], MONDAY, kind="family")
    place.publish()
    for language in ("zh", "en"):
        page = browsing.visitor(place.clerks[1], language=language).get("/duty/")
        assert "family" not in page.content.decode().replace('value="family"', "")
    made = Roster.objects.get()
    told = browsing.visitor(place.supervisor).get(f"/duty/plan/{made.pk}/print")
    assert "假" not in browsing.words(told)
    assert "family" not in browsing.visitor(place.supervisor).get(f"/duty/plan/{made.pk}/roster.csv").content.decode()


def test_leave_is_asked_for_and_answered(place: Place, planner: Client) -> None:
    clerk = browsing.visitor(place.clerks[0])
    post(clerk, "/duty/leave", first=MONDAY.isoformat(), last="", kind="annual", words="孩子家长会")
    asked = Leave.objects.get()
    assert "孩子家长会" in browsing.words(planner.get("/duty/plan/"))
    assert post(planner, f"/duty/plan/leave/{asked.pk}", answer="refuse", words="").status_code == 422
    post(planner, f"/duty/plan/leave/{asked.pk}", answer="refuse", words="那天人已经不够")
    assert "那天人已经不够" in browsing.words(clerk.get("/duty/"))
    assert "孩子家长会" not in browsing.words(browsing.visitor(place.clerks[1]).get("/duty/"))


def test_somebody_elses_leave_wish_or_swap_cannot_be_taken_back_from_ones_own_page(place: Place) -> None:
    asked = place.leave(place.clerks[0], MONDAY, grant=False)
    other = browsing.visitor(place.clerks[1])
    assert post(other, f"/duty/leave/{asked.pk}/take-back").status_code == 404
    wish = actions.wish(centre="LF", account_id=place.clerks[0].pk, day=MONDAY, wants="off", now=NOW, by=BY, key=key())
    assert post(other, f"/duty/wishes/{wish.pk}/withdraw").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_clerk_plans_nothing(place: Place) -> None:
    made = place.propose()
    clerk = browsing.visitor(place.clerks[0])
    for address in ("/duty/plan/", f"/duty/plan/{made.pk}", f"/duty/plan/{made.pk}/roster.csv", "/duty/plan/people"):
        assert clerk.get(address).status_code == 403
    for address in (
        "/duty/plan/propose",
        f"/duty/plan/{made.pk}/publish",
        "/duty/plan/overtime",
        "/duty/plan/overtime/all",
    ):
        assert post(clerk, address).status_code == 403
    made.refresh_from_db()
    assert made.state == "draft"


def test_a_supervisor_of_another_centre_does_not_see_the_roster(place: Place) -> None:
    from tests.duty.conftest import person

    make_centre("DN")
    made = place.publish()
    stranger = browsing.visitor(person("supervisor", "other1", centre="DN"))
    assert stranger.get(f"/duty/plan/{made.pk}").status_code == 404
    assert post(stranger, f"/duty/plan/{made.pk}/drop").status_code == 404


def test_why_is_told_about_ones_own_days_alone(place: Place) -> None:
    out = place.publish()
    row = Assignment.objects.filter(roster=out, day=MONDAY, post="window").first()
    said = browsing.words(browsing.visitor(row.account).get(f"/duty/why/{MONDAY}"))
    assert "没有您" in said or "人手够" in said
    off = next(each for each in place.clerks if MONDAY not in place.days_of(each))
    assert browsing.visitor(off).get(f"/duty/why/{MONDAY}").status_code == 404


def test_ones_own_shifts_go_into_a_calendar_and_a_table_and_nobody_elses(place: Place) -> None:
    place.publish()
    who = place.clerks[0]
    browser = browsing.visitor(who)
    events = Calendar.from_ical(browser.get("/duty/my-shifts.ics").content).walk("VEVENT")
    assert sorted(each.decoded("dtstart").date() for each in events) == place.days_of(who)
    assert {str(each.decoded("dtstart").tzinfo) for each in events} == {"Asia/Shanghai"}
    table = browser.get("/duty/my-shifts.csv").content.decode("utf-8-sig").splitlines()
    assert [date.fromisoformat(line.split(",")[0]) for line in table[1:]] == place.days_of(who)


def test_before_anything_is_there_every_page_says_how_to_begin(db: None) -> None:
    from tests.duty.conftest import person

    make_centre()
    planner = browsing.visitor(person("supervisor", "supervisor"))
    assert "名单上还没有人" in browsing.words(planner.get("/duty/plan/"))
    assert "您不在这个中心的排班名单上" in browsing.words(planner.get("/duty/"))
    post(planner, "/duty/plan/example")
    words = browsing.words(planner.get("/duty/plan/people"))
    assert "a1" in words
    assert "40" in words


def test_people_and_shifts_are_kept_on_their_page(place: Place, planner: Client) -> None:
    post(planner, "/duty/plan/people/end", who=place.clerks[5].pk, last=MONDAY.isoformat())
    shift = {"code": "n1", "name_zh": "夜", "name_en": "Evening", "begins": "12:00", "ends": "18:00", "days": "working"}
    assert post(planner, "/duty/plan/patterns", **shift | {"begins": "12:10"}).status_code == 422
    assert post(planner, "/duty/plan/patterns", **shift, lunch_from="13:00").status_code == 422
    post(planner, "/duty/plan/patterns", **shift)
    words = browsing.words(planner.get("/duty/plan/people"))
    assert "n1" in words
    assert "11 月 30 日" in words
    post(planner, "/duty/plan/patterns/retire", code="n1")
    assert "n1" not in browsing.words(planner.get("/duty/plan/people"))


@pytest.mark.parametrize("field", ["first", "weeks"])
@pytest.mark.parametrize("value", ["", "x", "99999999999", "2026-13-40", "１", "9999-12-27", "0001-01-01"])
def test_what_cannot_be_read_is_refused_in_words(planner: Client, field: str, value: str) -> None:
    given = {"first": MONDAY.isoformat(), "weeks": "1"} | {field: value}
    assert post(planner, "/duty/plan/propose", **given).status_code == 422


def test_pages_stay_small(place: Place, planner: Client) -> None:
    made = place.propose(weeks=4)
    for address in (f"/duty/plan/{made.pk}", "/duty/plan/", "/duty/", "/duty/plan/people"):
        assert len(planner.get(address).content) < 100_000, address


def _signed_in(chromium: Browser, server: str, who: object) -> tuple[BrowserContext, Page]:
    client = browsing.visitor(who)
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": name, "value": one.value, "url": server} for name, one in client.cookies.items()])
    return context, context.new_page()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_propose_change_publish_see_swap_with_consent(place: Place, chromium: Browser, live_server: object) -> None:
    """By keyboard and press, as people do it: the supervisor plans, two clerks change places, both see it."""
    address = live_server.url  # type: ignore[attr-defined]
    context, page = _signed_in(chromium, address, place.supervisor)
    page.goto(f"{address}/duty/plan/")
    page.keyboard.press("F2")
    page.wait_for_url("**/duty/plan/*-*")
    one, two = place.clerks[:2]
    tuesday = MONDAY + timedelta(days=1)
    saturday, sunday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)
    off = [(who, day, "") for who, first in ((one, tuesday), (two, MONDAY)) for day in (first, saturday, sunday)]
    for who, day, shift in (*off, (one, MONDAY, "b1@window"), (two, tuesday, "b2@window")):
        page.get_by_label("谁", exact=True).select_option(str(who.pk))
        page.get_by_label("哪天", exact=True).select_option(day.isoformat())
        page.get_by_label("上什么班").select_option(shift)
        page.get_by_role("button", name="改", exact=True).click()
        page.wait_for_url(f"**?day={day.isoformat()}")
    page.keyboard.press("F9")
    page.get_by_text("公布了").first.wait_for()
    context.close()

    context, page = _signed_in(chromium, address, one)
    page.goto(f"{address}/duty/")
    page.get_by_role("button", name="看到了").click()
    page.get_by_label("我的哪天").select_option(MONDAY.isoformat())
    page.get_by_label("和谁").select_option(str(two.pk))
    page.get_by_label("换对方哪天").fill(tuesday.isoformat())
    page.get_by_role("button", name="发出去").click()
    page.get_by_text("等答应").wait_for()
    context.close()

    context, page = _signed_in(chromium, address, two)
    page.goto(f"{address}/duty/")
    page.get_by_role("button", name="我来上").click()
    page.get_by_role("heading", name="同事想和您换班").wait_for(state="detached")
    assert page.locator(".duty-works h3").first.inner_text().startswith("11 月 30 日")
    context.close()

    assert Swap.objects.get().state == "agreed"
    context, page = _signed_in(chromium, address, one)
    page.goto(f"{address}/duty/")
    assert page.get_by_text("答应了，已换").count() == 1
    assert page.locator(".duty-works h3").first.inner_text().startswith("12 月 1 日")
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_needs_no_sideways_scrolling_and_axe_finds_nothing(
    place: Place, chromium: Browser, live_server: object
) -> None:
    out = place.publish()
    address = live_server.url  # type: ignore[attr-defined]
    plan = [(place.supervisor, f"/duty/plan/{path}") for path in ("", f"{out.pk}", "people", f"{out.pk}/print")]
    for who, path in ((place.clerks[0], "/duty/"), *plan):
        context, page = _signed_in(chromium, address, who)
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert found_by_axe(page) == [], path
        context.close()
