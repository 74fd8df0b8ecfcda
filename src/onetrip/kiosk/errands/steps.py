"""Which step of a run comes next. Pure: from what is there to the step, so that a reload or a power cut changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from onetrip.rules import Text


class Step(StrEnum):
    """A page of the run, in this order; STOP and ANSWER end it."""

    WHO = "who"
    RETURN = "return"
    BEFORE = "before"
    QUESTIONS = "questions"
    STOP = "stop"
    FORM = "form"
    PAPERS = "papers"
    SIGN = "sign"
    CHECK = "check"
    ANSWER = "answer"


NAMES = {
    Step.WHO: Text("给谁办", "For whom"),
    Step.RETURN: Text("上次没办完", "Begun before"),
    Step.BEFORE: Text("交过一件", "Handed in before"),
    Step.QUESTIONS: Text("几个问题", "Questions"),
    Step.STOP: Text("现在办不了", "Not possible now"),
    Step.FORM: Text("填表", "Form"),
    Step.PAPERS: Text("材料", "Papers"),
    Step.SIGN: Text("签名", "Signature"),
    Step.CHECK: Text("核对", "Check"),
    Step.ANSWER: Text("结果", "Answer"),
}

CHANGEABLE = (Step.QUESTIONS, Step.FORM, Step.PAPERS, Step.SIGN)
"""Steps that one may go back to from any later one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is there of a run.

    `needs_person`: it is about somebody, who has to be known. `is_known`: for whom, and who stands here, are known.
    `is_back`: an earlier run of the same person was found, and nothing was said of it yet. `is_stopped`: it cannot be
    had, or not here, or not by this person. `was_before`: the same was handed in before, is not over, and nobody has said yet
    that it is to be done once more. `has_form`, `has_papers`: there is something to fill in, to bring.
    """

    kind: str
    needs_person: bool = True
    is_known: bool = False
    is_back: bool = False
    was_before: bool = False
    has_question: bool = False
    is_stopped: bool = False
    has_form: bool = False
    form_missing: bool = False
    has_papers: bool = False
    papers_missing: bool = False
    is_signed: bool = False
    confirmed: Collection[str] = ()

    @property
    def signs(self) -> bool:
        """Applications are signed; whoever prints or looks up something applies for nothing."""
        return self.kind in ("apply", "register")


def path_of(progress: Progress) -> tuple[Step, ...]:
    """The steps of this run in order, as far as they are known now."""
    steps = [Step.WHO] if progress.needs_person else []
    steps.append(Step.QUESTIONS)
    if progress.has_form:
        steps.append(Step.FORM)
    if progress.has_papers:
        steps.append(Step.PAPERS)
    if progress.signs:
        steps.append(Step.SIGN)
    steps.append(Step.ANSWER if progress.kind == "query" else Step.CHECK)
    return tuple(steps)


def step_of(progress: Progress) -> Step:
    """Where the run stands."""
    if progress.needs_person and not progress.is_known:
        return Step.WHO
    if progress.is_back:
        return Step.RETURN
    if progress.was_before:
        return Step.BEFORE
    if progress.is_stopped:
        return Step.STOP
    if progress.has_question:
        return Step.QUESTIONS
    if progress.has_form and (progress.form_missing or Step.FORM not in progress.confirmed):
        return Step.FORM
    if progress.has_papers and (progress.papers_missing or Step.PAPERS not in progress.confirmed):
        return Step.PAPERS
    if progress.signs and not progress.is_signed:
        return Step.SIGN
    return Step.ANSWER if progress.kind == "query" else Step.CHECK


def shown_step(progress: Progress, asked: str) -> Step:
    """The step to show when `asked` for one by name: an earlier one that can be changed, else where the run stands."""
    stands = step_of(progress)
    path = path_of(progress)
    if asked in CHANGEABLE and stands in path and Step(asked) in path and path.index(Step(asked)) < path.index(stands):
        return Step(asked)
    return stands
