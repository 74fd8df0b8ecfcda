"""How long each kind is kept: a file of data that holds together, and a centre's own days beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import PROTECT, BinaryField, CharField, Field, ForeignKey, JSONField, Model, TextField
from django.test.utils import isolate_apps
from pytest_django import Settings

from onetrip.people.fields import EncryptedText, IndexHash
from onetrip.people.holdings import holdings, left_out
from onetrip.people.keeping import BadRule, minors, of_nobody, rule, rules
from onetrip.people.models import Resident


def test_every_table_with_a_resident_is_told_to_its_owner_or_says_why_not() -> None:
    told = {model for one in holdings() for model in one.models} | set(left_out())
    with_resident = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Resident
    }
    assert with_resident <= told
    assert told <= with_resident, "a holding speaks of a table that has no resident"


def could_hold_something_of_a_person(field: Field[Any, Any]) -> bool:
    """Whatever is encrypted, hashed, a link to a resident, or free words and data of any length."""
    if field.related_model is Resident or isinstance(field, BinaryField | TextField | JSONField):
        return True
    return isinstance(field, CharField) and not field.choices and (field.max_length or 0) >= 100


def columns(models: Iterable[type[Model]]) -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if could_hold_something_of_a_person(field)
    }


def uncovered(found: set[str]) -> set[str]:
    """Those that stand with no kind, nor with a reason why not, by room, table or column."""
    kept = {column for said in rules().values() for column in said.keeps}
    spared = of_nobody()
    return {
        column
        for column in found - kept
        if not {column, column.rpartition(".")[0], column.partition(".")[0]} & spared.keys()
    }


def models_of_the_house() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("onetrip.")]


def test_every_column_that_could_hold_something_of_a_person_has_its_rule_or_says_why_not() -> None:
    assert uncovered(columns(models_of_the_house())) == set()


def test_a_new_column_or_table_without_a_rule_is_found() -> None:
    with isolate_apps("onetrip.cases"):

        class Witness(Model):
            person = ForeignKey(Resident, on_delete=PROTECT, related_name="+")
            hash = IndexHash(of="words", purpose="witness")
            words = EncryptedText()
            remark = CharField(max_length=400)
            kind = CharField(max_length=400, choices=[("a", "a")])

            class Meta:
                app_label = "cases"

            def __str__(self) -> str:
                return "a witness"

        assert uncovered(columns([Witness])) == {
            f"cases.Witness.{name}" for name in ("person", "hash", "words", "remark")
        }


def test_no_rule_and_no_reason_speaks_of_what_is_not_there_and_no_column_stands_twice() -> None:
    named = [column for said in rules().values() for column in said.keeps]
    assert len(named) == len(set(named))
    there = {f"{m._meta.label}.{field.name}" for m in models_of_the_house() for field in m._meta.concrete_fields}
    assert set(named) <= there
    assert not set(named) & of_nobody().keys()
    tables = {column.rpartition(".")[0] for column in there}
    assert of_nobody().keys() <= there | tables | {table.partition(".")[0] for table in tables}
    # A reason for a whole table would hide a link to a resident.
    linked = {
        f"{m._meta.label}.{f.name}"
        for m in models_of_the_house()
        for f in m._meta.concrete_fields
        if f.related_model is Resident
    }
    assert {column for column in linked if column not in named} == {"signin.ResidentSession.resident"}


def test_every_kind_that_a_room_keeps_has_its_rule_and_goes_if_the_rule_has_days() -> None:
    kinds = {one.kind: one for one in holdings()}
    assert kinds.keys() <= rules().keys()
    for kind, said in rules().items():
        if said.days is not None:
            assert kinds[kind].let_go is not None, f"{kind} has days and nothing lets it go"
        elif kind in kinds:
            assert kinds[kind].let_go is None, f"{kind} would go without days"


def test_every_rule_says_in_both_languages_what_goes_and_on_which_ground() -> None:
    for said in rules().values():
        for text in (said.name, said.after, said.goes, said.basis):
            assert text.zh
            assert text.en
        assert said.mark in ("source", "assumption")
    assert (minors().child_under, minors().minor_under) == (14, 18)


def test_a_centre_says_its_own_days_and_the_report_says_that_they_are_its_own(
    settings: Settings, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("days: {photographs: 90}\n", encoding="utf-8")
    settings.RETENTION = str(own)
    assert (rule("photographs").days, rule("photographs").mark) == (90, "own")
    assert rule("bookings").mark == "assumption"


@pytest.mark.parametrize(
    "text", ["days: {photos: 3}", "days: {photographs: -1}", "days: {photographs: soon}", "days: {cases: 5}", "- 1", ""]
)
def test_a_file_of_days_that_cannot_be_is_an_error_that_names_the_kind(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    own = tmp_path / "bad.yaml"
    own.write_text(text, encoding="utf-8")
    settings.RETENTION = str(own)
    with pytest.raises(BadRule):
        rules()
