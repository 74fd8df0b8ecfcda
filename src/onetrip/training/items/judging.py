"""Whether an answer is right, worked out by the engine on the catalogue as it stands. No key is read from anywhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Text
from onetrip.training.items import entitled, limits, one_paper, papers, telling
from onetrip.training.items.drafts import Draft
from onetrip.training.items.shapes import Item, Judged, Kind

_WEAK = Text("这一条的出处还要再核对。", "Where this was read is still to be checked against a better source.")


def judge(catalogue: Catalogue, item: Item | str, chosen: Collection[str], day: date) -> Judged:
    """Judge the chosen options of a question, given as itself or by its id.

    Right is exactly what the engine finds for the resident of the question; an option that is not among the question's is
    wrong. KeyError: the catalogue has no such question (any more): a changed matter has other questions.
    """
    from onetrip.training.items.asking import asked_by_id

    wanted = item if isinstance(item, str) else item.id
    asked = asked_by_id(catalogue, wanted, day)
    right = key(catalogue, asked.draft, day) if asked is not None else None
    if asked is None or right is None:
        raise KeyError(wanted)
    return Judged(frozenset(chosen) == right, right, why(catalogue, asked.draft, day))


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """The options that are right; None where the engine leaves open which."""
    match draft.kind:
        case Kind.ENTITLED:
            return entitled.key(catalogue, draft, day)
        case Kind.PAPERS if draft.topic.startswith(one_paper.ONE):
            return one_paper.key(catalogue, draft, day)
        case Kind.PAPERS:
            return papers.key(catalogue, draft, day)
        case Kind.TELL:
            return telling.key(catalogue, draft, day)
        case Kind.BY_WHEN:
            return limits.key(catalogue, draft)


def why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """The reasons of what is right, in sentences; of a question that is not verified also what is still to be verified."""
    return to_verify(catalogue, draft, _why(catalogue, draft, day))


def to_verify(catalogue: Catalogue, draft: Draft, said: tuple[Text, ...]) -> tuple[Text, ...]:
    """Sentences about what is right, with the mark where they rest on what the catalogue is not sure of, and what that is."""
    if not draft.to_verify or not said:
        return said
    first, *rest = said
    marked = Text(f"按现在生效的规则（待核对）：{first.zh}", f"By the rule in force (to be verified): {first.en}")
    points = [point for point in catalogue.matters[draft.matter].shown_open if point.of in draft.to_verify]
    still = [Text(f"待核对的是：{point.text.zh}", f"To be verified: {point.text.en}") for point in points]
    return (marked, *rest, *(still or [_WEAK]))


def _why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    match draft.kind:
        case Kind.ENTITLED:
            return entitled.why(catalogue, draft, day)
        case Kind.PAPERS if draft.topic.startswith(one_paper.ONE):
            return one_paper.why(catalogue, draft, day)
        case Kind.PAPERS:
            return papers.why(catalogue, draft, day)
        case Kind.TELL:
            return telling.why(catalogue, draft, day)
        case Kind.BY_WHEN:
            return limits.why(catalogue, draft)
