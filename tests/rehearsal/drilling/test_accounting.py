"""Nothing is lost without being named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rehearsal.drilling.accounting import Books, losses
from onetrip.rehearsal.drilling.record import Record
from tests.rehearsal.drilling.conftest import call, in_books, story, well


def found(record: Record, books: Books) -> list[tuple[str, str]]:
    return [(loss.link, loss.what) for loss in losses(record, books)]


@given(st.integers(0, 30))
def test_a_day_on_which_everything_agrees_has_no_loss(people: int) -> None:
    assert losses(*well(*(story(n) for n in range(1, people + 1)))) == []


def test_a_call_that_no_display_showed_is_named_with_its_number() -> None:
    record, books = well(story(1), story(2))
    record.calls[1] = call(record.stories[1], displays=())
    assert found(record, books) == [("display", "演A002")]


def test_a_call_that_its_own_phone_did_not_say_is_named() -> None:
    record, books = well(story())
    record.calls[0] = call(record.stories[0], phone=False)
    assert found(record, books) == [("phone", "演A001")]


def test_whoever_has_no_phone_need_not_see_the_call_on_one() -> None:
    record, books = well(story())
    record.calls[0] = call(record.stories[0], phone=False, followed_by_phone=False)
    assert losses(record, books) == []


def test_a_receipt_that_the_house_does_not_have_is_named() -> None:
    record, books = well(story())
    lost = replace(books.numbers[0], receipts=("YLLF-20261125-S0009",))
    (loss,) = losses(record, Books((lost,)))
    assert loss.link == "receipt"
    assert "S0001" in loss.text.en


def test_an_acceptance_without_any_receipt_is_named() -> None:
    record, books = well(story(1, receipt=""))
    told = {loss.text.en for loss in losses(record, Books((replace(books.numbers[0], receipts=()),)))}
    assert "A case was accepted, and there is no receipt." in told


def test_a_notice_that_the_house_does_not_have_is_named() -> None:
    one = story(1, receipt="", notice="YLLF-20261125-G0001", end="told")
    record, _ = well(one)
    assert found(record, Books((in_books(one, cases=0, notices=()),))) == [("receipt", "演A001")]


def test_whoever_came_and_got_no_number_is_named_unless_a_kiosk_served_them() -> None:
    turned_away = story(1, ticket="", number="", receipt="", end="")
    served = story(2, ticket="", number="", receipt="", end="self-service")
    assert found(Record([], [], [turned_away, served]), Books(())) == [("gate", "R1")]


def test_a_number_that_the_house_does_not_have_is_named() -> None:
    record, _ = well(story())
    assert found(record, Books(())) == [("gate", "演A001")]


def test_a_number_that_nobody_holds_is_named() -> None:
    record, books = well(story(1))
    assert found(record, Books((*books.numbers, in_books(story(7))))) == [("gate", "演A007")]


def test_where_people_with_role_cards_came_such_a_number_is_theirs_but_must_have_an_end_all_the_same() -> None:
    record, books = well(story(1))
    record.with_people = True
    theirs = in_books(story(7))
    assert losses(record, Books((*books.numbers, theirs))) == []
    assert found(record, Books((*books.numbers, replace(theirs, state="waiting")))) == [("window", "演A007")]


def test_a_number_given_twice_is_named() -> None:
    first, second = story(1), story(2, number="演A001")
    assert ("gate", "演A001") in found(*well(first, second))


def test_a_number_without_the_sign_of_a_drill_is_named() -> None:
    assert ("gate", "A001") in found(*well(story(1, number="A001")))


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "unissued"])
def test_a_number_that_is_still_open_when_everybody_has_gone_is_named(state: str) -> None:
    record, books = well(story(1, end=""))
    told = found(record, Books((replace(books.numbers[0], state=state),)))
    assert ("window", "演A001") in told


@pytest.mark.parametrize(
    ("end", "state", "agrees"),
    [
        ("done", "done", True),
        ("told", "done", True),
        ("left", "left", True),
        ("left", "missed", True),
        ("missed", "missed", True),
        ("done", "missed", False),
        ("left", "done", False),
        ("missed", "done", False),
    ],
)
def test_what_the_resident_lived_through_and_what_the_house_says_have_to_agree(
    end: str, state: str, agrees: bool
) -> None:
    one = story(1, end=end, receipt="" if end in ("left", "missed", "told") else "S1")
    record, _ = well(one)
    told = found(record, Books((in_books(one, state=state, cases=0),)))
    assert (told == []) is agrees


def test_whoever_a_window_could_not_serve_is_named() -> None:
    record, books = well(story(1, end="unserved", receipt=""))
    assert ("window", "演A001") in found(record, books)


def test_papers_of_no_number_are_named() -> None:
    record, books = well(story())
    assert found(record, replace(books, strays=2)) == [("receipt", "2")]
