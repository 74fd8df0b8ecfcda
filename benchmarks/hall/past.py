"""A centre with a past: 100,000 finished visits with all that they left behind, written by SQL in half a minute."""

from __future__ import annotations

import psycopg

VISITS = 100_000
A_DAY = 400
"""Visits on each of the days before today."""

# Foreign keys and the publishing trigger rest meanwhile: nobody listens to the past, and it is consistent by make.
_PREPARE = "SET session_replication_role = replica; SET synchronous_commit = off"

_VISITS = """
CREATE TEMP TABLE past AS
SELECT n, gen_random_uuid() AS visit, gen_random_uuid() AS ticket, gen_random_uuid() AS receipt,
       gen_random_uuid() AS a_case, current_date - 1 - n / %(a_day)s AS day, n %% %(a_day)s + 1 AS serial,
       (current_date - 1 - n / %(a_day)s + time '00:30')::timestamptz + (n %% %(a_day)s) * interval '70 seconds' AS at,
       (SELECT array_agg(id ORDER BY number) FROM centres_window)[n %% 9 + 1] AS a_window, n %% 9 + 1 AS number,
       (SELECT array_agg(id ORDER BY id) FROM staff_account WHERE username LIKE 'clerk%%')[n %% 9 + 1] AS clerk
FROM generate_series(0, %(visits)s - 1) n;

INSERT INTO lobby_visit (id, centre_id, day, wanted, accepted, arrived_at, finished_at, outcome)
SELECT visit, 'LF', day, '["elder-card"]', CASE WHEN n %% 11 = 0 THEN '[]' ELSE '["elder-card"]' END::jsonb, at,
       at + interval '14 minutes', CASE WHEN n %% 11 = 0 THEN 'none' ELSE 'all' END
FROM past;

INSERT INTO lobby_ticket (id, centre_id, visit_id, day, prefix, serial, state, reason, drawn_at, queue_at,
                          waits_since, first_called_at, estimate_minutes, window_id, served_by_id, calls, called_at, started_at, finished_at)
SELECT ticket, 'LF', visit, day, 'A', serial, 'done', '', at, at, at,
       at + interval '6 minutes', 6, a_window, clerk, 1, at + interval '6 minutes',
       at + interval '7 minutes', at + interval '14 minutes'
FROM past;

INSERT INTO lobby_ticketcounter (centre_id, day, prefix, last) SELECT 'LF', day, 'A', max(serial) FROM past GROUP BY day;

INSERT INTO cases_receipt (id, number, token, centre_id, visit_id, lines, issued_at, issued_by)
SELECT receipt, 'LF-' || to_char(day, 'YYYYMMDD') || '-S' || lpad(serial::text, 4, '0'), md5(receipt::text), 'LF', visit,
       '[{"matter": "elder-card", "papers": [{"paper": "id-card", "originals": 1, "copies": 0}]}]',
       at + interval '13 minutes', 'staff:clerk1'
FROM past WHERE n %% 11 > 0;

INSERT INTO cases_case (id, number, matter, matter_name, catalogue_id, visit_id, receipt_id, receiving_centre_id,
                        accepting_centre_id, papers_at_id, collect_at_id, result_at_id, department, clerk_id, state,
                        by_proxy, papers, received_at, accepted_at, "limit", due_on, due_certain, alarm)
SELECT a_case, 'LF-' || to_char(day, 'YYYYMMDD') || '-' || lpad(serial::text, 4, '0'), 'elder-card',
       '{"zh": "敬老卡申领", "en": "Elder card"}', 1, visit, receipt, 'LF', 'LF', 'LF', 'LF', 'LF',
       'civil-affairs', clerk, 'completed', false, '[{"paper": "id-card", "originals": 1, "copies": 0}]',
       at + interval '13 minutes', at + interval '13 minutes', '{"days": 30, "unit": "working_days"}', day + 42, true, 'none'
FROM past WHERE n %% 11 > 0;

INSERT INTO cases_casecounter (centre_id, day, kind, last)
SELECT 'LF', day, kind, max(serial) FROM past, unnest(ARRAY['case', 'receipt']) kind GROUP BY day, kind;

INSERT INTO ratings_invitation (id, token, centre_id, visit_id, served_by_id, "window", made_at)
SELECT gen_random_uuid(), md5(visit::text), 'LF', visit, clerk, number, at + interval '13 minutes'
FROM past WHERE n %% 11 > 0;

INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data, public)
SELECT at + step.after, 'LF', 'staff:clerk1', step.thing,
       CASE step.thing WHEN 'ticket' THEN ticket WHEN 'case' THEN a_case ELSE receipt END, step.verb, '', '',
       '{"number": "A001", "window": 3}', '{"changed": true}'
FROM past, (VALUES ('ticket', 'draw', interval '0'), ('ticket', 'call', interval '6 minutes'),
                   ('ticket', 'start', interval '7 minutes'), ('case', 'accept', interval '13 minutes'),
                   ('receipt', 'issue', interval '13 minutes'), ('ticket', 'finish', interval '14 minutes'))
           AS step (thing, verb, after);

INSERT INTO ledger_requestkey (key, action, actor, result, at)
SELECT gen_random_uuid(), 'start', 'staff:clerk1', jsonb_build_object('ticket', ticket), at
FROM past, generate_series(1, 5);
"""


def fill(url: str, visits: int = VISITS) -> None:
    """Write `visits` finished visits before today: tickets, cases, receipts, invitations, events, request keys."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_PREPARE)
        for statement in _VISITS.split(";\n"):
            if statement.strip():
                cursor = psycopg.ClientCursor(connection)
                cursor.execute(statement, {"visits": visits, "a_day": A_DAY})
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
