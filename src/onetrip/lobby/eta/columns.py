"""What the columns of a file of snapshots are called, and how their cells are written. Pure.

Other cities call the same five things by other names, so names are compared without case, accents and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

NAMES: Mapping[str, str] = {
    "time": (
        "time timestamp datetime date_time ts when at snapshot_time captured_at observed_at recorded_at sampled_at "
        "fetched_at updated_at czas data_godzina zeit zeitpunkt 时间 采集时间 快照时间"
    ),
    "date": "date day data datum 日期",
    "clock": "clock hour_minute godzina uhrzeit time_of_day",
    "office": "office centre center branch location site urzad amt standort 中心 大厅 网点",
    "queue": (
        "queue service queue_name queue_id service_name service_id category group group_name nazwagrupy kolejka "
        "line warteschlange schlange anliegen matter 队列 业务 事项"
    ),
    "windows": (
        "open_windows windows windows_open open_counters counters counters_open open_desks desks active_windows "
        "active_counters servers open_stations stations liczbaczynnychstan stanowiska offene_schalter schalter "
        "open windows_active 开放窗口 窗口 窗口数 开窗数"
    ),
    "waiting": (
        "waiting queue_length queue_len waiting_count people_waiting in_queue num_waiting waiting_people length "
        "n_waiting clients_waiting liczbaklwkolejce oczekujacy wartende anzahl_wartende 等候 等候人数 排队人数"
    ),
    "called": (
        "last_called last_number last_number_called called last_called_number current_number now_serving number "
        "ticket last_ticket current_ticket last aktualnynumer numer letzte_nummer aktuelle_nummer "
        "最后叫号 叫到 当前号 末叫号"
    ),
    "shown": (
        "displayed_wait displayed_average average_wait avg_wait estimated_wait wait_estimate shown_wait wait_minutes "
        "avg_wait_minutes estimated_wait_minutes wartezeit 显示等候 平均等候"
    ),
}
"""The meanings we know, each with the names that files were seen to give it. "shown": the wait that the system itself
displayed, in minutes; `date` and `clock` are a time in two columns."""

NEEDED = ("time", "waiting", "called")


def simple(name: str) -> str:
    """A name of a column without case, accents and punctuation: "Open windows" and "open_windows" are the same."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


_MEANING = {simple(name): meaning for meaning, names in NAMES.items() for name in names.split()}


def meanings(header: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Which column holds what: meaning to place. `given` (meaning to name) is what the reader of the file says."""
    places = {simple(name): place for place, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        meaning = _MEANING.get(simple(name))
        if meaning is not None:
            found.setdefault(meaning, place)
    for meaning, name in given.items():
        if simple(name) in places:
            found[meaning] = places[simple(name)]
    if "time" not in found and "date" in found and "clock" not in found:
        found["time"] = found.pop("date")
    return found


_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})[./年](\d{1,2})[./月](\d{1,2})日?(?:[ T,]+(.*))?")
_NUMBER = re.compile(r"\s*([^\W\d_]*)[\s_-]*(\d{1,9})(?:\.0+)?\s*")
_AMOUNT = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:min|mins|minutes|m|分钟)?\.?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})")


def time_of(text: str, zone: tzinfo | None, *, month_first: bool = False) -> datetime | None:
    """The moment a cell says, as the clock on the wall (without zone); None when it says none.

    A moment that carries a zone, or seconds since 1970, is told on the wall of `zone` (without one: as it is written).
    """
    text = text.strip()
    if re.fullmatch(r"\d{10}(\d{3})?(\.\d+)?", text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, zone or UTC).replace(tzinfo=None)
    if day_first := _DAY_FIRST.fullmatch(text):
        first, second, year, clock = day_first.groups()
        day, month = (second, first) if month_first else (first, second)
        text = f"{year}-{month:0>2}-{day:0>2} {clock or '00:00'}"
    elif year_first := _YEAR_FIRST.fullmatch(text):
        year, month, day, clock = year_first.groups()
        text = f"{year}-{month:0>2}-{day:0>2} {clock or '00:00'}"
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<=[ T])(\d):", r"0\1:", text).replace("/", "-"))
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone) if zone else moment
        moment = moment.replace(tzinfo=None)
    return moment


def is_month_first(texts: Sequence[str]) -> bool:
    """Whether days like 03/17/2026 are written with the month first: one of them must have shown it."""
    parts = [match.groups() for text in texts if (match := _DAY_FIRST.fullmatch(text.strip()))]
    return any(int(second) > 12 for _, second, _, _ in parts) and not any(int(first) > 12 for first, *_ in parts)


def number_of(text: str) -> tuple[str, int] | None:
    """A called number as its letters and its figure: A087 is ("A", 87); None when it is none."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return (match[1].upper(), int(match[2])) if match else None


def amount_of(text: str) -> float | None:
    """A count, or minutes written as 12, 12.5, 12,5, "12 min" or 0:12:30; None when the cell says none."""
    if clock := _CLOCK.fullmatch(text.strip()):
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3]) / 60
    match = _AMOUNT.fullmatch(text)
    return float(match[1].replace(",", ".")) if match else None
