"""The day on which everybody is measured: a congested re-opening, 500 people expected, invented.

Sixteen half hours with a peak of 1.7 times the mean; 30 % to six kiosks; 20 % elders who go before everybody else (not out
of turn of a visit); windows by five groups of matters, 14.0 minutes in the mean with an overall coefficient of variation
of 1.036; patience of an hour in the mean; 12 windows, 6 over lunch; numbers until the doors close, then whoever waits is
served. Where windows close, the first clerks who are free go.
"""

from __future__ import annotations

from onetrip.simulation.hall.model import Credit, Group, HallModel, Length
from onetrip.simulation.hall.plans import Plan

SHAPE = (0.9, 1.5, 1.7, 1.5, 1.1, 0.6, 0.5, 0.6, 0.9, 1.2, 1.4, 1.3, 1.0, 0.8, 0.6, 0.4)
RATES = tuple(31.25 * times for times in SHAPE)
MINUTES, SHARES, CVS = (8.0, 12.0, 17.0, 24.0, 40.0), (0.40, 0.25, 0.20, 0.10, 0.05), (0.5, 0.6, 0.7, 0.8, 0.9)
ALWAYS_FIRST = 1e6
"""Minutes that count before any waiting."""
PATIENCE, TO_KIOSK, ELDERS, KIOSKS = 60.0, 0.3, 0.2, 6
KIOSK = Length(5.0, 0.8)

MODEL = HallModel(
    tuple(
        Group(f"{int(minutes)} minutes", share, minutes, cv)
        for minutes, share, cv in zip(MINUTES, SHARES, CVS, strict=True)
    ),
    RATES,
    to_kiosk=TO_KIOSK,
    kiosk_minutes=KIOSK,
    priority=(Credit(ALWAYS_FIRST, ELDERS),),
    patience_mean=PATIENCE,
)
LUNCH = (12,) * 5 + (6,) * 3 + (12,) * 8


def plan(windows: tuple[int, ...]) -> Plan:
    """So many windows by half hour."""
    return Plan.by_half_hour(windows, kiosks=KIOSKS, first_free_closes=True, serves_out=True)
