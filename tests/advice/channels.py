"""What each channel says of a plan, read from the channel's own data and reduced to what must be the same everywhere.

Names are the Chinese ones, as a resident hears them. A part that a channel does not speak of is None there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any

from onetrip.advice.models import Slip
from onetrip.advice.presenting import PlanShown, shown
from onetrip.advice.queries import IssuedSlip
from onetrip.advice.sheet import sheet_of
from onetrip.cases.papers import papers_of
from onetrip.centres.models import Centre, OpeningHours
from onetrip.centres.queries import Settled
from onetrip.centres.working_days import Calendar
from onetrip.planning import Plan, Standing
from onetrip.planning.telling import sentences
from onetrip.prints.slip import slip_words
from onetrip.rules import Text

Bring = frozenset[tuple[str, int, int]]
"""(paper, originals, copies)"""
Uses = frozenset[tuple[str, str, int, int]]
"""(paper, matter, originals, copies)"""

_STANDINGS = {
    "now": "能办",
    "undecided": "能不能办，还定不下来。",
    "later": "以后能办。",
    "automatic": "不用跑。",
    "not_entitled": "现在不能办。",
    "not_here": "不在中心办。",
}


@dataclass(frozen=True)
class Said:
    """What a channel says: each matter with how it stands, each paper with its number, the trips."""

    matters: frozenset[tuple[str, str]] | None = None
    bring: Bring | None = None
    uses: Uses | None = None
    perhaps: frozenset[str] | None = None
    not_needed: frozenset[str] | None = None
    trips: int | None = None


def disagreements(said: Mapping[str, Said]) -> list[str]:
    """Where channels do not say the same, in words; the first that speaks of a thing is the measure."""
    found = []
    for each in fields(Said):
        speaking = {channel: getattr(one, each.name) for channel, one in said.items()}
        speaking = {channel: value for channel, value in speaking.items() if value is not None}
        (measure, expected), *others = speaking.items()
        for channel, value in others:
            if value != expected:
                found.append(f"{each.name}: {channel} {_differs(value, expected)} than {measure}")
    return found


def _differs(value: Any, expected: Any) -> str:
    if isinstance(value, frozenset):
        return f"says {sorted(value - expected)} more and {sorted(expected - value)} less"
    return f"says {value} rather than {expected}"


def every_channel(plan: Plan, data: Mapping[str, Any]) -> dict[str, Said]:
    """What each channel makes of a plan; `data` is the plan as the API sends it."""
    parts = shown(plan)
    return {
        "api": of_json(data),
        "phone and desk": of_parts(parts),
        "slip": of_print(plan),
        "window": of_window(plan),
        "read aloud": of_sentences(plan),
    }


def of_json(plan: Mapping[str, Any]) -> Said:
    """The plan as data, as the API sends it."""
    names = {item["matter"]: item["name"]["zh"] for item in plan["items"]}
    return Said(
        matters=frozenset((item["name"]["zh"], item["standing"]) for item in plan["items"]),
        bring=frozenset((each["name"]["zh"], each["originals"], each["copies"]) for each in plan["bring"]),
        uses=frozenset(
            (each["name"]["zh"], names[use["matter"]], _one(use["originals"]), use["copies"])
            for each in plan["bring"]
            for use in each["uses"]
        ),
        perhaps=frozenset(each["name"]["zh"] for each in plan["perhaps"]),
        not_needed=frozenset(each["name"]["zh"] for each in plan["not_needed"]),
        trips=plan["trips"],
    )


def of_parts(parts: PlanShown) -> Said:
    """What the phone's pages, the slip's page and the desk are filled from."""
    groups = {
        "now": parts.now,
        "undecided": parts.undecided,
        "later": parts.later,
        "automatic": parts.automatic,
        "not_entitled": parts.refused,
        "not_here": parts.not_here,
    }
    return Said(
        matters=frozenset((line.item.name.zh, name) for name, lines in groups.items() for line in lines),
        bring=frozenset((each.paper.name.zh, each.paper.originals, each.paper.copies) for each in parts.bring),
        perhaps=frozenset(each.name.zh for each in parts.plan.perhaps),
        not_needed=frozenset(each.name.zh for each in parts.plan.not_needed),
        trips=parts.plan.trips,
    )


_PLACE = Settled(
    Centre(
        code="LF",
        name_zh="测试街道中心",
        name_en="Test Street Centre",
        short_zh="测试",
        short_en="Test",
        district_zh="测试区",
        district_en="Test District",
    ),
    (OpeningHours(on_working_days=True, opens=time(8, 30), closes=time(16, 30)),),
    Calendar({}, frozenset()),
)
_BESIDES = {"自己会来": "automatic", "以后再办": "later", "不在这里": "not_here", "现在不能": "not_entitled"}
_TRIPS = {"来一趟": 1, "分两趟": 2, "分三趟": 3, "分四趟": 4, "分五趟": 5}


def of_print(plan: Plan) -> Said:
    """The printed slip: every word that Typst is given to set."""
    slip = Slip(
        number="LF11240001",
        token="t" * 22,
        day=plan.day,
        valid_until=date(2099, 12, 31),
        issued_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    sheet = sheet_of(IssuedSlip(slip, plan), place=_PLACE, address="https://example.org/s/t", demonstration=False)
    return of_blocks(slip_words(sheet, "zh")["blocks"], plan)


def of_blocks(blocks: Sequence[Mapping[str, Any]], plan: Plan) -> Said:
    """The words of the print, part by part. `plan` gives the number where the print leaves an unverified one open."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    heading = ""
    for block in blocks:
        heading = block["text"] if block["kind"] == "heading" else heading
        if "items" in block:
            parts.setdefault(f"{block['kind']} {heading}", []).extend(block["items"])

    def under(kind: str, words: str = "") -> list[Any]:
        return [each for name, items in parts.items() if name.startswith(f"{kind} {words}") for each in items]

    terms = {item["term"]: item["lines"] for item in under("pairs")}
    matters = {(item["name"], "now") for item in under("matters")}
    matters |= {(_named(line), "undecided") for line in under("lines", "这些到窗口再确认")}
    matters |= {(_named(line), standing) for term, standing in _BESIDES.items() for line in terms.get(term, ())}
    headings = [block["text"] for block in blocks if block["kind"] == "heading"]
    trips = [number for text in headings for words, number in _TRIPS.items() if text.startswith(words)]
    return Said(
        matters=frozenset(matters),
        bring=frozenset(_counted(item, plan) for item in under("papers", "带这")),
        perhaps=frozenset(item["name"] for item in under("papers", "这些可能要")),
        not_needed=frozenset(name for line in terms.get("不用带", ()) for name in line[1].rstrip("：").split("、")),
        trips=trips[0] if trips else None,
    )


def _named(line: Sequence[str]) -> str:
    return line[1].removesuffix("：").removesuffix("（待核对）")


def _counted(item: Mapping[str, Any], plan: Plan) -> tuple[str, int, int]:
    counts = dict(item["counts"])
    stated = 0 if "份数待核对" not in counts else 1
    original = next((int(figure) for word, figure in counts.items() if word.startswith("原件")), stated)
    copies = next((int(figure) for word, figure in counts.items() if word.startswith("复印")), 0)
    return item["name"], original, copies


def of_window(plan: Plan) -> Said:
    """What a window goes through, matter by matter."""
    uses: set[tuple[str, str, int, int]] = set()
    perhaps: set[str] = set()
    spared: set[str] = set()
    for item in plan.standing(Standing.NOW, Standing.UNDECIDED):
        found = papers_of(item.matter, plan, by_proxy=plan.by_proxy, gap_allowed=False)
        uses |= {(each.name.zh, item.name.zh, each.originals, each.copies) for each in found.needed}
        perhaps |= {each.name.zh for each in found.perhaps}
        spared |= {each.name.zh for each in found.spared}
    return Said(uses=frozenset(uses), perhaps=frozenset(perhaps), not_needed=frozenset(spared))


_BRING = re.compile(r"^带(?P<name>.+?)：(?P<count>(?:原件 \d+ 份)?，?(?:复印件 \d+ 份)?)。(?P<rest>.*)$")
_COUNT = re.compile(r"^(?:原件 (\d+) 份)?，?(?:复印件 (\d+) 份)?$")
_USE = re.compile(r"“([^”]+)”要((?:原件 \d+ 份)?，?(?:复印件 \d+ 份)?)。")
_ONE_USE = re.compile(r"^“([^”]+)”要用。")
_PERHAPS = re.compile(r"^可能要(.+?)：")
_NOT_NEEDED = re.compile(r"^不用带(.+?)（“")
_GOING = re.compile(r"^(?:以后)?去中心 (\d+) 趟")


def of_sentences(plan: Plan) -> Said:
    """The plan read aloud, understood from the words alone."""
    return of_spoken([text.zh for text in sentences(plan)], [item.name for item in plan.items])


def of_spoken(told: Sequence[str], names: Sequence[Text]) -> Said:
    """What somebody understands who hears these sentences."""
    matters: set[tuple[str, str]] = set()
    bring: set[tuple[str, int, int]] = set()
    uses: set[tuple[str, str, int, int]] = set()
    perhaps: set[str] = set()
    not_needed: set[str] = set()
    trips = 0
    for sentence in told:
        for name in names:
            if sentence.startswith(f"{name.zh}："):
                rest = sentence.removeprefix(f"{name.zh}：")
                matters |= {(name.zh, standing) for standing, words in _STANDINGS.items() if rest.startswith(words)}
        if found := _BRING.match(sentence):
            count = _figures(found["count"])
            bring.add((found["name"], *count))
            if one := _ONE_USE.match(found["rest"]):
                uses.add((found["name"], one[1], *count))
            else:
                uses |= {(found["name"], matter, *_figures(figures)) for matter, figures in _USE.findall(found["rest"])}
        elif found := _PERHAPS.match(sentence):
            perhaps.add(found[1])
        elif found := _NOT_NEEDED.match(sentence):
            not_needed.add(found[1])
        elif found := _GOING.match(sentence):
            trips = int(found[1])
    return Said(
        matters=frozenset(matters),
        bring=frozenset(bring),
        uses=frozenset(uses),
        perhaps=frozenset(perhaps),
        not_needed=frozenset(not_needed),
        trips=trips,
    )


def _figures(words: str) -> tuple[int, int]:
    found = _COUNT.match(words)
    assert found is not None, words
    return int(found[1] or 0), int(found[2] or 0)


def _one(originals: int | None) -> int:
    return 1 if originals is None else originals
