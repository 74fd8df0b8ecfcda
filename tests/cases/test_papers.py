"""What a window asks for, matter by matter, from the plan of a slip."""

from __future__ import annotations

from dataclasses import replace

from onetrip.cases.papers import papers_of
from onetrip.planning import OneOf, Plan, plan
from tests.planning.making import DAY, asks, book, matter, said


def slip() -> Plan:
    """One card for two matters, of which the second takes a passport as well."""
    one = book(matter("m", "married", asks("card")), matter("n", "married", OneOf((asks("card"), asks("passport")))))
    return plan(one, said(married=True), DAY, ["m", "n"])


def any_of(one: Plan, name: str) -> frozenset[str]:
    (line,) = papers_of(name, one, by_proxy=False, gap_allowed=False).needed
    return line.any_of


def test_a_paper_that_would_do_for_one_matter_does_not_do_for_another() -> None:
    assert any_of(slip(), "m") == {"card"}
    assert any_of(slip(), "n") == {"card", "passport"}


def test_a_slip_of_earlier_days_does_not_tell_them_apart_and_is_honoured_as_it_reads() -> None:
    made = slip()
    earlier = tuple(
        replace(each, instead=tuple(replace(other, for_matters=()) for other in each.instead)) for each in made.bring
    )

    assert any_of(replace(made, bring=earlier), "m") == {"card", "passport"}


def test_a_plan_kept_before_papers_were_spoken_of_is_still_read() -> None:
    data = slip().to_json()
    for new in ("held", "lacking", "papers_gap"):
        del data[new]
    for each in data["bring"]:
        for new in ("choice", "replaceable", "obtain", "held", "lacking"):
            del each[new]
        each["instead"] = [{"paper": other["paper"], "name": other["name"]} for other in each["instead"]]

    assert [each.paper for each in Plan.from_json(data).bring] == ["card"]
    assert Plan.from_json(data).papers_exact
