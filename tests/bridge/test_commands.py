"""The command lines of bridges, as an operator and a vendor use them."""

from __future__ import annotations

import socket
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetrip.bridge.simulators.card_reader import CardReaderSimulator
from onetrip.cli import devices
from onetrip.devices.queries import station_of_key
from tests.bridge.hall import Loop
from tests.devices.places import make_place
from tests.factories import make_centre


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """What `onetrip-bridge` says and ends with."""
    return subprocess.run(
        [sys.executable, "-m", "onetrip.bridge", *words], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_vendor_tries_a_reader_and_reads_which_points_are_kept(loop: Loop) -> None:
    reader = CardReaderSimulator()
    loop.do(reader.start())
    address = f"ws://127.0.0.1:{reader.port}"
    kept = command("conform", address, "--no-card")
    assert (kept.returncode, kept.stdout.count("✓")) == (0, 5)
    reader.silent = True
    silent = command("conform", address, "--no-card")
    assert silent.returncode == 1
    assert "✗" in silent.stdout
    loop.do(reader.stop())
    assert command("conform", address, "--no-card").returncode == 1


def test_simulating_without_a_house_says_what_to_do(tmp_path: Path) -> None:
    said = command("simulate", "--data", str(tmp_path))
    assert said.returncode == 1
    assert "onetrip run" in said.stdout


def test_a_port_that_somebody_has_is_told_and_no_bridge_runs(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config = tmp_path / "bridge.toml"
        config.write_text(f'house = "http://127.0.0.1:1"\nkey = "k"\nsocket_port = {port}\nstate = "{tmp_path}"\n')
        (tmp_path / "bridges.txt").write_text(f"desk-1 key {port}\n")
        for words in (("run", str(config)), ("simulate", "--house", "http://127.0.0.1:1", "--data", str(tmp_path))):
            said = command(*words)
            assert said.returncode == 1
            assert "The port for the page cannot be opened" in said.stderr
            assert "Traceback" not in said.stderr


@pytest.mark.django_db
def test_an_operator_gives_a_key_sees_the_devices_and_revokes_it(capsys: pytest.CaptureFixture[str]) -> None:
    make_centre()
    named = Namespace(centre="LF", kind="window", number=4, socket_port=8765)
    assert devices.give_key(named) == 0
    key = capsys.readouterr().out.splitlines()[0]
    assert station_of_key(key) is not None
    make_place()
    assert devices.list_stations(Namespace(centre="LF")) == 0
    said = capsys.readouterr().out
    assert "4 号窗口 Window 4" in said
    assert "1 号取号机 Ticket machine 1" in said
    assert devices.revoke_key(named) == 0
    assert station_of_key(key) is None
