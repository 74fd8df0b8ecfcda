"""A form changes what was changed in it, and not one byte besides."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.files import read_folder
from onetrip.catalogue.rewriting import CannotRewrite, rewrite, tree_of
from onetrip.catalogue.schema.matters import OPTIONAL, REQUIRED
from tests.factories import CATALOGUE

FILES = {name: text for name, text in read_folder(CATALOGUE)[0].items() if name.startswith("matters/")}
ORDER = (*REQUIRED, *OPTIONAL)

COMMENTED = """\
# The card that everybody asks for.
id: elder-card
name: {zh: 敬老卡, en: Elder card}   # as on the card
also:
  - 老年卡
  - 老人卡   # said most
  # the next one is English
  - senior card
entitled: age >= 65    # in the year itself

papers:
  # first the card
  - paper: id-card
    originals: 1        # never two
    check:
      - {zh: 有效, en: valid}
  - {paper: photo, copies: 2}
slip:
  zh: |
    第一行
    第二行
  en: one line
unknown_field: [kept, as, it, is]
"""


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_nothing_changed_is_the_same_bytes_in_every_file_of_the_city() -> None:
    for name, text in FILES.items():
        tree = tree_of(text)
        assert tree is not None, name
        assert rewrite(text, tree, ORDER) == text, name


def test_a_field_of_every_file_of_the_city_can_be_changed_alone() -> None:
    for name, text in FILES.items():
        after = rewrite(text, {"entitled": "age >= 61"}, ORDER)
        assert tree_of(after) == {**(tree_of(text) or {}), "entitled": "age >= 61"}, name


def test_one_word_changes_one_line() -> None:
    after = rewrite(COMMENTED, {"entitled": 'hukou == "shanghai" and age >= 60'})
    assert changed_lines(COMMENTED, after) == [
        "- entitled: age >= 65    # in the year itself",
        '+ entitled: hukou == "shanghai" and age >= 60    # in the year itself',
    ]


def test_a_name_in_braces_keeps_its_comment_and_its_other_language() -> None:
    after = rewrite(COMMENTED, {"name": {"zh": "敬老卡", "en": "Card, for elders"}})
    assert 'name: {zh: 敬老卡, en: "Card, for elders"}   # as on the card' in after
    assert len(changed_lines(COMMENTED, after)) == 2


def test_a_word_taken_out_of_a_list_takes_its_own_line_only() -> None:
    after = rewrite(COMMENTED, {"also": ["老年卡", "senior card", "乘车卡"]})
    assert changed_lines(COMMENTED, after) == ["-   - 老人卡   # said most", "+   - 乘车卡"]
    assert "# the next one is English" in after


def test_items_that_change_places_take_their_lines_with_them() -> None:
    tree = tree_of(COMMENTED)
    after = rewrite(COMMENTED, {"papers": list(reversed(tree["papers"]))})
    assert tree_of(after)["papers"] == list(reversed(tree["papers"]))
    assert "originals: 1        # never two" in after


def test_a_number_inside_a_paper_changes_alone() -> None:
    tree = tree_of(COMMENTED)
    tree["papers"][0]["originals"] = "2"
    after = rewrite(COMMENTED, {"papers": tree["papers"]})
    assert "    originals: 2        # never two" in after
    assert len(changed_lines(COMMENTED, after)) == 2


def test_a_new_field_goes_where_it_belongs() -> None:
    after = rewrite(COMMENTED, {"channels": ["window", "kiosk"]}, ("id", "name", "also", "channels", "entitled"))
    assert "  - senior card\nchannels: [window, kiosk]\nentitled:" in after


def test_a_field_taken_out_is_gone_and_nothing_else() -> None:
    after = rewrite(COMMENTED, {"papers": None})
    assert "paper" not in after
    assert all(line in after for line in ("# in the year itself", "unknown_field: [kept, as, it, is]"))


def test_the_first_key_of_an_item_can_go() -> None:
    text = "open:\n  - of: papers\n    zh: 一\n    en: one\nid: x\n"
    assert rewrite(text, {"open": [{"zh": "一", "en": "one"}]}) == "open:\n  - zh: 一\n    en: one\nid: x\n"


def test_a_text_of_several_lines_can_be_changed() -> None:
    after = rewrite(COMMENTED, {"slip": {"zh": "第一行\n改了", "en": "one line"}})
    assert tree_of(after)["slip"]["zh"] == "第一行\n改了"
    assert tree_of(after)["papers"] == tree_of(COMMENTED)["papers"]


def test_quotes_stay_where_there_were_quotes() -> None:
    text = 'codes: {basic: "312000432000"}\nas_of: "2021"\n'
    after = rewrite(text, {"codes": {"basic": "000000000001"}, "as_of": "2022"})
    assert after == 'codes: {basic: "000000000001"}\nas_of: "2022"\n'


@pytest.mark.parametrize(
    "word", ["true", "no", "2021", "1.5", "~", "06-01", "2025-07-01", "- x", "a: b", "a #b", "{x}", "", "y"]
)
def test_a_word_that_looks_like_something_else_stays_a_word_for_other_readers(word: str) -> None:
    after = rewrite("id: x\n", {"said": [word]})
    assert yaml.safe_load(after)["said"] == [word]


@pytest.mark.parametrize("text", ["", "- a\n", "just words", "a: [", "a: &x 1\nb: *x\n"])
def test_what_is_no_mapping_cannot_be_rewritten(text: str) -> None:
    with pytest.raises(CannotRewrite):
        rewrite(text, {"id": "x"})


WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff\u2028\u2029\x85"
    ),
    max_size=24,
)
VALUES: Any = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    name=st.sampled_from(sorted(FILES)),
    field=st.sampled_from(ORDER),
    value=VALUES,
)
def test_whatever_is_put_into_a_field_is_what_the_file_then_says(name: str, field: str, value: Any) -> None:
    before = tree_of(FILES[name])
    after = rewrite(FILES[name], {field: value}, ORDER)
    assert tree_of(after) == {**before, field: value}


def variants(value: Any, data: st.DataObject) -> Any:
    """The same tree with something in it changed, taken out, or put in."""
    if isinstance(value, str):
        return data.draw(st.one_of(st.just(value), WORDS))
    if isinstance(value, list):
        kept = [variants(item, data) for item in value if data.draw(st.integers(0, 5))]
        if data.draw(st.booleans()):
            kept.insert(data.draw(st.integers(0, len(kept))), data.draw(WORDS))
        return kept if data.draw(st.integers(0, 3)) else kept[::-1]
    return {key: variants(inner, data) for key, inner in value.items() if data.draw(st.integers(0, 5))}


@given(name=st.sampled_from([*sorted(FILES), "commented"]), data=st.data())
def test_whatever_is_changed_deep_inside_the_rest_of_the_file_stays(name: str, data: st.DataObject) -> None:
    text = COMMENTED if name == "commented" else FILES[name]
    before = tree_of(text)
    field = data.draw(st.sampled_from(sorted(before)))
    value = variants(before[field], data)
    after = rewrite(text, {field: value}, ORDER)
    assert tree_of(after) == {**before, field: value}
    # Every line of the other fields is still there, in its order.
    rest = [
        line
        for line in rewrite(text, {field: None}, ORDER).splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    lines = iter(after.splitlines())
    assert all(line in lines for line in rest)
