"""A small vocabulary, and short ways to say a condition and what is known of somebody."""

from __future__ import annotations

from datetime import date

from onetrip.rules import (
    ConditionError,
    Expr,
    Fact,
    FactType,
    Known,
    Origin,
    Problem,
    Schedule,
    Text,
    Value,
    Vocabulary,
    Where,
    parse,
)

DAY = date(2025, 6, 1)

FACTS = (
    Fact(
        id="hukou",
        type=FactType.CHOICE,
        label=Text("户籍", "household registration"),
        choices={
            "shanghai": Text("上海", "Shanghai"),
            "elsewhere": Text("外省市", "another part of China"),
            "abroad": Text("国外", "abroad"),
        },
        order=20,
    ),
    Fact(
        id="insured_by",
        type=FactType.CHOICE,
        label=Text("医保", "medical insurance"),
        choices={
            "employee": Text("职工医保，在职", "employee scheme, in work"),
            "retired": Text("职工医保，退休", "employee scheme, retired"),
            "resident": Text("居民医保", "resident scheme"),
            "none": Text("没有", "none"),
        },
        order=30,
    ),
    Fact(
        id="holds_permit",
        type=FactType.BOOL,
        label=Text("居住证", "residence permit"),
        yes=Text("有居住证", "you hold a residence permit"),
        no=Text("没有居住证", "you hold no residence permit"),
        order=40,
    ),
    Fact(id="lives_alone", type=FactType.BOOL, label=Text("独居", "living alone"), order=45),
    Fact(
        id="children",
        type=FactType.INT,
        label=Text("子女数", "number of children"),
        least=0,
        most=9,
        order=50,
    ),
    Fact(
        id="income",
        type=FactType.NUMBER,
        label=Text("人均月收入", "monthly income a person"),
        unit=Text("元", "yuan"),
        least=0,
        most=1_000_000,
        sensitive=True,
        order=90,
    ),
    Fact(id="married_on", type=FactType.DATE, label=Text("结婚日期", "date of the wedding"), order=60),
    Fact(id="birth_date", type=FactType.DATE, label=Text("出生日期", "date of birth"), order=10),
    Fact(
        id="age",
        type=FactType.INT,
        label=Text("年龄", "age"),
        unit=Text("岁", "years"),
        least=0,
        most=130,
        order=11,
    ),
)

AMOUNTS = {
    "minimum": Schedule(
        "minimum",
        Text("低保标准", "minimum living standard"),
        ((date(2022, 7, 1), 1420), (date(2023, 7, 1), 1510), (date(2024, 7, 1), 1595)),
        Text("元", "yuan"),
    )
}

VOCABULARY = Vocabulary({fact.id: fact for fact in FACTS}, AMOUNTS)
WITHOUT_AGE = Vocabulary({fact.id: fact for fact in FACTS if fact.id != "age"}, AMOUNTS)


def condition(source: str) -> Expr:
    """The condition over the small vocabulary."""
    return parse(source, VOCABULARY)


def known(**values: Value) -> dict[str, Known]:
    """These facts as somebody said them."""
    return {fact: Known(value, Origin.SAID) for fact, value in values.items()}


def problems(source: object, vocabulary: Vocabulary = VOCABULARY, line: int = 1) -> list[Problem]:
    """What is wrong with a condition; nothing if it is one."""
    try:
        parse(source, vocabulary, Where("matter.yaml", line))
    except ConditionError as error:
        return list(error.problems)
    return []
