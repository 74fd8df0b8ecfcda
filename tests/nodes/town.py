"""A city house and a centre's house with a line between them: two processes, two databases."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from onetrip.nodes.tables import TABLES, Table, Way
from onetrip.web.demonstration import PASSWORD
from tests import house
from tests.factories import CATALOGUE
from tests.house import House
from tests.lean_browser import Browser
from tests.nodes.line import Line, line_to

QUICK = {
    "ONETRIP_NODE_EVERY": "0.2",
    "ONETRIP_NODE_GRACE": "0.3",
    "ONETRIP_NODE_LEAST_PAUSE": "0.1",
    "ONETRIP_NODE_LONGEST_PAUSE": "0.4",
    "ONETRIP_NODE_PATIENCE": "1",
}
"""Everything that a real line takes its time for, in the time of a test."""
MATTER, PAPERS = "medical-record-booklet", ["id-card"]
KIOSK_MATTER = "photo-free"
_KIOSK_MATTER = f"""\
id: {KIOSK_MATTER}
name: {{zh: 免材料申请, en: Application without papers}}
also: [免材料申请]
category: ageing
department: civil-affairs
kind: apply
offer: asked
channels: [kiosk, window]
area: direct
entitled: age >= 16
papers:
  - {{paper: id-card, originals: 1}}
limits: {{decide: 30 working_days}}
sources:
  - {{of: [entitled, papers, limits, area], what: {{zh: 指南, en: guide}}, as_of: "2025", confidence: high}}
"""
KEPT_ASIDE = 'SELECT "table", "key" FROM nodes_withheld'
EVENTS = "SELECT id, actor, thing, thing_id, verb, to_state, at FROM ledger_event WHERE centre = 'LF' ORDER BY id"
_EMPTY_HALL = """
UPDATE lobby_visit SET finished_at = now(), outcome = 'left' WHERE finished_at IS NULL AND centre_id {whose};
UPDATE lobby_ticket SET state = 'left', finished_at = now(), for_window_id = NULL
  WHERE state NOT IN ('done', 'left') AND centre_id {whose};
UPDATE centres_duty d SET ended = now(), paused = '' FROM centres_window w
  WHERE w.id = d.window_id AND d.ended IS NULL AND w.centre_id {whose};
"""
CROSSING = [table for table in TABLES if table.way not in (Way.HERE, Way.ONCE) and table.model != "nodes.Conflict"]


@dataclass
class Town:
    """Both houses; the centre is LF. `bridge_key` is that of the bridge beside its first kiosk."""

    city: House
    centre: House
    line: Line
    folder: Path
    bridge_key: str

    def restart_centre(self) -> None:
        """Start the centre's house again in its folder."""
        self.centre = house.start(self.folder / "centre", "--workers", "1", environ=QUICK)

    def restart_city(self) -> None:
        """Start the city's house again at the address that the line leads to."""
        self.city = house.start(self.folder / "city", "--workers", "1", port=self.line.port)

    def wait_until_equal(self, patience: float = 60) -> None:
        """Wait until every row is the same at both, or kept aside for a person; it fails with what still differs."""
        self.wait_until_quiet(patience)
        wait_until(lambda: not self.difference(), patience, lambda: f"{self.difference()}\n{self.state()}")

    def wait_until_quiet(self, patience: float = 60) -> None:
        """Wait until nothing is on its way: asked twice, as what arrives at one side may give it something to say."""
        wait_until(lambda: not (self.on_its_way() or self.on_its_way()), patience, self.state)

    def difference(self) -> str:
        """What differs between the two databases, of the first table in which something does; "" when all is the same."""
        aside = {row for one in (self.centre, self.city) for row in one.ask(KEPT_ASIDE)}
        for table in CROSSING:
            here, there = self.rows(self.centre, table.name), self.rows(self.city, table.name)
            for rows in (here, there):
                for name, key in aside:
                    if name == table.name:
                        rows.pop(key, None)
            owned = self.owned(table)
            there = {key: row for key, row in there.items() if key in here or key in owned}
            if missing := sorted(set(here) ^ set(there)):
                return f"{table.name}: only at one side: {missing[:5]}"
            if differing := [key for key in here if here[key] != there[key]]:
                return f"{table.name} differs: {here[differing[0]]}\n{there[differing[0]]}"
        return ""

    def on_its_way(self) -> int:
        """Messages that have not arrived, both ways together."""
        ((up,),) = self.centre.ask("SELECT count(*) FROM nodes_outgoing o, nodes_line l WHERE o.id > l.acknowledged")
        ((down,),) = self.city.ask(
            "SELECT count(*) FROM nodes_outgoing o, nodes_node n WHERE n.centre_id = 'LF' AND o.\"to\" IN ('*', 'LF') "
            "AND o.id > n.acknowledged"
        )
        return int(up) + int(down)

    def empty_the_halls(self) -> None:
        """Nobody waits and nobody works: what another test left behind is not in the way of the next."""
        for one, whose in ((self.centre, "= 'LF'"), (self.city, "<> 'LF'")):
            one.ask(_EMPTY_HALL.format(whose=whose))
        self.wait_until_quiet()

    def owned(self, table: Table) -> set[str]:
        """The keys of the rows at the city that the centre has to have as well."""
        if table.centre in {"NULL", "ACCOUNT"}:
            return set()
        asked = f"SELECT \"{table.key}\"::text FROM {table.name} r WHERE {table.centre} IN ('LF', '*')"  # noqa: S608
        aside = {row for one in (self.centre, self.city) for row in one.ask(KEPT_ASIDE)}
        return {key for (key,) in self.city.ask(asked) if (table.name, key) not in aside}

    @staticmethod
    def rows(a_house: House, table: str) -> dict[str, str]:
        """Every row of a table, by its key, as text; without what each side keeps for itself."""
        one = next(one for one in CROSSING if one.name == table)
        local = "".join(f" - '{column}'" for column in one.local)
        return dict(a_house.ask(f'SELECT "{one.key}"::text, (to_jsonb(r){local})::text FROM {table} r'))  # noqa: S608

    def state(self) -> str:
        """For a test that failed."""
        line = self.centre.ask("SELECT to_jsonb(l)::text FROM nodes_line l")
        node = self.city.ask("SELECT (to_jsonb(n))::text FROM nodes_node n")
        return f"{line}\n{node}\n{self.centre.said[-2000:]}\n{self.city.said[-2000:]}"


def wait_until(condition: Callable[[], Any], patience: float, say: Callable[[], str] = str) -> None:
    """Wait for `condition`."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, f"not within {patience} s: {say()}"
        time.sleep(0.05)


def command(folder: Path, *words: str) -> str:
    """One of our own commands in a house's folder; what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in house._OWN_TO_TESTS}
    done = subprocess.run(
        [sys.executable, "-m", "onetrip", "--data", str(folder), *words],
        env=environment,
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return done.stdout.decode()


@contextlib.contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """The demonstration centre at the city, with a node of its own that has joined, and a matter in force that a kiosk
    accepts by rule."""
    with contextlib.ExitStack() as stack:
        catalogue = shutil.copytree(CATALOGUE, folder / "catalogue")
        (catalogue / "matters" / f"{KIOSK_MATTER}.yaml").write_text(_KIOSK_MATTER, encoding="utf-8")
        city = stack.enter_context(house.running(folder / "city", "--workers", "1", catalogue=catalogue))
        line = stack.enter_context(line_to(city.address))
        key = command(folder / "city", "nodes", "add", "LF").splitlines()[0]
        centre = folder / "centre"
        centre.mkdir()
        (centre / "node.key").write_text(key + "\n")
        shared = next(row for row in (folder / "city" / "keys.env").read_text().splitlines() if "IDENTITY" in row)
        (centre / "keys.env").write_text(f"ONETRIP_SECRET_KEY={secrets.token_hex(32)}\n{shared}\n")
        joined = stack.enter_context(
            house.running(centre, "--workers", "1", "--node", "centre", "--city", line.address, environ=QUICK)
        )
        bridge_key = command(centre, "devices", "key", "kiosk", "1").splitlines()[0]
        town = Town(city, joined, line, folder, bridge_key)
        try:
            yield town
        finally:
            for name in ("city", "centre"):
                last = getattr(town, name)
                if last.process.poll() is None:
                    last.process.kill()
                    last.process.wait()


def cut(town: Town) -> None:
    """Cut the line, and wait until the centre has noticed."""
    town.line.cut()
    wait_until(lambda: town.centre.ask("SELECT is_up FROM nodes_line") == [(False,)], 60, town.state)


def is_up(town: Town) -> bool:
    return town.centre.ask("SELECT is_up FROM nodes_line") == [(True,)]


def heal(town: Town) -> None:
    """Heal it, and wait until the centre has noticed."""
    town.line.heal()
    wait_until(lambda: is_up(town), 60, town.state)


@dataclass
class Visit:
    """What one visit left: tokens and numbers as residents hold them."""

    slip: str
    ticket: str
    receipt: str
    receipt_number: str
    rating: str


_browsers: list[Browser] = []


def hang_up() -> None:
    """Close every browser's connection."""
    while _browsers:
        _browsers.pop().reconnect()


def signed_in(a_house: House, username: str | None) -> Browser:
    """Somebody at a house; a resident or a machine without a name."""
    browser = Browser(a_house.address)
    _browsers.append(browser)
    if username is not None:
        browser.sign_in(username, PASSWORD)
    return browser


def a_slip(guide: Browser, matter: str, *, id_number: str | None = None) -> str:
    """Consult at the desk and print the slip; its token."""
    consultation = guide.post("advice/consultations", {"channel": "desk"})["id"]
    if id_number:
        guide.post(f"advice/consultations/{consultation}/identity", {"id_number": id_number, "name": "李测"})
    guide.post(f"advice/consultations/{consultation}/hear", {"said": "", "matter": matter})
    token: str = guide.post(f"advice/consultations/{consultation}/slip", {"language": "zh"})["token"]
    return token


def a_ticket(guide: Browser, slip: str | None = None) -> str:
    """Arrive; the ticket's id."""
    ticket: str = guide.post("lobby/arrivals", {"slip": slip} if slip else {})["id"]
    return ticket


def come_and_go(guide: Browser) -> None:
    """Draw a number and leave: two changes, and nobody waits afterwards."""
    guide.post(f"lobby/tickets/{a_ticket(guide)}/leave")


def sent(browser: Browser, path: str, **fields: str) -> tuple[int, str]:
    """Send a form of a page, as the page does; status and page."""
    form = {"idempotency_key": str(uuid.uuid4()), "csrfmiddlewaretoken": browser.cookies["onetrip_csrf"], **fields}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": browser.address}
    status, told, _ = browser._ask("POST", path, urlencode(form), headers)
    return status, told.decode()


def press(browser: Browser, path: str, **fields: str) -> None:
    """The same, and it has to be taken."""
    status, told = sent(browser, path, **fields)
    assert status in {200, 302}, told


def take_window(clerk: Browser, window: int) -> None:
    """Sit down at a window; sitting there already changes nothing."""
    press(clerk, "/window/take", number=str(window))


def served(clerk: Browser, window: int, matter: str, papers: list[str], *, finish: bool = True) -> dict[str, Any]:
    """Call whoever is next and accept; the receipt as it was told."""
    take_window(clerk, window)
    ticket = clerk.post(f"lobby/windows/{window}/call-next")["ticket"]
    clerk.post(f"lobby/tickets/{ticket['id']}/start")
    asked = {"matter": matter, "papers": papers}
    receipt: dict[str, Any] = clerk.post("cases/accept", {"ticket": ticket["id"], "matters": [asked]})
    if finish:
        clerk.post(f"lobby/tickets/{ticket['id']}/finish")
    return receipt


def a_visit(town: Town, *, id_number: str | None = None) -> Visit:
    """A whole visit at the centre, by HTTP: asked, slip, number, called, accepted, receipt, done, rated."""
    guide, clerk = signed_in(town.centre, "guide"), signed_in(town.centre, "clerk1")
    slip = a_slip(guide, MATTER, id_number=id_number)
    ticket = a_ticket(guide, slip)
    receipt = served(clerk, 1, MATTER, PAPERS)
    ((rating,),) = town.centre.ask(
        "SELECT i.token FROM ratings_invitation i JOIN cases_receipt r ON r.visit_id = i.visit_id WHERE r.token = %s",
        receipt["token"],
    )
    guide.post(f"ratings/{rating}", {"level": 5})
    return Visit(slip, ticket, receipt["token"], receipt["number"], rating)


def looked_up(a_house: House, number: str, id_number: str) -> tuple[int, str]:
    """A resident looks a slip up by its number and the last four of the ID number; status and page."""
    browser = signed_in(a_house, None)
    browser.get("/slip")
    return sent(browser, "/slip", number=number, last_four=id_number[-4:])
