"""A chain in a file tells, without the house, that nothing of it was changed: not a byte, not a line, not its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.cli import main
from onetrip.ledger import exporting, heads, verifying
from onetrip.ledger.verifying import Reason, line_of
from tests.ledger.chains import NOW, a_chain


@pytest.fixture
def exported(tmp_path: Path, transactional_db: None) -> exporting.Exported:
    a_chain()
    return exporting.export("LF", tmp_path, now=NOW)


def breaks(path: Path, *, with_head: bool = True) -> list[tuple[int, Reason]]:
    beside = heads.read(exporting.head_file(path)) if with_head else []
    return [(one.position, one.reason) for one in verifying.breaks_in(path, "LF", heads=beside, trust=heads.Trust())]


def test_a_file_is_whole_says_so_and_is_the_same_as_the_database(exported: exporting.Exported, capsys) -> None:
    assert breaks(exported.path) == []
    assert exported.lines == 6
    lines = exported.path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines == [line_of(link) for link in verifying.links_of("LF")]
    assert main(["ledger", "verify", str(exported.path), "--key", heads.public_key()]) == 0
    assert "0 breaks" in capsys.readouterr().out


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_that_is_another_is_found(exported: exporting.Exported, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(exported.path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    changed = tmp_path / "changed" / exported.path.name
    changed.parent.mkdir(exist_ok=True)
    changed.write_bytes(content)
    exporting.head_file(changed).write_bytes(exporting.head_file(exported.path).read_bytes())
    assert breaks(changed) != []


@pytest.mark.parametrize("place", range(6))
def test_any_line_that_is_missing_is_found_and_the_last_one_by_the_head(
    exported: exporting.Exported, place: int
) -> None:
    lines = exported.path.read_text(encoding="utf-8").splitlines(keepends=True)
    exported.path.write_text("".join(lines[:place] + lines[place + 1 :]), encoding="utf-8", newline="\n")
    assert breaks(exported.path) == [(place + 1, Reason.CUT_OFF if place == 5 else Reason.SEAL_MISSING)]
    assert (breaks(exported.path, with_head=False) == []) is (place == 5)


def test_lines_in_another_order_and_lines_twice_are_found(exported: exporting.Exported) -> None:
    lines = exported.path.read_text(encoding="utf-8").splitlines(keepends=True)
    for changed in ([*lines[:2], lines[3], lines[2], *lines[4:]], [*lines, lines[-1]], [lines[0], *lines]):
        exported.path.write_text("".join(changed), encoding="utf-8", newline="\n")
        assert breaks(exported.path) != []


def test_a_changed_file_is_told_in_words_and_with_the_exit_code(exported: exporting.Exported, capsys) -> None:
    text = exported.path.read_text(encoding="utf-8")
    exported.path.write_text(text.replace('"draw"', '"call"', 1), encoding="utf-8", newline="\n")
    assert main(["ledger", "verify", str(exported.path)]) == 1
    said = capsys.readouterr().out
    assert "LF 1 event" in said
    assert "这条流水被改过" in said
    assert "the event was changed" in said


def test_a_head_of_somebody_else_proves_nothing(exported: exporting.Exported, capsys) -> None:
    assert main(["ledger", "verify", str(exported.path), "--key", "ab" * 32]) == 1
    assert "signature" in capsys.readouterr().out


def test_what_is_no_file_of_a_ledger_is_told_and_not_taken_for_whole(tmp_path: Path, capsys) -> None:
    nothing = tmp_path / "ledger-LF.jsonl"
    assert main(["ledger", "verify", str(nothing)]) == 2
    nothing.write_bytes(b"\xff\xfe no text\n")
    assert main(["ledger", "verify", str(nothing)]) == 1
    nothing.write_text("{}\n", encoding="utf-8")
    assert main(["ledger", "verify", str(nothing)]) == 1
