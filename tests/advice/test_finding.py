"""Finding a slip again: tolerant of how a number is written, telling nothing to those who guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from onetrip.advice import queries
from onetrip.advice.finding import PAUSE, TRIES, read_said, read_slip_number
from onetrip.advice.models import LookupBrake
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.advice.conftest import Talk
from tests.factories import NOW


@pytest.mark.parametrize(
    "raw", ["LF11240001", "lf 1124 0001", "ＬＦ１１２４０００１", "LF-1124-0001", " lf.1124.0001 "]
)
def test_a_number_is_read_however_it_is_written(raw: str) -> None:
    assert read_slip_number(raw) == "LF11240001"


@pytest.mark.parametrize("raw", ["", "LF", "11240001", "LF112400", "LF1124000X", "x" * 100_000, "LF1124\x000001"])
def test_what_is_no_slip_number_is_refused_at_its_field(raw: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_slip_number(raw)
    assert refused.value.field == "number"


def test_the_slip_is_found_by_number_and_last_four(elder: Talk) -> None:
    number = elder.row.resident.number  # type: ignore[union-attr]
    slip = elder.issue()
    assert queries.find_slip(number=slip.number.lower(), last_four=f" {number[-4:].lower()} ", now=NOW) == slip


def test_a_phone_slip_is_found_by_the_four_characters_that_were_given(talk: Talk) -> None:
    talk.hear("booklet")
    slip = talk.issue("123x")
    assert queries.find_slip(number=slip.number, last_four="123X", now=NOW) == slip


def test_a_slip_without_last_four_cannot_be_found_and_an_unknown_number_gives_the_same_answer(talk: Talk) -> None:
    talk.hear("booklet")
    slip = talk.issue()
    answers = []
    for number in (slip.number, "LF11249999", "ZZ01010001"):
        with pytest.raises(NotFound) as refused:
            queries.find_slip(number=number, last_four="0000", now=NOW)
        answers.append((refused.value.code, refused.value.status, refused.value.text))
    assert len(set(answers)) == 1


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_tries_close_the_number_for_a_quarter_of_an_hour_whether_it_exists_or_not(
    talk: Talk, known: bool
) -> None:
    talk.hear("booklet")
    slip = talk.issue("1234")
    number = slip.number if known else "LF11249999"
    for attempt in range(TRIES):
        with pytest.raises(Refused) as refused:
            queries.find_slip(number=number, last_four="9999", now=NOW)
        assert refused.value.status == (429 if attempt == TRIES - 1 else 404)
    with pytest.raises(Refused) as closed:
        queries.find_slip(number=number, last_four="1234", now=NOW + PAUSE - timedelta(seconds=1))
    assert closed.value.status == 429
    assert "15" in closed.value.text.zh
    later = NOW + PAUSE
    if known:
        assert queries.find_slip(number=number, last_four="1234", now=later) == slip
        assert not LookupBrake.objects.exists()
    else:
        with pytest.raises(NotFound):
            queries.find_slip(number=number, last_four="1234", now=later)


def test_after_the_pause_there_are_five_tries_again(talk: Talk) -> None:
    talk.hear("booklet")
    number = talk.issue("1234").number
    for at in (NOW, NOW + PAUSE):
        for attempt in range(TRIES):
            with pytest.raises(Refused) as refused:
                queries.find_slip(number=number, last_four="9999", now=at)
            assert refused.value.status == (429 if attempt == TRIES - 1 else 404)


def test_other_slips_stay_open_while_one_is_closed(begin: Callable[..., Talk]) -> None:
    slips = []
    for last_four in ("1111", "2222"):
        talk = begin()
        talk.hear("booklet")
        slips.append(talk.issue(last_four))
    for _ in range(TRIES):
        with pytest.raises(Refused):
            queries.find_slip(number=slips[0].number, last_four="9999", now=NOW)
    assert queries.find_slip(number=slips[1].number, last_four="2222", now=NOW) == slips[1]


def test_of_a_number_that_came_again_a_year_later_the_newest_slip_is_found(begin: Callable[..., Talk]) -> None:
    numbers = []
    for now in (NOW, NOW + timedelta(days=365)):
        talk = begin(now=now)
        talk.hear("booklet")
        numbers.append(talk.issue("1234"))
    assert numbers[0].number == numbers[1].number
    assert queries.find_slip(number=numbers[0].number, last_four="1234", now=NOW + timedelta(days=366)) == numbers[1]


def test_staff_find_a_slip_by_its_number_alone_and_may_leave_the_letters_out(talk: Talk) -> None:
    talk.hear("booklet")
    slip = talk.issue()
    assert queries.slip_by_number(centre="LF", number="1124 0001") == slip
    assert queries.slip_by_number(centre="XY", number=slip.number) == slip
    with pytest.raises(NotFound):
        queries.slip_by_number(centre="LF", number="1124 0002")


def test_the_field_of_the_desk_tells_cards_codes_numbers_and_words_apart() -> None:
    token = "SDeHFZMEsMsNQFQa-gRJlw"
    assert read_said("老娘满65了坐车的卡") is None
    assert read_said("") is None
    for raw, kind in (
        ("31000019611218002 7", "id-number"),
        (f"https://one.example/s/{token}?language=en", "token"),
        ("lf 1124 0001", "slip-number"),
    ):
        said = read_said(raw)
        assert said is not None
        assert said.kind == kind
