"""A re-opening morning acted on the real server: 500 residents at sixty times the speed of life, nothing lost.

The house, its database and all players share the machine's cores; times are by the clock on the wall. It takes about six
minutes: a minute to prepare, five to play.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.report import Row
from onetrip.cli import house
from onetrip.web.serving import free_port

SCENARIO, PEOPLE, SPEED = "reopening-morning", 500, 60.0


def rows() -> list[Row]:
    """The figures of one drill; needs no house that runs."""
    from benchmarks.hall.house import _prepare_keys
    from onetrip.web import postgres

    with tempfile.TemporaryDirectory(prefix="onetrip-bench-") as place:
        _prepare_keys(Path(place))
        with postgres.running(Path(place) / "postgresql") as url:
            os.environ["DATABASE_URL"] = url
            return _drilled(Path(place))


def _drilled(place: Path) -> list[Row]:
    house.open_house()
    from django.db import connection
    from django.utils import timezone

    from onetrip.centres.models import Centre
    from onetrip.rehearsal.drilling import drill, reading, residents
    from onetrip.rehearsal.drilling.copying import configuration_of
    from onetrip.rehearsal.drilling.report import report_of
    from onetrip.rehearsal.drilling.simulating import simulated
    from onetrip.walls.scope import everywhere
    from onetrip.web.demonstration import centre

    with everywhere("a benchmark drills a centre"):
        house.migrate()
        centre.load(catalogue_folder=house.catalogue_folder(), now=timezone.now())
        scenario = residents.scaled(reading.find(SCENARIO), PEOPLE)
        configuration = configuration_of("LF")
        opens = drill.opening_after(Centre.objects.get(pk="LF"), timezone.now())
        connection.close()
        where = drill.Where(place / "drill", "127.0.0.1", free_port(), free_port())
        drilled = drill.run(scenario, configuration, where, opens=opens, speed=SPEED)
    report = report_of(scenario, drilled.record, drilled.books, simulated(scenario))
    by_link = {link.link: link for link in report.links}
    played = (drilled.ended - drilled.began).total_seconds()
    return [
        Row("residents of a re-opening morning at 60 times the speed of life", report.residents, "", "higher", PEOPLE),
        Row("lost: numbers, calls, papers", sum(link.lost for link in report.links), "", "lower", 0),
        Row("calls that no display showed", by_link["display"].wanted - by_link["display"].done, "", "lower", 0),
        Row(
            "calls that the resident's own phone did not say",
            by_link["phone"].wanted - by_link["phone"].done,
            "",
            "lower",
            0,
        ),
        Row("requests that failed", sum(link.failed for link in report.links), "", "lower", 0),
        Row("requests and things seen, in all", sum(link.acts for link in report.links), "", "higher"),
        *(
            Row(f"{link.link}, 95 of 100 answered within", 1000 * link.seconds, "ms", "lower", 1000 * link.within)
            for link in report.links
            if link.seconds is not None
        ),
        Row("how far the players were behind their plan, at most", 60 * report.behind / SPEED, "s", "lower"),
        Row("a whole drill, the house prepared and closed", played, "s", "lower"),
    ]


if __name__ == "__main__":
    from benchmarks.report import report

    raise SystemExit(report("drill", rows(), ["House, database and 500 players on the same cores."]))
