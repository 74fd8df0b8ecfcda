"""Centres, their hours and the matters they handle as HSDS 3.0 (Human Services Data Specification of Open Referral).

HSDS has one language a field: names stand in Chinese with the English as the alternate name, sentences in both. Hours of
working days and days off are weekly rules; days that the yearly notice changes follow as single days and go before
them. A matter that no centre handles is no service of a centre and is left out.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.exports.parts import CITY, NOTE, Addresses, Asked, papers_asked
from onetrip.catalogue.telling import UNNAMED, Telling
from onetrip.planning import Fee
from onetrip.rules import Text

VERSION = "3.0"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://onetrip.example/open-data/hsds")
_WORKING_WEEK, _WEEKEND = "MO,TU,WE,TH,FR", "SA,SU"
_IN_PERSON = {"window", "kiosk"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of opening, on working days or on days off; times are the centre's own."""

    on_working_days: bool
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that the yearly notice makes a day off or a working day, with its name."""

    day: date
    is_working_day: bool
    name: Text


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre as the directory tells it. `utc_offset` in hours; an empty address is not known."""

    code: str
    name: Text
    short: Text
    district: Text
    address: Text | None
    telephone: str
    utc_offset: float
    hours: tuple[Stretch, ...]
    low_counters: tuple[int, ...] = ()


def document(
    catalogue: Catalogue, centres: Sequence[Centre], changed: Sequence[ChangedDay], day: date, base: str
) -> str:
    """The directory as of `day`: organisations with their locations, and services with what each asks for."""
    directory = _Directory(catalogue, centres, changed, day, base)
    said = {
        "hsds_version": VERSION,
        "as_of": day.isoformat(),
        "note": f"{NOTE.zh} {NOTE.en}",
        "organizations": list(directory.organisations()),
        "services": list(directory.services()),
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


class _Directory:
    def __init__(
        self, catalogue: Catalogue, centres: Sequence[Centre], changed: Sequence[ChangedDay], day: date, base: str
    ) -> None:
        self.catalogue = catalogue
        self.centres = centres
        self.changed = sorted((each for each in changed if each.day >= day), key=lambda each: each.day)
        self.telling = Telling(catalogue, day)
        self.at = Addresses(base)

    def organisations(self) -> Iterator[dict[str, Any]]:
        """Every centre with its location, then every department, then the city for what no source names."""
        for centre in self.centres:
            organisation = self._organisation("centre", centre.code, centre.name)
            organisation["phones"] = [_phone(centre.telephone, "centre", centre.code)]
            yield organisation | {"locations": [self._location(centre)]}
        for department in self.catalogue.departments.values():
            yield self._organisation("department", department.id, department.name)
        if any(matter.department is None for matter in self.catalogue.matters.values()):
            yield self._organisation("department", "", UNNAMED)

    def services(self) -> Iterator[dict[str, Any]]:
        """Every matter that a centre handles."""
        for matter in self.catalogue.matters.values():
            if matter.terms.kind != "not_here":
                yield self._service(matter)

    def _service(self, matter: Matter) -> dict[str, Any]:
        terms = matter.terms
        department = matter.department or ""
        name = self.catalogue.departments[department].name if department else UNNAMED
        said: dict[str, Any] = {
            "id": _id("service", matter.id),
            "name": matter.name.zh,
            "alternate_name": matter.name.en,
            "description": _lines(self.telling.description(matter)),
            "url": self.at.matter(matter.id),
            "status": "active",
            "eligibility_description": _lines(self.telling.entitled(matter)),
            "organization": self._organisation("department", department, name),
            "phones": [_phone("12345", "service", matter.id)],
            "languages": _languages("service", matter.id),
            "service_areas": [{"id": _id("area", matter.id), "name": CITY.zh, "extent": CITY.en}],
            "required_documents": [self._document(matter, n, asked) for n, asked in enumerate(papers_asked(matter))],
            "cost_options": [self._cost(matter, n, fee) for n, fee in enumerate(terms.fees) if fee.pays],
            "attributes": [self._category(matter)],
        }
        if matter.steps:
            said["application_process"] = "\n".join(_lines(step) for step in matter.steps)
        if _IN_PERSON & set(terms.channels):
            said["service_at_locations"] = [self._at(matter, centre) for centre in self.centres]
        return said

    def _organisation(self, kind: str, name: str, told: Text) -> dict[str, Any]:
        said = {"id": _id(kind, name), "name": told.zh, "alternate_name": told.en}
        return said | {"description": f"{told.zh} {told.en}", "uri": self.at.thing(kind, name or "to-be-verified")}

    def _location(self, centre: Centre) -> dict[str, Any]:
        said: dict[str, Any] = {
            "id": _id("location", centre.code),
            "location_type": "physical",
            "name": centre.name.zh,
            "alternate_name": centre.name.en,
            "description": f"{centre.district.zh} {centre.district.en}",
            "external_identifier": centre.code,
            "languages": _languages("location", centre.code),
            "phones": [_phone(centre.telephone, "location", centre.code)],
            "schedules": [*self._weeks(centre), *self._single_days(centre)],
        }
        if centre.address is not None:
            said["transportation"] = _lines(centre.address)
        if centre.low_counters:
            numbers = ", ".join(map(str, centre.low_counters))
            detail = f"低位窗口：{numbers} 号\nLow counters: window {numbers}"
            said["accessibility"] = [{"id": _id("accessibility", centre.code), "description": detail}]
        return said

    def _weeks(self, centre: Centre) -> Iterator[dict[str, Any]]:
        for number, stretch in enumerate(centre.hours):
            told = Text("工作日", "Working days") if stretch.on_working_days else Text("休息日", "Days off")
            yield self._schedule(centre, f"week-{number}", stretch, told) | {
                "freq": "WEEKLY",
                "wkst": "MO",
                "byday": _WORKING_WEEK if stretch.on_working_days else _WEEKEND,
            }

    def _single_days(self, centre: Centre) -> Iterator[dict[str, Any]]:
        """Each changed day with the hours of the kind of day it has become."""
        for changed in self.changed:
            stretches = [each for each in centre.hours if each.on_working_days is changed.is_working_day]
            for number, stretch in enumerate(stretches):
                told = self._schedule(centre, f"{changed.day}-{number}", stretch, changed.name)
                yield told | {
                    "valid_from": changed.day.isoformat(),
                    "valid_to": changed.day.isoformat(),
                    "dtstart": changed.day.isoformat(),
                    "count": 1,
                }

    def _schedule(self, centre: Centre, name: str, stretch: Stretch, told: Text) -> dict[str, Any]:
        hours, minutes = divmod(round(centre.utc_offset * 60), 60)
        offset = f"{hours:+03d}:{minutes:02d}"
        return {
            "id": _id("schedule", f"{centre.code}/{name}"),
            "timezone": centre.utc_offset,
            "opens_at": f"{stretch.opens:%H:%M}{offset}",
            "closes_at": f"{stretch.closes:%H:%M}{offset}",
            "description": _lines(told),
        }

    def _at(self, matter: Matter, centre: Centre) -> dict[str, Any]:
        """Where it is handled; the whole of the location stands once, under its organisation."""
        here = {"id": _id("location", centre.code), "location_type": "physical", "name": centre.name.zh}
        return {"id": _id("service_at_location", f"{matter.id}/{centre.code}"), "location": here}

    def _document(self, matter: Matter, number: int, asked: Asked) -> dict[str, Any]:
        paper = self.catalogue.papers[asked.ask.paper]
        conditions = [self.telling.condition(expr) for expr in (asked.around, asked.ask.when)]
        said = [paper.name]
        if asked.situation is not None:
            said.append(asked.situation)
        if asked.group is not None:
            said.append(Text(f"几样选一样（第 {asked.group} 组）", f"any one of group {asked.group}"))
        said += [text for text in conditions if text is not None]
        told = Text("；".join(text.zh.rstrip("。") for text in said), "; ".join(text.en.rstrip(".") for text in said))
        return {
            "id": _id("document", f"{matter.id}/{number}"),
            "document": _lines(told),
            "uri": self.at.thing("paper", paper.id),
        }

    def _cost(self, matter: Matter, number: int, fee: Fee) -> dict[str, Any]:
        said: dict[str, Any] = {"id": _id("cost", f"{matter.id}/{number}"), "option": _lines(fee.item)}
        if fee.amount is not None and fee.unit is not None:
            said |= {
                "amount": fee.amount,
                "amount_description": f"{fee.amount} {fee.unit.zh}\n{fee.amount} {fee.unit.en}",
            }
            said |= {"currency": "CNY"} if fee.unit.zh.startswith("元") else {}
        for name, day in (("valid_from", fee.since), ("valid_to", fee.until)):
            said |= {name: day.isoformat()} if day is not None else {}
        return said

    def _category(self, matter: Matter) -> dict[str, Any]:
        category = self.catalogue.categories[matter.terms.category]
        term = {"id": _id("category", category.id), "code": category.id, "name": category.name.zh}
        term |= {"description": category.name.en, "term_uri": self.at.thing("category", category.id)}
        return {"id": _id("attribute", matter.id), "link_entity": "service", "taxonomy_term": term}


def _languages(kind: str, name: str) -> list[dict[str, str]]:
    """The counter speaks Chinese; English is written."""
    note = "网页和办事小贴士另有英文。 Pages and slips are also written in English."
    return [{"id": _id(f"{kind}-language", name), "name": "中文 Chinese", "code": "zh", "note": note}]


def _phone(number: str, kind: str, name: str) -> dict[str, str]:
    return {"id": _id(f"{kind}-phone", name), "number": number}


def _lines(text: Text) -> str:
    return f"{text.zh}\n{text.en}"


def _id(kind: str, name: str) -> str:
    """The same identifier for the same thing in every export."""
    return str(uuid.uuid5(_NAMES, f"{kind}/{name}"))
