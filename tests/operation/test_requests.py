"""Each request has a number: on every page that says no, in its line of the log, and told on the telephone."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from pytest_django import Settings

from onetrip.cli import main
from onetrip.ledger import current
from onetrip.operation import logs
from tests.factories import make_account, make_centre, synthetic_number

NUMBER = re.compile(r"[2-9KMRTUWXY]{4}-[2-9KMRTUWXY]{4}")
PERSON = synthetic_number()


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    settings.LOG_FOLDER = tmp_path
    return tmp_path


def lines(log: Path) -> list[dict]:
    return [json.loads(line) for path in log.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_that_says_no_shows_the_number_and_how_to_read_it_out(client: Client, language: str) -> None:
    make_centre()
    answer = client.get(f"/nowhere?lang={language}")
    number = answer["Request-Number"]
    page = answer.content.decode()
    assert answer.status_code == 404
    assert NUMBER.fullmatch(number)
    assert number in page
    said = current.spoken(number)
    assert (said.zh if language == "zh" else said.en) in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("ours"), 500), (OperationalError("the connection is lost"), 503)]
)
def test_a_fault_shows_the_number_and_the_log_finds_it_by_that(
    client: Client, log: Path, monkeypatch: pytest.MonkeyPatch, capsys, error: Exception, status: int
) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr("onetrip.web.views.connection.cursor", broken)
    client.raise_request_exception = False
    answer = client.get("/health")
    assert answer.status_code == status
    number = answer["Request-Number"]
    page = answer.content.decode()
    assert number in page
    assert current.spoken(number).zh in page
    monkeypatch.undo()
    assert main(["log", "find", number.lower().replace("-", " "), "--folder", str(log)]) == 0
    told = capsys.readouterr().out
    assert '"route": "health"' in told
    assert f'"status": {status}' in told


@pytest.mark.django_db
def test_an_answer_of_the_api_that_says_no_carries_the_number_too(client: Client) -> None:
    make_centre()
    answer = client.post("/api/lobby/arrivals", data="{}", content_type="application/json")
    assert answer.json()["number"] == answer["Request-Number"]


@pytest.mark.django_db
def test_a_request_is_one_line_without_a_word_of_the_person(client: Client, log: Path) -> None:
    make_centre()
    client.force_login(make_account("clerk"))
    client.get(f"/staff/?next={PERSON}")
    client.get(f"/{PERSON}")
    first, second = lines(log)
    assert {key: first[key] for key in ("logger", "level", "route", "method", "status", "by", "centre")} == {
        "logger": "onetrip.request",
        "level": "info",
        "route": "staff-start",
        "method": "GET",
        "status": 200,
        "by": "staff",
        "centre": "LF",
    }
    assert first["milliseconds"] > 0
    assert (second["route"], second["status"]) == ("none", 404)
    written = "".join(path.read_text(encoding="utf-8") for path in log.iterdir())
    assert PERSON not in written
    assert "clerk" not in written


@pytest.mark.parametrize("formatter", [logs.Line(), logs.JsonLine()])
def test_an_exception_is_told_by_kind_and_place_and_not_by_what_it_quotes(formatter: logging.Formatter) -> None:
    try:
        try:
            raise ValueError(f"invalid literal: {PERSON}")
        except ValueError as first:
            raise IntegrityError(f"Key (number)=({PERSON}) already exists") from first
    except IntegrityError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "mistake on %s", ("/a",), (type(error), error, None))
    said = formatter.format(record)
    assert PERSON not in said
    assert "IntegrityError" in said
    assert "ValueError" in said
    assert "test_requests.py" in said
    assert "mistake on /a" in said


def test_the_log_of_days_before_yesterday_is_packed_and_still_searched_and_goes_when_its_time_is_over(
    tmp_path: Path,
) -> None:
    days = {"2026-05-01": "K7MR-4T2X", "2026-11-20": "K7MR-4T2Y", "2026-11-23": "K7MR-4T2W", "2026-11-24": "K7MR-4T2U"}
    for day, number in days.items():
        line = json.dumps({"number": number, "said": "answered"})
        (tmp_path / f"onetrip-{day}.jsonl").write_text(line + "\n", encoding="utf-8")
    logs.tidy(tmp_path, today=date(2026, 11, 24), keep=190)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "onetrip-2026-11-20.jsonl.gz",
        "onetrip-2026-11-23.jsonl",
        "onetrip-2026-11-24.jsonl",
    ]
    assert [one.file for one in logs.find(tmp_path, "K7MR-4T2Y")] == ["onetrip-2026-11-20.jsonl.gz"]
    assert list(logs.find(tmp_path, "K7MR-4T2X")) == []
    with gzip.open(tmp_path / "onetrip-2026-11-20.jsonl.gz", "rt") as packed:
        assert len(packed.readlines()) == 1


def test_a_log_that_cannot_be_written_keeps_nobody_from_being_served(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings.LOG_FOLDER = in_the_way
    handler = logs.DailyFile()
    handler.emit(logging.LogRecord("x", logging.INFO, "x.py", 1, "said", (), None))
    assert "Logging error" in capsys.readouterr().err


def test_several_writers_of_one_file_tear_no_line(settings: Settings, tmp_path: Path) -> None:
    settings.LOG_FOLDER = tmp_path
    children = []
    for child in range(4):
        process = os.fork()
        if process == 0:
            handler = logs.DailyFile()
            handler.setFormatter(logs.JsonLine())
            for number in range(200):
                handler.emit(logging.LogRecord(f"w{child}", logging.INFO, "x.py", 1, "办" * number, (), None))
            os._exit(0)
        children.append(process)
    assert {os.waitpid(child, 0)[1] for child in children} == {0}
    assert len(lines(tmp_path)) == 800


@pytest.mark.parametrize("written", ["K7MR", "O0O0-1111"])
def test_what_is_no_number_is_told_before_anything_is_searched(written: str, capsys) -> None:
    assert main(["log", "find", written]) == 2
    assert "No number of a request" in capsys.readouterr().err
