"""The published schema of a plan: up to date, met by every plan, and by nothing that is damaged; every field described."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.planning import plan
from onetrip.planning.schema import schema
from tests.advice.test_every_channel import somebody
from tests.factories import TODAY
from tests.planning.golden.catalogue import BOOK, DAY, RESIDENTS, resident

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
NUMBER = 500


@pytest.fixture(scope="module")
def valid() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)


def test_the_published_schema_is_up_to_date() -> None:
    published = json.loads((DOCS / "plan.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "renew it with: onetrip plan --schema > docs/plan.schema.json"


def test_the_plans_of_synthetic_residents_fit_it(
    shanghai: Catalogue, valid: jsonschema_rs.Draft202012Validator
) -> None:
    for wanted, known in somebody(shanghai, NUMBER):
        valid.validate(plan(shanghai.book, known, TODAY, wanted).to_json())


def test_plans_that_hold_everything_fit_it(valid: jsonschema_rs.Draft202012Validator) -> None:
    for number in range(RESIDENTS):
        known, wanted, skipped, declined = resident(number)
        valid.validate(json.loads(plan(BOOK, known, DAY, wanted, skipped, declined).to_bytes()))


def test_a_plan_of_before_a_field_existed_fits_it(valid: jsonschema_rs.Draft202012Validator) -> None:
    data = whole()
    for name in ("engine", "wanted", "declined"):
        del data[name]
    valid.validate(data)


def whole() -> dict[str, Any]:
    """A plan with something in most of its parts."""
    made = (plan(BOOK, known, DAY, *rest) for known, *rest in map(resident, range(RESIDENTS)))
    found = next(each for each in made if each.bring and each.perhaps and each.not_needed and each.if_proxy)
    return json.loads(found.to_bytes())


def _set(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def damage(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return damage


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another schema": _set("schema", to=2),
    "no items": lambda data: data.pop("items"),
    "a day that is none": _set("day", to="2026-13-01"),
    "a standing nobody knows": _set("items", 0, "standing", to="perhaps"),
    "a text in one language": lambda data: data["items"][0]["name"].pop("en"),
    "a count in words": _set("bring", 0, "originals", to="one"),
    "half a copy": _set("bring", 0, "copies", to=0.5),
    "a field more": _set("bring", 0, "colour", to="red"),
    "a paper without a reason": lambda data: data["not_needed"][0].pop("why"),
    "a list that is none": _set("perhaps", to={}),
    "a channel nobody has": _set("items", 0, "channels", to=["pigeon"]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_plan_does_not_fit_it(damage: str, valid: jsonschema_rs.Draft202012Validator) -> None:
    data = whole()
    valid.validate(data)
    DAMAGES[damage](data)
    assert not valid.is_valid(data)


@pytest.mark.parametrize("kind", ["Plan", *schema()["$defs"]])
def test_every_field_is_described(kind: str) -> None:
    text = (DOCS / "plan.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {kind}\b.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section is not None, f"docs/plan.md has no part about {kind}"
    described = set(re.findall(r"^\| `(\w+)`", section[0], re.MULTILINE))
    shape = schema() if kind == "Plan" else schema()["$defs"][kind]
    assert described == set(shape["properties"]), f"## {kind} in docs/plan.md"
