"""Explanations: exactly the facts that decide, in words that can be read aloud."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import ALWAYS, NEVER, Explanation, Verdict, compile_conditions, evaluate, explain, residual
from onetrip.rules import explanation as explanation_module
from tests.rules.examples import DAY, VOCABULARY, WITHOUT_AGE, condition, known
from tests.rules.strategies import days, partly_known, residents, sources, thorough

NO, UNKNOWN, YES = Verdict.NO, Verdict.UNKNOWN, Verdict.YES


def explained(source: str, day: date = DAY, **values: Any) -> Explanation:
    return explain(condition(source), known(**values), day, VOCABULARY)


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_the_facts_named_decide_alone_and_none_can_be_left_out(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    expr = condition(source)
    some_known = data.draw(partly_known(resident, day))
    found = explain(expr, some_known, day, VOCABULARY)
    assert found.verdict is evaluate(expr, some_known, day, VOCABULARY)
    if found.verdict is UNKNOWN:
        assert found.because == ()
        assert frozenset(found.needs) == residual(expr, some_known, day, VOCABULARY)
        assert found.needs or found.missing_amounts
        return
    assert found.needs == found.missing_amounts == ()
    alone = {fact: some_known[fact] for fact in found.because}
    assert evaluate(expr, alone, day, VOCABULARY) is found.verdict
    for fact in found.because:
        without = {name: value for name, value in alone.items() if name != fact}
        assert evaluate(expr, without, day, VOCABULARY) is UNKNOWN


@given(data=st.data(), written=st.lists(sources, min_size=1, max_size=4), resident=residents)
@thorough
def test_an_explanation_from_the_program_is_the_same(
    data: st.DataObject, written: list[str], resident: dict[str, Any]
) -> None:
    conditions = {f"c{number}": condition(source) for number, source in enumerate(written)}
    program = compile_conditions(conditions, VOCABULARY)
    for day in data.draw(st.lists(days, min_size=1, max_size=3)):
        some_known = data.draw(partly_known(resident, day))
        explainer = program.explainer(some_known, day)
        for name, expr in conditions.items():
            once, again = explainer.explain(name), explainer.explain(name)
            plain = explain(expr, some_known, day, VOCABULARY)
            assert once == again
            assert once.verdict is plain.verdict
            assert (once.because, once.needs, once.missing_amounts) == (
                plain.because,
                plain.needs,
                plain.missing_amounts,
            )
            assert once.sentence == plain.sentence


@given(data=st.data(), source=sources, resident=residents, day=days)
@thorough
def test_every_explanation_is_a_sentence_in_both_languages(
    data: st.DataObject, source: str, resident: dict[str, Any], day: date
) -> None:
    sentence = explain(condition(source), data.draw(partly_known(resident, day)), day, VOCABULARY).sentence
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert sentence.en[0].isupper()
    assert "！" not in sentence.zh
    assert "None" not in sentence.zh + sentence.en


def test_a_no_names_one_failing_fact_where_one_is_enough() -> None:
    found = explained('hukou == "shanghai" and age >= 65 and holds_permit', hukou="abroad", age=30, holds_permit=True)
    assert found.verdict is NO
    assert found.because == ("hukou",)


def test_a_no_names_all_failing_facts_where_any_would_have_done() -> None:
    found = explained('(hukou == "shanghai" or holds_permit) and age > 3', hukou="abroad", holds_permit=False)
    assert found.because == ("hukou", "holds_permit")


def test_a_no_prefers_the_smaller_reason() -> None:
    source = '(hukou == "shanghai" or holds_permit) and age >= 65'
    assert explained(source, hukou="abroad", holds_permit=False, age=30).because == ("age",)


def test_a_yes_names_what_is_met_and_not_what_is_needless() -> None:
    source = '(hukou == "shanghai" or holds_permit) and age >= 65'
    assert explained(source, hukou="shanghai", holds_permit=True, age=70).because == ("hukou", "age")


def test_a_fact_in_several_comparisons_can_make_another_needless() -> None:
    source = '(hukou == "abroad" or age < 16) and (age < 18 or holds_permit)'
    assert explained(source, age=10, hukou="abroad", holds_permit=True).because == ("age",)
    assert explained(source, age=17, hukou="abroad", holds_permit=True).because == ("hukou", "age")
    opposite = f"not ({source})"
    assert explained(opposite, age=10, hukou="abroad", holds_permit=True).because == ("age",)
    assert "16" in explained(opposite, age=10, hukou="abroad", holds_permit=True).sentence.zh


def test_an_age_that_follows_from_the_birth_date_rests_on_the_birth_date() -> None:
    found = explained("age >= 65", birth_date=date(1990, 1, 1), age=70)
    assert found.because == ("birth_date",)
    assert found.sentence.zh == "不符合条件：要求年满 65 周岁；现在年龄是 35 岁。"
    assert found.sentence.en == "The condition is not met. It asks: age is 65 or over. Now: age is 35 years."


def test_what_is_missing_comes_in_the_order_in_which_it_is_asked() -> None:
    found = explained(
        'income < amount("minimum") and holds_permit and months_until(age=65) <= 1 and hukou == "shanghai"'
    )
    assert found.verdict is UNKNOWN
    assert found.needs == ("birth_date", "hukou", "holds_permit", "income")
    assert found.sentence.zh == "还不能确定，还要问您：出生日期、户籍、居住证、人均月收入。"
    assert found.sentence.en == (
        "This cannot be said yet; we still need to know: "
        "date of birth, household registration, residence permit, monthly income a person."
    )


def test_an_amount_without_a_figure_is_said_to_be_missing() -> None:
    found = explained('income < amount("minimum")', date(2020, 1, 1), income=100)
    assert (found.verdict, found.needs, found.missing_amounts) == (UNKNOWN, (), ("minimum",))
    assert found.sentence.zh == "还不能确定；这一天的低保标准还没有公布。"
    assert found.sentence.en == "This cannot be said yet; there is no figure for that day yet: minimum living standard."


@pytest.mark.parametrize(
    ("source", "values", "zh", "en"),
    [
        (
            'hukou == "shanghai" and months_until(age=65) <= 1',
            {"hukou": "shanghai", "birth_date": date(1960, 6, 20)},
            "符合条件：户籍是上海，并且离满 65 周岁不超过 1 个月或已满。",
            (
                "The condition is met: household registration is Shanghai, "
                "and the 65th birthday is no more than 1 month away, or past."
            ),
        ),
        (
            'hukou == "shanghai"',
            {"hukou": "elsewhere"},
            "不符合条件：要求户籍是上海；现在户籍是外省市。",
            (
                "The condition is not met. It asks: household registration is Shanghai. "
                "Now: household registration is another part of China."
            ),
        ),
        (
            'holds_permit or insured_by in ("retired", "resident")',
            {"holds_permit": False, "insured_by": "none"},
            "不符合条件：要求有居住证，或者医保是“职工医保，退休”或“居民医保”；现在没有居住证，医保是“没有”。",
            (
                "The condition is not met. It asks: you hold a residence permit, or medical insurance is "
                "“employee scheme, retired” or “resident scheme”. "
                "Now: you hold no residence permit, and medical insurance is “none”."
            ),
        ),
        (
            'income < 2 * amount("minimum") and not lives_alone',
            {"income": 3190, "lives_alone": False},
            "不符合条件：要求人均月收入不到低保标准（1,595 元）的 2 倍，即 3,190 元；现在人均月收入是 3,190 元。",
            (
                "The condition is not met. It asks: monthly income a person is less than "
                "2 × the minimum living standard (1,595 yuan), that is 3,190 yuan. Now: monthly income a person is 3,190 yuan."
            ),
        ),
        (
            "months_until(age=65) <= 1",
            {"birth_date": date(1990, 5, 4)},
            "不符合条件：要求离满 65 周岁不超过 1 个月或已满；现在出生日期是 1990 年 5 月 4 日。",
            (
                "The condition is not met. It asks: the 65th birthday is no more than 1 month away, or past. "
                "Now: date of birth is 4 May 1990."
            ),
        ),
        (
            "lives_alone",
            {"lives_alone": False},
            "不符合条件：要求属于“独居”；现在不属于“独居”。",
            "The condition is not met. It asks: “living alone” applies. Now: “living alone” does not apply.",
        ),
    ],
)
def test_the_sentence_can_be_read_aloud(source: str, values: dict[str, Any], zh: str, en: str) -> None:
    sentence = explained(source, **values).sentence
    assert sentence.zh == zh
    assert sentence.en == en


def test_constants_are_explained_without_facts() -> None:
    assert explain(ALWAYS, {}, DAY, VOCABULARY).sentence.zh == "没有条件，人人符合。"
    assert explain(NEVER, {}, DAY, VOCABULARY).sentence.en == "This applies to nobody."
    assert explain(NEVER, {}, DAY, VOCABULARY).because == ()


def test_the_birth_date_is_asked_where_the_age_is_no_question() -> None:
    found = explain(condition("age >= 65"), {}, DAY, WITHOUT_AGE)
    assert found.needs == ("birth_date",)
    assert found.sentence.zh == "还不能确定，还要问您：出生日期。"


def test_reasons_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanation_module, "_MOST_REASONS", 1)
    program = compile_conditions({"a": condition("holds_permit or lives_alone")}, VOCABULARY)
    for values in ({}, {"holds_permit": True}, {"lives_alone": True}, {"lives_alone": False}, {}):
        found = program.explainer(known(**values), DAY).explain("a")
        assert found.verdict is evaluate(condition("holds_permit or lives_alone"), known(**values), DAY, VOCABULARY)
