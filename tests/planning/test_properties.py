"""What holds of every book and every resident."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning import Book, OneOf, Plan, Question, Scope, Standing, next_question, plan
from onetrip.rules import KnownFacts, Value, Verdict, completed, derive, evaluate, facts_of
from tests.planning.making import DAY, VOCABULARY, answers, books, known_facts, said

scopes: st.SearchStrategy[Scope] = st.sampled_from(["wanted", "usual", "everything"])
DECIDED = (Standing.NOW, Standing.LATER, Standing.AUTOMATIC, Standing.NOT_ENTITLED, Standing.NOT_HERE)


def wanted_of(book: Book, data: st.DataObject) -> list[str]:
    return data.draw(st.lists(st.sampled_from([terms.id for terms in book.matters]), unique=True), label="wanted")


def conversation(
    book: Book, truth: dict[str, Value], wanted: list[str], scope: Scope, skips: frozenset[str] = frozenset()
) -> tuple[KnownFacts, list[Question]]:
    """Ask until nothing is left to ask; facts in `skips` are not answered."""
    known = said(by_proxy=truth["by_proxy"])
    asked: list[Question] = []
    skipped: set[str] = set()
    while (question := next_question(book, known, DAY, wanted, skipped, scope=scope)) is not None:
        asked.append(question)
        assert len(asked) <= len(VOCABULARY.facts), "the conversation does not end"
        if question.fact in skips:
            skipped.add(question.fact)
        else:
            known = {**known, **said(**{question.fact: truth.get(question.fact, 40)})}
    return known, asked


@given(books, known_facts, known_facts, st.data())
def test_more_knowledge_never_makes_a_decided_matter_undecided(
    book: Book, known: KnownFacts, more: KnownFacts, data: st.DataObject
) -> None:
    wanted = wanted_of(book, data)
    who = said(by_proxy=data.draw(st.booleans(), label="by_proxy"))
    before = plan(book, {**known, **who}, DAY, wanted)
    after = plan(book, {**more, **known, **who}, DAY, wanted)

    for item in before.items:
        if item.standing in DECIDED and item.wanted:
            later = after.item(item.matter)
            assert later is not None
            assert later.standing in DECIDED


def in_an_unlisted_case(book: Book, known: KnownFacts, matter: str) -> bool:
    """Whether it is surely a case of the matter whose papers nobody knows all of."""
    cases = [case.when for case in book.terms(matter).situations if not case.papers_complete]
    seen = derive(known, DAY)
    return any(
        when is None or evaluate(completed(when, VOCABULARY), seen, DAY, VOCABULARY) == Verdict.YES for when in cases
    )


@given(books, answers, scopes, st.data())
def test_a_conversation_ends_asks_nothing_twice_and_decides_what_was_wanted(
    book: Book, truth: dict[str, Value], scope: Scope, data: st.DataObject
) -> None:
    wanted = wanted_of(book, data)
    known, asked = conversation(book, truth, wanted, scope)
    made = plan(book, known, DAY, wanted)

    facts = [question.fact for question in asked]
    assert len(facts) == len(set(facts))
    assert all(item.standing in DECIDED for item in made.items if item.wanted)
    in_doubt = [item for item in made.items if not item.promised and not in_an_unlisted_case(book, known, item.matter)]
    assert not [item for item in in_doubt if item.wanted]
    if scope == "everything":
        assert not in_doubt
        assert not made.perhaps


@given(books, answers, scopes, st.data())
def test_each_answer_lessens_the_questions_left(
    book: Book, truth: dict[str, Value], scope: Scope, data: st.DataObject
) -> None:
    _, asked = conversation(book, truth, wanted_of(book, data), scope)

    for part in ("wanted", "offered"):
        left = [question.left for question in asked if question.part == part]
        assert left == sorted(set(left), reverse=True)
        assert all(least <= stated for least, stated in zip(range(len(left), 0, -1), left, strict=True))
    assert [question.part for question in asked] == sorted((question.part for question in asked), reverse=True)


@given(books, known_facts, scopes, st.data())
def test_a_question_is_about_something_open_that_it_names(
    book: Book, known: KnownFacts, scope: Scope, data: st.DataObject
) -> None:
    wanted = wanted_of(book, data)
    question = next_question(book, known, DAY, wanted, scope=scope)
    if question is None:
        return
    about = {"birth_date", "age"} if question.fact == "birth_date" else {question.fact}

    assert question.fact not in known
    for matter in question.decides:
        expr = book.terms(matter).entitled
        assert evaluate(expr, derive(known, DAY), DAY, VOCABULARY) == Verdict.UNKNOWN
        assert about & facts_of(expr)
    names_proxy = any(book.terms(item.matter).proxy for item in plan(book, known, DAY, wanted).items)
    may_lack = any(not one.papers_complete for terms in book.matters for one in terms.situations)
    assert question.decides or question.papers or may_lack or (known["by_proxy"].value is True and names_proxy)


@given(books, answers, scopes, st.data())
def test_what_was_skipped_is_never_asked_again_and_the_plan_says_what_depends_on_it(
    book: Book, truth: dict[str, Value], scope: Scope, data: st.DataObject
) -> None:
    wanted = wanted_of(book, data)
    skips = data.draw(st.frozensets(st.sampled_from(sorted(set(VOCABULARY.facts) - {"by_proxy"}))), label="skips")
    known, asked = conversation(book, truth, wanted, scope, skips)
    made = plan(book, known, DAY, wanted, skips)

    facts = [question.fact for question in asked]
    assert len(facts) == len(set(facts))
    for item in made.items:
        if item.wanted and not item.promised and (item.papers_complete or item.needs):
            assert set(item.needs) & (skips | {"age"})
    assert set(made.skipped) == skips
    assert all(made.label(fact) is not None for item in made.items for fact in item.needs)


@given(books, answers, st.data())
def test_sensitive_facts_are_asked_only_for_what_was_wanted(
    book: Book, truth: dict[str, Value], data: st.DataObject
) -> None:
    _, asked = conversation(book, truth, wanted_of(book, data), "usual")

    assert not [each for each in asked if each.part == "offered" and VOCABULARY.facts[each.fact].sensitive]


@given(books, known_facts, st.data())
def test_nobody_is_asked_to_bring_an_exempt_paper(book: Book, known: KnownFacts, data: st.DataObject) -> None:
    made = plan(book, known, DAY, wanted_of(book, data))

    for brought in made.bring:
        exempt = book.papers[brought.paper].exempt
        assert not book.papers[brought.paper].provided
        if exempt is not None:
            seen = {**said(by_proxy=False), **derive(known, DAY)}
            assert evaluate(exempt, seen, DAY, VOCABULARY) != Verdict.YES
    assert not {each.paper for each in made.bring} & {each.paper for each in made.not_needed}


@given(books, known_facts)
def test_one_plan_for_all_holds_the_papers_of_each(book: Book, known: KnownFacts) -> None:
    ids = [terms.id for terms in book.matters]
    together = plan(book, known, DAY, ids)
    brought = {each.paper: each for each in together.bring}

    for matter in ids:
        grouped = {option.paper for ask in _all_asks(book, matter) if isinstance(ask, OneOf) for option in ask.options}
        for each in plan(book, known, DAY, [matter], declined=ids).bring:
            if matter in each.for_matters and each.paper not in grouped:
                assert brought[each.paper].originals >= each.originals
                assert brought[each.paper].copies >= each.copies
                assert matter in brought[each.paper].for_matters


def _all_asks(book: Book, matter: str) -> list[Any]:
    terms = book.terms(matter)
    lists = [terms.papers, *(each.papers for each in terms.situations)]
    return [ask for each in [*lists, *([terms.proxy.papers] if terms.proxy else [])] for ask in each]


@given(books, known_facts, st.randoms(use_true_random=False), st.data())
def test_the_order_of_answers_does_not_matter(book: Book, known: KnownFacts, random: Any, data: st.DataObject) -> None:
    wanted = wanted_of(book, data)
    shuffled = list(known.items())
    random.shuffle(shuffled)

    assert plan(book, known, DAY, wanted) == plan(book, dict(shuffled), DAY, wanted)
    assert next_question(book, known, DAY, wanted) == next_question(book, dict(shuffled), DAY, wanted)


@given(books, known_facts, st.data())
def test_a_plan_comes_back_from_json_as_it_was(book: Book, known: KnownFacts, data: st.DataObject) -> None:
    made = plan(book, known, DAY, wanted_of(book, data), skipped={"ill"})

    assert Plan.from_json(json.loads(json.dumps(made.to_json()))) == made


@given(books, known_facts, st.data())
def test_every_wanted_matter_is_in_the_plan_and_nothing_declined_is(
    book: Book, known: KnownFacts, data: st.DataObject
) -> None:
    wanted = wanted_of(book, data)
    declined = {terms.id for terms in book.matters} - set(wanted)
    made = plan(book, known, DAY, wanted, declined=declined)

    assert {item.matter for item in made.items} == set(wanted)
    assert made.possible == ()
    assert made.trips >= (
        1 if any(item.standing == Standing.NOW and item.channel != "online" for item in made.items) else 0
    )
