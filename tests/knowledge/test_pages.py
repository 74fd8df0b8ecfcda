from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from onetrip.knowledge.models import Given, Question
from onetrip.ledger.models import Event
from onetrip.lobby import actions as lobby
from onetrip.people.actions import know
from tests import browsing, factories
from tests.cases.counter import Counter
from tests.factories import synthetic_identity, synthetic_number
from tests.knowledge.asking import ANSWERED, ASKED, Asking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mid_morning() -> Iterator[None]:
    with time_machine.travel(factories.NOW.replace(hour=2, minute=20), tick=False):
        yield


@pytest.fixture
def window(asking: Asking) -> Client:
    return browsing.visitor(asking.clerk)


@pytest.fixture
def desk(asking: Asking) -> Client:
    """The supervisor's browser."""
    return browsing.visitor(asking.supervisor)


def press(client: Client, path: str, *, part: bool = False, **sent: object) -> HttpResponse:
    headers = {"HX-Request": "true"} if part else {}
    given = {"idempotency_key": uuid.uuid4(), **sent}
    return client.post(path, given, headers=headers)  # type: ignore[return-value]


def test_the_form_knows_the_number_and_its_matter(asking: Asking, window: Client) -> None:
    counter = Counter(asking.hall)
    ticket = counter.serving(counter.slip("card"))
    page = window.get("/knowledge/ask").content.decode()
    assert ticket.number in page
    assert '<option value="card" selected>' in page


def test_asking_without_scripts_leads_back_to_the_window(asking: Asking, window: Client) -> None:
    asking.serving()
    assert press(window, "/knowledge/ask", words=ASKED, matter="card")["Location"] == "/window/"
    assert Question.objects.get().words == ASKED
    assert "在叫值班长" in browsing.words(window.get("/knowledge/mine"))


def test_asked_in_a_part_the_form_is_gone_and_the_card_comes_beside(asking: Asking, window: Client) -> None:
    asking.serving()
    answer = press(window, "/knowledge/ask", part=True, words=ASKED, matter="card")
    page = answer.content.decode()
    assert 'id="difficult-now" hx-swap-oob="innerHTML"' in page
    assert "<textarea" not in page.replace('id="more-words', "").split("difficult-more")[0]
    assert "在叫值班长" in page


def test_a_refused_question_comes_back_with_its_words_and_what_to_change(asking: Asking, window: Client) -> None:
    asking.serving()
    answer = press(window, "/knowledge/ask", part=True, words="电话 13800138000", matter="card")
    assert answer.status_code == 422
    assert "身份证号或电话" in browsing.words(answer)
    assert "13800138000" in answer.content.decode()
    assert not Question.objects.exists()


def test_the_form_says_when_nobody_who_may_answer_is_at_work(asking: Asking, window: Client) -> None:
    assert "没有能答的同事在岗" in browsing.words(window.get("/knowledge/ask"))
    asking.answer(asking.ask(by=asking.hall.clerks[1]))
    assert "没有能答的同事在岗" not in browsing.words(window.get("/knowledge/ask"))


def test_while_typing_earlier_answers_appear_and_numbers_are_not_searched_with(asking: Asking, window: Client) -> None:
    known = asking.known()
    near = press(window, "/knowledge/near", words="外地老人领卡")
    assert ANSWERED in browsing.words(near)
    assert f"/knowledge/answers/{known.pk}/spare" in near.content.decode()
    assert ANSWERED not in browsing.words(press(window, "/knowledge/near", words=f"外地老人领卡 {synthetic_number()}"))


def test_this_answers_it_spares_the_call_and_shows_the_answer(asking: Asking, window: Client) -> None:
    known = asking.known()
    answer = press(window, f"/knowledge/answers/{known.pk}/spare", part=True)
    assert "不用叫人了" in browsing.words(answer)
    assert Given.objects.filter(how="spared", account=asking.clerk).count() == 1


def test_the_window_is_told_step_by_step(asking: Asking, window: Client, desk: Client) -> None:
    asking.serving()
    one = asking.ask()
    seen = [
        (lambda: press(desk, f"/knowledge/asked/{one.pk}/seen"), "值班长看到了"),
        (lambda: press(desk, f"/knowledge/asked/{one.pk}/come"), "正在过来"),
        (
            lambda: press(desk, f"/knowledge/asked/{one.pk}/answer", words=ANSWERED, question=ASKED, matter="card"),
            f"李测 答了 A001 老人卡 {ASKED} {ANSWERED}",
        ),
    ]
    for step, words in seen:
        assert step().status_code in (204, 302)
        assert words in browsing.words(window.get("/knowledge/mine"))
    press(window, f"/knowledge/mine/{one.pk}/helped")
    assert ANSWERED not in browsing.words(window.get("/knowledge/mine"))


def test_the_list_says_who_asks_and_from_where(asking: Asking, desk: Client) -> None:
    asking.serving()
    asking.ask()
    asking.ask(by=browsing.account("guide"), words="")
    words = browsing.words(desk.get("/knowledge/asked"))
    assert "1 号窗口" in words
    assert ASKED in words
    assert "前台" in words
    assert "没写问题，请过去看看" in words
    assert "1 号窗口在叫您" in browsing.words(desk.get("/knowledge/asked/hint"))


def test_one_question_shows_the_plan_and_the_papers_and_the_person_masked(asking: Asking, desk: Client) -> None:
    counter = Counter(asking.hall)
    ticket = counter.serving(counter.slip("card"))
    resident = know(identity=synthetic_identity(date(1958, 3, 2)), name="王小明", now=asking.now)
    lobby.recognise(
        ticket_id=ticket.pk,
        account_id=asking.clerk.pk,
        resident_id=resident.pk,
        now=asking.hall.tick(),
        by=asking.clerk.actor,
        key=uuid.uuid4(),
    )
    one = asking.ask()
    page = desk.get(f"/knowledge/asked/{one.pk}")
    words = browsing.words(page)
    assert "身份证 原件 1 复印件 1" in words
    assert "不用交：本市有电子证照。" in words
    assert "王＊＊" in words
    for secret in ("王小明", str(resident.number), str(resident.number)[-4:]):
        assert secret not in page.content.decode()


def test_whose_role_sees_no_private_answers_sees_no_reasons_that_tell_them(asking: Asking) -> None:
    counter = Counter(asking.hall)
    counter.serving(counter.slip("card"))
    one = asking.ask()
    reason = "年满 65 周岁"
    assert reason in browsing.words(browsing.visitor(asking.supervisor).get(f"/knowledge/asked/{one.pk}"))
    assert reason not in browsing.words(browsing.visitor("director").get(f"/knowledge/asked/{one.pk}"))


def test_each_opening_by_a_browser_is_on_record(asking: Asking, desk: Client) -> None:
    one = asking.ask()
    assert (
        f'hx-post="/knowledge/asked/{one.pk}/seen" hx-trigger="load"'
        in desk.get(f"/knowledge/asked/{one.pk}").content.decode()
    )
    press(desk, f"/knowledge/asked/{one.pk}/seen")
    looks = Event.objects.filter(thing="question", verb="see").values_list("actor", flat=True)
    assert list(looks) == [asking.supervisor.actor]


def test_an_answer_with_the_residents_name_comes_back_with_a_way_to_say_that_it_is_none(
    asking: Asking, desk: Client
) -> None:
    ticket = asking.serving()
    resident = know(identity=synthetic_identity(date(1958, 3, 2)), name="高兴", now=asking.now)
    lobby.recognise(
        ticket_id=ticket.pk,
        account_id=asking.clerk.pk,
        resident_id=resident.pk,
        now=asking.hall.tick(),
        by=asking.clerk.actor,
        key=uuid.uuid4(),
    )
    one = asking.ask()
    sent = {"words": "居民不高兴也要补", "question": ASKED, "matter": "card"}
    answer = press(desk, f"/knowledge/asked/{one.pk}/answer", **sent)
    assert answer.status_code == 422
    assert "居民不高兴也要补" in answer.content.decode()
    assert 'name="not_a_name"' in answer.content.decode()
    assert press(desk, f"/knowledge/asked/{one.pk}/answer", not_a_name="yes", **sent).status_code == 302


def test_whoever_asked_sees_no_buttons_to_answer(asking: Asking, desk: Client) -> None:
    one = asking.ask(by=asking.supervisor)
    page = desk.get(f"/knowledge/asked/{one.pk}")
    assert "请同事来答" in browsing.words(page)
    assert f"/knowledge/asked/{one.pk}/answer" not in page.content.decode()
    assert f"/knowledge/asked/{one.pk}/come" not in page.content.decode()


def test_the_knowledge_is_searched_and_shows_what_is_to_be_checked(asking: Asking) -> None:
    known = asking.known()
    reader = browsing.visitor("guide")
    assert ANSWERED in browsing.words(reader.get("/knowledge/?q=外地老人"))
    assert ANSWERED in browsing.words(reader.get("/knowledge/?matter=card"))
    assert "没有找到" in browsing.words(reader.get("/knowledge/?q=公积金"))
    assert "没有拿去找" in browsing.words(reader.get(f"/knowledge/?q={synthetic_number()}"))
    page = reader.get(f"/knowledge/answers/{known.pk}").content.decode()
    assert "/correct" not in page
    for words in ("/knowledge/?q=外地老人", f"/knowledge/answers/{known.pk}"):
        assert asking.clerk.username not in reader.get(words).content.decode()


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("clerk", "/knowledge/asked", 403),
        ("guide", "/knowledge/asked", 403),
        ("director", "/knowledge/asked", 200),
        ("clerk", "/knowledge/figures", 403),
        ("supervisor", "/knowledge/figures", 200),
        ("supervisor", "/knowledge/taking", 403),
        ("editor", "/knowledge/taking", 200),
        ("editor", "/knowledge/asked", 403),
        ("editor", "/knowledge/ask", 403),
        ("operator", "/knowledge/", 403),
        ("editor", "/knowledge/", 200),
    ],
)
def test_who_has_business_where(asking: Asking, role: str, path: str, status: int) -> None:
    assert browsing.visitor(role).get(path).status_code == status


def test_another_centre_finds_neither_the_question_nor_its_answer(asking: Asking) -> None:
    factories.make_centre("XH")
    known = asking.known()
    asking.ask()
    stranger = browsing.visitor(browsing.account("supervisor", centre="XH"))
    question = Question.objects.filter(state="asked").get()
    assert stranger.get(f"/knowledge/asked/{question.pk}").status_code == 404
    assert stranger.get(f"/knowledge/answers/{known.pk}").status_code == 404
    assert ASKED not in browsing.words(stranger.get("/knowledge/asked"))
    assert ANSWERED not in browsing.words(stranger.get("/knowledge/?q=外地老人"))
    assert press(stranger, f"/knowledge/asked/{question.pk}/come").status_code == 404
    asking.take_up(known, "training")
    assert ANSWERED in browsing.words(stranger.get("/knowledge/?q=外地老人"))
    assert stranger.get(f"/knowledge/answers/{known.pk}").status_code == 200
    assert press(stranger, f"/knowledge/answers/{known.pk}/withdraw", why="不对的").status_code == 404


def test_the_editor_takes_up_what_any_centre_answered_and_takes_it_back(asking: Asking) -> None:
    known = asking.known()
    editor = browsing.visitor("editor")
    assert ASKED in browsing.words(editor.get("/knowledge/taking"))
    refused = press(editor, f"/knowledge/answers/{known.pk}/take", how="nothing")
    assert refused.status_code == 422
    press(editor, f"/knowledge/answers/{known.pk}/take", how="finding")
    assert f"疑难 老人卡：“{ASKED}”" in browsing.words(editor.get("/catalogue/"))
    assert press(editor, f"/knowledge/answers/{known.pk}/undo").status_code == 302
    assert ASKED not in browsing.words(editor.get("/catalogue/"))


def test_the_figures_open_to_their_questions_and_name_nobody(asking: Asking) -> None:
    asking.hall.now = factories.NOW.replace(hour=1, minute=50)
    known = asking.known()
    asking.do("use_answer", asking.ask("老人外地户口领卡", by=asking.hall.clerks[1]), answer_id=known.pk)
    asking.do("withdraw", asking.ask("别的事", "reward"))
    asking.ask("还没答的", "")
    director = browsing.visitor("director")
    words = browsing.words(director.get("/knowledge/figures"))
    assert "叫了4 次" in words
    assert "问过不止一次的2 次" in words
    assert "用了以前的答复1" in words
    for query, count in (
        ("", 4),
        ("?matter=card", 2),
        ("?matter=-", 1),
        ("?came=reused", 1),
        ("?came=answered", 1),
        ("?came=withdrawn", 1),
        ("?came=open", 1),
        ("?came=nonsense", 4),
        (f"?same={known.questions.earliest('asked_at').pk}", 2),
        (f"?same={Question.objects.get(state='asked').pk}", 1),
        (f"?same={uuid.uuid4()}", 0),
        ("?same=nonsense", 4),
    ):
        page = director.get(f"/knowledge/figures/questions{query}")
        assert page.content.decode().count('<th scope="row">') == count, query
        assert "李测" not in browsing.words(page)


def test_what_lies_before_the_period_is_not_counted(asking: Asking) -> None:
    asking.known()
    with time_machine.travel(factories.NOW.replace(hour=2, year=2027), tick=False):
        director = browsing.visitor("director")
        assert "叫了0 次" in browsing.words(director.get("/knowledge/figures"))
        assert "这段时间没有人叫过" in browsing.words(director.get("/knowledge/figures"))


@pytest.mark.parametrize("path", ["/knowledge/asked/{}", "/knowledge/answers/{}", "/knowledge/asked/{}/now"])
def test_what_there_is_not_is_said_in_words(asking: Asking, desk: Client, path: str) -> None:
    assert desk.get(path.format(uuid.uuid4())).status_code == 404


def test_every_page_speaks_english(asking: Asking) -> None:
    known = asking.known("Can a foreigner apply", "Yes, with a permit.", "card")
    one = asking.ask("Is half a year enough", "card")
    pages = {
        "supervisor": (
            "/knowledge/asked",
            f"/knowledge/asked/{one.pk}",
            "/knowledge/figures",
            "/knowledge/figures/questions",
        ),
        "clerk": ("/knowledge/", "/knowledge/ask", f"/knowledge/answers/{known.pk}", "/window/"),
        "editor": ("/knowledge/taking",),
    }
    for role, paths in pages.items():
        visitor = browsing.visitor(role, language="en")
        for path in paths:
            answer = visitor.get(path)
            assert answer.status_code == 200
            assert len(answer.content) < 100_000
            assert 'lang="en"' in answer.content.decode()
