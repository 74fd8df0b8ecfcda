"""What this room keeps of people: what they answered, and what they were promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from onetrip.advice.asking import known_lines
from onetrip.advice.memory import from_stored
from onetrip.advice.models import Consultation, Slip
from onetrip.catalogue import queries as catalogues
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text

_GOES_ON = timedelta(days=1)


def _told_consultations(resident: Resident) -> Iterable[Told]:
    for one in resident.consultations.select_related("catalogue").order_by("-started_at"):
        yield Told(
            Text("咨询", "consultation"),
            one.started_at,
            (
                ("wanted", Text("问了什么", "asked about"), matters_named(one.wanted)),
                ("answers", Text("答了什么", "answers"), _answers(one.facts, one.catalogue.number)),
                ("held", Text("说有的材料", "papers said to be at hand"), _papers(one.held)),
                ("lacking", Text("说没有的材料", "papers said to be missing"), _papers(one.lacking)),
            ),
        )


def _told_slips(resident: Resident) -> Iterable[Told]:
    for slip in resident.slips.select_related("catalogue").order_by("-issued_at"):
        yield Told(
            Text("办事小贴士", "slip"),
            slip.issued_at,
            (
                ("number", Text("号", "number"), slip.number),
                ("valid_until", Text("有效到", "valid until"), slip.valid_until),
                ("answers", Text("按这些回答算的", "computed from"), _answers(slip.facts, slip.catalogue.number)),
            ),
        )


def _answers(facts: Mapping[str, Any], version: int) -> Said:
    """Answers, in words by the catalogue in which they were given."""
    data = {fact: said.get("value") for fact, said in facts.items()}
    vocabulary = catalogues.version(version).book.vocabulary
    lines = known_lines(from_stored(dict(facts), vocabulary), vocabulary, timezone.localdate())
    return Said(
        data,
        Text(
            "；".join(f"{line.label.zh}：{line.value.zh}" for line in lines),
            "; ".join(f"{line.label.en}: {line.value.en}" for line in lines),
        ),
    )


def _papers(papers: Sequence[str]) -> Said:
    known = catalogues.current().papers
    names = [known[paper].name if paper in known else Text(paper, paper) for paper in papers]
    return Said(list(papers), Text("、".join(one.zh for one in names), ", ".join(one.en for one in names)))


def matters_named(matters: Sequence[str]) -> Said:
    """Matters by their names in the catalogue in force; one that is there no more goes by its id."""
    known = catalogues.current().matters
    names = [known[matter].terms.name if matter in known else Text(matter, matter) for matter in matters]
    return Said(list(matters), Text("、".join(one.zh for one in names), ", ".join(one.en for one in names)))


def _answered(going: Going) -> QuerySet[Consultation]:
    """Consultations that still know somebody. One of today may go on, at a machine or a desk, and is left to its person."""
    before = min(going.before, going.now - _GOES_ON)
    return going.of(Consultation.objects.filter(started_at__lt=before).exclude(resident=None))


def _forget(ids: Sequence[object], _going: Going) -> int:
    return Consultation.objects.filter(pk__in=ids).update(
        facts={}, held=[], lacking=[], skipped=[], heard=[], resident=None
    )


def _promised(going: Going) -> QuerySet[Slip]:
    return going.of(Slip.objects.filter(issued_at__lt=going.before).exclude(resident=None))


def _untie(ids: Sequence[object], _going: Going) -> int:
    return Slip.objects.filter(pk__in=ids).update(resident=None, last_four_hash=None)


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("consultations", ("advice.Consultation",), _told_consultations, _answered, _forget))
    holdings.register(Holding("slips", ("advice.Slip",), _told_slips, _promised, _untie))
