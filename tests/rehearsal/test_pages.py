"""The director's pages: questions, answers, the plan on paper, plans that are kept, how far to trust it."""

from __future__ import annotations

import pytest
from django.test import Client

from onetrip.centres.queries import Settled
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.rehearsal import trusting
from onetrip.rehearsal.answers import windows
from onetrip.rehearsal.asking import QUESTIONS
from onetrip.rehearsal.models import KeptPlan
from onetrip.rehearsal.running import Limit
from onetrip.rehearsal.views import pages
from onetrip.staff.models import Account
from onetrip.web.demonstration import duty
from tests import browsing
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-30"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pages say is looked at here, not how sharp it is."""
    monkeypatch.setattr(pages, "LIMIT", Limit(precision=2.0, seconds=5.0, days=200))
    monkeypatch.setattr(windows, "SEARCH_SECONDS", 0.2)
    monkeypatch.setattr(trusting, "RUNS_EACH", 20)
    monkeypatch.setattr(trusting, "MOST_SECONDS", 2.0)


@pytest.fixture
def director(with_a_past: Settled) -> Client:
    return browsing.visitor(Account.objects.get(username="director"))


def _keep(director: Client, **more: str):
    fields = {"question": "ill", "day": MONDAY, "number": "2", "days": "200", "idempotency_key": browsing.key()}
    return director.post("/rehearsal/keep", fields | more)


def test_every_question_is_answered_in_both_languages_and_says_what_it_stands_on(director: Client) -> None:
    for code in QUESTIONS:
        page = director.get(f"/rehearsal/ask/{code}?day={MONDAY}")
        assert page.status_code == 200, code
        words = browsing.words(page)
        assert "95 %" in words, code
        assert "根据本中心" in words, code
        assert "演示中心的过去是编的" in words, code
        assert len(page.content) < 100_000
        director.cookies["onetrip_language"] = "en"
        assert "days were simulated" in browsing.words(director.get(f"/rehearsal/ask/{code}?day={MONDAY}")), code
        director.cookies["onetrip_language"] = "zh"


def test_the_start_shows_the_questions_and_the_way_to_the_reopening_monday(director: Client) -> None:
    page = director.get("/rehearsal/")
    for question in QUESTIONS.values():
        assert question.title.zh in browsing.words(page)
    assert f"/rehearsal/ask/windows?day={MONDAY}&amp;reopening=1" in page.content.decode()
    assert "/rehearsal/" in director.get("/staff/").content.decode()


def test_only_who_may_rehearse_sees_any_of_it(director: Client) -> None:
    clerk = browsing.visitor(Account.objects.get(username="clerk1"))
    for address in ("", "ask/windows", "print", "trust"):
        assert clerk.get(f"/rehearsal/{address}").status_code == 403, address
    assert clerk.post("/rehearsal/keep").status_code == 403
    assert "/rehearsal/" not in clerk.get("/staff/").content.decode()


def test_what_is_wrong_is_said_beside_the_form_and_what_was_typed_stays(director: Client) -> None:
    page = director.get("/rehearsal/ask/ill?day=2026-11-30&number=77")
    assert page.status_code == 422
    assert "请填 1 到 30 的数" in browsing.words(page)
    assert 'value="77"' in page.content.decode()
    assert director.get("/rehearsal/ask/ill?day=soon").status_code == 422
    assert director.get("/rehearsal/ask/nothing").status_code == 404


def test_the_sheet_has_every_half_hour_and_what_is_needed(director: Client) -> None:
    words = browsing.words(director.get(f"/rehearsal/print?day={MONDAY}&reopening=1"))
    for clock in ("8:30", "12:00", "16:00"):
        assert clock in words
    assert "要哪些人" in words
    assert "重新开门的方案" in words


def test_a_plan_is_kept_with_all_it_takes_and_comes_out_the_same_again(director: Client) -> None:
    answer = _keep(director)
    kept = KeptPlan.objects.get()
    assert answer["Location"] == f"/rehearsal/kept/{kept.pk}"
    assert (kept.inputs["number"], kept.days, kept.inputs["seed"]) == (2, 200, 86)
    assert kept.answer["zh"] in browsing.words(director.get(f"/rehearsal/kept/{kept.pk}"))
    assert "一个数都不差" in browsing.words(director.get(f"/rehearsal/kept/{kept.pk}?again=1"))
    assert Event.objects.get(thing="rehearsal").verb == "keep"
    assert str(kept.pk) in director.get("/rehearsal/").content.decode()


def test_a_kept_plan_whose_record_has_changed_says_so(director: Client) -> None:
    _keep(director)
    kept = KeptPlan.objects.get()
    Ticket.objects.filter(day=kept.last).update(credit_minutes=15)
    from onetrip.rehearsal import grounds

    grounds.forget()
    assert "有过改动" in browsing.words(director.get(f"/rehearsal/kept/{kept.pk}?again=1"))


def test_a_plan_of_another_version_is_not_passed_off_as_this_one(director: Client) -> None:
    _keep(director)
    KeptPlan.objects.update(version=0)
    words = browsing.words(director.get(f"/rehearsal/kept/{KeptPlan.objects.get().pk}?again=1"))
    assert "不能原样重算" in words


def test_pressed_twice_a_plan_is_kept_once_and_can_be_let_go_of(director: Client) -> None:
    key = browsing.key()
    first, second = (_keep(director, idempotency_key=key) for _ in range(2))
    assert first["Location"] == second["Location"]
    kept = KeptPlan.objects.get()
    gone = director.post(f"/rehearsal/kept/{kept.pk}/let-go", {"idempotency_key": browsing.key()})
    assert gone["Location"] == "/rehearsal/"
    assert not KeptPlan.objects.exists()


def test_a_plan_is_kept_only_with_the_days_it_was_simulated_on(director: Client) -> None:
    for days in ("", "0", "-100", "150", "1e3", "999999900", "１００"):
        assert _keep(director, days=days).status_code == 422, days
    assert not KeptPlan.objects.exists()


def test_a_director_of_another_centre_sees_no_plan_of_this_one(director: Client) -> None:
    _keep(director)
    make_centre("DN")
    stranger = browsing.visitor(browsing.account("director", centre="DN"))
    kept = KeptPlan.objects.get()
    assert stranger.get(f"/rehearsal/kept/{kept.pk}").status_code == 404
    gone = stranger.post(f"/rehearsal/kept/{kept.pk}/let-go", {"idempotency_key": browsing.key()})
    assert gone.status_code == 404
    assert KeptPlan.objects.exists()


def test_how_far_to_trust_it_is_told_with_its_own_interval_and_every_number_fitted(director: Client) -> None:
    page = director.get("/rehearsal/trust")
    words = browsing.words(page)
    assert "落在里面" in words
    for said in ("星期一", "愿意等多久", "示例", "敬老卡"):
        assert said in words, said
    assert len(page.content) < 150_000


def test_the_roster_to_match_says_who_would_sit_there_and_what_is_missing(director: Client) -> None:
    nobody = director.get(f"/rehearsal/roster?day={MONDAY}")
    assert "这一天没有人能上班" in browsing.words(nobody)
    duty.load(code="LF", now=NOW)
    words = browsing.words(director.get(f"/rehearsal/roster?day={MONDAY}&windows={','.join(['3'] * 16)}"))
    assert "每个半小时的窗口都有人（已证明没有更好的排法）" in words
    assert "这是一张建议：什么都没写进班表" in words
    director.cookies["onetrip_language"] = "en"
    too_many = browsing.words(director.get(f"/rehearsal/roster?day={MONDAY}&windows={','.join(['9'] * 16)}"))
    assert "every window of the plan is staffed" in too_many or "missing are" in too_many
    wrong = director.get(f"/rehearsal/roster?day={MONDAY}&windows=1,2")
    assert wrong.status_code in (400, 422)
