"""The life of a ticket, as one table: actions, API, screens and tests read it."""

from __future__ import annotations

from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.lobby.models import Ticket
from onetrip.rules import Text

TICKET = Lifecycle(
    thing=Text("号", "Ticket"),
    states={
        Ticket.State.WAITING: Text("等候", "waiting"),
        Ticket.State.CALLED: Text("已叫", "called"),
        Ticket.State.SERVING: Text("在办", "being served"),
        Ticket.State.DONE: Text("办完", "done"),
        Ticket.State.MISSED: Text("过号", "missed"),
        Ticket.State.LEFT: Text("离开", "left"),
        Ticket.State.HELD: Text("挂起", "on hold"),
    },
    steps=(
        Step("call", (Ticket.State.WAITING,), Ticket.State.CALLED),
        Step("call-again", (Ticket.State.CALLED,), Ticket.State.CALLED),
        Step("start", (Ticket.State.CALLED,), Ticket.State.SERVING),
        Step("finish", (Ticket.State.SERVING,), Ticket.State.DONE),
        Step("miss", (Ticket.State.CALLED,), Ticket.State.MISSED),
        Step("restore", (Ticket.State.MISSED,), Ticket.State.WAITING),
        # Called by mistake, or the clerk has to go: the resident keeps the place they had.
        Step("put-back", (Ticket.State.CALLED, Ticket.State.SERVING), Ticket.State.WAITING),
        Step(
            "leave",
            (Ticket.State.WAITING, Ticket.State.CALLED, Ticket.State.MISSED, Ticket.State.HELD),
            Ticket.State.LEFT,
        ),
        # Parked while the resident copies, fills in or fetches something; any window takes them on again.
        Step("hold", (Ticket.State.WAITING, Ticket.State.CALLED, Ticket.State.SERVING), Ticket.State.HELD),
        Step("resume", (Ticket.State.HELD,), Ticket.State.SERVING),
        Step("release", (Ticket.State.HELD,), Ticket.State.WAITING),
        # The same number, at the place it had: for other matters, or for one window.
        Step("redirect", (Ticket.State.WAITING, Ticket.State.CALLED, Ticket.State.SERVING), Ticket.State.WAITING),
        Step("transfer", (Ticket.State.WAITING, Ticket.State.CALLED, Ticket.State.SERVING), Ticket.State.WAITING),
        # A guide puts right what was drawn at the door.
        Step("prioritise", (Ticket.State.WAITING,), Ticket.State.WAITING),
        Step("correct", (Ticket.State.WAITING,), Ticket.State.WAITING),
    ),
)
