"""What the house proposes when the figures of a trial are there, and why. Pure. A person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onetrip.rules import Text
from onetrip.training.measuring import Figures, OnMatter
from onetrip.training.models import FollowUp
from onetrip.training.rules import TrainingRules


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of the decisions, its reason as a sentence, and the matters to practise where it names some."""

    decision: FollowUp.Decision
    reason: Text
    matters: tuple[str, ...] = ()


def propose(figures: Figures, rules: TrainingRules) -> Proposal:
    """Few cases never speak against anybody: then the trial goes on. Otherwise faults decide first, then broken promises,
    then minutes; ratings stand beside it for a person to see and decide nothing, for residents judge the matter too."""
    if figures.cases == 0:
        return Proposal(
            FollowUp.Decision.EXTEND,
            Text(
                "这段时间没有办过这一类，没有数据可看。建议延长试岗，多安排几件。",
                "There was no case of this category, so there is nothing to look at. Extend the trial, and give them some.",
            ),
        )
    if figures.cases < rules.few_cases:
        return Proposal(
            FollowUp.Decision.EXTEND,
            Text(
                f"只办了 {figures.cases} 件，少于 {rules.few_cases} 件，看不出什么。建议延长试岗。",
                f"Only {figures.cases} cases, fewer than {rules.few_cases}: they say nothing yet. Extend the trial.",
            ),
        )
    return _by_faults(figures, rules) or _by_the_rest(figures, rules) or _confirm(figures)


def _by_faults(figures: Figures, rules: TrainingRules) -> Proposal | None:
    percent = 100 * figures.faults / figures.cases
    if percent <= rules.fault_percent or figures.faults < 2:
        return None
    zh = f"{figures.cases} 件里退补 {figures.returned} 件、更正 {figures.taken_back} 件，"
    en = f"Of {figures.cases} cases {figures.returned} came back for papers and {figures.taken_back} were corrected, "
    if percent > rules.again_percent:
        return Proposal(
            FollowUp.Decision.AGAIN,
            Text(f"{zh}超过 {rules.again_percent}%。建议重考。", f"{en}above {rules.again_percent}%. Test again."),
        )
    faulty = _worst(figures, lambda one: one.faults)
    return Proposal(
        FollowUp.Decision.PRACTISE,
        Text(f"{zh}超过 {rules.fault_percent}%。建议补练。", f"{en}above {rules.fault_percent}%. Practise."),
        faulty,
    )


def _by_the_rest(figures: Figures, rules: TrainingRules) -> Proposal | None:
    if figures.broken:
        return Proposal(
            FollowUp.Decision.PRACTISE,
            Text(
                f"有 {figures.broken} 次失约，查下来是没培训到。建议补练这些事项。",
                f"Promises broken for want of training: {figures.broken}. Practise these matters.",
            ),
            _worst(figures, lambda one: one.broken),
        )
    if figures.ratio is not None and figures.ratio * 100 > rules.slow_percent:
        return Proposal(
            FollowUp.Decision.PRACTISE,
            Text(
                f"没有出错，只是慢：同样的事项用同事的 {figures.ratio:g} 倍时间。建议补练。",
                f"Without faults, but slow: {figures.ratio:g} times the colleagues’ minutes for the same matters. Practise.",
            ),
            _worst(figures, lambda one: one.ratio or 0),
        )
    return None


def _confirm(figures: Figures) -> Proposal:
    return Proposal(
        FollowUp.Decision.CONFIRM,
        Text(
            f"办了 {figures.cases} 件，退补、更正和用时都在线内。建议确认。",
            f"{figures.cases} cases; returns, corrections and minutes are within the lines. Confirm.",
        ),
    )


def _worst(figures: Figures, by: Callable[[OnMatter], float]) -> tuple[str, ...]:
    """At most three matters, the worst first; those without anything are left out."""
    found = [(-by(one), matter) for matter, one in figures.by_matter.items() if by(one)]
    return tuple(matter for _, matter in sorted(found)[:3])
