"""`onetrip training`: how far the questions reach over a catalogue (without a database), plans, and who is how far."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from onetrip.cli import books, house

if TYPE_CHECKING:
    from onetrip.training.items.coverage import Coverage


_COUNTED = ("conditions", "atoms", "can_decide", "shown", "asked", "asked_verified")
_WORDS_ZH = ("条件", "比较", "能起作用的", "举得出两位居民的", "两边都出了题的", "其中只用核对过的题")
_WORDS_EN = (
    "conditions",
    "comparisons",
    "able to decide",
    "shown by two residents",
    "asked on both sides",
    "of these by verified questions alone",
)


def show_coverage(arguments: Namespace) -> int:
    """Print for every matter its conditions, comparisons, those shown to decide and asked, and its questions by kind; with
    `--json` as data. 1 while the catalogue has errors."""
    from onetrip.training.items.coverage import coverage

    catalogue = books.read_catalogue(arguments.folder or house.catalogue_folder())
    if catalogue is None:
        return 1
    day: date = arguments.day or datetime.now().astimezone().date()
    found = [coverage(catalogue, matter, day) for matter in catalogue.matters]
    if arguments.json:
        print(json.dumps([_as_data(each) for each in found], ensure_ascii=False, indent=1))
        return 0
    for each in found:
        if each.atoms or each.items:
            _print(each, arguments.language)
    _print_total(found, arguments.language)
    return 0


def _as_data(found: Coverage) -> dict[str, Any]:
    return {
        "matter": found.matter,
        "conditions": found.conditions,
        "comparisons": found.atoms,
        "can_decide": found.can_decide,
        "shown": found.shown,
        "unique": found.unique,
        "sharp": found.sharp,
        "asked": found.asked,
        "cannot": [
            {
                "what": {"zh": hidden.what.zh, "en": hidden.what.en},
                "demands": {"zh": hidden.demands.zh, "en": hidden.demands.en},
                "why": hidden.why.value,
            }
            for hidden in found.cannot
        ],
        "asked_verified": found.asked_verified,
        "unasked": {why.value: number for why, number in found.unasked.items()},
        "items": {kind.value: number for kind, number in found.items.items()},
        "verified": {kind.value: number for kind, number in found.verified.items()},
        "open": list(found.open),
    }


def _print(found: Coverage, language: str) -> None:
    from onetrip.training.items.coverage import REASONS, UNASKED

    verified = "核对过" if language == "zh" else "verified"
    kinds = (
        ", ".join(
            f"{kind.value} {number} ({verified} {found.verified.get(kind, 0)})" for kind, number in found.items.items()
        )
        or "-"
    )
    print(f"{found.matter}: {_figures([found], language)}; {'题' if language == 'zh' else 'questions'}: {kinds}")
    for hidden in found.cannot:
        what, demands = hidden.what.in_language(language), hidden.demands.in_language(language)
        print(f"    {what}: {demands} {REASONS[hidden.why].in_language(language)}")
    for why, number in found.unasked.items():
        said = f"没有两边都问的 {number} 处" if language == "zh" else f"not asked on both sides: {number}"
        print(f"    {said}: {UNASKED[why].in_language(language)}")
    if found.open:
        said = "目录里待核对，题上注明：" if language == "zh" else "open in the catalogue, so asked with a mark: "
        print(f"    {said}{', '.join(found.open)}")


def _print_total(found: list[Coverage], language: str) -> None:
    items = sum(sum(each.items.values()) for each in found)
    verified = sum(sum(each.verified.values()) for each in found)
    if language == "zh":
        print(f"一共：{_figures(found, language)}；题 {items} 道，核对过的 {verified} 道。")
    else:
        print(f"In all: {_figures(found, language)}; questions {items}, verified {verified}.")


def _figures(found: list[Coverage], language: str) -> str:
    words = _WORDS_ZH if language == "zh" else _WORDS_EN
    total = (sum(getattr(each, name) for each in found) for name in _COUNTED)
    return ", ".join(f"{word} {number}" for word, number in zip(words, total, strict=True))


def plan(_arguments: Namespace) -> int:
    """Work out the plans of this week that are not there yet."""
    from django.utils import timezone

    from onetrip.training import actions

    made = actions.plan_due(now=timezone.now(), by="system:operator")
    print(f"算好了 {made} 份计划。 {made} plans were made.")
    return 0


def status(arguments: Namespace) -> int:
    """Print, for everybody who is trained in a centre, each category that is begun or held and its state."""
    from django.utils import timezone

    from onetrip.centres.queries import settled
    from onetrip.ledger.refusals import NotFound
    from onetrip.training import queries

    try:
        centre = settled(arguments.centre).centre
    except NotFound as unknown:
        print(f"{unknown.text.zh} {unknown.text.en}")
        return 1
    rows = queries.matrix(centre.code, centre.day_of(timezone.now()))
    found = {
        row.account.username: {} if row.is_free else {cell.category: cell.state for cell in row.cells if cell.state}
        for row in rows
    }
    free = [row.account.username for row in rows if row.is_free]
    if arguments.json:
        print(json.dumps({"people": found, "not_in_training": free}, ensure_ascii=False, indent=2))
        return 0
    for username, states in found.items():
        of_each = ", ".join(f"{category} {state}" for category, state in states.items()) or "—"
        print(f"{username:<16} {'没进培训 not in training' if username in free else of_each}")
    return 0
