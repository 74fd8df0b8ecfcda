from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import onetrip.appraisal
from onetrip.appraisal.model import Clerk, Help, Judged, Month, RulesError, Work, compute, read_rules
from onetrip.appraisal.model.computing import points
from onetrip.appraisal.model.figures import decimal, quantile, shared_out
from onetrip.appraisal.model.inputs import as_json, from_json
from onetrip.appraisal.model.measuring import Measuring
from onetrip.appraisal.model.rules import DIMENSIONS, Normalisation
from onetrip.appraisal.model.sheets import read_sheets
from onetrip.appraisal.model.standards import proposed

GIVEN: dict[str, Any] = yaml.safe_load(
    Path(onetrip.appraisal.__file__).with_name("example.yaml").read_text(encoding="utf-8")
)
RULES = read_rules(GIVEN)
MATTERS = {"print": "archives", "elder-card": "ageing", "care-needs": "health"}


def work(case: int, clerk: int, *, matter: str = "elder-card", seconds: int | None = 300, **more: Any) -> Work:
    given = {"visit": f"v{case}", "category": MATTERS[matter], "day": "2026-10-12", "band": 18} | more
    return Work(case=f"LF-{case:04d}", matter=matter, clerk=clerk, seconds=seconds, **given)


def month(works: list[Work], *clerks: Clerk) -> Month:
    return Month("LF", "2026-10-01", "2026-10-31", tuple(works), clerks)


def usual(clerks: int = 4, cases: int = 40, *, seconds: int = 300) -> Month:
    works = [
        work(100 * clerk + n, clerk, matter=list(MATTERS)[n % 3], seconds=seconds + 17 * (n % 5) + clerk)
        for clerk in range(1, clerks + 1)
        for n in range(cases)
    ]
    return month(works, *(Clerk(clerk, 200, served=cases, called=cases) for clerk in range(1, clerks + 1)))


def total(of: Month, clerk: int) -> int:
    sheet = compute(of, RULES).of(clerk)
    assert sheet is not None
    assert sheet.total is not None
    return sheet.total


works_of_clerks = st.lists(
    st.builds(
        lambda case, clerk, matter, seconds, band, fault, again: work(
            case,
            clerk,
            matter=matter,
            seconds=seconds,
            band=band,
            faults=("returned",) if fault else (),
            again_of="LF-1" if again else "",
        ),
        st.integers(0, 400),
        st.integers(1, 5),
        st.sampled_from(list(MATTERS)),
        st.none() | st.integers(0, 5000),
        st.integers(17, 32),
        st.booleans(),
        st.booleans(),
    ),
    max_size=120,
    unique_by=lambda one: one.case,
)
rated = st.lists(
    st.builds(Judged, st.text("abc", max_size=3), st.integers(1, 5), st.sampled_from(["receipt", "asked"])), max_size=5
)
everybody = st.lists(
    st.builds(lambda days, ratings: (days, tuple(ratings)), st.integers(0, 230), rated), min_size=5, max_size=5
)


@given(works=works_of_clerks, clerks=everybody, order=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_rows_were_read_changes_no_byte(works: list[Work], clerks: Any, order: Any) -> None:
    people = [Clerk(n + 1, days, ratings=ratings) for n, (days, ratings) in enumerate(clerks)]
    first = compute(month(works, *people), RULES).content
    order.shuffle(works)
    order.shuffle(people)
    assert compute(month(works, *people), RULES).content == first


@given(works=works_of_clerks, clerks=everybody)
@settings(max_examples=40, deadline=None)
def test_points_stay_within_floor_and_cap_and_add_up_by_their_weights(works: list[Work], clerks: Any) -> None:
    people = [Clerk(n + 1, days, ratings=ratings) for n, (days, ratings) in enumerate(clerks)]
    for sheet in compute(month(works, *people), RULES).sheets:
        assert (sheet.total is None) == (sheet.figures == ())
        for figure in sheet.figures:
            assert 0 <= figure.points <= 11_000
            assert figure.low <= figure.value <= figure.high
            assert figure.from_ <= figure.to
        if sheet.total is not None:
            exact = sum(RULES.weight(one.dimension) * one.points for one in sheet.figures)
            assert abs(sheet.total * 1000 - exact) <= 500


@given(works=works_of_clerks, clerks=everybody)
@settings(max_examples=25, deadline=None)
def test_a_month_read_back_from_what_was_kept_gives_the_same_bytes(works: list[Work], clerks: Any) -> None:
    people = [Clerk(n + 1, days, ratings=ratings, help=(Help("desk", 2),)) for n, (days, ratings) in enumerate(clerks)]
    made = month(works, *people)
    kept = json.loads(json.dumps(as_json(made)))
    sheets = compute(made, RULES)
    assert compute(from_json(kept), RULES).content == sheets.content
    assert read_sheets(json.loads(sheets.content)) == sheets


@given(more=st.integers(1, 30), matter=st.sampled_from(list(MATTERS)), band=st.integers(17, 30))
@settings(max_examples=30, deadline=None)
def test_more_work_of_the_same_quality_never_lowers_the_total(more: int, matter: str, band: int) -> None:
    before = usual()
    measuring = Measuring(before, RULES)
    own = measuring.measure(1).efficiency
    extra = []
    for n in range(more):
        new = work(9000 + n, 1, matter=matter, band=band)
        pace = measuring.standards.usual(1, new) * 1000 // max(own, 1)  # as quick as she always is
        extra.append(replace(new, seconds=pace))
    after = replace(before, works=before.works + tuple(extra))
    # The coefficients are the reviewed ones of before: whoever works does not set them by it.
    matters, categories = proposed(before.works, RULES)
    fixed = {"coefficients": tuple(matters.items()), "categories": tuple(categories.items())}
    assert total(replace(after, **fixed), 1) >= total(replace(before, **fixed), 1)


def test_nobody_without_a_case_is_given_points_and_the_bonus_spares_them() -> None:
    rules = read_rules({**GIVEN, "bonus": {"pool": 1_000_000, "from_points": 60}})
    found = compute(replace(usual(), clerks=(*usual().clerks, Clerk(9, 100))), rules)
    spared = found.of(9)
    assert spared is not None
    assert (spared.total, spared.figures) == (None, ())
    assert "不够打分" in spared.zh
    assert "not enough to score" in spared.en
    assert sum(one.bonus for one in found.sheets) == 1_000_000
    others = [one.bonus for one in found.sheets if one.clerk != 9]
    assert min(others) / 2 <= spared.bonus * 1.0001 <= max(others)  # half their days, the middle of them


def test_days_on_duty_count_and_not_the_calendar() -> None:
    """A week closed, leave, or a move to another centre in mid-month: half the days with half the cases is the same work."""
    whole = usual()
    half = replace(
        whole,
        works=tuple(one for one in whole.works if one.clerk != 1 or int(one.case[-2:]) < 24),
        clerks=tuple(replace(one, days=120) if one.account == 1 else one for one in whole.clerks),
    )
    one, other = compute(whole, RULES).of(1), compute(half, RULES).of(1)
    assert one is not None
    assert other is not None
    first, second = one.figure("quantity"), other.figure("quantity")
    assert first is not None
    assert second is not None
    assert abs(first.value - second.value) <= 10


def test_a_matter_seen_once_is_taken_for_what_its_category_is() -> None:
    before = usual()
    odd = replace(before, works=(*before.works, work(7777, 2, matter="care-needs", seconds=20_000)))
    odd = replace(odd, works=(*odd.works[:-1], replace(odd.works[-1], matter="seen-once")))
    matters, _ = proposed(odd.works, RULES)
    assert matters["seen-once"] < 5 * matters["care-needs"]
    assert Measuring(odd, RULES).standards.usual(1, odd.works[-1]) < 20_000 / 4


def test_a_case_closed_at_once_is_neither_fast_nor_slow() -> None:
    before = usual()
    once = replace(before, works=(*before.works, work(8000, 1, seconds=5)))
    measuring = Measuring(once, RULES)
    usual_seconds, counted = measuring.paced(once.works[-1], 1)
    assert counted == usual_seconds


def test_a_number_that_nobody_ended_does_not_spoil_a_month() -> None:
    measuring = Measuring(usual(), RULES)
    usual_seconds, counted = measuring.paced(work(1, 1, seconds=6 * 3600), 1)
    assert counted == usual_seconds * RULES.most_times


def test_a_fast_case_that_came_back_counts_as_slow_and_not_at_all_in_number() -> None:
    measuring = Measuring(usual(), RULES)
    fast = work(1, 1, seconds=150, faults=("returned",))
    usual_seconds, counted = measuring.paced(fast, 1)
    assert counted == usual_seconds * RULES.faulty_times
    assert Measuring(month([fast], Clerk(1, 10)), RULES).counted(fast) == 0


def test_one_visit_and_matter_counts_once_however_often_it_is_filed() -> None:
    twice = [work(1, 1, visit="a"), work(2, 1, visit="a"), work(3, 1, visit="a", matter="print")]
    measuring = Measuring(month(twice, Clerk(1, 10)), RULES)
    assert [measuring.counted(one) for one in twice] == [1000, 0, 1000]


def test_a_case_shared_by_two_counts_for_both_and_no_more_than_once() -> None:
    shared = [work(1, 1, share=700), work(1, 2, share=300)]
    measuring = Measuring(month(shared, Clerk(1, 10), Clerk(2, 10)), RULES)
    assert sum(measuring.counted(one) for one in shared) == 1000


def test_one_bad_rating_of_few_leaves_the_gate_open_or_half_open_never_closed() -> None:
    levels = [5] * 9 + [1]
    found = usual()
    judged = tuple(Judged(str(n), level, "receipt") for n, level in enumerate(levels))
    found = replace(found, clerks=(replace(found.clerks[0], ratings=judged), *found.clerks[1:]))
    assert Measuring(found, RULES).measure(1).gate >= 1


def test_many_bad_ratings_close_the_gate_and_stars_beyond_it_bring_nothing() -> None:
    def gate(good: int, bad: int) -> tuple[int, int]:
        judged = tuple(Judged(str(n), 5 if n < good else 1, "receipt") for n in range(good + bad))
        found = usual()
        found = replace(found, clerks=(replace(found.clerks[0], ratings=judged), *found.clerks[1:]))
        return Measuring(found, RULES).measure(1).gate, total(found, 1)

    assert gate(20, 20)[0] == 0
    assert gate(10, 0) == gate(500, 0)


def test_a_rating_that_was_asked_for_or_found_not_to_be_theirs_is_left_out() -> None:
    judged = (Judged("a", 1, "asked"), Judged("b", 1, "receipt", excluded="rule"), Judged("c", 5, "receipt"))
    found = replace(usual(), clerks=(replace(usual().clerks[0], ratings=judged), *usual().clerks[1:]))
    measured = Measuring(found, RULES).measure(1)
    assert (measured.good, measured.judged, measured.excluded) == (1, 1, 1)


def test_help_is_netted_between_two_and_never_beyond_its_share() -> None:
    helped = usual()
    first = replace(helped.clerks[0], help=(Help("answer", 30, asker=2),))
    second = replace(helped.clerks[1], help=(Help("answer", 30, asker=1),))
    circle = replace(helped, clerks=(first, second, *helped.clerks[2:]))
    assert Measuring(circle, RULES).measure(1).help == 0
    flood = replace(helped, clerks=(replace(first, help=(Help("teach", 1, minutes=100_000),)), *helped.clerks[1:]))
    assert Measuring(flood, RULES).measure(1).help <= 40_000 * RULES.help_most_share // 1000


def test_overtime_counts_what_the_matter_takes_not_what_was_sat_out() -> None:
    def overtime(seconds: int) -> int:
        late = replace(usual(), works=(*usual().works, work(8000, 1, seconds=seconds, overtime=seconds)))
        return Measuring(late, RULES).measure(1).overtime

    assert overtime(7200) == overtime(400) > 0


def test_points_above_par_need_quality() -> None:
    fast = usual()
    faulty = tuple(
        replace(one, faults=("returned",)) if one.clerk == 1 and int(one.case[-2:]) % 4 == 0 else one
        for one in fast.works
    )
    more = tuple(work(5000 + n, 1, matter=list(MATTERS)[n % 3]) for n in range(60))
    sheet = compute(replace(fast, works=faulty + more), RULES).of(1)
    assert sheet is not None
    quantity = sheet.figure("quantity")
    assert quantity is not None
    assert quantity.points == RULES.par * 100
    assert "质量" in quantity.zh


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": {**GIVEN["weights"], "value": 300}}, "105%"),
        ({"weights": {**GIVEN["weights"], "value": True}}, "weights.value"),
        ({"weights": {}}, "weights.quantity"),
        ({"normalise": {**GIVEN["normalise"], "value": {"how": "guess"}}}, "ratio、percentile"),
        ({"normalise": {**GIVEN["normalise"], "quality": {"how": "bands", "bands": [[10, 50], [5, 60]]}}}, "分段"),
        (
            {"normalise": {**GIVEN["normalise"], "value": {"how": "ratio", "at_median": 40, "floor": 50, "cap": 90}}},
            "最低分",
        ),
        ({"rating": {**GIVEN["rating"], "closed_below": 9900}}, "评价的门"),
        ({"rating": {**GIVEN["rating"], "gate": {"open": 10, "partly": 20, "closed": 30}}}, "评价的门"),
    ],
    ids=["weights", "truth", "none", "how", "bands", "floor", "gate", "gate-points"],
)
def test_rules_that_do_not_work_are_refused_in_words(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RulesError) as refused:
        read_rules({**GIVEN, **change})
    assert any(said in reason.zh for reason in refused.value.reasons)
    assert all(reason.en for reason in refused.value.reasons)


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5))
def test_weights_are_taken_exactly_when_they_make_a_whole(weights: list[int]) -> None:
    given = {**GIVEN, "weights": dict(zip(DIMENSIONS, weights, strict=True))}
    if sum(weights) == 1000:
        assert read_rules(given).weights
    else:
        with pytest.raises(RulesError):
            read_rules(given)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), max_size=30))
def test_a_pool_is_shared_to_the_last_fen(pool: int, weights: list[int]) -> None:
    parts = shared_out(pool, weights)
    assert sum(parts) == (pool if sum(weights) else 0)
    assert all(part <= pool * weight / max(sum(weights), 1) + 1 for part, weight in zip(parts, weights, strict=True))


@given(value=st.integers(0, 10**6), others=st.lists(st.integers(0, 10**6), max_size=25), more=st.integers(0, 10**5))
def test_a_better_value_never_gets_fewer_points(value: int, others: list[int], more: int) -> None:
    for rule in (
        Normalisation("ratio", 85, 50, 110),
        Normalisation("percentile", 50, 50, 110),
        Normalisation("bands", bands=((0, 0), (500_000, 80), (900_000, 100))),
    ):
        assert points(rule, value, sorted(others) or [value]) <= points(rule, value + more, sorted(others) or [value])


def test_figures_are_read_as_they_were_computed() -> None:
    assert decimal(8742, 100, 1) == "87.4"
    assert decimal(-1250, 1000, 1) == "-1.2"
    assert decimal(412_000, 1000, 0) == "412"
    assert quantile([10], Fraction(1, 4)) == 10
