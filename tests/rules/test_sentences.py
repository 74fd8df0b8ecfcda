"""A condition as a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from onetrip.rules import ALWAYS, NEVER, as_sentence
from tests.rules.examples import DAY, VOCABULARY, WITHOUT_AGE, condition
from tests.rules.strategies import sources, thorough

SENTENCES = {
    'hukou == "shanghai"': ("户籍是上海。", "Household registration is Shanghai."),
    'hukou != "shanghai"': ("户籍不是“上海”。", "Household registration is not “Shanghai”."),
    'hukou in ("shanghai", "abroad")': ("户籍是上海或国外。", "Household registration is Shanghai or abroad."),
    'hukou not in ("shanghai", "abroad")': (
        "户籍不是“上海”和“国外”中的任何一种。",
        "Household registration is none of “Shanghai” or “abroad”.",
    ),
    'insured_by != "none"': (
        "医保是“职工医保，在职”、“职工医保，退休”或“居民医保”。",
        "Medical insurance is “employee scheme, in work”, “employee scheme, retired” or “resident scheme”.",
    ),
    "holds_permit and not lives_alone": (
        "有居住证，并且不属于“独居”。",
        "You hold a residence permit, and “living alone” does not apply.",
    ),
    "18 <= age < 60": ("年满 18 周岁，并且未满 60 周岁。", "Age is 18 or over, and age is under 60."),
    "age > 64 or age == 3 or age != 9 or age <= 5": (
        "年满 65 周岁，正好 3 周岁，不是 9 周岁，或者未满 6 周岁。",
        "Age is 65 or over, age is 3, age is not 9, or age is under 6.",
    ),
    "months_until(age=65) <= 1": (
        "离满 65 周岁不超过 1 个月或已满。",
        "The 65th birthday is no more than 1 month away, or past.",
    ),
    "months_until(age=65) < 1": ("年满 65 周岁。", "Age is 65 or over."),
    "months_until(age=61) > 2": ("离满 61 周岁超过 2 个月。", "The 61st birthday is more than 2 months away."),
    "months_until(age=62) >= 1": ("未满 62 周岁。", "Age is under 62."),
    "months_until(age=63) <= -3": ("满 63 周岁已有 3 个月。", "The 63rd birthday is 3 months past or more."),
    "months_until(age=60) > -12": (
        "满 60 周岁不到 12 个月或未满。",
        "The 60th birthday is less than 12 months past, or to come.",
    ),
    "months_until(age=12) in (0, 1)": (
        "离满 12 周岁的月数是 0 或 1。",
        "The number of months until the 12th birthday is 0 or 1.",
    ),
    "months_until(age=65) != 2": (
        "离满 65 周岁的月数不是 2。",
        "The number of months until the 65th birthday is not 2.",
    ),
    "children in (1, 2)": (
        "子女数是 1 或 2。",
        "Number of children is 1 or 2.",
    ),
    "children not in (1, 2)": (
        "子女数不是 1 和 2 中的任何一种。",
        "Number of children is none of 1 or 2.",
    ),
    "income >= 1000 and income != 2000.5": (
        "人均月收入至少 1,000 元，并且人均月收入不是 2,000.5 元。",
        "Monthly income a person is at least 1,000 yuan, and monthly income a person is not 2,000.5 yuan.",
    ),
    'income < amount("minimum")': (
        "人均月收入不到低保标准的 1,595 元。",
        "Monthly income a person is less than the minimum living standard of 1,595 yuan.",
    ),
    'income <= 1.3 * amount("minimum") - 100': (
        "人均月收入不超过低保标准的 1.3 倍减 100 元（1,973.5 元）。",
        "Monthly income a person is at most 1.3 times the minimum living standard minus 100 yuan (1,973.5 yuan).",
    ),
    "married_on < date(2004, 4, 15)": (
        "结婚日期在 2004 年 4 月 15 日以前，不含当天。",
        "Date of the wedding is before 15 April 2004.",
    ),
    "birth_date >= date(1960, 12, 1)": (
        "出生日期在 1960 年 12 月 1 日或以后。",
        "Date of birth is 1 December 1960 or later.",
    ),
    'hukou == "shanghai" and (age >= 65 or holds_permit) and children > 3': (
        "户籍是上海，（年满 65 周岁，或者有居住证），并且子女数超过 3。",
        (
            "Household registration is Shanghai, (age is 65 or over, or you hold a residence permit), "
            "and number of children is more than 3."
        ),
    ),
    'hukou == "shanghai" and age >= 65 or holds_permit and (lives_alone or children < 1)': (
        "有下面任何一种情形就行：（1）户籍是上海，并且年满 65 周岁；（2）有居住证，并且（属于“独居”，或者子女数不到 1）。",
        (
            "Any one of these is enough: (1) household registration is Shanghai, and age is 65 or over; "
            "(2) you hold a residence permit, and (“living alone” applies, or number of children is less than 1)."
        ),
    ),
    "not (holds_permit and lives_alone)": (
        "没有居住证，或者不属于“独居”。",
        "You hold no residence permit, or “living alone” does not apply.",
    ),
}


@pytest.mark.parametrize("source", SENTENCES)
def test_a_condition_reads_as_a_sentence(source: str) -> None:
    sentence = as_sentence(condition(source), VOCABULARY, DAY)
    assert (sentence.zh, sentence.en) == SENTENCES[source]


def test_without_a_day_an_amount_is_named_and_not_counted() -> None:
    expr = condition('income < 2 * amount("minimum")')
    assert as_sentence(expr, VOCABULARY).zh == "人均月收入不到低保标准的 2 倍。"
    assert as_sentence(expr, VOCABULARY, date(2020, 1, 1)).zh == "人均月收入不到低保标准的 2 倍。"
    assert as_sentence(expr, VOCABULARY, date(2023, 8, 1)).zh == "人均月收入不到低保标准的 2 倍（3,020 元）。"


def test_the_age_has_its_words_also_where_it_is_no_question() -> None:
    assert as_sentence(condition("age >= 65"), WITHOUT_AGE).en == "Age is 65 or over."


def test_constants_are_sentences() -> None:
    assert as_sentence(ALWAYS, VOCABULARY).zh == "没有条件，人人符合。"
    assert as_sentence(NEVER, VOCABULARY).en == "This applies to nobody."


@given(source=sources)
@thorough
def test_brackets_in_a_sentence_come_in_pairs(source: str) -> None:
    sentence = as_sentence(condition(source), VOCABULARY, DAY)
    for opening, closing, text in (("（", "）", sentence.zh), ("(", ")", sentence.en), ("“", "”", sentence.zh)):
        assert text.count(opening) == text.count(closing)
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
