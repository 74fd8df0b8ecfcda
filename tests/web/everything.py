"""Everything that was said anywhere while something went on: answers, addresses, the log, every column of the database."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from onetrip.web import settings as of_the_house
from tests.factories import synthetic_number


class Watched(Client):
    """A browser that keeps every answer it got: headers, with where it is led, and body; beside the address it asked for."""

    heard: list[tuple[str, bytes]]

    def request(self, **request: Any) -> HttpResponse:
        answer = super().request(**request)
        body = b"".join(answer.streaming_content) if isinstance(answer, StreamingHttpResponse) else answer.content  # type: ignore[arg-type]
        self.heard.append((str(request.get("PATH_INFO")), str(dict(answer.headers)).encode() + body))
        return answer


class Everything:
    """What was said anywhere while the flows went on."""

    def __init__(self, log: pytest.LogCaptureFixture) -> None:
        self.log = log
        self.heard: list[tuple[str, bytes]] = []
        self.numbers: dict[str, str] = {}

    def browser(self, account: Any = None, *, raises: bool = True) -> Watched:
        made = Watched(raise_request_exception=raises)
        made.heard = self.heard
        if account is not None:
            made.force_login(account)
        return made

    def number(self, whose: str, born: date = date(1961, 12, 18)) -> str:
        self.numbers[whose] = synthetic_number(born)
        return self.numbers[whose]

    def wrong(self, whose: str) -> str:
        """A number with a wrong check digit, as somebody mistypes it: theirs all the same."""
        right = synthetic_number()
        self.numbers[whose] = right[:-1] + ("0" if right[-1] != "0" else "1")
        return self.numbers[whose]

    def needles(self) -> dict[str, re.Pattern[str]]:
        """Each number, as it is and as people group it, and without the sign that is right for all of them."""
        return {
            whose: re.compile("".join(f"{sign}[ -]?" for sign in number[:-1]) + f"[{number[-1]}x]?", re.IGNORECASE)
            for whose, number in self.numbers.items()
        }

    def assert_told_nowhere(self) -> None:
        """None of the numbers is in an answer, an address, a line of the log, or a column as a dump would hold it."""
        found = [
            f"{whose}: {where}"
            for whose, needle in self.needles().items()
            for where, text in (*said(self), *columns())
            if needle.search(text)
        ]
        assert found == [], found


def listening(log: pytest.LogCaptureFixture) -> Everything:
    """Listens as the house logs, and no quieter."""
    log.set_level(logging.DEBUG)
    for name, level in of_the_house.LOGGING["loggers"].items():
        logging.getLogger(name).setLevel(level["level"])
    return Everything(log)


def said(everything: Everything) -> Iterator[tuple[str, str]]:
    """Every answer with its address and headers, and every line of the log with its traceback."""
    for address, body in everything.heard:
        yield f"the answer at {address}", body.decode("utf-8", "replace")
    formatter = logging.Formatter("%(name)s %(message)s")
    for record in everything.log.records:
        if record.name != "django.db.backends":  # statements with their values, which no house logs
            yield f"the log of {record.name}", formatter.format(record)


def columns() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, the bytes too, as a dump would hold them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() ORDER BY 1, 2"
        )
        for table, column, kind in cursor.fetchall():
            value = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT string_agg({value}, chr(10)) FROM "{table}"')  # noqa: S608 -- the catalogue's own names
            yield f"{table}.{column}", cursor.fetchone()[0] or ""
