"""What stands on the rendered pages of a plan, reduced to what must be the same on every channel."""

from __future__ import annotations

import re

from tests.advice.channels import Said
from tests.markup import Element

COPIES = "复印件"
_PERHAPS = "可能要"


def on_phone(page: Element) -> Said:
    """The resident's page of a plan, and of a slip."""
    standings = {"h-auto": None, "h-refused": "not_entitled"}
    matters: set[tuple[str, str]] = set()
    for section in page.all("section"):
        name = section.attributes.get("aria-labelledby", "")
        if name in {"h-matters", *standings}:
            matters |= {
                (_name(item), standings.get(name) or _standing(item, name)) for item in section.all("li", kind="matter")
            }
        elif name == "h-not-here":
            matters |= {(notice.first("strong").text, "not_here") for notice in section.all(kind="notice")}
    trips = page.first("h1").first("em")
    found = re.fullmatch(r"(.)趟", trips.text) if trips else None
    return Said(
        matters=frozenset(matters),
        bring=_bring(page),
        perhaps=_perhaps(page),
        not_needed=_not_needed([each.text for each in page.all("ul", kind="none") for each in each.all("strong")]),
        trips="零一两三四五".index(found[1]) if found else None,
    )


def on_desk(page: Element) -> Said:
    """The front desk's page with a plan."""
    matters = set()
    for item in page.first("ol", kind="matters").all("li") if page.first("ol", kind="matters") else []:
        tag = item.first(kind="standing").text.removesuffix("×").strip()
        matters.add((item.first("b").text, _standing_by(tag)))
    trips = re.match(r"(\d+) 趟", page.first("dl", kind="summary").first("dd").text)
    return Said(
        matters=frozenset(matters),
        bring=_bring(page),
        perhaps=_perhaps(page),
        not_needed=_not_needed([each.text for each in page.all("ul", kind="not-needed") for each in each.all("b")]),
        trips=int(trips[1]) if trips else None,
    )


def _bring(page: Element) -> frozenset[tuple[str, int, int]]:
    rows = [row for row in page.all(kind="paper-row") if _PERHAPS not in row.first(kind="paper-count").text]
    return frozenset((row.first(kind="paper-name").text, *_figures(row.first(kind="paper-count").text)) for row in rows)


def _perhaps(page: Element) -> frozenset[str]:
    rows = [row for row in page.all(kind="paper-row") if _PERHAPS in row.first(kind="paper-count").text]
    return frozenset(row.first(kind="paper-name").text for row in rows)


def _figures(words: str) -> tuple[int, int]:
    found = re.fullmatch(r"原件\s*(\d+)(?:\s*复印\s*(\d+))?", words)
    assert found is not None, words
    return int(found[1]), int(found[2] or 0)


def _not_needed(names: list[str]) -> frozenset[str]:
    return frozenset(names) - {COPIES}


def _name(item: Element) -> str:
    return item.first("h3").first("span").text


def _standing(item: Element, section: str) -> str:
    """How a matter stands, by the words beside its name: without any it can be done."""
    tag = item.first("h3").first(kind="tag")
    return _standing_by(tag.text) if tag is not None else ("now" if section == "h-matters" else "later")


def _standing_by(tag: str) -> str:
    if tag == "自动来":
        return "automatic"
    if tag == "不在这里办":
        return "not_here"
    if tag == "现在不能办":
        return "not_entitled"
    if tag.endswith("起") or tag == "以后":
        return "later"
    return "now-or-undecided" if tag in ("到窗口确认",) or "差" in tag else "now"


def without_open(said: Said) -> Said:
    """The same where a page marks alike what can be done and what is not decided: both are confirmed at the window."""
    if said.matters is None:
        return said
    return Said(
        matters=frozenset(
            (name, "to come for" if how in ("now", "undecided", "now-or-undecided") else how)
            for name, how in said.matters
        ),
        bring=said.bring,
        uses=said.uses,
        perhaps=said.perhaps,
        not_needed=said.not_needed,
        trips=said.trips,
    )
