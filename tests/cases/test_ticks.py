from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.cases import queries
from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper
from onetrip.cases.showing import shown
from onetrip.cases.ticks import Extra, Ticks, read_ticks, to_accept, to_tell
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import Ticket
from tests.cases.counter import Counter


def test_a_form_is_read_as_it_was_ticked() -> None:
    ticks = read_ticks(
        {
            "seen": ["1"],
            "matter": ["card", "reward"],
            "paper": ["card|id-card", "reward|divorce-certificate"],
            "follow": ["reward|photo"],
            "extra": ["card|booklet|rule", "card|bank-card|unknown"],
            "extra-taken": ["card|booklet"],
            "reason:reward|photo": ["  看不清 "],
            "proxy": ["no", "yes"],
        }
    )
    assert ticks == Ticks(
        chosen=frozenset({"card", "reward"}),
        taken=frozenset({"id-card", "divorce-certificate"}),
        follows=frozenset({("reward", "photo")}),
        extras=(Extra("card", "booklet", "rule", taken=True), Extra("card", "bank-card", "unknown", taken=False)),
        reasons={("reward", "photo"): "看不清"},
        by_proxy=True,
    )


def test_a_form_that_was_not_shown_yet_chooses_everything() -> None:
    assert read_ticks({}).is_chosen("card")
    assert not read_ticks({"seen": ["1"]}).is_chosen("card")


@pytest.mark.parametrize(
    "values",
    [
        {"paper": ["id-card"]},
        {"paper": ["card|id-card|more"]},
        {"paper": ["|id-card"]},
        {"extra": ["card|booklet"]},
        {"follow": ["x" * 200]},
        {"paper": ["card|\0"]},
        {"paper": ["card|id-card"] * 201},
        {"reason:photo": ["x"]},
    ],
)
def test_a_form_that_is_not_ours_is_refused_in_words(values: dict[str, list[str]]) -> None:
    with pytest.raises(Malformed) as refused:
        read_ticks(values)
    assert refused.value.code == "checklist-unreadable"


@given(
    st.dictionaries(
        st.sampled_from(["paper", "extra", "extra-taken", "follow", "matter", "seen", "proxy", "reason:a|b", "other"]),
        st.lists(st.text(max_size=30), max_size=4),
    )
)
def test_no_form_breaks_the_reading(values: dict[str, list[str]]) -> None:
    try:
        read_ticks({name: texts for name, texts in values.items() if texts})
    except Malformed:
        return


def listed(counter: Counter, ticket: Ticket, *added: str) -> queries.Checklist:
    return queries.checklist(ticket.pk, now=counter.hall.tick(), added=added)


@pytest.mark.django_db
def test_one_original_serves_every_matter_it_is_asked_for(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card", "booklet-print")))
    asked = to_accept(checklist, Ticks(taken=frozenset({"id-card"})))
    assert asked == [AcceptedMatter("card", ("id-card",)), AcceptedMatter("booklet-print", ("id-card",))]


@pytest.mark.django_db
def test_a_paper_that_would_do_as_well_is_taken_instead(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(), "reward")
    (asked,) = to_accept(checklist, Ticks(taken=frozenset({"id-card", "divorce-certificate", "photo"})))
    assert set(asked.papers) == {"id-card", "divorce-certificate", "photo"}
    assert to_tell(checklist, Ticks(taken=frozenset({"id-card", "divorce-certificate", "photo"}))) == []


@pytest.mark.django_db
def test_only_what_is_complete_is_accepted_and_everything_else_is_told_at_once(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card", "reward")))
    ticks = Ticks(taken=frozenset({"id-card"}), reasons={("reward", "photo"): "看不清"})
    assert [one.matter for one in to_accept(checklist, ticks, only_complete=True)] == ["card"]
    assert {(told.paper, told.reason) for told in to_tell(checklist, ticks)} == {
        ("marriage-certificate", ""),
        ("photo", "看不清"),
    }


@pytest.mark.django_db
def test_a_minor_paper_may_follow(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(), "reward")
    ticks = Ticks(taken=frozenset({"id-card", "marriage-certificate"}), follows=frozenset({("reward", "photo")}))
    (asked,) = to_accept(checklist, ticks, only_complete=True)
    assert asked.to_follow == ("photo",)
    assert to_tell(checklist, ticks) == []


@pytest.mark.django_db
def test_a_paper_beyond_the_slip_is_taken_if_it_is_there_and_told_if_not(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card")))
    taken, told = Extra("card", "booklet", "rule", taken=True), Extra("card", "bank-card", "system", taken=False)
    ticks = Ticks(taken=frozenset({"id-card"}), extras=(taken, told))
    (asked,) = to_accept(checklist, ticks)
    assert asked.extra == (ExtraPaper("booklet", "rule"),)
    assert to_tell(checklist, ticks, only_extras=True) == [MissingPaper("card", "bank-card", cause="system")]


@pytest.mark.django_db
def test_a_matter_that_is_not_chosen_is_neither_accepted_nor_told(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card", "reward")))
    ticks = Ticks(chosen=frozenset({"card"}), taken=frozenset({"id-card"}))
    assert [one.matter for one in to_accept(checklist, ticks)] == ["card"]
    assert to_tell(checklist, ticks) == []


@pytest.mark.django_db
def test_the_same_paper_is_looked_at_once(counter: Counter) -> None:
    card, booklet = shown(listed(counter, counter.serving(counter.slip("card", "booklet-print"))), Ticks())
    assert [line.mark for line in card.lines] == ["box"]
    assert [(line.mark, line.same_as.zh if line.same_as else None) for line in booklet.lines] == [("same", "老人卡")]


@pytest.mark.django_db
def test_a_paper_is_looked_at_for_the_first_matter_that_is_done(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card", "booklet-print")))
    _, booklet = shown(checklist, Ticks(chosen=frozenset({"booklet-print"})))
    assert [line.mark for line in booklet.lines] == ["box"]


@pytest.mark.django_db
def test_what_cannot_be_done_here_says_why_and_where(counter: Counter) -> None:
    checklist = listed(counter, counter.serving(counter.slip("card")), "elsewhere", "allowance")
    matters = {one.matter: one for one in shown(checklist, Ticks())}
    assert matters["elsewhere"].obstacle.zh == "请到婚姻登记中心。"
    assert "自己会来" in matters["allowance"].obstacle.zh
    assert [one.matter for one in matters.values() if one.is_open] == ["card"]


@pytest.mark.django_db
def test_a_proxy_cannot_do_what_needs_the_resident(counter: Counter) -> None:
    checklist = queries.checklist(counter.serving().pk, now=counter.hall.tick(), added=["reward"], by_proxy=True)
    (reward,) = shown(checklist, Ticks(by_proxy=True))
    assert reward.obstacle is not None
