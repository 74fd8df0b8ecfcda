"""Scenarios from their files: the house's own and a centre's, with every mistake in words and at its place."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

import yaml

from onetrip.ledger.refusals import NotFound
from onetrip.rehearsal.drilling.fields import Fields, Problem, Problems, read_text, unknown
from onetrip.rehearsal.drilling.scenario import (
    LINKS,
    Comes,
    Event,
    Faints,
    Kind,
    KioskFails,
    LineCut,
    LinkExpected,
    LinkName,
    Scenario,
    WaitExpected,
    Way,
)
from onetrip.rules import Text

SHIPPED = Path(__file__).parent / "scenarios"
_MOST_PEOPLE = 5000
_EVENTS = ("comes", "kiosk-fails", "line-cut", "faints")


class ScenarioUnreadable(ValueError):
    """A scenario cannot be drilled; `problems` says everything that is wrong with it."""

    def __init__(self, name: str, problems: Collection[Problem]) -> None:
        super().__init__("\n".join([f"{name}:", *(f"  {problem}" for problem in problems)]))
        self.problems = tuple(problems)


def shipped() -> list[Scenario]:
    """The house's own scenarios, by name."""
    return [read(file) for file in sorted(SHIPPED.glob("*.yaml"))]


def shipped_one(name: str) -> Scenario:
    """One of the house's own scenarios. Raises NotFound."""
    if name not in {file.stem for file in SHIPPED.glob("*.yaml")}:
        raise NotFound("scenario-unknown", "没有这个场景。", "There is no such scenario.")
    return read(SHIPPED / f"{name}.yaml")


def find(name: str) -> Scenario:
    """The scenario `name`, of the house's own or in a file. Raises ScenarioUnreadable."""
    file = Path(name) if name.endswith((".yaml", ".yml")) else SHIPPED / f"{name}.yaml"
    if file.exists():
        return read(file)
    zh, en = unknown(name, [one.stem for one in sorted(SHIPPED.glob("*.yaml"))])
    raise ScenarioUnreadable(name, [Problem("/", Text(zh, en))])


def read(file: Path) -> Scenario:
    """The scenario in a file; its id is the name of the file. Raises ScenarioUnreadable."""
    problems = Problems()
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.add("/", f"读不懂：{error}", f"This cannot be read: {error}")
        given = {}
    scenario = _scenario(file.stem, Fields(given, "", problems))
    if not problems.found:
        _check(scenario, problems)
    if problems.found:
        raise ScenarioUnreadable(file.name, problems.found)
    return scenario


def _scenario(name: str, fields: Fields) -> Scenario:
    made = Scenario(
        id=name,
        name=fields.text("name"),
        about=fields.text("about"),
        arrivals=tuple(_counts(fields)),
        windows=fields.count("windows", least=1, most=99),
        kiosks=fields.count("kiosks", least=0, most=50, default=0),
        displays=fields.count("displays", least=0, most=50, default=1),
        kinds=tuple(fields.each("residents", _kind)),
        events=tuple(event for event in fields.each("events", _event, ()) if event is not None),
        links=_links(Fields(fields.raw("expected"), "expected", fields.problems)),
        waits=_waits(Fields(fields.raw("waiting"), "waiting", fields.problems)),
    )
    fields.nothing_else()
    return made


def _counts(fields: Fields) -> list[int]:
    counts = fields.listed("arrivals")
    for place, count in enumerate(counts, start=1):
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST_PEOPLE:
            fields.problems.add(
                f"arrivals[{place}]",
                f"每半小时来多少人，写 0 到 {_MOST_PEOPLE} 的整数。",
                f"How many come in a half hour: a whole number from 0 to {_MOST_PEOPLE}.",
            )
            return []
    return counts


def _kind(fields: Fields) -> Kind:
    kind = Kind(
        id=fields.word("id"),
        who=fields.text("who"),
        wants=fields.text("wants"),
        bag=tuple(_texts(fields, "bag")),
        does=tuple(_texts(fields, "does")),
        share=fields.number("share", least=0, most=1),
        matter=fields.word("matter"),
        papers=tuple(str(paper) for paper in fields.listed("papers", ())),
        minutes=fields.number("minutes", least=0.5, most=120),
        goes=cast(Way, fields.one_of("goes", ("gate", "desk", "kiosk"), "gate")),
        phone=fields.flag("phone", default=True),
        answers=tuple((str(fact), str(said)) for fact, said in _mapping(fields, "answers").items()),
        patience=fields.number("patience", least=1, most=480) if "patience" in fields.given else None,
        missing=fields.word("missing", ""),
        ends_without=fields.flag("ends_without", default=False),
        reason=fields.word("reason", ""),
    )
    fields.nothing_else()
    return kind


def _texts(fields: Fields, name: str) -> list[Text]:
    return [
        read_text(one, f"{fields.at(name)}[{place}]", fields.problems)
        for place, one in enumerate(fields.listed(name), start=1)
    ]


def _mapping(fields: Fields, name: str) -> dict[str, Any]:
    value = fields.raw(name, {})
    if isinstance(value, dict):
        return value
    fields.problems.add(fields.at(name), "这里要写成“名字: 值”。", "This has to be a mapping of names to values.")
    return {}


def _event(fields: Fields) -> Event | None:
    what = fields.one_of("what", _EVENTS)
    at = fields.number("at", least=0, most=960)
    made: Event | None = None
    if what == "comes":
        people, kind = fields.count("people", least=1, most=_MOST_PEOPLE), fields.word("kind")
        made = Comes(at, people, kind, fields.text("name"))
    elif what in _EVENTS:
        minutes = fields.number("minutes", least=1, most=480)
        if what == "kiosk-fails":
            made = KioskFails(at, minutes, fields.count("kiosk", least=1, most=50))
        elif what == "line-cut":
            made = LineCut(at, minutes, tuple(_known_links(fields)))
        else:
            made = Faints(at, minutes, tuple(int(one) for one in fields.listed("windows") if isinstance(one, int)))
    fields.nothing_else()
    return made


def _known_links(fields: Fields) -> list[LinkName]:
    links = [str(link) for link in fields.listed("links")]
    for place, link in enumerate(links, start=1):
        if link not in LINKS:
            fields.problems.add(f"{fields.at('links')}[{place}]", *unknown(link, list(LINKS)))
    return cast(list[LinkName], [link for link in links if link in LINKS])


def _links(fields: Fields) -> dict[str, LinkExpected]:
    found: dict[str, LinkExpected] = {}
    for link in LINKS:
        one = Fields(fields.raw(link, {}), fields.at(link), fields.problems)
        failed = one.count("failed", least=0, most=_MOST_PEOPLE, default=0)
        found[link] = LinkExpected(failed, one.number("seconds", least=0.01, most=600, default=3.0))
        one.nothing_else()
    fields.nothing_else()
    return found


def _waits(fields: Fields) -> WaitExpected:
    made = WaitExpected(
        mean=fields.number("mean", least=0, most=480),
        within=fields.number("within", least=1, most=480),
        share=fields.number("share", least=0, most=1),
    )
    fields.nothing_else()
    return made


def _check(scenario: Scenario, problems: Problems) -> None:
    """What no single field shows."""
    names = [kind.id for kind in scenario.kinds]
    if len(set(names)) != len(names):
        problems.add("residents", "有两种居民用了同一个 id。", "Two kinds of resident have the same id.")
    total = sum(kind.share for kind in scenario.kinds)
    if sum(scenario.arrivals) and abs(total - 1) > 0.001:
        problems.add(
            "residents",
            f"各种居民的 share 加起来要是 1，这里是 {total:g}。",
            f"The shares must add up to 1; here {total:g}.",
        )
    if scenario.people > _MOST_PEOPLE:
        problems.add("arrivals", f"最多 {_MOST_PEOPLE} 人。", f"At most {_MOST_PEOPLE} people.")
    for place, event in enumerate(scenario.events, start=1):
        if isinstance(event, Comes) and event.kind not in names:
            problems.add(f"events[{place}].kind", *unknown(event.kind, names))
        if isinstance(event, KioskFails) and event.kiosk > scenario.kiosks:
            problems.add(
                f"events[{place}].kiosk",
                f"只有 {scenario.kiosks} 台自助机。",
                f"There are only {scenario.kiosks} kiosks.",
            )
        if isinstance(event, Faints) and not all(1 <= one <= scenario.windows for one in event.windows):
            problems.add(f"events[{place}].windows", "没有这个窗口。", "There is no such window in this scenario.")


def strange_matters(scenario: Scenario, known: Collection[str]) -> list[Problem]:
    """The matters of a scenario that the centre's catalogue does not have."""
    return [
        Problem(f"residents[{place}].matter", Text(*unknown(kind.matter, sorted(known))))
        for place, kind in enumerate(scenario.kinds, start=1)
        if kind.matter not in known
    ]
