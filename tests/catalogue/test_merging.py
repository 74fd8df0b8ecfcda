"""Two changes of one file are brought together field by field; where both changed the same, a person decides."""

from __future__ import annotations

import pytest

from onetrip.catalogue.merging import merge
from onetrip.catalogue.rewriting import tree_of
from tests.catalogue.small import SMALL

BASE = SMALL["matters/elder-card.yaml"]
THEIRS = BASE.replace("en: Elder card", "en: Card for elders")
YOURS = BASE.replace("age >= 65", "age >= 60")


def test_changes_of_different_fields_are_both_kept() -> None:
    merged = merge(BASE, THEIRS, YOURS)
    assert merged is not None
    assert merged.both == ()
    assert merged.text == BASE.replace("en: Elder card", "en: Card for elders").replace("age >= 65", "age >= 60")


def test_what_both_changed_is_named_and_says_what_is_yours() -> None:
    merged = merge(BASE, THEIRS, BASE.replace("en: Elder card", "en: Old card"))
    assert merged is not None
    assert merged.both == ("name",)
    assert tree_of(merged.text)["name"]["en"] == "Old card"


def test_the_same_change_twice_is_one_change() -> None:
    merged = merge(BASE, THEIRS, THEIRS)
    assert merged is not None
    assert (merged.text, merged.both) == (THEIRS, ())


def test_a_field_taken_out_stays_out() -> None:
    merged = merge(BASE, THEIRS, BASE.replace("limits: {decide: 30 working_days}\n", ""))
    assert merged is not None
    assert "limits" not in merged.text
    assert "Card for elders" in merged.text


@pytest.mark.parametrize(
    ("base", "theirs", "yours"), [(None, THEIRS, YOURS), (BASE, None, YOURS), (BASE, THEIRS, None), (BASE, "[", YOURS)]
)
def test_where_a_side_is_no_file_a_person_has_to_look(base: str | None, theirs: str | None, yours: str | None) -> None:
    assert merge(base, theirs, yours) is None
