"""Everything that the house knows of one person, told to them: by machine, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from onetrip.people.holdings import Said, Told, holdings
from onetrip.people.keeping import Rule, rule
from onetrip.people.models import Resident
from onetrip.retention.actions import AT_EVERY_CENTRE
from onetrip.rules import Text
from onetrip.walls.scope import everywhere


@dataclass(frozen=True)
class Section:
    """One kind of data, with the rule by which it is kept."""

    rule: Rule
    things: tuple[Told, ...]


def everything(resident: Resident) -> tuple[Section, ...]:
    """What every room keeps of this person, in the order of the rules; kinds of which there is nothing say so."""
    with everywhere(AT_EVERY_CENTRE):
        return tuple(Section(rule(one.kind), tuple(one.tell(resident))) for one in holdings())


def as_data(sections: Sequence[Section], *, made_at: datetime) -> dict[str, Any]:
    """The same for a machine; texts in both languages, moments with their zone."""
    return {
        "form": "onetrip-personal-data-1",
        "made_at": made_at.isoformat(),
        "kinds": [
            {
                "kind": section.rule.kind,
                "name": _plain(section.rule.name),
                "kept_days": section.rule.days,
                "kept_after": _plain(section.rule.after),
                "basis": _plain(section.rule.basis),
                "things": [
                    {
                        "what": _plain(thing.title),
                        "at": _plain(thing.at),
                        **{key: _plain(value) for key, _, value in thing.fields},
                    }
                    for thing in section.things
                ],
            }
            for section in sections
        ],
    }


def in_words(value: Any, language: str) -> str:
    """A value as somebody reads it; "—" for none."""
    if isinstance(value, Said):
        return value.words.in_language(language) or "—"
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Mapping):
        return "；".join(f"{key}: {in_words(one, language)}" for key, one in value.items()) or "—"
    if isinstance(value, list | tuple):
        return "、".join(in_words(one, language) for one in value) or "—"
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    if value is None or value == "":
        return "—"
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return _plain(value.data)
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value
