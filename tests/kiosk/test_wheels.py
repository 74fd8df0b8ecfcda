"""A date chosen from three lists is the date that was chosen."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, QueryDict
from hypothesis import given
from hypothesis import strategies as st

from onetrip.kiosk.wheels import read_date, wheels_for
from onetrip.rules import BIRTH_DATE, Fact, FactType, Text
from onetrip.rules.answers import check_value
from tests.factories import TODAY

BORN = Fact(id=BIRTH_DATE, type=FactType.DATE, label=Text("出生", "birth"))
UNTIL = Fact(id="permit_until", type=FactType.DATE, label=Text("到期", "until"))


def sent(**fields: str) -> HttpRequest:
    request = HttpRequest()
    post = QueryDict(mutable=True)
    post.update({name.replace("_", "-") if name.startswith("date") else name: value for name, value in fields.items()})
    request.POST = post
    read_date(request)
    return request


@given(st.dates(min_value=date(1910, 1, 1), max_value=TODAY))
def test_three_lists_are_one_answer(born: date) -> None:
    request = sent(date_year=str(born.year), date_month=str(born.month), date_day=str(born.day))
    assert check_value(BORN, request.POST["answer"], day=TODAY) == born


@given(st.dates(min_value=date(1910, 1, 1), max_value=TODAY))
def test_a_date_answered_before_stands_chosen(born: date) -> None:
    lists = wheels_for(BORN, born.isoformat(), TODAY)
    assert (lists.year, lists.month, lists.day) == (born.year, born.month, born.day)
    assert born.year in lists.years


def test_what_is_typed_goes_before_the_lists() -> None:
    assert sent(answer="66", date_year="1961", date_month="1", date_day="1").POST["answer"] == "66"


def test_half_a_date_is_refused_in_words_and_not_taken_for_a_whole_one() -> None:
    request = sent(date_year="1961", date_month="", date_day="")
    assert request.POST["answer"]
    assert not isinstance(check_value(BORN, request.POST["answer"], day=TODAY), date)


def test_nothing_chosen_is_nothing_answered() -> None:
    assert sent().POST.get("answer", "") == ""


def test_a_birth_lies_in_the_past_and_the_end_of_a_permit_may_lie_ahead() -> None:
    assert wheels_for(BORN, "", TODAY).years[0] == TODAY.year
    assert TODAY.year + 10 in wheels_for(UNTIL, "", TODAY).years
    assert wheels_for(BORN, "", TODAY).years[-1] <= TODAY.year - 115
    assert wheels_for(BORN, "not a date", TODAY).year == 0
