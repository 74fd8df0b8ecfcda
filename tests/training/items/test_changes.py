"""A change of the catalogue brings new questions exactly where it touches one, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.training.items import Changed, Kind, changed, find, items_of, judge
from tests.factories import CATALOGUE

DAY = date(2026, 11, 30)
Edit = Callable[[str, str, str], Catalogue]


CATEGORIES = ("ageing", "medical", "insurance")


def few() -> dict[str, str]:
    """The files of three categories and all that every matter refers to: enough neighbours, and quick to read."""
    texts, problems = read_folder(CATALOGUE)
    assert not problems
    return {
        name: text
        for name, text in texts.items()
        if not name.startswith("matters/") or any(f"category: {category}\n" in text for category in CATEGORIES)
    }


def catalogue_of(texts: dict[str, str]) -> Catalogue:
    found = read(texts)
    assert found.catalogue is not None, found.problems
    return found.catalogue


@pytest.fixture(scope="module")
def before() -> Catalogue:
    return catalogue_of(few())


@pytest.fixture(scope="module")
def edited() -> Edit:
    texts = few()

    def edit(name: str, old: str, new: str) -> Catalogue:
        assert old in texts[name]
        return catalogue_of({**texts, name: texts[name].replace(old, new, 1)})

    return edit


def touched(change: Changed) -> set[tuple[str, str]]:
    return {(item.split(":")[0], item.split(":")[1]) for item in change.gone | change.come}


def test_one_paper_more_makes_new_questions_of_its_matter_alone(before: Catalogue, edited: Edit) -> None:
    after = edited("matters/elder-card.yaml", "  - paper: elder-card-form\n", "  - paper: bank-card\n")
    change = changed(before, after, DAY)
    assert touched(change) == {("elder-card", Kind.PAPERS)}
    assert change.gone
    assert change.come
    assert change.same == {item.id for matter in before.matters for item in items_of(before, matter, DAY)} - change.gone


def test_another_condition_makes_new_questions_of_who_is_entitled(before: Catalogue, edited: Edit) -> None:
    after = edited("matters/elder-card.yaml", "months_until(age=65) <= 1", "months_until(age=65) <= 2")
    assert touched(changed(before, after, DAY)) == {("elder-card", Kind.ENTITLED)}


def test_another_limit_and_another_slip_make_new_questions_of_theirs(before: Catalogue, edited: Edit) -> None:
    after = edited("matters/social-security-card.yaml", "30 calendar_days", "20 calendar_days")
    assert touched(changed(before, after, DAY)) == {("social-security-card", Kind.BY_WHEN)}
    slip = "普通病房按 C 等的标准付，护理医院按四人间的标准付，超出的自己付"
    after = edited("matters/bed-fee-standard.yaml", slip, "普通病房按 C 等的标准付，超出的自己付")
    assert touched(changed(before, after, DAY)) == {("bed-fee-standard", Kind.TELL)}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("matters/elder-card.yaml", "id: elder-card\n", "# 说明\nid: elder-card\n"),
        ("matters/elder-card.yaml", "  - 老年卡\n", "  - 老年卡\n  - 阿婆的卡\n"),
        ("matters/elder-card.yaml", "entitled: hukou ==", "entitled:  hukou =="),
        ("matters/elder-card.yaml", "Choose a bank; changing it later means a new card", "Choose a bank with care"),
    ],
    ids=["a comment", "another name people use", "a blank in a condition", "a step in other words"],
)
def test_words_that_no_question_rests_on_change_none(
    before: Catalogue, edited: Edit, name: str, old: str, new: str
) -> None:
    change = changed(before, edited(name, old, new), DAY)
    assert not change.gone
    assert not change.come
    assert change.same


def test_what_becomes_open_is_asked_with_a_mark_and_under_new_ids(before: Catalogue, edited: Edit) -> None:
    after = edited(
        "matters/elder-card.yaml",
        "open:\n",
        "open:\n  - of: entitled\n    zh: 条件要改，还没核对到。\n    en: The condition is to change; not verified.\n",
    )
    change = changed(before, after, DAY)
    assert touched(change) == {("elder-card", Kind.ENTITLED)}
    assert len(change.come) == len(change.gone)
    come = [find(after, item, DAY) for item in change.come]
    assert all(item is not None and not item.is_verified for item in come)
    assert all(item is not None and item.is_verified for item in [find(before, each, DAY) for each in change.gone])
    gone = next(iter(change.gone))
    assert find(after, gone, DAY) is None
    with pytest.raises(KeyError):
        judge(after, gone, {"yes"}, DAY)
    assert judge(before, gone, (), DAY).right  # by the version it was asked from it still has its key


def test_a_matter_taken_out_takes_its_questions_with_it(before: Catalogue) -> None:
    after = catalogue_of({name: text for name, text in few().items() if name != "matters/bed-fee-standard.yaml"})
    change = changed(before, after, DAY)
    assert {matter for matter, _ in touched(change)} == {"bed-fee-standard"}
    assert not change.come
