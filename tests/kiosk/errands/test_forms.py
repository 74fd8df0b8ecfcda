"""The form of a matter: what stands in it, what is read from it, what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.self_service import FIELD_KINDS, FormField
from onetrip.kiosk.errands.forms import CONTACT, Person, fields_of, missing, read, shown
from onetrip.rules import Text

DAY = date(2026, 11, 24)
LABEL = Text("名", "name")
CHOICES = (("zh", Text("中文", "Chinese")), ("en", Text("英文", "English")))


def field(kind: str = "line", **more: object) -> FormField:
    return FormField("a", LABEL, kind, **{"choices": CHOICES if kind == "choice" else (), **more})


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("line", "  王  测试 ", "王 测试"),
        ("lines", "一\n二", "一\n二"),
        ("telephone", "138 0000-0000", "13800000000"),
        ("telephone", "１３８００００００００", "13800000000"),
        ("number", "1,200", "1200"),
        ("date", "1961-12-18", "1961-12-18"),
        ("date", "19611218", "1961-12-18"),
        ("choice", "en", "en"),
        ("yes_no", "yes", "yes"),
    ],
)
def test_what_people_type_is_tidied(kind: str, raw: str, value: str) -> None:
    assert read([field(kind)], {"a": raw}, DAY) == ({"a": value}, {})


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("telephone", "12"),
        ("number", "many"),
        ("date", "20261301"),
        ("date", "1961"),
        ("choice", "fr"),
        ("yes_no", "maybe"),
        ("line", "字" * 61),
        ("line", ""),
    ],
)
def test_what_cannot_be_is_said_in_both_languages(kind: str, raw: str) -> None:
    _, wrong = read([field(kind)], {"a": raw}, DAY)
    assert wrong["a"].zh.endswith("。")
    assert wrong["a"].en.endswith(".")


def test_what_may_be_left_empty_may() -> None:
    assert read([field(required=False)], {}, DAY) == ({"a": ""}, {})
    assert missing([field()], {}, Person()) == (field(),)


def test_the_identity_fills_in_until_something_else_was_typed() -> None:
    one = field(prefill="name")
    assert shown([one], {}, Person(name="王测试"))[0].is_prefilled
    assert not shown([one], {"a": "李测试"}, Person(name="王测试"))[0].is_prefilled


def test_an_application_asks_how_to_reach_the_resident_once() -> None:
    assert fields_of([field()], "apply")[-1] is CONTACT
    assert CONTACT not in fields_of([field("telephone")], "apply")
    assert fields_of([], "print") == ()


@given(st.sampled_from(FIELD_KINDS), st.text(max_size=700), st.booleans())
def test_nothing_typed_breaks_the_form_and_reading_twice_changes_nothing(kind: str, raw: str, required: bool) -> None:
    one = field(kind, required=required)
    values, wrong = read([one], {"a": raw}, DAY)
    assert "\0" not in values["a"]
    assert len(values["a"]) <= 500
    if not wrong:
        assert read([one], values, DAY) == (values, {})


SAMPLES = {
    "line": "临汾",
    "lines": "临汾路 1 号",
    "telephone": "13800000000",
    "number": "120",
    "date": "20200101",
    "yes_no": "yes",
}


def test_every_form_of_the_city_can_be_filled_in_and_says_where_its_fields_come_from(shanghai: Catalogue) -> None:
    found = [matter for matter in shanghai.matters.values() if matter.at_kiosk.form]
    assert len(found) >= 20
    for matter in found:
        fields = fields_of(matter.at_kiosk.form, matter.terms.kind)
        typed = {field.id: field.choices[0][0] if field.choices else SAMPLES[field.kind] for field in fields}
        typed = {name: value[: field.most or 60] for (name, value), field in zip(typed.items(), fields, strict=True)}
        kept, wrong = read(fields, typed, DAY)
        assert wrong == {}, matter.id
        assert not missing(fields, kept, Person())
        assert any("form" in source.of for source in matter.sources), matter.id
