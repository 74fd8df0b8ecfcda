"""Who may come for whom, as the catalogue says it. What it does not say is told as open, never made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onetrip.cases.papers import papers_of
from onetrip.cases.proxies.rules import Pair, Ruling, asks_for_letter, for_a_minor, for_whoever_came, ruling
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.schema import read
from onetrip.planning import plan
from onetrip.rules import Known, Origin, derive
from tests.cases.proxies.matters import WITH_PROXIES
from tests.factories import TODAY

_read = read(WITH_PROXIES).catalogue
assert _read is not None
CATALOGUE: Catalogue = _read


def planned(matter: str, **facts: Any):
    known = {name: Known(value, Origin.SAID) for name, value in {"by_proxy": True, **facts}.items()}
    others = CATALOGUE.book.prepared.keys() - {matter}
    return plan(CATALOGUE.book, derive(known, TODAY), TODAY, [matter], declined=others)


def ruled(matter: str, relation: str, age: int | None = None, *, age_of_proxy: int | None = 40, **facts: Any) -> Ruling:
    found = planned(matter, **({"age": age} if age is not None else {}), **facts)
    item = found.item(matter)
    assert item is not None
    return ruling(item, CATALOGUE.book.terms(matter), Pair(relation, age, age_of_proxy), CATALOGUE.book.vocabulary)


def papers(matter: str, age: int = 70):
    return papers_of(matter, planned(matter, age=age), by_proxy=True, gap_allowed=False)


@pytest.mark.parametrize("relation", ["agent", "relative", "guardian", "representative"])
def test_where_anybody_may_come_nothing_is_in_the_way(relation: str) -> None:
    assert ruled("pension", relation, 10 if relation == "guardian" else 70) == Ruling()


@pytest.mark.parametrize("relation", ["agent", "relative", "guardian", "representative"])
def test_where_nobody_may_come_nobody_may_and_it_is_said_why(relation: str) -> None:
    why = ruled("nobody", relation, 70).refused
    assert why is not None
    assert "要本人来" in why.zh


def test_a_matter_for_relatives_is_not_done_by_an_agent() -> None:
    refused = ruled("endorsement", "agent", 70).refused
    assert refused is not None
    assert "只有监护人或近亲属" in refused.zh
    assert "孩子由监护人来" in refused.zh  # the note of the matter goes along
    assert ruled("endorsement", "relative", 70).refused is None
    assert ruled("endorsement", "guardian", 10) == Ruling()


@pytest.mark.parametrize(
    ("age", "married", "possible"), [(15, None, True), (40, False, False), (40, True, True), (61, None, True)]
)
def test_a_rule_for_certain_persons_is_told_with_its_condition(age: int, married: bool | None, possible: bool) -> None:
    facts = {} if married is None else {"married": married}
    refused = ruled("endorsement", "relative", age, **facts).refused
    assert (refused is None) is possible
    if refused is not None:
        assert "60" in refused.zh
        assert "condition" in refused.en


def test_a_condition_that_nobody_knows_is_to_be_confirmed_and_does_not_refuse() -> None:
    found = ruled("endorsement", "relative", 40)
    assert found.refused is None
    assert any("先确认" in text.zh and "结过婚" in text.zh for text in found.confirm)


def test_what_the_catalogue_does_not_say_is_told_as_open() -> None:
    found = ruled("silent", "agent", 40)
    assert found.refused is None
    assert ["没核对到" in text.zh for text in found.confirm] == [True]
    assert any("没核对到" in text.zh for text in ruled("listed", "agent", 40).confirm)
    assert any("其他法定代理人" in text.zh for text in ruled("endorsement", "representative", 70).confirm)


def test_a_guardian_of_somebody_of_age_and_a_child_that_comes_are_pointed_out() -> None:
    assert any("已成年" in text.zh for text in ruled("pension", "guardian", 40).confirm)
    assert not ruled("pension", "guardian", 17).confirm
    assert any("未满 18" in text.zh for text in ruled("pension", "agent", 70, age_of_proxy=17).confirm)


def test_a_guardian_needs_no_letter_and_an_agent_does() -> None:
    found = papers("pension")
    assert [one.paper for one in found.needed] == ["id-card", "proxy-id-card", "authority-letter"]
    assert asks_for_letter(found, CATALOGUE.papers)
    for relation in ("guardian", "representative"):
        assert [one.paper for one in for_whoever_came(found, relation, CATALOGUE.papers).needed] == [
            "id-card",
            "proxy-id-card",
        ]
    for relation in ("agent", "relative", ""):
        assert for_whoever_came(found, relation, CATALOGUE.papers) == found


def test_for_a_child_at_a_machine_the_proof_of_guardianship_takes_the_place_of_the_letter() -> None:
    found = for_a_minor(papers("pension", age=8), CATALOGUE.papers)
    assert [one.paper for one in found.needed] == ["id-card", "proxy-id-card", "guardianship-proof"]
    assert for_a_minor(found, CATALOGUE.papers) == found  # once
    without = {paper: replace(text, proves=None) for paper, text in CATALOGUE.papers.items()}
    assert "guardianship-proof" not in [one.paper for one in for_a_minor(papers("pension"), without).needed]
