"""Which question next."""

from __future__ import annotations

from typing import Any

from onetrip.planning import Paper, ProxyRule, Question, next_question
from tests.planning.making import DAY, asks, book, both, matter, said, when


def ask(*args: Any, **settings: Any) -> Question:
    question = next_question(*args, **settings)
    assert question is not None
    return question


def test_what_decides_most_wanted_matters_is_asked_first() -> None:
    one = book(matter("m", "married and moved"), matter("n", "moved"))

    assert ask(one, {}, DAY, ["m", "n"]).fact == "moved"


def test_of_equals_the_cheap_one_is_asked_first_and_the_sensitive_one_last() -> None:
    assert ask(book(matter("m", "moved and married")), {}, DAY, ["m"]).fact == "married"
    assert ask(book(matter("m", "ill and claimed"), matter("n", "ill")), {}, DAY, ["m", "n"]).fact == "claimed"


def test_a_question_says_what_it_decides_and_how_many_are_left() -> None:
    question = ask(book(matter("m", "married and moved")), {}, DAY, ["m"])

    assert question.decides == ("m",)
    assert (question.part, question.left, question.left_in_all) == ("wanted", 2, 2)
    assert question.why.zh == "这决定“m”能不能办。"


def test_a_fact_that_cannot_change_anything_is_not_asked() -> None:
    assert next_question(book(matter("m", "married and moved")), said(married=False), DAY, ["m"]) is None
    assert next_question(book(matter("m", "married or moved")), said(married=True), DAY, ["m"]) is None


def test_the_birth_date_is_asked_rather_than_the_age_because_it_answers_more() -> None:
    one = book(matter("m", "age >= 60"), matter("n", "months_until(age=65) <= 1"))

    assert ask(one, {}, DAY, ["m", "n"]).fact == "birth_date"
    assert ask(one, {}, DAY, ["m", "n"], {"birth_date"}).fact == "age"


def test_papers_are_asked_about_once_the_matter_is_decided() -> None:
    one = book(matter("m", "married", asks("lease", when_="moved")))
    question = ask(one, said(married=True), DAY, ["m"])

    assert (question.fact, question.decides, question.papers) == ("moved", (), ("lease",))
    assert question.why.zh == "这决定要不要带“lease”。"


def test_what_would_spare_a_paper_is_asked() -> None:
    booklet = Paper("booklet", both("booklet"), exempt=when('hukou == "a"'), exempt_why=both("held"))
    one = book(matter("m", "married", asks("booklet")), papers=(booklet,))

    assert ask(one, said(married=True), DAY, ["m"]).fact == "hukou"


def test_what_an_answer_may_bring_up_is_counted_beforehand() -> None:
    one = book(matter("m", "married", asks("lease", when_="moved", exempt="claimed")))

    first = ask(one, said(married=True), DAY, ["m"])
    second = ask(one, said(married=True, moved=True), DAY, ["m"])
    assert (first.fact, first.left) == ("moved", 2)
    assert (second.fact, second.left) == ("claimed", 1)


def test_what_is_offered_comes_after_what_was_wanted() -> None:
    one = book(matter("m", "moved"), matter("n", "married"))

    assert (ask(one, {}, DAY, ["m"]).fact, ask(one, {}, DAY, ["m"]).left_in_all) == ("moved", 2)
    after = ask(one, said(moved=True), DAY, ["m"])
    assert (after.fact, after.part, after.decides) == ("married", "offered", ("n",))


def test_only_what_was_wanted_is_asked_about_if_so_wished() -> None:
    one = book(matter("m", "moved"), matter("n", "married"))

    assert next_question(one, said(moved=True), DAY, ["m"], scope="wanted") is None


def test_sensitive_facts_are_for_what_was_wanted_or_for_everything() -> None:
    one = book(matter("m", "ill"))

    assert next_question(one, {}, DAY, []) is None
    assert ask(one, {}, DAY, ["m"]).fact == "ill"
    assert ask(one, {}, DAY, [], scope="everything").fact == "ill"


def test_an_offer_that_only_a_sensitive_fact_could_grant_costs_no_question() -> None:
    assert next_question(book(matter("m", "married and ill")), {}, DAY, []) is None
    assert ask(book(matter("m", "married or ill")), {}, DAY, []).fact == "married"
    assert next_question(book(matter("m", "married or ill")), said(married=False), DAY, []) is None


def test_an_offer_that_a_skipped_fact_decides_costs_no_question() -> None:
    one = book(matter("m", "married and moved"))

    assert next_question(one, {}, DAY, [], {"married"}) is None
    assert ask(one, {}, DAY, ["m"], {"married"}).fact == "moved"


def test_what_is_declined_automatic_or_only_for_who_asks_is_not_asked_about() -> None:
    assert next_question(book(matter("m")), {}, DAY, [], declined={"m"}) is None
    assert next_question(book(matter("m", automatic=True)), {}, DAY, []) is None
    assert next_question(book(matter("m", offer="asked")), {}, DAY, []) is None
    assert next_question(book(matter("m", kind="not_here", go_to=both("x"))), {}, DAY, ["m"]) is None


def test_nobody_is_asked_who_will_come() -> None:
    one = book(matter("m", "married", asks("letter", when_="by_proxy"), proxy=ProxyRule("anyone")))

    assert next_question(one, said(married=True), DAY, ["m"]) is None


def test_whether_a_proxy_may_come_is_asked_when_one_comes() -> None:
    one = book(matter("m", "married", proxy=ProxyRule("family", when("moved"))))
    question = ask(one, said(married=True, by_proxy=True), DAY, ["m"])

    assert (question.fact, question.why.zh) == ("moved", "这决定能不能由别人代办。")
