"""What a changed catalogue means for whom: both versions are asked about the same people who do not exist."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.comparing import Comparison, changed_matters, compare, file_changes
from onetrip.catalogue.residents import described, residents
from onetrip.catalogue.schema import read
from onetrip.rules import age_on
from tests.catalogue.small import SMALL, spoilt
from tests.factories import TODAY

MATTER = "matters/elder-card.yaml"


def catalogue(files: dict[str, str]) -> Catalogue:
    found = read(files)
    assert found.catalogue is not None, found.problems
    return found.catalogue


def compared(old: str, new: str, *, name: str = MATTER, number: int = 2_000) -> Comparison:
    return compare(catalogue(SMALL), catalogue(spoilt(name, old, new)), TODAY, number=number)


def test_a_wider_condition_is_a_gain_and_nobodys_loss() -> None:
    (change,) = compared("age >= 65", "age >= 60").matters

    assert change.gains > 0
    assert (change.loses, change.papers) == (0, 0)
    example = change.examples["gains"]
    assert "户籍是上海" in example.who.zh
    assert 60 <= int(example.who.en.split(",")[0].removeprefix("aged ")) < 65


def test_gains_of_one_way_are_losses_of_the_other() -> None:
    before, after = catalogue(SMALL), catalogue(spoilt(MATTER, "age >= 65", "age >= 60"))
    (there,), (back,) = (compare(*pair, TODAY, number=2_000).matters for pair in ((before, after), (after, before)))
    assert (there.gains, there.loses) == (back.loses, back.gains)


def test_another_paper_is_no_gain_but_other_papers_for_everyone_entitled() -> None:
    (change,) = compared("{paper: id-card, originals: 1}", "{paper: id-card, originals: 1, copies: 2}").matters

    assert (change.gains, change.loses) == (0, 0)
    assert change.papers == change.entitled > 0
    example = change.examples["papers"]
    assert [paper.zh for paper in example.after] == ["身份证（原件 1、复印件 2）"]
    assert [paper.zh for paper in example.before] == ["身份证（原件 1）"]


def test_words_alone_change_nothing_for_anybody() -> None:
    (change,) = compared("en: Elder card", "en: Card for elders").matters
    assert change.only_words


def test_a_matter_changes_with_the_fact_and_the_paper_it_rests_on() -> None:
    before = catalogue(SMALL)
    for name, old, new in (
        ("papers.yaml", "zh: 照片", "zh: 一寸照片"),
        ("facts.yaml", "most: 130", "most: 120"),
    ):
        assert changed_matters(before, catalogue(spoilt(name, old, new))) == ["elder-card"]


def test_an_amount_that_is_not_used_changes_no_matter() -> None:
    assert changed_matters(catalogue(SMALL), catalogue(spoilt("amounts.yaml", "1595", "1700"))) == []


def test_a_new_matter_is_gained_by_everyone_entitled_and_a_removed_one_lost() -> None:
    second = (
        SMALL[MATTER]
        .replace("id: elder-card", "id: second")
        .replace("老年卡", "另一张")
        .replace("敬老卡申领", "另一张卡")
    )
    more = {**SMALL, "matters/second.yaml": second}
    (added,) = compare(catalogue(SMALL), catalogue(more), TODAY, number=1_000).matters
    (removed,) = compare(catalogue(more), catalogue(SMALL), TODAY, number=1_000).matters
    assert (added.kind, removed.kind) == ("added", "removed")
    assert added.gains == removed.loses > 0


def test_where_nobody_knows_who_may_have_it_nobody_gains_it() -> None:
    files = dict(SMALL)
    condition = 'entitled: hukou == "shanghai" and age >= 65'
    unknown = "open:\n  - {of: entitled, zh: 谁能办没有查到。, en: Who may have it is not known.}\nsources:"
    files[MATTER] = files[MATTER].replace(condition, "entitled: true").replace("sources:", unknown)
    (change,) = compare(catalogue(SMALL), catalogue(files), TODAY, number=1_000).matters
    assert (change.gains, change.entitled) == (0, 0)
    assert change.loses > 0


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (compared("age >= 65", "age >= 60") for _ in range(2))
    assert first == second


def test_the_progress_is_told_by_the_thousand() -> None:
    heard: list[int] = []
    after = catalogue(spoilt(MATTER, "age >= 65", "age >= 60"))
    compare(catalogue(SMALL), after, TODAY, number=2_500, told=heard.append)
    assert heard == [0, 1000, 2000]


def test_no_change_asks_nobody() -> None:
    assert compare(catalogue(SMALL), catalogue(SMALL), TODAY).matters == ()


def test_the_texts_that_differ_are_shown_with_two_lines_around_them() -> None:
    (change,) = file_changes(SMALL, spoilt(MATTER, "age >= 65", "age >= 60"))
    assert (change.name, change.kind) == (MATTER, "changed")
    assert [line.sign for line in change.lines] == [" ", " ", "-", "+", " ", " "]
    kinds = {each.name: each.kind for each in file_changes({"a": "1", "b": "2"}, {"b": "3", "c": "4"})}
    assert kinds == {"a": "removed", "b": "changed", "c": "added"}


# --- The people ----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_people_and_a_further_fact_changes_none_of_the_others(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    few, more = (residents(vocabulary, facts, TODAY, 50) for facts in (["lives_away"], ["lives_away", "dwelling"]))
    assert [{name: one[name] for name in few[0]} for one in more] == few
    assert residents(vocabulary, ["lives_away"], TODAY, 50, seed=7) != few


def test_every_value_is_one_that_its_fact_can_have(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    for person in residents(vocabulary, list(vocabulary.facts), TODAY, 300):
        for name, known in person.items():
            fact = vocabulary.fact(name)
            assert fact is not None
            assert fact.fits(known.value), name
        born = person["birth_date"].value
        assert isinstance(born, date)
        assert person["age"].value == age_on(born, TODAY)


def test_a_life_hangs_together(shanghai: Catalogue) -> None:
    people = residents(shanghai.book.vocabulary, [], TODAY, 3_000)
    values = [{name: known.value for name, known in person.items()} for person in people]
    assert all(one["work"] in ("student", "none") for one in values if one["age"] < 18)
    assert all(one["insured_by"] == "employee_retired" for one in values if one["work"] == "retired")
    old = [one for one in values if one["age"] >= 60]
    # The census: 23.4 % are 60 and older, and of them nine in ten are registered here.
    assert 0.20 < len(old) / len(values) < 0.27
    assert 0.85 < sum(one["hukou"] == "shanghai" for one in old) / len(old) < 0.96


def test_a_catalogue_without_those_facts_still_has_its_people() -> None:
    people = residents(catalogue(SMALL).book.vocabulary, ["hukou"], TODAY, 20)
    assert {name for person in people for name in person} == {"birth_date", "age", "hukou"}


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(1961, 12, 24), "64 岁 11 个月"),
        (date(1961, 11, 24), "65 岁"),
        (date(1961, 11, 23), "65 岁"),
        (date(1961, 10, 24), "65 岁 1 个月"),
    ],
)
def test_an_age_is_told_to_the_month_where_it_matters(shanghai: Catalogue, born: date, told: str) -> None:
    from onetrip.rules import Known, Origin

    known = {"birth_date": Known(born, Origin.SAID)}
    assert described(known, ["birth_date"], shanghai.book.vocabulary, TODAY).zh.rstrip("整") == told
