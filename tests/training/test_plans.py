"""The order of a plan, and why each line stands where it does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.training.measuring import NOTHING, OnMatter
from onetrip.training.plans import Known, plan
from onetrip.training.rules import EXAMPLE

FINE = OnMatter(40, minutes=8, peers=8, ratio=1.0)


def known(matter: str, category: str = "ageing", a_year: int = 800, **more: object) -> Known:
    return Known(matter, category, a_year, **{"own": NOTHING, **more})


def order(*those: Known) -> list[str]:
    return [line.matter for line in plan(those, EXAMPLE)]


def said(one: Known) -> str:
    return "；".join(text.zh for text in plan([one], EXAMPLE)[0].why)


def test_somebody_new_begins_with_what_is_most_frequent_category_by_category() -> None:
    found = order(
        known("rare", "health", 30),
        known("c", "health", 900),
        known("a", "ageing", 2000),
        known("b", "health", 1500),
        known("seldom", "ageing", 20),
    )
    assert found == ["b", "c", "a", "rare", "seldom"], "the heavier category comes first and whole; the rare ones last"


def test_exactly_the_threshold_is_not_above_it() -> None:
    at, above = plan([known("at", a_year=500), known("above", a_year=501)], EXAMPLE)
    assert (at.matter, at.is_high) == ("above", True)
    assert (above.matter, above.is_high) == ("at", False)


def test_what_was_tested_goes_well_and_did_not_change_is_in_no_plan() -> None:
    assert order(known("a", own=FINE, tested_in=3)) == []


@pytest.mark.parametrize(
    ("own", "more", "words"),
    [
        (NOTHING, {}, "一年 800 件，高频；还没考过"),
        (FINE, {"tested_in": 3, "has_changed": True}, "考过以后规则改了"),
        (replace(FINE, returned=4, taken_back=1), {"tested_in": 3}, "40 件里退补 4 件、更正 1 件"),
        (replace(FINE, minutes=16.0, ratio=2.0), {"tested_in": 3}, "一件中位 16 分钟，同事 8 分钟"),
        (replace(FINE, broken=2), {"tested_in": 3}, "失约 2 次，原因是没培训到"),
    ],
    ids=["never", "changed", "faults", "slow", "promises"],
)
def test_each_gap_is_said(own: OnMatter, more: dict[str, object], words: str) -> None:
    assert words in said(known("a", own=own, **more))


def test_a_matter_seen_once_and_slowly_is_not_called_slow() -> None:
    once = OnMatter(1, minutes=60, peers=8, ratio=7.5)
    assert order(known("a", own=once, tested_in=3)) == []


def test_one_case_of_one_that_came_back_weighs_no_more_than_it_tells() -> None:
    once = plan([known("a", own=OnMatter(1, returned=1), tested_in=3)], EXAMPLE)[0]
    many = plan([known("a", own=OnMatter(20, returned=20), tested_in=3)], EXAMPLE)[0]
    assert once.gap == pytest.approx(EXAMPLE.gap_fault / EXAMPLE.few_cases)
    assert many.gap == pytest.approx(EXAMPLE.gap_fault)


def test_what_the_centre_never_has_says_so_and_comes_last() -> None:
    assert "本中心近一年没办过" in said(known("a", a_year=0))


@given(
    st.lists(
        st.builds(
            Known,
            matter=st.sampled_from([f"m{n}" for n in range(30)]),
            category=st.sampled_from(["ageing", "health", "work"]),
            a_year=st.integers(0, 3000),
            own=st.builds(OnMatter, cases=st.integers(0, 50), returned=st.integers(0, 5), broken=st.integers(0, 3)),
            tested_in=st.none() | st.integers(1, 9),
            has_changed=st.booleans(),
        ),
        unique_by=lambda one: one.matter,
        max_size=20,
    ),
    st.randoms(use_true_random=False),
)
def test_a_plan_depends_on_what_is_known_and_on_no_order(those: list[Known], chance: object) -> None:
    lines = plan(those, EXAMPLE)
    shuffled = list(those)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan(shuffled, EXAMPLE) == lines
    assert [line.is_high for line in lines] == sorted((line.is_high for line in lines), reverse=True)
    together = [(line.is_high, line.category) for line in lines]
    assert len(set(together)) == sum(one != before for one, before in zip(together, [None, *together], strict=False))
    assert all(line.why and line.gap > 0 for line in lines)
    named = {line.matter for line in lines}
    assert {one.matter for one in those if one.tested_in is None} <= named
