"""The rows of a year that was played through: visits, numbers, windows taken, receipts, cases, deliveries, ratings, stays at
kiosks, and the events of them all.

Written by COPY and one statement for each table, in one transaction, with every key, constraint and trigger in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from onetrip.catalogue.book import Matter
from onetrip.walls.scope import as_owner

_TABLES = """
CREATE TEMP TABLE year_visit (
    n int PRIMARY KEY, visit uuid DEFAULT gen_random_uuid(), ticket uuid DEFAULT gen_random_uuid(),
    receipt uuid DEFAULT gen_random_uuid(), invitation uuid DEFAULT gen_random_uuid(), day date, serial int, at timestamptz,
    called timestamptz, ended timestamptz, fate text, reason text, credit int, a_window bigint, number int, clerk bigint, by text,
    rank int, luck float, rated float) ON COMMIT DROP;
CREATE TEMP TABLE year_matter (
    rank int PRIMARY KEY, matter text, name jsonb, department text, on_spot bool, days int, "limit" jsonb, papers jsonb)
    ON COMMIT DROP;
CREATE TEMP TABLE year_duty (a_window bigint, clerk bigint, began timestamptz, ended timestamptz) ON COMMIT DROP;
CREATE TEMP TABLE year_stay (kiosk bigint, began timestamptz, ended timestamptz, failed bool, rank int) ON COMMIT DROP
"""

_VISIT = "n, day, serial, at, called, ended, fate, reason, credit, a_window, number, clerk, by, rank, luck, rated"

_STATEMENTS = """
ANALYZE year_visit;

CREATE TEMP TABLE year_case ON COMMIT DROP AS
SELECT came.n, came.day, gen_random_uuid() AS id, matter.*, came.ended - interval '20 seconds' AS accepted,
       %(centre)s::text || '-' || to_char(came.day, 'YYYYMMDD') || '-'
         || lpad((row_number() OVER (PARTITION BY came.day ORDER BY came.n, second))::text, 4, '0') AS number,
       row_number() OVER (PARTITION BY came.day ORDER BY came.n, second) AS case_serial,
       CASE WHEN matter.on_spot THEN 'delivered' WHEN came.day > %(last)s::date - 10 THEN 'accepted'
            WHEN luck < 0.002 THEN 'supplement' WHEN luck < 0.015 THEN 'withdrawn'
            WHEN luck < 0.025 THEN 'completed' ELSE 'delivered' END AS state,
       luck > 0.93 AND NOT matter.on_spot AS was_stopped
FROM year_visit came
CROSS JOIN LATERAL generate_series(0, CASE WHEN came.n %% 12 = 0 THEN 1 ELSE 0 END) second
JOIN year_matter matter ON matter.rank = (came.rank + second * 3) %% %(matters)s::int
WHERE came.fate = 'done' AND NOT luck BETWEEN 0.5 AND 0.53;

ANALYZE year_case;

INSERT INTO centres_duty (window_id, account_id, began, ended, paused) SELECT a_window, clerk, began, ended, '' FROM year_duty;

INSERT INTO lobby_visit (id, centre_id, channel, day, wanted, accepted, arrived_at, finished_at, outcome)
SELECT visit, %(centre)s::text, 'hall', came.day, coalesce(matters, jsonb_build_array(matter.matter)), coalesce(matters, '[]'), at,
       coalesce(ended, called), CASE WHEN fate <> 'done' THEN 'left' WHEN matters IS NULL THEN 'none' ELSE 'all' END
FROM year_visit came JOIN year_matter matter USING (rank)
LEFT JOIN (SELECT n, jsonb_agg(matter) AS matters FROM year_case GROUP BY n) taken USING (n);

INSERT INTO lobby_ticket (id, centre_id, visit_id, day, prefix, serial, state, reason, drawn_at, queue_at, waits_since,
                          credit_minutes, first_called_at, window_id, served_by_id, calls, called_at, announced_at,
                          started_at, finished_at)
SELECT ticket, %(centre)s::text, visit, day, 'A', serial, CASE fate WHEN 'done' THEN 'done' ELSE 'left' END, reason, at,
       at - credit * interval '1 minute', at, credit, called, CASE WHEN fate = 'done' THEN a_window END,
       CASE WHEN fate = 'done' THEN clerk END, CASE fate WHEN 'done' THEN 1 WHEN 'missed' THEN 3 ELSE 0 END, called, called,
       CASE WHEN fate = 'done' THEN called + least(interval '20 seconds', ended - called) END, coalesce(ended, called)
FROM year_visit;

INSERT INTO lobby_ticketcounter (centre_id, day, prefix, last)
SELECT %(centre)s::text, day, 'A', max(serial) FROM year_visit GROUP BY day;

INSERT INTO kiosk_stay (id, centre_id, kiosk_id, began_at, seen_at, ended_at, ended, step, matter)
SELECT gen_random_uuid(), %(centre)s::text, kiosk, began, year_stay.ended, year_stay.ended, CASE WHEN failed THEN 'idle' ELSE 'done' END,
       CASE WHEN failed THEN 'papers' ELSE 'print' END, matter
FROM year_stay JOIN year_matter USING (rank);

INSERT INTO cases_receipt (id, number, token, centre_id, visit_id, lines, issued_at, issued_by)
SELECT receipt, %(centre)s::text || '-' || to_char(day, 'YYYYMMDD') || '-S' || lpad(serial::text, 4, '0'),
       replace(receipt::text, '-', ''), %(centre)s::text, visit, lines, ended - interval '20 seconds', 'staff:' || by
FROM year_visit
JOIN (SELECT n, jsonb_agg(jsonb_build_object('case', number, 'matter', matter, 'name', name, 'papers', papers,
                                             'on_the_spot', on_spot)) AS lines
      FROM year_case GROUP BY n) taken USING (n);

INSERT INTO cases_case (id, number, matter, matter_name, catalogue_id, visit_id, receipt_id, receiving_centre_id,
                        accepting_centre_id, papers_at_id, collect_at_id, result_at_id, department, clerk_id, state,
                        by_proxy, papers, received_at, accepted_at, "limit", due_on, due_certain, alarm,
                        clock_stopped_at, granted, completed_at, delivered_at)
SELECT filed.id, filed.number, matter, name, %(catalogue)s::int, visit, receipt, %(centre)s::text, %(centre)s::text, %(centre)s::text, %(centre)s::text,
       CASE WHEN filed.state IN ('completed', 'delivered') THEN %(centre)s::text END, department, clerk, filed.state,
       luck BETWEEN 0.2 AND 0.25, papers, accepted, accepted, "limit", CASE WHEN days IS NOT NULL THEN filed.day + days END,
       true, 'none', CASE WHEN filed.state = 'supplement' THEN accepted END,
       CASE WHEN filed.state IN ('completed', 'delivered') THEN true END,
       CASE WHEN filed.state IN ('completed', 'delivered') THEN accepted + coalesce(days, 0) * 0.6 * interval '1 day' END,
       CASE WHEN filed.state = 'delivered' THEN accepted + coalesce(days, 0) * 0.8 * interval '1 day' END
FROM year_case filed JOIN year_visit came USING (n);

INSERT INTO cases_delivery (id, case_id, way, state, ready_at, reminders, ended_at, taken_by, taker_name, taker_number, remark)
SELECT gen_random_uuid(), id, 'window', CASE state WHEN 'delivered' THEN 'done' ELSE 'ready' END,
       accepted + coalesce(days, 0) * 0.6 * interval '1 day', 0,
       CASE WHEN state = 'delivered' THEN accepted + coalesce(days, 0) * 0.8 * interval '1 day' END, '', '', '', ''
FROM year_case WHERE state IN ('completed', 'delivered');

INSERT INTO cases_stop (id, case_id, procedure, reason, began_at, ended_at, result)
SELECT gen_random_uuid(), id, 'supplement', '请补一份复印件', accepted,
       CASE WHEN state = 'supplement' THEN NULL ELSE accepted + interval '3 days' END,
       CASE WHEN state = 'supplement' THEN '' ELSE '补来了' END
FROM year_case WHERE was_stopped OR state = 'supplement';

INSERT INTO cases_casecounter (centre_id, day, kind, last)
SELECT %(centre)s::text, day, 'case', max(case_serial) FROM year_case GROUP BY day
UNION ALL SELECT %(centre)s::text, day, 'receipt', max(serial) FROM year_visit GROUP BY day;

INSERT INTO ratings_invitation (id, token, centre_id, visit_id, served_by_id, "window", made_at)
SELECT invitation, replace(invitation::text, '-', ''), %(centre)s::text, visit, clerk, number, ended FROM year_visit
WHERE fate = 'done';

INSERT INTO ratings_rating (invitation_id, centre_id, level, reasons, words, channel, at)
SELECT invitation, %(centre)s::text, CASE WHEN rated < 0.002 THEN 2 WHEN rated < 0.05 THEN 4 ELSE 5 END, '[]', '', 'receipt',
       ended + interval '2 minutes'
FROM year_visit WHERE fate = 'done' AND rated < 0.45;

INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data)
SELECT at, %(centre)s::text, actor, thing, thing_id, verb, from_state, to_state, data FROM (
  SELECT step.place, CASE step.moment WHEN 0 THEN at WHEN 1 THEN called ELSE coalesce(ended, called) END AS at,
         CASE WHEN step.place <= 2 OR fate = 'left' THEN 'device:check-in-1' ELSE 'staff:' || by END AS actor, step.thing,
         (CASE step.thing WHEN 'ticket' THEN ticket WHEN 'receipt' THEN receipt ELSE visit END)::text AS thing_id,
         step.verb, step.was AS from_state, step.becomes AS to_state,
         jsonb_build_object('number', 'A' || lpad(serial::text, 3, '0'), 'window', number) AS data
  FROM year_visit, (VALUES
      (1, 'visit', 'arrive', '', '', 0, 'done left missed'), (2, 'ticket', 'draw', '', 'waiting', 0, 'done left missed'),
      (3, 'ticket', 'call', 'waiting', 'called', 1, 'done missed'), (4, 'ticket', 'start', 'called', 'serving', 1, 'done'),
      (5, 'ticket', 'miss', 'called', 'missed', 1, 'missed'), (8, 'ticket', 'leave', 'missed', 'left', 2, 'missed'),
      (8, 'ticket', 'leave', 'waiting', 'left', 2, 'left'), (7, 'ticket', 'finish', 'serving', 'done', 2, 'done'))
      AS step (place, thing, verb, was, becomes, moment, fates)
  WHERE step.fates LIKE '%%' || fate || '%%'
  UNION ALL
  SELECT 6, accepted, 'staff:' || by, 'case', id::text, 'accept', '', 'accepted',
         jsonb_build_object('number', filed.number, 'matter', matter)
  FROM year_case filed JOIN year_visit USING (n)
) happened ORDER BY at, place
"""


_STATISTICS = "ANALYZE lobby_visit, lobby_ticket, cases_case, cases_receipt, kiosk_stay, centres_duty, ledger_event"


@dataclass(frozen=True)
class Rows:
    """What was played: the tuples of the tables above, in the order of their columns."""

    visits: list[tuple[Any, ...]] = field(default_factory=list)
    duties: list[tuple[Any, ...]] = field(default_factory=list)
    stays: list[tuple[Any, ...]] = field(default_factory=list)


def write(rows: Rows, *, centre: str, last: date, catalogue: int, matters: Sequence[Matter]) -> int:
    """Write them all, or nothing; how many cases came of it."""
    given: dict[str, Any] = {"centre": centre, "last": last, "catalogue": catalogue, "matters": len(matters)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        _copy(cursor, f"year_visit ({_VISIT})", rows.visits)
        _copy(cursor, "year_matter", (_matter(rank, matter) for rank, matter in enumerate(matters)))
        _copy(cursor, "year_duty", rows.duties)
        _copy(cursor, "year_stay", rows.stays)
        for statement in _STATEMENTS.split(";\n"):
            cursor.execute(statement, given)
        # What is asked next must not be planned for tables that were empty a moment ago.
        with as_owner("statistics of tables that were just filled"):
            cursor.execute(_STATISTICS)
        cursor.execute("SELECT count(*) FROM year_case")
        return int(cursor.fetchone()[0])


def _copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _matter(rank: int, matter: Matter) -> tuple[object, ...]:
    limits = matter.terms.limits
    limit = limits.decide or limits.legal
    days = None if limits.on_the_spot or limit is None else limit.days * (7 if "working" in limit.unit else 5) // 5
    stored = None if days is None or limit is None else json.dumps({"days": limit.days, "unit": limit.unit})
    name = json.dumps({"zh": matter.terms.name.zh, "en": matter.terms.name.en})
    papers = [{"paper": "id-card", "name": {"zh": "身份证", "en": "ID card"}, "originals": 1, "copies": 0}]
    return rank, matter.id, name, matter.department or "", limits.on_the_spot, days, stored, json.dumps(papers)


def taken(centre: str, before: datetime) -> bool:
    """Whether the centre has numbers of days before: nothing is invented into a past that happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM lobby_ticket WHERE centre_id = %s AND drawn_at < %s)", [centre, before]
        )
        return bool(cursor.fetchone()[0])
