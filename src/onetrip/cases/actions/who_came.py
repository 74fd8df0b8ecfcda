"""An acceptance for somebody who did not come themselves: both persons are known, and a letter on file is not shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onetrip.cases.actions.writing import AcceptedMatter
from onetrip.cases.basis import AtWindow
from onetrip.cases.proxies.models import Authority
from onetrip.cases.proxies.rules import letters
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Visit


def with_who_came(matters: Sequence[AcceptedMatter], visit: Visit) -> list[AcceptedMatter]:
    """The matters as done by whoever came in this visit, which is one person for all of them.

    Raises Refused where somebody came for the resident and nobody knows who, or for whom.
    """
    if visit.proxy_id is None:
        if any(one.by_proxy for one in matters):
            raise Refused(
                "proxy-unknown",
                "代办人来的，还不知道是谁。先读来的人的证件，选是什么人，再收。",
                "Somebody else came, and nobody knows who. Read their card and say what they are to the person concerned first.",
            )
        return list(matters)
    if visit.resident_id is None:
        raise Refused(
            "resident-unknown",
            "只知道谁来的，不知道替谁办。先读办件人的证件，再收。",
            "It is known who came, not for whom. Read the card of the person concerned first.",
        )
    return [replace(one, by_proxy=True) for one in matters]


def as_filed(
    kept: list[dict[str, Any]], at: AtWindow, authority: Authority | None, visit: Visit
) -> list[dict[str, Any]]:
    """The papers of a case, of which a letter that was handed in on an earlier visit was not shown again: it is on file."""
    if authority is None or authority.visit_id == visit.pk:
        return kept
    filed = letters(at.catalogue.papers)
    return [{**one, "originals": 0, "copies": 0, "on_file": True} if one["paper"] in filed else one for one in kept]
