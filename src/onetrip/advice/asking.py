"""A question and what is already known, as they are shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from onetrip.planning import Question
from onetrip.rules import AGE, BIRTH_DATE, Fact, FactType, Known, Origin, Text, Vocabulary, age_on, reaches

YES, NO = Text("是", "Yes"), Text("不是", "No")

_ORIGINS = {
    Origin.SAID: Text("本人答", "said"),
    Origin.ID_NUMBER: Text("身份证", "ID number"),
    Origin.LICENCE: Text("电子证照", "e-licence"),
    Origin.REGISTER: Text("登记信息", "register"),
    Origin.DERIVED: Text("算出来的", "computed"),
    Origin.EARLIER: Text("以前答过", "said before"),
}


CHANGEABLE = frozenset({Origin.SAID, Origin.EARLIER})
"""What the resident said, and may say otherwise."""


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from, with the key that chooses it at the desk."""

    value: str
    label: Text
    key: str
    chosen: bool


@dataclass(frozen=True)
class QuestionShown:
    """A question with the ways to answer it. `form` says which kind of field it needs; `beside` may be answered with it."""

    fact: str
    text: Text
    hint: Text | None
    why: Text
    form: Literal["choice", "date", "number"]
    choices: tuple[Choice, ...]
    unit: Text | None
    value: str
    left: int
    offered: bool
    sensitive: bool
    beside: tuple[QuestionShown, ...] = ()

    @property
    def is_yes_or_no(self) -> bool:
        """Whether two short answers fit side by side."""
        return [choice.value for choice in self.choices] == ["yes", "no"]


@dataclass(frozen=True)
class KnownLine:
    """Something known, in words, with where it comes from; `on` is the day it was learned, if that was an earlier one."""

    fact: str
    label: Text
    value: Text
    more: Text | None
    origin: Text
    changeable: bool
    on: date | None = None


def question_shown(question: Question, vocabulary: Vocabulary, *, several: bool = False) -> QuestionShown:
    """The next question as it is put; with `several` also what belongs on the same screen."""
    offered = question.part == "offered"

    def shown(name: str) -> QuestionShown:
        return _shown(vocabulary.facts[name], question.why, max(question.left, 1), offered=offered, before=None)

    found = shown(question.fact)
    return replace(found, beside=tuple(map(shown, question.beside))) if several else found


def asked_still(name: str, vocabulary: Vocabulary) -> QuestionShown | None:
    """The question about a fact whose answer could not be read, put once more; None for one nobody is asked for."""
    fact = vocabulary.facts.get(name)
    if fact is None or fact.question is None:
        return None
    return _shown(fact, Text("刚才的回答没看懂。", "The answer could not be read."), 0, offered=False, before=None)


def asked_again(
    name: str, known: Mapping[str, Known], asked: Sequence[str], vocabulary: Vocabulary
) -> QuestionShown | None:
    """The question about a fact that was answered or skipped, put again; None for one that cannot be changed so."""
    fact, before = vocabulary.facts.get(name), known.get(name)
    if fact is None or (name not in asked and (before is None or before.origin not in CHANGEABLE)):
        return None
    why = Text("这一项您答过，可以改。", "You answered this before and can change it.")
    return _shown(fact, why, 0, offered=False, before=before)


def _shown(fact: Fact, why: Text, left: int, *, offered: bool, before: Known | None) -> QuestionShown:
    form: Literal["choice", "date", "number"] = "number"
    options: Sequence[tuple[str, Text]] = ()
    value = "" if before is None else str(before.value)
    if fact.type is FactType.BOOL:
        form, options = "choice", (("yes", YES), ("no", NO))
        value = {"True": "yes", "False": "no"}.get(value, "")
    elif fact.type is FactType.CHOICE:
        form, options = "choice", tuple(fact.choices.items())
    elif fact.type is FactType.DATE:
        form = "date"
    return QuestionShown(
        fact=fact.id,
        text=fact.question or fact.label,
        hint=fact.hint,
        why=why,
        form=form,
        choices=tuple(
            Choice(name, label, str(place) if place < 10 else "", name == value)
            for place, (name, label) in enumerate(options, start=1)
        ),
        unit=fact.unit,
        value=value,
        left=left,
        offered=offered,
        sensitive=fact.sensitive,
    )


def known_lines(
    known: Mapping[str, Known], vocabulary: Vocabulary, day: date, on: Mapping[str, date] | None = None
) -> tuple[KnownLine, ...]:
    """Everything known, in the order of the vocabulary; the birth date is shown as an age.

    `on` has the days of what was learned earlier.
    """
    lines = []
    for name, fact in vocabulary.facts.items():
        item = known.get(name)
        if item is None:
            continue
        value, more = in_words(fact, item, day)
        lines.append(
            KnownLine(
                fact=name,
                label=vocabulary.facts[AGE].label if name == BIRTH_DATE and AGE in vocabulary.facts else fact.label,
                value=value,
                more=more,
                origin=_ORIGINS[item.origin],
                changeable=item.origin in CHANGEABLE,
                on=on.get(name) if on else None,
            )
        )
    return tuple(lines)


def in_words(fact: Fact, known: Known, day: date) -> tuple[Text, Text | None]:
    """A value in words, with a remark where one helps: when the next birthday comes."""
    value = known.value
    if fact.id == BIRTH_DATE and isinstance(value, date):
        age = age_on(value, day)
        next_birthday = reaches(value, age + 1)
        return (
            Text(f"{age} 岁", f"{age}"),
            Text(
                f"{next_birthday.month} 月 {next_birthday.day} 日满 {age + 1}",
                f"{age + 1} on {next_birthday.day} {next_birthday:%B}",
            ),
        )
    if isinstance(value, bool):
        return (YES if value else NO), None
    if fact.type is FactType.CHOICE:
        return fact.choices[str(value)], None
    if isinstance(value, date):
        return Text(f"{value.year} 年 {value.month} 月 {value.day} 日", f"{value.day} {value:%B %Y}"), None
    unit = fact.unit or Text("", "")
    return Text(f"{value} {unit.zh}".rstrip(), f"{value} {unit.en}".rstrip()), None
