"""`onetrip run` as an operator meets it."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import psutil
import pytest
import requests

from onetrip.cli import main
from tests import house


def still_alive(folder: Path) -> list[str]:
    """Processes of the house in `folder` that have not ended."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words = " ".join(process.info["cmdline"] or [])
        place = (process.info["environ"] or {}).get("ONETRIP_STATIC", "")
        if str(folder) in words or str(folder) in place:
            found.append(words)
    return found


def test_an_empty_folder_becomes_a_house_that_starts_again_and_stops_cleanly(house_folder: Path) -> None:
    with house.running(house_folder) as first:
        assert first.said.count("http://127.0.0.1") == 3  # the address, where staff sign in, how devices are simulated
        assert "演示数据" in first.said
        assert "onetrip-demo" in first.said
        assert requests.get(f"{first.address}/health", timeout=10).json() == {"status": "ok"}
        counts = "SELECT (SELECT count(*) FROM centres_window), (SELECT count(*) FROM staff_account WHERE username !~ '^lf-')"
        assert first.ask(counts) == [(9, 26)]
        assert first.ask("SELECT count(*) FROM centres_device WHERE kind = 'kiosk'") == [(6,)]
        port = int(first.address.rsplit(":", 1)[1])
        first.interrupt()
        assert "Stopped" in first.said
        assert first.process.returncode == 0
    assert still_alive(house_folder) == []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections may linger, a listener may not
        probe.bind(("127.0.0.1", port))
    with house.running(house_folder) as second:
        assert second.ask("SELECT count(*) FROM staff_account WHERE username !~ '^lf-'") == [(26,)]
        assert second.ask("SELECT count(*) FROM catalogue_catalogueversion") == [(1,)]


def test_when_it_is_killed_its_servers_go_too_and_the_next_start_is_a_whole_house(house_folder: Path) -> None:
    with house.running(house_folder) as first:
        port = int(first.address.rsplit(":", 1)[1])
        first.process.kill()
        first.process.wait()
        with house.running(house_folder, port=port) as second:
            assert requests.get(f"{second.address}/health", timeout=10).json() == {"status": "ok"}
            servers = [words for words in still_alive(house_folder) if "onetrip.web.server pages" in words]
            assert len(servers) == 3, "one that forks and two workers, none of the house that was killed"
            second.interrupt()
            assert second.process.returncode == 0
    assert still_alive(house_folder) == []


@pytest.mark.soak
def test_a_worker_that_dies_is_replaced_by_itself(house_folder: Path) -> None:
    with house.running(house_folder, "--workers", "1") as served:
        run = psutil.Process(served.process.pid)
        pages = next(child for child in run.children() if "pages" in child.cmdline())
        worker = next(child for child in pages.children() if "pages" in child.cmdline())
        worker.kill()
        until = time.monotonic() + 15
        while True:
            try:
                assert requests.get(f"{served.address}/health", timeout=2).json() == {"status": "ok"}
                break
            except requests.ConnectionError:
                assert time.monotonic() < until
                time.sleep(0.05)
        assert worker.pid not in {child.pid for child in pages.children()}


def test_a_port_that_somebody_else_has_is_told_in_words() -> None:
    from onetrip.web import serving

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(serving.PortUnusable, match=r"端口 \d+ 用不了.*cannot be used") as told:
            serving.wait_until_free("127.0.0.1", other.getsockname()[1], patience=0.3)
        assert told.value.port == other.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "port", "live_port"),
    [("203.0.113.9", 8123, 8124), ("127.0.0.1", 8123, 8123)],
)
def test_a_place_where_nothing_can_be_listened_on_is_told_before_anything_starts(
    host: str, port: int, live_port: int
) -> None:
    from onetrip.web import serving

    with (
        pytest.raises(serving.PortUnusable, match=r"8123 用不了"),
        serving.serve("postgresql:///nothing", host=host, port=port, live_port=live_port),
    ):
        raise AssertionError("it served")


@pytest.mark.parametrize("words", [["--port", "0"], ["--live-port", "70000"], ["--port", "８０"], ["--workers", "0"]])
def test_a_port_or_a_number_of_workers_that_cannot_be_is_refused(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", *words])
    assert ended.value.code == 2
    assert words[1] in capsys.readouterr().err


def test_the_keys_are_for_the_owner_only_and_are_made_once(tmp_path: Path) -> None:
    from onetrip.cli.house import prepare

    with pytest.MonkeyPatch.context() as patch:
        for name in ("ONETRIP_SECRET_KEY", "ONETRIP_IDENTITY_KEY", "ONETRIP_STATIC"):
            patch.delenv(name, raising=False)
        prepare(tmp_path)
        keys = tmp_path / "keys.env"
        first = keys.read_text(encoding="ascii")
        assert keys.stat().st_mode & 0o777 == 0o600
        prepare(tmp_path)
        assert keys.read_text(encoding="ascii") == first
        for name in ("ONETRIP_SECRET_KEY", "ONETRIP_IDENTITY_KEY", "ONETRIP_STATIC"):
            patch.delenv(name, raising=False)
