"""One comparison, or one known value, as a clause that can be read aloud."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum, auto

from onetrip.rules.expressions import AmountOf, Atom, Compare, Holds, MonthsUntil, OneOf, Op
from onetrip.rules.facts import AGE, Fact, FactType, Schedule, Value, Vocabulary
from onetrip.rules.text import Text
from onetrip.rules.wording import (
    are_words,
    beside,
    choices_in_a_list,
    choices_in_words,
    figure,
    in_words,
    listed,
    ordinal,
    quoted,
)

_BIRTH = Text(zh="出生日期", en="date of birth")

_MORE_OR_LESS = {
    Op.EQ: Text(zh="正好", en="exactly"),
    Op.NE: Text(zh="不是", en="not"),
    Op.LT: Text(zh="不到", en="less than"),
    Op.LE: Text(zh="不超过", en="at most"),
    Op.GT: Text(zh="超过", en="more than"),
    Op.GE: Text(zh="至少", en="at least"),
}
_BEFORE_OR_AFTER = {
    Op.EQ: Text(zh="是 {}", en="{}"),
    Op.NE: Text(zh="不是 {}", en="not {}"),
    Op.LT: Text(zh="在 {}以前，不含当天", en="before {}"),
    Op.LE: Text(zh="在 {}或以前", en="{} or earlier"),
    Op.GT: Text(zh="在 {}以后，不含当天", en="after {}"),
    Op.GE: Text(zh="在 {}或以后", en="{} or later"),
}


class Manner(Enum):
    """How a clause is put: within something said to somebody, as a part of a written condition, or as a line of its own."""

    SPOKEN = auto()
    PART = auto()
    LINE = auto()


def clause(atom: Atom, vocabulary: Vocabulary, day: date | None = None, *, manner: Manner = Manner.SPOKEN) -> Text:
    """What an atom demands: 户籍是上海; household registration is Shanghai. On a `day`, amounts have their figure.

    In a written condition the English has a colon, which suits every fact: household registration: Shanghai.
    """
    match atom:
        case Holds(subject, yes):
            return answer(_fact(subject, vocabulary), yes=yes)
        case OneOf(MonthsUntil(age), values, inside):
            return _months_among(age, values, inside=inside)
        case OneOf(str() as subject, values, inside):
            return _among(_fact(subject, vocabulary), values, inside=inside, manner=manner)
        case Compare(MonthsUntil(age), op, int() as bound):
            return _months(age, op, bound, manner)
        case Compare(str() as subject, op, bound):
            return _comparison(_fact(subject, vocabulary), op, bound, vocabulary, day, manner)
    raise AssertionError("parse makes no other atom")


def answer(fact: Fact, *, yes: bool) -> Text:
    """A bool fact as a clause."""
    words = fact.yes if yes else fact.no
    if words is not None:
        return words
    label = fact.label
    if yes:
        return Text(zh=f"属于“{label.zh}”", en=f"“{label.en}” applies")
    return Text(zh=f"不属于“{label.zh}”", en=f"“{label.en}” does not apply")


def state(fact: str, value: Value, vocabulary: Vocabulary) -> Text:
    """What is known of a fact, as a clause: 户籍是外省市; household registration is another part of China."""
    found = _fact(fact, vocabulary)
    if isinstance(value, bool):
        return answer(found, yes=value)
    shown = _value(found, value)
    return Text(zh=beside(found.label.zh, "是", shown.zh), en=f"{found.label.en} is {shown.en}")


def _fact(name: str, vocabulary: Vocabulary) -> Fact:
    return vocabulary.fact(name) or Fact(id=name, type=FactType.DATE, label=_BIRTH)


def _value(fact: Fact, value: Value) -> Text:
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, str):
        return choices_in_words(fact, [value])[0]
    return figure(value, fact.unit)


def _is(label: Text, zh: str, en: str, manner: Manner) -> Text:
    """Chinese that reads on after the label; English after "is" or, where it is written, after a colon."""
    return Text(zh=beside(label.zh, zh), en=f"{label.en} is {en}" if manner is Manner.SPOKEN else f"{label.en}: {en}")


def _among(fact: Fact, values: tuple[object, ...], *, inside: bool, manner: Manner) -> Text:
    chosen: list[str] = []
    if fact.type is FactType.CHOICE:
        chosen = [choice for choice in fact.choices if choice in values]
        if not inside and "none" in chosen:
            # "Not none" says less than the choices that are left.
            chosen, inside = [choice for choice in fact.choices if choice not in values], True
    if inside and chosen and manner is not Manner.SPOKEN and not are_words(fact, chosen):
        return _chosen(fact, chosen, manner)
    if chosen:
        words = choices_in_words(fact, chosen, denied=not inside)
    else:
        words = [_value(fact, value) for value in values if isinstance(value, int | float | date)]
    if inside:
        any_of = listed(words, "或", "or")
        return _is(fact.label, f"是{any_of.zh}" if chosen else beside("是", any_of.zh), any_of.en, manner)
    if len(words) == 1:
        return _is(fact.label, beside("不是", words[0].zh), f"not {words[0].en}", manner)
    none_of = beside("不是", listed(words, "和", "or").zh, "中的任何一种")
    if len(words) == 2:
        return _is(fact.label, none_of, f"neither {words[0].en} nor {words[1].en}", manner)
    return _is(fact.label, none_of, f"none of {listed(words, '', 'or').en}", manner)


def _chosen(fact: Fact, chosen: list[str], manner: Manner) -> Text:
    """The choices after their fact: 医保：外地医保. As a part of a sentence they are in quotes, so that they end where they end."""
    words = choices_in_a_list(fact, chosen)
    if manner is Manner.PART:
        words = [quoted(fact.choices[choice]) for choice in chosen]
    any_of = listed(words, "或", "or")
    return Text(zh=f"{fact.label.zh}：{any_of.zh}", en=f"{fact.label.en}: {any_of.en}")


def _comparison(
    fact: Fact, op: Op, bound: int | float | date | AmountOf, vocabulary: Vocabulary, day: date | None, manner: Manner
) -> Text:
    label = fact.label
    if isinstance(bound, date):
        when = in_words(bound)
        words = _BEFORE_OR_AFTER[op]
        return _is(label, words.zh.format(when.zh), words.en.format(when.en), manner)
    if fact.id == AGE and isinstance(bound, int):
        return _age(op, bound, manner)
    words = _MORE_OR_LESS[op]
    if isinstance(bound, AmountOf):
        much = _amount(bound, vocabulary.amounts[bound.id], day)
    else:
        much = figure(bound, fact.unit)
        if fact.unit is not None and f" {fact.unit.en} " in f" {label.en} ":
            # The label names the unit: years of driving, homes owned.
            if manner is Manner.SPOKEN and label.en.startswith(f"{fact.unit.en} "):
                rest = label.en.removeprefix(f"{fact.unit.en} ")
                return Text(zh=beside(label.zh, words.zh, much.zh), en=f"{words.en} {much.en} {rest}")
            much = Text(zh=much.zh, en=figure(bound).en)
    return _is(label, beside(words.zh, much.zh), f"{words.en} {much.en}", manner)


def _amount(bound: AmountOf, amount: Schedule, day: date | None) -> Text:
    """An amount and what is done to it: 低保标准（1,595 元）的 2 倍，即 3,190 元."""
    value = amount.at(day) if day is not None else None
    label = amount.label if value is None else _with_figure(amount.label, figure(value, amount.unit))
    zh, en = label.zh, f"the {label.en}"
    if bound.times != 1:
        zh, en = beside(zh, "的 ", _plain(bound.times), " 倍"), f"{_plain(bound.times)} × {en}"
    if bound.plus:
        rest = figure(float(abs(bound.plus)) if bound.plus % 1 else int(abs(bound.plus)), amount.unit)
        zh = f"{zh}{'加' if bound.plus > 0 else '减'} {rest.zh}"
        en = f"{en} {'plus' if bound.plus > 0 else 'minus'} {rest.en}"
    if value is None or (bound.times == 1 and not bound.plus):
        return Text(zh=zh, en=en)
    result = figure(bound.on(value), amount.unit)
    return Text(zh=f"{zh}，即 {result.zh}", en=f"{en}, that is {result.en}")


def _with_figure(label: Text, of: Text) -> Text:
    """The label of an amount with its figure, in one pair of brackets where the label ends with some of its own."""
    zh = f"{label.zh[:-1]}，{of.zh}）" if label.zh.endswith("）") else f"{label.zh}（{of.zh}）"
    return Text(zh=zh, en=f"{label.en[:-1]}: {of.en})" if label.en.endswith(")") else f"{label.en} ({of.en})")


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _age(op: Op, bound: int, manner: Manner = Manner.SPOKEN) -> Text:
    """Ages are whole: more than 64 is 65 or over."""
    age = "age is" if manner is Manner.SPOKEN else "age"
    match op:
        case Op.EQ:
            return Text(zh=f"正好 {bound} 周岁", en=f"{age} {bound}")
        case Op.NE:
            return Text(zh=f"不是 {bound} 周岁", en=f"{age} not {bound}")
        case Op.GE | Op.GT:
            least = bound if op is Op.GE else bound + 1
            return Text(zh=f"年满 {least} 周岁", en=f"{age} {least} or over")
        case Op.LT | Op.LE:
            below = bound if op is Op.LT else bound + 1
            return Text(zh=f"未满 {below} 周岁", en=f"{age} under {below}")


def _months(age: int, op: Op, bound: int, manner: Manner) -> Text:
    """Months to the day an age is reached; negative ones have passed since."""
    birthday = f"the {ordinal(age)} birthday"
    if op in (Op.EQ, Op.NE):
        return _months_among(age, (bound,), inside=op is Op.EQ)
    within = op in (Op.LT, Op.LE)
    most = bound if op in (Op.LE, Op.GT) else bound - 1
    months = figure(abs(most), Text(zh="个月", en="months"))
    if most == 0:
        return _age(Op.GE if within else Op.LT, age, manner)
    if most > 0 and within:
        return Text(
            zh=f"离满 {age} 周岁不超过 {months.zh}或已满", en=f"{birthday} is no more than {months.en} away, or past"
        )
    if most > 0:
        return Text(zh=f"离满 {age} 周岁超过 {months.zh}", en=f"{birthday} is more than {months.en} away")
    if within:
        return Text(zh=f"满 {age} 周岁已有 {months.zh}", en=f"{birthday} is {months.en} past or more")
    return Text(zh=f"满 {age} 周岁不到 {months.zh}或未满", en=f"{birthday} is less than {months.en} past, or to come")


def _months_among(age: int, values: tuple[object, ...], *, inside: bool) -> Text:
    numbers = listed([Text(zh=str(value), en=str(value)) for value in values], "或", "or")
    return Text(
        zh=beside(f"离满 {age} 周岁的月数", "是" if inside else "不是", numbers.zh),
        en=f"the number of months until the {ordinal(age)} birthday is {'' if inside else 'not '}{numbers.en}",
    )
