"""The facts that hold a life together, by names of our own: what every city has, whatever its catalogue asks.

Age, sex and registration are there under the names of a catalogue; the rest begins with `city_`, and no catalogue may use
that beginning.
"""

from __future__ import annotations

from collections.abc import Iterable

from onetrip.rules import AGE, BIRTH_DATE, Fact, FactType, Text, Vocabulary
from onetrip.synthetic.shapes import Holding, Shape, Shares

OURS = "city_"
LIVING, PARTNER, CHILD = "city_living", "city_partner", "city_child"
COUPLE, CIRCLE, DISTRICT = "city_couple", "city_circle", "city_district"
SEX, HUKOU, HERE = "sex", "hukou", "lives_in_shanghai"

BEFORE_HOUSEHOLDS = (HERE, AGE, SEX, HUKOU, LIVING, COUPLE, CIRCLE)
"""What is drawn of everybody alone, and then decides who lives with whom. The birth date follows from the age."""

_BASE = (
    Fact(id=BIRTH_DATE, type=FactType.DATE, label=Text("出生日期", "date of birth")),
    Fact(id=AGE, type=FactType.INT, label=Text("年龄", "age"), least=0, most=130),
    Fact(
        id=SEX,
        type=FactType.CHOICE,
        label=Text("性别", "sex"),
        choices={"female": Text("女", "female"), "male": Text("男", "male")},
    ),
    Fact(
        id=HUKOU,
        type=FactType.CHOICE,
        label=Text("户籍", "household registration"),
        choices={
            "shanghai": Text("上海", "Shanghai"),
            "elsewhere": Text("外省市", "another part of China"),
            "hong_kong_macao_taiwan": Text("港澳台居民", "resident of Hong Kong, Macao or Taiwan"),
            "none": Text("都不是", "none of these"),
        },
    ),
    Fact(id=HERE, type=FactType.BOOL, label=Text("住在上海", "living in Shanghai")),
    Fact(id=PARTNER, type=FactType.BOOL, label=Text("和配偶同住", "a spouse at home")),
    Fact(id=CHILD, type=FactType.BOOL, label=Text("和未成年子女同住", "a child under 18 at home")),
)


def with_structure(vocabulary: Vocabulary, shapes: Iterable[Shape]) -> Vocabulary:
    """The vocabulary of a city, and our own facts beside it. ValueError: it uses a name that is ours."""
    taken = sorted(name for name in vocabulary.facts if name.startswith(OURS))
    if taken:
        raise ValueError(f"names beginning with {OURS} are kept for the synthetic city: {', '.join(taken)}")
    helpers = {shape.fact: _helper(shape.fact, shape.helper, shape) for shape in shapes if shape.helper is not None}
    return Vocabulary({**{fact.id: fact for fact in _BASE}, **helpers, **vocabulary.facts}, vocabulary.amounts)


def _helper(name: str, label: Text, shape: Shape) -> Fact:
    """The fact that a helper's rows speak of: a choice among words, or yes and no."""
    words = {
        value: Text(value, value)
        for row in shape.rows
        if isinstance(row.draw, Shares)
        for value in row.draw.values
        if isinstance(value, str)
    }
    if words and any(isinstance(row.draw, Holding) for row in shape.rows):
        raise ValueError(f"{name}: either a choice or yes and no")
    return Fact(id=name, type=FactType.CHOICE if words else FactType.BOOL, label=label, choices=words)
