"""Event logs as files that others read: XES (IEEE 1849) case by case, OCEL 2.0 with every thing that an event touches.

Both are written as a stream, with nothing but the standard library.
"""

from onetrip.simulation.logs.writing.ocel import write_ocel
from onetrip.simulation.logs.writing.shapes import Event, Thing, Touch, Touching, Trace, Value
from onetrip.simulation.logs.writing.xes import write_xes

__all__ = [
    "Event",
    "Thing",
    "Touch",
    "Touching",
    "Trace",
    "Value",
    "write_ocel",
    "write_xes",
]
