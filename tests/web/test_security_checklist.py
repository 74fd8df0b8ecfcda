"""The checklist of docs/security.md: every line has a state, what it names is there, and its count is right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (\S+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(…|(?:tests|src|docs)/[^`:]+)(?:::(\w+))?`")


def test_every_line_stands_once_with_a_state_and_a_reason() -> None:
    lines = LINE.findall(TEXT)
    numbers = [number for number, *_ in lines]
    assert len(numbers) == len(set(numbers)) == TEXT.count("\n| V")
    assert {number.split(".")[0] for number in numbers} == {f"V{chapter}" for chapter in range(1, 18)}
    states = Counter(state for *_, state, _ in lines)
    assert set(states) <= {"yes", "part", "no", "operator", "n.a."}
    told = ", ".join(f"{states[state]} {state}" for state in ("yes", "part", "no", "operator", "n.a."))
    assert f"Of {len(lines)} requirements: {told}" in TEXT


def test_every_file_and_test_that_it_names_is_there() -> None:
    missing, last = [], ""
    for file, test in NAMED.findall(TEXT):
        last = last if file == "…" else file
        there = ROOT / last
        if not there.exists() or (test and f"def {test}(" not in there.read_text(encoding="utf-8")):
            missing.append(f"{last}::{test}")
    assert missing == []
