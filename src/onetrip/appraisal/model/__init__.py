"""The five dimensions of a month as plain arithmetic: what was done in, points with their formula out.

Nothing here knows the web, the database or a clock. All figures are whole numbers at a stated scale (see `figures`), so that
a month computed again gives the same bytes, on any machine.
"""

from onetrip.appraisal.model.computing import compute
from onetrip.appraisal.model.inputs import FAULTS, Clerk, Help, Judged, Month, Work
from onetrip.appraisal.model.rules import DIMENSIONS, Rules, RulesError, read_rules
from onetrip.appraisal.model.sheets import Figure, Sheet, Sheets

__all__ = [
    "DIMENSIONS",
    "FAULTS",
    "Clerk",
    "Figure",
    "Help",
    "Judged",
    "Month",
    "Rules",
    "RulesError",
    "Sheet",
    "Sheets",
    "Work",
    "compute",
    "read_rules",
]
