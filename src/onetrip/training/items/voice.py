"""What a made-up resident says of themselves: each trait as a short sentence, made of the catalogue's own words."""

from __future__ import annotations

import re
from datetime import date

from onetrip.planning.view import BY_PROXY
from onetrip.rules import BIRTH_DATE, Fact, FactType, Text, Vocabulary, state
from onetrip.rules.edges import Lived, Trait, Traits
from onetrip.rules.wording import beside, figure, in_words

SPEAKS = 14
"""From this age on residents speak for themselves here; of younger ones a parent speaks."""
_SOON = 6
"""Months in which a birthday is told as coming; before, it is told how long the last one is past."""
_ENDS = ("。", "！", "？", ".", "!", "?")

_FIRST_PERSON = (
    (r"\byou and your spouse\b", "my spouse and I"),
    (r"\b(for|from|to|with|of|support) you\b", r"\1 me"),
    (r"\byou are\b", "I am"),
    (r"\byou were\b", "I was"),
    (r"\byourself\b", "myself"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (r"^you$", "myself"),
    (r"\byou\b", "I"),
)


def told_of(traits: Traits, vocabulary: Vocabulary) -> tuple[Text, ...]:
    """The resident with these traits in their own words, a sentence for each, in the order in which a clerk asks."""

    def asked(fact: str) -> tuple[int, str]:
        described = vocabulary.fact(fact)
        return (described.order if described is not None else 0), fact

    return tuple(sentence(fact, traits[fact], vocabulary) for fact in sorted(traits, key=asked))


def sentence(fact: str, trait: Trait, vocabulary: Vocabulary) -> Text:
    """One trait as its owner says it."""
    if isinstance(trait, Lived):
        return ended(_lived(trait))
    if fact == BIRTH_DATE and isinstance(trait, date):
        day = in_words(trait)
        return Text(f"{day.zh}出生。", f"I was born on {day.en}.")
    if fact == BY_PROXY:
        return Text("请别人来代办。", "Somebody else comes for me.") if trait else Text("本人来。", "I come myself.")
    if isinstance(trait, bool):
        return ended(in_first_person(state(fact, trait, vocabulary)))
    described = vocabulary.facts[fact]
    label, said = in_first_person(described.label), in_first_person(_value(described, trait))
    return ended(Text(beside(label.zh, "：", said.zh), f"{label.en}: {said.en}"))


def reply(fact: str, trait: Trait, vocabulary: Vocabulary) -> Text:
    """One trait as its owner answers when asked for it: without saying again what was asked."""
    if isinstance(trait, bool | Lived) or fact == BIRTH_DATE:
        return sentence(fact, trait, vocabulary)
    return ended(in_first_person(_value(vocabulary.facts[fact], trait)))


def in_first_person(text: Text) -> Text:
    """What is said to somebody, as that one says it: 您 becomes 我, "you hold" becomes "I hold"."""
    en = text.en
    for said, instead in _FIRST_PERSON:
        en = re.sub(said, instead, en)
    return Text(text.zh.replace("您", "我"), en)


def _lived(lived: Lived) -> Text:
    age, months = divmod(lived.months, 12)
    if age < SPEAKS:
        return _young(age, months if lived.to_the_month else None)
    if not lived.to_the_month:
        return Text(f"{age} 周岁", f"I am {age}")
    if not months:
        return Text(f"今天正好满 {age} 周岁", f"I turn {age} today")
    left = 12 - months
    if left <= _SOON:
        return Text(
            f"{age} 周岁，再过 {left} 个月满 {age + 1} 周岁", f"I am {age} and turn {age + 1} in {_months(left)}"
        )
    return Text(f"{age} 周岁零 {months} 个月", f"I am {age} years and {_months(months)} old")


def _young(age: int, months: int | None) -> Text:
    """The age of a child, as a parent says it."""
    if months is None:
        return Text(f"孩子 {age} 周岁", f"The child is {age}") if age else Text("孩子不满周岁", "The child is under 1")
    if not months:
        return Text(f"孩子今天正好满 {age} 周岁", f"The child turns {age} today")
    left = 12 - months
    if left <= _SOON:
        return Text(
            f"孩子 {age} 周岁，再过 {left} 个月满 {age + 1} 周岁",
            f"The child is {age} and turns {age + 1} in {_months(left)}",
        )
    return Text(f"孩子 {age} 周岁零 {months} 个月", f"The child is {age} years and {_months(months)} old")


def _months(number: int) -> str:
    return f"{number} month" if number == 1 else f"{number} months"


def _value(fact: Fact, value: Trait) -> Text:
    if isinstance(value, date):
        return in_words(value)
    if fact.type is FactType.CHOICE:
        chosen = fact.choices[str(value)]
        return _none_of(fact) if value == "none" and chosen.zh in ("都不是", "都没有") else chosen
    assert isinstance(value, int | float)  # noqa: S101 - a number, by the type of its fact
    return figure(value, fact.unit)


def _none_of(fact: Fact) -> Text:
    """That none of the choices applies: named where they are few and short, so that it says what it denies."""
    others = [text for choice, text in fact.choices.items() if choice != "none"]
    if len(others) <= 3 and sum(len(text.zh) for text in others) <= 24:
        zh, en = "、".join(text.zh for text in others), ", ".join(text.en for text in others)
        return Text(f"{zh}都不是", f"none of: {en}")
    return Text("问到的几种都不是", "none of those asked about")


def ended(text: Text) -> Text:
    """As a sentence: a capital letter in front and a full stop behind."""
    zh = text.zh if text.zh.endswith(_ENDS) else f"{text.zh}。"
    en = text.en if text.en.endswith(_ENDS) else f"{text.en}."
    return Text(zh, en[:1].upper() + en[1:])
