"""The life of a booking, as one table: actions, API, screens and tests read it."""

from __future__ import annotations

from onetrip.appointments.models import Appointment
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_State = Appointment.State

APPOINTMENT = Lifecycle(
    thing=Text("预约", "Booking"),
    states={
        _State.BOOKED: Text("已约好", "booked"),
        _State.ARRIVED: Text("人已到", "arrived"),
        _State.CANCELLED: Text("已取消", "cancelled"),
        _State.MISSED: Text("没有来", "did not come"),
    },
    steps=(
        Step("change", (_State.BOOKED, _State.MISSED), _State.BOOKED),
        Step("say-late", (_State.BOOKED,), _State.BOOKED),
        Step("cancel", (_State.BOOKED,), _State.CANCELLED),
        # Cancelled by a slip of the finger, a moment ago.
        Step("restore", (_State.CANCELLED,), _State.BOOKED),
        # Whoever comes after we gave them up is welcome all the same.
        Step("check-in", (_State.BOOKED, _State.MISSED), _State.ARRIVED),
        # The wrong code was scanned.
        Step("undo-check-in", (_State.ARRIVED,), _State.BOOKED),
        Step("miss", (_State.BOOKED,), _State.MISSED),
    ),
)
