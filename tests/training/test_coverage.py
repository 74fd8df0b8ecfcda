from __future__ import annotations

from onetrip.staff.queries import Qualified
from onetrip.training.coverage import Thin, thin

MATTERS = {"card": "ageing", "allowance": "ageing", "permit": "residence"}
AGEING = Qualified(frozenset({"ageing"}), frozenset())
CARD = Qualified(frozenset(), frozenset({"card"}))
NOTHING = Qualified(frozenset(), frozenset())


def found(held: dict[int, Qualified], *there: int, asked: tuple[str, ...] = tuple(MATTERS)) -> list[Thin]:
    return thin(there, held, MATTERS, asked=asked, too_few=2)


def test_somebody_training_has_said_nothing_of_can_do_everything() -> None:
    assert found({}, 1, 2) == []


def test_a_category_too_few_can_do_is_said_as_a_whole() -> None:
    assert found({1: AGEING, 2: AGEING}, 1, 2) == [Thin("residence", "", 0)]


def test_a_matter_learnt_alone_counts_for_that_matter() -> None:
    assert found({2: CARD}, 1, 2) == [Thin("ageing", "allowance", 1), Thin("residence", "", 1)]


def test_somebody_enrolled_with_nothing_counts_for_nothing() -> None:
    assert {one.people for one in found({1: NOTHING, 2: NOTHING}, 1, 2)} == {0}


def test_what_nobody_asks_for_is_not_named_alone() -> None:
    assert found({2: CARD}, 1, 2, asked=("card", "permit")) == [Thin("residence", "", 1)]
