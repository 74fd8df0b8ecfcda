"""From the answer to a question to what it tells: usually one fact, sometimes another than the one asked about. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from onetrip.ledger.refusals import Malformed
from onetrip.rules import AGE, BIRTH_DATE, Fact, Problem, Value, Vocabulary, age_on, check_value

_YEARS = re.compile(r"\d{1,3}(?:岁|周岁|years?)?")


def read_answer(fact: Fact, raw: str, *, day: date, vocabulary: Vocabulary) -> dict[str, Value]:
    """What the answer `raw` to the question about `fact` tells, by fact.

    To the question for the birth date an age in years is an answer too, and the other way round. Raises Malformed with
    the field "answer" for what cannot be read or cannot be.
    """
    told = _told_about(fact, raw, vocabulary)
    value = check_value(told, raw, day=day)
    if told.id == BIRTH_DATE and isinstance(value, date) and (age := vocabulary.fact(AGE)) is not None:
        # A day long past is read well and makes an age that nobody has.
        too_old = check_value(age, age_on(value, day))
        value = too_old if isinstance(too_old, Problem) else value
    if isinstance(value, Problem):
        raise Malformed("answer-unreadable", value.zh, value.en, field="answer")
    return {told.id: value}


def _told_about(fact: Fact, raw: str, vocabulary: Vocabulary) -> Fact:
    """The fact that the answer speaks of, by its looks."""
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw[:64]))
    age, birth_date = vocabulary.fact(AGE), vocabulary.facts.get(BIRTH_DATE)
    if fact.id == BIRTH_DATE and age is not None and _YEARS.fullmatch(typed):
        return age
    if fact.id == AGE and birth_date is not None and not _YEARS.fullmatch(typed):
        is_date = not isinstance(check_value(birth_date, raw), Problem)
        return birth_date if is_date else fact
    return fact
