"""A matter in the fields that governments exchange matters with: names, codes, limits, flags, materials, in Chinese.

The field names follow the elements of GB/T 39554.2 and of exchange tables seen in public code. What the catalogue does
not know is left out; in particular the handling area as a level of administration, the number of visits and the type of
the result document, which no source of ours gives.
"""

from __future__ import annotations

from typing import Any

from onetrip.catalogue.book import Matter
from onetrip.catalogue.exports.parts import Asked, papers_asked
from onetrip.catalogue.telling import Telling
from onetrip.planning import Fee, Limit

IN_USE = "1"
NATURAL_PERSON = "1"
ON_THE_SPOT, PROMISED = "1", "2"
WINDOW_FORM, ONLINE_FORM = "1", "2"
ALWAYS_NEEDED, CONDITIONALLY_NEEDED = "1", "2"

_CODES = {
    "basic": "catalog_code",
    "implementation": "task_code",
    "handling": "task_handle_item",
    "item": "kiosk_item_code",
    "local": "local_code",
}


def task(matter: Matter, telling: Telling) -> dict[str, Any]:
    """The matter's row, with its materials."""
    terms = matter.terms
    limits = terms.limits
    row: dict[str, Any] = {
        "task_id": matter.id,
        "task_name": matter.name.zh,
        **{_CODES[scheme]: list(codes) for scheme, codes in matter.codes.items()},
        "task_kind": terms.kind,
        "task_state": IN_USE,
        "user_topic": telling.catalogue.categories[terms.category].name.zh,
        "life_event": [telling.catalogue.life_events[event].name.zh for event in matter.life_events],
        "service_object": NATURAL_PERSON,
        "dept_name": telling.authority(matter).zh if matter.department else None,
        "decide_by": matter.decided_by,
        "by_law": [law.zh for law in matter.basis],
        "accept_condition": telling.entitled(matter).zh,
        **_limit("legal", limits.legal),
        **_limit("promise", limits.decide),
        "project_type": ON_THE_SPOT if limits.on_the_spot else PROMISED if limits.decide else None,
        "handle_form": _forms(terms.channels),
        "kiosk_flag": _flag("kiosk" in terms.channels),
        "centre_flag": _flag(terms.kind != "not_here" and bool({"window", "kiosk"} & set(terms.channels))),
        "handle_mode": terms.area,
        "go_to": terms.go_to.zh if terms.go_to else None,
        "handle_flow": [step.zh for step in matter.steps],
        "fee_flag": _flag(any(fee.pays and fee.amount != 0 for fee in terms.fees)) if terms.fees else None,
        "fee": [_fee(fee, telling) for fee in terms.fees],
        "result_name": terms.result.zh if terms.result else None,
        "material": [_material(asked, telling) for asked in papers_asked(matter)],
    }
    return _known(row)


def _limit(name: str, limit: Limit | None) -> dict[str, Any]:
    return {f"{name}_day": limit.days, f"{name}_type": limit.unit} if limit else {}


def _forms(channels: tuple[str, ...]) -> list[str]:
    forms = {WINDOW_FORM: {"window", "kiosk"}, ONLINE_FORM: {"online", "app"}}
    return [form for form, through in forms.items() if through & set(channels)]


def _fee(fee: Fee, telling: Telling) -> dict[str, Any]:
    when = telling.condition(fee.when)
    return _known(
        {
            "fee_name": fee.item.zh,
            "payer": "resident" if fee.pays else "state",
            "fee_stand": fee.amount,
            "fee_unit": fee.unit.zh if fee.unit else None,
            "fee_from": fee.since.isoformat() if fee.since else None,
            "fee_until": fee.until.isoformat() if fee.until else None,
            "fee_condition": when.zh if when else None,
            "fee_note": fee.note.zh if fee.note else None,
        }
    )


def _material(asked: Asked, telling: Telling) -> dict[str, Any]:
    ask = asked.ask
    paper, terms = telling.catalogue.papers[ask.paper], telling.catalogue.book.papers[ask.paper]
    conditions = [text.zh for expr in (asked.around, ask.when) if (text := telling.condition(expr)) is not None]
    exempt = [text.zh for expr in (terms.exempt, ask.exempt) if (text := telling.condition(expr)) is not None]
    always = not conditions and asked.group is None and asked.of != "proxy"
    return _known(
        {
            "material_id": paper.id,
            "material_name": paper.name.zh,
            "situation": asked.situation.zh if asked.situation else None,
            "one_of_group": asked.group,
            "original_num": ask.originals,
            "copy_num": ask.copies,
            "is_need": ALWAYS_NEEDED if always else CONDITIONALLY_NEEDED,
            "need_condition": "".join(conditions) or None,
            "exempt_condition": "".join(exempt) or None,
            "main_flag": None if ask.main is None else _flag(ask.main),
            "licence_code": paper.licence,
            "provided_flag": _flag(paper.provided),
            "accept_stand": [check.zh for check in ask.check],
            "fill_explain": ask.note.zh if ask.note else None,
            "source_explain": paper.where.zh if paper.where else None,
        }
    )


def _flag(holds: bool) -> str:  # noqa: FBT001 -- the flag itself
    return "1" if holds else "0"


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value != []}
