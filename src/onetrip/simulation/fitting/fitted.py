"""Everything fitted together: what a centre's days are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onetrip.simulation.fitting import arrivals, mixing, patience, service
from onetrip.simulation.fitting.estimates import Estimate, example, on_log_scale, share
from onetrip.simulation.fitting.lived import Floats, Ints, Lived

EXAMPLE_KIOSK_MINUTES, EXAMPLE_KIOSK_CV, EXAMPLE_KIOSK_FAILS = 6.0, 0.7, 0.08
EXAMPLE_SHOWS_UP = 0.9


@dataclass(frozen=True)
class Fitted:
    """What was found. `group_of`: by matter its place in `groups`. `credits`: minutes a priority counts, with its share.

    `to_kiosk`: of all who come, hall and kiosks together. `kiosk_cv` of the minutes there. `booked`: of all who come to
    the hall. `shows_up`: of those who booked.
    """

    days: int
    visits: int
    arrivals: arrivals.Arrivals
    groups: tuple[mixing.Mixed, ...]
    group_of: Ints
    service: service.Service
    patience: patience.Patience
    credits: tuple[tuple[float, Estimate], ...]
    to_kiosk: Estimate
    kiosk_minutes: Estimate
    kiosk_cv: float
    kiosk_fails: Estimate
    booked: Estimate
    shows_up: Estimate
    matters: tuple[str, ...]


def fit(lived: Lived) -> Fitted:
    """Fit everything. ValueError where there is not one visit; anything else that was not seen is an example, and says so."""
    minutes = service.fit(lived)
    groups, group_of = mixing.fit(lived, minutes)
    stays = len(lived.kiosk_day)
    kiosk_minutes, kiosk_cv = _kiosk_minutes(lived.kiosk_minutes)
    return Fitted(
        days=len(lived.days),
        visits=len(lived),
        arrivals=arrivals.fit(lived),
        groups=groups,
        group_of=group_of,
        service=minutes,
        patience=patience.fit(lived),
        credits=_credits(lived),
        to_kiosk=share(stays, stays + len(lived), otherwise=0.0),
        kiosk_minutes=kiosk_minutes,
        kiosk_cv=kiosk_cv,
        kiosk_fails=share(int(lived.kiosk_failed.sum()), stays, otherwise=EXAMPLE_KIOSK_FAILS),
        booked=share(int((~np.isnan(lived.booked)).sum()), len(lived), otherwise=0.0),
        shows_up=share(
            sum(day.came for day in lived.days), sum(day.booked for day in lived.days), otherwise=EXAMPLE_SHOWS_UP
        ),
        matters=lived.matters,
    )


def _credits(lived: Lived) -> tuple[tuple[float, Estimate], ...]:
    found, counted = np.unique(lived.credit, return_counts=True)
    return tuple(
        (float(minutes), share(int(people), len(lived), otherwise=0.0))
        for minutes, people in zip(found, counted, strict=True)
        if minutes > 0
    )


def _kiosk_minutes(minutes: Floats) -> tuple[Estimate, float]:
    known = minutes[~np.isnan(minutes) & (minutes > 0)]
    if not len(known):
        return example(EXAMPLE_KIOSK_MINUTES), EXAMPLE_KIOSK_CV
    logs = np.log(known)
    variance = float(logs.var()) if len(known) > 1 else 0.4
    sd = float(np.sqrt(max(variance, 1e-6) / len(known)))
    return on_log_scale(float(logs.mean()) + variance / 2, sd, len(known)), float(np.sqrt(np.expm1(variance)))
