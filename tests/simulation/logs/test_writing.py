"""Logs are written as the standards say: what was put in is what an independent reader finds."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from xml.etree import ElementTree

import pytest
import r4pm
import r4pm.bindings as mined
from hypothesis import example, given
from hypothesis import strategies as st

from onetrip.simulation.logs.writing import Event, Thing, Touch, Touching, Trace, write_ocel, write_xes

SHANGHAI = timezone(timedelta(hours=8))
NINE = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
XES = "{http://www.xes-standard.org/}"
ANY_TEXT = st.text(st.characters(codec=None), max_size=12)


def visit(number: int) -> Trace:
    """Somebody draws a number, is called and served."""
    steps = ("取号", "叫号", "开始办", "办完")
    at = [NINE + timedelta(minutes=7 * place + number) for place in range(4)]
    by = ("", "一号窗口", "clerk <1>", "clerk <1>")
    return Trace(
        f"号 {number}",
        [
            Event(*one, {"matter": "敬老卡 & 补办", "window": 3, "late": False})
            for one in zip(steps, at, by, strict=True)
        ],
        {"way": "hall"},
    )


def xes(*traces: Trace) -> bytes:
    file = io.BytesIO()
    write_xes(file, traces, name="测试")
    return file.getvalue()


def ocel(events: list[Touching], things: list[Thing]) -> bytes:
    file = io.BytesIO()
    write_ocel(file, events, things)
    return file.getvalue()


def served(number: int) -> Touching:
    touches = (Touch("ticket:1", "ticket"), Touch("window:3", "where"), Touch("person:a", "resident"))
    return Touching(
        f"e{number}", "开始办", NINE + timedelta(seconds=number), touches, {"matter": "敬老卡", "n": number}
    )


THINGS = [
    Thing("ticket:1", "ticket", {"booked": True}, NINE, (Touch("person:a", "of"),)),
    Thing("window:3", "window", {"number": 3}),
    Thing("person:a", "person"),
]


def test_the_number_of_events_written_is_told() -> None:
    assert write_xes(io.BytesIO(), map(visit, range(300)), name="log") == 1200
    assert write_ocel(io.BytesIO(), map(served, range(2500)), THINGS) == 2500


def test_xes_is_read_by_another_library_case_by_case(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(xes(*map(visit, range(300))))
    log = r4pm.import_item("EventLog", str(tmp_path / "log.xes"))
    found = mined.discover_dfg(log)
    assert found["activities"] == dict.fromkeys(("取号", "叫号", "开始办", "办完"), 300)
    follows = {tuple(pair): count for pair, count in found["directly_follows_relations"]}
    assert follows == {("取号", "叫号"): 300, ("叫号", "开始办"): 300, ("开始办", "办完"): 300}


def test_xes_keeps_every_text_time_and_value_through_another_library(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(xes(visit(1)))
    r4pm.export_item(r4pm.import_item("EventLog", str(tmp_path / "log.xes")), str(tmp_path / "back.xes"))
    trace = ElementTree.parse(tmp_path / "back.xes").getroot().find(f"{XES}trace")  # noqa: S314 -- our own file
    assert trace is not None
    told = {one.get("key"): one.get("value") for one in trace if one.tag != f"{XES}event"}
    assert told == {"concept:name": "号 1", "way": "hall"}
    called = {one.get("key"): (one.tag.removeprefix(XES), one.get("value")) for one in trace.findall(f"{XES}event")[2]}
    at = called.pop("time:timestamp")[1]
    assert at is not None
    assert datetime.fromisoformat(at) == NINE + timedelta(minutes=15)
    assert called == {
        "concept:name": ("string", "开始办"),
        "org:resource": ("string", "clerk <1>"),
        "lifecycle:transition": ("string", "complete"),
        "matter": ("string", "敬老卡 & 补办"),
        "window": ("int", "3"),
        "late": ("boolean", "false"),
    }


def test_ocel_is_read_by_another_library_with_things_relations_times_and_text(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_bytes(ocel([served(number) for number in range(1500)], THINGS))
    read = r4pm.import_item("OCEL", str(tmp_path / "log.json"))
    log = r4pm.convert_item(read, "SlimLinkedOCEL")
    assert (mined.num_events(log), mined.num_objects(log)) == (1500, 3)
    counts = {(event, thing): count for event, thing, count in mined.locel_event_object_type_counts(log)}
    assert counts == {("开始办", kind): 1500 for kind in ("ticket", "window", "person")}
    r4pm.export_item(read, str(tmp_path / "back.json"))
    back = json.loads((tmp_path / "back.json").read_text("utf-8"))
    event = next(one for one in back["events"] if one["id"] == "e7")
    assert datetime.fromisoformat(event["time"]) == NINE + timedelta(seconds=7)
    assert event["relationships"][0] == {"objectId": "ticket:1", "qualifier": "ticket"}
    assert {one["name"]: one["value"] for one in event["attributes"]} == {"matter": "敬老卡", "n": 7}
    ticket = next(one for one in back["objects"] if one["id"] == "ticket:1")
    assert ticket["relationships"] == [{"objectId": "person:a", "qualifier": "of"}]
    assert ticket["attributes"][0]["value"] in (True, "true")


def test_ocel_says_of_which_type_every_value_is() -> None:
    events = [
        served(1)._replace(id="a", values={"x": 1, "y": 1, "t": NINE, "f": 0.5, "b": True}),
        served(1)._replace(id="b", values={"x": 1.5, "y": "two"}),
    ]
    told = json.loads(ocel(events, THINGS))["eventTypes"][0]["attributes"]
    assert {one["name"]: one["type"] for one in told} == {
        "x": "float",
        "y": "string",
        "t": "time",
        "f": "float",
        "b": "boolean",
    }


def test_true_and_one_are_not_written_alike() -> None:
    values = [{"v": 1}, {"v": True}, {"v": 1.0}]
    events = [served(place)._replace(values=each) for place, each in enumerate(values)]
    written = json.loads(ocel(events, THINGS))["events"]
    assert [repr(one["attributes"][0]["value"]) for one in written] == ["1", "True", "1.0"]
    tags = [
        one.tag for one in ElementTree.fromstring(xes(Trace("a", [Event("x", NINE, "", each) for each in values]))).iter()  # noqa: S314
        if one.get("key") == "v"
    ]  # fmt: skip
    assert tags == [f"{XES}int", f"{XES}boolean", f"{XES}float"]


def test_an_empty_log_is_a_log(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(xes())
    (tmp_path / "log.json").write_bytes(ocel([], []))
    assert mined.discover_dfg(r4pm.import_item("EventLog", str(tmp_path / "log.xes")))["activities"] == {}
    log = r4pm.convert_item(r4pm.import_item("OCEL", str(tmp_path / "log.json")), "SlimLinkedOCEL")
    assert mined.num_events(log) == 0


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 9)  # noqa: DTZ001 -- that is the point
    with pytest.raises(ValueError, match="no time zone"):
        xes(Trace("a", [Event("x", naive)]))
    with pytest.raises(ValueError, match="no time zone"):
        ocel([served(1)._replace(at=naive)], [])


def test_a_zone_of_long_ago_with_seconds_is_written_as_the_same_moment() -> None:
    long_ago = datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43)))
    at = json.loads(ocel([served(1)._replace(at=long_ago)], []))["events"][0]["time"]
    assert datetime.fromisoformat(at) == long_ago


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_a_log(name: str, value: str) -> None:
    whole = xes(Trace(name, [Event(value, NINE, name, {"k" + name: value})]))
    event = ElementTree.fromstring(whole).find(f"{XES}trace/{XES}event")  # noqa: S314 -- our own
    assert event is not None
    read = event[0].get("value")
    assert read is not None
    assert len(read) == len(value)
    assert all(new == old or new == "\ufffd" for new, old in zip(read, value, strict=True))
    log = json.loads(ocel([Touching(name, value, NINE, (Touch(name, value),), {name: value})], [Thing(name, value)]))
    assert log["events"][0]["type"] == value.encode("utf-8", "replace").decode()


class _LeapSecondsCounted(tzinfo):
    """Like `right/America/Halifax`, which not every machine has: the clock went back 21 seconds into a minute."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        assert at is not None
        return timedelta(hours=-4 if at.second >= 21 else -3)

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta()


@example(datetime(1998, 10, 25, 1, 0, 20, tzinfo=_LeapSecondsCounted()))
@example(datetime(1998, 10, 25, 1, 0, 21, tzinfo=_LeapSecondsCounted()))
@given(st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.timezones()))  # noqa: DTZ001
def test_moments_are_kept_to_the_millisecond(at: datetime) -> None:
    read = datetime.fromisoformat(json.loads(ocel([served(1)._replace(at=at)], []))["events"][0]["time"])
    assert abs(read - at) < timedelta(milliseconds=1)
