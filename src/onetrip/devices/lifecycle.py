"""The life of a print job, as one table, and how long each part of it may take."""

from __future__ import annotations

from datetime import timedelta

from onetrip.bridge.states import PartKind
from onetrip.devices.models import PrintJob
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_State = PrintJob.State

PRINT_JOB = Lifecycle(
    thing=Text("打印", "Print"),
    states={
        _State.QUEUED: Text("等着印", "queued"),
        _State.TAKEN: Text("已取走", "taken"),
        _State.SENT: Text("正在印", "printing"),
        _State.PRINTED: Text("印好了", "printed"),
        _State.FAILED: Text("没印出来", "failed"),
        _State.UNKNOWN: Text("可能印出来了", "perhaps printed"),
    },
    steps=(
        Step("take", (_State.QUEUED,), _State.TAKEN),
        # The bridge says so before the first byte goes out, and sends none unless the house has agreed: whatever dies
        # afterwards, nobody prints this job a second time without being asked.
        Step("send", (_State.TAKEN,), _State.SENT),
        # A late word of the bridge is still the truth.
        Step("printed", (_State.SENT, _State.UNKNOWN), _State.PRINTED),
        Step("failed", (_State.TAKEN, _State.SENT, _State.UNKNOWN), _State.FAILED),
        Step("unknown", (_State.SENT,), _State.UNKNOWN),
        Step("give-back", (_State.TAKEN,), _State.QUEUED),
        Step("give-up", (_State.QUEUED, _State.TAKEN), _State.FAILED),
    ),
)

OPEN = (_State.QUEUED, _State.TAKEN, _State.SENT)
ENDED = (_State.PRINTED, _State.FAILED, _State.UNKNOWN)

FETCH_WITHIN = timedelta(seconds=8)
"""After this a paper that nobody came for is not wanted any more: whoever asked for it has been told otherwise."""

TAKE_LEASE = timedelta(seconds=5)
"""Between taking a job and the first byte."""

PRINT_LEASE = {PartKind.ESCPOS: timedelta(seconds=20), PartKind.IPP: timedelta(seconds=90)}
"""Between the first byte and the word of how it ended; a page printer may have to warm up. Longer than a driver waits."""
