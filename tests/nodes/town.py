"""A city house and a centre's house with a line between them: two processes, two databases."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from onetrip.nodes.tables import TABLES, Way
from onetrip.web.demonstration import PASSWORD
from tests import house
from tests.house import House
from tests.nodes.line import Line, line_to

QUICK = {"ONETRIP_NODE_EVERY": "0.2", "ONETRIP_NODE_GRACE": "0.3", "ONETRIP_NODE_LEAST_PAUSE": "0.1"}
CROSSING = [table for table in TABLES if table.way is not Way.HERE and table.model != "nodes.Conflict"]


@dataclass
class Town:
    """Both houses; the centre is LF."""

    city: House
    centre: House
    line: Line
    folder: Path

    def restart_centre(self) -> None:
        """Start the centre's house again in its folder."""
        self.centre = house.start(self.folder / "centre", "--workers", "1", environ=QUICK)

    def restart_city(self) -> None:
        """Start the city's house again at the address that the line leads to."""
        self.city = house.start(self.folder / "city", "--workers", "1", port=self.line.port)

    def wait_until_equal(self, patience: float = 30) -> None:
        """Wait until nothing is on its way, and then every row has to be the same at both."""
        wait_until(lambda: not self.on_its_way(), patience, self.state)
        for table in CROSSING:
            here, there = self.rows(self.centre, table.name), self.rows(self.city, table.name)
            if table.way is Way.DOWN:
                there = {key: row for key, row in there.items() if key in here or table.centre == "'*'"}
            missing = sorted(set(here) ^ set(there))
            assert not missing, f"{table.name}: only at one side: {missing[:5]}"
            differing = [key for key in here if here[key] != there[key]]
            assert not differing, f"{table.name} differs: {here[differing[0]]}\n{there[differing[0]]}"

    def on_its_way(self) -> int:
        """Messages that have not arrived, both ways together."""
        ((up,),) = self.centre.ask("SELECT count(*) FROM nodes_outgoing o, nodes_line l WHERE o.id > l.acknowledged")
        ((down,),) = self.city.ask(
            "SELECT count(*) FROM nodes_outgoing o, nodes_node n WHERE n.centre_id = 'LF' AND o.\"to\" IN ('*', 'LF') "
            "AND o.id > n.acknowledged"
        )
        return int(up) + int(down)

    @staticmethod
    def rows(a_house: House, table: str) -> dict[str, str]:
        """Every row of a table, by its key, as text; without what each side keeps for itself."""
        one = next(one for one in CROSSING if one.name == table)
        local = "".join(f" - '{column}'" for column in one.local)
        return dict(a_house.ask(f"SELECT \"{one.key}\"::text, (to_jsonb(r){local})::text FROM {table} r"))  # noqa: S608

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
    """The demonstration centre at the city, with a node of its own that has joined."""
    with contextlib.ExitStack() as stack:
        city = stack.enter_context(house.running(folder / "city", "--workers", "1"))
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
        town = Town(city, joined, line, folder)
        try:
            yield town
        finally:
            for name in ("city", "centre"):
                last = getattr(town, name)
                if last.process.poll() is None:
                    last.process.kill()
                    last.process.wait()


class Clerk:
    """Somebody signed in at a house, by HTTP as a browser does."""

    def __init__(self, a_house: House, username: str) -> None:
        self.at = a_house.address
        self.session = requests.Session()
        self.session.get(f"{self.at}/staff/sign-in", timeout=20)
        answer = self.session.post(
            f"{self.at}/staff/sign-in",
            data={"username": username, "password": PASSWORD, "csrfmiddlewaretoken": self.token},
            timeout=20,
        )
        assert "/staff/sign-in" not in answer.url, answer.text[-500:]

    @property
    def token(self) -> str:
        return self.session.cookies.get("onetrip_csrf", "")

    def api(self, path: str, **body: Any) -> Any:
        """A changing request to the API; what it answered."""
        answer = self.try_api(path, **body)
        assert answer.status_code < 300, f"{path}: {answer.status_code} {answer.text[:400]}"
        return answer.json()

    def try_api(self, path: str, key: str | None = None, **body: Any) -> requests.Response:
        """The same, whatever the answer."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), "X-CSRFToken": self.token, "Referer": self.at}
        return self.session.post(f"{self.at}/api{path}", json=body, headers=headers, timeout=20)

    def page(self, path: str) -> requests.Response:
        """A page."""
        return self.session.get(self.at + path, timeout=20)
