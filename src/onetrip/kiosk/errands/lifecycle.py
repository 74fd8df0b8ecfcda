"""The life of an errand as one table: from the first touch to a case, a print, an answer, or nothing."""

from __future__ import annotations

from onetrip.kiosk.models import Errand
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

_S = Errand.State

_APPLIED, _PRINTS, _LOOKS_UP = ("apply", "register"), ("print",), ("query",)
_OF_KIND = {
    "submit-print": _PRINTS,
    "show-answer": _LOOKS_UP,
    "answer-again": _APPLIED,
    "accept": _APPLIED,
    "approve-print": _PRINTS,
    "ask-again": _APPLIED,
    "print": _PRINTS,
    "print-failed": _PRINTS,
}
"""The verbs that only some kinds of errand know; every other verb is for all."""


def is_of_kind(verb: str, kind: str) -> bool:
    """Whether `verb` can be done to an errand of this kind at all, in whichever state."""
    return kind in _OF_KIND.get(verb, (kind,))


ERRAND = Lifecycle(
    thing=Text("自助办件", "Errand"),
    states={
        _S.OPEN: Text("还在填", "being filled in"),
        _S.REVIEW: Text("有人在审", "under review"),
        _S.ASKED: Text("等居民补", "waiting for the resident"),
        _S.READY: Text("可以打印了", "ready to print"),
        _S.PRINTED: Text("已打印", "printed"),
        _S.ANSWERED: Text("已查到", "answered"),
        _S.ACCEPTED: Text("已受理", "accepted"),
        _S.REFUSED: Text("没有受理", "not accepted"),
        _S.ABANDONED: Text("没办完", "given up"),
        _S.LAPSED: Text("等过了期，关了", "closed: nobody came back in time"),
    },
    steps=(
        # What the person does.
        Step("submit", (_S.OPEN,), _S.REVIEW),
        Step("submit-print", (_S.OPEN,), _S.READY),
        Step("show-answer", (_S.OPEN,), _S.ANSWERED),
        Step("answer-again", (_S.ASKED,), _S.REVIEW),
        Step("give-up", (_S.OPEN,), _S.ABANDONED),
        # What the review desk does, or the house by rule.
        Step("accept", (_S.REVIEW,), _S.ACCEPTED),
        Step("approve-print", (_S.REVIEW,), _S.READY),
        Step("ask-again", (_S.REVIEW,), _S.ASKED),
        Step("refuse", (_S.REVIEW, _S.ASKED), _S.REFUSED),
        # What nobody does: neither the paper came nor anybody for the print.
        Step("lapse", (_S.ASKED, _S.READY), _S.LAPSED),
        # Paper.
        Step("print", (_S.READY, _S.PRINTED), _S.PRINTED),
        Step("print-failed", (_S.PRINTED,), _S.READY),
    ),
)
