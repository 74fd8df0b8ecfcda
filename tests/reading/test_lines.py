"""Lines cut at labels: what belongs to which label, however the recogniser divided it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onetrip.reading.lines import Line, pieces, values
from tests.reading.conftest import page_lines

LABELS = {
    "姓名": "name",
    "性别": "sex",
    "民族": "ethnicity",
    "住址": "address",
    "公民身份号码": "id_number",
    "国籍": None,
}


def found(*rows: str) -> dict[str, str]:
    cut = pieces(page_lines(*rows), LABELS)
    return {each.name: each.text for each in values(cut, several_lines=frozenset({"address"}))}


def test_a_value_stands_behind_its_label_or_apart_to_its_right() -> None:
    assert found("姓名王小明") == {"name": "王小明"}
    assert found("姓 名：王小明") == {"name": "王小明"}
    assert found("姓名|王小明") == {"name": "王小明"}


def test_labels_that_ran_together_are_taken_apart() -> None:
    assert found("姓名王小明性别男民族汉国籍中国") == {"name": "王小明", "sex": "男", "ethnicity": "汉"}


def test_a_label_found_in_two_pieces_is_put_together() -> None:
    lines = [Line("姓", 0.9, (60, 50, 95, 90)), Line("名王小明", 0.9, (130, 50, 300, 90))]
    (each,) = values(pieces(lines, LABELS), several_lines=frozenset())
    assert (each.name, each.text) == ("name", "王小明")


def test_a_long_value_goes_on_below_but_not_into_the_next_label() -> None:
    lines = [
        Line("住址上海市样本路1", 0.9, (60, 50, 420, 90)),
        Line("99弄3号", 0.9, (136, 110, 300, 150)),
        Line("公民身份号码", 0.9, (60, 200, 300, 240)),
        Line("31000019800205715", 0.9, (330, 200, 700, 240)),
    ]
    by_name = {each.name: each.text for each in values(pieces(lines, LABELS), several_lines=frozenset({"address"}))}
    assert by_name == {"address": "上海市样本路199弄3号", "id_number": "31000019800205715"}


def test_a_label_without_a_value_takes_none_from_the_next_one() -> None:
    assert found("姓名|性别男") == {"sex": "男"}
    assert found("姓名", "性别|男") == {"sex": "男"}


def test_a_label_misread_in_one_sign_is_still_a_label_where_it_can_be_no_other() -> None:
    assert found("公民身份号玛|310000198002057158")["id_number"] == "310000198002057158"
    assert found("性别：男", "胜名：王小明")["name"] == "王小明"


def test_a_short_word_in_the_middle_of_a_value_is_no_label() -> None:
    assert "name" not in found("性别男", "少数民族姓氏")


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.floats(0, 900), st.floats(0, 900), st.floats(1, 300), st.floats(1, 60)),
        max_size=12,
    )
)
def test_any_lines_at_all_are_cut_and_no_piece_is_taken_twice(
    rows: list[tuple[str, float, float, float, float]],
) -> None:
    lines = [Line(text, 0.9, (x, y, x + wide, y + tall)) for text, x, y, wide, tall in rows]
    cut = pieces(lines, LABELS)
    given_out = values(cut, several_lines=frozenset({"address"}))
    assert sum(len(each.text) for each in given_out) <= sum(len(piece.text) for piece in cut)
