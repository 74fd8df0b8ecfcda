"""How to object is data with its sources, and says where nobody has verified it."""

from __future__ import annotations

import yaml

from onetrip.cases.records.appeals import _FILE, appeal


def test_both_ways_are_told_with_their_time_and_their_law() -> None:
    ways, small = appeal().ways, appeal().small
    assert "60 日" in ways[0][1].zh
    assert "60 days" in ways[0][1].en
    assert "6 个月" in ways[1][1].zh
    assert "six months" in ways[1][1].en
    assert "《行政复议法》第二十" in small[0].zh
    assert "《行政诉讼法》" in small[0].zh


def test_what_nobody_verified_says_so_on_the_paper() -> None:
    assert "待核对" in appeal().small[-1].zh
    assert "Not yet checked" in appeal().small[-1].en


def test_the_file_names_its_version_day_and_sources() -> None:
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    assert {"version", "as_of", "confidence", "sources"} <= said.keys()
    assert len(said["sources"]) >= 3
