"""The pages of training: what each shows, to whom, and what it never shows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.training import actions, queries
from onetrip.training.models import FollowUp, Oral, Path, Plan, Quiz, QuizItem, Teaching
from tests import browsing, factories
from tests.factories import NOW
from tests.training.school import CATEGORY, School, cases, change, right_of, wrong_of

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=91)


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mine(school: School) -> Client:
    return browsing.visitor(school.clerk)


@pytest.fixture
def head(school: School) -> Client:
    return browsing.visitor(school.head)


def press(client: Client, address: str, **given: object) -> object:
    return client.post(address, {"idempotency_key": browsing.key(), **given})


def begin(mine: Client) -> str:
    return press(mine, "/training/tests/begin", category=CATEGORY)["Location"]  # type: ignore[index]


def asked() -> QuizItem:
    found = queries.next_item(queries.items_of(Quiz.objects.get(state="open")))
    assert found is not None
    return found


def test_before_anything_happened_the_page_says_what_will(mine: Client) -> None:
    words = browsing.words(mine.get("/training/"))
    assert "还没有计划" in words
    assert "您没有进培训，什么都能办" in words


def test_my_plan_says_why_each_line_stands_there(school: School, mine: Client) -> None:
    cases(school.other, "elder-card", 3, at=NOW - timedelta(days=3))
    school.enrol()
    words = browsing.words(mine.get("/training/"))
    assert "敬老卡申领" in words
    assert "一年 3 件；还没考过" in words
    assert "一年超过 500 件（示例）" in words
    assert "3 cases a year; not tested yet" in browsing.words(
        browsing.visitor(school.clerk, language="en").get("/training/")
    )


def test_a_test_is_taken_question_by_question_and_ends_with_why(school: School, mine: Client) -> None:
    school.enrol()
    address = begin(mine)
    for number in range(1, 11):
        page = mine.get(address)
        assert f"第 {number} 题，共 10 题" in browsing.words(page)
        item = asked()
        chosen = wrong_of(item) if number == 1 else right_of(item)
        assert press(mine, f"{address}/answer", position=item.position, chosen=sorted(chosen))["Location"] == address  # type: ignore[index]
    words = browsing.words(mine.get(address))
    assert "通过" in words
    assert "9 / 10" in words
    assert "您选了" in words
    assert "正确的是" in words
    assert "从今天起试岗" in words
    wrong = QuizItem.objects.get(is_right=False)
    assert wrong.why[0]["zh"] in words


def test_no_page_and_no_address_says_what_is_right_before_the_answer(mine: Client) -> None:
    address = begin(mine)
    item = asked()
    page = mine.get(address).content.decode()
    assert item.item not in page, "the id is made from the right answer"
    judged = "|".join(re.escape(one["zh"]) for one in item.shown["options"])
    options = re.findall(r"<label class=\"choice\".*?</label>", page, flags=re.DOTALL)
    assert len(options) == len(item.shown["options"])
    marks = {re.sub(rf"{judged}|value=\"[^\"]*\"|\d+", "", option) for option in options}
    assert len(marks) == 1, "all options look alike but for their words"


def test_an_answer_that_was_given_already_says_so_and_goes_on(school: School, mine: Client) -> None:
    address = begin(mine)
    item = asked()
    given = {"position": item.position, "chosen": sorted(wrong_of(item))}
    press(mine, f"{address}/answer", **given)
    answer = mine.post(f"{address}/answer", {"idempotency_key": uuid.uuid4(), **given}, follow=True)
    assert "以第一次为准" in browsing.words(answer)
    assert QuizItem.objects.filter(answered_at__isnull=False).count() == 1


def test_a_press_without_a_choice_is_told_at_the_question(mine: Client) -> None:
    address = begin(mine)
    answer = press(mine, f"{address}/answer", position=1)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "请选一个答案再交" in browsing.words(answer)


def test_a_rule_that_changes_meanwhile_is_said_above_the_question(school: School, mine: Client) -> None:
    press(mine, "/training/tests/begin", category=CATEGORY, matter="elder-card")
    address = f"/training/tests/{Quiz.objects.get().pk}"
    change("elder-card", 'hukou == "shanghai" and months_until(age=65) <= 1', 'hukou == "shanghai"')
    assert "考试当中规则改了" in browsing.words(mine.get(address))


def test_nobody_opens_the_test_of_a_colleague(school: School, mine: Client, head: Client) -> None:
    address = begin(mine)
    assert browsing.visitor(school.other).get(address).status_code == 404
    assert head.get(address).status_code == 404
    assert press(browsing.visitor(school.other), f"{address}/abandon").status_code == 404  # type: ignore[attr-defined]


def test_giving_up_is_said_not_to_count(mine: Client) -> None:
    address = begin(mine)
    press(mine, f"{address}/abandon")
    assert "什么都不算" in browsing.words(mine.get(address))


def test_a_frequent_matter_of_the_plan_can_be_tested_alone(school: School, mine: Client) -> None:
    values = {**queries.rules_of("LF").values(), "high_frequency": 2}
    actions.set_rules(centre="LF", values=values, reason="我们的量", now=NOW, by="x", key=uuid.uuid4())
    cases(school.other, "elder-card", 3, at=NOW - timedelta(days=3))
    school.enrol()
    assert 'name="matter" value="elder-card"' in mine.get("/training/").content.decode()
    address = press(mine, "/training/tests/begin", category=CATEGORY, matter="elder-card")["Location"]  # type: ignore[index]
    assert "测验：敬老卡申领" in browsing.words(mine.get(address))


# --- who runs training ---


def test_a_director_is_led_to_no_page_that_is_not_theirs(school: School) -> None:
    page = browsing.visitor(school.deputy).get("/training/people/").content.decode()
    assert 'href="/training/"' not in page
    assert 'href="/training/rules"' in page


def test_where_somebody_moved_to_the_test_behind_the_trial_is_seen(school: School) -> None:
    from onetrip.staff.models import Grant
    from onetrip.training.actions.tending import take_along

    school.on_trial(now=BEFORE)
    factories.make_centre("PX", windows=1)
    Grant.objects.filter(account=school.clerk).update(centre="PX")
    take_along(now=NOW, by="house")
    actions.bring_due(now=NOW, by="house")
    there = browsing.visitor(browsing.account("supervisor", centre="PX"))
    words = browsing.words(there.get(f"/training/follow-ups/{FollowUp.objects.get().pk}"))
    assert "考试10/10" in words


def test_the_matrix_has_a_word_beside_every_sign(school: School, head: Client) -> None:
    school.on_trial()
    page = head.get("/training/people/")
    cell = re.search(r'<td class="cell cell-trial">.*?</td>', page.content.decode(), flags=re.DOTALL)
    assert cell
    assert "试岗" in cell.group()
    assert "没进培训，都能办" in browsing.words(page)


def test_somebody_is_enrolled_and_qualified_by_hand_from_their_page(school: School, head: Client) -> None:
    address = f"/training/people/{school.clerk.pk}"
    assert "还没有进培训" in browsing.words(head.get(address))
    press(head, f"{address}/enrol")
    assert Plan.objects.filter(account=school.clerk).exists()
    refused = press(head, f"{address}/by-hand", what="category:ageing", verb="qualify", reason="")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    press(head, f"{address}/by-hand", what="category:ageing", verb="qualify", reason="调来以前就考过")
    assert "调来以前就考过" in browsing.words(head.get(address))
    press(head, f"{address}/by-hand", what="category:ageing", verb="end", reason="先停一停")
    assert Path.objects.get().state == "withdrawn"


def test_the_scores_of_a_colleague_are_shown_and_the_answers_are_not(school: School, head: Client) -> None:
    school.take(school.begin(), wrong=3)
    words = browsing.words(head.get(f"/training/people/{school.clerk.pk}"))
    assert "7/10" in words
    assert not any(one.shown["question"]["zh"] in words for one in QuizItem.objects.all())


def test_clerk_and_head_see_the_same_figures_and_one_decides(school: School, mine: Client, head: Client) -> None:
    school.on_trial(now=BEFORE)
    cases(school.clerk, "elder-card", 12, at=NOW - timedelta(days=9))
    actions.bring_due(now=NOW, by="house")
    one = FollowUp.objects.get()
    own, theirs = f"/training/my-follow-ups/{one.pk}", f"/training/follow-ups/{one.pk}"
    for words in (browsing.words(mine.get(own)), browsing.words(head.get(theirs))):
        assert one.reason["zh"] in words
        assert "办件12" in words
    assert "等您来定" in browsing.words(head.get("/training/people/"))
    answer = press(head, theirs, decision="confirm", words="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    press(head, theirs, decision="confirm", words="办得稳，放心")
    assert "办得稳，放心" in browsing.words(mine.get(own))
    assert browsing.visitor(school.other).get(own).status_code == 404
    assert mine.get(theirs).status_code == 403


def test_a_follow_up_of_another_centre_is_not_found(school: School) -> None:
    school.on_trial(now=BEFORE)
    actions.bring_due(now=NOW, by="house")
    factories.make_centre("PX", windows=1)
    elsewhere = browsing.visitor(browsing.account("supervisor", centre="PX"))
    assert elsewhere.get(f"/training/follow-ups/{FollowUp.objects.get().pk}").status_code == 404
    assert elsewhere.get(f"/training/people/{school.clerk.pk}").status_code == 404


def test_a_role_play_is_printed_and_its_result_written_down(school: School, head: Client, mine: Client) -> None:
    address = f"/training/people/{school.clerk.pk}/oral/elder-card"
    words = browsing.words(head.get(address))
    assert "只给考官看" in words
    assert mine.get(address).status_code == 403
    press(head, address, result="passed", minutes="15", words="问得全")
    assert Oral.objects.get().passed
    assert "问得全" in browsing.words(head.get(f"/training/people/{school.clerk.pk}"))
    assert "问得全" in browsing.words(mine.get("/training/")), "whoever was examined reads it"


def test_a_lesson_is_written_down_and_confirmed(school: School, mine: Client) -> None:
    teacher = browsing.visitor(school.other)
    given = {"learner": school.clerk.pk, "about": "收件清单", "day": "2026-11-24", "minutes": "20"}
    wrong = press(teacher, "/training/lessons", **{**given, "minutes": "4"})
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert 'value="收件清单"' in wrong.content.decode()  # type: ignore[attr-defined]
    again = press(teacher, "/training/lessons", **given)
    assert again.status_code == 302, browsing.words(again)
    assert "收件清单" in browsing.words(mine.get("/training/"))
    press(mine, f"/training/lessons/{Teaching.objects.get().pk}", so="yes")
    assert Teaching.objects.get().state == "confirmed"


@pytest.mark.parametrize("nonsense", ["", "-1", "1e3", "９", "9" * 18, "9" * 19, "x\0"])
def test_a_number_that_cannot_be_is_refused_in_words(school: School, mine: Client, nonsense: str) -> None:
    given = {"learner": school.other.pk, "about": "收件清单", "day": "2026-11-24", "minutes": "20"}
    for field in ("learner", "minutes"):
        assert press(mine, "/training/lessons", **{**given, field: nonsense}).status_code in (404, 422)  # type: ignore[attr-defined]
    assert press(mine, "/training/lessons", **{**given, "day": "2026-02-30"}).status_code == 422  # type: ignore[attr-defined]
    address = begin(mine)
    answer = press(mine, f"{address}/answer", position=nonsense, chosen="x")
    assert answer.status_code in (404, 422)  # type: ignore[attr-defined]
    assert not Teaching.objects.exists()


def test_the_rules_are_changed_as_a_new_version(head: Client) -> None:
    page = head.get("/training/rules")
    assert "现在用的是示例" in browsing.words(page)
    values = {name: str(value) for name, value in queries.rules_of("LF").values().items()} | {"oral_first": "0"}
    wrong = press(head, "/training/rules", **{**values, "pass_percent": "101", "reason": "试试看"})
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    press(head, "/training/rules", **{**values, "pass_percent": "90", "reason": "严一点"})
    assert queries.rules_of("LF").pass_percent == 90
    assert "严一点" in browsing.words(head.get("/training/rules"))


def test_no_page_is_heavy(school: School, mine: Client, head: Client) -> None:
    school.enrol()
    for client, address in (
        (mine, "/training/"),
        (head, "/training/people/"),
        (head, f"/training/people/{school.clerk.pk}"),
    ):
        assert len(client.get(address).content) < 100_000


def test_the_demonstration_has_somebody_at_every_place_of_the_way(school: School) -> None:
    from onetrip.staff.models import Account
    from onetrip.web.demonstration import training as demonstration

    for username in ("clerk14", "clerk15", "clerk16"):
        factories.make_account(username=username)
    factories.make_account("director", username="director")
    assert demonstration.play(code="LF", now=NOW) == 3
    assert demonstration.play(code="LF", now=NOW) == 0
    states = {(one.account.username, one.state) for one in Path.objects.select_related("account")}
    assert states == {("clerk14", "due"), ("clerk15", "trial")}
    assert Account.objects.get(username="clerk16").enrolment


def test_the_operator_sees_who_is_how_far(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import Namespace

    from onetrip.cli import training

    school.on_trial()
    assert training.plan(Namespace()) == 0
    assert training.status(Namespace(centre="LF", json=False)) == 0
    said = capsys.readouterr().out
    assert re.search(rf"{school.clerk.username} +ageing trial", said)
    assert re.search(rf"{school.other.username} +没进培训", said)
    assert training.status(Namespace(centre="XX", json=False)) == 1


def test_a_long_plan_shows_ten_lines_and_keeps_the_rest_behind_a_press() -> None:
    from onetrip.rules import Text
    from onetrip.training import showing

    name = Text("一", "one")
    lines = [showing.PlanLine(place, f"matter-{place}", name, (), 1.0, True) for place in range(1, 16)]
    groups = [
        showing.PlanGroup("ageing", name, "老", True, tuple(lines[:8])),
        showing.PlanGroup("work", name, "业", True, tuple(lines[8:12])),
        showing.PlanGroup("work", name, "业", False, tuple(lines[12:])),
    ]
    first, later = showing.parted(groups)
    assert [(group.category, len(group.lines)) for group in first] == [("ageing", 8), ("work", 2)]
    assert [(group.category, [line.place for line in group.lines]) for group in later] == [("work", [11, 12])]
