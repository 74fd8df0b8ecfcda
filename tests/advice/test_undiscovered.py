"""The chance that something was not found, in words."""

from __future__ import annotations

import pytest

from onetrip.advice.undiscovered import told
from onetrip.planning import Outlook


def test_when_all_is_decided_it_says_so() -> None:
    assert told(Outlook(0, 0.0, 0.0)).zh == "都问清了，您能办的都在这里。"


@pytest.mark.parametrize(
    ("chance", "zh", "en"),
    [
        (0.004, "不到 1%", "below 1%"),
        (0.126, "大约 13%", "about 13%"),
        (0.9995, "在 99% 以上", "above 99%"),
    ],
)
def test_a_chance_is_told_as_an_estimate_in_whole_per_cent(chance: float, zh: str, en: str) -> None:
    text = told(Outlook(3, chance, chance))
    assert zh in text.zh
    assert "估" in text.zh
    assert en in text.en
    assert text.en.startswith("3 matters have")
