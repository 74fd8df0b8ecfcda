"""A plan for what somebody sends: nothing is kept, and what cannot be meant is named, with what may have been meant."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from onetrip.advice.models import Consultation, Slip
from onetrip.ledger.models import Event, RequestKey
from onetrip.planning import Plan
from tests.advice.conftest import Talk
from tests.advice.talking import Program
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("centre", "today")

ELDER = {"wanted": ["elder-card"], "facts": {"birth_date": "1961-11-01", "hukou": "shanghai"}}


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def program(centre: object) -> Program:
    return Program()


def rows() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Event, RequestKey, Consultation, Slip))


def test_the_plan_is_that_of_a_consultation_with_the_same_facts_and_nothing_is_kept(
    program: Program, talk: Talk
) -> None:
    talk.hear("elder-card")
    talk.answer("birth_date", "19611101")
    talk.answer("hukou", "shanghai")
    before = rows()
    told = program.compute(**ELDER)
    assert Plan.from_json(told["plan"]) == talk.state.plan
    assert told["question"]["fact"] == talk.state.question.fact
    assert rows() == before


def test_without_facts_it_says_what_to_ask_first_and_without_wishes_what_there_may_be(program: Program) -> None:
    told = program.compute(wanted=["elder-card"])
    assert told["question"]["fact"] in {"birth_date", "hukou"}
    assert told["plan"]["items"][0]["standing"] == "undecided"
    assert program.compute()["plan"]["possible"]


def test_values_may_be_typed_as_people_write_them(program: Program) -> None:
    typed = program.compute(wanted=["elder-card"], facts={"age": "66岁", "hukou": "shanghai", "retired": "是"})
    plain = program.compute(wanted=["elder-card"], facts={"age": 66, "hukou": "shanghai", "retired": True})
    assert typed["plan"] == plain["plan"]


def test_a_day_skipped_facts_declined_matters_and_a_proxy_are_taken_into_account(program: Program) -> None:
    plan = program.compute(**ELDER, day="2020-01-01")["plan"]
    assert (plan["day"], plan["items"][0]["standing"]) == ("2020-01-01", "later")
    plan = program.compute(**ELDER, skipped=["income"], declined=["pension-check"], by_proxy=True)["plan"]
    assert (plan["skipped"], plan["declined"], plan["by_proxy"]) == (["income"], ["pension-check"], True)
    assert "proxy-id-card" in {paper["paper"] for paper in plan["bring"]}


def test_it_is_read_aloud_in_the_language_asked_for(program: Program) -> None:
    assert "能办" in program.compute(**ELDER)["spoken"]
    spoken = program.compute(**ELDER, language="en")["spoken"]
    assert "It can be done" in spoken
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in spoken)


@pytest.mark.parametrize(
    ("asked", "field", "names"),
    [
        ({"wanted": ["elder-crad"]}, "wanted", ["elder-crad", "elder-card", "敬老卡申领"]),
        ({"wanted": ["老年卡"]}, "wanted", ["老年卡", "elder-card"]),
        ({"wanted": ["elder-card"], "declined": ["alowance"]}, "declined", ["alowance", "allowance"]),
        ({"facts": {"hukuo": "shanghai"}}, "facts.hukuo", ["hukuo", "hukou", "户籍"]),
        ({"facts": {"hukou": "上海"}}, "facts.hukou", ["户籍", "shanghai", "elsewhere", "是不是 shanghai"]),
        ({"facts": {"hukou": "shangai"}}, "facts.hukou", ["是不是 shanghai"]),
        ({"facts": {"age": 1000}}, "facts.age", ["年龄", "130"]),
        ({"facts": {"birth_date": "2030-01-01"}}, "facts.birth_date", ["出生日期"]),
        ({"facts": {"retired": "maybe"}}, "facts.retired", ["退休"]),
        ({"skipped": ["incom"]}, "skipped", ["incom", "income", "每月收入"]),
        ({"day": "1899-01-01"}, "day", ["2000", "2099"]),
    ],
)
def test_what_is_not_in_the_catalogue_is_refused_by_name_with_the_nearest_right_one(
    program: Program, asked: dict, field: str, names: list[str]
) -> None:
    answer = program.post("compute", asked)
    told = answer.json()
    assert (answer.status_code, told["field"]) == (422, field)
    assert not [name for name in names if name not in told["zh"]], told["zh"]
    assert told["en"].endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        {"wanted": "elder-card"},
        {"wanted": ["x" * 100_000]},
        {"wanted": ["elder-card"] * 41},
        {"wanted": ["\0"]},
        {"wanted": ["<script>alert(1)</script>"]},
        {"wanted": [None]},
        {"facts": []},
        {"facts": {"hukou": None}},
        {"facts": {"hukou": {"a": 1}}},
        {"facts": {"age": 10**400}},
        {"facts": {"age": 1e308}},
        {"facts": {"\ud800": 1}},
        {"facts": {f"f{number}": 1 for number in range(401)}},
        {"facts": {"__class__": "x"}},
        {"facts": {"birth_date": "9" * 5000}},
        {"skipped": ["hukou"] * 401},
        {"day": "tomorrow"},
        {"day": 10**12},
        {"language": "fr"},
        {"by_proxy": "perhaps"},
        [],
        "elder-card",
        None,
    ],
)
def test_hostile_input_is_a_sentence_and_changes_nothing(program: Program, body: object) -> None:
    before = rows()
    answer = Client().post("/api/advice/compute", data=json.dumps(body), content_type="application/json")
    assert 400 <= answer.status_code < 500
    told = answer.json()
    assert told["zh"].endswith("。")
    assert len(told["zh"]) < 600
    assert answer["Content-Type"].startswith("application/json")
    assert rows() == before


def test_a_body_of_many_megabytes_is_refused_before_it_is_read(program: Program) -> None:
    body = json.dumps({"wanted": ["x" * 2_000_000]})
    answer = program.client.post("/api/advice/compute", data=body, content_type="application/json")
    assert answer.status_code == 413


def test_by_proxy_where_the_catalogue_has_no_word_for_it_is_refused_in_words(program: Program) -> None:
    from onetrip.catalogue import actions
    from tests.advice.town import TOWN

    facts = TOWN["facts.yaml"]
    start, end = facts.index("by_proxy:"), facts.index("income:")
    actions.publish(files={**TOWN, "facts.yaml": facts[:start] + facts[end:]}, city="town", by="editor", now=NOW)
    assert program.post("compute", {"by_proxy": True}).json()["field"] == "facts.by_proxy"
