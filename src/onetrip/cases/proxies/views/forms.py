"""The letter or the proof that somebody shows, as a form of the desk says it."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.advice.forms import sent
from onetrip.cases.proxies.actions import Shown, read_shown


def authority_shown(request: HttpRequest) -> Shown | None:
    """What was looked at; None where the form says nothing. Raises Malformed for a day that cannot be read."""
    if not (proof := sent(request, "proof", most=20)):
        return None
    return read_shown(
        proof=proof,
        matters=(),
        until=sent(request, "until", most=10),
        principal_last_four=sent(request, "principal_last_four", most=8),
        agent_last_four=sent(request, "agent_last_four", most=8),
    )
