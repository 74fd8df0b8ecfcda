"""Years of a centre: visits, tickets, receipts, cases with papers and stops, deliveries, ratings, and the events of them all.

Every key, constraint and trigger of the database holds while a measured year is loaded, as it would for one that comes
from another system; only the publishing of news rests, for nobody waits for the news of last year.
"""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

import psycopg

from onetrip.catalogue.book import Catalogue, Matter

CASES = 120_000
"""Cases of a centre in a year (the issue); a second one in every twelfth visit."""

_VISITS = CASES * 12 // 13
_TABLES = (
    "lobby_visit, lobby_ticket, lobby_ticketcounter, cases_receipt, cases_case, cases_delivery, cases_stop, cases_casecounter, "
    "ratings_invitation, ratings_rating, ledger_event"
)

_BEGIN = """
SELECT setseed(0.42);

CREATE TEMP TABLE past AS
SELECT n, gen_random_uuid() AS visit, gen_random_uuid() AS ticket, gen_random_uuid() AS receipt,
       gen_random_uuid() AS invitation, day, row_number() OVER (PARTITION BY day ORDER BY n) AS serial, at,
       random() AS of_matter, random() AS rated, random() AS fate, waited, handled,
       windows.ids[n %% cardinality(windows.ids) + 1] AS a_window, n %% cardinality(windows.ids) + 1 AS number,
       clerks.ids[n %% cardinality(clerks.ids) + 1] AS clerk, clerks.names[n %% cardinality(clerks.ids) + 1] AS by
FROM (SELECT n, %(first)s::date + (n * 365 / %(visits)s) AS day,
             (%(first)s::date + (n * 365 / %(visits)s) + time '00:30')::timestamptz + random() * interval '8 hours' AS at,
             random() * interval '25 minutes' AS waited, interval '2 minutes' + random() * interval '18 minutes' AS handled
      FROM generate_series(0, %(visits)s - 1) n) drawn,
     (SELECT array_agg(id ORDER BY number) AS ids FROM centres_window WHERE centre_id = %(centre)s) windows,
     (SELECT array_agg(account.id ORDER BY account.id) AS ids, array_agg(account.username ORDER BY account.id) AS names
      FROM staff_account account JOIN staff_grant ON staff_grant.account_id = account.id
      WHERE staff_grant.centre = %(centre)s AND staff_grant.role = 'clerk') clerks;

CREATE TEMP TABLE past_case AS
SELECT past.n, second, gen_random_uuid() AS id, matter.*,
       %(centre)s || '-' || to_char(day, 'YYYYMMDD') || '-'
         || lpad((row_number() OVER (PARTITION BY day ORDER BY past.n, second))::text, 4, '0') AS number,
       row_number() OVER (PARTITION BY day ORDER BY past.n, second) AS case_serial,
       at + waited + handled AS accepted,
       CASE WHEN matter.on_spot THEN 'delivered' WHEN day > %(last)s - 10 THEN 'accepted'
            WHEN fate < 0.002 THEN 'accepted' WHEN fate < 0.004 THEN 'supplement' WHEN fate < 0.02 THEN 'withdrawn'
            WHEN fate < 0.03 THEN 'completed' ELSE 'delivered' END AS state,
       fate > 0.9 AND NOT matter.on_spot AS was_stopped
FROM past
CROSS JOIN LATERAL generate_series(0, CASE WHEN n %% 12 = 0 THEN 1 ELSE 0 END) second
JOIN matter_of_year matter ON matter.rank = 1 + floor(%(matters)s * of_matter ^ 3)::int %% %(matters)s
     + second * CASE WHEN floor(%(matters)s * of_matter ^ 3)::int %% %(matters)s = %(matters)s - 1 THEN -1 ELSE 1 END;

CREATE UNIQUE INDEX ON past (n);

ANALYZE past;

ANALYZE past_case
"""

_ROWS = """
INSERT INTO lobby_visit (id, centre_id, day, wanted, accepted, arrived_at, finished_at, outcome)
SELECT visit, %(centre)s, day, matters, CASE WHEN fate BETWEEN 0.5 AND 0.53 THEN '[]' ELSE matters END, at,
       at + waited + handled + interval '1 minute', CASE WHEN fate BETWEEN 0.5 AND 0.53 THEN 'part' ELSE 'all' END
FROM past JOIN (SELECT n, jsonb_agg(matter) AS matters FROM past_case GROUP BY n) came USING (n);

INSERT INTO lobby_ticket (id, centre_id, visit_id, day, prefix, serial, state, reason, drawn_at, queue_at, waits_since,
                          first_called_at, estimate_minutes, window_id, served_by_id, calls, called_at, announced_at,
                          started_at, finished_at)
SELECT ticket, %(centre)s, visit, day, 'A', serial, 'done', '', at, at, at, at + waited, 8, a_window, clerk, 1,
       at + waited, at + waited, at + waited + interval '1 minute', at + waited + handled + interval '1 minute'
FROM past;

INSERT INTO lobby_ticketcounter (centre_id, day, prefix, last)
SELECT %(centre)s, day, 'A', max(serial) FROM past GROUP BY day;

INSERT INTO cases_receipt (id, number, token, centre_id, visit_id, lines, issued_at, issued_by)
SELECT receipt, %(centre)s || '-' || to_char(day, 'YYYYMMDD') || '-S' || lpad(serial::text, 4, '0'),
       replace(receipt::text, '-', ''), %(centre)s, visit, lines, at + waited + handled, 'staff:' || by
FROM past
JOIN (SELECT n, jsonb_agg(jsonb_build_object('case', number, 'matter', matter, 'name', name, 'papers', papers,
                                             'on_the_spot', on_spot)) AS lines
      FROM past_case GROUP BY n) taken USING (n);

INSERT INTO cases_case (id, number, matter, matter_name, catalogue_id, visit_id, receipt_id, receiving_centre_id,
                        accepting_centre_id, papers_at_id, collect_at_id, result_at_id, department, clerk_id, state,
                        by_proxy, papers, received_at, accepted_at, "limit", due_on, due_certain, alarm,
                        clock_stopped_at, granted, completed_at, delivered_at)
SELECT past_case.id, past_case.number, matter, name, %(catalogue)s, visit, receipt, %(centre)s, %(centre)s, %(centre)s,
       %(centre)s, CASE WHEN past_case.state IN ('completed', 'delivered') THEN %(centre)s END, department, clerk,
       past_case.state, fate BETWEEN 0.2 AND 0.25, papers, accepted, accepted, "limit",
       CASE WHEN days IS NOT NULL THEN day + days END, true,
       CASE WHEN past_case.state = 'accepted' AND day + days < %(last)s THEN 'late' ELSE 'none' END,
       CASE WHEN past_case.state = 'supplement' THEN accepted END,
       CASE WHEN past_case.state IN ('completed', 'delivered') THEN true END,
       CASE WHEN past_case.state IN ('completed', 'delivered')
            THEN accepted + coalesce(days, 0) * 0.6 * interval '1 day' END,
       CASE WHEN past_case.state = 'delivered' THEN accepted + coalesce(days, 0) * interval '1 day' END
FROM past_case JOIN past USING (n);

INSERT INTO cases_delivery (id, case_id, way, state, ready_at, reminders, ended_at, taken_by, taker_name, taker_number,
                            remark)
SELECT gen_random_uuid(), id, 'window', CASE state WHEN 'delivered' THEN 'done' ELSE 'ready' END,
       accepted + coalesce(days, 0) * 0.6 * interval '1 day', 0,
       CASE WHEN state = 'delivered' THEN accepted + coalesce(days, 0) * interval '1 day' END, '', '', '', ''
FROM past_case WHERE state IN ('completed', 'delivered');

INSERT INTO cases_stop (id, case_id, procedure, reason, began_at, ended_at, result)
SELECT gen_random_uuid(), id, 'supplement', '请补一份复印件', accepted,
       CASE WHEN state = 'supplement' THEN NULL ELSE accepted + interval '3 days' END,
       CASE WHEN state = 'supplement' THEN '' ELSE '补来了' END
FROM past_case WHERE was_stopped OR state = 'supplement';

INSERT INTO cases_casecounter (centre_id, day, kind, last)
SELECT %(centre)s, day, 'case', max(case_serial) FROM past_case JOIN past USING (n) GROUP BY day
UNION ALL SELECT %(centre)s, day, 'receipt', max(serial) FROM past GROUP BY day;

INSERT INTO ratings_invitation (id, token, centre_id, visit_id, served_by_id, "window", made_at)
SELECT invitation, replace(invitation::text, '-', ''), %(centre)s, visit, clerk, number, at + waited + handled FROM past;

INSERT INTO ratings_rating (invitation_id, centre_id, level, reasons, words, channel, at)
SELECT invitation, %(centre)s, CASE WHEN rated < 0.004 THEN 2 WHEN rated < 0.05 THEN 4 ELSE 5 END, '[]', '', 'receipt',
       at + waited + handled + interval '2 minutes'
FROM past WHERE rated < 0.45;

INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data)
SELECT at, %(centre)s, actor, thing, thing_id, verb, from_state, to_state, data FROM (
  SELECT step.place, at + step.waits * waited + step.works * handled AS at, 'staff:' || by AS actor, step.thing,
         (CASE step.thing WHEN 'ticket' THEN ticket WHEN 'receipt' THEN receipt ELSE visit END)::text AS thing_id,
         step.verb, step.was AS from_state, step.becomes AS to_state,
         jsonb_build_object('number', 'A' || lpad(serial::text, 3, '0'), 'window', number) AS data
  FROM past, (VALUES (1, 'visit', 'arrive', '', '', 0, 0), (2, 'ticket', 'draw', '', 'waiting', 0, 0),
                     (3, 'ticket', 'call', 'waiting', 'called', 1, 0), (4, 'ticket', 'start', 'called', 'serving', 1, 0),
                     (6, 'receipt', 'issue', '', '', 1, 1), (7, 'ticket', 'finish', 'serving', 'done', 1, 1))
             AS step (place, thing, verb, was, becomes, waits, works)
  UNION ALL
  SELECT 5, accepted, 'staff:' || by, 'case', id::text, 'accept', '', 'accepted',
         jsonb_build_object('number', past_case.number, 'matter', matter)
  FROM past_case JOIN past USING (n)
  UNION ALL
  SELECT 8, accepted + coalesce(days, 0) * 0.6 * interval '1 day', 'staff:' || by, 'case', id::text, 'complete', 'decided',
         'completed', jsonb_build_object('number', past_case.number)
  FROM past_case JOIN past USING (n) WHERE past_case.state IN ('completed', 'delivered')
  UNION ALL
  SELECT 9, accepted + coalesce(days, 0) * interval '1 day', 'staff:' || by, 'case', id::text, 'deliver', 'completed',
         'delivered', jsonb_build_object('number', past_case.number)
  FROM past_case JOIN past USING (n) WHERE past_case.state = 'delivered'
  UNION ALL
  SELECT 10, at + waited + handled + interval '2 minutes', 'resident', 'rating', invitation::text, 'give', '', '',
         jsonb_build_object('level', CASE WHEN rated < 0.004 THEN 2 WHEN rated < 0.05 THEN 4 ELSE 5 END)
  FROM past WHERE rated < 0.45
) happened ORDER BY at, place;

DROP TABLE past;

DROP TABLE past_case
"""


def matters(url: str, catalogue: Catalogue) -> int:
    """Lay down the matters of the years in a table, the most frequent first as the category numbers fall; how many."""
    at_window = [matter for matter in catalogue.matters.values() if "window" in matter.terms.channels]
    in_order = sorted(at_window, key=lambda matter: (matter.terms.category, matter.id))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE matter_of_year (rank int PRIMARY KEY, matter text, name jsonb, department text, on_spot bool, "
            'days int, "limit" jsonb, papers jsonb)'
        )
        with connection.cursor().copy("COPY matter_of_year FROM STDIN") as copy:
            for rank, matter in enumerate(in_order, start=1):
                copy.write_row(_matter(rank, matter))
    return len(in_order)


def _matter(rank: int, matter: Matter) -> tuple[object, ...]:
    limits = matter.terms.limits
    limit = limits.decide or limits.legal
    days = None if limits.on_the_spot or limit is None else limit.days * (7 if "working" in limit.unit else 5) // 5
    stored = None if days is None or limit is None else json.dumps({"days": limit.days, "unit": limit.unit})
    papers = [
        {"paper": f"paper-{number}", "name": _text("材料", "paper"), "originals": 1, "copies": 1}
        for number in (1, 2, 3)
    ]
    name = json.dumps(_text(matter.terms.name.zh, matter.terms.name.en))
    return rank, matter.id, name, matter.department or "", limits.on_the_spot, days, stored, json.dumps(papers)


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def load(url: str, *, centre: str, last: date, catalogue: int, matters: int, guarded: bool = True) -> float:
    """Write the year of `centre` that ends on `last`; the seconds it took.

    `guarded` False: foreign keys and triggers rest meanwhile, for years that are only there to be in the way.
    """
    given = {
        "centre": centre,
        "first": last - timedelta(days=364),
        "last": last,
        "visits": _VISITS,
        "catalogue": catalogue,
        "matters": matters,
    }
    began = time.perf_counter()
    with psycopg.connect(url) as connection:
        if not guarded:
            connection.execute("SET session_replication_role = replica")
        for statement in (_BEGIN + ";\n" + _ROWS).split(";\n"):
            psycopg.ClientCursor(connection).execute(statement, given)
    return time.perf_counter() - began


def settle(url: str) -> None:
    """Bring the statistics of the tables up to date, as the server does by itself overnight."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"VACUUM ANALYZE {_TABLES}")
        connection.execute("CHECKPOINT")
