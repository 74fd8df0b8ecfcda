"""Each cheat is played by one clerk against her honest self: the same people come, only what she does is different."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

import onetrip.appraisal
from onetrip.appraisal.model import Rules, Sheet, compute, read_rules
from onetrip.appraisal.model.signs import KINDS, signs
from tests.appraisal.hall import CLERKS, Deeds, simulate

PLAYER = 5
SEEDS = (1, 2)

EASY, HARD = ("print", "query"), ("care-needs", "reimburse", "residence")

CHEATS = {
    "picking easy tickets": (Deeds(picks=EASY), "picks-easy"),
    "picking easy ones and sending the longest away": (Deeds(picks=EASY, avoids=("care-needs",)), "picks-easy"),
    "calling and sending back": (Deeds(avoids=HARD), "sends-away"),
    "splitting cases": (Deeds(splits=True), "splits"),
    "closing fast with errors": (Deeds(pace=0.55, faults=120), "quick-faulty"),
    "closing a little fast with some errors": (Deeds(pace=0.7, faults=60), "quick-faulty"),
    "closing at once": (Deeds(pace=0.15, faults=200), "quick-faulty"),
    "begging for stars": (Deeds(begs=True), "asks-for-stars"),
    "holding tickets": (Deeds(keeps=120), "holds"),
    "sitting out overtime": (Deeds(sits=1500), "idle-overtime"),
    "help in a circle": (Deeds(rounds=40), "help-in-a-circle"),
}


@cache
def example() -> Rules:
    path = Path(onetrip.appraisal.__file__).with_name("example.yaml")
    return read_rules(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def honest(seed: int) -> Sheet:
    found = compute(simulate(seed), example()).of(PLAYER)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_never_raises_her_total_and_is_seen(cheat: str, seed: int) -> None:
    deeds, kind = CHEATS[cheat]
    month = simulate(seed, deeds)
    sheet = compute(month, example()).of(PLAYER)
    before = honest(seed).total

    assert sheet is not None
    assert sheet.total is not None
    assert before is not None
    assert sheet.total <= before
    told = [sign for sign in signs(month, example()) if sign.clerk == PLAYER and sign.kind == kind]
    assert len(told) == 1
    assert told[0].evidence.zh
    assert told[0].evidence.en


def test_only_the_cheat_is_pointed_at() -> None:
    month = simulate(1, Deeds(avoids=HARD))
    assert {sign.clerk for sign in signs(month, example())} == {PLAYER}


@pytest.mark.parametrize("seed", range(10, 14))
def test_honest_months_have_hardly_a_sign(seed: int) -> None:
    """Measured over 40 honest months of 12 clerks; see docs/appraisal.md for the figure."""
    assert len(signs(simulate(seed), example())) <= CLERKS // 12


def test_a_rule_that_looks_at_number_alone_would_reward_picking_easy_tickets() -> None:
    """What the lighter mix is weighed for: the number alone goes up for whoever picks."""
    month = simulate(1, Deeds(picks=EASY))
    own = sum(work.clerk == PLAYER for work in month.works)
    assert own > sum(work.clerk == PLAYER for work in simulate(1).works) * 1.05


def test_every_kind_of_sign_is_played_by_some_cheat() -> None:
    assert {kind for _, kind in CHEATS.values()} == set(KINDS)
