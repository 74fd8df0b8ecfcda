"""`onetrip rehearse fit` as a centre without Onetrip meets it: no database, its own log, words in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onetrip.cli import main
from onetrip.rehearsal import asking
from tests.simulation.logs import offices
from tests.simulation.logs.offices import f, rows, sheet, written


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_hall_is_told_in_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "fit", str(written(tmp_path, offices.chinese_hall()))]) == 0
    told = capsys.readouterr().out
    assert "取号时间=arrived" in told
    assert "2026-11-02–2026-11-13，10 天，400 次来访，窗口或人 3 个" in told
    assert "办了 360，没等到就走 40" in told
    assert "09:00" in told
    assert "敬老卡" in told
    assert "当作办事处当地的钟点" in told


def test_the_same_in_english_and_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "model.json"
    log = written(tmp_path, offices.chinese_hall())
    assert main(["rehearse", "fit", str(log), "--language", "en", "-o", str(output)]) == 0
    assert "400 visits, 3 windows or clerks" in capsys.readouterr().out
    told = json.loads(output.read_text("utf-8"))
    assert (told["visits"], told["days"], told["fates"]["left"]) == (400, 10, 40)
    assert told["doubts"][0]["code"] == "no-zone"
    assert told["waits"]["count"] == 360
    assert told["model"]["visits"] == 400
    assert len(told["model"]["matters"]) == 4


def test_whoever_knows_the_columns_better_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = written(tmp_path, offices.chinese_hall().replace("窗口", "甲").replace("业务类型", "乙"))
    assert main(["rehearse", "fit", str(log), "--columns", "resource=甲,matter=乙"]) == 0
    told = capsys.readouterr().out
    assert "窗口或人 3 个" in told
    assert "居住证" in told


def test_a_column_that_is_not_there_and_a_role_that_is_none_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = str(written(tmp_path, offices.chinese_hall()))
    assert main(["rehearse", "fit", log, "--columns", "matter=nothing"]) == 1
    assert "There is no column nothing" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["rehearse", "fit", log, "--columns", "whatever=窗口"])


def test_what_cannot_be_read_is_said_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "fit", str(written(tmp_path, "just\nsome\nwords"))]) == 1
    said = capsys.readouterr().err
    assert "请导出成 CSV" in said
    assert "Please export as CSV" in said
    assert main(["rehearse", "fit", str(written(tmp_path, offices.steps())), "--zone", "Mars/Olympus"]) == 1
    assert "There is no zone Mars/Olympus" in capsys.readouterr().err


def test_the_zone_of_the_office_moves_times_that_carry_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = str(written(tmp_path, offices.unix()))
    assert main(["rehearse", "fit", log, "--zone", "Asia/Shanghai"]) == 0
    told = capsys.readouterr().out
    assert "  09:00" in told
    assert "UTC" not in told


def test_a_log_without_hours_is_told_and_has_no_model(tmp_path: Path) -> None:
    days = rows(lambda one: (one.number, f(one.arrived, "%Y-%m-%d"), one.matter))
    log, output = written(tmp_path, sheet(("编号", "办理日期", "事项"), days)), tmp_path / "model.json"
    assert main(["rehearse", "fit", str(log), "-o", str(output)]) == 0
    assert json.loads(output.read_text("utf-8"))["model"] is None


def test_every_question_is_answered_from_a_log_without_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = str(written(tmp_path, offices.chinese_hall()))
    for question in asking.QUESTIONS:
        assert main(["rehearse", "ask", question, log, "--seconds", "0.5"]) == 0, question
        told = capsys.readouterr().out
        assert "95 %" in told, question
        assert "根据 2026-11-02 到 2026-11-13 的 400 次来访" in told
        assert "有 1 处存疑" in told
    assert main(["rehearse", "ask", "windows", log, "--language", "en", "--windows", "3", "--seconds", "0.5"]) == 0
    assert "window-hours in all" in capsys.readouterr().out


def test_the_same_question_about_a_log_as_data_and_as_a_page_to_print(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, page = str(written(tmp_path, offices.chinese_hall())), tmp_path / "plan.html"
    asked = ["rehearse", "ask", "ill", log, "--day", "2026-11-17", "--number", "1", "--json", "--report", str(page)]
    assert main(asked) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["asked"]["day"] == "2026-11-17"
    assert first["windows_there"] == 3
    assert first["answer"]["low"] <= first["answer"]["value"] <= first["answer"]["high"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["answer"]["zh"] == first["answer"]["zh"]
    html = page.read_text("utf-8")
    assert first["answer"]["zh"] in html
    assert "<svg" in html
    assert "http" not in html.replace("http://www.w3.org", "")  # it needs nothing from anywhere


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--day", "2026-11-21"], "这一天不开门"),
        (["--day", "tomorrow"], "日期看不懂"),
        (["--day", "2030-01-07"], "一年里的日子"),
        (["--times", "99"], "请填 0.1 到 10 的数"),
        (["--share", "0"], "请填 50 到 99 的数"),
    ],
)
def test_what_cannot_be_asked_of_a_log_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert main(["rehearse", "ask", "windows", str(written(tmp_path, offices.chinese_hall())), *more]) == 1
    assert said in capsys.readouterr().err


def test_a_log_without_windows_is_asked_for_them_and_one_without_arrivals_for_a_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrivals = sheet(("取号时间",), rows(lambda one: (f(one.arrived),)))
    log = str(written(tmp_path, arrivals))
    assert main(["rehearse", "ask", "windows", log]) == 1
    assert "请用 --windows 说有几个" in capsys.readouterr().err
    assert main(["rehearse", "ask", "windows", log, "--windows", "4", "--seconds", "0.5"]) == 0
    assert main(["rehearse", "ask", "nothing", log, "--windows", "4"]) == 1
    assert "没有这个问题" in capsys.readouterr().err


def test_one_day_of_a_log_is_enough_to_ask_and_demand_beyond_all_windows_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *lines = offices.chinese_hall().splitlines(keepends=True)
    log = str(written(tmp_path, heading + "".join(lines[:40])))
    assert main(["rehearse", "ask", "backlog", log, "--times", "10", "--seconds", "1"]) == 0
    told = capsys.readouterr().out
    assert "撑不住" in told
    assert "存疑" in told
