"""What can be done to an errand depends on its kind as well: each verb is tried on each kind, in a state that allows it."""

from __future__ import annotations

import pytest

from onetrip.kiosk.errands.actions.changing import move
from onetrip.kiosk.errands.lifecycle import ERRAND
from onetrip.kiosk.models import Errand
from onetrip.ledger.refusals import Refused

KINDS = ("apply", "register", "print", "query")
OF_EVERY_KIND = {"submit", "give-up", "refuse", "lapse"}
OF_AN_APPLICATION = {"accept", "ask-again", "answer-again"}
OF_A_PRINT = {"submit-print", "approve-print", "print", "print-failed"}
OF_A_LOOK_UP = {"show-answer"}


def test_every_verb_is_sorted_here() -> None:
    assert {step.verb for step in ERRAND.steps} == OF_EVERY_KIND | OF_AN_APPLICATION | OF_A_PRINT | OF_A_LOOK_UP


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verb", [step.verb for step in ERRAND.steps])
def test_a_verb_moves_the_kinds_it_is_for_and_no_other(verb: str, kind: str) -> None:
    own = {"print": OF_A_PRINT, "query": OF_A_LOOK_UP}.get(kind, OF_AN_APPLICATION)
    step = ERRAND.step(verb)
    errand = Errand(state=step.sources[0], kind=kind, number="LF-Z1")
    if verb in OF_EVERY_KIND | own:
        assert move(errand, verb) == step.sources[0]
        assert errand.state == step.target
    else:
        with pytest.raises(Refused, match=f"{verb}-not-allowed"):
            move(errand, verb)
        assert errand.state == step.sources[0]
