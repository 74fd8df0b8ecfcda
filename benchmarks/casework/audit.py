"""The audit of a year of a centre: sealing its events, and verifying every one of them in the database and in a file.

Two million events of one centre, as a year of 120,000 cases writes them (visits, numbers, papers, cases, ratings), drawn
by PostgreSQL itself; a few of another centre lie between them. Times are by the clock on the wall, in one process.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.report import Row
from onetrip.cli import house
from onetrip.web import postgres

EVENTS = 2_000_000
EVERY_OTHER = 50
"""One event of so many is of another centre."""

_DRAW = """
INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data, public)
SELECT timestamptz '2026-01-01 00:30Z' + n * interval '15.7 seconds', CASE WHEN n %% %(other)s = 0 THEN 'PX' ELSE 'LF' END,
  'staff:clerk' || n %% 16, kind.thing, CASE WHEN kind.thing = 'ticket' THEN n::text ELSE md5(n::text)::uuid::text END,
  kind.verb, kind.was, kind.becomes,
  CASE n %% 3 WHEN 0 THEN '{}'::jsonb WHEN 1 THEN jsonb_build_object('window', n %% 9, 'matter', 'old-age-allowance', 'minutes', (n %% 400) / 10.0)
    ELSE jsonb_build_object('case', 'LF2026' || n, 'papers', jsonb_build_array('id-card', 'household-booklet', 'bank-card'), 'note', '材料齐全，当场受理') END,
  CASE WHEN n %% 2 = 0 THEN jsonb_build_object('ticket', 'A' || n %% 1000, 'window', n %% 9) END
FROM generate_series(1, %(events)s) n
JOIN (VALUES (0, 'ticket', 'draw', '', 'waiting'), (1, 'ticket', 'call', 'waiting', 'called'), (2, 'visit', 'begin', '', 'open'),
  (3, 'case', 'accept', 'received', 'accepted'), (4, 'rating', 'give', '', 'given')) AS kind (k, thing, verb, was, becomes) ON kind.k = n %% 5
"""


def rows(events: int = EVENTS) -> list[Row]:
    """Draw, seal and verify; the figures."""
    with tempfile.TemporaryDirectory(prefix="onetrip-bench-") as place:
        folder = Path(place)
        os.environ |= {name: secrets.token_hex(32) for name in house.KEYS}
        os.environ |= {"ONETRIP_STATIC": str(folder / "static"), "DJANGO_SETTINGS_MODULE": "onetrip.web.settings"}
        with postgres.running(folder / "postgresql") as url:
            os.environ["DATABASE_URL"] = url
            house.open_house()
            house.migrate()
            try:
                return _measured(folder, events)
            finally:
                from django.db import connection

                connection.close()


def _measured(folder: Path, events: int) -> list[Row]:
    from django.db import connection
    from django.utils import timezone

    from onetrip.ledger import actions, exporting, verifying
    from onetrip.walls.scope import as_owner

    with as_owner("a past is drawn without triggers"), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # a past that nobody listens to
        cursor.execute(_DRAW, {"events": events, "other": EVERY_OTHER})
        cursor.execute("RESET session_replication_role")
        cursor.execute("ANALYZE ledger_event")
    began = time.perf_counter()
    sealed = actions.seal_new(owned=lambda _: True, everything=True)
    sealing_took = time.perf_counter() - began
    began = time.perf_counter()
    nothing = actions.seal_new(owned=lambda _: True)
    minute = time.perf_counter() - began
    if sealed != events or nothing:
        raise SystemExit(f"{sealed} and {nothing} of {events} events were sealed")
    walked = verifying.Walked()
    began, began_ours = time.perf_counter(), time.process_time()
    found = list(verifying.breaks("LF", walked=walked))
    verified, ours = time.perf_counter() - began, time.process_time() - began_ours
    if found or walked.position < events * 0.9:
        raise SystemExit(f"{walked.position} events, {len(found)} breaks")
    began = time.perf_counter()
    exported = exporting.export("LF", folder / "export", now=timezone.now())
    exporting_took = time.perf_counter() - began
    began = time.perf_counter()
    if list(verifying.breaks_in(exported.path, "LF")):
        raise SystemExit("the exported file does not hold")
    in_file = time.perf_counter() - began
    size = f"{walked.position / 1e6:.2f} million events"
    return [
        Row(f"the audit of a year verifies, {size}, from the database", verified, "s", "lower", 30),
        Row("of that, processor time of the process that verifies", ours, "s", "lower"),
        Row(
            f"the same from an exported file of {exported.path.stat().st_size / 1e6:.0f} MB", in_file, "s", "lower", 30
        ),
        Row("the same exported", exporting_took, "s", "lower"),
        Row("sealing the year at once", sealing_took, "s", "lower"),
        Row("the clock's look each minute when nothing is new", 1000 * minute, "ms", "lower", 100),
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in rows()]))
