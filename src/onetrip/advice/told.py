"""What the API tells of a consultation and of a slip: the shapes of its answers, filled from the state. Pure but for shapes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from onetrip.advice import undiscovered
from onetrip.advice.asking import known_lines, question_shown
from onetrip.advice.computing import Computed
from onetrip.advice.memory import days_of
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.queries import ConsultationState
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.search import Hit
from onetrip.planning import Plan, Question
from onetrip.planning.telling import sentences
from onetrip.planning.words import joined
from onetrip.rules import Known, Text, Value

Language = Literal["zh", "en"]


class Named(Schema):
    """A matter by its id and name."""

    matter: str
    name: Text


class FoundTold(Schema):
    """A matter that fits what was said. `sure`: it is a good answer, and not just the nearest there is."""

    matter: str
    name: Text
    sure: bool


class FoundAll(Schema):
    """What fits, the best first."""

    found: list[FoundTold]


class KnownTold(Schema):
    """A fact that is known: its value for programs and in words, and where it comes from, likewise."""

    fact: str
    label: Text
    value: Any = Field(description="true, false, a number, a text or a day (ISO), as the fact's type has it")
    words: Text
    more: Text | None
    on: date | None = Field(description="the day it was learned, where that was an earlier one")
    origin: str
    origin_in_words: Text
    changeable: bool


class ChoiceTold(Schema):
    """One of the answers to choose from."""

    value: str
    label: Text


class QuestionTold(Schema):
    """The next question: in which form it is answered, why it is asked, which matters it decides, how many are left at most."""

    fact: str
    text: Text
    hint: Text | None
    why: Text
    form: Literal["choice", "date", "number"]
    choices: list[ChoiceTold]
    unit: Text | None
    decides: list[Named]
    beside: list[str] = Field(description="facts that belong on the same screen and will most likely be asked anyway")
    left: int
    offered: bool
    sensitive: bool


class PlanTold(Schema):
    """A plan: as data (docs/plan.schema.json), in sentences, read aloud in one language; and the question that comes next."""

    plan: Plan
    digest: str = Field(description="SHA-256 of the plan's canonical bytes")
    sentences: list[Text]
    spoken: str
    known: list[KnownTold]
    question: QuestionTold | None


class ConsultationTold(PlanTold):
    """Where a consultation stands. `catalogue` is the version it goes by, `asked` what was answered or skipped, in order."""

    id: uuid.UUID
    channel: str
    catalogue: int
    asked: list[str]
    everything: bool
    undiscovered: Text = Field(description="the stated chance that something the resident can have was not found")
    slip: str | None = Field(description="the number of the latest slip, where it says the same as this plan")
    differs: list[Text] = Field(description="how this plan and its answers differ from the latest slip, in sentences")


class SlipTold(Schema):
    """A slip: what was promised, until when it counts, how things stand with it, and what differs once its day is over.

    `token` opens it: at `address` for people, below /api/advice/slips/ for programs.
    """

    number: str
    token: str
    address: str
    centre: str
    day: date
    valid_until: date
    lapsed: bool
    state: str
    language: str
    plan: Plan
    digest: str
    sentences: list[Text]
    changed: list[Text]


def found_told(hits: list[Hit]) -> dict[str, Any]:
    """As `FoundAll`."""
    return {"found": [{"matter": hit.matter.id, "name": hit.matter.name, "sure": hit.sure} for hit in hits]}


def consultation_told(
    state: ConsultationState, slip: Slip | None, differs: tuple[Text, ...], language: Language
) -> dict[str, Any]:
    """As `ConsultationTold`; `slip` is the latest one, if it promises this plan, else this `differs` from it."""
    consultation: Consultation = state.consultation
    on = days_of(consultation.facts)
    return _plan_told(state.plan, state.known, state.question, state.catalogue, language, on) | {
        "id": consultation.pk,
        "channel": consultation.channel,
        "catalogue": state.catalogue.number,
        "asked": list(consultation.asked),
        "everything": consultation.everything,
        "undiscovered": undiscovered.told(state.outlook),
        "slip": slip.number if slip is not None else None,
        "differs": list(differs),
    }


def computed_told(computed: Computed, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """As `PlanTold`."""
    return _plan_told(computed.plan, computed.known, computed.question, catalogue, language)


def slip_told(slip: Slip, plan: Plan, *, address: str, lapsed: bool, changed: tuple[Text, ...]) -> dict[str, Any]:
    """As `SlipTold`. What was answered is not in it: whoever holds the slip sees what it says."""
    return {
        "number": slip.number,
        "token": slip.token,
        "address": address,
        "centre": slip.centre_id,
        "day": slip.day,
        "valid_until": slip.valid_until,
        "lapsed": lapsed,
        "state": slip.state,
        "language": slip.language,
        "plan": plan,
        "digest": plan.digest,
        "sentences": list(sentences(plan)),
        "changed": list(changed),
    }


def _plan_told(
    plan: Plan,
    known: Mapping[str, Known],
    question: Question | None,
    catalogue: Catalogue,
    language: Language,
    on: Mapping[str, date] | None = None,
) -> dict[str, Any]:
    told = sentences(plan)
    return {
        "plan": plan,
        "digest": plan.digest,
        "sentences": list(told),
        "spoken": joined(told).in_language(language),
        "known": _known_told(known, catalogue, plan.day, on),
        "question": _question_told(question, catalogue) if question is not None else None,
    }


def _known_told(
    known: Mapping[str, Known], catalogue: Catalogue, day: date, on: Mapping[str, date] | None
) -> list[dict[str, Any]]:
    return [
        {
            "fact": line.fact,
            "label": line.label,
            "value": _plain(known[line.fact].value),
            "words": line.value,
            "more": line.more,
            "on": line.on,
            "origin": known[line.fact].origin.value,
            "origin_in_words": line.origin,
            "changeable": line.changeable,
        }
        for line in known_lines(known, catalogue.book.vocabulary, day, on)
    ]


def _question_told(question: Question, catalogue: Catalogue) -> dict[str, Any]:
    shown = question_shown(question, catalogue.book.vocabulary)
    return {
        "fact": shown.fact,
        "text": shown.text,
        "hint": shown.hint,
        "why": shown.why,
        "form": shown.form,
        "choices": [{"value": choice.value, "label": choice.label} for choice in shown.choices],
        "unit": shown.unit,
        "decides": [{"matter": matter, "name": catalogue.matters[matter].name} for matter in question.decides],
        "beside": list(question.beside),
        "left": shown.left,
        "offered": shown.offered,
        "sensitive": shown.sensitive,
    }


def _plain(value: Value) -> bool | int | float | str:
    return value.isoformat() if isinstance(value, date) else value
