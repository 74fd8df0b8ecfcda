"""Which training would shorten the wait most? For each frequent matter: if those who are slower at it than is usual here
reached the usual pace, on the very same people.

Whose pace it is stays unsaid: the question is about a course, not about a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from onetrip.catalogue import queries as catalogues
from onetrip.rehearsal.answers.answer import Answer, Bar, Drawn, Table, change_text
from onetrip.rehearsal.answers.setting import Setting
from onetrip.rehearsal.running import Limit, mean_of, until_sharp
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate
from onetrip.simulation.fitting.fitted import Fitted
from onetrip.simulation.fitting.mixing import OTHERS
from onetrip.simulation.hall.model import HallModel

MOST_TRIED = 6
"""Matters that are simulated: those with the most minutes to be saved."""


VISIBLE = 0.1
"""Minutes of mean waiting below which nobody would see a difference."""


@dataclass(frozen=True)
class Candidate:
    """A group, what its minutes would be times, and how many clerks are slower at it than is usual."""

    group: int
    factor: float
    slower: int

    def minutes_a_day(self, model: HallModel) -> float:
        """Window minutes saved on the day."""
        group = model.groups[self.group]
        return (1 - self.factor) * group.share * group.minutes_mean * sum(model.rates)


def candidates(fitted: Fitted) -> list[Candidate]:
    """What each group's minutes would be if every clerk who is slower at it were as fast as is usual.

    A clerk's pace at a matter is their pace in all times the part of their own with that matter; both are drawn towards 1.
    """
    service = fitted.service
    own = np.array([service.paces[int(one)].value if int(one) in service.paces else 1.0 for one in service.clerks])
    paces = own[:, None] * service.paces_by_matter
    found = []
    for number, group in enumerate(fitted.groups):
        if group.name == OTHERS:
            continue  # no course teaches the rest
        places = list(group.matters)
        visits, pace = service.visits[:, places], paces[:, places]
        worked = float((visits * pace).sum())
        if worked > 0:
            factor = float((visits * np.minimum(pace, 1.0)).sum()) / worked
            found.append(Candidate(number, factor, int(((pace > 1.02) & (visits >= 10)).any(axis=1).sum())))
    return found


def answer(at: Setting, limit: Limit) -> Answer:
    """The matters by how much their training would shorten the mean wait."""
    found = sorted(candidates(at.on.fitted), key=lambda each: -each.minutes_a_day(at.model))[:MOST_TRIED]
    plan = at.plan(at.usual)
    worlds = [(at.model, plan), *((_trained(at.model, each), plan) for each in found)]
    run = until_sharp(
        worlds,
        at.asked.seed,
        limit,
        lambda outcomes: (
            [mean_of(each.mean_wait - outcomes[0].mean_wait) for each in outcomes[1:]]
            or [mean_of(outcomes[0].mean_wait)]
        ),
    )
    base = run.outcomes[0]
    changes = [mean_of(each.mean_wait - base.mean_wait) for each in run.outcomes[1:]]
    order = sorted(range(len(found)), key=lambda place: changes[place].value)
    names = [_name(at, at.on.fitted.groups[each.group].name) for each in found]
    return Answer(
        _sentence(found, names, changes, order),
        changes[order[0]] if order else mean_of(base.mean_wait),
        Drawn(
            tuple(
                Bar(
                    names[place],
                    max(-changes[place].value, 0.0),
                    max(-changes[place].high, 0.0),
                    max(-changes[place].low, 0.0),
                    is_answer=place == order[0],
                )
                for place in order
            ),
            Text("平均少等几分钟", "minutes of waiting saved"),
            lying=True,
        ),
        _table(at, found, names, changes, order),
        run,
        more=(
            Text(
                "算的是：比本中心平常慢的同事，办这一项达到平常的速度。不说是谁；培训页按名单安排。",
                "What is worked out: those who are slower than is usual here reach the usual pace at it. Who they are is not said; "
                "the training pages go by name.",
            ),
        ),
        windows=at.usual,
    )


def _trained(model: HallModel, one: Candidate) -> HallModel:
    groups = list(model.groups)
    groups[one.group] = replace(groups[one.group], minutes_mean=groups[one.group].minutes_mean * one.factor)
    return replace(model, groups=tuple(groups))


def _name(at: Setting, matter: str) -> Text:
    if at.on.names is not None:
        return at.on.names.get(matter, Text(matter, matter))
    known = catalogues.current().matters.get(matter)
    return Text(known.terms.name.zh, known.terms.name.en) if known else Text(matter, matter)


def _sentence(found: list[Candidate], names: list[Text], changes: list[Estimate], order: list[int]) -> Text:
    if not order:
        return Text("没有一项办得比平常慢。", "No matter is handled more slowly than is usual.")
    first = order[0]
    if -changes[first].value < VISIBLE:
        return Text(
            f"培训哪一项，等候都看不出缩短：最多的“{names[first].zh}”也少不到 {VISIBLE:g} 分钟。各位同事快慢差不多。",
            f"No training would shorten the wait visibly: even the best, “{names[first].en}”, by less than {VISIBLE:g} minutes. "
            "The clerks are about as fast as one another.",
        )
    change = change_text(changes[first])
    return Text(
        f"先培训“{names[first].zh}”：平均{change.zh}。有 {found[first].slower} 位同事办它比平常慢。",
        f"Train “{names[first].en}” first: the mean wait {change.en}. {found[first].slower} clerks are slower at it than is usual.",
    )


def _table(at: Setting, found: list[Candidate], names: list[Text], changes: list[Estimate], order: list[int]) -> Table:
    columns = (
        Text("事项", "Matter"),
        Text("占来的人", "Share of people"),
        Text("平均办几分钟", "Minutes at the window"),
        Text("培训后", "After training"),
        Text("比平常慢的同事", "Clerks slower than usual"),
        Text("平均少等（分）", "Wait saved (min)"),
        Text("95 % 区间", "95 % interval"),
    )
    rows = []
    for place in order:
        group, one, told = at.model.groups[found[place].group], found[place], changes[place]
        rows.append(
            (
                names[place],
                f"{group.share * 100:.1f} %",
                f"{group.minutes_mean:.1f}",
                f"{group.minutes_mean * one.factor:.1f}",
                str(one.slower),
                f"{-told.value:.2f}",
                f"{-told.high:.2f} … {-told.low:.2f}",
            )
        )
    return Table(columns, tuple(rows))
