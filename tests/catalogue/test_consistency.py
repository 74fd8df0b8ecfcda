"""`consistency.yaml`: what is wrong with it is told with its place, and that of Shanghai leaves everybody somebody to be."""

from __future__ import annotations

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.problems import Problem
from onetrip.catalogue.schema import read
from onetrip.rules import FactType, Known, Origin
from tests.catalogue.small import SMALL
from tests.factories import TODAY

FILE = "consistency.yaml"
SOUND = """\
no-elder-elsewhere:
  never: hukou == "elsewhere" and age >= 100
  kind: impossible
  why: {zh: 没有这样的人。, en: There is no such person.}
  sources:
    - {what: {zh: 推算, en: reckoned}, confidence: low}
"""


def with_file(text: str) -> dict[str, str]:
    return {**SMALL, FILE: text}


def problems(text: str) -> list[Problem]:
    return list(read(with_file(text)).problems)


def test_a_catalogue_does_without_and_then_rules_nothing_out() -> None:
    catalogue = read(SMALL).catalogue

    assert catalogue is not None
    assert catalogue.book.constraints == ()


def test_what_nobody_can_be_goes_into_the_book() -> None:
    reading = read(
        with_file(SOUND + SOUND.replace("no-elder", "hardly").replace("100", "90").replace("impossible", "unlikely"))
    )

    assert reading.problems == ()
    assert reading.catalogue is not None
    assert [(each.id, each.certain) for each in reading.catalogue.book.constraints] == [
        ("no-elder-elsewhere", True),
        ("hardly-elsewhere", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('hukou == "elsewhere"', 'hukuo == "elsewhere"', 2, "Did you mean hukou?"),
        ('"elsewhere"', '"abroad"', 2, "shanghai"),
        ("age >= 100", "age >= 65 and age < 60", 2, "Nobody can ever meet this condition."),
        ('hukou == "elsewhere" and age >= 100', '(hukou == "elsewhere" or hukou == "shanghai") and (age < 9 or age > 3)', 2, "everybody would contradict themselves"),
        ('hukou == "elsewhere" and age >= 100', 'age >= 100', 2, "It takes two facts"),
        ('hukou == "elsewhere" and age >= 100', 'hukou == "elsewhere" and age > 99 or age == 3', 2, "It takes two facts"),
        ('hukou == "elsewhere" and age >= 100', " and ".join(f'(age == {age} or hukou == "shanghai" and age != {age + 50})' for age in range(9)), 2, "too tangled"),
        ("impossible", "never", 3, "impossible, unlikely"),
        ("  kind: impossible\n", "", 2, '"kind" is missing'),
        ("why: {zh: 没有这样的人。, en: There is no such person.}", "why: {zh: 没有这样的人。}", 4, '"en" is missing'),
        ("confidence: low", "confidence: sure", 6, "high, medium, low"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_is(old: str, new: str, line: int, words: str) -> None:
    assert old in SOUND
    (found, *_) = problems(SOUND.replace(old, new))

    assert found.is_error
    assert (found.where.file, found.where.line) == (FILE, line)
    assert words in found.text.en


@pytest.mark.parametrize("again", ['hukou == "elsewhere" and age >= 100', 'hukou == "elsewhere" and age >= 101'])
def test_what_another_one_says_already_is_said_once(again: str) -> None:
    second = SOUND.replace("no-elder-elsewhere", "again").replace('hukou == "elsewhere" and age >= 100', again)

    (found,) = problems(SOUND + second)

    assert found.is_error
    assert "says this already" in found.text.en


def test_an_unlikely_one_may_reach_further_than_an_impossible_one_and_not_less_far() -> None:
    further = SOUND.replace("no-elder-elsewhere", "hardly").replace("100", "90").replace("impossible", "unlikely")
    less_far = further.replace("90", "110")

    assert problems(SOUND + further) == []
    assert [each.text.en for each in problems(SOUND + less_far)] == [
        '"no-elder-elsewhere" (consistency.yaml:1) says this already.'
    ]


def test_in_shanghai_every_answer_is_possible_and_none_is_forced(shanghai: Catalogue) -> None:
    constraints, facts = shanghai.book.impossible, shanghai.book.vocabulary.facts

    assert constraints.implied({}, TODAY) == {}
    for name, fact in facts.items():
        values = tuple(fact.choices) or ((True, False) if fact.type is FactType.BOOL else ())
        for value in values:
            assert constraints.conflicts({name: Known(value, Origin.SAID)}, TODAY) == (), (name, value)
