"""Reading a condition: what is one, and everything that is wrong with what is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from onetrip.rules import (
    ALWAYS,
    NEVER,
    AmountOf,
    And,
    Compare,
    ConditionError,
    Expr,
    Holds,
    MonthsUntil,
    OneOf,
    Op,
    Or,
    Vocabulary,
    Where,
    amounts_of,
    atoms,
    facts_of,
    negate,
    parse,
    unparse,
)
from tests.rules.examples import FACTS, VOCABULARY, WITHOUT_AGE, condition, problems
from tests.rules.strategies import sources, thorough


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("holds_permit", Holds("holds_permit")),
        ("not holds_permit", Holds("holds_permit", yes=False)),
        ('hukou == "shanghai"', OneOf("hukou", ("shanghai",))),
        ('"shanghai" == hukou', OneOf("hukou", ("shanghai",))),
        ('hukou != "shanghai"', OneOf("hukou", ("shanghai",), inside=False)),
        ('hukou in ("shanghai", "abroad")', OneOf("hukou", ("shanghai", "abroad"))),
        ("age >= 65", Compare("age", Op.GE, 65)),
        ("65 <= age", Compare("age", Op.GE, 65)),
        ("18 <= age < 60", And((Compare("age", Op.GE, 18), Compare("age", Op.LT, 60)))),
        ("not 18 <= age < 60", Or((Compare("age", Op.LT, 18), Compare("age", Op.GE, 60)))),
        ("children in (1, 2)", OneOf("children", (1, 2))),
        ("children in (1,)", Compare("children", Op.EQ, 1)),
        ("months_until(age=65) <= 1", Compare(MonthsUntil(65), Op.LE, 1)),
        ("months_until(age=65) > -3", Compare(MonthsUntil(65), Op.GT, -3)),
        ("months_until(age=65) < +3", Compare(MonthsUntil(65), Op.LT, 3)),
        ("birth_date < date(1980, 1, 1)", Compare("birth_date", Op.LT, date(1980, 1, 1))),
        ('income <= amount("minimum")', Compare("income", Op.LE, AmountOf("minimum"))),
        ('income <= 2 * amount("minimum")', Compare("income", Op.LE, AmountOf("minimum", Decimal(2)))),
        (
            'income < amount("minimum") * 1.3 + 100',
            Compare("income", Op.LT, AmountOf("minimum", Decimal("1.3"), Decimal(100))),
        ),
        (
            'income < 2 * (amount("minimum") - 10)',
            Compare("income", Op.LT, AmountOf("minimum", Decimal(2), Decimal(-20))),
        ),
        ('amount("minimum") > income', Compare("income", Op.LT, AmountOf("minimum"))),
        ("True", ALWAYS),
        ("False", NEVER),
        (True, ALWAYS),
        (False, NEVER),
        ("holds_permit and (lives_alone and age > 3)", None),
    ],
)
def test_a_condition_becomes_its_tree(source: object, tree: Expr | None) -> None:
    found = parse(source, VOCABULARY)
    assert tree is None or found == tree
    assert not isinstance(found, And) or not any(isinstance(part, And) for part in found.parts)


@given(source=sources)
@thorough
def test_what_is_written_out_reads_as_the_same_condition(source: str) -> None:
    tree = condition(source)
    assert condition(unparse(tree)) == tree


@given(source=sources)
@thorough
def test_denying_twice_changes_nothing(source: str) -> None:
    tree = condition(source)
    assert negate(negate(tree)) == tree
    assert condition(f"not ({source})") == negate(tree)


def test_a_condition_may_stand_in_several_lines() -> None:
    folded = '  hukou == "shanghai"\n\tand age >= 65\r\n  and not lives_alone\n'
    assert condition(folded) == condition('hukou == "shanghai" and age >= 65 and not lives_alone')


def test_a_condition_tells_of_what_it_speaks() -> None:
    tree = condition('(months_until(age=65) <= 1 or age > 70) and income < amount("minimum") and not holds_permit')
    assert facts_of(tree) == {"birth_date", "age", "income", "holds_permit"}
    assert amounts_of(tree) == {"minimum"}
    assert [unparse(atom) for atom in atoms(tree)] == [
        "months_until(age=65) <= 1",
        "age > 70",
        'income < amount("minimum")',
        "not holds_permit",
    ]


def test_everything_wrong_is_told_at_once_with_file_and_line() -> None:
    found = problems(
        'hukuo == "shanghai"\n'
        'and insured_by == "retird" and\n'
        "age >= 0 and holds_permit == True\n"
        'or income < amount("minimun") or month_until(age=65) <= 1',
        line=12,
    )
    assert [(str(problem.where), problem.en.split(".")[0]) for problem in found] == [
        ("matter.yaml:12", "There is no fact called hukuo"),
        ("matter.yaml:13", 'insured_by has no choice "retird"'),
        ("matter.yaml:14", '"age >= 0" always holds; look at the values this fact can have, and change or remove it'),
        (
            "matter.yaml:14",
            "holds_permit is a yes or no by itself: write holds_permit or not holds_permit, without a comparison",
        ),
        ("matter.yaml:15", "There is no amount called minimun"),
        ("matter.yaml:15", "There is no function month_until(…)"),
    ]
    for problem, right in zip(found, ["hukou", "retired", "", "", "minimum", "months_until"], strict=True):
        assert right in problem.en
        assert right in problem.zh


def test_chinese_before_a_problem_does_not_move_its_line() -> None:
    found = problems('insured_by == "职工医保，退休"\nor 年龄 >= 65\nor hukou == "上海"')
    assert [(problem.where, problem.en) for problem in found] == [
        (
            Where("matter.yaml", 1),
            'insured_by has no choice "职工医保，退休". Did you mean retired? There are: employee, retired, resident, none.',
        ),
        (Where("matter.yaml", 2), "There is no fact called 年龄. Did you mean age?"),
        (
            Where("matter.yaml", 3),
            'hukou has no choice "上海". Did you mean shanghai? There are: shanghai, elsewhere, abroad.',
        ),
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('hukou < "shanghai"', "hukou is a choice and has no order. Use ==, != or in."),
        ("hukou == 3", "hukou is compared with one of its choices, in quotes."),
        ("hukou", 'hukou is not a yes or no; compare it with a value, for example hukou == "shanghai".'),
        ("age", "age is not a yes or no; compare it with a value, for example age >= 1."),
        ('age >= "65"', "age is compared with a whole number, without quotes."),
        ("age >= 64.5", "age is compared with a whole number, without quotes."),
        ("age >= True", "age is compared with a whole number, without quotes."),
        ('income > "many"', "income is compared with a number, without quotes."),
        ('birth_date < "1980-01-01"', "birth_date is compared with a date, written date(2024, 9, 1)."),
        ("birth_date < 1980", "birth_date is compared with a date, written date(2024, 9, 1)."),
        ("birth_date < date(2024, 2, 30)", "There is no such day."),
        ("birth_date < date(24, 2, 3)", "There is no such day."),
        ("birth_date < date(2024, 13)", "date is written date(2024, 9, 1)."),
        ("holds_permit == False", "holds_permit is a yes or no by itself"),
        ("holds_permit in (True, False)", "After in stand several values"),
        ("age > 200", '"age > 200" can never hold'),
        ("age < 0", '"age < 0" can never hold'),
        ("age <= 130", '"age <= 130" always holds'),
        ("age == 131", '"age == 131" can never hold'),
        ("age != 131", '"age != 131" always holds'),
        ("children in (1, 10)", "children is never 10; it lies between 0 and 9."),
        ("children in (1, 1)", '"1" stands there twice.'),
        ("hukou in ()", "After in stand several values in round brackets"),
        ('hukou in ("shanghai")', "After in stand several values in round brackets"),
        ('hukou in ("shanghai", "elsewhere", "abroad")', '"hukou in (…)" always holds'),
        ('hukou not in ("shanghai", "elsewhere", "abroad")', '"hukou not in (…)" can never hold'),
        ('hukou == ("shanghai", "elsewhere")', "Several values go with in or not in."),
        ("months_until(age=65) <= 1000", '"months_until(age=65) <= 1000" always holds'),
        ("months_until(age=65) < -1500", '"months_until(age=65) < -1500" can never hold'),
        ("months_until(65) <= 1", "months_until is written months_until(age=65)."),
        ("months_until(age=0) <= 1", "months_until is written months_until(age=65)."),
        ("months_until(age=True) <= 1", "months_until is written months_until(age=65)."),
        ("months_until(years=65) <= 1", "months_until is written months_until(age=65)."),
        ('months_until(age=65) <= amount("minimum")', "months_until(age=65) is compared with a whole number"),
        ("income < amount(minimum)", 'amount is written amount("…").'),
        ('income < amount("minimum") / 2', '"/" has no place in a condition.'),
        ('income < -2 * amount("minimum")', "Only an amount can be multiplied"),
        ('income < 0 * amount("minimum")', "Only an amount can be multiplied"),
        ("income * 2 < 100", "Only an amount can be multiplied"),
        ("age > 60 + 5", "Only an amount can be multiplied"),
        ("age > -holds_permit", "Only an amount can be multiplied"),
        ("income > age", "Two facts cannot be compared with each other"),
        ("1 < 2", "One side of a comparison must be a fact."),
        ('amount("minimum") > 3', "One side of a comparison must be a fact."),
        ('amount("minimum")', "One side of a comparison must be a fact."),
        ("income > 9999999999999", "The number is too large"),
        ("holds_permit or True", "True beside other conditions means nothing"),
        ("not False", "False beside other conditions means nothing"),
        ("true", "There is no fact called true. Did you mean True?"),
        ('hukou = "shanghai"', "Write == instead of"),
        ("holds_permit AND lives_alone", 'Write and instead of "AND".'),
        ("holds_permit && lives_alone", 'Write and instead of "&&".'),
        ("holds_permit || lives_alone", 'Write or instead of "||".'),
        ("!holds_permit", 'Write not instead of "!".'),
        ("（holds_permit）", 'Write ( instead of "（".'),
        ("hukou == “shanghai”", 'Use the plain quotes ".'),
        ("age ≥ 65", 'Write >= instead of "≥".'),
        ("age => 65", 'Write >= instead of "=>".'),
        ("age >= ６5", 'Write 6 instead of "６".'),
        ("age >= 1e2", "A letter follows a number directly."),
        ("age >= 0x41", "A letter follows a number directly."),
        ("age >= 65or holds_permit", "A letter follows a number directly."),
        ("holds_permit # why", "No # comment inside a condition"),
        ("holds_permit and", "The condition is not finished"),
        ('hukou == "shanghai', "Not understood from"),
        ("holds_permit lives_alone", "Not understood from"),
        ("holds_permit)", 'Not understood from ")" on.'),
        ("holds_permit if lives_alone else age > 3", "An if … else cannot be used in a condition."),
        ("hukou is 3", '"is" cannot be used in a condition.'),
        ("hukou.upper", '"." has no place in a condition.'),
        ("[1, 2]", 'Write ( instead of "[".'),
        ("lambda: 1", '":" has no place in a condition.'),
        ("f'{hukou}'", "A text with f cannot be used in a condition."),
        ("(not holds_permit) == hukou", "This construct cannot be used in a condition."),
        ("b'x' == hukou", "This construct cannot be used in a condition."),
        ("'x'", "A value alone cannot be used in a condition."),
        ("...", "A value alone cannot be used in a condition."),
        ("(age, 3)", "A list of values without in cannot be used in a condition."),
        ("print('x')", "There is no function print(…)."),
        ("__import__('os')", "There is no function __import__(…)."),
        ("", "The condition is empty. If it holds for everybody, write True."),
        (" \n ", "The condition is empty."),
        (None, "A condition is written as a text."),
        (65, "A condition is written as a text."),
        (["holds_permit"], "A condition is written as a text."),
    ],
)
def test_what_is_no_condition_is_refused_in_words(source: object, said: str) -> None:
    found = problems(source)
    assert any(said in problem.en for problem in found), [problem.en for problem in found]
    assert all(problem.zh and any("一" <= sign <= "龥" for sign in problem.zh) for problem in found)
    assert all("!" not in problem.text.en.replace("!=", "") or '"!"' in problem.en for problem in found)


def test_the_text_of_an_error_is_all_its_problems() -> None:
    with pytest.raises(ConditionError) as caught:
        parse("a or b", VOCABULARY, Where("matter.yaml", 3))
    assert str(caught.value).splitlines() == [
        "matter.yaml:3: There is no fact called a.",
        "matter.yaml:3: There is no fact called b.",
    ]


def test_constants_are_written_as_python_writes_them() -> None:
    assert unparse(ALWAYS) == "True"
    assert unparse(NEVER) == "False"


def test_age_may_be_used_where_only_the_birth_date_is_a_fact() -> None:
    assert parse("age >= 65", WITHOUT_AGE) == Compare("age", Op.GE, 65)


def test_months_need_a_birth_date_that_can_be_asked() -> None:
    without: Any = Vocabulary({fact.id: fact for fact in FACTS if fact.id != "birth_date"})
    assert [problem.en for problem in problems("months_until(age=65) <= 1", without)] == [
        "There is no fact called birth_date."
    ]
