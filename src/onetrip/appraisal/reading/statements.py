"""The statements of a month, each over the whole centre. States stand in them as literals; no name of anybody is read.

`centre`, and the moments `begins` and `ends`, are parameters of all of them.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

CASES = """
WITH filed AS (
    SELECT c.id, c.number, c.matter, c.clerk_id, c.state, c.received_at, c.accepted_at, c.visit_id,
           CASE WHEN c.state = 'withdrawn' OR c.resident_id IS NULL THEN NULL
                ELSE lag(c.number) OVER same END AS before,
           c.received_at - lag(c.received_at) OVER same AS since,
           lead(c.received_at) OVER (PARTITION BY c.clerk_id, c.resident_id, c.matter ORDER BY c.received_at, c.number)
             - c.received_at AS until_next,
           c.resident_id IS NOT NULL AS has_resident
    FROM cases_case c
    WHERE c.receiving_centre_id = %(centre)s AND c.received_at >= %(begins)s - make_interval(days => %(again)s)
      AND c.received_at < %(ends)s + make_interval(days => %(again)s)
    WINDOW same AS (PARTITION BY c.clerk_id, c.resident_id, c.matter, c.state = 'withdrawn'
                    ORDER BY c.received_at, c.number)
)
SELECT filed.number, filed.matter, filed.clerk_id, filed.state, filed.received_at, filed.accepted_at,
       filed.visit_id, ticket.id, ticket.prefix, ticket.serial, ticket.day, ticket.started_at,
       CASE WHEN filed.since <= make_interval(days => %(again)s) THEN filed.before END,
       filed.state = 'withdrawn' AND filed.has_resident
         AND coalesce(filed.until_next <= make_interval(days => %(again)s), false),
       EXISTS (SELECT 1 FROM cases_stop stop WHERE stop.case_id = filed.id AND stop.procedure = 'supplement')
         AND NOT EXISTS (SELECT 1 FROM cases_gap gap WHERE gap.case_id = filed.id),
       (SELECT max(CASE broken.cause WHEN 'training' THEN 2 WHEN 'unknown' THEN 0 ELSE 1 END)
          FROM ratings_brokenpromise broken WHERE broken.visit_id = filed.visit_id AND broken.matter = filed.matter)
FROM filed JOIN lobby_visit visit ON visit.id = filed.visit_id
LEFT JOIN lobby_ticket ticket ON ticket.visit_id = filed.visit_id
WHERE filed.received_at >= %(begins)s AND filed.received_at < %(ends)s AND visit.channel = 'hall'
"""
"""Every case of the hall. A stop for a paper that was promised at the window (容缺) is nobody's fault; whether a broken promise
is the person's (2), not theirs (1), or not known (0), says its cause."""

STRETCHES = """
WITH steps AS (
    SELECT thing_id, actor, from_state, to_state, at, lead(at) OVER (PARTITION BY thing_id ORDER BY id) AS until
    FROM ledger_event
    WHERE centre = %(centre)s AND at >= %(begins)s AND at < %(ends)s AND thing = 'ticket'
)
SELECT thing_id, actor, floor(extract(epoch FROM sum(until - at)))::bigint
FROM steps WHERE to_state = 'serving' AND until IS NOT NULL GROUP BY thing_id, actor
"""
"""How long each number was served, by whom: from one event that finds it being served to the next."""

TIMED = """
SELECT matter, array_agg(seconds) FROM (
    SELECT min(c.matter) AS matter,
           floor(extract(epoch FROM min(ticket.finished_at) - min(ticket.started_at)))::bigint AS seconds
    FROM cases_case c JOIN lobby_ticket ticket ON ticket.visit_id = c.visit_id
    WHERE c.receiving_centre_id = %(centre)s AND c.received_at >= %(begins)s AND c.received_at < %(ends)s
      AND c.state <> 'withdrawn' AND ticket.state = 'done' AND ticket.finished_at > ticket.started_at
    GROUP BY c.visit_id HAVING count(*) = 1
) alone GROUP BY matter
"""
"""How long the visits were at the window in which a matter came alone: what a median is taken from needs no sharing out."""

TICKETS = """
SELECT ticket.served_by_id, count(*), count(*) FILTER (WHERE visit.outcome = 'all'),
       floor(coalesce(sum(extract(epoch FROM greatest(ticket.finished_at
         - coalesce((SELECT max(c.received_at) FROM cases_case c WHERE c.visit_id = ticket.visit_id), ticket.finished_at),
         interval '0'))), 0))::bigint
FROM lobby_ticket ticket JOIN lobby_visit visit ON visit.id = ticket.visit_id
WHERE ticket.centre_id = %(centre)s AND ticket.day >= %(first)s AND ticket.day <= %(last)s AND ticket.state = 'done'
  AND ticket.served_by_id IS NOT NULL
GROUP BY ticket.served_by_id
"""
"""Numbers served, those that finished all they came for, and the seconds they stayed open after the last case."""

STEPS = """
SELECT actor,
       count(*) FILTER (WHERE verb = 'call'),
       count(*) FILTER (WHERE verb IN ('transfer', 'redirect') AND from_state IN ('called', 'serving')),
       count(*) FILTER (WHERE verb = 'put-back'),
       count(*) FILTER (WHERE verb = 'hold' AND from_state IN ('called', 'serving')),
       count(*) FILTER (WHERE verb = 'call' AND data->>'picked' = 'true')
FROM ledger_event
WHERE centre = %(centre)s AND at >= %(begins)s AND at < %(ends)s AND thing = 'ticket' AND actor LIKE 'staff:%%'
GROUP BY actor
"""

OVERTIME = """
SELECT thing_id, (data->>'minutes')::int FROM ledger_event
WHERE centre = %(centre)s AND at >= %(begins)s AND at < %(ends)s AND thing = 'overtime' AND verb = 'serve'
"""

RATINGS = """
SELECT invitation.served_by_id, rating.level, rating.channel, ticket.day, ticket.prefix, ticket.serial, invitation.visit_id,
       rectification.cause
FROM ratings_rating rating JOIN ratings_invitation invitation ON invitation.id = rating.invitation_id
LEFT JOIN lobby_ticket ticket ON ticket.visit_id = invitation.visit_id
LEFT JOIN ratings_rectification rectification ON rectification.rating_id = rating.id
WHERE rating.centre_id = %(centre)s AND rating.at >= %(begins)s AND rating.at < %(ends)s
  AND invitation.served_by_id IS NOT NULL
"""
"""Judgements without their words."""

DESK = """
SELECT started_by, count(*) FROM advice_consultation
WHERE centre_id = %(centre)s AND started_at >= %(begins)s AND started_at < %(ends)s AND channel IN ('desk', 'telephone')
  AND started_by LIKE 'staff:%%'
GROUP BY started_by
"""

ERRANDS = """
SELECT reviewer_id, count(*) FROM kiosk_errand
WHERE centre_id = %(centre)s AND decided_at >= %(begins)s AND decided_at < %(ends)s AND reviewer_id IS NOT NULL
GROUP BY reviewer_id
"""

WORKED = """
SELECT served_by_id, count(DISTINCT day) FROM lobby_ticket
WHERE centre_id = %(centre)s AND day >= %(first)s AND day <= %(last)s AND served_by_id IS NOT NULL
GROUP BY served_by_id
"""
"""Days on which somebody served: what counts as duty where none was recorded."""


def asked(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
