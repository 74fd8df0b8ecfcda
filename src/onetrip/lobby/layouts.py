"""What a display over the hall shows, as data: which windows, how many calls, what it says aloud and how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import DisplayLayout
from onetrip.rules import Text

NO_NOTICE = Text("", "")
EVERY = 0
"""The layout of the displays that have none of their own."""

LANGUAGES = {
    "zh": Text("中文", "Chinese"),
    "zh en": Text("中文、英文", "Chinese, then English"),
    "en": Text("英文", "English"),
}
COLOURS = {"light": Text("平常", "As always"), "high": Text("高对比", "High contrast")}
MOST_CALLS = 6
LONGEST_NOTICE = {"zh": 26, "en": 52}
"""Signs of a notice that still stand on the bottom line at the size that is read from 8 m."""


@dataclass(frozen=True)
class Layout:
    """As `number` shows it: the `windows` by number (none: all); `calls` in the list beside the newest three; `languages`
    spoken (None: by the language of the screen); `volume` in percent; a `notice` beside the figures; `version` counts
    changes (0: as shipped)."""

    number: int = EVERY
    windows: tuple[int, ...] = ()
    calls: int = MOST_CALLS
    languages: str | None = None
    volume: int = 100
    notice: Text = NO_NOTICE
    shows_waiting: bool = True
    colours: str = "light"
    version: int = 0


def layout_for(centre: str, number: int) -> Layout:
    """The layout of display `number` of a centre; without one of its own that of every display, else as shipped."""
    rows = {row.number: row for row in DisplayLayout.objects.filter(centre_id=centre, number__in=(number, EVERY))}
    row = rows.get(number) or rows.get(EVERY)
    return Layout(number) if row is None else _layout(row, number)


def layouts_of(centre: str) -> list[Layout]:
    """The layouts that were set, by number."""
    return [_layout(row, row.number) for row in DisplayLayout.objects.filter(centre_id=centre).order_by("number")]


def read_layout(number: int, sent: dict[str, str], known_windows: frozenset[int]) -> Layout:
    """A layout as a form sends it. Raises Malformed, naming the field, for anything that no display could show."""
    windows = tuple(
        sorted(
            {_whole(part, "windows") for part in sent.get("windows", "").replace("，", ",").split(",") if part.strip()}
        )
    )
    unknown = [window for window in windows if window not in known_windows]
    if unknown:
        raise Malformed(
            "window-unknown", f"没有 {unknown[0]} 号窗口。", f"There is no window {unknown[0]}.", field="windows"
        )
    calls, volume = _whole(sent.get("calls", ""), "calls"), _whole(sent.get("volume", ""), "volume")
    if not 1 <= calls <= MOST_CALLS:
        raise Malformed("calls-range", f"列 1 到 {MOST_CALLS} 个。", f"List 1 to {MOST_CALLS} calls.", field="calls")
    if volume > 100:
        raise Malformed("volume-range", "音量是 0 到 100。", "The volume is 0 to 100.", field="volume")
    notice = Text(sent.get("notice_zh", "").strip(), sent.get("notice_en", "").strip())
    for language, most in LONGEST_NOTICE.items():
        if len(notice.in_language(language)) > most:
            raise Malformed(
                "notice-long",
                f"最多 {most} 个字，不然远处看不清。",
                f"At most {most} signs, or nobody can read it from afar.",
                field=f"notice_{language}",
            )
    if bool(notice.zh) != bool(notice.en):
        raise Malformed(
            "notice-half",
            "中文、英文都要写，或者都不写。",
            "Write the notice in both languages, or in neither.",
            field="notice_en" if notice.zh else "notice_zh",
        )
    languages, colours = sent.get("languages", ""), sent.get("colours", "")
    if languages not in LANGUAGES:
        raise Malformed("languages-unknown", "没有这种语言。", "There is no such language.", field="languages")
    if colours not in COLOURS:
        raise Malformed("colours-unknown", "没有这种颜色。", "There are no such colours.", field="colours")
    return Layout(number, windows, calls, languages, volume, notice, sent.get("shows_waiting") == "1", colours)


def _whole(text: str, field: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise Malformed("number-form", "这里写数字。", "This is to be a number.", field=field)
    return int(text)


def _layout(row: DisplayLayout, number: int) -> Layout:
    return Layout(
        number,
        tuple(row.windows),
        row.calls,
        row.languages,
        row.volume,
        Text(row.notice_zh, row.notice_en),
        row.shows_waiting,
        row.colours,
        row.version,
    )


def as_columns(layout: Layout) -> dict[str, Any]:
    """The layout as the table keeps it, without centre, number and version."""
    return {
        "windows": list(layout.windows),
        "calls": layout.calls,
        "languages": layout.languages or "zh",
        "volume": layout.volume,
        "notice_zh": layout.notice.zh,
        "notice_en": layout.notice.en,
        "shows_waiting": layout.shows_waiting,
        "colours": layout.colours,
    }
