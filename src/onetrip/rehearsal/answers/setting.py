"""What all questions begin with: the day as a model, the usual windows, the names of the half hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onetrip.centres.opening import hours_on
from onetrip.rehearsal.answers.answer import clock_of
from onetrip.rehearsal.asking import Asked
from onetrip.rehearsal.grounds import Grounds, day_to_come, people_times, usual_windows
from onetrip.rehearsal.running import Hall
from onetrip.rules import Text
from onetrip.simulation.fitting.lived import LivedDay
from onetrip.simulation.fitting.modelling import model_for
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.plans import Plan


@dataclass(frozen=True)
class Setting:
    """The day that is asked about. `usual`: windows by half hour as on days like it."""

    on: Grounds
    asked: Asked
    day: LivedDay
    model: HallModel
    usual: tuple[int, ...]
    names: tuple[Text, ...]
    hall: Hall

    def plan(self, windows: Sequence[int]) -> Plan:
        """So many windows in each half hour."""
        return self.hall.plan(windows)

    def changed(self, by: int) -> tuple[int, ...]:
        """The usual windows and `by` more, or fewer, in each half hour; never fewer than none, nor more than there are."""
        return tuple(min(max(each + by, 0), self.on.windows) for each in self.usual)

    @property
    def expected(self) -> float:
        """People expected at the windows that day."""
        model = self.model
        return sum(model.rates) * (1 - model.to_kiosk * (1 - model.kiosk_fails))

    @property
    def expected_by_half_hour(self) -> tuple[float, ...]:
        """The same by half hour."""
        model = self.model
        to_windows = 1 - model.to_kiosk * (1 - model.kiosk_fails)
        return tuple(rate * to_windows for rate in model.rates)


def setting(on: Grounds, asked: Asked) -> Setting:
    """The day of the question. Raises Malformed for a day that cannot be rehearsed."""
    day = day_to_come(on, asked.day, reopening=asked.reopening)
    times = asked.times * people_times(on, reopening=asked.reopening)
    model = model_for(on.fitted, day, times=times)
    opens = hours_on(on.place.hours, on.place.calendar, asked.day)[0].opens
    first = opens.hour * 60 + opens.minute
    clocks = (clock_of(first + 30 * slot) for slot in range(len(model.rates)))
    names = tuple(Text(each, each) for each in clocks)
    hall = Hall(on.kiosks, day.length, float(asked.promised))
    return Setting(on, asked, day, model, usual_windows(on, day), names, hall)
