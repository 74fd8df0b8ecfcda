"""Handing a message to a gateway that speaks the house's own plain protocol (docs/notices.md), and reading its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from onetrip.notices.providers.base import Outcome
from onetrip.notices.providers.calls import Answer, Gateway, Unheard, Unreached, ask

_LONGEST_WAIT = 3600
_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""A gateway's word for what was wrong. Its sentences are not kept: they may repeat the number."""

_FINAL = frozenset({400, 404, 410, 413, 422})


def hand_over(gateway: Gateway, path: str, said: Mapping[str, Any], *, reference: str) -> Outcome:
    """Hand a message over. Raises nothing."""
    try:
        answer = ask(gateway, path, said, reference=reference)
    except Unreached as error:
        return Outcome(succeeded=False, answer=f"not reached: {error}")
    except Unheard as error:
        return Outcome(succeeded=False, answer=f"no whole answer: {error}", is_certain=False)
    return outcome_of(answer)


def outcome_of(answer: Answer) -> Outcome:
    """What an answer means. Pure.

    Taken is only what says so readably. Of an answer that says neither yes nor no it is not known whether the message
    went out; the same reference may be sent again, because a gateway sends it once.
    """
    said = answer.said or {}
    if answer.status in (200, 201, 202):
        number = said.get("id")
        if not isinstance(number, str) or not number:
            return Outcome(succeeded=False, answer=f"{answer.status} unreadable", is_certain=False)
        repeat = said.get("duplicate") is True
        words = "duplicate of an earlier one" if repeat else "accepted"
        return Outcome(succeeded=True, answer=words, number=number[:64])
    words = f"{answer.status} {_code(said)}".strip()
    if answer.status in _FINAL:
        return Outcome(succeeded=False, answer=words, is_final=True)
    wait = None if answer.retry_after is None else timedelta(seconds=min(answer.retry_after, _LONGEST_WAIT))
    certain = answer.status < 500 or answer.status == 503
    return Outcome(succeeded=False, answer=words, is_certain=certain, wait=wait)


def _code(said: Mapping[str, Any]) -> str:
    code = said.get("error")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
