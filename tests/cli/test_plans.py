"""`onetrip plan` and its refusals, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onetrip.cli import main
from onetrip.planning import Plan
from onetrip.planning.schema import schema
from tests.advice.town import TOWN

DAY = ["--day", "2026-11-24"]


@pytest.fixture
def town(tmp_path: Path) -> list[str]:
    for name, text in TOWN.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return ["--catalogue", str(tmp_path)]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["plan", *words, *DAY]) == 0
    return capsys.readouterr().out


def test_the_plan_is_told_in_sentences_in_either_language(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--want", "elder-card", "--fact", "age=66", "--fact", "hukou=shanghai", *town]
    told = printed(capsys, *asked)
    assert "敬老卡申领：能办。" in told
    assert "带身份证：原件 1 份。" in told
    told = printed(capsys, *asked, "--language", "en", "--by-proxy")
    assert "Elder card: It can be done." in told
    assert "Bring letter of authority: 1 original." in told


def test_the_plan_is_given_as_data(town: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--want", "pension-check", "--fact", "retired", "--skip", "income", "--decline", "elder-card", "--json"]
    plan = Plan.from_json(json.loads(printed(capsys, *asked, *town)))
    assert [item.matter for item in plan.items] == ["pension-check"]
    assert (plan.wanted, plan.skipped, plan.declined) == (("pension-check",), ("income",), ("elder-card",))


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, "--schema")) == schema()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--want", "elder-crad"], "elder-card"),
        (["--fact", "hukuo=shanghai"], "hukou"),
        (["--fact", "hukou=上海"], "shanghai"),
        (["--fact", "age=many"], "age"),
        (["--fact", "=1"], "“”"),
        (["--skip", "nothing"], "nothing"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(
    town: list[str], capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["plan", *words, *town, *DAY]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_a_catalogue_with_errors_makes_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts.yaml").write_text("nonsense", encoding="utf-8")
    assert main(["plan", "--catalogue", str(tmp_path)]) == 1
    assert "facts.yaml" in capsys.readouterr().err
