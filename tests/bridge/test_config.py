"""The file that a bridge works by, and the lock that keeps it alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onetrip.bridge import running
from onetrip.bridge.__main__ import main
from onetrip.bridge.config import ConfigProblem, PrinterAt, read_config
from onetrip.bridge.running import AlreadyRunning, holding
from onetrip.bridge.simulating import places_of

WHOLE = """
house = "http://127.0.0.1:8000/"
key_file = "key"
socket_port = 8770
origins = ["https://hall.example"]
[[printer]]
name = "ticket"
kind = "escpos"
address = "tcp://10.0.0.5:9100"
[[scanner]]
name = "scan"
port = "/dev/ttyACM0"
[[reader]]
name = "card"
address = "ws://127.0.0.1:9001"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "key").write_text("secret\n")
    path = folder / "bridge.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, WHOLE))
    assert (config.house, config.key, config.socket_port) == ("http://127.0.0.1:8000", "secret", 8770)
    assert config.printers == (PrinterAt("ticket", "escpos", "tcp://10.0.0.5:9100"),)
    assert config.origins_allowed == ["https://hall.example", "http://127.0.0.1:8000"]


@pytest.mark.parametrize(
    "text",
    [
        "house =",
        'key = "k"',
        'house = "ftp://x"\nkey = "k"',
        'house = "http://x"',
        'house = "http://x"\nkey = "k"\nprnter = 1',
        WHOLE.replace("tcp://", "ipp://"),
        WHOLE.replace("escpos", "telex"),
        WHOLE.replace('"scan"', '"ticket"'),
        WHOLE.replace('"card"', '"Karte 1"'),
        WHOLE.replace('port = "/dev', 'prt = "/dev'),
        WHOLE.replace("[[printer]]", "[printer]"),
        WHOLE.replace("8770", '"8770"'),
        WHOLE.replace("8770", "0"),
        WHOLE.replace('key_file = "key"', 'key_file = "none"'),
        WHOLE.replace('address = "ws://', 'address = "http://'),
        WHOLE.replace('address = "tcp://10.0.0.5:9100"\n', ""),
        WHOLE.replace('"/dev/ttyACM0"', '"/dev/ttyACM0"\nbaud = "fast"'),
    ],
)
def test_a_file_that_cannot_be_followed_says_why_in_both_languages_and_starts_nothing(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigProblem):
        read_config(path)
    assert main(["run", str(path)]) == 2
    said = capsys.readouterr().err
    assert re.search("[\u4e00-\u9fff]", said)
    assert not re.search("Traceback|PrinterAt|ScannerAt|argument", said)


@pytest.mark.parametrize(("mode", "is_told"), [(0o600, False), (0o644, True)])
def test_a_key_that_others_can_read_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, *, is_told: bool
) -> None:
    path = written(tmp_path, WHOLE)
    (tmp_path / "key").chmod(mode)
    assert read_config(path).key == "secret"
    assert ("chmod 600" in caplog.text) is is_told
    assert "secret" not in caplog.text


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err


def test_one_bridge_for_one_key_and_its_number_outlives_it(tmp_path: Path) -> None:
    with holding(tmp_path, "key") as first:
        with pytest.raises(AlreadyRunning), holding(tmp_path, "key"):
            pass
        with holding(tmp_path, "other key") as other:
            assert other != first
    with holding(tmp_path, "key") as again:
        assert again == first


def test_a_machine_made_from_a_copy_of_the_disk_is_another_bridge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, copy = tmp_path / "original", tmp_path / "copy"
    with holding(original, "key") as first:
        pass
    shutil.copytree(original, copy)
    with holding(copy, "key") as second:
        assert second != first, "the same machine, a copied folder"
    with holding(original, "key") as again:
        assert again == first
    boot = tmp_path / "boot"
    boot.write_text("another machine\n")
    monkeypatch.setattr(running, "_BOOT_ID", boot)
    with holding(original, "key") as elsewhere:
        assert elsewhere != first, "the same disk in another machine"


def test_a_killed_bridge_leaves_no_lock_behind(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time; from onetrip.bridge.running import holding\n"
        "with holding(pathlib.Path(sys.argv[1]), 'key'): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    process.kill()
    process.wait()
    process.stdout.close()
    with holding(tmp_path, "key"):
        pass


def test_the_simulated_places_stand_in_the_file_that_the_house_writes() -> None:
    text = "check-in-1 aaa 8765\ndesk-1 bbb 8766\nkiosk-2 ccc 8767\n"
    places = places_of(text, frozenset())
    assert [(place.name, place.page is not None, place.reader is not None) for place in places] == [
        ("check-in-1", False, True),
        ("desk-1", True, False),
        ("kiosk-2", True, True),
    ]
    assert [place.name for place in places_of(text, frozenset({"desk-1"}))] == ["desk-1"]
