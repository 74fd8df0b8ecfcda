from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.knowledge import queries
from onetrip.knowledge.counting import Asked, Help, counted_help, median_and_p90, repeats
from onetrip.knowledge.models import Question
from onetrip.knowledge.rules import rules
from onetrip.knowledge.searching import likeness
from tests import browsing
from tests.factories import TODAY
from tests.knowledge.asking import ANSWERED, ASKED, Asking

people = st.integers(1, 4)
helps = st.lists(st.builds(Help, people, people, st.sampled_from([TODAY, TODAY + timedelta(days=1)])), max_size=40)


@given(helps, st.integers(1, 4))
def test_no_pair_counts_more_on_a_day_than_the_setting_and_nobody_counts_for_themselves(
    happened: list[Help], most: int
) -> None:
    counted = counted_help(happened, most_of_a_pair=most)
    pairs = {(frozenset((one.helper, one.asker)), one.day) for one in happened if one.helper != one.asker}
    assert sum(counted.values()) <= most * len(pairs)
    assert sum(counted.values()) <= sum(one.helper != one.asker for one in happened)
    assert all(count > 0 for count in counted.values())


@given(helps, helps, st.integers(1, 4))
def test_days_add_up(some: list[Help], others: list[Help], most: int) -> None:
    """What a month counts is what its days count: nothing is won by asking for another stretch of time."""
    monday = [one for one in (*some, *others) if one.day == TODAY]
    tuesday = [one for one in (*some, *others) if one.day != TODAY]
    whole = counted_help([*monday, *tuesday], most_of_a_pair=most)
    parts = [counted_help(part, most_of_a_pair=most) for part in (monday, tuesday)]
    assert whole == {who: sum(part.get(who, 0) for part in parts) for who in {*parts[0], *parts[1]}}


def answered(asking: Asking) -> dict[int, int]:
    return queries.answered_between("LF", TODAY, TODAY)


def test_an_answer_counts_for_whoever_gave_it(asking: Asking) -> None:
    asking.answer(asking.ask())
    asking.answer(asking.ask(by=asking.hall.clerks[1]), by=asking.other)
    assert answered(asking) == {asking.supervisor.pk: 1, asking.other.pk: 1}


def test_what_did_not_help_was_taken_back_or_was_never_written_down_does_not_count(asking: Asking) -> None:
    asking.do("judge", asking.answer(asking.ask()), helped=False)
    asking.do("withdraw", asking.ask())
    asking.do("settle", asking.do("come", asking.ask()))
    assert answered(asking) == {}


def test_settled_in_person_counts_once_it_is_written_down(asking: Asking) -> None:
    one = asking.do("settle", asking.do("come", asking.ask()))
    asking.do("write_up", one, words=ANSWERED, question=ASKED, matter="card")
    assert answered(asking) == {asking.supervisor.pk: 1}


def test_two_supervisors_who_ask_each_other_all_day_win_nothing_beyond_the_setting(asking: Asking) -> None:
    for _ in range(5):
        asking.answer(asking.ask(by=asking.other))
        asking.answer(asking.ask(by=asking.supervisor), by=asking.other)
    assert Question.objects.filter(state="answered").count() == 10
    assert sum(answered(asking).values()) == rules().pair_a_day


def test_the_days_of_the_stretch_are_those_of_the_centre_both_counted(asking: Asking) -> None:
    one = asking.answer(asking.ask())
    # A quarter past midnight in Shanghai, which is still the day before elsewhere.
    late = one.ended_at.replace(hour=16, minute=15)
    Question.objects.update(ended_at=late)
    tomorrow = TODAY + timedelta(days=1)
    assert queries.answered_between("LF", TODAY, TODAY) == {}
    assert queries.answered_between("LF", tomorrow, tomorrow) == {asking.supervisor.pk: 1}
    assert queries.answered_between("LF", date(2026, 1, 1), TODAY) == {}


def test_what_was_answered_at_another_centre_counts_there(asking: Asking) -> None:
    from tests import factories

    factories.make_centre("XH")
    asking.answer(asking.ask())
    assert queries.answered_between("XH", TODAY, TODAY) == {}
    assert browsing.account("supervisor", centre="XH").pk not in answered(asking)


def test_the_same_question_in_other_words_is_asked_twice_and_another_one_is_not() -> None:
    asked = [
        Asked("1", "card", "外地户口的老人能不能领卡", ""),
        Asked("2", "card", "外地户口老人能领卡吗", ""),
        Asked("3", "card", "照片要几寸的", ""),
        Asked("4", "reward", "外地户口的老人能不能领卡", ""),
    ]
    assert [tuple(one.id for one in group) for group in repeats(asked, likeness, alike=0.5)] == [("1", "2")]


def test_the_same_answer_makes_them_the_same_question_whatever_the_words() -> None:
    asked = [Asked("1", "card", "甲", "a"), Asked("2", "", "乙丙丁", "a"), Asked("3", "", "戊", "b")]
    assert [tuple(one.id for one in group) for group in repeats(asked, likeness, alike=0.5)] == [("1", "2")]


@given(st.lists(st.sampled_from(["甲乙丙", "甲乙丁", "戊己庚", ""]), max_size=12))
def test_every_question_is_in_at_most_one_group(words: list[str]) -> None:
    asked = [Asked(str(place), "card", said, "") for place, said in enumerate(words)]
    grouped = [one.id for group in repeats(asked, likeness, alike=0.5) for one in group]
    assert len(grouped) == len(set(grouped))


def test_the_median_and_what_nine_of_ten_do_not_exceed() -> None:
    assert median_and_p90([]) is None
    assert median_and_p90([4.0]) == (4.0, 4.0)
    assert median_and_p90([1, 2, 3, 4]) == (2.5, 4)
    assert median_and_p90(list(range(1, 11))) == (5.5, 9)
