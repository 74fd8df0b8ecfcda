"""A difficult case that the editor made a training item of is practised, in its newest words, and by those words alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.catalogue import queries as catalogues
from onetrip.staff.models import Account
from onetrip.training.practice import actions, cases, queries
from onetrip.training.practice.actions.following_cases import FollowedCases
from onetrip.training.practice.cases import CaseItem
from onetrip.training.practice.models import PracticeCard
from tests import browsing
from tests.knowledge.asking import ANSWERED, ASKED, Asking, open_asking
from tests.training.practice import school

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=30)


@pytest.fixture
def asking() -> Asking:
    return open_asking()


@pytest.fixture
def clerk(asking: Asking) -> Account:
    return browsing.account("clerk")


def follow(asking: Asking) -> FollowedCases:
    return actions.follow_cases(now=asking.hall.tick(), by="system:clock")


def made() -> list[CaseItem]:
    return cases.items_of(catalogues.current(), queries.for_training())


def taken_up(asking: Asking, **given: str):
    return asking.take_up(asking.known(**given), "training")


def test_what_the_editor_took_up_is_asked_before_the_rules_of_its_matter(asking: Asking, clerk: Account) -> None:
    taken_up(asking)
    item = made()[0]
    asked = queries.next_of(clerk, "LF", asking.now)
    while asked is not None and asked.item.matter != "card":
        school.answered(clerk, asked.item, now=asking.now)
        asked = queries.next_of(clerk, "LF", asking.now)
    assert asked is not None
    assert asked.item == item
    assert asked.is_case
    assert (item.question.zh, item.answer, item.category) == (
        ASKED,
        ANSWERED,
        asked.catalogue.matters["card"].terms.category,
    )


def test_what_nobody_took_up_is_not_practised(asking: Asking) -> None:
    asking.known()
    asking.take_up(asking.known("另一个问题怎么办", "照老办法办就行。"), "nothing", "不用改")
    assert made() == []


def test_somebody_says_of_themselves_whether_they_knew(asking: Asking, clerk: Account) -> None:
    taken_up(asking)
    item = made()[0]
    known = school.answered(clerk, item, now=asking.now)
    assert (known.was_right, known.rating) == (True, 3)
    other = browsing.account("clerk")
    assert not school.answered(other, item, now=asking.now, is_right=False).was_right
    soon = PracticeCard.objects.get(account=other).due_at
    assert soon < PracticeCard.objects.get(account=clerk).due_at


def test_corrected_words_are_another_question_due_at_once_for_who_practised_the_wrong_ones(
    asking: Asking, clerk: Account
) -> None:
    known = taken_up(asking)
    old = made()[0]
    school.answered(clerk, old, now=asking.now)
    asking.change("correct", known, seen=1, question=ASKED, words="要满三年。", why="年限看错了")
    assert queries.asked_by_id(clerk, "LF", old.id, asking.now) is None, "the wrong words are shown no more"
    assert follow(asking) == FollowedCases(retired=1, corrected=1)
    asked = queries.next_of(clerk, "LF", asking.now)
    assert asked is not None
    assert isinstance(asked.item, CaseItem)
    assert asked.item.answer == "要满三年。"
    assert follow(asking) == FollowedCases()


def test_a_withdrawn_answer_is_asked_no_more_and_again_once_it_is_put_back(asking: Asking, clerk: Account) -> None:
    known = taken_up(asking)
    school.answered(clerk, made()[0], now=asking.now)
    asking.change("withdraw_answer", known, why="政策停了")
    assert follow(asking) == FollowedCases(retired=1)
    assert queries.today_of(clerk, "LF", asking.now + LATER).due == 0
    asking.change("put_back", known)
    assert follow(asking) == FollowedCases(back=1)
    assert queries.today_of(clerk, "LF", asking.now + LATER).due == 1


def test_an_answer_is_not_practised_while_its_matter_reads_otherwise(asking: Asking, clerk: Account) -> None:
    known = taken_up(asking)
    school.answered(clerk, made()[0], now=asking.now)
    school.publish(card=school.YOUNGER)
    assert made() == []
    assert follow(asking).retired == 1
    asking.change("confirm", known, seen=1)
    assert [one.id[-2:] for one in made()] == ["-2"]
    assert follow(asking) == FollowedCases()


def test_a_new_version_of_the_catalogue_leaves_cases_of_other_matters_alone(asking: Asking, clerk: Account) -> None:
    taken_up(asking, matter="reward")
    school.answered(clerk, made()[0], now=asking.now)
    school.follow()
    school.publish(card=school.YOUNGER)
    school.follow()
    follow(asking)
    assert PracticeCard.objects.get(item=made()[0].id).state == PracticeCard.State.IN_FORCE


def test_an_answer_about_no_matter_or_one_that_is_gone_is_nobody_s_question(asking: Asking) -> None:
    taken_up(asking, matter="")
    assert made() == []


@pytest.mark.parametrize(
    "item", ["card:case:", "card:case:zz-1", "card:case:" + "0" * 32 + "-1", ":case:", "card:case:0-"]
)
def test_an_id_that_names_nothing_is_no_question(asking: Asking, clerk: Account, item: str) -> None:
    assert queries.asked_by_id(clerk, "LF", item, asking.now) is None


def test_on_the_page_the_answer_is_folded_away_until_somebody_turns_it_over(asking: Asking, clerk: Account) -> None:
    taken_up(asking)
    item = made()[0]
    PracticeCard.objects.create(
        account=clerk,
        item=item.id,
        matter=item.matter,
        category=item.category,
        memory=school.fresh(asking.now),
        due_at=asking.now,
        made_at=asking.now,
    )
    client = browsing.visitor(clerk)
    page = client.get("/training/practice/next").content.decode()
    assert ASKED in page
    assert "居民说" not in page
    folded = page[
        page.index('<details class="turned">') : page.index("</details>", page.index('<details class="turned">'))
    ]
    assert ANSWERED in folded
    assert page.count(ANSWERED) == 1
    sent = {"item": item.id, "edition": "0", "chosen": "other", "idempotency_key": browsing.key()}
    answered = client.post("/training/practice/answer", sent, follow=True)
    assert ANSWERED in browsing.words(answered)
    assert "不对" in browsing.words(answered)
