"""What can be asked about photographs of papers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import CharField, DateTimeField, F, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from onetrip.cases.models import Case
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text

T = TypeVar("T", bound=Model)

TAKEN_IN = (
    Case.State.RECEIVED,
    Case.State.LACKING,
    Case.State.ACCEPTED,
    Case.State.SUPPLEMENT,
    Case.State.PROCEDURE,
    Case.State.DECIDED,
)
"""States in which photographs are taken."""

OVER = (Case.State.DELIVERED, Case.State.REFUSED, Case.State.WITHDRAWN, Case.State.TERMINATED)
"""States that a case does not leave."""

OTHER = Text("其他材料", "another paper")


@dataclass(frozen=True)
class OfPaper:
    """A paper of a case with its photographs, the oldest first. `paper` "" for those that stand in no list."""

    paper: str
    name: Text
    photographs: tuple[Photograph, ...]


def papers_of(case: Case) -> Mapping[str, Text]:
    """The papers of a case that somebody may photograph: those taken, and those that follow. E-licences are none."""
    return {
        one["paper"]: Text(one["name"]["zh"], one["name"]["en"])
        for one in case.papers
        if one.get("paper") and not one.get("licence")
    }


def by_paper(case: Case) -> tuple[OfPaper, ...]:
    """Every paper of the case with its photographs; at the end those of other papers."""
    found: dict[str, list[Photograph]] = {}
    for photograph in kept(case).order_by("taken_at", "pk"):
        found.setdefault(photograph.paper, []).append(photograph)
    named = papers_of(case)
    rest = [paper for paper in found if paper and paper not in named]
    return tuple(
        OfPaper(paper, name, tuple(found.get(paper, ())))
        for paper, name in [*named.items(), *((paper, Text(paper, paper)) for paper in rest), ("", OTHER)]
    )


def kept(case: Case) -> QuerySet[Photograph]:
    """The photographs of a case that are there."""
    return case.photographs.filter(removed_at=None)


def of_case(case: Case, photograph_id: uuid.UUID) -> Photograph:
    """A photograph of this very case. Raises NotFound also when it is gone."""
    found = kept(case).select_related("case").filter(pk=photograph_id).first()
    if found is None:
        raise no_photograph()
    return found


def no_photograph() -> NotFound:
    """There is none, or not any more."""
    return NotFound(
        "photograph-gone",
        "这张照片不在了：可能删掉了，或者过了保存期。请看原件。",
        "This photograph is not there any more: it was removed, or its time was over. Please look at the original.",
    )


def is_known(photograph_id: uuid.UUID) -> bool:
    """Whether a row has this id."""
    return Photograph.objects.filter(pk=photograph_id).exists()


def known_among(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the ids whose photograph is to be kept."""
    return set(Photograph.objects.filter(pk__in=ids, removed_at=None).values_list("pk", flat=True))


def due(before: datetime) -> QuerySet[Photograph]:
    """Photographs of cases that were over before a moment, and did not move since."""
    return over_before(Photograph.objects.filter(removed_at=None), before)


def over_before(found: QuerySet[T], before: datetime) -> QuerySet[T]:
    """Those of `found`, rows of a case each, whose case was over before a moment, and did not move since."""
    last = (
        Event.objects.filter(thing="case", thing_id=OuterRef("case_key"))
        .order_by()
        .values("thing_id")
        .annotate(last=Max("at"))
        .values("last")
    )
    keyed = found.filter(case__state__in=OVER, case__received_at__lt=before).annotate(
        case_key=Cast("case_id", CharField())
    )
    ended = Coalesce(Subquery(last, output_field=DateTimeField()), F("case__received_at"))
    over: QuerySet[T] = keyed.annotate(ended=ended).filter(ended__lt=before)
    return over
