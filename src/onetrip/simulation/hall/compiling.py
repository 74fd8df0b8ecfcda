"""The simulated day compiled before anybody asks: a first question then takes a second instead of a minute."""

from __future__ import annotations

from onetrip.simulation.hall import kernel
from onetrip.simulation.hall.model import Group, HallModel
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import drawn

_A_HALL = HallModel((Group("any", 1.0, 10.0, 0.5),), (5.0, 5.0), patience_mean=30.0)


def compile_all() -> None:
    """Draw and play the smallest of days: a function is compiled whole, whatever a day makes of it."""
    kernel.both(drawn(_A_HALL, 0, 2), Plan.by_half_hour((1, 2)))
