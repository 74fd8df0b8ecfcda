"""Figures of a clerk beside those of colleagues, without an unfair comparison."""

from __future__ import annotations

from collections import Counter

from onetrip.cases.work import Handled
from onetrip.training.measuring import Figures, on_matters, together

HER, PEER, OTHER = 1, 2, 3


def case(clerk: int, matter: str = "card", minutes: float | None = 10, **more: object) -> Handled:
    given = {"visit": f"v{clerk}", "is_returned": False, "is_taken_back": False, **more}
    return Handled(clerk, matter, minutes=minutes, **given)


def test_minutes_are_compared_with_peers_of_the_same_matter_without_her_own() -> None:
    place = [case(HER, minutes=20), *[case(PEER, minutes=10)] * 9, case(OTHER, minutes=30), case(PEER, "print", 1)]
    found = on_matters([place], HER, Counter(), few=10)["card"]
    assert (found.cases, found.minutes, found.peers, found.ratio) == (1, 20, 10, 2.0)


def test_too_few_peers_are_nobody_to_be_compared_with() -> None:
    place = [case(HER, minutes=20), *[case(PEER)] * 9]
    assert on_matters([place], HER, Counter(), few=10)["card"].ratio is None


def test_somebody_who_moved_is_compared_within_each_place() -> None:
    """Ten minutes where everybody takes ten, and twenty where everybody takes twenty: neither slow nor fast."""
    quick = [*[case(HER, minutes=10)] * 3, *[case(PEER, minutes=10)] * 10]
    slow = [*[case(HER, minutes=20)] * 3, *[case(OTHER, minutes=20)] * 10]
    found = on_matters([quick, slow], HER, Counter(), few=10)["card"]
    assert (found.cases, found.ratio) == (6, 1.0)


def test_a_promise_broken_on_a_matter_without_a_case_is_not_lost() -> None:
    found = on_matters([[]], HER, Counter({"card": 2}), few=10)["card"]
    assert (found.cases, found.broken) == (0, 2)


def test_a_case_without_a_number_in_the_hall_counts_and_has_no_minutes() -> None:
    found = on_matters([[case(HER, minutes=None)]], HER, Counter(), few=1)["card"]
    assert (found.cases, found.minutes) == (1, None)


def test_only_the_category_is_put_together_and_each_visit_is_judged_once() -> None:
    place = [
        case(HER, "card", visit="a", is_returned=True),
        case(HER, "print", visit="a", is_taken_back=True),
        case(HER, "else", visit="b"),
        case(PEER, "card", visit="c"),
    ]
    on = on_matters([place], HER, Counter({"card": 1}), few=1)
    found = together(on, {"card", "print"}, [place], HER, {"a": 2, "b": 1, "c": 1})
    assert (found.cases, found.returned, found.taken_back, found.broken) == (2, 1, 1, 1)
    assert (found.ratings, found.bad_ratings) == (1, 1)
    assert Figures.of_json(found.as_json()) == found
