"""What devices are in words: every state and reason has its own, in both languages, and a moment has its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from onetrip.bridge.states import PartKind, PartState, Reason
from onetrip.devices.words import STATES, reason_in_words, since_in_words, to_do

AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
"""A Tuesday."""


@pytest.mark.parametrize("state", list(PartState))
def test_every_state_has_a_name_and_says_what_to_do(state: PartState) -> None:
    assert STATES[state].zh
    assert STATES[state].en
    if state is not PartState.READY:
        for kind in PartKind:
            assert to_do(kind, state) is not None


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason: Reason) -> None:
    assert reason_in_words(reason).zh
    assert reason_in_words(reason).en


def test_nobody_is_sent_for_a_roll_when_a_page_printer_runs_low() -> None:
    assert "卷" not in to_do(PartKind.IPP, PartState.LOW).zh  # type: ignore[union-attr]
    assert "墨粉" in to_do(PartKind.IPP, PartState.TONER).zh  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (0, "14:05 起", "since 14:05"),
        (1, "昨天 14:05 起", "since yesterday 14:05"),
        (6, "星期二 14:05 起", "since Tuesday 14:05"),
        (7, "11 月 24 日 14:05 起", "since 24/11 (day/month) 14:05"),
    ],
)
def test_a_moment_of_another_day_says_its_day(days: int, zh: str, en: str) -> None:
    said = since_in_words(AT, AT.replace(hour=8) + timedelta(days=days) if days else AT)
    assert (said.zh, said.en) == (zh, en)
