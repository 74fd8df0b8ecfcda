"""Practice as it is read: in both languages, without scripts, and nothing of anybody else's."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from onetrip.catalogue import queries as catalogues
from onetrip.staff.models import Account
from onetrip.training.practice.models import PracticeCard, PracticeReview
from tests import browsing, factories
from tests.factories import NOW, TODAY
from tests.lobby.hall import Hall, open_hall
from tests.training.practice import school

pytestmark = pytest.mark.django_db
NEXT = "/training/practice/next"


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hall() -> Hall:
    found = open_hall()
    school.publish()
    school.follow()
    return found


@pytest.fixture
def account(hall: Hall) -> Account:
    return hall.clerks[0]


@pytest.fixture
def clerk(account: Account) -> Client:
    return browsing.visitor(account)


def form_of(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the question."""
    return dict(
        re.findall(
            r'<input type="hidden" name="(item|edition|idempotency_key|until)" value="([^"]*)"', page.content.decode()
        )
    )


def answer(clerk: Client, *, is_right: bool = True, **more: str) -> HttpResponse:
    page = clerk.get(NEXT)
    (item,) = [one for one in school.all_items() if one.id == form_of(page)["item"]]
    chosen = school.right(item) if is_right else school.wrong(item)
    return clerk.post("/training/practice/answer", {**form_of(page), "chosen": chosen, **more})


def test_the_first_page_says_what_is_due_and_who_sees_what(clerk: Client) -> None:
    words = browsing.words(clerk.get("/training/practice/"))
    assert "每天 10 分钟" in words
    assert "示例设置" in words
    assert "只有您自己看得到" in words
    assert "说不出大厅什么时候清静" in words


def test_a_question_an_answer_why_and_the_next(clerk: Client) -> None:
    answered = answer(clerk)
    assert answered.status_code == 302
    page = clerk.get(answered["Location"])
    words = browsing.words(page)
    assert "为什么" in words
    assert "其实是猜的" in words
    assert "下一题" in words
    assert form_of(clerk.get(NEXT))["item"] != PracticeCard.objects.get().item


def test_the_key_is_not_in_the_page_before_the_answer(clerk: Client) -> None:
    page = clerk.get(NEXT).content.decode()
    assert "对的" not in page
    assert not re.search(r"is_right|data-right|option-right", page)


def test_without_a_choice_the_same_question_comes_back_and_says_what_is_missing(clerk: Client) -> None:
    before = form_of(clerk.get(NEXT))
    page = clerk.post("/training/practice/answer", before)
    assert page.status_code == 422
    assert "请先选一个答案" in browsing.words(page)
    assert form_of(page)["item"] == before["item"]


def test_the_browser_sending_twice_makes_one_answer(clerk: Client) -> None:
    before = form_of(clerk.get(NEXT))
    (item,) = [one for one in school.all_items() if one.id == before["item"]]
    places = {
        clerk.post("/training/practice/answer", {**before, "chosen": school.right(item)})["Location"] for _ in range(2)
    }
    assert len(places) == 1
    assert PracticeReview.objects.count() == 1


def test_a_wrong_press_is_taken_back_on_the_page(clerk: Client) -> None:
    place = answer(clerk)["Location"]
    clerk.post(f"{place}/felt", {"felt": "knew", "idempotency_key": uuid.uuid4()})
    assert "按错了，撤回" in browsing.words(clerk.get(place))
    clerk.post(f"{place}/undo", {"idempotency_key": uuid.uuid4()})
    assert "其实是猜的" in browsing.words(clerk.get(place))
    assert PracticeReview.objects.get().rating == 3


def test_a_rule_to_come_is_told_with_its_day_and_what_differs(clerk: Client) -> None:
    school.scheduled(school.YOUNGER, TODAY + timedelta(days=10))
    school.follow()
    words = browsing.words(clerk.get(NEXT))
    assert "规则从 2026 年 12 月 4 日起变" in words
    assert "现在窗口还按老规则办" in words
    assert "年满 60 周岁" in words


def test_a_rule_that_changed_between_question_and_answer_counts_for_nothing(clerk: Client) -> None:
    before = form_of(clerk.get(NEXT))
    (item,) = [one for one in school.all_items() if one.id == before["item"]]
    chosen = school.right(item)
    files = {name: text for name, text in school.matters.FILES.items() if name != f"matters/{item.matter}.yaml"}
    school.catalogue_actions.publish(by="system", now=NOW, files=files, city="test")
    page = clerk.post("/training/practice/answer", {**before, "chosen": chosen})
    assert page.status_code == 409
    assert "规则刚刚变了" in browsing.words(page)
    assert not PracticeReview.objects.exists()


def test_when_the_minutes_are_over_the_page_says_so_and_what_was_done(clerk: Client, account: Account) -> None:
    item, at = school.card_items()[0], NOW - timedelta(minutes=14)
    for _ in range(7):
        school.answered(account, item, now=at, is_right=False)
        at += timedelta(seconds=120)
    words = browsing.words(clerk.get(NEXT))
    assert "今天 10 分钟做完了" in words
    assert "没做的不会丢" in words
    assert "今天够了" in browsing.words(clerk.get("/training/practice/"))


def test_five_questions_at_a_window_stop_after_five(clerk: Client) -> None:
    (offer,) = re.findall(r'href="([^"]*)"', clerk.get("/training/practice/at-window").content.decode())
    assert offer == f"{NEXT}?until=5"
    for _ in range(5):
        assert "until=5" in answer(clerk, until="5")["Location"]
    words = browsing.words(clerk.get(offer))
    assert "这几题做完了" in words
    assert "回窗口" in words


def test_while_somebody_waits_the_window_offers_nothing_and_the_question_says_so(clerk: Client, hall: Hall) -> None:
    assert b"practice" in clerk.get("/training/practice/at-window").content
    hall.arrive()
    assert clerk.get("/training/practice/at-window").content == b""
    assert "1 位居民在等了" in browsing.words(clerk.get("/training/practice/somebody-waits"))


def test_the_idle_window_asks_for_the_offer_and_a_busy_one_does_not(clerk: Client, hall: Hall) -> None:
    assert b"/training/practice/at-window" in clerk.get("/window/").content
    hall.serving()
    assert b"/training/practice/at-window" not in clerk.get("/window/").content


def test_whoever_runs_training_sees_counts_and_no_answer(clerk: Client, hall: Hall) -> None:
    place = answer(clerk, is_right=False)["Location"]
    supervisor = browsing.visitor("supervisor")
    page = supervisor.get("/training/practice/people/")
    words = browsing.words(page)
    assert "这里只有数" in words
    assert PracticeCard.objects.get().item not in page.content.decode()
    assert supervisor.get(place).status_code == 404
    assert clerk.get("/training/practice/people/").status_code == 403


def test_terms_are_set_and_what_cannot_be_is_said_at_the_field(hall: Hall) -> None:
    supervisor = browsing.visitor("supervisor")
    sent = {"minutes": "8", "new_a_day": "5", "retention": "85", "idempotency_key": str(uuid.uuid4())}
    assert supervisor.post("/training/practice/people/terms", sent).status_code == 302
    assert "中心的设置，第 1 版" in browsing.words(supervisor.get("/training/practice/people/"))
    wrong = supervisor.post(
        "/training/practice/people/terms", {**sent, "minutes": "ninety", "idempotency_key": str(uuid.uuid4())}
    )
    assert wrong.status_code == 422
    assert "请填整数" in browsing.words(wrong)


@pytest.mark.parametrize("path", ["/training/practice/", NEXT, "/training/practice/people/"])
def test_every_page_is_whole_in_english(hall: Hall, path: str) -> None:
    page = browsing.visitor("supervisor", language="en").get(path)
    assert page.status_code == 200
    assert not re.search(r"[一-鿿]", re.sub(r"李测|老|中文|演示", "", browsing.words(page)))
    assert len(page.content) < 100_000


def test_an_answer_that_is_not_there_and_nonsense_in_the_form_are_refused_in_words(clerk: Client) -> None:
    assert clerk.get(f"/training/practice/answers/{uuid.uuid4()}").status_code == 404
    form = form_of(clerk.get(NEXT))
    assert clerk.post("/training/practice/answer", {**form, "edition": "-1", "chosen": "yes"}).status_code == 404
    assert clerk.post("/training/practice/answer", {**form, "idempotency_key": "x", "chosen": "yes"}).status_code == 422


def test_every_question_of_the_city_can_be_answered_whatever_its_matter_is_called(hall: Hall, account: Account) -> None:
    factories.published_catalogue()
    longest = max(school.all_items(), key=lambda item: len(item.id))
    assert len(longest.id) > 52  # more than the key of a request has room for
    assert school.answered(account, longest).was_right


def test_the_longest_names_can_be_studied(hall: Hall, clerk: Client) -> None:
    factories.published_catalogue()
    name = max(catalogues.current().matters, key=len)
    sent = {"of": "matter", "name": name, "idempotency_key": uuid.uuid4()}
    assert clerk.post("/training/courses/not-studied", sent).status_code == 302
