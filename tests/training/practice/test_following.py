"""A changed matter makes due exactly the questions it touches, before it takes effect and when it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import get_default_timezone

from onetrip.catalogue import actions as catalogue_actions
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import Draft
from onetrip.rules import Text
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from onetrip.staff.qualifying import qualify
from onetrip.training import items
from onetrip.training.practice import queries
from onetrip.training.practice.differing import differences
from onetrip.training.practice.models import PracticeCard, RuleChange
from tests import browsing
from tests.factories import NOW, TODAY, make_centre
from tests.together import together
from tests.training.practice import school

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = TODAY + timedelta(days=10)
EFFECT = NOW + timedelta(days=10)


@pytest.fixture
def clerk() -> Account:
    make_centre()
    school.publish()
    school.follow()
    return browsing.account("clerk")


def cards(account: Account, state: str) -> dict[str, PracticeCard]:
    return {one.item: one for one in PracticeCard.objects.filter(account=account, state=state)}


def practised(clerk: Account) -> None:
    """Everything about the card, and one question of another matter, answered a week ago."""
    for item in [*school.card_items(), items.items_of(catalogues.current(), "unlimited", TODAY)[0]]:
        school.answered(clerk, item, now=NOW - timedelta(days=7))


def publish_due(now=EFFECT) -> None:
    assert [done.version for done in catalogue_actions.publish_due(now=now, zone=get_default_timezone(), by="x")] == [2]


def touched(text: str) -> items.Changed:
    before = catalogues.current()
    school.publish(card=text)
    return items.changed(before, catalogues.current(), TODAY)


def test_what_a_change_takes_away_is_retired_and_what_it_brings_is_due_at_once(clerk: Account) -> None:
    practised(clerk)
    changed = touched(school.YOUNGER)
    assert changed.gone
    assert changed.come
    school.follow()
    retired = cards(clerk, "retired")
    assert retired.keys() == changed.gone & (retired.keys() | cards(clerk, "in-force").keys())
    assert {one.retired_why for one in retired.values()} == {"rule-changed"}
    now_due = cards(clerk, "in-force")
    assert changed.come <= now_due.keys()
    assert all(now_due[item].due_at == NOW for item in changed.come)


def test_what_a_change_does_not_touch_is_left_as_it_was(clerk: Account) -> None:
    practised(clerk)
    before = cards(clerk, "in-force")
    changed = touched(school.QUICKER)
    school.follow()
    after = cards(clerk, "in-force")
    for item in before.keys() - changed.gone:
        assert (after[item].due_at, after[item].memory, after[item].change_id) == (
            before[item].due_at,
            before[item].memory,
            None,
        )
    assert changed.gone <= {item for item in before if ":by-when:" in item or ":tell:" in item}


def test_what_comes_inherits_how_hard_it_was(clerk: Account) -> None:
    practised(clerk)
    changed = touched(school.YOUNGER)
    school.follow()
    inherited = [one for one in cards(clerk, "in-force").values() if one.item in changed.come and one.inherits]
    assert inherited
    for one in inherited:
        assert one.memory["difficulty"] == one.inherits.memory["difficulty"]
        assert one.inherits.matter == one.matter
        assert one.edition == 0


def test_a_change_of_words_makes_nothing_due(clerk: Account) -> None:
    practised(clerk)
    before = cards(clerk, "in-force")
    school.publish(card=school.matters.FILES[school.CARD].replace("also: [老人卡]", "also: [老人卡, 老年卡片]"))
    school.follow()
    after = cards(clerk, "in-force")
    assert {item: one.due_at for item, one in before.items()} == {item: one.due_at for item, one in after.items()}


def test_only_those_who_handle_the_matter_or_practised_it_are_asked(clerk: Account) -> None:
    practised(clerk)
    elsewhere, learner = browsing.account("clerk"), browsing.account("clerk")
    guide, editor = browsing.account("guide"), browsing.account("editor")
    for one, what in ((elsewhere, "no-such-category"), (learner, "ageing")):
        qualify(account_id=one.pk, of="category", name=what, from_day=TODAY, source="test", now=NOW, by="x")
    changed = touched(school.YOUNGER)
    school.follow()
    assert changed.come == cards(learner, "in-force").keys()
    for nobody in (elsewhere, guide, editor):
        assert not PracticeCard.objects.filter(account=nobody).exists()


def test_somebody_whose_account_was_closed_is_not_asked(clerk: Account) -> None:
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    touched(school.YOUNGER)
    school.follow()
    assert not PracticeCard.objects.exists()


def test_an_approved_change_is_due_before_its_day_and_told_as_one_to_come(clerk: Account) -> None:
    practised(clerk)
    before = cards(clerk, "in-force")
    school.scheduled(school.YOUNGER, ON)
    done = school.follow()
    coming = cards(clerk, "coming")
    assert done.due == len(coming) > 0
    assert cards(clerk, "in-force") == before  # the old rule is in force until then
    asked = queries.next_of(clerk, "LF", NOW)
    assert asked is not None
    assert (asked.is_coming, asked.day, asked.item.id in coming) == (True, ON, True)
    assert asked.change.from_day == ON
    assert "60" in " ".join(line["zh"] for line in asked.change.differs)
    assert items.find(catalogues.current(), asked.item.id, TODAY) is None


def test_an_answer_about_the_rule_to_come_is_judged_by_that_rule(clerk: Account) -> None:
    school.scheduled(school.YOUNGER, ON)
    school.follow()
    for item in sorted(cards(clerk, "coming")):
        asked = queries.asked_by_id(clerk, "LF", item, NOW)
        assert asked is not None
        assert school.answered(clerk, asked.item).was_right


def test_when_the_change_takes_effect_its_questions_are_due_again(clerk: Account) -> None:
    practised(clerk)
    school.scheduled(school.YOUNGER, ON)
    school.follow()
    coming = cards(clerk, "coming")
    for item in sorted(coming):
        asked = queries.asked_by_id(clerk, "LF", item, NOW)
        school.answered(clerk, asked.item)
    assert not PracticeCard.objects.filter(account=clerk, item__in=coming, due_at__lte=NOW).exists()
    publish_due()
    school.follow(EFFECT)
    in_force = cards(clerk, "in-force")
    assert coming.keys() <= in_force.keys()
    assert all(in_force[item].due_at == EFFECT and in_force[item].edition == 1 for item in coming)
    assert not cards(clerk, "coming")
    (change,) = RuleChange.objects.all()
    assert (change.state, change.number, change.from_day) == ("in-force", 2, ON)


def test_before_its_day_the_old_rule_is_asked_beside_it(clerk: Account) -> None:
    practised(clerk)
    school.scheduled(school.YOUNGER, ON)
    school.follow()
    later = NOW + timedelta(days=8)
    old = [one for one in cards(clerk, "in-force").values() if one.due_at <= later]
    assert old
    for one in old:
        asked = queries.asked_of(one, "LF", later)
        assert asked is not None
        assert not asked.is_coming


def test_a_change_that_is_withdrawn_is_asked_no_more(clerk: Account) -> None:
    draft = school.scheduled(school.YOUNGER, ON)
    school.follow()
    assert cards(clerk, "coming")
    Draft.objects.filter(pk=draft.pk).update(state="withdrawn")
    school.follow()
    assert not cards(clerk, "coming")
    assert {one.retired_why for one in cards(clerk, "retired").values()} == {"change-withdrawn"}
    assert RuleChange.objects.get().state == "withdrawn"
    assert queries.next_of(clerk, "LF", NOW).is_coming is False
    assert queries.changes_of("card") == []


def test_a_change_put_off_is_told_with_its_new_day(clerk: Account) -> None:
    draft = school.scheduled(school.YOUNGER, ON)
    school.follow()
    Draft.objects.filter(pk=draft.pk).update(publish_on=ON + DAY)
    school.follow()
    assert RuleChange.objects.get().from_day == ON + DAY
    assert queries.next_of(clerk, "LF", NOW).day == ON + DAY


def test_between_the_publication_and_the_clock_nothing_is_asked_by_a_rule_that_is_over(clerk: Account) -> None:
    practised(clerk)
    changed = touched(school.YOUNGER)  # the clock has not come round yet
    later = NOW + timedelta(days=60)
    seen = set()
    while (asked := queries.next_of(clerk, "LF", later)) is not None and asked.item.id not in seen:
        seen.add(asked.item.id)
        assert asked.item.id not in changed.gone
        school.answered(clerk, asked.item, now=later)
        later += timedelta(seconds=20)


def test_a_rule_that_comes_back_brings_its_questions_back(clerk: Account) -> None:
    practised(clerk)
    before = cards(clerk, "in-force").keys()
    touched(school.YOUNGER)
    school.follow()
    school.publish(card=school.matters.FILES[school.CARD])
    school.follow(NOW + DAY)
    after = cards(clerk, "in-force")
    assert before <= after.keys()
    assert all(one.retired_at is None for one in after.values())


def test_the_notice_goes_with_the_first_right_answer_under_the_new_rule(clerk: Account) -> None:
    touched(school.YOUNGER)
    school.follow()
    asked = queries.next_of(clerk, "LF", NOW)
    assert asked.change is not None
    school.answered(clerk, asked.item, is_right=False)
    assert queries.asked_by_id(clerk, "LF", asked.item.id, NOW).change is not None
    school.answered(clerk, asked.item, now=NOW + timedelta(minutes=2))
    assert queries.asked_by_id(clerk, "LF", asked.item.id, NOW).change is None


def test_following_again_does_nothing(clerk: Account) -> None:
    practised(clerk)
    touched(school.YOUNGER)
    assert school.follow().due
    school.answered(clerk, queries.next_of(clerk, "LF", NOW).item)
    kept = list(PracticeCard.objects.order_by("pk").values())
    for _ in range(2):
        assert school.follow(NOW + timedelta(minutes=1)).due == 0
    assert list(PracticeCard.objects.order_by("pk").values()) == kept


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_one_card(clerk: Account) -> None:
    changed = touched(school.YOUNGER)
    done = together([school.follow, school.follow])
    assert sorted(one.due for one in done) == [0, len(changed.come)]
    assert PracticeCard.objects.filter(account=clerk).count() == len(changed.come)


def test_several_versions_missed_are_followed_in_one_step(clerk: Account) -> None:
    practised(clerk)
    before = catalogues.current()
    school.publish(card=school.YOUNGER)
    school.publish(card=school.YOUNGER.replace("30 working_days", "5 working_days"))
    changed = items.changed(before, catalogues.current(), TODAY)
    school.follow()
    assert changed.come <= cards(clerk, "in-force").keys()
    assert not changed.gone & cards(clerk, "in-force").keys()


def test_a_new_colleague_meets_the_change_when_it_takes_effect(clerk: Account) -> None:
    del clerk
    school.scheduled(school.YOUNGER, ON)
    school.follow()
    newcomer = create_account(
        username="newcomer",
        name="新人",
        password=None,
        roles=[("clerk", "LF")],
        by="system",
        now=NOW,
        demonstration=True,
    )
    publish_due()
    school.follow(EFFECT)
    assert cards(newcomer, "in-force")


def test_what_differs_is_said_in_words() -> None:
    before = school.publish().number
    after = school.publish(card=school.QUICKER.replace("age >= 65", "age >= 60")).number
    said = differences(catalogues.version(before), catalogues.version(after), "card", TODAY)
    assert all(isinstance(line, Text) and line.zh and line.en for line in said)
    zh = " ".join(line.zh for line in said)
    assert "年满 60 周岁" in zh
    assert "20 个工作日（原来 30 个工作日）" in zh


def test_papers_that_come_and_go_are_named() -> None:
    before = school.publish().number
    text = school.matters.FILES[school.CARD].replace("{paper: booklet, originals: 1}", "{paper: photo, originals: 2}")
    after = school.publish(card=text).number
    zh = " ".join(line.zh for line in differences(catalogues.version(before), catalogues.version(after), "card", TODAY))
    assert "多了材料：照片。" in zh
    assert "不再要：户口簿。" in zh


@pytest.mark.parametrize(
    "broken",
    [{"state": "in-force", "number": None}, {"state": "coming", "number": 3}, {"state": "perhaps"}],
    ids=["in force by no version", "coming by a version", "unknown"],
)
def test_the_database_holds_what_states_a_change_can_have(clerk: Account, broken: dict[str, object]) -> None:
    del clerk
    school.scheduled(school.YOUNGER, ON)
    school.follow()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.update(**broken)
