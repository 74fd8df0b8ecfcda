"""Every question of the whole catalogue of the city: one right answer, found in two ways, the same on every day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from onetrip.advice.computing import compute
from onetrip.catalogue.book import Catalogue
from onetrip.planning.view import BY_PROXY
from onetrip.rules.edges import Lived, known_of
from onetrip.training.items import Item, Kind, find, items_of, judge, second_path
from onetrip.training.items.asking import asked_by_id, asked_of, world_of
from onetrip.training.items.drafts import ASK, NOTHING
from onetrip.training.items.grounds import entitled_is_sure, is_sure, papers_are_sure
from onetrip.training.items.money import LINE
from onetrip.training.items.one_paper import ONE
from onetrip.training.items.second_path import disagreeing, key_by_second_path

DAY = date(2026, 11, 30)
OTHER_DAYS = (date(2027, 3, 31), date(2028, 2, 29))


@pytest.fixture(scope="module")
def items(shanghai: Catalogue) -> list[Item]:
    return [item for matter in shanghai.matters for item in items_of(shanghai, matter, DAY)]


def of_kind(items: list[Item], *kinds: Kind) -> Iterator[Item]:
    return (item for item in items if item.kind in kinds)


def test_the_right_options_are_right_and_every_other_single_one_is_wrong(
    shanghai: Catalogue, items: list[Item]
) -> None:
    assert len(items) > 300
    for item in items:
        right = judge(shanghai, item, (), DAY).right
        assert right
        assert right <= {option.id for option in item.options}
        assert judge(shanghai, item, right, DAY).is_right
        assert judge(shanghai, item.id, list(right), DAY).is_right
        assert not judge(shanghai, item, (), DAY).is_right
        for option in item.options:
            if {option.id} != right:
                assert not judge(shanghai, item, {option.id}, DAY).is_right
        assert item.several or len(right) == 1


def test_too_many_chosen_and_options_that_are_none_are_wrong(shanghai: Catalogue, items: list[Item]) -> None:
    for item in items[::7]:
        right = judge(shanghai, item, (), DAY).right
        assert not judge(shanghai, item, {option.id for option in item.options}, DAY).is_right
        assert not judge(shanghai, item, {*right, "no-such-option"}, DAY).is_right


def test_two_independent_paths_agree_on_every_key(shanghai: Catalogue) -> None:
    assert [item for matter in shanghai.matters for item in disagreeing(shanghai, matter, DAY)] == []


def test_a_wrong_key_is_noticed_whatever_is_asked(shanghai: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_path, "key", lambda *_: frozenset({"a wrong key"}))
    for matter in ("elder-card", "old-age-allowance", "bed-fee-standard", "disability-care-subsidy"):
        wrong = disagreeing(shanghai, matter, DAY)
        assert wrong == tuple(item.id for item in items_of(shanghai, matter, DAY))
        assert wrong


def test_any_one_of_several_papers_is_one_option(shanghai: Catalogue) -> None:
    some = [
        option
        for item in items_of(shanghai, "prosthesis-fitting", DAY)
        for option in item.options
        if option.id in judge(shanghai, item, (), DAY).right and "|" in option.id
    ]
    assert some
    assert all(option.text.en.startswith("Any one of: ") and option.text.zh.endswith("任意一样") for option in some)


def test_the_second_path_says_what_the_definition_says(shanghai: Catalogue, items: list[Item]) -> None:
    by_lives = {
        asked.draft.traits["birth_date"]: asked.item
        for asked in asked_of(shanghai, "old-age-allowance", DAY)
        if asked.item.kind is Kind.ENTITLED
        and asked.draft.traits.get("hukou") == "shanghai"
        and len(asked.draft.traits) == 2
    }
    assert key_by_second_path(shanghai, by_lives[Lived(780)].id, DAY) == {"yes"}
    assert key_by_second_path(shanghai, by_lives[Lived(779)].id, DAY) == {"no"}
    with pytest.raises(KeyError):
        key_by_second_path(shanghai, "old-age-allowance:entitled:0000000000000000", DAY)


def test_the_papers_are_those_that_the_window_would_ask_for(shanghai: Catalogue, items: list[Item]) -> None:
    others = frozenset(shanghai.matters)
    for item in of_kind(items, Kind.PAPERS):
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        facts = {
            fact: known.value for fact, known in known_of(asked.draft.traits, DAY, shanghai.book.vocabulary).items()
        }
        told = compute(shanghai, wanted=[item.matter], facts=facts, declined=others - {item.matter}, day=DAY).plan
        right = judge(shanghai, item, (), DAY).right
        brought = {each.paper for each in told.bring_for(item.matter)}
        if asked.draft.topic.startswith(ONE):
            paper = asked.draft.topic.removeprefix(ONE)
            spared = {each.paper for each in told.not_needed if item.matter in each.for_matters}
            assert right == {"bring" if paper in brought else "spared" if paper in spared else "not-asked"}
            continue
        assert len(brought) == len(right - {NOTHING})
        assert all(brought & set(option.split("|")) for option in right - {NOTHING})
        assert all(brought.isdisjoint(option.id.split("|")) for option in item.options if option.id not in right)


def test_every_option_reads_differently_in_both_languages(items: list[Item]) -> None:
    for item in items:
        for language in ("zh", "en"):
            texts = [option.text.in_language(language) for option in item.options]
            assert len(set(texts)) == len(texts), item
            assert all(texts)
        assert len(item.options) >= 3


def test_the_same_questions_stand_on_every_day(shanghai: Catalogue, items: list[Item]) -> None:
    today = {item.id: item for item in items}
    for day in OTHER_DAYS:
        then = {item.id: item for matter in shanghai.matters for item in items_of(shanghai, matter, day)}
        assert then == today
    assert find(shanghai, items[0].id, OTHER_DAYS[0]) == items[0]


def test_a_verified_question_rests_on_nothing_open_and_on_no_weak_source(
    shanghai: Catalogue, items: list[Item]
) -> None:
    for item in items:
        if not item.is_verified:
            continue
        matter = shanghai.matters[item.matter]
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        match item.kind:
            case Kind.ENTITLED:
                assert entitled_is_sure(matter)
            case Kind.PAPERS:
                assert papers_are_sure(matter)
                assert not any(point.incomplete for point in matter.open)
            case Kind.BY_WHEN:
                assert is_sure(matter, "limits")
            case Kind.TELL:
                topic = "money" if asked.draft.topic.startswith(LINE) else asked.draft.topic
                field = {"by-itself": "automatic", "first": "needs_first", "money": "fees"}.get(topic, topic)
                assert is_sure(matter, field)


def test_a_question_on_open_ground_says_so_and_names_what_is_open(shanghai: Catalogue, items: list[Item]) -> None:
    marked = [item for item in items if not item.is_verified]
    assert len(marked) > 300
    for item in marked:
        assert "（待核对）" in item.question.zh
        assert "(to be verified)" in item.question.en
        first, *_, last = judge(shanghai, item, (), DAY).why
        assert first.zh.startswith("按现在生效的规则（待核对）：")
        assert first.en.startswith("By the rule in force (to be verified): ")
        assert last.zh.startswith("待核对的是：") or last.zh == "这一条的出处还要再核对。"
    for item in items:
        if item.is_verified:
            assert "待核对" not in item.question.zh
            assert not judge(shanghai, item, (), DAY).why[0].zh.startswith("按现在生效的规则")


def test_every_question_on_open_ground_rests_on_a_field_with_a_source_that_is_weak_or_open(
    shanghai: Catalogue, items: list[Item]
) -> None:
    for item in items:
        if item.is_verified:
            continue
        matter = shanghai.matters[item.matter]
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        fields = asked.draft.to_verify
        assert any(matter.confidence(field) is not None for field in fields)
        assert (
            any(
                matter.confidence(field) in (None, "low") or any(point.of == field for point in matter.open)
                for field in fields
            )
            or any(point.incomplete for point in matter.open)
            or not matter.terms.papers_complete
            or any(not case.papers_complete for case in matter.terms.situations)
        )


def test_a_list_that_may_lack_papers_is_never_asked_whole(shanghai: Catalogue, items: list[Item]) -> None:
    single = 0
    for item in of_kind(items, Kind.PAPERS):
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        if asked.draft.topic.startswith(ONE):
            single += 1
            assert {option.id for option in item.options} == {"bring", "spared", "not-asked"}
        else:
            assert not any(point.incomplete for point in shanghai.matters[item.matter].open)
    assert single > 30


def test_no_paper_that_an_open_point_names_is_asked_about_alone(shanghai: Catalogue, items: list[Item]) -> None:
    for item in of_kind(items, Kind.PAPERS):
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        if asked.draft.topic.startswith(ONE):
            name = shanghai.papers[asked.draft.topic.removeprefix(ONE)].name.zh
            points = [point.text.zh for point in shanghai.matters[item.matter].open if point.of == "papers"]
            assert not any(name in text and "复印" not in text and "几" not in text for text in points), item.id


def test_a_deed_that_an_open_point_calls_by_another_name_is_not_asked_about(shanghai: Catalogue) -> None:
    asked = [asked.draft.topic for asked in asked_of(shanghai, "residence-registration", DAY)]
    assert f"{ONE}title-deed" not in asked
    assert any(topic.startswith(ONE) for topic in asked)


def test_nobody_between_two_figures_that_the_sources_give_is_asked_about(
    shanghai: Catalogue, items: list[Item]
) -> None:
    ages = {
        asked.draft.traits["birth_date"]
        for matter in ("residence-permit-endorsement", "residence-registration")  # 60 in one source, 65 in another
        for asked in asked_of(shanghai, matter, DAY)
        if asked.draft.topic == "proxy" and "birth_date" in asked.draft.traits
    }
    lived = {life.age for life in ages if isinstance(life, Lived)}
    assert 65 in lived
    assert 15 in lived
    assert not lived & set(range(60, 65))


def test_nobody_whose_own_class_is_open_is_asked_about(shanghai: Catalogue, items: list[Item]) -> None:
    for matter in ("information-card", "prosthesis-fitting", "sunshine-baby-card"):  # whether "multiple" counts is open
        found = [asked for asked in asked_of(shanghai, matter, DAY) if asked.item.kind is Kind.ENTITLED]
        assert found
        assert all(asked.draft.traits.get("disability_kind") != "multiple" for asked in found)


def test_no_matter_has_more_questions_than_anybody_would_answer(shanghai: Catalogue) -> None:
    assert max(len(items_of(shanghai, matter, DAY)) for matter in shanghai.matters) <= 35


def test_no_resident_of_a_question_is_impossible(shanghai: Catalogue, items: list[Item]) -> None:
    world = world_of(shanghai, DAY)
    for item in items:
        asked = asked_by_id(shanghai, item.id, DAY)
        assert asked is not None
        assert world.can_be(asked.draft.traits)
        for fact, trait in asked.draft.traits.items():
            if not isinstance(trait, Lived) and (described := shanghai.book.vocabulary.fact(fact)) is not None:
                assert described.can_be(trait, DAY)


def test_who_cannot_be_judged_yet_becomes_decided_by_the_fact_to_ask_for_and_by_nothing_else(
    shanghai: Catalogue, items: list[Item]
) -> None:
    unsure = [
        item
        for item in of_kind(items, Kind.ENTITLED)
        if judge(shanghai, item, {"yes"}, DAY).right.isdisjoint({"yes", "no"})
    ]
    assert len(unsure) > 20
    for item in unsure:
        (right,) = judge(shanghai, item, (), DAY).right
        others = [option.id for option in item.options if option.id.startswith(ASK) and option.id != right]
        assert all(not judge(shanghai, item, {other}, DAY).is_right for other in others)
        assert key_by_second_path(shanghai, item.id, DAY) == {right}


def test_a_question_that_is_gone_is_not_judged(shanghai: Catalogue) -> None:
    for gone in ("elder-card:entitled:0123456789abcdef", "no-such-matter:papers:0123456789abcdef", "", "elder-card"):
        assert find(shanghai, gone, DAY) is None
        with pytest.raises(KeyError):
            judge(shanghai, gone, {"yes"}, DAY)


def test_what_a_resident_says_is_said_by_themselves(items: list[Item]) -> None:
    for item in items:
        for told in item.told:
            assert told.zh.endswith("。")
            assert told.en.endswith(".")
            assert "您" not in told.zh
            words = told.en.lower().replace(",", " ").replace(".", " ").split()
            assert not {"you", "your", "yourself"} & set(words), told


def test_every_judgement_gives_its_reason_in_both_languages(shanghai: Catalogue, items: list[Item]) -> None:
    for item in items:
        why = judge(shanghai, item, (), DAY).why
        assert why
        assert all(text.zh and text.en for text in why)


def test_somebody_else_is_asked_about_only_where_the_rule_is_known(shanghai: Catalogue, items: list[Item]) -> None:
    by_proxy = [
        asked.item
        for item in of_kind(items, Kind.PAPERS)
        if (asked := asked_by_id(shanghai, item.id, DAY)) is not None and asked.draft.traits.get(BY_PROXY) is True
    ]
    assert by_proxy
    for item in by_proxy:
        rule = shanghai.matters[item.matter].terms.proxy
        assert rule is not None
        assert rule.who != "nobody"
        assert is_sure(shanghai.matters[item.matter], "proxy")


def test_a_matter_that_the_catalogue_does_not_have_has_no_questions(shanghai: Catalogue) -> None:
    with pytest.raises(KeyError):
        items_of(shanghai, "no-such-matter", DAY)
