"""Synthetic residents as the catalogue wants them: one by one, with what is known of each. Pure, and the same for one seed.

They are drawn by `onetrip.synthetic`, where the shapes and their sources stand.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeAlias

from onetrip import synthetic
from onetrip.rules import AGE, BIRTH_DATE, Known, KnownFacts, Text, Vocabulary, age_on, months_until
from onetrip.rules.phrases import state

SEED = synthetic.SEED
_FACTS = ("hukou", "work", "insured_by", "pension_scheme")
_SAID_FIRST = (AGE, "sex", *_FACTS)
_WHO_COMES = "by_proxy"

Resident: TypeAlias = dict[str, Known]


def residents(
    vocabulary: Vocabulary, facts: Collection[str], day: date, number: int, seed: int = SEED
) -> list[Resident]:
    """`number` residents as of `day`, of each of whom `facts` are known, and always the birth date and those of the life.

    The same arguments give the same residents; a fact more changes nothing of the others. Facts that the vocabulary does
    not have, and who comes, are left out.
    """
    wanted = {*facts, *_SAID_FIRST} & set(vocabulary.names()) - {_WHO_COMES}
    return list(synthetic.city(vocabulary, wanted, day, number, seed).known())


def described(known: KnownFacts, facts: Collection[str], vocabulary: Vocabulary, day: date) -> Text:
    """Who that is, in words: the age, to the month where the birth date is among the `facts`, then the others in order."""
    said: list[Text] = []
    for name in sorted(set(facts) - {BIRTH_DATE, "by_proxy"}, key=lambda name: _place(name, vocabulary)):
        if name == AGE or name not in known:
            continue
        said.append(state(name, known[name].value, vocabulary))
    born = known[BIRTH_DATE].value if BIRTH_DATE in facts and BIRTH_DATE in known else None
    if isinstance(born, date):
        said.insert(0, _to_the_month(born, day))
    elif AGE in known:
        said.insert(0, Text(f"{known[AGE].value} 岁", f"aged {known[AGE].value}"))
    return Text("，".join(text.zh for text in said), ", ".join(text.en for text in said))


def _to_the_month(born: date, day: date) -> Text:
    """64 岁 11 个月; on a birthday the years alone."""
    age = age_on(born, day)
    months = 12 - months_until(born, age + 1, day)
    zh, en = f"{age} 岁", f"aged {age} years"
    return (
        Text(f"{zh} {months} 个月", f"{en} {months} months")
        if 0 < months < 12
        else Text(f"{zh}整" if not months else zh, en)
    )


def _place(name: str, vocabulary: Vocabulary) -> tuple[int, int]:
    fact = vocabulary.fact(name)
    return (_SAID_FIRST.index(name) if name in _SAID_FIRST else len(_SAID_FIRST), fact.order if fact else 0)
