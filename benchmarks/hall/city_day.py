"""Play a day of many centres in a house of its own and print what happened as JSON: run by `make soak`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from statistics import median, quantiles

import psycopg

from benchmarks.hall import city, replay
from benchmarks.hall.house import city_house


def main() -> int:
    """Play it; 1 when somebody's deed failed."""
    parser = ArgumentParser(prog="benchmarks.hall.city_day")
    parser.add_argument("--centres", type=int, default=24)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--speed", type=float, default=20.0)
    parser.add_argument("--hours", type=float, default=8.0)
    given = parser.parse_args()
    with city_house(given.centres) as (serving, live, url):
        towns = city.opened(given.centres, serving.address)
        played = replay.play(towns, live, people=given.people, speed=given.speed, hours=given.hours)
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE state = 'done'), count(DISTINCT (centre_id, serial)) FROM lobby_ticket"
            ).fetchone()
    done, numbers = row or (0, 0)
    waits = [1000 * wait for one in played for wait in one.waits]
    told = {
        "failures": [repr(one.failure) for one in played if one.failure],
        "drawn": sum(len(one.drawn) for one in played),
        "finished": sum(one.finished for one in played),
        "done": done,
        "numbers": numbers,
        "unheard": sum(one.unheard for one in played),
        "median_ms": round(median(waits), 1),
        "p95_ms": round(quantiles(waits, n=20)[-1], 1),
        "longest_ms": round(max(waits), 1),
        "behind_seconds": round(max(one.behind for one in played), 2),
    }
    print(json.dumps(told, indent=1))
    return 1 if told["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
