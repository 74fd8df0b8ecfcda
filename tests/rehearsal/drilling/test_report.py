"""The report says of each link what was expected, what was observed and what broke."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from onetrip.rehearsal.drilling import reading
from onetrip.rehearsal.drilling.accounting import Books
from onetrip.rehearsal.drilling.prediction import ROUGH, Prediction
from onetrip.rehearsal.drilling.record import CUT, Record
from onetrip.rehearsal.drilling.report import Link, Report, report_of
from onetrip.rehearsal.drilling.scenario import LinkExpected, Scenario
from tests.rehearsal.drilling.conftest import act, call, story, well

PREDICTED = Prediction(mean_wait=4.0, within_20=1.0, queue=(1.0,), source=ROUGH)


@pytest.fixture
def scenario() -> Scenario:
    return reading.find("hard-half-hour")


def link(report: Report, name: str) -> Link:
    return next(one for one in report.links if one.link == name)


def made(scenario: Scenario, record: Record, books: Books) -> Report:
    return report_of(scenario, record, books, PREDICTED)


def test_a_drill_without_a_fault_is_clean_and_leaves_nothing_to_do(scenario: Scenario) -> None:
    report = made(scenario, *well(story(1), story(2)))
    assert report.is_clean
    assert report.tasks == ()
    assert report.ends == {"done": 2}
    assert report.observed.mean_wait == pytest.approx(4.0)


def test_a_call_that_no_display_saw_stands_in_the_report_with_its_number_and_becomes_a_task(scenario: Scenario) -> None:
    record, books = well(story(1), story(2))
    record.calls[1] = call(record.stories[1], displays=())
    report = made(scenario, record, books)
    display = link(report, "display")
    assert not report.is_clean
    assert (display.lost, display.held) == (1, False)
    assert display.broken[0].examples == ("演A002",)
    assert [task.link for task in report.tasks] == ["display"]
    assert "演A002" in report.tasks[0].text.zh


def test_a_missing_receipt_stands_in_the_report(scenario: Scenario) -> None:
    record, books = well(story(1))
    report = made(scenario, record, Books((replace(books.numbers[0], receipts=()),)))
    assert link(report, "receipt").lost > 0
    assert not report.is_clean


def test_a_failed_act_counts_and_one_tried_while_its_line_was_cut_does_not(scenario: Scenario) -> None:
    record, books = well(story(1))
    record.acts += [act(ok=False, saw="500"), act(ok=False, saw=CUT), act(ok=False, saw="500")]
    gate = link(made(scenario, record, books), "gate")
    assert (gate.failed, gate.cut, gate.held) == (2, 1, False)
    assert gate.broken[0].times == 2


def test_as_many_may_fail_as_the_scenario_allows(scenario: Scenario) -> None:
    record, books = well(story(1))
    record.acts.append(act(ok=False, saw="500"))
    lenient = replace(scenario, links=scenario.links | {"gate": LinkExpected(1, 3.0)})
    assert not link(made(scenario, record, books), "gate").held
    assert link(made(lenient, record, books), "gate").held


def test_a_link_that_answers_too_late_did_not_hold_and_becomes_a_task(scenario: Scenario) -> None:
    record, books = well(story(1))
    record.acts = [act(seconds=9.0)] * 20
    report = made(scenario, record, books)
    assert not link(report, "gate").held
    assert any("9.0 s" in task.text.en for task in report.tasks)


def test_long_waits_and_a_prediction_far_off_become_tasks(scenario: Scenario) -> None:
    report = made(scenario, *well(story(1, called=61.0, went=70.0)))
    said = " ".join(task.text.en for task in report.tasks)
    assert "Open tidal windows" in said
    assert "Find out which is wrong" in said


def test_the_queue_is_counted_at_the_end_of_each_half_hour(scenario: Scenario) -> None:
    waits = story(1, drew=20.0, called=45.0, went=65.0)
    soon = story(2, drew=20.0, called=25.0, went=29.0)
    assert made(scenario, *well(waits, soon)).observed.queue == (1, 0)


def test_a_drill_in_which_nobody_was_called_has_no_mean(scenario: Scenario) -> None:
    report = made(scenario, Record([], [], []), Books(()))
    assert report.observed.mean_wait is None
    assert report.is_clean


def test_the_report_is_plain_json(scenario: Scenario) -> None:
    told = json.loads(json.dumps(made(scenario, *well(story(1))).as_json()))
    assert told["is_clean"] is True
    assert told["links"][0]["held"] is True
