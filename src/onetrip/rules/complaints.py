"""What can be wrong with a condition, in words an editor can act on: what it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from onetrip.rules.facts import Fact, FactType
from onetrip.rules.text import Text

_NEAR = 60.0
"""How alike, of 100, two names must be for the one to be offered instead of the other."""

_SHOWN = 40


def shown(raw: object) -> str:
    """Something an editor wrote, short enough and plain enough to be put into a sentence."""
    text = "".join(character if character.isprintable() else "�" for character in str(raw)[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `name`, when any is like it at all."""
    found = process.extractOne(name[:80], list(candidates), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else None


def _instead(near: str | None) -> Text:
    if near is None:
        return Text(zh="", en="")
    return Text(zh=f"是不是想写 {near}？", en=f" Did you mean {near}?")


def not_text() -> Text:
    """The source is neither a text nor a truth value."""
    return Text(zh="条件要写成文字。", en="A condition is written as a text.")


def empty() -> Text:
    """Nothing is written."""
    return Text(
        zh="条件是空的。人人都能办就写 True。", en="The condition is empty. If it holds for everybody, write True."
    )


def too_long(most: int) -> Text:
    """More characters than a condition may have."""
    return Text(
        zh=f"条件超过 {most} 个字符，请拆成几个情形。",
        en=f"The condition is longer than {most} characters. Split it into situations.",
    )


def too_deep() -> Text:
    """Brackets in brackets, or signs upon signs."""
    return Text(
        zh="括号或运算套得太深，请写得平一些。",
        en="Brackets or operations are nested too deeply. Write it more flatly.",
    )


def character(sign: str, instead: str) -> Text:
    """A character that conditions have no use for; `instead` is what was probably meant, or empty."""
    if instead == '"':
        return Text(zh='引号请用英文的 "。', en='Use the plain quotes ".')
    if instead:
        return Text(zh=f"“{shown(sign)}”请改成 {instead}。", en=f'Write {instead} instead of "{shown(sign)}".')
    return Text(zh=f"条件里不能有“{shown(sign)}”。", en=f'"{shown(sign)}" has no place in a condition.')


def comment() -> Text:
    """A # outside quotes."""
    return Text(
        zh="条件里不能写 # 注释，请写在条件外面。", en="No # comment inside a condition; put it beside the condition."
    )


def glued_number() -> Text:
    """A number with a letter right behind it."""
    return Text(
        zh="数字后面紧跟了字母。数字只用 0 到 9 和小数点，后面空一格。",
        en="A letter follows a number directly. Use the digits 0 to 9 and a point, then a space.",
    )


def syntax(near: str) -> Text:
    """Not an expression at all."""
    if not near:
        return Text(
            zh="条件没有写完，或者括号、引号没有成对。",
            en="The condition is not finished, or a bracket or quote has no partner.",
        )
    return Text(zh=f"从“{shown(near)}”起看不懂。", en=f'Not understood from "{shown(near)}" on.')


def refused(what: Text) -> Text:
    """A construct of Python that is no part of conditions."""
    return Text(
        zh=f"条件里不能用{what.zh}。能用的是：and、or、not、比较、in，以及 amount、date、months_until。",
        en=f"{what.en[:1].upper()}{what.en[1:]} cannot be used in a condition. "
        "There are: and, or, not, comparisons, in, and amount, date, months_until.",
    )


def unknown_fact(name: str, names: Iterable[str], labels: Mapping[str, str]) -> Text:
    """No such fact. `labels` gives the fact for a Chinese label, for those who write the label."""
    if name in labels:
        near: str | None = labels[name]
    elif name.lower() in ("true", "false"):
        near = name.capitalize()
    else:
        near = nearest(name, names)
    instead = _instead(near)
    return Text(
        zh=f"没有叫 {shown(name)} 的情况。{instead.zh}", en=f"There is no fact called {shown(name)}.{instead.en}"
    )


def unknown_amount(name: str, names: Iterable[str]) -> Text:
    """No such dated amount."""
    instead = _instead(nearest(name, names))
    return Text(
        zh=f"没有叫 {shown(name)} 的数额。{instead.zh}", en=f"There is no amount called {shown(name)}.{instead.en}"
    )


def unknown_function(name: str, names: Iterable[str]) -> Text:
    """No such function."""
    instead = _instead(nearest(name, names))
    return Text(
        zh=f"没有 {shown(name)}(…) 这种写法。{instead.zh}", en=f"There is no function {shown(name)}(…).{instead.en}"
    )


def unknown_choice(fact: Fact, value: str) -> Text:
    """A choice that the fact does not have."""
    by_label = {words.zh: choice for choice, words in fact.choices.items()}
    instead = _instead(by_label.get(value) or nearest(value, fact.choices))
    listed = list(fact.choices)[:12]
    more = "…" if len(fact.choices) > len(listed) else ""
    return Text(
        zh=f"{fact.id} 没有“{shown(value)}”这个选项。{instead.zh}可选：{'、'.join(listed)}{more}。",
        en=f'{fact.id} has no choice "{shown(value)}".{instead.en} There are: {", ".join(listed)}{more}.',
    )


def arguments(function: str, example: str) -> Text:
    """A function with other arguments than it takes."""
    return Text(zh=f"{function} 要写成 {example}。", en=f"{function} is written {example}.")


def no_such_day() -> Text:
    """A date that the calendar does not have, or one far from the lives of residents."""
    return Text(
        zh="没有这个日期。date 的写法是 date(2024, 9, 1)，年份在 1900 到 2199 之间。",
        en="There is no such day. A date is written date(2024, 9, 1), with a year from 1900 to 2199.",
    )


def needs_comparison(fact: Fact) -> Text:
    """A fact that is not a bool stands alone."""
    example = {
        FactType.CHOICE: f'{fact.id} == "{next(iter(fact.choices), "…")}"',
        FactType.DATE: f"{fact.id} <= date(2024, 9, 1)",
    }.get(fact.type, f"{fact.id} >= 1")
    return Text(
        zh=f"{fact.id} 不是“是或否”，要和一个值比较，例如 {example}。",
        en=f"{fact.id} is not a yes or no; compare it with a value, for example {example}.",
    )


def bool_compared(fact: Fact) -> Text:
    """A bool fact in a comparison."""
    return Text(
        zh=f"{fact.id} 本身就是“是或否”：直接写 {fact.id} 或 not {fact.id}，不用比较。",
        en=f"{fact.id} is a yes or no by itself: write {fact.id} or not {fact.id}, without a comparison.",
    )


def ordered_choice(fact: Fact) -> Text:
    """A choice fact with < or >."""
    return Text(
        zh=f"{fact.id} 是选项，没有大小。用 ==、!= 或 in。",
        en=f"{fact.id} is a choice and has no order. Use ==, != or in.",
    )


def wrong_type(name: str, wanted: FactType) -> Text:
    """A value of another type than the subject's."""
    zh, en = {
        FactType.INT: ("整数，整数不加引号", "a whole number, without quotes"),
        FactType.NUMBER: ("数，数不加引号", "a number, without quotes"),
        FactType.DATE: ("日期，日期写成 date(2024, 9, 1)", "a date, written date(2024, 9, 1)"),
        FactType.CHOICE: ("选项，选项写在引号里", "one of its choices, in quotes"),
        FactType.BOOL: ("是或否", "a yes or no"),
    }[wanted]
    return Text(zh=f"{name} 要比的是{zh}。", en=f"{name} is compared with {en}.")


def two_values() -> Text:
    """A comparison without a fact, such as 1 < 2."""
    return Text(zh="比较的两边要有一边是情况。", en="One side of a comparison must be a fact.")


def two_facts() -> Text:
    """A fact compared with a fact."""
    return Text(
        zh="不能把两个情况互相比较，另一边要写一个值。",
        en="Two facts cannot be compared with each other; give a value on one side.",
    )


def list_expected() -> Text:
    """`in` without a list of values."""
    return Text(
        zh='in 后面要写括号里的几个值，例如 in ("a", "b")；只有一个值就用 ==。',
        en='After in stand several values in round brackets, such as in ("a", "b"); for a single value use ==.',
    )


def list_unexpected() -> Text:
    """A list of values with another comparison than `in`."""
    return Text(zh="几个值要用 in 或 not in。", en="Several values go with in or not in.")


def value_twice(value: object) -> Text:
    """A value stands in the list twice."""
    return Text(zh=f"“{shown(value)}”写了两遍。", en=f'"{shown(value)}" stands there twice.')


def out_of_range(name: str, value: object, least: object, most: object) -> Text:
    """A value in a list that the subject cannot have."""
    low, high = ("…" if bound is None else bound for bound in (least, most))
    return Text(
        zh=f"{name} 不会是 {shown(value)}，它在 {low} 到 {high} 之间。",
        en=f"{name} is never {shown(value)}; it lies between {low} and {high}.",
    )


def never(what: str) -> Text:
    """A comparison that no possible value meets."""
    return Text(zh=f"“{shown(what)}”不可能成立，{_RANGE.zh}", en=f'"{shown(what)}" can never hold; {_RANGE.en}')


def always(what: str) -> Text:
    """A comparison that every possible value meets."""
    return Text(zh=f"“{shown(what)}”永远成立，{_RANGE.zh}", en=f'"{shown(what)}" always holds; {_RANGE.en}')


_RANGE = Text(
    zh="请看这个情况的取值范围，改掉或删去。", en="look at the values this fact can have, and change or remove it."
)


def idle_constant(*, value: bool) -> Text:
    """True or False inside a larger condition."""
    return Text(
        zh=f"{value} 和别的条件写在一起没有意义，请删去。",
        en=f"{value} beside other conditions means nothing; remove it.",
    )


def number_too_large() -> Text:
    """A number beyond anything a rule could mean."""
    return Text(zh="数太大了，最多到一万亿。", en="The number is too large; at most a million million.")


def amount_arithmetic() -> Text:
    """Arithmetic other than a number times, plus or minus with an amount."""
    return Text(
        zh='只能对数额做乘、加、减，例如 2 * amount("…")，倍数要大于 0；别处请直接写算好的数。',
        en='Only an amount can be multiplied (by more than 0), added to or subtracted from, such as 2 * amount("…"); '
        "elsewhere write the number itself.",
    )
