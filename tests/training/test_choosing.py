"""Which questions are asked: every high-frequency matter, in turn, and the same for the same seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import Text
from onetrip.training.choosing import choose, has_passed
from onetrip.training.items.shapes import Item, Kind, Option

_KINDS = list(Kind)


def item(matter: str, number: int, kind: Kind) -> Item:
    options = (Option("yes", Text("是", "yes")), Option("no", Text("不是", "no")))
    return Item(
        f"{matter}:{kind}:{number:016x}", matter, "ageing", kind, (), Text("吗？", "Is it?"), options, several=False
    )


def pool(matters: int, each: int) -> dict[str, tuple[Item, ...]]:
    return {
        f"m{place}": tuple(item(f"m{place}", number, _KINDS[number % 4]) for number in range(each))
        for place in range(matters)
    }


def asked(found: list[Item]) -> list[str]:
    return [one.matter for one in found]


def test_every_high_frequency_matter_is_asked_the_most_frequent_first() -> None:
    a_year = {"m3": 900, "m1": 2000, "m0": 10}
    found = choose(pool(5, 8), a_year=a_year, high_above=500, wanted=10, seed="s")
    assert asked(found)[:2] == ["m1", "m3"]
    assert len(found) == 10
    assert set(asked(found)) == set(pool(5, 8))


def test_more_high_frequency_matters_than_questions_make_a_longer_test() -> None:
    a_year = {f"m{n}": 600 + n for n in range(12)}
    assert len(choose(pool(12, 4), a_year=a_year, high_above=500, wanted=3, seed="s")) == 12


def test_kinds_take_turns() -> None:
    found = choose(pool(4, 16), a_year={}, high_above=500, wanted=12, seed="s")
    assert set(Counter(one.kind for one in found).values()) == {3}


def test_what_stands_first_is_asked_before_what_stands_last() -> None:
    long = {"m0": tuple(item("m0", number, Kind.ENTITLED) for number in range(100))}
    found = choose(long, a_year={}, high_above=500, wanted=1, seed="s")
    assert found[0] in long["m0"][:4]


def test_a_matter_without_questions_and_an_empty_category_are_no_trouble() -> None:
    assert choose({"m0": (), "m1": ()}, a_year={"m0": 900}, high_above=500, wanted=10, seed="s") == []
    assert len(choose({"m0": (), **pool(2, 2)}, a_year={}, high_above=500, wanted=10, seed="s")) == 4


@given(st.integers(1, 6), st.integers(0, 9), st.integers(1, 20), st.text(max_size=8), st.sets(st.integers(0, 40)))
def test_no_question_twice_none_that_is_left_out_and_the_same_again(
    matters: int, each: int, wanted: int, seed: str, without: set[int]
) -> None:
    everything = pool(matters, each)
    ids = [one.id for items in everything.values() for one in items]
    left_out = frozenset(ids[place] for place in without if place < len(ids))
    given = {"a_year": {"m0": 700}, "high_above": 500, "wanted": wanted, "seed": seed, "without": left_out}
    found = choose(everything, **given)
    chosen = [one.id for one in found]
    assert len(set(chosen)) == len(chosen) == min(wanted, len(ids) - len(left_out))
    assert not left_out & set(chosen)
    assert choose(dict(reversed(everything.items())), **given) == found


def test_two_seeds_ask_different_questions() -> None:
    tests = {
        tuple(i.id for i in choose(pool(4, 40), a_year={}, high_above=500, wanted=8, seed=str(n))) for n in range(8)
    }
    assert len(tests) > 4


@pytest.mark.parametrize(("right", "counted", "passes"), [(8, 10, True), (7, 10, False), (0, 0, False), (4, 5, True)])
def test_exactly_the_mark_is_enough_and_nothing_that_counts_is_no_pass(right: int, counted: int, passes: bool) -> None:
    assert has_passed(right, counted, 80) is passes
