"""Who works when: a duty roster proposed from people needed, qualifications, wishes and fairness. Pure.

`propose(problem, ...)` gives a `Proposal`; it is never without an answer and never without end.
"""

from onetrip.simulation.roster.breaking import Broken as Broken
from onetrip.simulation.roster.breaking import broken as broken
from onetrip.simulation.roster.explaining import explain as explain
from onetrip.simulation.roster.judging import Cover as Cover
from onetrip.simulation.roster.judging import Judged as Judged
from onetrip.simulation.roster.judging import judge as judge
from onetrip.simulation.roster.problem import Need as Need
from onetrip.simulation.roster.problem import Pattern as Pattern
from onetrip.simulation.roster.problem import Person as Person
from onetrip.simulation.roster.problem import Place as Place
from onetrip.simulation.roster.problem import Problem as Problem
from onetrip.simulation.roster.problem import Roster as Roster
from onetrip.simulation.roster.problem import Rules as Rules
from onetrip.simulation.roster.problem import Weights as Weights
from onetrip.simulation.roster.problem import Wish as Wish
from onetrip.simulation.roster.solving import Proposal as Proposal
from onetrip.simulation.roster.solving import Status as Status
from onetrip.simulation.roster.solving import propose as propose
