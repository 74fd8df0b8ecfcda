"""HSDS: centres with their hours as rules, and what they handle, judged by JSON Schema."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import hsds
from onetrip.rules import Text
from tests.catalogue.exports.standards import published
from tests.factories import TODAY

OURS = json.loads((Path(__file__).parent / "hsds.schema.json").read_text())
CENTRE = hsds.Centre(
    code="LF",
    name=Text("测试街道中心", "Test Street Centre"),
    short=Text("测试", "Test"),
    district=Text("测试区", "Test District"),
    address=None,
    telephone="12345",
    utc_offset=8.0,
    hours=(hsds.Stretch(True, time(8, 30), time(16, 30)), hsds.Stretch(False, time(8, 30), time(11, 30))),
    low_counters=(1,),
)
NEW_YEAR = hsds.ChangedDay(date(2027, 1, 1), is_working_day=False, name=Text("放假", "A public holiday"))
PAST = hsds.ChangedDay(date(2026, 10, 1), is_working_day=False, name=Text("放假", "A public holiday"))


@pytest.fixture(scope="module")
def directory(shanghai: Catalogue) -> dict[str, Any]:
    return json.loads(hsds.document(shanghai, [CENTRE], [PAST, NEW_YEAR], TODAY, "https://centre.example"))


def complaints(document: Any, schema: Any) -> list[str]:
    judge = jsonschema_rs.validator_for(schema, validate_formats=True)
    return [f"{list(error.instance_path)}: {error.message[:200]}" for error in judge.iter_errors(document)]


def test_the_directory_is_what_the_specification_asks_for(directory: dict[str, Any]) -> None:
    assert complaints(directory, OURS) == []


def test_the_directory_conforms_to_the_published_schemas(directory: dict[str, Any]) -> None:
    for part, name in (("organizations", "organization"), ("services", "service")):
        schema = json.loads(published(f"hsds/schema/compiled/{name}.json").read_text())
        assert complaints(directory[part][0], schema) == []
        assert [text for each in directory[part] for text in complaints(each, schema)] == []


def test_a_directory_with_a_misspelt_or_missing_field_is_caught(directory: dict[str, Any]) -> None:
    service = directory["services"][0]
    for broken in (
        {name: value for name, value in service.items() if name != "status"},
        service | {"elegibility_description": "x"},
        service | {"id": "elder-card"},
        service | {"status": "open"},
        service | {"cost_options": [{"id": service["id"], "valid_from": "yesterday"}]},
    ):
        assert complaints(directory | {"services": [broken]}, OURS) != []


def test_every_matter_that_a_centre_handles_is_a_service_and_no_other(
    directory: dict[str, Any], shanghai: Catalogue
) -> None:
    handled = [matter.name.zh for matter in shanghai.matters.values() if matter.terms.kind != "not_here"]
    assert [service["name"] for service in directory["services"]] == handled
    for service in directory["services"]:
        matter = next(each for each in shanghai.matters.values() if each.name.zh == service["name"])
        in_person = {"window", "kiosk"} & set(matter.terms.channels)
        assert bool(service.get("service_at_locations")) == bool(in_person)


def test_hours_are_weekly_rules_and_the_days_of_the_notice_stand_beside_them(directory: dict[str, Any]) -> None:
    schedules = directory["organizations"][0]["locations"][0]["schedules"]
    weekly = {each["byday"]: (each["opens_at"], each["closes_at"]) for each in schedules if "freq" in each}
    assert weekly == {
        "MO,TU,WE,TH,FR": ("08:30+08:00", "16:30+08:00"),
        "SA,SU": ("08:30+08:00", "11:30+08:00"),
    }
    (single,) = (each for each in schedules if "dtstart" in each)
    assert (single["dtstart"], single["count"], single["closes_at"]) == ("2027-01-01", 1, "11:30+08:00")


def test_the_same_thing_has_the_same_identifier_in_every_export(directory: dict[str, Any], shanghai: Catalogue) -> None:
    again = json.loads(hsds.document(shanghai, [CENTRE], [], TODAY, "https://other.example"))
    assert [each["id"] for each in again["services"]] == [each["id"] for each in directory["services"]]
    ids = [each["id"] for each in directory["services"]]
    assert len(set(ids)) == len(ids)
