"""By when does this resident have an answer? Asked only where a source says one."""

from __future__ import annotations

from collections.abc import Iterator

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.telling import limit_in_words
from onetrip.planning import Limit, Limits
from onetrip.rules import Text
from onetrip.training.items.drafts import Draft, in_mixed_order
from onetrip.training.items.grounds import is_sure
from onetrip.training.items.shapes import Kind, Option

_ON_THE_SPOT = "on-the-spot"
_MOST = 4
_USUAL = (Limit(5, "working_days"), Limit(20, "working_days"), Limit(30, "working_days"))
"""To choose from where the catalogue names too few others; examples."""


def drafts(catalogue: Catalogue, matter: Matter) -> Iterator[Draft]:
    """One question, where the promised limit is sure."""
    right = _limit(matter.terms.limits)
    if right is None or not is_sure(matter, "limits") or matter.terms.automatic:
        return
    elsewhere = [_limit(other.terms.limits) for other in catalogue.in_category(matter.terms.category)]
    elsewhere += [_limit(other.terms.limits) for other in catalogue.matters.values()]
    usual = [_option(limit) for limit in _USUAL]
    wrong = [each for each in dict.fromkeys([*elsewhere, *usual]) if each is not None and each.id != right.id]
    name = matter.name
    at_once = matter.terms.kind in ("query", "print")
    question = (
        Text(f"这位居民来办“{name.zh}”。要等多久？", f"This resident comes for “{name.en}”. How long does it take?")
        if at_once
        else Text(
            f"材料齐全，“{name.zh}”受理了。最晚什么时候有结果？",
            f"The papers are complete and “{name.en}” has been accepted. By when is there a result at the latest?",
        )
    )
    yield Draft(
        matter=matter.id,
        kind=Kind.BY_WHEN,
        topic="",
        traits={},
        told=(),
        question=question,
        options=in_mixed_order(matter.id, [right, *wrong[: _MOST - 1]]),
    )


def key(catalogue: Catalogue, draft: Draft) -> frozenset[str] | None:
    """The promised limit; None where there is none any more."""
    right = _limit(catalogue.matters[draft.matter].terms.limits)
    return None if right is None else frozenset({right.id})


def why(catalogue: Catalogue, draft: Draft) -> tuple[Text, ...]:
    """The limit, said in a sentence."""
    right = _limit(catalogue.matters[draft.matter].terms.limits)
    if right is None:
        return ()
    if right.id == _ON_THE_SPOT:
        return (Text("这是当场办结的事。", "This is decided on the spot."),)
    return (
        Text(f"承诺的时限是{right.text.zh}，从受理起算。", f"Promised is {right.text.en}, counted from acceptance."),
    )


def _limit(limits: Limits) -> Option | None:
    """The one limit that is promised; None where none is, or two are."""
    if limits.on_the_spot:
        return None if limits.decide is not None else Option(_ON_THE_SPOT, Text("当场", "On the spot"))
    return _option(limits.decide) if limits.decide is not None else None


def _option(limit: Limit) -> Option:
    return Option(f"{limit.days}-{limit.unit}".replace("_", "-"), limit_in_words(limit))
