"""Where a run stands follows from what is there, whatever order things came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.kiosk.errands.lifecycle import ERRAND
from onetrip.kiosk.errands.steps import CHANGEABLE, NAMES, Progress, Step, path_of, shown_step, step_of
from onetrip.kiosk.models import Errand

PROGRESS = st.builds(
    Progress,
    kind=st.sampled_from(["apply", "register", "print", "query"]),
    needs_person=st.booleans(),
    is_known=st.booleans(),
    is_back=st.booleans(),
    was_before=st.booleans(),
    has_question=st.booleans(),
    is_stopped=st.booleans(),
    has_form=st.booleans(),
    form_missing=st.booleans(),
    has_papers=st.booleans(),
    papers_missing=st.booleans(),
    is_signed=st.booleans(),
    confirmed=st.sets(st.sampled_from(["form", "papers"])),
)


@given(PROGRESS)
def test_a_run_ends_only_when_everything_before_is_done(progress: Progress) -> None:
    if step_of(progress) not in (Step.CHECK, Step.ANSWER):
        return
    assert progress.is_known or not progress.needs_person
    assert not any((progress.is_stopped, progress.has_question, progress.is_back, progress.was_before))
    assert not progress.has_form or (not progress.form_missing and "form" in progress.confirmed)
    assert not progress.has_papers or (not progress.papers_missing and "papers" in progress.confirmed)
    assert progress.is_signed or not progress.signs


@given(PROGRESS)
def test_the_step_is_on_the_path_or_stops_it(progress: Progress) -> None:
    assert step_of(progress) in (*path_of(progress), Step.STOP, Step.RETURN, Step.BEFORE)


@given(PROGRESS, st.sampled_from([*Step, "nothing", ""]))
def test_nobody_skips_ahead_by_asking_for_a_later_step(progress: Progress, asked: str) -> None:
    shown, stands, path = shown_step(progress, asked), step_of(progress), path_of(progress)
    if shown is not stands:
        assert shown in CHANGEABLE
        assert path.index(shown) < path.index(stands)


@given(PROGRESS)
def test_nobody_passes_without_saying_who_it_is_for(progress: Progress) -> None:
    unknown = replace(progress, needs_person=True, is_known=False)
    assert step_of(unknown) is Step.WHO


def test_every_step_and_every_state_has_a_name() -> None:
    assert set(NAMES) == set(Step)
    assert set(ERRAND.states) == set(Errand.State)


@pytest.mark.parametrize("state", [Errand.State.ACCEPTED, Errand.State.REFUSED, Errand.State.ABANDONED])
def test_what_is_over_stays_over(state: str) -> None:
    assert not [step.verb for step in ERRAND.steps if state in step.sources]
