"""A matter as a schema.org GovernmentService: in the language of its public page, or all matters in both as one file."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

from django.utils.safestring import SafeString, mark_safe

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.exports.parts import CITY, Addresses
from onetrip.catalogue.guide import CHANNELS
from onetrip.catalogue.telling import Telling, in_sentences
from onetrip.planning import Fee
from onetrip.rules import Text

Language = Literal["zh", "en"]
_CONTEXT = "https://schema.org"


def document(catalogue: Catalogue, day: date, base: str) -> str:
    """All matters, each text in both languages, with amounts as of `day`, under the public address `base`."""
    graph = [_Service(catalogue, matter, day, base, None).said() for matter in catalogue.matters.values()]
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def in_page(catalogue: Catalogue, matter: Matter, day: date, base: str, language: Language) -> SafeString:
    """One matter for its page in `language`, safe inside a script element."""
    said = {"@context": _CONTEXT, **_Service(catalogue, matter, day, base, language).said()}
    text = json.dumps(said, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
    return mark_safe(text)  # noqa: S308 -- nothing in it can end the element


class _Service:
    """One matter; `language` None says every text in both languages."""

    def __init__(self, catalogue: Catalogue, matter: Matter, day: date, base: str, language: Language | None) -> None:
        self.catalogue = catalogue
        self.matter = matter
        self.telling = Telling(catalogue, day)
        self.at = Addresses(base)
        self.language = language

    def said(self) -> dict[str, Any]:
        """Everything that is said of it; what is not known is left out."""
        matter, terms = self.matter, self.matter.terms
        city = {"@type": "City", "name": self._text(CITY)}
        said: dict[str, Any] = {
            "@type": "GovernmentService",
            "@id": self.at.matter(matter.id),
            "url": self.at.matter(matter.id, self.language),
            "identifier": matter.id,
            "name": self._text(matter.name),
            "alternateName": list(matter.also),
            "description": self._text(self.telling.description(matter)),
            "serviceType": self._text(self.catalogue.categories[terms.category].name),
            "areaServed": city,
            "jurisdiction": city,
            "audience": {"@type": "Audience", "audienceType": self._text(self.telling.entitled(matter))},
        }
        if matter.department is not None:
            name = self.catalogue.departments[matter.department].name
            said["serviceOperator"] = {"@type": "GovernmentOrganization", "name": self._text(name)}
        if terms.channels:
            said["availableChannel"] = [self._channel(CHANNELS[channel]) for channel in terms.channels]
        if terms.result is not None:
            said["serviceOutput"] = {"@type": "Thing", "name": self._text(terms.result)}
        if offers := [self._offer(fee) for fee in terms.fees if fee.pays]:
            said["offers"] = offers
        if related := [*terms.forerunners, *terms.leads_to]:
            said["isRelatedTo"] = [{"@type": "GovernmentService", "@id": self.at.matter(other)} for other in related]
        if matter.asked_often:
            said["subjectOf"] = {"@type": "FAQPage", "mainEntity": self._questions()}
        return said

    def _questions(self) -> list[dict[str, Any]]:
        return [
            {
                "@type": "Question",
                "name": self._text(asked.question),
                "acceptedAnswer": {"@type": "Answer", "text": self._text(asked.answer)},
            }
            for asked in self.matter.asked_often
        ]

    def _channel(self, name: Text) -> dict[str, Any]:
        said: dict[str, Any] = {"@type": "ServiceChannel", "name": self._text(name)}
        limits = self.matter.terms.limits
        if limits.decide is not None and limits.decide.unit == "calendar_days" and not limits.on_the_spot:
            # A duration knows no working days, and this vocabulary has no place for a note on it.
            said["processingTime"] = f"P{limits.decide.days}D"
        return said

    def _offer(self, fee: Fee) -> dict[str, Any]:
        said: dict[str, Any] = {"@type": "Offer", "name": self._text(fee.item)}
        if fee.amount is not None and fee.unit is not None and fee.unit.zh == "元":
            said |= {"price": fee.amount, "priceCurrency": "CNY"}
        amount = Text(f"{fee.amount} {fee.unit.zh}", f"{fee.amount} {fee.unit.en}") if fee.unit else None
        told = [text for text in (amount, self.telling.condition(fee.when), fee.note) if text is not None]
        if told:
            said["description"] = self._text(in_sentences(told))
        if fee.since is not None:
            said["validFrom"] = fee.since.isoformat()
        if fee.until is not None:
            said["validThrough"] = fee.until.isoformat()
        return said

    def _text(self, text: Text) -> str | list[dict[str, str]]:
        if self.language is not None:
            return text.in_language(self.language)
        return [{"@language": "zh", "@value": text.zh}, {"@language": "en", "@value": text.en}]
