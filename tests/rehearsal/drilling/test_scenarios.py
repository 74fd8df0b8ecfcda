"""Scenarios are data: the house's own hold, and every mistake in one is told in words and at its place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.rehearsal.drilling import reading
from onetrip.rehearsal.drilling.reading import SHIPPED, ScenarioUnreadable
from onetrip.rehearsal.drilling.residents import drawn, scaled

NAMES = sorted(file.stem for file in SHIPPED.glob("*.yaml"))
GIVEN = yaml.safe_load((SHIPPED / "hard-half-hour.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_of_the_house_can_be_drilled_with_its_catalogue(name: str, shanghai: Catalogue) -> None:
    scenario = reading.find(name)
    assert reading.strange_matters(scenario, set(shanghai.matters)) == []
    for kind in scenario.kinds:
        asked = repr(shanghai.matters[kind.matter])
        assert all(f"'{paper}'" in asked for paper in (*kind.papers, *filter(None, [kind.missing])))
        assert all(fact in shanghai.facts for fact, _ in kind.answers)


def test_the_morning_of_the_issue_has_five_hundred_residents_and_a_bus_of_forty() -> None:
    morning = reading.find("reopening-morning")
    assert morning.people == 500
    assert 40 in [group.people for group in morning.groups]


def broken(tmp_path: Path, change: Any) -> list[str]:
    given = copy.deepcopy(GIVEN)
    change(given)
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ScenarioUnreadable) as told:
        reading.find(str(file))
    return [str(problem) for problem in told.value.problems]


MISTAKES: dict[str, tuple[Any, str, str]] = {
    "a missing name": (lambda g: g.pop("name"), "name:", "missing"),
    "one language only": (lambda g: g.update(name={"zh": "演"}), "name:", "both languages"),
    "a field nobody knows": (lambda g: g.update(window=3), "window:", 'Did you mean "windows"?'),
    "no windows": (lambda g: g.update(windows=0), "windows:", "from 1 to 99"),
    "half a person": (lambda g: g.update(arrivals=[1.5]), "arrivals[1]:", "whole number"),
    "shares that are no whole": (lambda g: g["residents"][0].update(share=0.9), "residents:", "add up to 1"),
    "two kinds of one name": (lambda g: g["residents"][1].update(id="booklet"), "residents:", "same id"),
    "an unknown event": (lambda g: g["events"][0].update(what="come"), "events[1].what:", 'Did you mean "comes"?'),
    "a group of nobody's kind": (
        lambda g: g["events"][0].update(kind="angri"),
        "events[1].kind:",
        'Did you mean "angry"?',
    ),
    "a window that is not there": (
        lambda g: g["events"][1].update(windows=[9]),
        "events[2].windows:",
        "no such window",
    ),
    "a kiosk that is not there": (
        lambda g: g["events"].append({"what": "kiosk-fails", "at": 1, "minutes": 2, "kiosk": 4}),
        "events[3].kiosk:",
        "only 1 kiosks",
    ),
    "a link that is none": (
        lambda g: g["events"].append({"what": "line-cut", "at": 1, "minutes": 2, "links": ["screen"]}),
        "events[3].links[1]:",
        'There is no "screen" here',
    ),
    "an expectation of no link": (lambda g: g["expected"].update(screen={}), "expected.screen:", "There is no"),
    "a share above one": (lambda g: g["waiting"].update(share=3), "waiting.share:", "from 0 to 1"),
    "minutes that are words": (lambda g: g["residents"][0].update(minutes="five"), "residents[1].minutes:", "'five'"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_place_in_both_languages(mistake: str, tmp_path: Path) -> None:
    change, where, words = MISTAKES[mistake]
    told = broken(tmp_path, change)
    assert any(one.startswith(where) and words in one for one in told), told
    assert all(any("一" <= sign <= "鿿" for sign in one) for one in told)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    def change(given: dict[str, Any]) -> None:
        given["windows"], given["arrivals"] = 0, ["many"]

    assert len(broken(tmp_path, change)) == 2


def test_a_file_that_is_no_yaml_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("a: [", encoding="utf-8")
    with pytest.raises(ScenarioUnreadable, match="cannot be read"):
        reading.find(str(file))


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(ScenarioUnreadable, match='Did you mean "bus-of-forty"'):
        reading.find("bus-of-fourty")


def test_a_matter_that_the_centre_does_not_have_is_named() -> None:
    (problem, *_) = reading.strange_matters(reading.find("bus-of-forty"), {"medical-record-book", "elder-card"})
    assert 'Did you mean "medical-record-book"?' in str(problem)


@given(st.sampled_from(NAMES), st.integers(5, 900))
def test_a_scenario_scaled_to_so_many_people_has_exactly_so_many(name: str, people: int) -> None:
    smaller = scaled(reading.find(name), people)
    assert smaller.people == people
    assert len(drawn(smaller, seed=1)) == people


def test_fewer_people_than_groups_cannot_be() -> None:
    with pytest.raises(ValueError, match="groups"):
        scaled(reading.find("reopening-morning"), 1)


@given(st.integers(0, 10**9))
def test_the_same_seed_draws_the_same_people_in_the_order_in_which_they_come(seed: int) -> None:
    scenario = reading.find("hard-half-hour")
    people = drawn(scenario, seed=seed)
    assert people == drawn(scenario, seed=seed)
    assert [one.arrives for one in people] == sorted(one.arrives for one in people)
    assert {one.kind.id for one in people} == {kind.id for kind in scenario.kinds}
    assert all(0 <= one.arrives <= scenario.minutes for one in people)
    assert all(one.minutes > 0 for one in people)
