"""A condition as a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from onetrip.rules import ALWAYS, NEVER, Fact, FactType, Schedule, Text, Vocabulary, as_sentence, explain, parse
from tests.rules.examples import DAY, VOCABULARY, WITHOUT_AGE, condition, known
from tests.rules.strategies import sources, thorough

SENTENCES = {
    'hukou == "shanghai"': ("户籍是上海。", "Household registration: Shanghai."),
    'hukou != "shanghai"': ("户籍不是“上海”。", "Household registration: not “Shanghai”."),
    'hukou in ("shanghai", "abroad")': ("户籍是上海或国外。", "Household registration: Shanghai or abroad."),
    'hukou not in ("shanghai", "abroad")': (
        "户籍不是“上海”和“国外”中的任何一种。",
        "Household registration: neither “Shanghai” nor “abroad”.",
    ),
    'insured_by != "none"': (
        "医保：“职工医保，在职”、“职工医保，退休”或“居民医保”。",
        "Medical insurance: “employee scheme, in work”, “employee scheme, retired” or “resident scheme”.",
    ),
    "holds_permit and not lives_alone": (
        "有居住证，并且不属于“独居”。",
        "You hold a residence permit, and “living alone” does not apply.",
    ),
    "18 <= age < 60": ("年满 18 周岁，并且未满 60 周岁。", "Age 18 or over, and age under 60."),
    "age > 64 or age == 3 or age != 9 or age <= 5": (
        "年满 65 周岁，正好 3 周岁，不是 9 周岁，或者未满 6 周岁。",
        "Age 65 or over, age 3, age not 9, or age under 6.",
    ),
    "months_until(age=65) <= 1": (
        "离满 65 周岁不超过 1 个月或已满。",
        "The 65th birthday is no more than 1 month away, or past.",
    ),
    "months_until(age=65) < 1": ("年满 65 周岁。", "Age 65 or over."),
    "months_until(age=61) > 2": ("离满 61 周岁超过 2 个月。", "The 61st birthday is more than 2 months away."),
    "months_until(age=62) >= 1": ("未满 62 周岁。", "Age under 62."),
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
        "Number of children: 1 or 2.",
    ),
    "children not in (1, 2)": (
        "子女数不是 1 和 2 中的任何一种。",
        "Number of children: neither 1 nor 2.",
    ),
    "income >= 1000 and income != 2000.5": (
        "人均月收入至少 1,000 元，并且人均月收入不是 2,000.5 元。",
        "Monthly income a person: at least 1,000 yuan, and monthly income a person: not 2,000.5 yuan.",
    ),
    'income < amount("minimum")': (
        "人均月收入不到低保标准（1,595 元）。",
        "Monthly income a person: less than the minimum living standard (1,595 yuan).",
    ),
    'income <= 1.3 * amount("minimum") - 100': (
        "人均月收入不超过低保标准（1,595 元）的 1.3 倍减 100 元，即 1,973.5 元。",
        (
            "Monthly income a person: at most 1.3 × the minimum living standard (1,595 yuan) minus 100 yuan, "
            "that is 1,973.5 yuan."
        ),
    ),
    "married_on < date(2004, 4, 15)": (
        "结婚日期在 2004 年 4 月 15 日以前，不含当天。",
        "Date of the wedding: before 15 April 2004.",
    ),
    "birth_date >= date(1960, 12, 1)": (
        "出生日期在 1960 年 12 月 1 日或以后。",
        "Date of birth: 1 December 1960 or later.",
    ),
    'hukou == "shanghai" and (age >= 65 or holds_permit) and children > 3': (
        "户籍是上海，（年满 65 周岁，或者有居住证），并且子女数超过 3。",
        (
            "Household registration: Shanghai, (age 65 or over, or you hold a residence permit), "
            "and number of children: more than 3."
        ),
    ),
    'hukou == "shanghai" and age >= 65 or holds_permit and (lives_alone or children < 1)': (
        "有下面任何一种情形就行：（1）户籍是上海，并且年满 65 周岁；（2）有居住证，并且（属于“独居”，或者子女数不到 1）。",
        (
            "Any one of these is enough: (1) household registration: Shanghai, and age 65 or over; "
            "(2) you hold a residence permit, and (“living alone” applies, or number of children: less than 1)."
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
    assert (
        as_sentence(expr, VOCABULARY, date(2023, 8, 1)).zh == "人均月收入不到低保标准（1,510 元）的 2 倍，即 3,020 元。"
    )


PECULIAR = Vocabulary(
    {
        fact.id: fact
        for fact in (
            Fact(
                id="household",
                type=FactType.INT,
                label=Text("人数", "people in the household"),
                unit=Text("人", "people"),
            ),
            Fact(id="driving", type=FactType.INT, label=Text("驾龄", "years of driving"), unit=Text("年", "years")),
            Fact(id="homes", type=FactType.INT, label=Text("住房", "number of homes owned"), unit=Text("套", "homes")),
            Fact(id="income", type=FactType.NUMBER, label=Text("月收入", "monthly income"), unit=Text("元", "yuan")),
            Fact(
                id="sex",
                type=FactType.CHOICE,
                label=Text("性别", "sex"),
                choices={"female": Text("女", "female"), "male": Text("男", "male")},
            ),
            Fact(
                id="file_about",
                type=FactType.CHOICE,
                label=Text("档案里记的人", "the person in the file"),
                choices={
                    "own": Text("自己，或夫妻两人", "you, or you and your spouse"),
                    "child": Text("您监护的孩子", "a child you are guardian of"),
                    "other": Text("别人（“外人”）", "someone else (“a stranger”)"),
                },
            ),
        )
    },
    {
        "standard": Schedule(
            "standard",
            Text("低保标准（每人每月）", "minimum living standard (a person a month)"),
            ((date(2024, 7, 1), 1595),),
            Text("元", "yuan"),
        )
    },
)


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("household >= 2", "人数至少 2 人。", "People in the household: at least 2."),
        ("driving >= 3", "驾龄至少 3 年。", "Years of driving: at least 3."),
        ("homes <= 1", "住房不超过 1 套。", "Number of homes owned: at most 1."),
        ('sex == "male"', "性别是男。", "Sex: male."),
        (
            'file_about == "own"',
            "档案里记的人：自己，或夫妻两人。",
            "The person in the file: you, or you and your spouse.",
        ),
        (
            'file_about in ("own", "child")',
            "档案里记的人：“自己，或夫妻两人”或“您监护的孩子”。",
            "The person in the file: “you, or you and your spouse” or “a child you are guardian of”.",
        ),
        (
            'file_about == "child" and household >= 2',
            "档案里记的人：“您监护的孩子”，并且人数至少 2 人。",
            "The person in the file: “a child you are guardian of”, and people in the household: at least 2.",
        ),
        (
            'income < amount("standard")',
            "月收入不到低保标准（每人每月，1,595 元）。",
            "Monthly income: less than the minimum living standard (a person a month: 1,595 yuan).",
        ),
        (
            'income < 2 * amount("standard")',
            "月收入不到低保标准（每人每月，1,595 元）的 2 倍，即 3,190 元。",
            (
                "Monthly income: less than 2 × the minimum living standard (a person a month: 1,595 yuan), "
                "that is 3,190 yuan."
            ),
        ),
        (
            'driving >= 3 and (file_about == "other" or household >= 2)',
            "驾龄至少 3 年，并且（档案里记的人：“别人〔‘外人’〕”，或者人数至少 2 人）。",
            (
                "Years of driving: at least 3, and (the person in the file: “someone else [‘a stranger’]”, "
                "or people in the household: at least 2)."
            ),
        ),
    ],
)
def test_a_condition_is_grammatical_whatever_its_facts_are_called(source: str, zh: str, en: str) -> None:
    sentence = as_sentence(parse(source, PECULIAR), PECULIAR, DAY)
    assert (sentence.zh, sentence.en) == (zh, en)


def test_each_depth_of_brackets_has_its_own_kind() -> None:
    deep = 'hukou == "shanghai" and (age >= 65 or holds_permit and (lives_alone or children > 3 and income > 9))'
    sentence = as_sentence(condition(f"holds_permit or ({deep})"), VOCABULARY, DAY)
    assert "（年满 65 周岁，或者〔有居住证，并且【属于“独居”，或者" in sentence.zh
    assert "(age 65 or over, or [you hold a residence permit, and {“living alone” applies, or " in sentence.en


def test_what_is_said_of_a_number_of_people_is_grammatical() -> None:
    said = explain(parse("household >= 2 and driving >= 3", PECULIAR), known(household=1, driving=4), DAY, PECULIAR)
    assert "It asks: at least 2 people in the household." in said.sentence.en


@given(source=sources)
@thorough
def test_no_bracket_stands_inside_another_of_its_kind(source: str) -> None:
    sentence = as_sentence(condition(source), VOCABULARY, DAY)
    for opening, closing, text in (("（", "）", sentence.zh), ("(", ")", sentence.en), ("“", "”", sentence.zh)):
        depth = 0
        for character in text:
            depth += (character == opening) - (character == closing)
            assert 0 <= depth <= 1


def test_the_age_has_its_words_also_where_it_is_no_question() -> None:
    assert as_sentence(condition("age >= 65"), WITHOUT_AGE).en == "Age 65 or over."


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
