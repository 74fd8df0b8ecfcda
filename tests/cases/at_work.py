"""Windows at work in a house that may die at any moment, and what must not be found afterwards."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from onetrip.web.demonstration import PASSWORD
from tests.house import House
from tests.lean_browser import Browser, Unexpected

WINDOWS = 4
MATTER = {"matter": "medical-record-booklet", "papers": ["id-card"]}


@dataclass
class Attempt:
    """One acceptance: asked under `key`, and the receipt that was answered, if an answer came."""

    clerk: int
    ticket: str
    key: uuid.UUID
    receipt: str | None = None


@dataclass
class Work:
    """What the windows have done, over all lives of the house, and their sessions, which outlive it."""

    attempts: list[Attempt] = field(default_factory=list)
    sessions: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def unanswered(self) -> list[Attempt]:
        return [one for one in self.attempts if one.receipt is None]

    @contextlib.contextmanager
    def browser(self, served: House, clerk: int) -> Iterator[Browser]:
        """The browser of that clerk, signed in once and for all."""
        browser = Browser(served.address, self.sessions.get(clerk, {}))
        try:
            if clerk not in self.sessions:
                browser.sign_in(f"clerk{clerk}", PASSWORD)
                self.sessions[clerk] = browser.cookies
            yield browser
        finally:
            browser.reconnect()


def accept(browser: Browser, attempt: Attempt) -> None:
    """Ask for the acceptance, under the same key each time."""
    told = browser.post("cases/accept", {"ticket": attempt.ticket, "matters": [MATTER]}, attempt.key)
    attempt.receipt = told["number"]


def at_a_window(served: House, clerk: int, work: Work, stopping: threading.Event) -> None:
    """One visit after the other, until the house dies or the time is up; what was asked for is noted before asking."""
    died = (ConnectionError, TimeoutError, Unexpected)
    with contextlib.suppress(*died), work.browser(served, clerk) as browser:
        while not stopping.is_set():
            browser.post("lobby/arrivals")
            ticket = browser.post(f"lobby/windows/{clerk}/call-next")["ticket"]
            if ticket is None:
                continue
            browser.post(f"lobby/tickets/{ticket['id']}/start")
            attempt = Attempt(clerk, ticket["id"], uuid.uuid4())
            work.attempts.append(attempt)
            accept(browser, attempt)
            browser.post(f"lobby/tickets/{ticket['id']}/finish")


@contextlib.contextmanager
def working(served: House, work: Work) -> Iterator[None]:
    """Every window at work inside the block, which begins when several visits are through."""
    stopping = threading.Event()
    threads = [
        threading.Thread(target=at_a_window, args=(served, clerk, work, stopping)) for clerk in range(1, WINDOWS + 1)
    ]
    enough = len(work.attempts) + 2 * WINDOWS
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    while len(work.attempts) < enough and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(timeout=60)


def clerks_take_windows(served: House) -> None:
    for clerk in range(1, WINDOWS + 1):
        served.ask(
            "INSERT INTO centres_duty (window_id, account_id, began, paused) SELECT place.id, account.id, now(), '' "
            "FROM centres_window place, staff_account account WHERE place.number = %s AND account.username = %s",
            clerk,
            f"clerk{clerk}",
        )


HALVES = {
    "a receipt without a case": """
        SELECT receipt.number FROM cases_receipt receipt
        WHERE jsonb_array_length(receipt.lines) <> (SELECT count(*) FROM cases_case c WHERE c.receipt_id = receipt.id)""",
    "a case without its event": """
        SELECT c.number FROM cases_case c WHERE (
            SELECT count(*) FROM ledger_event e
            WHERE e.thing = 'case' AND e.verb = 'accept' AND e.thing_id = c.id::text) <> 1""",
    "an event without its case": """
        SELECT e.thing_id FROM ledger_event e WHERE e.thing = 'case' AND e.verb = 'accept'
        AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id::text = e.thing_id)""",
    "a receipt without its event": """
        SELECT r.number FROM cases_receipt r WHERE NOT EXISTS (
            SELECT 1 FROM ledger_event e WHERE e.thing = 'receipt' AND e.thing_id = r.id::text)""",
    "an accepted visit without an invitation": """
        SELECT r.number FROM cases_receipt r
        WHERE NOT EXISTS (SELECT 1 FROM ratings_invitation i WHERE i.visit_id = r.visit_id)""",
    "a visit that does not know its cases": """
        SELECT v.id FROM lobby_visit v WHERE jsonb_array_length(v.accepted) <>
            (SELECT count(*) FROM cases_case c WHERE c.visit_id = v.id)""",
    "a ticket that was accepted from and never served": """
        SELECT t.id FROM lobby_ticket t JOIN cases_case c ON c.visit_id = t.visit_id
        WHERE t.state NOT IN ('serving', 'done')""",
    "a ticket and a visit that disagree about the end": """
        SELECT t.id FROM lobby_ticket t JOIN lobby_visit v ON v.id = t.visit_id
        WHERE (t.state IN ('done', 'left')) <> (v.finished_at IS NOT NULL)""",
    "a state that its last event does not say": """
        SELECT t.id, t.state FROM lobby_ticket t WHERE t.state <> (
            SELECT e.to_state FROM ledger_event e
            WHERE e.thing = 'ticket' AND e.thing_id = t.id::text ORDER BY e.id DESC LIMIT 1)""",
    "a number that was given twice": """
        SELECT day, prefix, serial FROM lobby_ticket GROUP BY centre_id, day, prefix, serial HAVING count(*) > 1""",
    "a number that was given and is not there": """
        SELECT c.day FROM lobby_ticketcounter c WHERE c.last <> (
            SELECT count(*) FROM lobby_ticket t WHERE t.day = c.day AND t.prefix = c.prefix)""",
    "a request that is done and led to nothing": """
        SELECT k.key FROM ledger_requestkey k WHERE k.action LIKE 'accept %%'
        AND NOT EXISTS (SELECT 1 FROM cases_receipt r WHERE r.id::text = k.result ->> 'receipt')""",
}
"""What must not be there, and how to find it."""


def check(served: House, work: Work) -> None:
    """Nothing is half there, and each answered receipt exists once with its one case."""
    halves = {name: rows for name, sql in HALVES.items() if (rows := served.ask(sql))}
    assert halves == {}
    found = dict(
        served.ask(
            "SELECT r.number, count(c.id) FROM cases_receipt r JOIN cases_case c ON c.receipt_id = r.id GROUP BY 1"
        )
    )
    answered = [one.receipt for one in work.attempts if one.receipt is not None]
    assert len(answered) == len(set(answered))
    assert {receipt: found.get(receipt) for receipt in answered} == dict.fromkeys(answered, 1)


def ask_again(served: House, work: Work) -> None:
    """Whoever got no answer asks again under the same key: it was done once, or is done now."""
    for attempt in work.unanswered:
        with work.browser(served, attempt.clerk) as browser:
            accept(browser, attempt)
            with contextlib.suppress(Unexpected):  # it may have been finished in the life before
                browser.post(f"lobby/tickets/{attempt.ticket}/finish")
        ((cases,),) = served.ask(
            "SELECT count(*) FROM cases_case c JOIN lobby_ticket t ON t.visit_id = c.visit_id WHERE t.id = %s",
            attempt.ticket,
        )
        assert cases == 1


def free_the_windows(served: House, work: Work) -> None:
    """Before the next life: a window whose call or end went unanswered is made free by its clerk."""
    for clerk, ticket, state in served.ask(
        "SELECT place.number, ticket.id::text, ticket.state FROM lobby_ticket ticket "
        "JOIN centres_window place ON place.id = ticket.window_id WHERE ticket.state IN ('called', 'serving')"
    ):
        with work.browser(served, clerk) as browser:
            if state == "called":
                browser.post(f"lobby/tickets/{ticket}/start")
            browser.post(f"lobby/tickets/{ticket}/finish")
