"""How a matter stands, and which matters a plan speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from onetrip.planning import Limit, Limits, Plan, Season, Situation, Standing, next_question, plan
from onetrip.planning.plan import Item
from onetrip.planning.terms import Fee
from onetrip.rules import Text, parse
from tests.planning.making import DAY, VOCABULARY, asks, book, both, matter, said, when

ELDER = matter("elder", 'hukou == "a" and months_until(age=65) <= 1', leads_to=("allowance",))
ALLOWANCE = matter("allowance", 'hukou == "a" and age >= 65', automatic=True)
JUNE = Season((6, 1), (6, 30))


def stands(made: Plan, name: str = "m") -> tuple[Standing, date | None]:
    item = made.item(name)
    assert item is not None
    return item.standing, item.from_day


def test_a_wanted_matter_is_undecided_until_its_facts_are_known() -> None:
    one = book(matter("m", "married and moved"))

    assert stands(plan(one, {}, DAY, ["m"])) == (Standing.UNDECIDED, None)
    assert stands(plan(one, said(married=True), DAY, ["m"])) == (Standing.UNDECIDED, None)
    assert stands(plan(one, said(married=True, moved=True), DAY, ["m"])) == (Standing.NOW, None)
    assert stands(plan(one, said(married=False), DAY, ["m"])) == (Standing.NOT_ENTITLED, None)


def test_an_undecided_item_names_what_is_missing_and_is_no_promise() -> None:
    made = plan(book(matter("m", "married and moved")), said(married=True), DAY, ["m"])
    item = made.item("m")

    assert item is not None
    assert item.needs == ("moved",)
    assert made.label("moved") == both("moved")
    assert item.why.zh == "还要知道：moved。"
    assert not item.promised
    assert not made.promise_holds


def test_what_is_entitled_and_offered_appears_without_being_wanted() -> None:
    made = plan(book(matter("m"), matter("n", offer="asked"), matter("o", "moved")), said(married=True), DAY, [])

    assert [(item.matter, item.wanted) for item in made.items] == [("m", False)]


def test_what_is_not_entitled_appears_only_if_it_was_wanted() -> None:
    made = plan(book(matter("m"), matter("n")), said(married=False), DAY, ["n"])

    assert [item.matter for item in made.items] == ["n"]
    assert made.items[0].because == ("married",)


def test_the_resident_may_decline_what_is_offered() -> None:
    made = plan(book(matter("m"), matter("n")), said(married=True), DAY, [], declined={"m"})

    assert [item.matter for item in made.items] == ["n"]


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(1961, 12, 24), (Standing.NOW, None)),
        (date(1961, 12, 25), (Standing.LATER, date(2026, 11, 25))),
        (date(1970, 5, 31), (Standing.LATER, date(2035, 4, 30))),
        (date(1940, 1, 1), (Standing.NOW, None)),
    ],
)
def test_the_first_day_follows_from_the_birth_date(birth: date, expected: tuple[Standing, date | None]) -> None:
    made = plan(book(ELDER, ALLOWANCE), said(hukou="a", birth_date=birth), DAY, ["elder"])

    assert stands(made, "elder") == expected


def test_what_lies_far_ahead_is_announced_only_to_who_asks() -> None:
    known = said(hukou="a", birth_date=date(1970, 1, 1))

    assert plan(book(ELDER, ALLOWANCE), known, DAY, []).items == ()
    assert stands(plan(book(ELDER, ALLOWANCE), known, DAY, ["elder"]), "elder")[0] == Standing.LATER


def test_a_birthday_within_the_year_is_announced() -> None:
    made = plan(book(ELDER, ALLOWANCE), said(hukou="a", birth_date=date(1962, 6, 1)), DAY, [])

    assert stands(made, "elder") == (Standing.LATER, date(2027, 5, 1))
    assert made.items[0].why.zh == "2027 年 5 月 1 日起可以办。"


def test_what_follows_comes_by_itself_from_its_own_day() -> None:
    made = plan(book(ELDER, ALLOWANCE), said(hukou="a", birth_date=date(1961, 12, 18)), DAY, ["elder"])
    follower = made.item("allowance")

    assert follower is not None
    assert (follower.standing, follower.from_day, follower.follows) == (Standing.AUTOMATIC, date(2026, 12, 18), "elder")
    assert follower.channel is None
    assert follower.why.zh == "12 月 18 日起自己会来，不用申请。"


def test_a_raised_amount_opens_a_matter_on_its_day() -> None:
    made = plan(book(matter("m", 'income < amount("line")')), said(income=1200), DAY, ["m"])

    assert stands(made) == (Standing.LATER, date(2027, 7, 1))


def test_outside_its_season_a_matter_waits_for_it() -> None:
    one = book(matter("m", season=JUNE))

    assert stands(plan(one, said(married=True), DAY, ["m"])) == (Standing.LATER, date(2027, 6, 1))
    assert stands(plan(one, said(married=True), date(2026, 6, 30), ["m"])) == (Standing.NOW, None)
    assert stands(plan(one, said(married=True), date(2026, 7, 1), ["m"])) == (Standing.LATER, date(2027, 6, 1))


def test_the_item_names_the_last_day_of_its_season() -> None:
    item = plan(book(matter("m", season=JUNE)), said(married=True), date(2026, 6, 3), ["m"]).item("m")

    assert item is not None
    assert item.until_day == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("day", "expected", "until"),
    [
        (date(2026, 12, 24), (Standing.NOW, None), date(2027, 1, 31)),
        (date(2027, 1, 31), (Standing.NOW, None), date(2027, 1, 31)),
        (date(2027, 2, 1), (Standing.LATER, date(2027, 11, 1)), date(2028, 1, 31)),
    ],
)
def test_a_season_may_run_over_new_year(day: date, expected: tuple[Standing, date | None], until: date) -> None:
    made = plan(book(matter("m", season=Season((11, 1), (1, 31)))), said(married=True), day, ["m"])

    assert stands(made) == expected
    assert made.items[0].until_day == until


def test_who_is_too_old_when_the_season_opens_is_not_entitled() -> None:
    one = book(matter("m", "age < 18", season=JUNE))

    assert stands(plan(one, said(birth_date=date(2009, 1, 1)), DAY, ["m"])) == (Standing.NOT_ENTITLED, None)
    assert stands(plan(one, said(birth_date=date(2009, 7, 1)), DAY, ["m"])) == (Standing.LATER, date(2027, 6, 1))


def test_what_is_not_handled_here_says_where_to_go_and_is_never_offered() -> None:
    police = Text(zh="到派出所办。", en="Go to the police station.")
    one = book(matter("m", "married", kind="not_here", go_to=police, channels=()))
    made = plan(one, {}, DAY, ["m"])

    assert stands(made) == (Standing.NOT_HERE, None)
    assert made.items[0].go_to == made.items[0].why == police
    assert (made.trips, made.promise_holds) == (0, True)
    assert plan(one, said(married=True), DAY, []).items == ()


def test_offered_matters_that_one_or_two_answers_would_decide_are_named() -> None:
    one = book(
        matter("m", "married and moved"), matter("n", "married and moved and claimed and ill"), matter("o", "moved")
    )

    assert [(each.matter, each.needs) for each in plan(one, {}, DAY, []).possible] == [
        ("o", ("moved",)),
        ("m", ("married", "moved")),
    ]


def test_items_stand_by_what_the_resident_does_with_them() -> None:
    one = book(
        matter("not", "claimed"),
        matter("open", "moved"),
        matter("later", "married", season=JUNE),
        matter("auto", "married", automatic=True),
        matter("now", "married"),
    )
    made = plan(one, said(married=True, claimed=False), DAY, ["not", "open", "later"])

    assert [item.matter for item in made.items] == ["now", "open", "later", "auto", "not"]


def test_the_item_carries_limit_and_what_is_paid_on_that_day() -> None:
    one = book(
        matter(
            "m",
            limits=Limits(decide=Limit(30, "working_days")),
            fees=(
                Fee(pays=True, item=both("card"), amount=25, unit=both("yuan")),
                Fee(pays=True, item=both("card"), amount=10, unit=both("yuan"), since=date(2025, 1, 1)),
                Fee(pays=True, item=both("card"), amount=5, unit=both("yuan"), since=date(2027, 1, 1)),
                Fee(pays=False, item=both("allowance"), amount=None),
            ),
        )
    )
    item = plan(one, said(married=True), DAY, ["m"]).items[0]

    assert item.deadline == Limit(30, "working_days")
    assert [(charge.pays, charge.amount) for charge in item.charges] == [(True, 10), (False, None)]


def test_what_a_machine_prints_goes_to_the_machine() -> None:
    one = book(
        matter("print", kind="print", channels=("window", "kiosk")),
        matter("apply", channels=("kiosk", "window")),
        matter("online", channels=("online", "app")),
    )
    made = plan(one, said(married=True), DAY, [])

    assert {item.matter: item.channel for item in made.items} == {
        "print": "kiosk",
        "apply": "window",
        "online": "online",
    }


def test_a_matter_wanted_twice_stands_once() -> None:
    assert len(plan(book(matter("m")), {}, DAY, ["m", "m"]).items) == 1


def test_a_matter_that_is_not_in_the_book_is_an_error() -> None:
    with pytest.raises(KeyError):
        plan(book(matter("m")), {}, DAY, ["x"])


def test_a_book_that_names_a_missing_matter_is_an_error() -> None:
    with pytest.raises(KeyError):
        book(matter("m", leads_to=("x",)))


def test_a_plan_of_another_schema_is_refused() -> None:
    data = plan(book(matter("m", "married", asks("p"))), said(married=True), DAY, ["m"]).to_json()

    for spoilt in ({**data, "schema": 2}, {**data, "items": "x"}, {**data, "extra": 1}, {**data, "day": 5}, {}):
        with pytest.raises(ValueError, match=r".+"):
            Plan.from_json(spoilt)


def test_a_matter_whose_papers_nobody_knows_can_be_done_and_is_no_promise() -> None:
    made = plan(book(matter("m", "married", papers_known=False)), said(married=True), DAY, ["m"])
    item = made.item("m")

    assert item is not None
    assert item.standing == Standing.NOW
    assert not item.papers_known
    assert not item.promised
    assert not made.promise_holds


def test_a_list_of_papers_that_may_lack_some_is_brought_and_is_no_promise() -> None:
    made = plan(
        book(matter("m", "married", asks("p"), papers_complete=False), matter("n", "married", asks("q"))),
        said(married=True),
        DAY,
        ["m", "n"],
    )
    partly, whole = made.items

    assert partly.standing == whole.standing == Standing.NOW
    assert [each.paper for each in made.bring] == ["p", "q"]
    assert (partly.papers_known, partly.papers_complete, partly.promised) == (True, False, False)
    assert (whole.papers_complete, whole.promised) == (True, True)
    assert not made.promise_holds
    assert Plan.from_json(made.to_json()) == made


def test_in_a_case_whose_papers_nobody_knows_nothing_is_promised_and_whether_it_is_the_case_is_asked() -> None:
    moved = Situation("moved", both("moved"), when("moved"), (), papers_complete=False)
    made_of = book(matter("m", "married", asks("p"), situations=(moved,)))

    def item(**known: bool) -> Item:
        found = plan(made_of, said(married=True, **known), DAY, ["m"]).item("m")
        assert found is not None
        return found

    assert (item(moved=True).papers_complete, item(moved=True).promised) == (False, False)
    assert (item(moved=False).papers_complete, item(moved=False).promised) == (True, True)
    assert (item().promised, item().needs) == (False, ("moved",))
    asked = next_question(made_of, said(married=True), DAY, ["m"])
    assert asked is not None
    assert (asked.fact, asked.decides, asked.papers) == ("moved", (), ())
    assert "papers are not verified" in asked.why.en
    assert next_question(made_of, said(married=True, moved=True), DAY, ["m"]) is None


def test_a_plan_kept_before_a_field_existed_is_read_as_it_was_meant() -> None:
    made = plan(book(matter("m", "married")), said(married=True), DAY, ["m"])
    kept = made.to_json()
    earlier = {**kept, "items": [{**item, "papers_known": True} for item in kept["items"]]}
    assert earlier == kept
    del earlier["items"][0]["papers_known"], earlier["items"][0]["papers_complete"]
    assert Plan.from_json(earlier) == made
    del earlier["items"][0]["promised"]
    with pytest.raises(ValueError, match="not the fields of Item"):
        Plan.from_json(earlier)


def test_money_is_told_only_to_whom_and_while_it_is_meant() -> None:
    one = book(
        matter(
            "m",
            fees=(
                Fee(pays=True, item=both("band"), amount=1, when=parse("age < 60", VOCABULARY)),
                Fee(pays=True, item=both("later band"), amount=2, when=parse("age >= 60", VOCABULARY)),
                Fee(pays=True, item=both("last year's"), amount=3, until=date(2020, 12, 31)),
            ),
        )
    )

    assert [charge.amount for charge in plan(one, said(age=70), DAY, ["m"]).items[0].charges] == [2]
    assert [charge.amount for charge in plan(one, said(married=True), DAY, ["m"]).items[0].charges] == [1, 2]


def test_a_matter_that_nobody_knows_the_condition_of_is_promised_to_nobody() -> None:
    one = book(matter("m", entitled_known=False))
    item = plan(one, said(married=True), DAY, ["m"]).items[0]

    assert item.standing == Standing.NOW
    assert not item.promised
    assert "还没核对到" in item.why.zh
    assert "谁都能办" not in item.why.zh


def test_who_asks_for_everything_is_told_of_what_can_be_claimed_besides() -> None:
    one = book(
        matter("asked-for", "married"),
        matter("claim", "moved", offer="asked"),
        matter("look-up", "moved", offer="asked", kind="query"),
        matter("no", "claimed", offer="asked"),
        matter("declined", "moved", offer="asked"),
        matter("in-june", "moved", offer="asked", season=Season((6, 1), (6, 30))),
    )
    known = said(married=True, moved=True, claimed=False)

    made = plan(one, known, DAY, ["asked-for"], declined={"declined"}, everything=True)
    assert [(each.matter, each.why.zh) for each in made.also] == [("claim", "符合条件：属于“moved”。")]
    assert plan(one, known, DAY, ["asked-for"]).also == ()
