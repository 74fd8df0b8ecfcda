"""What messages say: whole in both languages, short enough, and never more than may be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.notices import kinds
from onetrip.notices.kinds import KindsInvalid
from onetrip.notices.parts import length
from onetrip.rules import Text

KINDS = kinds.kinds()


@pytest.mark.parametrize("kind", KINDS.by_id.values(), ids=lambda kind: kind.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_is_whole_and_no_longer_than_two_parts(kind: kinds.Kind, language: str) -> None:
    text = kinds.text_message(kind, KINDS.sample, language)
    assert "{" not in text
    found = length(text)
    assert found.parts <= 2
    assert found.alphabet == ("ucs2" if language == "zh" else "gsm7"), (
        "an English message is paid for as an English one"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 160, ("gsm7", 160, 1)),
        ("a" * 161, ("gsm7", 161, 2)),
        ("a" * 306, ("gsm7", 306, 2)),
        ("a" * 307, ("gsm7", 307, 3)),
        ("[" * 80, ("gsm7", 160, 1)),
        ("a" * 152 + "[" + "a" * 153, ("gsm7", 307, 3)),  # the bracket is not torn in two
        ("办" * 70, ("ucs2", 70, 1)),
        ("办" * 71, ("ucs2", 71, 2)),
        ("办" * 134, ("ucs2", 134, 2)),
        ("办" * 135, ("ucs2", 135, 3)),
        ("办" * 66 + "𠮷" + "办" * 66, ("ucs2", 134, 3)),  # nor a rare character
        ("a" * 160 + "’", ("ucs2", 161, 3)),  # one typographic sign makes it dear
        ("", ("gsm7", 0, 1)),
    ],
)
def test_the_length_is_that_of_the_standard(text: str, told: tuple[str, int, int]) -> None:
    found = length(text)
    assert (found.alphabet, found.units, found.parts) == told


@given(st.text(max_size=400))
def test_nothing_is_longer_than_its_parts_nor_shorter_than_one_less(text: str) -> None:
    found = length(text)
    alone, each = (160, 153) if found.alphabet == "gsm7" else (70, 67)
    assert found.units <= (alone if found.parts == 1 else each * found.parts)
    # Each part loses at most one place to what is not torn in two.
    assert found.parts == 1 or found.units > (each - 1) * (found.parts - 1)


def test_a_value_that_looks_like_a_place_is_not_filled_in_again() -> None:
    kind = KINDS.by_id["case-ended"]
    values = {**KINDS.sample, "what": Text("{number}", "{number}")}
    assert "{number}" in kinds.text_message(kind, values, "zh")


def test_a_message_with_a_hole_is_none() -> None:
    with pytest.raises(KeyError):
        kinds.text_message(KINDS.by_id["case-ended"], {}, "zh")


GOOD = """
sign: {zh: a, en: a}
unnamed: {zh: a, en: a}
sample: {what: {zh: a, en: a}}
kinds:
  one: {name: {zh: a, en: a}, fields: [what], title: {zh: a, en: a}, short: {zh: "{what}", en: a}, letter: {zh: a, en: a}}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("fields: [what]", "fields: []"),
        ("fields: [what]", "fields: [what, where]"),
        ('short: {zh: "{what}", en: a}', "short: {zh: a}"),
        ('short: {zh: "{what}", en: a}', 'short: {zh: "{name}", en: a}'),
        ("title: {zh: a, en: a}", 'title: {zh: "a\\nb", en: a}'),
        ("letter:", "lettre:"),
    ],
)
def test_a_file_that_no_message_can_be_made_of_is_refused(before: str, after: str) -> None:
    assert kinds.read(GOOD).by_id["one"].short.zh == "{what}"
    with pytest.raises(KindsInvalid, match="one"):
        kinds.read(GOOD.replace(before, after))
