"""The part of a matter's file that plans are made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import get_args

from onetrip.catalogue.files import Node, Table
from onetrip.catalogue.schema.asks import read_asks
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.forerunners import read_forerunner
from onetrip.catalogue.schema.reference import Reference
from onetrip.planning import (
    Area,
    Channel,
    Fee,
    Kind,
    Limit,
    Limits,
    MatterTerms,
    MinorGap,
    Offer,
    ProxyRule,
    Season,
    Situation,
    Unit,
    Who,
)
from onetrip.rules import Truth, Where

_LEAP_YEAR = 2024


def read_terms(reader: Reader, table: Table, reference: Reference, matters: Mapping[str, Where]) -> MatterTerms | None:
    """The terms; None when id, name, category or kind cannot be made out."""
    get = table.entries.get
    matter, name = reader.identifier(get("id")), reader.text(get("name"))
    category = reader.reference(get("category"), reference.declared("categories.yaml"), "类别", "category")
    kind = reader.choice(get("kind"), get_args(Kind))
    offer = reader.choice(get("offer"), get_args(Offer))
    go_to = reader.text(get("go_to"))
    if kind == "not_here" and "go_to" not in table.entries:
        reader.error(
            table.where,
            "不在中心办的事，要写 go_to：该去哪里。",
            "A matter that is not handled here needs go_to: where to go instead.",
        )
    entitled = reader.condition(get("entitled"))
    channels = reader.each(get("channels"), lambda node: reader.choice(node, get_args(Channel)))
    followers = reader.each(get("leads_to"), lambda node: reader.reference(node, matters, "事项", "matter"))
    forerunners = reader.each(get("needs_first"), lambda node: read_forerunner(reader, node, reference, matters))
    changes = reader.each(
        get("changes"), lambda node: reader.reference(node, reference.declared("facts.yaml"), "情况", "fact")
    )
    area = reader.choice(get("area"), get_args(Area))
    papers = read_asks(reader, get("papers"), reference)
    situations = reader.each(get("situations"), lambda node: _situation(reader, node, reference))
    proxy = _proxy(reader, get("proxy"), reference)
    minor_gap = _minor_gap(reader, get("minor_gap"))
    limits = _limits(reader, get("limits"))
    fees = reader.each(get("fees"), lambda node: _fee(reader, node))
    season = _season(reader, get("season"))
    minutes = reader.integer(get("minutes"), least=1)
    result = reader.text(get("result"))
    automatic = reader.boolean(get("automatic"))
    slip = reader.text(get("slip"))
    if matter is None or name is None or category not in reference.categories or kind is None or offer is None:
        return None
    return MatterTerms(
        id=matter,
        name=name,
        category=category,
        seal=reference.categories[category].seal,
        kind=kind,
        offer=offer,
        entitled=entitled if entitled is not None else Truth(value=False),
        channels=channels or (() if "channels" in table.entries or kind == "not_here" else ("window",)),
        go_to=go_to,
        leads_to=followers,
        needs_first=forerunners,
        changes=changes,
        unverified=bool(get("open")),
        area=area,
        papers=papers,
        situations=situations,
        proxy=proxy,
        minor_gap=minor_gap,
        limits=limits,
        fees=fees,
        season=season,
        minutes=minutes,
        result=result,
        automatic=automatic,
        slip=slip,
    )


def _situation(reader: Reader, node: Node, reference: Reference) -> Situation | None:
    table = reader.table(node, ("id", "name", "papers"), ("when", "incomplete"))
    if table is None:
        return None
    situation, name = reader.identifier(table.entries.get("id")), reader.text(table.entries.get("name"))
    when = reader.condition(table.entries.get("when"))
    papers = read_asks(reader, table.entries.get("papers"), reference)
    complete = not reader.boolean(table.entries.get("incomplete"))
    return Situation(situation, name, when, papers, complete) if situation and name else None


def _proxy(reader: Reader, node: Node | None, reference: Reference) -> ProxyRule | None:
    table = reader.table(node, ("who",), ("when", "papers", "note")) if node is not None else None
    if table is None:
        return None
    who = reader.choice(table.entries.get("who"), get_args(Who))
    when = reader.condition(table.entries.get("when"))
    papers = read_asks(reader, table.entries.get("papers"), reference)
    note = reader.text(table.entries.get("note"))
    return ProxyRule(who, when, papers, note) if who else None


def _minor_gap(reader: Reader, node: Node | None) -> MinorGap | None:
    table = reader.table(node, ("allowed",), ("days",)) if node is not None else None
    if table is None:
        return None
    allowed = reader.optional_boolean(table.entries.get("allowed"))
    days = reader.integer(table.entries.get("days"), least=1)
    return None if allowed is None else MinorGap(allowed, days)


def _limits(reader: Reader, node: Node | None) -> Limits:
    table = reader.table(node, (), ("decide", "legal", "on_the_spot")) if node is not None else None
    if table is None:
        return Limits()
    decide = _limit(reader, table.entries.get("decide"))
    legal = _limit(reader, table.entries.get("legal"))
    # Working days never make a shorter time than as many calendar days, so other pairs of units cannot be judged.
    comparable = decide and legal and (decide.unit == legal.unit or decide.unit == "working_days")
    if decide and legal and comparable and decide.days > legal.days:
        reader.error(
            table.places["decide"],
            "承诺时限不能比法定时限长。",
            "The promised limit cannot be longer than the legal one.",
        )
    return Limits(decide, legal, reader.boolean(table.entries.get("on_the_spot")))


def _limit(reader: Reader, node: Node | None) -> Limit | None:
    written = reader.string(node)
    if written is None or node is None:
        return None
    found = re.fullmatch(f"([1-9][0-9]{{0,3}}) ({'|'.join(get_args(Unit))})", written)
    if found is None:
        reader.error(
            node.where,
            f"时限要写成“30 working_days”或“30 calendar_days”，这里是“{written}”。",
            f'Write a limit as "30 working_days" or "30 calendar_days", not "{written}".',
        )
        return None
    return Limit(int(found[1]), "working_days" if found[2] == "working_days" else "calendar_days")


def _fee(reader: Reader, node: Node) -> Fee | None:
    table = reader.table(node, ("pays", "item"), ("amount", "unit", "from", "until", "when", "note"))
    if table is None:
        return None
    get = table.entries.get
    pays, item = reader.optional_boolean(get("pays")), reader.text(get("item"))
    amount, unit = reader.number(get("amount"), least=0), reader.text(get("unit"))
    since, until, note = reader.day(get("from")), reader.day(get("until")), reader.text(get("note"))
    when = reader.condition(get("when"))
    if since and until and until < since:
        reader.error(table.places["until"], "结束在开始之前。", "It ends before it begins.")
    if "amount" in table.entries and "unit" not in table.entries:
        reader.error(table.places["amount"], "写了金额，也要写单位。", "An amount needs its unit.")
    return Fee(pays, item, amount, unit, since, note, until, when) if pays is not None and item else None


def _season(reader: Reader, node: Node | None) -> Season | None:
    table = reader.table(node, ("from", "to")) if node is not None else None
    if table is None:
        return None
    first, last = _month_day(reader, table.entries.get("from")), _month_day(reader, table.entries.get("to"))
    return Season(first, last) if first and last else None


def _month_day(reader: Reader, node: Node | None) -> tuple[int, int] | None:
    written = reader.string(node)
    if written is None or node is None:
        return None
    found = re.fullmatch(r"(\d\d)-(\d\d)", written)
    try:
        if found is None:
            raise ValueError
        day = date(_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        reader.error(
            node.where,
            f"月日要写成“06-30”，加引号；这里是“{written}”。",
            f'Write month and day as "06-30", in quotes, not "{written}".',
        )
        return None
    return day.month, day.day
