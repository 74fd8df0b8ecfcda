"""Choosing papers for many groups at once: never worse than it has to be, and honest where it cannot tell."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning.covering import Cost, Need, Price, Way, cover, greedy

Copies = dict[tuple[str, str], int]
Instance = tuple[list[Need], dict[str, Price], frozenset[str], Copies]


def cost_of(instance: Instance, chosen: tuple[int, ...]) -> Cost:
    """What a choice costs, counted paper by paper as somebody at a table would."""
    needs, prices, anyway, copies = instance
    ways = [need.ways[place] for need, place in zip(needs, chosen, strict=True)]
    new = {way.paper for way in ways} - anyway
    handed = dict(copies)
    for need, way in zip(needs, ways, strict=True):
        handed[need.matter, way.paper] = max(handed.get((need.matter, way.paper), 0), way.copies)
    return Cost(
        burden=sum(prices[paper].burden for paper in new),
        papers=len(new),
        copies=sum(handed.values()) - sum(copies.values()),
        unsure=sum(prices[paper].unsure for paper in new),
        place=sum(chosen),
    )


def by_brute_force(instance: Instance) -> Cost:
    """The least cost of all choices there are."""
    return min(cost_of(instance, chosen) for chosen in product(*(range(len(need.ways)) for need in instance[0])))


@st.composite
def instances(draw: st.DrawFn, most_needs: int = 6, most_papers: int = 7) -> Instance:
    """Needs that overlap, some of one matter, with papers that are free, usual, dear or brought anyway."""
    papers = [f"p{number}" for number in range(draw(st.integers(1, most_papers)))]
    prices = {paper: Price(draw(st.sampled_from([0, 0, 60, 120, 3600])), draw(st.integers(0, 2))) for paper in papers}
    copies = st.sampled_from([0, 0, 1, 2, 4])
    matters = st.sampled_from(["m", "n", "o"])
    need = st.builds(
        lambda matter, chosen, handed: Need(matter, tuple(map(Way, chosen, handed))),
        matters,
        st.lists(st.sampled_from(papers), min_size=1, max_size=4, unique=True),
        st.lists(copies, min_size=4, max_size=4),
    )
    return (
        draw(st.lists(need, max_size=most_needs)),
        prices,
        draw(st.frozensets(st.sampled_from(papers), max_size=2)),
        draw(st.dictionaries(st.tuples(matters, st.sampled_from(papers)), st.integers(0, 3), max_size=3)),
    )


def large(needs: int, papers: int, seed: int = 1) -> Instance:
    """Many needs over equal papers, the hardest to prove anything about."""
    lot = Random(seed)  # noqa: S311 - lots for a test
    names = [f"p{number}" for number in range(papers)]
    return (
        [Need(f"m{number}", tuple(map(Way, lot.sample(names, lot.randint(2, 5))))) for number in range(needs)],
        dict.fromkeys(names, Price()),
        frozenset(),
        {},
    )


@given(instances())
def test_no_choice_at_all_costs_less_than_the_one_given(instance: Instance) -> None:
    found = cover(*instance)

    assert found.cost == found.bound == cost_of(instance, found.chosen) == by_brute_force(instance)
    assert found.exact


@given(instances(most_needs=14, most_papers=12))
def test_it_is_never_worse_than_going_through_the_list_once(instance: Instance) -> None:
    needs, _, anyway, _ = instance

    assert cover(*instance).cost <= cost_of(instance, greedy(needs, anyway))


@given(instances(most_needs=10, most_papers=10), st.randoms(use_true_random=False))
def test_the_order_of_the_needs_does_not_change_what_it_costs(instance: Instance, random: Random) -> None:
    needs, *rest = instance
    shuffled = list(needs)
    random.shuffle(shuffled)

    assert cover(needs, *rest).cost == cover(shuffled, *rest).cost


@given(instances(most_needs=12, most_papers=10), st.integers(0, 60))
def test_however_early_it_is_stopped_the_bound_holds_and_the_choice_is_one(instance: Instance, steps: int) -> None:
    stopped, whole = cover(*instance, steps=steps), cover(*instance)

    assert stopped.bound <= whole.cost <= stopped.cost == cost_of(instance, stopped.chosen)
    assert not stopped.exact or stopped.cost[:3] == whole.cost[:3]


def test_what_needs_more_time_than_there_is_says_so_with_its_bound() -> None:
    instance = large(150, 80)
    stopped = cover(*instance, expired=lambda: True)

    assert not stopped.exact
    assert stopped.bound < stopped.cost
    assert stopped.cost == cost_of(instance, greedy(instance[0]))
    assert cover(*instance).cost < stopped.cost


def test_it_asks_the_clock_again_and_again() -> None:
    asked = []

    def expired() -> bool:
        asked.append(1)
        return len(asked) > 10

    assert not cover(*large(150, 80), expired=expired).exact
    assert len(asked) > 10


def test_the_same_question_gets_the_same_answer_also_where_it_is_not_proven() -> None:
    assert cover(*large(150, 80)) == cover(*large(150, 80))


def test_needs_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="no way"):
        cover([Need("m", ())], {})
    with pytest.raises(ValueError, match="twice"):
        cover([Need("m", (Way("p"), Way("p", 2)))], {"p": Price()})
    with pytest.raises(KeyError):
        cover([Need("m", (Way("p"),))], {})


def test_nothing_asked_costs_nothing() -> None:
    assert cover([], {}).cost == Cost()
