"""What made-up residents say of themselves."""

from __future__ import annotations

import re

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.rules import BIRTH_DATE, FactType, Text, Value
from onetrip.rules.edges import Lived
from onetrip.training.items.voice import in_first_person, sentence


@pytest.mark.parametrize(
    ("life", "zh", "en"),
    [
        (Lived(779), "64 周岁，再过 1 个月满 65 周岁。", "I am 64 and turn 65 in 1 month."),
        (Lived(778), "64 周岁，再过 2 个月满 65 周岁。", "I am 64 and turn 65 in 2 months."),
        (Lived(780), "今天正好满 65 周岁。", "I turn 65 today."),
        (Lived(781), "65 周岁零 1 个月。", "I am 65 years and 1 month old."),
        (Lived(486, to_the_month=False), "40 周岁。", "I am 40."),
        (Lived(60), "孩子今天正好满 5 周岁。", "The child turns 5 today."),
        (Lived(6, to_the_month=False), "孩子不满周岁。", "The child is under 1."),
        (Lived(59), "孩子 4 周岁，再过 1 个月满 5 周岁。", "The child is 4 and turns 5 in 1 month."),
    ],
)
def test_an_age_is_said_by_the_birthday_that_is_near(shanghai: Catalogue, life: Lived, zh: str, en: str) -> None:
    assert sentence(BIRTH_DATE, life, shanghai.book.vocabulary) == Text(zh, en)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("you are a sole trader", "I am a sole trader"),
        ("neither you nor your spouse bought a home of your own", "neither I nor my spouse bought a home of my own"),
        ("someone else comes for you", "someone else comes for me"),
        ("you and your spouse", "my spouse and I"),
        ("you", "myself"),
        ("a conflict at home keeps the booklet from you", "a conflict at home keeps the booklet from me"),
    ],
)
def test_what_is_said_to_somebody_is_said_by_that_one(said: str, instead: str) -> None:
    assert in_first_person(Text("您", said)) == Text("我", instead)


def test_every_value_of_every_fact_can_be_said_in_both_languages(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    for name, fact in vocabulary.facts.items():
        values: tuple[Value, ...] = (False, True) if fact.type is FactType.BOOL else tuple(fact.choices)
        for value in values:
            said = sentence(name, value, vocabulary)
            assert said.zh.endswith("。")
            assert said.en.endswith(".")
            assert said.en[0].isupper() or not said.en[0].isalpha()
            assert not re.search(r"\b(you|your|yourself)\b", said.en)
            assert "您" not in said.zh


def test_none_of_a_few_names_them_and_none_of_many_does_not(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    assert sentence("lease_by", "company", vocabulary).zh == "谈成租约的人：租赁公司。"
    assert sentence("difficulty", "none", vocabulary) == Text(
        "就业困难类别：问到的几种都不是。", "Kind of employment difficulty: none of those asked about."
    )
