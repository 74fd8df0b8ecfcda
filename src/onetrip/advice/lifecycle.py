"""The life of a slip, as one table."""

from __future__ import annotations

from onetrip.advice.models import Slip
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

SLIP = Lifecycle(
    thing=Text("小贴士", "Slip"),
    states={
        Slip.State.ISSUED: Text("有效", "valid"),
        Slip.State.HONOURED: Text("已兑现", "kept"),
        Slip.State.BROKEN: Text("失约", "broken"),
        Slip.State.REPLACED: Text("已换新单", "replaced"),
    },
    steps=(
        # Somebody who comes with the older of two slips is served by what it says all the same.
        Step("honour", (Slip.State.ISSUED, Slip.State.REPLACED), Slip.State.HONOURED),
        # A slip that was kept at one window may be broken at the next, over a matter left for later. It stays broken:
        # what was put right afterwards does not undo that somebody was sent home.
        Step("break", (Slip.State.ISSUED, Slip.State.REPLACED, Slip.State.HONOURED), Slip.State.BROKEN),
        Step("replace", (Slip.State.ISSUED,), Slip.State.REPLACED),
    ),
)
