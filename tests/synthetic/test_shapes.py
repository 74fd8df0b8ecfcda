"""The shapes: every row says where it comes from, and what does not hold together is refused by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Fact, FactType, Text, Vocabulary
from onetrip.synthetic import left_out, shapes, unshaped
from onetrip.synthetic.fitting import fit
from onetrip.synthetic.shapes import FOLDER, MODEL, Shapes, read_shapes

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}
ROW = "shares: {true: 1, false: 2}"


def test_no_fact_that_the_catalogue_asks_for_is_drawn_by_default(shanghai: Catalogue) -> None:
    book = shanghai.book
    used = frozenset[str]().union(*book.facts.values())
    assert len(used) > 100
    assert not used & set(unshaped(book.vocabulary))


def test_every_condition_of_the_shapes_can_be_asked_of_the_catalogue(vocabulary: Vocabulary) -> None:
    """A choice that the catalogue does not have may be left out, a condition may not."""
    assert [each for each in left_out(vocabulary) if "it cannot be" not in each] == []


def test_every_row_names_its_source_or_says_that_it_is_a_model() -> None:
    found = shapes()
    origins = {row.origin for shape in found.facts.values() for row in shape.rows}
    assert origins <= {*found.sources, MODEL}
    figures = {name for name, shape in found.facts.items() if any(row.origin != MODEL for row in shape.rows)}
    assert {"age", "sex", "hukou", "work", "city_living", "city_district", "disability_kind", "care_level"} <= figures
    assert all(2006 <= int(source.year) <= 2025 for source in found.sources.values())


def with_fact(entry: str) -> Shapes:
    return read_shapes({**TEXTS, "records": f"odd: {entry}\n"})


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (f"{{rows: [{{{ROW}}}]}}", "neither where it comes from"),
        (f"{{from: a-dream, rows: [{{{ROW}}}]}}", "no source a-dream"),
        (f"{{from: census-2020, model: true, rows: [{{{ROW}}}]}}", "not both"),
        ("{model: true, rows: []}", "the last row"),
        (f"{{model: true, rows: [{{when: age < 3, {ROW}}}]}}", "the last row"),
        (f"{{model: true, rows: [{{{ROW}}}, {{{ROW}}}]}}", "the last row"),
        ("{model: true, rows: [{shares: {a: 0}}]}", "not all 0"),
        ("{model: true, rows: [{shares: {a: -1, b: 2}}]}", "shares are numbers"),
        ("{model: true, rows: [{shares: {a: .inf, b: 2}}]}", "shares are numbers"),
        ("{model: true, rows: [{is: [1]}]}", "not the value of a fact"),
        ("{model: true, rows: [{ranges: [{from: 3, to: 1, share: 1}]}]}", "upwards"),
        ("{model: true, rows: [{ranges: [{from: 1, to: 2, share: 1, colour: red}]}]}", "colour"),
        ("{model: true, rows: [{holds: {neighbour: age < 3}}]}", "neighbour is nobody"),
        ("{model: true, rows: [{same_as: {another: age}}]}", "partner or a child"),
        ("{model: true, rows: [{guess: 1}]}", "a row draws by"),
        (f"{{model: true, rows: [{{{ROW}, is: 1}}]}}", "a row draws by"),
        (f"{{model: true, colour: red, rows: [{{{ROW}}}]}}", "colour"),
    ],
)
def test_a_shape_that_cannot_be_is_refused_by_its_name(entry: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        with_fact(entry)


def test_a_fact_has_one_shape() -> None:
    with pytest.raises(ValueError, match="age: has two shapes"):
        read_shapes({**TEXTS, "records": f"age: {{model: true, rows: [{{{ROW}}}]}}\n"})


def bool_fact(name: str) -> Fact:
    return Fact(id=name, type=FactType.BOOL, label=Text(name, name))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{model: true, rows: [{when: later, is: true}, {is: false}]}", "odd: asks for what is drawn later: later"),
        ("{model: true, rows: [{holds: {partner: later}}]}", "odd: asks for what is drawn later: later"),
    ],
)
def test_a_shape_may_only_ask_for_what_was_drawn_before(entry: str, says: str) -> None:
    found = with_fact(f"{entry}\nlater: {{model: true, rows: [{{{ROW}}}]}}")
    with pytest.raises(ValueError, match=says):
        fit(found, Vocabulary({name: bool_fact(name) for name in ("odd", "later")}), ["odd"])


def test_who_lives_with_whom_cannot_be_asked_before_it_is_decided() -> None:
    people = TEXTS["people"].replace("- {when: age < 20, is: false}", "- {when: city_partner, is: false}")
    assert people != TEXTS["people"]
    with pytest.raises(ValueError, match="city_couple: asks for what is drawn later: city_partner"):
        fit(read_shapes({**TEXTS, "people": people}), Vocabulary({}), [])


def test_a_catalogue_may_not_use_the_names_of_the_city() -> None:
    with pytest.raises(ValueError, match="city_pride"):
        fit(shapes(), Vocabulary({"city_pride": bool_fact("city_pride")}), [])


@pytest.mark.parametrize(
    ("kind", "draws"),
    [
        (FactType.BOOL, lambda name: Fact(id=name, type=FactType.BOOL, label=Text(name, name))),
        (FactType.DATE, lambda name: Fact(id=name, type=FactType.DATE, label=Text(name, name))),
        (FactType.INT, lambda name: Fact(id=name, type=FactType.INT, label=Text(name, name))),
    ],
)
def test_a_fact_of_another_type_than_its_shape_is_drawn_by_default(
    kind: FactType, draws: Callable[[str], Fact]
) -> None:
    """A city may mean another thing by `work`; nothing breaks, and the report says so."""
    assert "work" in unshaped(Vocabulary({"work": draws("work")}))
