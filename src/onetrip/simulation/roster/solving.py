"""HiGHS finds the roster of fewest points, or the best it can in the time given, with the gap to the best thinkable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import highspy
import numpy as np

from onetrip.simulation.roster.filling import fill
from onetrip.simulation.roster.judging import Judged, judge
from onetrip.simulation.roster.modelling import Model, model_of
from onetrip.simulation.roster.placing import place
from onetrip.simulation.roster.problem import Place, Problem

SEED = 7
"""The same problem gives the same roster: one thread, one seed."""

HALF_A_POINT = 0.5


class Status(StrEnum):
    """How far a proposal got."""

    OPTIMAL = "optimal"
    """No roster of these people has fewer points: proved."""
    BEST_FOUND = "best-found"
    """Time ran out; `bound` says how many points there must be at least."""


@dataclass(frozen=True)
class Proposal:
    """A proposed roster, judged. No roster can have fewer than `bound` points."""

    roster: dict[tuple[int, date], Place]
    judged: Judged
    status: Status
    bound: float

    @property
    def gap(self) -> float:
        """The share of its points that might be saved at most; 0 for one that is proved."""
        points = self.judged.points
        return 0.0 if self.status is Status.OPTIMAL or not points else max(points - self.bound, 0) / points


def propose(problem: Problem, *, time_limit: float = 5.0) -> Proposal:
    """The roster of fewest points; after `time_limit` seconds the best found so far, or one by rule of thumb."""
    model = model_of(problem)
    if not model.costs:
        return Proposal({}, judge(problem, {}), Status.OPTIMAL, judge(problem, {}).points)
    solver = _run(model, time_limit)
    info, status = solver.getInfo(), solver.getModelStatus()
    bound = max(float(info.mip_dual_bound), 0.0) if np.isfinite(info.mip_dual_bound) else 0.0
    solved = solver.getSolution()
    if not solved.value_valid or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        thumb = fill(problem)
        return Proposal(thumb, judge(problem, thumb), Status.BEST_FOUND, bound)
    values = np.rint(np.asarray(solved.col_value)).astype(int)
    chosen = {(key, day): shift for (key, day, shift), column in model.on.items() if values[column]}
    counted = {where: int(values[column]) for where, column in model.number.items()}
    roster = place(problem, chosen, counted)
    proved = status == highspy.HighsModelStatus.kOptimal
    return Proposal(roster, judge(problem, roster), Status.OPTIMAL if proved else Status.BEST_FOUND, bound)


def _run(model: Model, time_limit: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("time_limit", time_limit)
    solver.setOptionValue("random_seed", SEED)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    # Every roster has whole points: one that is less than a point above the bound is the best.
    solver.setOptionValue("mip_abs_gap", HALF_A_POINT)
    solver.passModel(_programme(model))
    solver.run()
    return solver


def _programme(model: Model) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.costs), len(model.rows)
    lp.col_cost_ = np.array(model.costs)
    lp.offset_ = model.constant
    lp.col_lower_, lp.col_upper_ = np.array(model.least), np.array(model.most)
    lp.row_lower_ = np.array([least for least, _, _ in model.rows])
    lp.row_upper_ = np.array([most for _, most, _ in model.rows])
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in model.whole]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = np.cumsum([0, *(len(parts) for _, _, parts in model.rows)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for _, _, parts in model.rows for column in parts], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for _, _, parts in model.rows for value in parts.values()])
    return lp
