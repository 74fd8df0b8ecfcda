"""The pages of window, department and director over years of cases, one reader after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median, quantiles

import psycopg
from tests.lean_browser import Browser, Unexpected

from benchmarks.hall.house import Measured
from onetrip.web.demonstration import PASSWORD

_WINDOW = (
    "/window/",
    "/window/queue",
    "/cases/",
    "/cases/?show=late",
    "/cases/?show=soon",
    "/cases/?show=waiting",
    "/cases/?show=gaps",
    "/hand-over/",
    "/deliver/",
    "/deliver/unclaimed",
    "/notices/undelivered/",
)
_DEPARTMENT = ("/department/",)
_DIRECTOR = (
    "/director/",
    "/director/?period=day",
    "/director/?period=month",
    "/director/?period=year",
    "/director/figures",
    "/director/waits",
    "/cases/limits",
    "/rectifications/",
    "/rectifications/?show=closed",
    "/director/spared",
    "/operator/",
    "/evening/",
    "/hall/watch",
    "/hall/weights",
    "/director/bookings/",
    "/director/opening/",
)


@dataclass(frozen=True)
class PageTime:
    """Milliseconds of a page: the first reading after the house has opened, then the middle one and p95 of the others."""

    path: str
    first: float
    median: float
    p95: float


def pages(house: Measured) -> list[PageTime]:
    """Every page of the three, and one case and one receipt among them all."""
    number, token, open_number = _somewhere(house.url)
    clerk = house.clerks[0]
    director, reviewer = (signed_in(house, name) for name in ("director", "reviewer"))
    found = [timed(clerk, path) for path in (*_WINDOW, f"/cases/{number}", f"/r/{token}")]
    found += [timed(reviewer, path) for path in (*_DEPARTMENT, f"/department/{open_number}")]
    return found + [timed(director, path) for path in _DIRECTOR]


def make_reviewer(url: str, department: str) -> None:
    """Give the demonstration somebody who decides for `department`, everywhere."""
    with psycopg.connect(url, autocommit=True) as connection:
        (account,) = connection.execute(
            "INSERT INTO staff_account (password, username, name, name_en, is_active, is_demonstration, failed_sign_ins) "
            "SELECT password, 'reviewer', '审批', 'Reviewer', true, true, 0 FROM staff_account WHERE username = 'clerk1' "
            "RETURNING id"
        ).fetchone() or (None,)
        connection.execute(
            "INSERT INTO staff_grant (account_id, role, centre, department) VALUES (%s, 'reviewer', '*', %s)",
            [account, department],
        )


def busiest_department(url: str) -> str:
    """The department with the most open cases."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT department FROM cases_case WHERE state IN ('accepted', 'supplement') AND department <> '' "
            "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
    return str(found[0]) if found else ""


def _somewhere(url: str) -> tuple[str, str, str]:
    """A case from the middle of the years with the token of its receipt, and one that is open at the busiest department."""
    with psycopg.connect(url, autocommit=True) as connection:
        old = connection.execute(
            'SELECT "case".number, receipt.token FROM cases_case "case" JOIN cases_receipt receipt '
            'ON receipt.id = "case".receipt_id WHERE "case".state = \'delivered\' AND "case".receiving_centre_id = \'LF\' '
            'ORDER BY "case".received_at OFFSET 1000 LIMIT 1'
        ).fetchone()
        still = connection.execute(
            "SELECT number FROM cases_case WHERE state = 'accepted' AND department = %s LIMIT 1",
            [busiest_department(url)],
        ).fetchone()
    if old is None or still is None:
        raise RuntimeError("the years hold no such case")
    return old[0], old[1], still[0]


def signed_in(house: Measured, username: str) -> Browser:
    """A browser of one of the demonstration's people."""
    browser = Browser(house.serving.address)
    browser.sign_in(username, PASSWORD)
    return browser


def timed(browser: Browser, path: str, times: int = 40) -> PageTime:
    """A page read again and again. Raises Unexpected where it is not there."""
    browser.reconnect()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        status, body, _ = browser.get(path)
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise Unexpected(path, status, body)
    return PageTime(path, taken[0], median(taken[1:]), quantiles(taken[1:], n=20)[-1])
