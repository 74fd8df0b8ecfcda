"""A nested condition as a list."""

from __future__ import annotations

from hypothesis import given

from onetrip.rules import And, Or, Outline, as_outline, as_sentence
from tests.rules.examples import DAY, VOCABULARY, condition
from tests.rules.strategies import sources, thorough


def lines(outline: Outline, depth: int = 0) -> list[str]:
    below = [line for point in outline.points for line in lines(point, depth + 1)]
    return ["  " * depth + outline.text.zh, *below]


def read(source: str) -> list[str]:
    return lines(as_outline(condition(source), VOCABULARY, DAY))


def test_what_is_not_nested_is_one_sentence() -> None:
    for source in ('hukou == "shanghai"', "holds_permit and not lives_alone", "holds_permit or lives_alone"):
        assert read(source) == [as_sentence(condition(source), VOCABULARY, DAY).zh]


def test_alternatives_inside_what_must_all_hold_are_points_of_a_list() -> None:
    assert read('hukou == "shanghai" and (holds_permit or lives_alone)') == [
        "下面几条都要符合：",
        "  户籍是上海。",
        "  有居住证，或者属于“独居”。",
    ]


def test_many_or_nested_alternatives_have_points_of_their_own() -> None:
    assert read('hukou == "shanghai" and (holds_permit and age >= 60 or lives_alone)') == [
        "下面几条都要符合：",
        "  户籍是上海。",
        "  下面有一条就行：",
        "    有居住证，并且年满 60 周岁。",
        "    属于“独居”。",
    ]
    assert len(read('hukou == "shanghai" and (holds_permit or age >= 60 or lives_alone)')) == 6


def test_cases_of_which_one_is_enough_are_a_list() -> None:
    assert read('hukou == "shanghai" and age >= 60 or holds_permit') == [
        "下面有一条就行：",
        "  户籍是上海，并且年满 60 周岁。",
        "  有居住证。",
    ]


@thorough
@given(sources)
def test_a_list_has_two_levels_and_loses_no_part(source: str) -> None:
    expr = condition(source)
    outline = as_outline(expr, VOCABULARY, DAY)

    def check(part: object, told: Outline, depth: int) -> None:
        assert depth <= 2
        if told.points:
            assert isinstance(part, And | Or)
            assert len(told.points) == len(part.parts)
            for inner, point in zip(part.parts, told.points, strict=True):
                check(inner, point, depth + 1)
        else:
            assert told.text == as_sentence(part, VOCABULARY, DAY)  # type: ignore[arg-type]

    check(expr, outline, 0)
