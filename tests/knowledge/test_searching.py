from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.knowledge.searching import Kept, find, likeness

KEPT = [
    Kept("card", "elder-card", "外地户口的老人能不能办老年卡", "满一年居住证可以"),
    Kept("photo", "permit", "居住证照片要几寸", "三十五乘四十五毫米，白底"),
    Kept("hukou", "permit", "户口簿丢了怎么办居住证", "派出所开户籍证明"),
    Kept("english", "", "Can a foreign spouse register here", "Go to the exit and entry office"),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("老年卡外地人", "card"),
        ("照片", "photo"),
        ("照片几寸？", "photo"),
        ("zhao pian ji cun", "photo"),
        ("户口本 丢失", "hukou"),
        ("白底", "photo"),
        ("foreign spouse", "english"),
    ],
)
def test_it_is_found_by_what_people_type(typed: str, first: str) -> None:
    assert [hit.id for hit in find(KEPT, typed)][:1] == [first]


@pytest.mark.parametrize("typed", ["公积金提取", "请问一下怎么办", "？！。", ""])
def test_what_nobody_asked_finds_nothing(typed: str) -> None:
    assert find(KEPT, typed) == []


def test_nothing_typed_shows_what_was_answered_about_the_matter() -> None:
    assert [hit.id for hit in find(KEPT, "", matter="permit")] == ["photo", "hukou"]


def test_the_matter_at_the_window_comes_a_little_before_the_others() -> None:
    both = [Kept("one", "a", "照片要几寸", "一寸"), Kept("two", "b", "照片要几寸", "二寸")]
    assert [hit.id for hit in find(both, "照片几寸", matter="b")] == ["two", "one"]


def test_what_is_to_be_checked_first_comes_later() -> None:
    both = [Kept("old", "a", "照片要几寸", "一寸", weight=0.5), Kept("new", "a", "照片要几寸", "二寸")]
    assert [hit.id for hit in find(both, "照片几寸")] == ["new", "old"]


@given(st.text(max_size=60))
def test_whatever_is_typed_the_scores_are_shares_in_falling_order(typed: str) -> None:
    scores = [hit.score for hit in find(KEPT, typed, matter="permit")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) in (0.0, 1.0)
