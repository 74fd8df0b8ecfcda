"""Stories that cannot be meant are refused by name: a misspelt expectation must not pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.planning import Standing, plan
from onetrip.rules import Known, Origin
from tests.factories import TODAY
from tests.stories.checking import unsaid, wrong_in_plan
from tests.stories.story import Brought, StoryUnreadable, Told, names, read, read_text

PLAIN = "title: t\nperson: {户籍: 上海, age: 66}\nasks: [{says: 老年卡, finds: 敬老卡申领}]\n"


def test_there_are_twenty_stories_at_least_and_each_says_who_comes(shanghai: Catalogue) -> None:
    assert len(names()) >= 20
    for name in names():
        found = read(name, shanghai)
        assert found.title
        assert found.told != Told()


def test_words_are_understood_in_either_language_and_as_ids(shanghai: Catalogue) -> None:
    text = PLAIN + "told: {matters: {Elder card: now}, bring: {ID card: 1, 户口簿: {copies: 2, for: [敬老卡申领]}}}"
    found = read_text("s", text, shanghai)
    assert found.person == {"hukou": "shanghai", "age": 66}
    assert found.wanted == ("elder-card",)
    assert found.told.matters == {"elder-card": Standing.NOW}
    assert found.told.bring == {
        "id-card": Brought(1, 0, None),
        "household-booklet": Brought(1, 2, frozenset({"elder-card"})),
    }


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + "tolled: {}",
        PLAIN + "told: {matter: {elder-card: now}}",
        PLAIN + "told: {bring: {身份证: {originals: 1, copys: 1}}}",
        PLAIN + "told: {matters: {no-such-matter: now}}",
        PLAIN + "told: {perhaps: [no such paper]}",
        PLAIN.replace("上海", "月球"),
        PLAIN.replace("age: 66", "age: old"),
        PLAIN.replace("户籍", "星座"),
        PLAIN.replace("敬老卡申领", "月球卡"),
    ],
)
def test_what_nobody_knows_is_refused(shanghai: Catalogue, text: str) -> None:
    with pytest.raises(StoryUnreadable, match=r"^s\b"):
        read_text("s", text, shanghai)


def test_a_standing_that_is_none_is_refused(shanghai: Catalogue) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        read_text("s", PLAIN + "told: {matters: {elder-card: perhaps}}", shanghai)


WRONG = {
    "another standing": Told(matters={"elder-card": Standing.LATER}),
    "a matter that must not be told": Told(not_told=frozenset({"old-age-allowance"})),
    "a paper too few": Told(bring={"id-card": Brought(1, 0, None), "authority-letter": Brought(1, 0, None)}),
    "a paper too many": Told(bring={}),
    "another number": Told(bring={"id-card": Brought(2, 0, None)}),
    "another matter": Told(bring={"id-card": Brought(1, 0, frozenset({"old-age-allowance"}))}),
    "nothing perhaps": Told(perhaps=frozenset({"household-booklet"})),
    "not spared": Told(not_needed=frozenset({"household-booklet"})),
    "other trips": Told(trips=2),
    "no promise": Told(promised=False),
}


@pytest.mark.parametrize("expected", WRONG)
def test_what_is_not_as_the_story_says_is_found_out(shanghai: Catalogue, expected: str) -> None:
    known = {"hukou": Known("shanghai", Origin.SAID), "age": Known(66, Origin.SAID)}
    made = plan(shanghai.book, known, TODAY, ["elder-card"])
    story = read_text("s", PLAIN, shanghai)
    assert not wrong_in_plan(made, story)
    assert wrong_in_plan(made, replace(story, told=WRONG[expected]))


def test_words_that_lack_or_must_not_stand_are_found_out(shanghai: Catalogue) -> None:
    story = read_text("s", PLAIN, shanghai)
    right = replace(
        story, told=Told(matters={"elder-card": Standing.NOW}, words=("能办",), aloud=("原件",), never=("月球",))
    )
    assert unsaid("敬老卡申领能办原件", right, shanghai, aloud=True) == []
    assert unsaid("能办原件", right, shanghai) == ["not named: 敬老卡申领"]
    assert unsaid("敬老卡申领", right, shanghai) == ["not said: 能办"]
    assert unsaid("敬老卡申领能办", right, shanghai, aloud=True) == ["not said: 原件"]
    assert unsaid("敬老卡申领能办月球", right, shanghai) == ["said: 月球"]
