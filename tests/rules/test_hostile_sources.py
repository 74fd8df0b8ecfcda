"""Texts that mean harm: always a problem in words, never a crash, never slow."""

from __future__ import annotations

import threading
import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import Problem, check_value
from tests.rules.examples import VOCABULARY, problems
from tests.rules.strategies import thorough

_PATIENCE = 2.0
"""Seconds of processor time: far more than any text may take, far less than a runaway would."""

HOSTILE = {
    "brackets": "(" * 2000 + ")" * 2000,
    "open brackets": "(" * 4000,
    "nots": "not " * 999 + "age",
    "minus signs": "-" * 3990 + "age",
    "powers": "**".join(["2"] * 1300),
    "sums": "+".join(["age"] * 900),
    "products": "*".join(['amount("minimum")'] * 200),
    "alternatives": " if age else ".join(["age"] * 300),
    "calls": "amount" + "()" * 1900,
    "dots": "age" + ".a" * 1900,
    "commas": "hukou in (" + '"a",' * 990 + ")",
    "a long chain": " < ".join(["age"] * 600),
    "many unknown names": " or ".join(f"x{number}" for number in range(500)),
    "many pairs": " and ".join(f"(holds_permit or age > {number})" for number in range(1, 120)),
    "a long name": "x" * 4000,
    "a long text": '"' + "x" * 3990 + '"' + " == hukou",
    "a huge number": "age > " + "9" * 3990,
    "a huge fraction": "income > 0." + "9" * 3900,
    "an infinite number": "income > " + "9" * 400 + ".0",
    "a null": "age > 1\0",
    "only nulls": "\0" * 4000,
    "control characters": "age \x1b[31m> 1\x7f",
    "half a character": "age > 1 \ud800",
    "right to left": "age > 1\u202e",
    "line separators": "age > 1\u2028 and\u2029 age < 3",
    "a form feed": "age\x0c> 1",
    "backslashes": '"\\d" == hukou \\\n',
    "a walrus": "(age := 3)",
    "a wait": "await age",
    "a yield": "(yield age)",
    "stars": "*age",
    "format": "f'{age!r:>{age}}'",
    "too long": "age > 1 or " * 400,
    "dunder": "().__class__.__bases__[0].__subclasses__()",
    "braces": "{" * 3000,
    "quotes": '"' * 3999,
    "one bracket too many": "age > 1) or (age < 3",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_a_problem_and_soon(source: str) -> None:
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = problems(source)
    assert time.process_time() - began < _PATIENCE
    assert all(len(problem.zh) < 300 and len(problem.en) < 300 for problem in found)


def test_only_what_is_harmless_of_them_passes() -> None:
    assert [name for name, source in HOSTILE.items() if not problems(source)] == ["many pairs", "a huge fraction"]


def test_hostile_texts_do_no_harm_in_a_thread_with_a_small_stack() -> None:
    done: list[int] = []

    def read_all() -> None:
        for source in HOSTILE.values():
            problems(source)
        done.append(len(HOSTILE))

    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=read_all)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert done == [len(HOSTILE)]


@given(source=st.text(max_size=200))
@thorough
def test_any_text_is_a_condition_or_a_problem(source: str) -> None:
    for problem in problems(source):
        assert isinstance(problem, Problem)


_PIECES = ["age", "hukou", "holds_permit", "and", "or", "not", "in", "(", ")", ",", "<", ">=", "==", "=", "1", "-", "*", "+",
           "65", '"shanghai"', "amount", '"minimum"', "date", "months_until", "age=", "True", " ", "\n", "if", "else", "for", "is"]  # fmt: skip


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=40))
@thorough
def test_any_heap_of_pieces_is_a_condition_or_a_problem(pieces: list[str]) -> None:
    problems("".join(pieces))
    problems(" ".join(pieces))


@given(
    raw=st.one_of(st.text(), st.integers(), st.floats(), st.binary(), st.none(), st.lists(st.integers()), st.dates())
)
@thorough
def test_any_answer_is_a_value_of_the_fact_or_a_problem(raw: object) -> None:
    for fact in VOCABULARY.facts.values():
        value = check_value(fact, raw)
        if not isinstance(value, Problem):
            assert fact.fits(value)


_MONSTERS = ["9" * 4000, "１" * 64, 10**5000, -(10**5000), 1e308, "年" * 64, "\0", "\ud800", "٣", "Ⅷ", "3²"]


@pytest.mark.parametrize("raw", _MONSTERS, ids=range(len(_MONSTERS)))
def test_a_monstrous_answer_is_a_problem(raw: object) -> None:
    for fact in VOCABULARY.facts.values():
        assert isinstance(check_value(fact, raw), Problem)
