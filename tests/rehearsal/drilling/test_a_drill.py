"""One small drill against a real house: opened, furnished, played through its pages, looked into, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from onetrip.centres.actions import add_device
from onetrip.rehearsal.drilling import drill, reading
from onetrip.rehearsal.drilling.accounting import losses
from onetrip.rehearsal.drilling.copying import configuration_of
from onetrip.rehearsal.drilling.drill import Drilled, Where
from onetrip.rehearsal.drilling.prediction import rough
from onetrip.rehearsal.drilling.report import report_of
from onetrip.rehearsal.drilling.scenario import Faints, KioskFails, LineCut, Scenario
from onetrip.web.serving import free_port
from tests import house
from tests.factories import NOW, make_centre, published_catalogue

pytestmark = pytest.mark.django_db

SPEED = 200.0
"""Half an hour in nine seconds; on the command line sixty is the fastest."""


def scenario() -> Scenario:
    """Twelve people in half an hour, and something of everything: a kiosk that fails, a cut line, somebody who faints."""
    half_hour = reading.find("hard-half-hour")
    events = (
        KioskFails(2, 10, 1),
        LineCut(12, 3, ("display", "phone")),
        Faints(18, 4, (2,)),
        *half_hour.groups,
    )
    return replace(half_hour, events=events)


@pytest.fixture(scope="module")
def drilled_folder() -> Iterator[tuple[object, object]]:
    with house.folder() as place:
        yield place, house.for_a_drill(place)


@pytest.fixture
def drilled(drilled_folder: tuple[object, object]) -> tuple[Drilled, dict[str, object], str]:
    centre = make_centre(windows=3)
    for kind in ("check-in", "display", "kiosk"):
        has = ["printer", "a4_printer", "scanner", "id_reader", "camera", "signature"] if kind == "kiosk" else []
        add_device(centre=centre, kind=kind, number=1, by="system", now=NOW, capabilities=has)
    published_catalogue()
    place = Where(drilled_folder[1], "127.0.0.1", free_port(), free_port())  # type: ignore[arg-type]
    seen: dict[str, object] = {}

    def looks(address: str) -> None:
        seen["address"] = address

    made = drill.run(
        scenario(),
        configuration_of("LF"),
        place,
        opens=drill.opening_after(centre, NOW),
        speed=SPEED,
        ready=looks,
        says=lambda words: seen.setdefault("said", words),
    )
    return made, seen, str(place.folder)


def test_twelve_residents_are_served_by_the_real_pages_and_nobody_is_lost(
    drilled: tuple[Drilled, dict[str, object], str],
) -> None:
    made, seen, _folder = drilled
    record, books = made.record, made.books
    assert losses(record, books) == []
    assert seen["said"]
    assert len(record.stories) == 12
    assert {story.end for story in record.stories} <= {"done", "told", "left", "self-service"}
    assert all(story.number.startswith("演A") for story in record.stories if story.ticket)
    assert all(story.receipt.startswith("YLLF-20261125-S") for story in record.stories if story.receipt)
    assert any(story.notice.startswith("YLLF-20261125-G") for story in record.stories)
    # The day in its books is the day that was acted, minute for minute, whatever the clock on the wall said.
    assert {number.drawn_at.date().isoformat() for number in books.numbers} == {"2026-11-25"}
    for story, number in ((s, n) for s in record.stories for n in books.numbers if n.ticket == s.ticket):
        assert story.drew == pytest.approx((number.drawn_at - made.opens).total_seconds() / 60, abs=3.0)
    report = report_of(made.scenario, record, books, rough(made.scenario))
    links = {link.link: link for link in report.links}
    assert set(links) == {"gate", "desk", "kiosk", "window", "display", "phone", "receipt"}
    assert all(link.lost == 0 and link.failed == 0 for link in report.links), report.links
    assert links["display"].wanted == links["display"].done == len(record.calls)
    # What the players saw is not taken on trust: a receipt that vanishes from the books is missed.
    (first, *rest) = [number for number in books.numbers if number.receipts]
    torn = replace(books, numbers=(replace(first, receipts=()), *rest))
    assert any(loss.link == "receipt" and loss.what == first.number for loss in losses(record, torn))
    assert any(act.link == "window" and act.what.startswith("stopped") for act in record.acts)


def test_the_folder_of_a_drill_opens_as_nothing_else(drilled_folder: tuple[object, object]) -> None:
    """After the drill its database is marked for good."""
    from onetrip.rehearsal.drilling.isolation import why_not_this_database, why_not_this_folder
    from onetrip.web import postgres

    folder = drilled_folder[1]
    assert why_not_this_folder(folder) is not None  # type: ignore[arg-type]
    with postgres.running(folder / "postgresql") as url:  # type: ignore[operator]
        assert why_not_this_database(url) is not None
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM people_resident").fetchone() == (0,)
