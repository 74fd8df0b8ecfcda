from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.ratings import actions as ratings
from onetrip.ratings.models import BrokenPromise, Rating, Rectification
from tests import browsing
from tests.cases.counter import CARD, PRINT, REWARD, Counter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_of_the_hall(counter: Counter) -> Iterator[None]:
    with time_machine.travel(counter.hall.now + timedelta(minutes=50), tick=False):
        yield


def page(paper: Receipt | MissingNotice, **given: str) -> str:
    letter = "r" if isinstance(paper, Receipt) else "n"
    return browsing.words(browsing.visitor(**given).get(f"/{letter}/{paper.token}"))


def judge(paper: Receipt | MissingNotice, **fields: object):
    letter = "r" if isinstance(paper, Receipt) else "n"
    return browsing.visitor().post(f"/{letter}/{paper.token}/rating", {"idempotency_key": browsing.key(), **fields})


def lines_of(address: str) -> str:
    answer = browsing.visitor().get(address)
    assert answer["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_a_receipt_says_what_was_taken_and_by_when(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(counter.slip("card")), CARD, PRINT)
    seen = page(receipt)
    assert "收下两件，办好了来取" in seen
    assert "LF-20261124-0001" in seen
    assert "1 月 5 日前办好（30 个工作日）" in seen
    assert "那年的放假安排还没公布" in seen
    assert "当场办好了" in seen
    assert "留复印件 1" in seen
    assert "Two accepted, to be collected when done" in page(receipt, language="en")


def test_the_receipt_shows_later_how_far_a_case_has_come(counter: Counter) -> None:
    import uuid

    receipt = counter.accept(counter.serving(), REWARD)
    case = Case.objects.get()
    step = {"centre": "LF", "case_id": case.pk, "by": "staff:test"}
    actions.accept_received(now=counter.hall.tick(), key=uuid.uuid4(), **step)
    actions.decide(granted=True, now=counter.hall.tick(), key=uuid.uuid4(), **step)
    assert "已决定" in page(receipt)
    actions.complete(now=counter.hall.tick(), key=uuid.uuid4(), **step)
    assert "办好一件" in page(receipt)


def test_a_matter_that_is_sent_on_says_so(counter: Counter) -> None:
    assert "转到户籍地的中心" in page(counter.accept(counter.serving(), REWARD))


def test_a_paper_that_follows_has_its_day(counter: Counter) -> None:
    asked = AcceptedMatter("reward", ("id-card", "marriage-certificate"), to_follow=("photo",))
    assert "12 月 8 日前补" in page(counter.accept(counter.serving(), asked))


def test_the_five_levels_stand_side_by_side_and_none_is_chosen_beforehand(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    html = browsing.visitor().get(f"/r/{receipt.token}").content.decode()
    levels = html[html.index('class="levels"') : html.index('class="why-list"')]
    assert levels.count('name="level"') == 5
    assert "checked" not in levels
    assert "button-primary" not in html[html.index('id="rating"') : html.index("</form>", html.index('id="rating"'))]


def test_a_good_rating_is_thanked_for_and_asked_for_once(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    assert judge(receipt, level="5", reasons=["quick"]).status_code == 302
    assert "谢谢，记下了：非常满意" in page(receipt)
    assert 'name="level"' not in browsing.visitor().get(f"/r/{receipt.token}").content.decode()
    answer = judge(receipt, level="1")
    assert answer.status_code == 409
    assert Rating.objects.get().level == 5


def test_a_bad_rating_says_what_happens_next_and_by_when(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    judge(receipt, level="2", words="又要再跑一趟")
    seen = page(receipt)
    assert "11 月 25 日前有人负责" in seen
    assert "12 月 1 日前处理" in seen
    assert "12 月 15 日前了结" in seen
    assert Rectification.objects.count() == 1


def test_without_a_level_the_page_says_what_is_missing_and_keeps_the_words(counter: Counter) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    answer = judge(receipt, words="等了很久")
    assert answer.status_code == 422
    assert "请在五档里选一档" in browsing.words(answer)
    assert "等了很久" in answer.content.decode()
    assert not Rating.objects.exists()


def test_sending_the_same_rating_twice_counts_once(counter: Counter) -> None:
    receipt, key = counter.accept(counter.serving(), PRINT), browsing.key()
    answers = [judge(receipt, level="4", idempotency_key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Rating.objects.count() == 1


def test_a_notice_tells_everything_at_once_and_may_be_rated(counter: Counter) -> None:
    notice = counter.tell(
        counter.serving(), [MissingPaper("reward", "marriage-certificate", "没带"), MissingPaper("reward", "photo")]
    )
    seen = page(notice)
    assert "还差两样，别的都不缺" in seen
    assert "结婚证" in seen
    assert "没带" in seen
    assert judge(notice, level="3").status_code == 302
    assert Rating.objects.get().channel == "notice"
    assert "Two papers missing, nothing else" in page(notice, language="en")


def test_what_the_window_asked_beyond_the_slip_need_not_be_brought(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    notice = counter.tell(ticket, [MissingPaper("card", "bank-card", cause="rule")])
    seen = page(notice)
    assert "我们失约了" in seen
    assert "什么都不用补" in seen
    assert "规则写错了" in seen


def test_a_broken_promise_is_apologised_for_on_the_receipt_and_followed(counter: Counter) -> None:
    import uuid

    ticket = counter.serving(counter.slip("card"))
    asked = AcceptedMatter("card", ("id-card",), extra=(ExtraPaper("bank-card"),))
    receipt = counter.accept(ticket, asked)
    assert "不是您带错" in page(receipt)
    assert "正在查" in page(receipt)
    promise = BrokenPromise.objects.get()
    ratings.set_cause(
        centre="LF",
        broken_promise_id=promise.pk,
        cause="training",
        now=counter.hall.tick(),
        by="staff:test",
        key=uuid.uuid4(),
    )
    assert "我们没培训到" in page(receipt)


@pytest.mark.parametrize("kind", [".pdf", "/80mm.pdf"])
def test_the_papers_carry_what_the_pages_say(counter: Counter, kind: str) -> None:
    ticket = counter.serving(counter.slip("card"))
    receipt = counter.accept(ticket, CARD)
    notice = counter.tell(ticket, [MissingPaper("reward", "photo")])
    assert "老人卡" in lines_of(f"/r/{receipt.token}{kind}")
    assert "照片" in lines_of(f"/n/{notice.token}{kind}")
    assert "Card" in lines_of(f"/r/{receipt.token}{kind}?language=en")


@pytest.mark.parametrize(
    "address", ["/r/no-such-token", "/n/no-such-token", "/r/x.pdf", "/n/x/80mm.pdf", "/r/" + "x" * 300, "/r/%00"]
)
def test_an_address_that_opens_nothing_is_answered_in_words(counter: Counter, address: str) -> None:
    answer = browsing.visitor().get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "9"},
        {"level": "five"},
        {"level": "5", "reasons": ["not-a-reason"]},
        {"level": "5", "words": "x" * 5000},
        {"level": "5", "words": "a\0b"},
        {"level": "5", "idempotency_key": "no"},
        {"level": "99999999999999"},
    ],
)
def test_hostile_ratings_change_nothing(counter: Counter, fields: dict[str, object]) -> None:
    receipt = counter.accept(counter.serving(), PRINT)
    answer = judge(receipt, **fields)
    assert 400 <= answer.status_code < 500
    assert not Rating.objects.exists()
