"""What is proposed at a follow-up; small numbers never speak against anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.training.measuring import Figures, OnMatter
from onetrip.training.models import FollowUp
from onetrip.training.proposing import propose
from onetrip.training.rules import EXAMPLE

FEW = EXAMPLE.few_cases


def figures(cases: int, **more: object) -> Figures:
    given = {"ratio": 1.0, "returned": 0, "taken_back": 0, "broken": 0, "ratings": 0, "bad_ratings": 0}
    given |= {"by_matter": {"card": OnMatter(cases)}, **more}
    return Figures(cases, **given)


def decision(cases: int, **more: object) -> str:
    return propose(figures(cases, **more), EXAMPLE).decision


def test_without_a_single_case_the_trial_is_extended_and_that_is_said() -> None:
    found = propose(figures(0, ratio=None), EXAMPLE)
    assert found.decision == "extend"
    assert "没有办过" in found.reason.zh


@pytest.mark.parametrize(
    ("cases", "more", "expected"),
    [
        (FEW - 1, {"returned": FEW - 1}, "extend"),
        (FEW, {}, "confirm"),
        (FEW, {"returned": 1}, "confirm"),  # one alone is chance
        (40, {"returned": 4}, "confirm"),  # exactly on the line
        (40, {"returned": 4, "taken_back": 1}, "practise"),
        (40, {"returned": 10}, "practise"),  # exactly on the second line
        (40, {"returned": 11}, "again"),
        (40, {"broken": 1}, "practise"),
        (40, {"ratio": 1.5}, "confirm"),
        (40, {"ratio": 1.51}, "practise"),
        (40, {"ratio": None}, "confirm"),
        (40, {"ratings": 9, "bad_ratings": 9}, "confirm"),  # shown to a person, and decides nothing
    ],
)
def test_each_line_from_both_sides(cases: int, more: dict[str, object], expected: str) -> None:
    assert decision(cases, **more) == expected


def test_practising_names_the_worst_matters_first_and_no_good_one() -> None:
    by_matter = {
        "good": OnMatter(20),
        "bad": OnMatter(10, returned=2),
        "worse": OnMatter(10, returned=2, taken_back=3),
    }
    found = propose(figures(40, returned=4, taken_back=3, by_matter=by_matter), EXAMPLE)
    assert (found.decision, found.matters) == ("practise", ("worse", "bad"))


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 5), st.floats(0.2, 5), st.integers(0, 9))
def test_nothing_speaks_against_somebody_with_few_cases_and_nothing_withdraws_by_itself(
    cases: int, returned: int, broken: int, ratio: float, bad: int
) -> None:
    returned = min(returned, cases)
    found = propose(
        figures(cases, returned=returned, broken=broken, ratio=ratio, ratings=bad, bad_ratings=bad), EXAMPLE
    )
    assert found.decision != FollowUp.Decision.WITHDRAW
    assert (found.decision == "extend") == (cases < FEW)
    assert found.reason.zh
    assert found.reason.en
    if cases >= FEW and returned + 1 <= cases:
        worse = propose(figures(cases, returned=returned + 1, broken=broken, ratio=ratio), EXAMPLE)
        order = ["confirm", "practise", "again"]
        assert order.index(worse.decision) >= order.index(found.decision), "one more fault never makes it better"
