"""The proposed roster against one that tries everything, and against the rules in whatever hall chance invents."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onetrip.simulation.roster import (
    Need,
    Pattern,
    Person,
    Place,
    Problem,
    Roster,
    Rules,
    Status,
    Weights,
    Wish,
    broken,
    explain,
    judge,
    propose,
)
from onetrip.simulation.roster.filling import fill

MONDAY = date(2026, 11, 2)
WEIGHTS = Weights(short=40, shorter=80, late=2, weekend=6, under=3, over=5, change=12, thin=1, crowded=7)
RULES = Rules(most_in_a_row=5, most_a_week=5, rest=22)
EARLY = Pattern("early", 16, 20)
LATE = Pattern("late", 18, 22, is_late=True)
LUNCH = Pattern("lunch", 16, 20, (18, 19))
NIGHT = Pattern("night", 38, 48, is_late=True)


def days(number: int) -> tuple[date, ...]:
    return tuple(MONDAY + timedelta(days=n) for n in range(number))


def anybody(key: int, **given: object) -> Person:
    given.setdefault("posts", frozenset({"window"}))
    return Person(key, **given)


def problem(people: list[Person], needs: list[Need], *, number: int = 2, **given: object) -> Problem:
    on = days(number)
    patterns = given.pop("patterns", (EARLY, LATE))
    given.setdefault("rules", RULES)
    return Problem(on, dict.fromkeys(on, patterns), tuple(people), tuple(needs), weights=WEIGHTS, **given)


def by_trying_everything(given: Problem) -> int:
    """The fewest points of any roster that breaks no rule."""
    choices = []
    for person in given.people:
        for day in given.days:
            decided, place = given.fixed(person, day)
            options: list[Place | None] = [place]
            if not decided:
                places = [Place(p.code, post) for p in given.patterns[day] for post in sorted(person.posts)]
                options = [None, *places]
            choices.append([((person.key, day), option) for option in options])
    best = None
    for chosen in itertools.product(*choices):
        roster = {where: place for where, place in chosen if place is not None}
        if not broken(given, roster):
            points = judge(given, roster).points
            best = points if best is None or points < best else best
    assert best is not None
    return best


def by_hand(given: Problem) -> dict[tuple[int, date], Place]:
    """What hands have decided that somebody works."""
    return {
        (person.key, day): place
        for person in given.people
        for day in given.days
        if (place := given.fixed(person, day)[1]) is not None
    }


PATTERNS = st.sampled_from([(EARLY,), (EARLY, LATE), (EARLY, LUNCH), (EARLY, NIGHT)])


@st.composite
def problems(draw: st.DrawFn, *, people: int = 3, number: int = 2) -> Problem:
    on = days(number)
    patterns = draw(PATTERNS)
    halves = st.dictionaries(st.integers(16, 21), st.integers(0, 3), max_size=4)
    crowd = []
    for key in range(draw(st.integers(0, people))):
        away = frozenset(draw(st.lists(st.sampled_from(on), max_size=1)))
        wishes = [Wish(day, draw(st.sampled_from(["off", "early"])), draw(st.integers(1, 9))) for day in on]
        fixed = {}
        if draw(st.booleans()):
            fixed[on[0]] = draw(st.sampled_from([None, Place(patterns[0].code, "window")]))
        crowd.append(
            anybody(
                key,
                posts=draw(
                    st.sampled_from([frozenset({"window"}), frozenset({"desk"}), frozenset({"window", "desk"})])
                ),
                skills=frozenset(draw(st.lists(st.sampled_from(["a", "b"]), max_size=2))),
                half_hours=draw(st.none() | st.integers(0, 12)),
                away=away,
                leave=frozenset(draw(st.lists(st.sampled_from(sorted(away)), max_size=1))) if away else away,
                wishes=tuple(draw(st.lists(st.sampled_from(wishes), max_size=2, unique=True))),
                fixed=fixed,
                late_before=draw(st.integers(0, 3)),
                weekends_before=draw(st.integers(0, 3)),
                days_before=draw(st.integers(0, 2)),
            )
        )
    needs = [
        Need(
            day,
            draw(st.sampled_from(["window", "desk"])),
            draw(halves),
            draw(st.sampled_from(["", "", "a"])),
            spare=draw(st.integers(0, 2)),
            most=draw(st.none() | st.integers(0, 2)),
        )
        for day in on
        for _ in range(draw(st.integers(0, 2)))
    ]
    before: Roster | None = None
    if draw(st.booleans()):
        before = {
            (each.key, day): Place(patterns[-1].code, min(each.posts))
            for each in crowd
            for day in on
            if draw(st.booleans())
        }
    return Problem(
        on,
        dict.fromkeys(on, patterns),
        tuple(crowd),
        tuple(needs),
        Rules(draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.sampled_from([0, 22, 30]))),
        WEIGHTS,
        frozenset(draw(st.lists(st.sampled_from(on), max_size=1))),
        before,
    )


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems())
def test_no_roster_of_a_small_hall_has_fewer_points(given: Problem) -> None:
    assume(not broken(given, by_hand(given)))
    found = propose(given)
    assert found.status is Status.OPTIMAL
    assert found.judged.points == by_trying_everything(given)
    assert found.judged.points == pytest.approx(found.bound, abs=0.6)


@settings(max_examples=60)
@given(problems(people=6, number=5))
def test_no_rule_is_ever_broken_and_what_was_decided_stays(given: Problem) -> None:
    decided = by_hand(given)
    found = propose(given)
    allowed = {(one.key, one.rule) for one in broken(given, decided)}
    assert {(one.key, one.rule) for one in broken(given, found.roster)} <= allowed
    assert all(found.roster[where] == place for where, place in decided.items())
    assert judge(given, found.roster).points == found.judged.points


@settings(max_examples=60)
@given(problems(people=5, number=3))
def test_one_more_person_who_may_but_need_not_work_never_makes_it_worse(given: Problem) -> None:
    # They had as much as whoever had least: fairness is counted from there.
    least = min((each.late_before for each in given.people), default=0)
    fewest = min((each.weekends_before for each in given.people), default=0)
    new = anybody(99, half_hours=0, posts=frozenset({"window", "desk"}), late_before=least, weekends_before=fewest)
    more = replace(given, people=(*given.people, new))
    assert propose(more).judged.points <= propose(given).judged.points


@settings(max_examples=40)
@given(problems(people=6, number=5))
def test_the_rule_of_thumb_breaks_no_rule_either(given: Problem) -> None:
    decided = by_hand(given)
    allowed = {(one.key, one.rule) for one in broken(given, decided)}
    assert {(one.key, one.rule) for one in broken(given, fill(given))} <= allowed


@given(problems(people=4, number=3))
@settings(max_examples=25)
def test_the_same_problem_gives_the_same_roster(given: Problem) -> None:
    assert propose(given).roster == propose(given).roster


def test_without_time_there_is_an_answer_all_the_same_and_it_says_that_it_is_not_proved() -> None:
    crowd = [anybody(key, half_hours=20, late_before=key % 3) for key in range(26)]
    needs = [Need(day, "window", dict.fromkeys(range(16, 22), 9 + n)) for n, day in enumerate(days(10))]
    given = problem(crowd, needs, number=10)
    found = propose(given, time_limit=0)
    assert found.status is Status.BEST_FOUND
    assert found.roster
    assert broken(given, found.roster) == []
    best = propose(given, time_limit=30)
    assert found.bound <= best.judged.points <= found.judged.points
    assert 0 <= found.gap <= 1


def test_nobody_at_all_is_an_answer_that_says_what_is_missing() -> None:
    found = propose(problem([], [Need(MONDAY, "window", {16: 2, 17: 1})]))
    assert (found.roster, found.judged.missing, found.status) == ({}, 3, Status.OPTIMAL)
    assert found.judged.points == 40 + 80 + 40


def test_no_day_no_need_no_pattern() -> None:
    assert propose(Problem((), {}, (anybody(1),), (), RULES, WEIGHTS)).judged.points == 0
    assert propose(problem([anybody(1, half_hours=0)], [])).roster == {}
    closed = Problem(days(2), {}, (anybody(1),), (Need(MONDAY, "window", {16: 1}),), RULES, WEIGHTS)
    assert propose(closed).judged.missing == 1


def test_all_ill() -> None:
    ill = [anybody(key, away=frozenset(days(2))) for key in range(3)]
    assert propose(problem(ill, [Need(MONDAY, "window", {16: 1})])).roster == {}


def test_the_late_shifts_go_round() -> None:
    needs = [Need(day, "window", {20: 1, 21: 1}) for day in days(4)]
    crowd = [anybody(1, late_before=2), anybody(2), anybody(3)]
    found = propose(problem(crowd, needs, number=4, patterns=(LATE,)))
    worked = [sum(key == who for key, _ in found.roster) for who in (1, 2, 3)]
    assert worked == [0, 2, 2]


def test_whoever_is_alone_with_a_skill_works_when_it_is_asked_for() -> None:
    crowd = [
        anybody(1, half_hours=0),
        anybody(2, half_hours=0, skills=frozenset({"welfare"}), wishes=(Wish(MONDAY, "off", 9),)),
    ]
    needs = [Need(MONDAY, "window", {16: 1}), Need(MONDAY, "window", {16: 1}, "welfare")]
    assert set(propose(problem(crowd, needs)).roster) == {(2, MONDAY)}


def test_a_lunch_is_nobodys_cover() -> None:
    found = propose(problem([anybody(1)], [Need(MONDAY, "window", {17: 1, 18: 1})], patterns=(LUNCH,)))
    assert found.judged.missing == 1


def test_lunches_do_not_all_fall_together_where_somebody_is_to_spare() -> None:
    lunches = tuple(Pattern(f"lunch-{n}", 16, 22, (n, n + 1)) for n in (17, 18, 19, 20))
    need = Need(MONDAY, "window", dict.fromkeys(range(16, 22), 1), spare=2)
    crowd = [anybody(key, half_hours=5) for key in range(4)]
    found = propose(problem(crowd, [need], number=1, patterns=lunches))
    assert min(found.judged.cover[0].there.values()) == 3


def test_more_people_than_there_is_room_for_work_elsewhere() -> None:
    need = Need(MONDAY, "window", dict.fromkeys(range(16, 20), 1), most=2)
    crowd = [anybody(key, half_hours=4, posts=frozenset({"window", "back"})) for key in range(5)]
    found = propose(problem(crowd, [need], number=1, patterns=(EARLY,)))
    posts = sorted(place.post for place in found.roster.values())
    assert posts.count("window") in (1, 2)
    assert len(posts) == 5


def test_days_on_leave_count_as_days_of_their_week() -> None:
    gone = frozenset(days(7)[1:5])
    needs = [Need(day, "window", {16: 1}) for day in days(7)[5:]]
    crowd = [anybody(1, half_hours=0, away=gone, leave=gone), anybody(2, half_hours=0)]
    found = propose(problem(crowd, needs, number=7))
    assert sum(key == 1 for key, _ in found.roster) <= 1
    alone = propose(problem(crowd[:1], needs, number=7))
    assert alone.judged.missing == 1
    both = {(1, day): Place("early", "window") for day in days(7)[5:]}
    assert [one.rule for one in broken(problem(crowd, needs, number=7), both)] == ["week"]


def test_a_week_with_a_make_up_workday_may_be_longer() -> None:
    needs = [Need(day, "window", {16: 1}) for day in days(6)]
    five = problem([anybody(1)], needs, number=6, rules=Rules(6, 5, 0))
    six = replace(five, rules=Rules(6, 5, 0, {MONDAY: 6}))
    assert propose(five).judged.missing == 1
    assert propose(six).judged.missing == 0


def test_days_in_a_row_are_counted_from_before() -> None:
    needs = [Need(day, "window", {16: 1}) for day in days(3)]
    given = problem([anybody(1, days_before=2)], needs, number=3, rules=Rules(3, 7, 0))
    assert propose(given).judged.missing == 1
    assert [one.rule for one in broken(given, {(1, day): Place("early", "window") for day in days(3)})] == ["row"]


def test_a_roster_that_is_out_is_kept_where_nothing_forces_a_change() -> None:
    crowd = [anybody(key, half_hours=4) for key in range(4)]
    needs = [Need(day, "window", {16: 2, 17: 2}) for day in days(2)]
    first = propose(problem(crowd, needs))
    ill = next(key for key, day in first.roster if day == MONDAY)
    now_ill = [replace(each, away=frozenset({MONDAY})) if each.key == ill else each for each in crowd]
    second = propose(problem(now_ill, needs, before=first.roster))
    assert second.judged.missing == 0
    changed = {key for key, _ in dict(first.roster.items() ^ second.roster.items())}
    assert ill in changed
    assert len(changed) <= 2


def test_what_a_hand_decided_may_break_a_rule_and_is_told() -> None:
    fixed = dict.fromkeys(days(3), Place("early", "window"))
    given = problem([anybody(1, fixed=fixed)], [], number=3, rules=Rules(2, 2, 0))
    found = propose(given)
    assert len(found.roster) == 3
    assert {one.rule for one in broken(given, found.roster)} == {"row", "week"}


def test_leave_wins_over_a_hand_and_what_cannot_be_worked_is_not_kept() -> None:
    away = anybody(1, half_hours=0, away=frozenset({MONDAY}), fixed={MONDAY: Place("early", "window")})
    strange = anybody(2, half_hours=0, fixed={MONDAY: Place("gone", "window")})
    assert propose(problem([away, strange], [])).roster == {}


@pytest.mark.parametrize("given", [(20, 16, None), (16, 20, (14, 17)), (-1, 4, None), (40, 49, None)])
def test_a_pattern_that_cannot_be_is_refused(given: tuple[int, int, tuple[int, int] | None]) -> None:
    with pytest.raises(ValueError, match="pattern"):
        Pattern("x", *given)


def test_somebody_is_told_why_they_work() -> None:
    crowd = [anybody(1), anybody(2, weekends_before=3), anybody(3, away=frozenset({MONDAY}))]
    given = problem(crowd, [Need(MONDAY, "window", {16: 1})], weekends=frozenset({MONDAY}))
    found = propose(given)
    said = " ".join(one.en for one in explain(given, found.roster, 1, MONDAY))
    assert "Without you, 0.5 more hours" in said
    assert "Days off worked, with this one: 1; of colleagues at your posts 1.3" in said
    assert "1 could take it" in said
    assert "leave" in explain(given, found.roster, 3, MONDAY)[0].en
    assert "off" in explain(given, found.roster, 2, MONDAY)[0].en
    by_hand = replace(given, people=(anybody(1, fixed={MONDAY: Place("early", "window")}), *crowd[1:]))
    assert "by hand" in explain(by_hand, found.roster, 1, MONDAY)[0].en
