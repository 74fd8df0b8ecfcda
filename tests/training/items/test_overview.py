"""The table of a category, computed from the definitions of its matters, and the scenes to play."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Text
from onetrip.training.items import Kind, items_of, judge, nearest, overview, role_play
from onetrip.training.items.overview import NOT_KNOWN
from onetrip.training.items.shapes import Item

DAY = date(2026, 11, 30)


def test_every_matter_of_a_category_has_a_row_and_every_column_tells_some_apart(shanghai: Catalogue) -> None:
    for category in shanghai.categories:
        table = overview(shanghai, category, DAY)
        assert [row.matter for row in table.rows] == [matter.id for matter in shanghai.in_category(category)]
        for at, head in enumerate(table.columns):
            assert len({row.values[at] for row in table.rows}) > 1, head
        assert all(len(row.values) == len(table.columns) for row in table.rows)
        assert not {head for head, _ in table.shared} & set(table.columns)
        assert all(value != NOT_KNOWN for _, value in table.shared)


def test_a_table_says_what_the_definitions_say(shanghai: Catalogue) -> None:
    table = overview(shanghai, "ageing", DAY)
    card = next(row for row in table.rows if row.matter == "elder-card")
    told = dict(zip(table.columns, card.values, strict=True))
    assert told[Text("多久有结果", "By when")] == Text("30 个工作日", "30 working days")
    assert told[Text("代办", "Somebody else")] == Text("谁都可以代办。", "Anybody may come for you.")
    assert "65" in told[Text("谁能办", "Who may have it")].zh
    assert told[Text("材料", "Papers")] == Text("身份证；看情形另有 2 种", "ID card; 2 more in some cases")


def test_papers_that_several_ask_for_are_counted(shanghai: Catalogue) -> None:
    name, number = overview(shanghai, "medical").papers[0]
    assert name == shanghai.papers["id-card"].name
    assert number > 1


def test_a_list_that_may_lack_papers_says_so(shanghai: Catalogue) -> None:
    table = overview(shanghai, "mutual-aid", DAY)
    claim = next(row for row in table.rows if row.matter == "retiree-mutual-aid-claim")
    assert any("可能还要别的" in value.zh and "perhaps others" in value.en for value in claim.values)


def test_neighbours_are_of_the_same_category_and_never_the_matter_itself(shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        near = nearest(shanghai, matter.id)
        assert all(other.terms.category == matter.terms.category and other.id != matter.id for other in near)
    with pytest.raises(KeyError):
        nearest(shanghai, "no-such-matter")
    with pytest.raises(KeyError):
        overview(shanghai, "no-such-category")


def items(catalogue: Catalogue, *matters: str) -> list[Item]:
    return [item for matter in matters for item in items_of(catalogue, matter, DAY)]


def test_the_resident_says_at_first_only_what_they_want_and_the_rest_when_asked(shanghai: Catalogue) -> None:
    for item in items(shanghai, "elder-card", "residence-permit-endorsement", "family-planning-reward", "elder-card"):
        scene = role_play(shanghai, item.matter, item, DAY)
        assert scene.item == item.id
        opening = "".join(text.en for text in scene.opens)
        assert all(answer.answer.en not in opening for answer in scene.answers)
        assert len(scene.answers) >= len(item.told)
        assert scene.must_ask == tuple(answer.question for answer in scene.answers)


def test_what_is_good_to_say_is_right_and_what_never_to_say_is_wrong(shanghai: Catalogue) -> None:
    for matter in shanghai.matters:
        for item in items_of(shanghai, matter, DAY)[::3]:
            scene = role_play(shanghai, matter, item.id, DAY)
            right = judge(shanghai, item, (), DAY).right
            assert scene.good
            said = "".join(text.zh for text in scene.never)
            for option in item.options:
                if option.id in right and item.kind is not Kind.ENTITLED:
                    assert option.text not in scene.never
            if item.kind is Kind.PAPERS:
                brought = {option.text.zh for option in item.options if option.id in right and option.id != "nothing"}
                assert not brought & set(said.removeprefix("叫居民带这些：").rstrip("。").split("、"))


def test_who_does_not_know_says_so_and_the_clerk_does_not_guess(shanghai: Catalogue) -> None:
    unsure = next(
        item
        for item in items(shanghai, "elder-card")
        if item.kind is Kind.ENTITLED and judge(shanghai, item, (), DAY).right == {"ask:hukou"}
    )
    scene = role_play(shanghai, "elder-card", unsure, DAY)
    assert any(answer.answer.zh == "这个我说不清，要回去看。" for answer in scene.answers)
    assert {text.en for text in scene.never} == {"Yes, the conditions are met.", "No, the conditions are not met."}


def test_a_scene_of_another_matter_or_of_a_question_that_is_gone_is_none(shanghai: Catalogue) -> None:
    item = items(shanghai, "elder-card")[0]
    for matter, wanted in (("old-age-allowance", item.id), ("elder-card", "elder-card:entitled:0000000000000000")):
        with pytest.raises(KeyError):
            role_play(shanghai, matter, wanted, DAY)
