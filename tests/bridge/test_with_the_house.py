"""The whole way from a press at the machine to the paper, with the real house and the real bridge, and each part dying."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetrip.web.serving import free_port
from tests import house as houses
from tests.bridge.hall import Cable, Loop, Machine, machine_at, wait
from tests.house import House
from tests.lean_browser import Browser


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def live_cable(loop: Loop) -> Iterator[Cable]:
    cable = Cable(loop, free_port())
    yield cable
    cable.close()


@pytest.fixture(scope="module")
def house(live_cable: Cable) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONETRIP_LIVE_ADDRESS", f"http://127.0.0.1:{live_cable.port}")
        with houses.furnished("--live-port", str(live_cable._target)) as house:
            yield house


@pytest.fixture
def machine(house: House, loop: Loop, tmp_path: Path) -> Iterator[Machine]:
    cable = Cable(loop, int(house.address.rsplit(":", 1)[1]))
    with machine_at(house, loop, cable, tmp_path) as machine:
        yield machine
    cable.close()


def test_a_press_puts_out_a_paper_and_the_number_waits_once_it_is_out(machine: Machine) -> None:
    for _ in range(3):
        before = len(machine.printer.papers)
        number = machine.draw()
        wait(lambda before=before: len(machine.printer.papers) == before + 1)
        wait(lambda number=number: machine.ticket(number) == ("waiting", "printed"))
    assert machine.printer.unreadable == []


def test_paper_that_runs_out_in_the_middle_is_on_the_directors_page_within_ten_seconds_with_its_moment(
    machine: Machine,
) -> None:
    machine.printer.paper_mm = 50
    number = machine.draw()
    wait(lambda: machine.ticket(number) == ("unissued", "failed"))
    took = wait(lambda: machine.part() == ("out", True))
    assert took < 10
    director = Browser(machine.house.address)
    director.sign_in("director", "onetrip-demo")
    page = director.get("/devices/")[1].decode()
    director.reconnect()  # hangs up
    assert "缺纸" in page
    assert "起" in page
    # The machine tells whoever draws the next number at once, and asks no printer.
    second = machine.draw()
    assert machine.ticket(second) == ("unissued", "failed")
    machine.printer.paper_mm = 40_000
    wait(lambda: machine.part() == ("ready", True))
    assert len(machine.printer.papers) == 0, "nothing old came out with the new roll"


def test_a_bridge_killed_between_sending_and_reporting_leaves_one_paper_and_a_number_in_the_queue(
    machine: Machine,
) -> None:
    machine.printer.mm_per_second = 20  # slow enough to be killed in the middle
    number = machine.draw()
    wait(lambda: machine.jobs("sent") == 1)
    machine.kill(machine.processes[0])
    machine.printer.mm_per_second = 0
    machine.start_bridge()
    wait(lambda: machine.ticket(number) == ("waiting", "unsure"), 25)
    time.sleep(1.5)
    assert len(machine.printer.papers) <= 1
    assert machine.jobs("sent") == 0


def test_a_bridge_killed_and_gone_is_noticed_and_what_nobody_fetches_fails_in_words(machine: Machine) -> None:
    machine.kill(machine.processes[0])
    number = machine.draw()  # the house believes in the bridge for a few seconds yet
    wait(lambda: machine.ticket(number) == ("unissued", "failed"), 15)
    wait(lambda: machine.house.ask("SELECT lost_at FROM devices_station WHERE kind = 'check-in'")[0][0] is not None, 10)
    events = machine.house.ask("SELECT verb FROM ledger_event WHERE thing = 'device' ORDER BY id DESC LIMIT 1")
    assert events == [("lost",)]


def test_a_bridge_told_to_stop_finishes_the_paper_at_its_printer_and_says_so(machine: Machine) -> None:
    machine.printer.mm_per_second = 60
    number = machine.draw()
    wait(lambda: machine.printer.half_printed > 0)
    machine.processes[0].terminate()
    assert machine.processes[0].wait(10) == 0
    assert len(machine.printer.papers) == 1
    assert machine.ticket(number) == ("waiting", "printed")
    assert "Session is closed" not in (machine.folder / "bridge.log").read_text()


def test_a_house_that_goes_away_while_printing_hears_of_the_paper_when_it_is_back(machine: Machine) -> None:
    machine.printer.mm_per_second = 60
    number = machine.draw()
    wait(lambda: machine.printer.half_printed > 0)
    machine.cable.cut()
    wait(lambda: len(machine.printer.papers) == 1)
    assert machine.ticket(number) == ("unissued", "printing")
    machine.cable.mend()
    wait(lambda: machine.ticket(number) == ("waiting", "printed"), 15)
    assert len(machine.printer.papers) == 1


def test_a_house_that_cannot_be_asked_prints_nothing(machine: Machine) -> None:
    machine.cable.cut()
    number = machine.draw()
    wait(lambda: machine.ticket(number) == ("unissued", "failed"), 15)
    machine.cable.mend()
    wait(lambda: machine.part() == ("ready", True), 15)
    time.sleep(1.0)
    assert machine.printer.papers == []


def test_with_the_live_stream_cut_a_paper_still_comes_within_a_second_or_two(
    machine: Machine, live_cable: Cable
) -> None:
    live_cable.cut()
    try:
        time.sleep(1.0)
        number = machine.draw()
        assert wait(lambda: machine.ticket(number) == ("waiting", "printed")) < 3
    finally:
        live_cable.mend()


@pytest.mark.parametrize("is_clone", [False, True], ids=["with the key alone", "made from a copy of the disk"])
def test_a_second_bridge_with_the_same_key_prints_nothing_and_is_told_of(machine: Machine, *, is_clone: bool) -> None:
    machine.house.ask("UPDATE devices_station SET rival_at = NULL")
    if is_clone:
        shutil.copytree(machine.house.folder / "state", machine.house.folder / "cloned")
    machine.start_bridge(state="cloned" if is_clone else "elsewhere")
    wait(
        lambda: machine.house.ask("SELECT rival_at FROM devices_station WHERE kind = 'check-in'")[0][0] is not None, 20
    )
    numbers = [machine.draw() for _ in range(4)]
    wait(lambda: all(machine.ticket(number) == ("waiting", "printed") for number in numbers), 20)
    assert len(machine.printer.papers) == 4


def test_a_printer_switched_off_in_the_middle_may_have_printed_or_failed_and_the_resident_is_told(
    machine: Machine,
) -> None:
    machine.printer.mm_per_second = 30
    number = machine.draw()
    wait(lambda: machine.jobs("sent") == 1)
    machine.loop.do(machine.printer.stop())
    wait(lambda: machine.ticket(number) in [("waiting", "unsure"), ("unissued", "failed")], 25)
    wait(lambda: machine.part() == ("away", True), 15)
    machine.printer.mm_per_second = 0
    machine.loop.do(machine.printer.start())
    wait(lambda: machine.part() == ("ready", True), 15)


def test_a_revoked_key_opens_nothing(machine: Machine) -> None:
    saved = machine.house.ask("SELECT key_hash, key_given_at FROM devices_station WHERE kind = 'check-in'")[0]
    machine.house.ask("UPDATE devices_station SET key_hash = NULL, key_given_at = NULL WHERE kind = 'check-in'")
    try:
        wait(lambda: not machine.part()[1], 15)
        number = machine.draw()
        assert machine.ticket(number) == ("unissued", "failed")
    finally:
        machine.house.ask("UPDATE devices_station SET key_hash = %s, key_given_at = %s WHERE kind = 'check-in'", *saved)


def test_nothing_that_a_bridge_logs_holds_its_key(machine: Machine) -> None:
    machine.cable.cut()
    time.sleep(2)
    machine.cable.mend()
    log = (machine.folder / "bridge.log").read_text()
    assert "the house is away" in log
    assert machine.key not in log
